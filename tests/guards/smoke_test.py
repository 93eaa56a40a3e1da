#!/usr/bin/env python3
"""The guard smoke over a real network: servers on this machine that are right, wrong, slow, silent, endless and expired.

    tests/guards/smoke_test.py build/dev/hindcast
"""
import datetime, json, os, pathlib, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import servers

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
failures = []


def claim(holds, what):
    print(("ok   " if holds else "FAIL ") + what)
    if not holds:
        failures.append(what)


class Home:
    """A folder with a hindcast.toml, whose user approves what stands in it."""

    def __init__(self):
        self.kept = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.kept.name, "project")
        self.folder.mkdir()
        (pathlib.Path(self.kept.name) / "config").mkdir(mode=0o700)

    def run(self, *arguments, **environment):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120,
                              env={"PATH": os.environ["PATH"], "HOME": self.kept.name, "LC_ALL": "C.UTF-8",
                                   "XDG_CONFIG_HOME": self.kept.name + "/config", **environment})

    def smoke(self, settings, approve=True, **environment):
        """What came of it: the verdict, and all texts in one."""
        (self.folder / "hindcast.toml").write_text("[guards.smoke]\nuse = \"smoke\"\n" + settings)
        if approve:
            approved = self.run("policy", "approve", "--all")
            if approved.returncode:
                sys.exit("policy approve: " + approved.stdout + approved.stderr)
        began = time.monotonic()
        done = self.run("guard", "run", "smoke", "--format", "json", **environment)
        self.took = time.monotonic() - began
        try:
            result = json.loads(done.stdout)["guards"][0]
        except (ValueError, KeyError, IndexError):
            sys.exit(f"guard run: {done.returncode} {done.stdout} {done.stderr}")
        return result["verdict"], result["summary"] + "\n" + "\n".join(result["findings"])


home = Home()
shop, port = servers.serve()
canary, canary_port = servers.serve("127.0.0.2")
shop.elsewhere = f"http://127.0.0.2:{canary_port}/good"
OPEN = f'network = true\nhosts = ["127.0.0.1:{port}"]\n'
FEED = 'expect = ["json /price > 0", "json /updated_at age <= 15 min"]'


def step(path, more="", at=port):
    return f'[[guards.smoke.step]]\nname = "{path}"\nhttp = "http://127.0.0.1:{at}{path}"\n{more}\n'


def expect(verdict, text, settings, what, **options):
    found = home.smoke(settings, **options)
    claim(found[0] == verdict and text in found[1], f"{what}: {found}")


expect("pass", "1 pass", OPEN + step("/good", FEED), "a fresh price above zero passes")
expect("fail", "json /price is `0`, not > 0", OPEN + step("/zero", FEED), "a price of zero fails")
expect("fail", "json /updated_at is 2 d old, not <= 15 min", OPEN + step("/stale", FEED), "a price of two days ago fails")
expect("fail", "in the future", OPEN + step("/future", FEED), "a price of tomorrow fails")
expect("fail", "status is `500`", OPEN + step("/broken"), "a status that nobody expects fails")
expect("fail", "status is `404`", OPEN + step("/nothing"), "a page that is not there fails")
expect("inconclusive", "is no JSON", OPEN + step("/html", FEED), "what is no JSON can't be judged")
expect("pass", "1 pass", OPEN + step("/slow", FEED), "slow is not wrong")
expect("fail", "time is 1", OPEN + step("/slow", 'expect = "time < 500 ms"'), "slow is wrong where that is expected")
expect("fail", "did not answer within 700 ms", OPEN + step("/hanging", 'timeout = "700 ms"'), "who hangs fails")
claim(home.took < 10, f"and is not waited for: {home.took:.1f} s")
expect("fail", "did not answer within 700 ms", OPEN + step("/dripping", 'timeout = "700 ms"'), "who drips for ever fails")
expect("inconclusive", "longer than 1 MiB", OPEN + step("/endless", FEED), "an endless body can't be judged")
claim(shop.sent < 64 << 20 and home.took < 10, f"and is not read on: {shop.sent} bytes, {home.took:.1f} s")
expect("pass", "1 pass", OPEN + step("/endless"), "where only the status counts the body does not matter")

