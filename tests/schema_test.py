#!/usr/bin/env python3
"""What the program prints as JSON is what docs/schema/ says, over examples/, templates/ and every awkward text here.

    tests/schema_test.py build/dev/hindcast
"""
import json, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import schema

program = pathlib.Path(sys.argv[1]).resolve()
AWKWARD = {  # file name: bytes
    "empty.md": b"",
    "only-text.md": b"nothing but text",
    "bytes.md": b"# \xff\xfe \x1b[31m \"quoted\" \\ \n\n## Action items\n\n- [ ] caf\xe9 @ada\n",
    "table.md": b"# T\n\n## Actions\n\n| Action | Owner | Due | Status |\n|-|-|-|-|\n| Do it | Ada | 2024-03-01 | Done |\n",
    "all.md": b"---\ntitle: All\ndate: 2024-02-12\n---\n# All\n\n## Timeline\n\n- 14:02 broke\n- 14:30 fixed\n\n"
              b"## Metrics\n\n- Adoption: TBD\n\n## Checklist\n\n- [x] ready\n\n## Lessons\n\n- Look twice\n",
    "again.md": b"# What broke again\n\nIt was not ready: look twice.\n",
}
TEMPLATES = {
    "empty.md": b"",
    "only-text.md": b"nothing but text",
    "bytes.md": b"---\nhindcast:\n  ordered: false\nteam: \xff \"x\"\n---\n# \xff [Name]\n\n## A\n\n**B**: [x/y]\n",
    "all.md": b"# [Name]\n\n**Date**: YYYY-MM-DD\n**Level**: [High/Low]\n\n## Root cause (optional)\n\nDescribe it.\n\n"
              b"```\n[A]\n->\n[B]\n```\n\n## Actions\n\n| Task | Owner | Due |\n|-|-|-|\n| [What] | [Who] | TBD |\n\n"
              b"| More | Level |\n|-|-|\n| ... | P1/P2 |\n\n### [Problem 1]\n\n- **Impact**: [a]\n\n## Checklist\n\n- [ ] [b]\n\n"
              b"**Examples:**\n\n- c\n\n## Findings\n\n1. [Finding]\n   - Root cause...\n   - Impact...\n",
}


