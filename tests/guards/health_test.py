#!/usr/bin/env python3
"""hindcast health watch over servers on this machine: what passes, what is taken back, how often, and what is left alone.

    tests/guards/health_test.py build/dev/hindcast
"""
import json, os, pathlib, subprocess, sys, tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import schema
import servers

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2] / "docs/schema/health.json").read_text())
failures = []


def claim(holds, what):
    print(("ok   " if holds else "FAIL ") + what)
    if not holds:
        failures.append(what)


class Project:
    """A repository with one commit, a hindcast.toml and a service whose rollback is a request to it."""

    def __init__(self, settings):
        self.kept = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.kept.name, "project")
        self.folder.mkdir()
        (self.folder / "postmortems").mkdir()
        (self.folder / "undo.py").write_text(
            "import sys, urllib.request\nurllib.request.urlopen(sys.argv[1], data=sys.argv[2].encode(), timeout=5)\nprint('undone')\n")
        (pathlib.Path(self.kept.name) / "config").mkdir(mode=0o700)
        (self.folder / "hindcast.toml").write_text(settings)
        for words in (["init", "-q"], ["add", "."], ["-c", "user.name=Ada", "-c", "user.email=a@b.example", "commit", "-qm", "one"]):
            subprocess.run(["git", *words], cwd=self.folder, check=True, env=self.environment())
        self.commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=self.folder, check=True, capture_output=True, text=True).stdout.strip()
        approved = self.run("policy", "approve", "--all")
        if approved.returncode:
            sys.exit("policy approve: " + approved.stdout + approved.stderr)

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": self.kept.name, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": self.kept.name + "/config",
                "GIT_CONFIG_NOSYSTEM": "1"}

    def run(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120, env=self.environment())

    def watch(self, *options):
        done = self.run("health", "watch", "live", "--format", "json", *options)
        try:
            report = json.loads(done.stdout)
            failures.extend(schema.check(report, SCHEMA))
            return done.returncode, report
        except ValueError:
            sys.exit(f"health watch: {done.returncode} {done.stdout} {done.stderr}")

    def drafts(self):
        return sorted((self.folder / "postmortems").glob("*.md"))


shop, port = servers.serve()


def undone():
    return [body.decode() for command, path, _, body in shop.seen if command == "POST" and path == "/good"]


HEAD = f"""[guards.live]
use = "health"
network = true
hosts = ["127.0.0.1:{port}"]
timeout = "20 s"
interval = "200 ms"
healthy_for = "1 s"
deadline = "8 s"
failure_limit = 2
postmortems = "postmortems"
rollback = ["python3", "undo.py", "http://127.0.0.1:{port}/good", "{{{{commit}}}}"]
"""
PROBE = '[[guards.live.probe]]\nname = "{}"\nhttp = "http://127.0.0.1:' + str(port) + '{}"\ntimeout = "1 s"\n{}\n'

well = Project(HEAD + PROBE.format("feed", "/good", 'expect = "json /price > 0"'))
status, report = well.watch("--really")
claim(status == 0 and report["verdict"] == "pass" and report["rollback"]["state"] == "not needed", f"what is well passes: {report}")
claim(undone() == [] and well.drafts() == [], "and nothing is taken back")

ill = Project(HEAD + PROBE.format("feed", "/zero", 'expect = "json /price > 0"'))
status, report = ill.watch()
claim(status == 1 and report["verdict"] == "fail" and report["rollback"]["state"] == "dry run", f"without --really it is only told: {report}")
claim(report["rollback"]["command"][-1] == ill.commit, "with the commit that would be taken back")
claim(undone() == [] and ill.drafts() == [], "and nothing happens")

(ill.folder / "release.md").write_text(f"""---
hindcast-record: 1
kind: release
date: 2031-05-05
state: open
commit: {ill.commit}
irreversible: drops the column email
---

# Release: storefront 53
""")
status, report = ill.watch("--really", "--release", "release.md")
claim(status == 1 and report["rollback"]["state"] == "refused" and "drops the column email" in report["rollback"]["why"],
      f"what can't be taken back is left alone: {report['rollback']}")