expect("fail", "status is `302`", OPEN + step("/loop"), "a redirect is the answer")
expect("fail", "sent on and on: 5 redirects", OPEN + step("/loop", "redirects = 5"), "a circle of redirects comes to an end")
expect("pass", "1 pass", OPEN + step("/moved", "redirects = 1\n" + FEED), "a redirect within the host is followed where allowed")
expect("fail", "status is `302`", OPEN + step("/away", "redirects = 5"), "a redirect to another host is not followed")
claim(canary.seen == [], "and that host is not connected to")

expect("pass", "1 not at the first try", OPEN + step("/flaky", 'retries = 5\ninterval = "100 ms"'), "another try may pass")
shop.counts.clear()
expect("warn", "1 flaky", OPEN + step("/flaky", "flaky = true"), "what is flaky warns")
expect("inconclusive", "was not tried: the 1 s for all of it were over",
       OPEN + 'deadline = "1 s"\n' + step("/slow", 'expect = "time < 10 s"\nflaky = true') + step("/good"),
       "what is not tried any more is no pass")
expect("pass", "2 pass", OPEN + step("/login", 'method = "POST"\nbody = "user=ada"\ncapture = { token = "json /token" }') +
       step("/orders/{{token}}", 'expect = "json /items count = 2"'), "a step takes over what one before captured")
claim(any(s[0] == "POST" and s[3] == b"user=ada" for s in shop.seen), "a body is sent")

# Who is there, and who is not.
closed = servers.closed_port()
silent, silent_port = servers.silent_port()
local = 'network = true\nhosts = ["127.0.0.1", "localhost"]\n'
expect("fail", "the connection is refused", local + step("/", at=closed), "a refused connection fails over HTTP")
expect("fail", "did not answer within 500 ms", local + step("/", 'timeout = "500 ms"', at=silent_port), "silence fails")
tcp = '[[guards.smoke.step]]\ntcp = "{}"\ntimeout = "3 s"\n'
expect("pass", "1 pass", local + tcp.format(f"127.0.0.1:{port}"), "an open port passes")
expect("fail", "the connection is refused", local + tcp.format(f"127.0.0.1:{closed}"), "a closed port fails")
dns = '[[guards.smoke.step]]\ndns = "{}"\ntimeout = "5 s"\n{}\n'
expect("pass", "1 pass", local + dns.format("localhost", 'expect = "A = 127.0.0.1"'), "a name that is there passes")
expect("fail", "A is `127.0.0.1`, not `127.0.0.9`", local + dns.format("localhost", 'expect = "A = 127.0.0.9"'), "the wrong address fails")
found = home.smoke(local + dns.format("nobody.invalid", ""))
claim(found[0] == "fail" and ("no host of that name" in found[1] or "name service has no answer" in found[1] or
                              "did not answer" in found[1]), f"a name that is not there fails: {found}")

# Nobody is asked whom hindcast.toml does not allow.
shop.seen.clear()
for url in (f"http://127.0.0.1:{port}/good", f"http://localhost:{port}/good", f"http://127.1:{port}/good",
            f"http://0x7f000001:{port}/good", f"http://[::ffff:127.0.0.1]:{port}/good", f"http://0:{port}/good"):
    found = home.smoke(f'network = true\n[[guards.smoke.step]]\nname = "a"\nhttp = "{url}"\ntimeout = "2 s"\n',
                       http_proxy=f"http://127.0.0.1:{port}", all_proxy=f"http://127.0.0.1:{port}")
    claim(found[0] in ("error", "fail") and "pass" not in found[1], f"a host of one's own network is not asked: {url} {found}")
found = home.smoke('network = true\n' + tcp.format(f"127.0.0.1:{port}"))
claim(found[0] == "error" and "`hosts`" in found[1], f"nor is its port, and what to do is said: {found}")
claim(shop.seen == [], f"no connection came: {shop.seen}")
found = home.smoke(f'hosts = ["127.0.0.1"]\n' + step("/good"))
claim(found[0] == "error" and shop.seen == [], f"without network = true nothing is asked: {found}")
home.smoke(OPEN + step("/good"))
found = home.smoke(OPEN + step("/good") + step("/zero"), approve=False)
claim(found[0] == "error" and shop.counts.get("/zero", 0) <= 1, f"what changed since it was approved is not run: {found}")

