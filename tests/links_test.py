#!/usr/bin/env python3
"""hindcast doctor --links against servers on this machine: what it asks, how often, and what it never connects to.

    tests/links_test.py build/dev/hindcast
"""
import http.server, json, os, pathlib, subprocess, sys, tempfile, threading, time

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
DAY = "2030-05-01"


class Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *_):
        pass

    def answer(self):
        server = self.server
        with server.lock:
            server.seen.append((self.command, self.path, self.headers.get("User-Agent", "")))
            server.now += 1
            server.most = max(server.most, server.now)
        path = self.path.split("?")[0]
        time.sleep(3 if path == "/slow" else 0.02)
        with server.lock:
            server.now -= 1  # before the answer goes out, after which the next may come
        status = {"/missing": 404, "/gone": 410, "/login": 403, "/broken": 500, "/moved": 301, "/loop": 302,
                  "/away": 302, "/busy": 429}.get(path, 200)
        if path == "/no-head" and self.command == "HEAD":
            status = 404
        self.send_response(status)
        if path == "/moved":
            self.send_header("Location", "/ok")
        if path == "/loop":
            self.send_header("Location", "/loop")
        if path == "/away":
            self.send_header("Location", self.server.elsewhere)
        self.end_headers()
        if self.command == "GET":
            try:
                self.wfile.write(b"x" * 100)
            except OSError:
                pass  # nobody reads the body

    do_GET = do_HEAD = answer


def serve(host="127.0.0.1", elsewhere="http://127.0.0.1:1/"):
    server = http.server.ThreadingHTTPServer((host, 0), Pages)
    server.seen, server.now, server.most, server.lock, server.elsewhere = [], 0, 0, threading.Lock(), elsewhere
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://{host}:{server.server_address[1]}"


