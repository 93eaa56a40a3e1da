"""Servers on this machine that answer as servers do on a bad day, for the tests of guards that ask a network."""
import datetime, http.server, json, pathlib, socket, ssl, subprocess, threading, time


def iso(ago: float) -> str:
    return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Shop(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def say(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def feed(self, price, ago):
        self.say(200, json.dumps({"price": price, "updated_at": iso(ago)}).encode(), [("Content-Type", "application/json")])

    def answer(self):
        server, path = self.server, self.path.split("?")[0]
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        with server.lock:
            server.seen.append((self.command, self.path, dict(self.headers), body))
            server.counts[path] = count = server.counts.get(path, 0) + 1
        if path == "/good": return self.feed(12.5, 30)
        if path == "/zero": return self.feed(0, 30)
        if path == "/stale": return self.feed(12.5, 2 * 86400)
        if path == "/future": return self.feed(12.5, -86400)
        if path == "/broken": return self.say(500, b"no")
        if path == "/html": return self.say(200, b"<html>all is well</html>")
        if path == "/slow":
            time.sleep(1.5)
            return self.feed(12.5, 30)
        if path == "/hanging":
            server.hang.wait(30)
            return None
        if path == "/loop": return self.say(302, b"", [("Location", "/loop")])
        if path == "/moved": return self.say(301, b"", [("Location", "/good")])
        if path == "/away": return self.say(302, b"", [("Location", server.elsewhere)])
        if path == "/flaky": return self.feed(12.5, 30) if count % 3 == 0 else self.say(503, b"later")
        if path == "/echo": return self.say(403, json.dumps({"said": self.headers.get("Authorization", "")}).encode())
        if path == "/login": return self.say(200, b'{"token": "tok-31"}')
        if path == "/orders/tok-31": return self.say(200, b'{"items": [1, 2]}')
        if path == "/endless":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                while not server.hang.is_set():
                    self.wfile.write(b'{"price": 12.5, "more": "' + b"x" * 65536)
                    server.sent += 65536
            except OSError:
                pass  # nobody reads on
            return None
        if path == "/dripping":  # a byte now and then, for ever
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                while not server.hang.wait(0.1):
                    self.wfile.write(b" ")
                    self.wfile.flush()
            except OSError:
                pass
            return None
        if path == "/p99": return self.say(200, json.dumps({"p99": server.p99 + count % 5}).encode())
        return self.say(404, b"no such page")

    do_GET = do_POST = do_PUT = answer


def serve(host="127.0.0.1", certificate=None):
    server = http.server.ThreadingHTTPServer((host, 0), Shop)
    server.daemon_threads = True
    server.seen, server.counts, server.lock, server.hang = [], {}, threading.Lock(), threading.Event()
    server.elsewhere, server.sent, server.p99 = "http://127.0.0.2:1/", 0, 100
    server.handle_error = lambda *_: None  # who asks may hang up at any time
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.server_address[1]


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def silent_port():
    """Takes connections and says nothing."""
    one = socket.socket()
    one.bind(("127.0.0.1", 0))
    one.listen(8)
    return one, one.getsockname()[1]


def certificate(folder: pathlib.Path, name: str, begin: str, end: str, host: str):
    """A certificate and its key that hold from `begin` to `end` ("20200101000000Z"), signed by an authority of their own."""
    def openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, cwd=folder)
    ca, ca_key = folder / "ca.pem", folder / "ca.key"
    if not ca.exists():
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", ca_key, "-out", ca, "-days", "30",
                "-subj", "/CN=Authority of a test", "-addext", "basicConstraints=critical,CA:true")
    (folder / "index.txt").write_text("")
    (folder / "index.txt.attr").write_text("unique_subject = no\n")
    (folder / "serial").write_text("%02X\n" % (abs(hash(name)) % 200 + 16))
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca = one\n[one]\ndatabase = index.txt\nserial = serial\nnew_certs_dir = .\ndefault_md = sha256\n"
        f"policy = any\nx509_extensions = leaf\n[any]\ncommonName = supplied\n[leaf]\nsubjectAltName = {host}\n")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
    openssl("ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", ca, "-keyfile", ca_key, "-in", f"{name}.csr",
            "-out", f"{name}.pem", "-startdate", begin, "-enddate", end)
    return str(folder / f"{name}.pem"), str(folder / f"{name}.key")