def output(*arguments: str) -> str:
    done = subprocess.run([program, *arguments], capture_output=True, timeout=60)
    if done.returncode or done.stderr:
        sys.exit(f"{arguments}: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode()  # must be UTF-8 whatever the documents hold


def load(name: str) -> dict:
    return json.loads((ROOT / "docs" / "schema" / name).read_text())


def check_forms(folder: pathlib.Path) -> int:
    """Every form there is, built in or from a file, listed and shown. Adds to `problems`."""
    for name, text in TEMPLATES.items():
        (folder / name).write_bytes(text)
    listed = json.loads(output("form", "list", "--form", str(folder), "--format", "json"))
    problems.extend(schema.check(listed, load("forms.json")))
    for name in [one["name"] for one in listed if one["source"] == "built-in"] + [str(folder / name) for name in TEMPLATES]:
        form = json.loads(output("form", "show", name, "--format", "json"))
        problems.extend(f"{name}: {problem}" for problem in schema.check(form, load("form.json")))
    return len(listed)


CONFIG = b"""profile = "sre"
forms = ["templates"]
[documents]
include = ["docs/**"]
[check]
max_warnings = 3
[rules]
action-without-owner = "error"
[[overrides]]
paths = ["docs/\xc3\xa4lter"]
rules.drama = "hint"
"""


def check_settings(folder: pathlib.Path) -> int:
    """The configuration as a whole and for one document, with a file and without. Adds to `problems`."""
    (folder / "hindcast.toml").write_bytes(CONFIG)
    (folder / "a.md").write_bytes(b"# A\n")
    (folder / "bare").mkdir()
    lines = 0
    for arguments in ([str(folder)], [str(folder / "a.md")], [str(folder / "bare")]):
        shown = json.loads(output("config", *arguments, "--format", "json"))
        problems.extend(f"config {arguments}: {problem}" for problem in schema.check(shown, load("settings.json")))
        lines += len(shown["settings"])
    return lines


POLICIES = b"""[[policy]]
name = "\xc3\xa4 \\"soon\\""
within = "1 day"
[[policy]]
name = "dated"
applies = { role = ["check", "lesson"], severity = 1 }
within = "5 working days"
from = "launch date"
[[policy]]
name = "scan"
every = "month"
evidence = { text = "scan" }
"""


def check_policies(folder: pathlib.Path) -> int:
    """What is judged of every awkward document, listed and explained. Adds to `problems`."""
    for name, text in AWKWARD.items():
        (folder / name).write_bytes(text)
    (folder / "hindcast.toml").write_bytes(POLICIES)
    count = 0
    for arguments in (["list"], ["explain", "\u00e4 \"soon\""], ["explain", "dated"], ["explain", "scan"]):
        shown = json.loads(output("policy", *arguments, str(folder), "--format", "json"))
        problems.extend(f"policy {arguments}: {problem}" for problem in schema.check(shown, load("policies.json")))
        count += sum(len(one.get("verdicts", [])) for one in shown)
    return count


GUARDS = b"""[guards.order]
about = "A \xc3\xa4 guard."
use = "deploy-order"
graph = "graph.toml"
order = "order.txt"
items = ["all#abcde"]
[guards.command]
command = ["printf", "\\u001b[31m"]
needs = "order"
"""


def check_guards(folder: pathlib.Path) -> int:
    """Guards that pass, fail and may not be run, listed and run. Adds to `problems`."""
    (folder / "hindcast.toml").write_bytes(GUARDS)
    (folder / "graph.toml").write_bytes(b'A = ["B"]\nB = []\n')
    count = 0
    for order in (b"B\nA\n", b"A\nB\n"):
        (folder / "order.txt").write_bytes(order)
        for arguments, name in ((["list"], "guards.json"), (["run"], "guard-results.json")):
            done = subprocess.run([program, "guard", *arguments, "--format", "json"], cwd=folder, capture_output=True,
                                  timeout=60, env={"HOME": str(folder), "PATH": "/usr/bin:/bin"})
            shown = json.loads(done.stdout)
            problems.extend(f"guard {arguments}: {problem}" for problem in schema.check(shown, load(name)))
            count += len(shown["guards"])
    return count


DRILLS = b"""[guards.drills]
use = "drill"
register = "drills.toml"
records = "drills.md"
"""
REGISTER = """[[drill]]
name = "restore \u00e4"
every = "quarter"
[[drill]]
every = "year"
"""


def check_drills(folder: pathlib.Path) -> int:
    """A register with a drill that was never run and one that has no name. Adds to `problems`."""
    (folder / "hindcast.toml").write_bytes(DRILLS)
    (folder / "drills.toml").write_text(REGISTER)
    done = subprocess.run([program, "drill", "list", "--format", "json"], cwd=folder, capture_output=True, timeout=60)
    shown = json.loads(done.stdout)
    problems.extend(f"drill list: {problem}" for problem in schema.check(shown, load("drills.json")))
    return 10 * len(shown["drills"]) + len(shown["complaints"])


LESSON = b"""# Postmortem: lifts stood still

**Date**: 2024-01-22

## Pre-release checklist

- [ ] Is the brake tested? `|` **By:** x
- [ ] Can it be taken back?
"""


def check_releases(folder: pathlib.Path) -> int:
    """A record as it is begun, answered and verified, and its statement, for every state. Adds to `problems`."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    (folder / "lifts.md").write_bytes(LESSON)
    (folder / "hindcast.toml").write_bytes(b"[gate]\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], cwd=folder, check=True)

    def told(*words: str, status: int = 0) -> str:
        done = subprocess.run([program, "release", *words], capture_output=True, cwd=folder, timeout=60)
        if done.returncode != status:
            problems.append(f"release {words}: exit {done.returncode}: {done.stderr.decode()}")
        return done.stdout.decode()

    def look(status: int) -> dict:
        shown = json.loads(told("show", "r.md", "--format", "json"))
        statement = json.loads(told("show", "r.md", "--format", "in-toto"))
        verified = json.loads(told("verify", "r.md", "--format", "json", status=status))
        for what, name in ((shown, "release"), (statement, "release-statement"), (verified, "release-checks")):
            problems.extend(f"release {name}: {problem}" for problem in schema.check(what, load(f"{name}.json")))
        shown["result"] = statement["predicate"]["result"]
        return shown

    told("new", "r.md", "--title", "lift 2")
    begun = look(0)
    ids = [one["id"] for one in begun["questions"]]
    if begun["may_go"] or begun["result"] != "FAILED" or len(ids) != 2:
        problems.append(f"release: begun with {len(ids)} questions, {begun['result']}")
    told("attest", "r.md", ids[0], "--by", "Ada", "--evidence", "run 12")
    told("close", "r.md", "--by", "Ada", status=1)
    told("waive", "r.md", ids[1], "--by", "Ada", "--approver", "Bo", "--reason", "r", "--until", "2999-01-01")
    told("close", "r.md", "--by", "Ada")
    closed = look(0)
    if not closed["may_go"] or closed["result"] != "WARNED" or closed["state"] != "released":
        problems.append(f"release: closed as {closed['state']}, {closed['result']}")
    text = (folder / "r.md").read_text()
    (folder / "r.md").write_text(text.replace("run 12", "run 13"))  # a lie
    look(1)
    return len(ids)


def check_archive(folder: pathlib.Path) -> int:
    """A first sync, one that finds changes of every kind, and the stories of all documents. Adds to `problems`."""
    for name, text in AWKWARD.items():
        (folder / name).write_bytes(text)
    seen = []
    for step in range(2):
        synced = json.loads(output("sync", str(folder), "--actor", "\u00e4da \"x\"", "--format", "json"))
        problems.extend(f"sync: {problem}" for problem in schema.check(synced, load("sync.json")))
        seen += synced["changes"]
        (folder / "all.md").write_bytes(AWKWARD["all.md"].replace(b"[x] ready", b"[ ] ready") + b"- Look thrice\n")
        if step == 0:
            (folder / "table.md").rename(folder / "moved.md")
            (folder / "bytes.md").unlink()
    whats = {event["what"] for event in seen}
    for what in ("document_added", "document_changed", "document_moved", "document_gone", "item_added", "item_changed"):
        if what not in whats:
            problems.append(f"sync: no {what} among {sorted(whats)}")
    events = 0
    for name in ("moved", "all", "bytes"):
        told = json.loads(subprocess.run([program, "log", "--format", "json", name], capture_output=True, cwd=folder,
                                         timeout=60, check=True).stdout)
        problems.extend(f"log {name}: {problem}" for problem in schema.check(told, load("log.json")))
        events += len(told)
    for words in (["search", "ready", "--facets"], ["search", "role:action"], ["similar", "all.md"]):
        found = json.loads(output_in(folder, *words, "--format", "json"))
        problems.extend(f"{words}: {problem}" for problem in schema.check(found, load("search.json")))
        if not found["results"]:
            problems.append(f"{words}: nothing found")
    for words in (["backup", "one.db"], ["restore", "one.db"]):
        done = json.loads(subprocess.run([program, *words, "--format", "json"], capture_output=True, cwd=folder, timeout=60,
                                         check=True).stdout)
        problems.extend(f"{words[0]}: {problem}" for problem in schema.check(done, load("backup.json")))
        if done["documents"] != len(AWKWARD):
            problems.append(f"{words[0]}: {done}")
    exported = json.loads(output_in(folder, "export", "out", "--format", "json"))
    (folder / ".hindcast" / "archive.db").unlink()
    imported = json.loads(output_in(folder, "import", "out", "--format", "json"))
    for done in (exported, imported):
        problems.extend(f"export: {problem}" for problem in schema.check(done, load("export.json")))
    if exported != imported:
        problems.append(f"import: {imported}, after export: {exported}")
    return events


def output_in(folder: pathlib.Path, *words: str) -> bytes:
    return subprocess.run([program, *words], capture_output=True, cwd=folder, timeout=60, check=True).stdout


ISSUES = [{"number": 1, "title": "A \x1b[31m\ud83d", "body": None, "url": "https://github.com/a/b/issues/1", "mood": 1},
          {"number": 2, "title": "B", "body": "- [ ] Do it @ada\r\n", "labels": ["action-item"], "comments": 3}]


def check_issues(folder: pathlib.Path) -> int:
    """Issues that come in, stay, and meet a document that was changed. Adds to `problems`."""
    whats = set()
    for body in ("one", "one", "two"):
        ISSUES[0]["body"] = body
        (folder / "issues.json").write_text(json.dumps(ISSUES))
        done = subprocess.run([program, "import", "github", "issues.json", "--format", "json"], capture_output=True,
                              cwd=folder, timeout=60)
        told = json.loads(done.stdout.decode())
        problems.extend(f"import: {problem}" for problem in schema.check(told, load("import-issues.json")))
        whats |= {issue["what"] for issue in told["issues"]}
        made = folder / "issues" / "b-1-a-31m.md"
        made.write_text(made.read_text().replace("one", "three") if whats == {"added", "unchanged"} else made.read_text())
    if whats != {"added", "unchanged", "conflict"}:
        problems.append(f"import: {whats}")
    return len(told["issues"])


def check_ledger(folder: pathlib.Path) -> int:
    """Rows of every kind and state of saying, with an archive and without. Adds to `problems`."""
    for month, box, text in ((1, "[x]", "Grease the hinges of the ramp"), (2, "[ ]", "Grease the ramp's hinges \xff"),
                             (3, "[ ]", "Grease all hinges of the ramp @ada")):
        text = f"# Ramp {month}\n\n**Date**: 2031-0{month}-01\n\n## Action items\n\n- {box} {text}\n"
        (folder / f"{month}.md").write_bytes(text.encode("latin-1"))
    rows = []
    for step in (None, ["sync", "--actor", "ada"], ["ledger", "confirm", "ROW", "--actor", "ada"],
                 ["ledger", "dismiss", "ROW", "--actor", "ada", "--reason", "\u00e4 \"x\""]):
        words = [rows[0]["id"] if word == "ROW" else word for word in step or ["help"]]
        subprocess.run([program, *words], cwd=folder, check=True, capture_output=True, timeout=60)
        told = json.loads(subprocess.run([program, "ledger", "promises", "--all", "--format", "json"], cwd=folder,
                                         check=True, capture_output=True, timeout=60).stdout)
        problems.extend(f"ledger: {problem}" for problem in schema.check(told, load("ledger.json")))
        rows = told["rows"]
        said = [row["said"] and row["said"]["verdict"] for row in rows]
        expected = {"confirm": "confirmed", "dismiss": "dismissed"}.get(words[1] if len(words) > 1 else "")
        if said != [expected, None] or {row["kind"] for row in rows} != {"done-again"}:
            problems.append(f"ledger: {words}: {told}")
    return len(rows)


problems, documents, items = [], 0, 0
# The checker itself must be able to say no.
broken = {"file": 1, "kind": "novel", "extra": None}
if len(schema.check(broken, load("document.json"))) < 4:
    problems.append("tools/schema.py lets a broken document through")
if len(schema.check({"name": "a", "sections": [{"title": 1, "role": "hero"}]}, load("form.json"))) < 4:
    problems.append("tools/schema.py lets a broken form through")
if len(schema.check({"_type": "x", "subject": [{"digest": {"sha256": "1"}}], "predicate": {"result": "GO"}},
                    load("release-statement.json"))) < 8:
    problems.append("tools/schema.py lets a broken statement through")
if len(schema.check({"file": 1, "settings": [{"key": "A b", "value": 2}]}, load("settings.json"))) < 5:
    problems.append("tools/schema.py lets broken settings through")

with tempfile.TemporaryDirectory() as folder:
    for name, text in AWKWARD.items():
        pathlib.Path(folder, name).write_bytes(text)
    for line in output("show", "--format", "json", folder, str(ROOT / "examples")).splitlines():
        document = json.loads(line)
        documents += 1
        problems += [f"{document.get('file')}: {problem}" for problem in schema.check(document, load("document.json"))]
    listed = json.loads(output("items", "--state", "all", "--role", "action,event,check,observation,lesson,improvement,"
                               "metric,participant,deadline,example", "--format", "json", folder, str(ROOT / "examples")))
    items = len(listed)
    problems += schema.check(listed, load("items.json"))
doctor = subprocess.run([program, "doctor", "--now", "2030-01-01", "--format", "json", str(ROOT / "examples")],
                        capture_output=True, timeout=60)
found = json.loads(doctor.stdout)
problems += schema.check(found, load("findings.json"))
if not any(note["file"] != finding["file"] for finding in found for note in finding["notes"]):
    problems.append("doctor: no note is about another document")
with tempfile.TemporaryDirectory() as folder:
    rows = check_ledger(pathlib.Path(folder))
with tempfile.TemporaryDirectory() as folder:
    forms = check_forms(pathlib.Path(folder))
with tempfile.TemporaryDirectory() as folder:
    settings = check_settings(pathlib.Path(folder))
with tempfile.TemporaryDirectory() as folder:
    if check_policies(pathlib.Path(folder)) < 4:
        problems.append("policy explain: hardly a verdict")
with tempfile.TemporaryDirectory() as folder:
    if check_drills(pathlib.Path(folder)) != 11:
        problems.append("drill list: not one drill and one complaint")
    if check_guards(pathlib.Path(folder)) != 8:
        problems.append("guard: not every guard is shown")
with tempfile.TemporaryDirectory() as folder:
    events = check_archive(pathlib.Path(folder))
with tempfile.TemporaryDirectory() as folder:
    issues = check_issues(pathlib.Path(folder))

with tempfile.TemporaryDirectory() as folder:
    releases = check_releases(pathlib.Path(folder))

print("\n".join(problems) or f"schemas: {documents} documents, {items} items, {forms} forms, {settings} settings, "
      f"{rows} rows, {events} events, {releases} questions of a release and {issues} issues are as described")
sys.exit(1 if problems or not documents or not items or not forms or not settings or not rows or not events or not releases else 0)