def doctor(home, *options, day=DAY, **environment):
    done = subprocess.run([PROGRAM, "doctor", "--rule", "link-dead", "--now", day, *options, "docs"], cwd=home,
                          capture_output=True, text=True, timeout=60,
                          env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", **environment})
    return done


failures = []


def claim(holds, what):
    print(("ok   " if holds else "FAIL ") + what)
    if not holds:
        failures.append(what)


def folder_with(links):
    home = tempfile.TemporaryDirectory()
    docs = pathlib.Path(home.name, "docs")
    docs.mkdir()
    (docs / "a.md").write_text("# Postmortem: A\n\n" + "".join(f"- see [this]({link}) for more\n" for link in links))
    return home


canary, canary_url = serve("127.0.0.2")
pages, url = serve(elsewhere=canary_url + "/secret")
ASK = ("--links", "--allow-private", "--pause", "0", "--timeout", "1")

with folder_with([url + path for path in ("/ok", "/missing", "/gone#part", "/no-head", "/moved", "/login", "/broken",
                                          "/loop", "/away", "/ok?a=1&amp;b=2")]) as name:
    home = pathlib.Path(name)
    quiet = doctor(home)
    claim(pages.seen == [] and quiet.returncode == 0, "without --links nothing is asked")
    first = doctor(home, *ASK, "--format", "jsonl")
    found = [json.loads(line) for line in first.stdout.splitlines()]
    claim([f["line"] for f in found] == [4, 5], "404 and 410 are gone, and nothing else is: " + first.stdout)
    claim("answers 404" in first.stdout and "answers 410" in first.stdout, "a finding says what was answered")
    claim(first.returncode == 1, "what is gone fails the run")
    claim("10 asked" in first.stderr and "2 without a clear answer" in first.stderr, "what is not clear is counted: " + first.stderr)
    claim(canary.seen == [], "a redirect to another host is not followed")
    claim(all(agent.startswith("hindcast/") for _, _, agent in pages.seen), "the program says who asks")
    claim(pages.most == 1, "a host is asked one thing at a time")
    claim(("HEAD", "/ok", pages.seen[0][2]) in pages.seen and not any(m == "GET" and p == "/ok" for m, p, _ in pages.seen),
          "HEAD is enough where the server answers it")
    claim(any(m == "GET" and p == "/no-head" for m, p, _ in pages.seen), "GET is tried where HEAD says no")
    claim(any(p == "/ok?a=1&b=2" for _, p, _ in pages.seen), "&amp; in an address is &")
    claim(sum(p == "/loop" for _, p, _ in pages.seen) <= 8, "redirects come to an end")
    cache = home / ".cache/hindcast/links.txt"
    claim(cache.exists() and f"{DAY} 404 {url}/missing\n" in cache.read_text(), "answers are remembered")
    claim(cache.parent.stat().st_mode & 0o077 == 0, "the cache is its user's alone")
    pages.seen.clear()
    second = doctor(home, *ASK, "--format", "jsonl")
    asked = {p for _, p, _ in pages.seen}
    claim(second.stdout == first.stdout and asked == {"/login", "/broken"}, f"what was clear is not asked again: {asked}")
    pages.seen.clear()
    doctor(home, *ASK, day="2030-05-03")
    claim({"/missing", "/gone"} < {p for _, p, _ in pages.seen} and "/ok" not in {p for _, p, _ in pages.seen},
          "that a page is gone is believed for a day")
    pages.seen.clear()
    doctor(home, *ASK, day="2030-05-09")
    claim("/ok" in {p for _, p, _ in pages.seen}, "that a page is there is believed for a week")
    doctor(home, *ASK, day="2030-05-09", XDG_CACHE_HOME=str(home / "elsewhere"))
    claim((home / "elsewhere/hindcast/links.txt").exists(), "XDG_CACHE_HOME is where the cache is kept")
    cache.write_bytes(b"\xff\x00 nonsense\n2030-05-09\n2030-05-09 404\n")
    claim(doctor(home, *ASK, day="2030-05-09").returncode == 1, "a broken cache is no cache")

port = pages.server_address[1]
pages.seen.clear(), canary.seen.clear()
private = [url + "/ok", f"http://localhost:{port}/ok", f"http://127.1:{port}/ok", f"http://0x7f000001:{port}/ok",
           f"http://2130706433:{port}/ok", f"http://[::1]:{port}/ok", f"http://[::ffff:127.0.0.1]:{port}/ok",
           f"http://0:{port}/ok", canary_url + "/secret", "http://169.254.169.254/latest", "https://docs.example.com/a",
           f"http://user:word@127.0.0.1:{port}/ok", "http://10.0.0.1/"]
with folder_with(private) as name:
    done = doctor(pathlib.Path(name), "--links", "--pause", "0", "--timeout", "2",
                  http_proxy=url, https_proxy=url, all_proxy=url, ALL_PROXY=url)
    claim(pages.seen == [] and canary.seen == [], f"no host of one's own network is connected to: {pages.seen}")
    claim(done.returncode == 0 and "0 asked" in done.stdout, "and that is counted, not a failure: " + done.stdout + done.stderr)

with folder_with([url + "/ok", url + "/slow?1", url + "/slow?2", url + "/slow?3", url + "/slow?4"]) as name:
    pages.seen.clear()
    done = doctor(pathlib.Path(name), *ASK)
    claim(done.returncode == 0 and "4 without a clear answer" in done.stdout, "a slow page is not gone: " + done.stdout)
    claim(len([p for _, p, _ in pages.seen if p.startswith("/slow")]) <= 2, "a host that stays silent is left alone")

with folder_with([url + "/busy", url + "/ok", url + "/z"]) as name:
    pages.seen.clear()
    doctor(pathlib.Path(name), *ASK)
    claim(not any(p in ("/ok", "/z") for _, p, _ in pages.seen), "a host that asks to be left alone is")

with folder_with(["http://127.0.0.1:1/a"]) as name:
    done = doctor(pathlib.Path(name), *ASK)
    claim(done.returncode == 2 and "is there a network?" in done.stderr, "without a network nothing is said to be gone")

print(f"links: {len(failures)} failed")
sys.exit(1 if failures else 0)