(home.folder / "steps.toml").write_text(step("/good").replace("guards.smoke.", ""))
found = home.smoke(OPEN + 'file = "steps.toml"\n')
claim(found[0] == "pass", f"steps may stand in a file: {found}")
(home.folder / "steps.toml").write_text(step("/stale").replace("guards.smoke.", ""))
shop.counts.clear()
found = home.smoke(OPEN + 'file = "steps.toml"\n', approve=False)
claim(found[0] == "error" and "/stale" not in shop.counts, f"which is approved with what it holds: {found}")

# Secrets.
secret = OPEN + 'environment = ["SHOP_TOKEN"]\njunit = "reports/ci/smoke.xml"\n' + step(
    "/echo", 'headers = { Authorization = "Bearer {{env.SHOP_TOKEN}}" }\nexpect = ["status = 200", "json /said = nobody"]')
found = home.smoke(secret, SHOP_TOKEN="planted-7f3a")
claim(found[0] == "fail" and "Bearer ***" in found[1] and "planted" not in found[1], f"an echoed secret is not shown: {found}")
claim([s[2].get("Authorization") for s in shop.seen[-1:]] == ["Bearer planted-7f3a"], "it was sent")
report = home.folder / "reports/ci/smoke.xml"
claim(report.exists() and "<failure" in report.read_text() and "planted" not in report.read_text(), "nor does it stand in the report for CI, whose folder was not there")
planted = [p for p in pathlib.Path(home.kept.name).rglob("*") if p.is_file() and b"planted-7f3a" in p.read_bytes()]
claim(planted == [], f"nor in any file: {planted}")
found = home.smoke(secret)
claim(found[0] == "error" and "SHOP_TOKEN" in found[1], f"a variable that is not set is said: {found}")

# Certificates.
with tempfile.TemporaryDirectory() as made:
    folder = pathlib.Path(made)
    day = lambda days: (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")
    good, good_port = servers.serve(certificate=servers.certificate(folder, "good", day(-10), day(20), "IP:127.0.0.1"))
    old, old_port = servers.serve(certificate=servers.certificate(folder, "old", day(-30), day(-2), "IP:127.0.0.1"))
    other, other_port = servers.serve(certificate=servers.certificate(folder, "other", day(-10), day(20), "DNS:other.example"))
    (home.folder / "ca.pem").write_text((folder / "ca.pem").read_text())
    tls = 'network = true\nhosts = ["127.0.0.1"]\n[[guards.smoke.step]]\nname = "certificate"\ntls = "127.0.0.1:{}"\ntimeout = "5 s"\n{}\n'
    ours = 'ca = "ca.pem"\n'
    expect("pass", "1 pass", tls.format(good_port, ours + 'expect = "days_left >= 19"'), "a good certificate passes")
    expect("fail", "days_left is `19`, not > 25", tls.format(good_port, ours + 'expect = "days_left > 25"'), "one that ends soon fails")
    expect("fail", "expired", tls.format(old_port, ours + 'expect = "days_left > 14"'), "an expired one fails")
    claim("days_left is `-3`" in home.smoke(tls.format(old_port, ours + 'expect = "days_left > 14"'))[1], "and since when is told")
    expect("fail", "can't be reached", tls.format(other_port, ours), "one for another name fails")
    expect("fail", "can't be reached", tls.format(good_port, ""), "one of an authority that nobody trusts fails")
    https = 'network = true\nhosts = ["127.0.0.1"]\n[[guards.smoke.step]]\nhttp = "https://127.0.0.1:{}/good"\ntimeout = "5 s"\n{}\n'
    expect("pass", "1 pass", https.format(good_port, ours + FEED), "HTTPS with a good certificate passes")
    expect("fail", "can't be reached", https.format(old_port, ours), "HTTPS with an expired one fails")
    claim(old.seen == [], "and sends it nothing")
    expect("fail", "can't be reached", tls.format(port, ours), "a port without TLS fails")

for server in (shop, canary):
    server.hang.set()
print(f"smoke: {len(failures)} failed")
sys.exit(1 if failures else 0)