text = (ill.folder / "release.md").read_text().replace("irreversible: drops the column email\n", "")
(ill.folder / "release.md").write_text(text.replace(ill.commit, "0" * 40))
claim("is about commit" in ill.watch("--really", "--release", "release.md")[1]["rollback"]["why"], "nor by the record of another commit")
(ill.folder / "release.md").write_text("no record\n")
claim(ill.watch("--really", "--release", "release.md")[1]["rollback"]["state"] == "refused", "nor by what is no record")
claim(ill.watch("--really", "--release", "none.md")[1]["rollback"]["state"] == "refused", "nor by a record that is not there")
claim(undone() == [], "and nothing happened")

(ill.folder / "release.md").write_text(text)
status, report = ill.watch("--really", "--release", "release.md")
claim(status == 1 and report["rollback"]["state"] == "done" and undone() == [ill.commit], f"a release that fails is taken back: {report}")
drafts = ill.drafts()
claim(len(drafts) == 1 and report["rollback"]["draft"].endswith(drafts[0].name), f"and a postmortem is begun: {drafts}")
draft = drafts[0].read_text() if drafts else ""
claim("## Timeline" in draft and "feed fails: json /price is" in draft and '"verdict":"fail"' in draft and "took the release back" in draft,
      "with timeline and samples filled in")
shown = ill.run("show", *[str(one.relative_to(ill.folder)) for one in drafts], "--format", "json")
claim(shown.returncode == 0 and '"postmortem"' in shown.stdout, "which reads as a postmortem: " + shown.stdout[:300])
status, report = ill.watch("--really", "--release", "release.md")
claim(report["rollback"]["state"] == "refused" and "once" in report["rollback"]["why"] and undone() == [ill.commit], f"it is taken back once: {report['rollback']}")
claim(len(ill.drafts()) == 1, "and one postmortem is begun")

shop.seen.clear()
ran = ill.run("guard", "run", "live", "--format", "json")
claim(ran.returncode == 1 and undone() == [], "as a guard of a gate it takes nothing back")

broken = Project(HEAD.replace("undo.py", "nothing.py") + PROBE.format("feed", "/broken", ""))
status, report = broken.watch("--really")
claim(status == 1 and report["rollback"]["state"] == "failed" and len(broken.drafts()) == 1, f"a rollback that fails is told so: {report['rollback']}")
claim(any("see to the release by hand" in one.read_text() for one in broken.drafts()), "in the postmortem too")
claim(broken.watch("--really")[1]["rollback"]["state"] == "refused", "and is not tried again")

silent = Project(HEAD + PROBE.format("feed", "/html", 'expect = "json /price > 0"'))
status, report = silent.watch("--really")
claim(status == 2 and report["verdict"] == "inconclusive" and report["rollback"]["state"] == "not needed",
      f"what nobody can tell takes nothing back: {report}")

# Slower than before: each answer is right, and all of them together are worse.
measured = HEAD.replace("1 s", "2 s", 1).replace('healthy_for = "1 s"', 'healthy_for = "2 s"') + 'baseline = "before.jsonl"\nautomatic = true\n'
worse = Project(measured + PROBE.format("checkout", "/p99", 'measure = "json /p99"'))
(worse.folder / "before.jsonl").write_text("".join(
    json.dumps({"time": 1900000000 + i, "probe": "checkout", "value": 100 + i % 7}) + "\n" for i in range(20)))
shop.seen.clear()
shop.p99 = 101
status, report = worse.watch()
claim(status == 0, f"as before is well: {report}")
shop.p99 = 180
status, report = worse.watch()
claim(status == 1 and "is worse than before" in str(report["findings"]), f"slower than before fails: {report}")
claim(report["rollback"]["state"] == "done" and undone() == [worse.commit], f"and is taken back where hindcast.toml says automatic: {report['rollback']}")

unknown = worse.run("health", "watch", "liev")
claim(unknown.returncode == 2 and "did you mean 'live'" in unknown.stderr, "a guard that there is none of is said: " + unknown.stderr)
(worse.folder / "hindcast.toml").write_text((worse.folder / "hindcast.toml").read_text().replace("undo.py", "other.py"))
changed = worse.run("health", "watch", "live", "--really")
claim(changed.returncode == 2 and "approve" in changed.stderr, "what changed since it was approved is not run: " + changed.stderr)

shop.hang.set()
print(f"health: {len(failures)} failed")
sys.exit(1 if failures else 0)
