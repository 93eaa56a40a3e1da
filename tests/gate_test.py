#!/usr/bin/env python3
"""The gate in a repository: what a diff asks, what the exit status says, and that no document gives a forge a command,
markup or a mention, whatever it holds.

    tests/gate_test.py build/dev/hindcast
"""
import hashlib, json, os, pathlib, re, subprocess, sys, tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import schema

program = pathlib.Path(sys.argv[1]).resolve()
problems: list[str] = []
checks = 0


def check(holds: bool, what: str) -> None:
    global checks
    checks += 1
    if not holds:
        problems.append(what)


def gate(folder: pathlib.Path, *words: str, status: int | None = None, given: bytes = b"") -> bytes:
    done = subprocess.run([program, "gate", "--now", "2031-05-10", *words], cwd=folder, input=given, capture_output=True, timeout=60)
    if status is not None:
        check(done.returncode == status, f"gate {' '.join(words)}: exit {done.returncode}, not {status}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def told(folder: pathlib.Path, *words: str, status: int | None = None, given: bytes = b"") -> dict:
    found = json.loads(gate(folder, *words, "--format", "json", status=status, given=given))
    for problem in schema.check(found, json.loads((ROOT / "docs/schema/gate.json").read_text())):
        check(False, f"gate {' '.join(words)}: {problem}")
    return found


def texts(found: dict) -> list[str]:
    return [question["text"] for question in found["questions"]]


def git(folder: pathlib.Path, *words: str) -> str:
    identity = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "a@example.com"}
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True, timeout=60,
                          env=os.environ | identity | {"GIT_CONFIG_GLOBAL": "/dev/null"}).stdout.strip()


POSTMORTEM = """# Postmortem: stale prices

**Date**: 2031-03-01
**Services**: till

## Pre-Release Checklist

- [ ] Are the prices fresh?
- [ ] Is the query on `db/orders.sql` explained?
- [ ] Is the page cached? (services: storefront)

## Action Items

- [ ] Alert on stale prices @ada
- [x] Page the right team @bo
"""


def repository(folder: pathlib.Path) -> None:
    git(folder, "init", "-q", "-b", "main")
    (folder / "docs").mkdir()
    (folder / "docs/prices.md").write_text(POSTMORTEM)
    (folder / "hindcast.toml").write_text('[services.till]\npaths = ["cmd/pay/**"]\n[services.storefront]\npaths = "web"\n')
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "begin")
    git(folder, "checkout", "-q", "-b", "work")
    (folder / "cmd/pay").mkdir(parents=True)
    (folder / "cmd/pay/a b\n.go").write_text("package pay\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "pay")
    git(folder, "checkout", "-q", "main")
    (folder / "web").mkdir()
    (folder / "web/a.ts").write_text("//\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "web")
    git(folder, "checkout", "-q", "work")


def check_change(folder: pathlib.Path) -> None:
    repository(folder)
    found = told(folder, "--diff", "main..HEAD", "docs", status=1)
    check(texts(found) == ["Are the prices fresh?", "Alert on stale prices"], f"diff: {texts(found)}")
    check(found["change"]["paths"] == ["cmd/pay/a b\n.go"], f"diff: what main did meanwhile is no part of it: {found['change']}")
    check(found["change"]["services"] == ["till"], f"diff: {found['change']}")
    check(found["change"]["commit"] == git(folder, "rev-parse", "HEAD"), "diff: another commit")
    check(found["elsewhere"]["items"] == 2 and not found["elsewhere"]["questions"], f"diff: {found['elsewhere']}")
    check(len(told(folder, "--diff", "main..HEAD", "docs", "--all")["elsewhere"]["questions"]) == 2, "--all lists nothing")
    check(texts(told(folder, "--diff", "work..main", "docs", status=1)) == ["Is the page cached?"], "diff of main")
    given = texts(told(folder, "--paths", "-", "docs", status=1, given=b"./db/orders.sql\r\n"))
    check(given == ["Is the query on `db/orders.sql` explained?"], f"paths from standard input: {given}")
    gate(folder, "--paths", "-", "docs", status=2)  # nothing came: a slip, never a change that touches nothing
    gate(folder, "--paths", "", "docs", status=2)
    gate(folder, "--services", "tilll", "docs", status=2)
    gate(folder, "--kinds", "migrationz", "docs", status=2)
    check(texts(told(folder, "--services", "storefront", "docs", status=1)) == ["Is the page cached?"], "services")
    check(len(texts(told(folder, "docs", status=1))) == 4, "everything")
    gate(folder, "--mode", "advisory", "docs", status=0)
    gate(folder, "--diff", "nowhere..HEAD", "docs", status=2)
    gate(folder, "--diff=--output=x..HEAD", "docs", status=2)
    check(not (folder / "x").exists(), "git was given an option")
    gate(folder, "--diff", "", "docs", status=2)
    gate(folder, "cmd", status=2)
    gate(folder, "docs", "missing", status=2)
    (folder / "docs/notes.md").write_text("# Notes\n\nNothing.\n")
    gate(folder, "docs/notes.md", status=2)
    (folder / "docs/bytes.md").write_bytes(b"\x00\x01\x02" * 100)
    check(told(folder, "docs", status=2)["decision"] == "undecided", "an unreadable document decides")
    (folder / "docs/bytes.md").unlink()
    (folder / "hindcast.toml").write_text('[gate]\nblocks = ["fail"]\n')
    gate(folder, "docs", status=0)
    (folder / "hindcast.toml").write_text('[gate]\nasks = "check"\ntells = "check"\n')
    check(told(folder, "docs", status=0)["blocking"] == 0, "what is only told blocks")
    (folder / "hindcast.toml").write_text('[gate]\nblocks = "pass"\n')
    gate(folder, "docs", status=2)


def check_paths(folder: pathlib.Path) -> None:
    """However a path is spelled, what it touches is asked, or the answer is that nobody can decide."""
    repository(folder)
    (folder / "docs/umlaut.md").write_text("---\napplies_when:\n  paths: [db/ä.sql]\n---\n# Postmortem: x\n\n## Checks\n\n- [ ] Ä?\n")
    pay, umlaut = ["Are the prices fresh?", "Alert on stale prices"], ["Ä?"]
    for given, wanted in ((b'"db/\\303\\244.sql"\n', umlaut), (b"db/\xc3\xa4.sql\0", umlaut), (b"\xef\xbb\xbfcmd/pay/a.go\r\n", pay),
                          (b'"cmd/pay/a\\tb\\n\\".go"', pay), (b'"cmd/pay/\\999"', None), (b"docs/../cmd//pay/./a.go\n", pay)):
        found = told(folder, "--paths", "-", "docs", given=given)
        if wanted is not None:
            check(texts(found) == wanted, f"paths {given}: {texts(found)}")
    for path in ("cmd", "cmd/", "cmd/pay", str(folder / "cmd/pay/a b.go"), str(folder / "cmd"), "web/../cmd/pay/x", "."):
        check(set(pay) <= set(texts(told(folder, "--paths", path, "docs", status=1))), f"--paths {path}: not asked")
    for path in ("../other/x.go", "/etc/passwd", "cmd\\pay\\a.go", "cmd/../../x"):
        gate(folder, "--paths", path, "docs", status=2)
    gate(folder / "cmd", "--paths", "pay", "../docs", status=2)  # it is cmd/pay
    for diff in ("main..main~1", "HEAD..HEAD~1", "HEAD..HEAD"):
        gate(folder, "--diff", diff, "docs", status=2)


def check_untold(folder: pathlib.Path) -> None:
    """Documents that say nowhere what they are about never let a release pass by saying nothing."""
    git(folder, "init", "-q")
    (folder / "docs").mkdir()
    checks = "".join(f"- [ ] Is number {number} in step?\n" for number in range(12))
    (folder / "docs/a.md").write_text(f"# Postmortem: A\n\n**Services**: Price \"Feed\" x\n\n## Pre-Release Checklist\n\n{checks}")
    found = told(folder, "--paths", "feed/price.go,web/a.ts", "--no-guards", "docs", status=1)
    check(len(found["questions"]) == 12, f"a folder that has a service's word is not told: {found['questions']}")
    change = ("--paths", "web/a.ts", "docs")
    found = told(folder, *change, "--mode", "advisory", status=2)
    check(found["decision"] == "undecided" and found["undecided"][0].startswith("of 12 items of 12 nobody can tell"), f"{found['undecided']}")
    written = [line for advice in found["advice"] for line in advice["lines"]]
    check(written[:2] == ['[services."Price \\"Feed\\" x"]  # named by 1 document', 'paths = ["price-\\"feed\\"-x/**"]'], f"{written}")
    plain = gate(folder, *change).decode()
    check("NOT ASKED  12 of 12 items" in plain and "UNDECIDED" in plain, "the text is not loud")
    for format in ("markdown", "github", "junit"):
        check(b"of 12 items" in gate(folder, *change, "--format", format), f"{format} says nothing of what nobody can tell")
    # The very lines that it says to write have the items asked.
    (folder / "hindcast.toml").write_text("\n".join(written[:2]).replace('paths = ["', 'paths = ["web/**", "') + "\n")
    check(len(told(folder, *change, status=1)["questions"]) == 12, "the lines for hindcast.toml don't have them asked")
    (folder / "hindcast.toml").unlink()
    text = (folder / "docs/a.md").read_text()
    front = written[written.index("---"):written.index("[gate]")]
    (folder / "docs/a.md").write_text("\n".join(front) + "\n" + text)
    check(len(told(folder, *change, status=1)["questions"]) == 12, f"the front matter does not have them asked: {front}")
    (folder / "docs/a.md").write_text(text)
    (folder / "hindcast.toml").write_text('[gate]\nuntold = "ask"\n')
    check(len(told(folder, *change, status=1)["questions"]) == 12, "untold = ask")
    (folder / "hindcast.toml").write_text('[gate]\nuntold = "go"\n')
    check(told(folder, *change, status=0)["untold"]["items"] == 12, "untold = go")
    # One in ten that can be told decides, loudly.
    (folder / "hindcast.toml").write_text('[services.till]\npaths = "till"\n')
    (folder / "docs/b.md").write_text("# Postmortem: B\n\n**Services**: till\n\n## Pre-Release Checklist\n\n- [ ] Is it up?\n- [ ] Is it on?\n")
    found = told(folder, *change, status=0)
    check(found["elsewhere"]["items"] == 2 and bool(found["advice"]), "what is told does not count")


SCOPED = "---\n{}\n---\n# Postmortem: {}\n\n**Date**: 2031-03-01\n{}\n## Pre-Release Checklist\n\n- [ ] Is {} so?\n"


def check_astray(folder: pathlib.Path) -> None:
    """A scope that names what does not exist is told in every format, and its questions are told apart; what was given
    up or is to come is no slip."""
    git(folder, "init", "-q", "-b", "main")
    for place in ("db/1_a.sql", "old/tool.py", "cmd/pay/a.go"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text("x\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "begin")
    git(folder, "rm", "-q", "old/tool.py")
    (folder / "docs").mkdir()
    fields = {"typo": "applies_when:\n  paths: [dbb/**]", "gone": "applies_when:\n  paths: [old/**]", "there": "applies_when:\n  paths: [cmd/**]",
              "key": "applies_whem:\n  paths: [db/**]", "name": "applies_when:\n  services: [tilll]", "new": "applies_when:\n  paths: [fresh/**]",
              "deep": "applies_when:\n  paths: ['db/*.sqll']", "people": "severity: 1"}
    for name, front in fields.items():
        (folder / f"docs/{name}.md").write_text(SCOPED.format(front, name, "**Services**: tlil\n" if name == "people" else "", name))
    (folder / "hindcast.toml").write_text('[services.till]\npaths = ["cmd/pay/**"]\n')
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "documents")
    (folder / "fresh").mkdir()
    (folder / "fresh/a.go").write_text("x\n")  # not committed yet
    change = ("--paths", "web/a.ts", "docs")
    wanted = {"docs/typo.md", "docs/key.md", "docs/name.md", "docs/deep.md", "docs/people.md"}
    for run in range(2):  # the second time from what is remembered
        found = told(folder, *change, "--all")
        check({one["document"] for one in found["remarks"]} == wanted, f"astray: {found['remarks']}")
        check({one["origins"][0]["document"] for one in found["untold"]["questions"]} == wanted, "what is astray is not told apart")
        check({one["origins"][0]["document"] for one in found["elsewhere"]["questions"]} == {"docs/gone.md", "docs/there.md", "docs/new.md"}, "what exists is astray")
        subprocess.run([program, "sync", "docs"], cwd=folder, check=True, capture_output=True, timeout=60)
    by_document = {one["document"]: one for one in found["remarks"]}
    check("db/** has some" in by_document["docs/typo.md"]["message"] and by_document["docs/typo.md"]["line"] == 3, f"{by_document['docs/typo.md']}")
    check("did you mean till?" in by_document["docs/people.md"]["message"], f"{by_document['docs/people.md']}")
    for format, mark in (("text", b"docs/typo.md:3: 1 question is scoped"), ("markdown", b"docs/typo.md, line 3: 1 question is scoped"),
                         ("github", b"::warning file=docs/typo.md,line=3,"), ("sarif", b"gate-remark")):
        check(mark in gate(folder, *change, "--format", format), f"{format} says nothing of a scope that is astray")
    check(not told(folder, "--paths", "db/2_b.sql", "docs/there.md")["remarks"], "remarks about nothing")
    # What pure reading can tell, check tells; before anybody cuts a release.
    (folder / "docs/guard.md").write_text(SCOPED.format("severity: 1", "guard", "", "it (guard: env-synk)"))
    said = {}
    for declared in ("", '[guards.env-sync]\nuse = "env-sync"\nschema = "a"\nenvironments = { a = "b" }\n'):
        (folder / "hindcast.toml").write_text('[services.till]\npaths = ["cmd/pay/**"]\n' + declared)
        done = subprocess.run([program, "check", "--format", "json", "--rule", "guard-unknown", "--rule", "scope-key-unknown", "--rule", "service-unknown", "docs"], cwd=folder, capture_output=True, timeout=60)
        said = {one["file"]: one for one in json.loads(done.stdout)}
        check(set(said) == {"docs/guard.md", "docs/key.md", "docs/name.md", "docs/people.md"}, f"check: {sorted(said)} {done.stderr}")
    check("did you mean `env-sync`?" in said["docs/guard.md"]["message"], f"{said['docs/guard.md']}")
    # Of a history that is not there nobody can tell what it had: only what is near to something counts.
    git(folder, "clone", "-q", "--depth", "1", f"file://{folder}", str(folder / "shallow"))
    (folder / "shallow/fresh").mkdir()
    (folder / "shallow/fresh/a.go").write_text("x\n")
    shallow = {one["document"] for one in told(folder / "shallow", *change)["remarks"]}
    check(shallow == wanted - {"docs/deep.md"}, f"shallow: {shallow}")


def check_taken_out(folder: pathlib.Path) -> None:
    """What a change takes out of its own gate is told, and with --policy-from asked all the same."""
    git(folder, "init", "-q", "-b", "main")
    (folder / "docs").mkdir()
    (folder / "hindcast.toml").write_text("[gate]\ndocuments = ['docs']\n")
    always = "applies_when: always"
    for name in ("gone", "moved", "scoped", "ignored", "kept"):
        (folder / f"docs/{name}.md").write_text(SCOPED.format(always, name, "", "the " + name))
    (folder / "docs/edited.md").write_text(SCOPED.format(always, "edited", "", "number one") + "- [ ] Is number two so?\n"
                                           "- [ ] Is every backup of the ledger restored once a month?\n\n## Action Items\n\n- [ ] Alert on stale prices\n")
    (folder / "a.txt").write_text("x\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "begin")
    git(folder, "checkout", "-q", "-b", "work")
    change = ("--diff", "main..HEAD")
    before = {"Is the gone so?", "Is the moved so?", "Is the scoped so?", "Is the ignored so?", "Is the kept so?", "Is number one so?", "Is number two so?",
              "Is every backup of the ledger restored once a month?", "Alert on stale prices"}

    def held(*words: str, takes_out: set[str], status: int = 1) -> dict:
        found = told(folder, *words, status=status)
        remarks = {one["message"].split(": ", 1)[1] for one in found["remarks"] if one["kind"] == "taken-out"}
        check(remarks == takes_out, f"{words}: {remarks}, not {takes_out}")
        return found

    # Nothing of this takes anything out.
    git(folder, "mv", "docs/moved.md", "docs/other.md")
    text = (folder / "docs/edited.md").read_text()
    text = text.replace("- [ ] Alert", "- [x] Alert").replace("Is every backup of the ledger restored once a month?", "Is each backup of the ledger restored every month?")
    (folder / "docs/edited.md").write_text(text)
    (folder / "a.txt").write_text("y\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "mend")
    for words in (change, ("--policy-from", "main"), (*change, "--policy-from", "main")):
        held(*words, takes_out=set())
    # What main did meanwhile is nobody's to lose.
    git(folder, "checkout", "-q", "main")
    (folder / "docs/later.md").write_text(SCOPED.format(always, "later", "", "the later"))
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "later")
    git(folder, "checkout", "-q", "work")
    held(*change, takes_out=set())
    # All of this does.
    git(folder, "rm", "-q", "docs/gone.md")
    (folder / "docs/edited.md").write_text(text.replace("- [ ] Is number two so?\n", ""))
    (folder / "docs/scoped.md").write_text((folder / "docs/scoped.md").read_text().replace("always", "{paths: [nowhere/**]}"))
    (folder / ".gitignore").write_text("ignored.md\n")
    git(folder, "add", "-A", ".")
    git(folder, "commit", "-q", "-m", "quiet")
    lost = {"Is the gone so?", "Is number two so?", "Is the scoped so?", "Is the ignored so?"}
    found = held(*change, takes_out=lost)
    check(not set(texts(found)) & lost, "what a change takes out is asked without --policy-from")
    found = held(*change, "--policy-from", "main", takes_out=lost)
    check(lost <= set(texts(found)) and len(texts(found)) == len(set(texts(found))), f"not asked: {lost - set(texts(found))}")
    check(set(texts(found)) == before - {"Alert on stale prices", "Is every backup of the ledger restored once a month?"} | {"Is each backup of the ledger restored every month?"}, f"{texts(found)}")
    gone = next(one for one in found["questions"] if one["text"] == "Is the gone so?")
    check(gone["blocks"] and gone["origins"][0]["document"] == "docs/gone.md" and gone["origins"][0]["line"] == 10
          and "main asks it, and this change takes it out" in gone["origins"][0]["why"], f"{gone}")
    for format, mark in (("text", b"docs/gone.md:10: this change takes out what main asks"), ("markdown", b"docs/gone.md, line 10: this change takes out"),
                         ("github", b"::warning file=docs/gone.md,line=10,"), ("sarif", b"this change takes out")):
        check(mark in gate(folder, *change, "--format", format), f"{format} says nothing of what is taken out")
    held("--policy-from", "main", "docs", takes_out=lost - {"Is the scoped so?"})  # of no change in particular, it asks that still
    # A record of such a release quotes what was taken out, and holds.
    subprocess.run([program, "release", "new", "r.md", *change, "--policy-from", "main"], cwd=folder, check=True, capture_output=True, timeout=60)
    done = subprocess.run([program, "release", "verify", "r.md", "--policy-from", "main"], cwd=folder, capture_output=True, timeout=60)
    check("Is the gone so?" in (folder / "r.md").read_text(), "the record leaves out what was taken out")
    check(done.returncode == 0 and b"is not there" not in done.stdout, f"verify: {done.stdout.decode()}{done.stderr.decode()}")
    (folder / "r.md").unlink()
    held(*change, "docs/kept.md", takes_out=set())  # of other documents nobody asked
    held(*change, "--services", "till", takes_out=lost, status=2)
    # With every document gone the gate has nothing to read, and still does not go.
    git(folder, "rm", "-q", "-r", "docs")
    git(folder, "commit", "-q", "-m", "all")
    gate(folder, *change, "--policy-from", "main", status=2)


def check_done(folder: pathlib.Path) -> None:
    """A guard goes on answering for an action that is done, and nobody else is asked about it."""
    git(folder, "init", "-q", "-b", "main")
    (folder / "docs").mkdir()
    (folder / "docs/a.md").write_text("---\napplies_when: always\n---\n# Postmortem: A\n\n**Date**: 2031-03-01\n\n## Action Items\n\n"
                                      "- [x] Deploy in order (guard: order)\n- [x] Keep staging in step\n- [x] Page the team\n- [ ] Ask the vendor\n")
    (folder / "docs/b.md").write_text("---\napplies_when: always\n---\n# Postmortem: B\n\n**Date**: 2031-02-01\n\n## Action Items\n\n"
                                      "- [x] Write the plan down\n- [-] ~~Buy it~~ (won't do)\n")
    items = json.loads(subprocess.run([program, "items", "--state", "all", "--format", "json", "docs"], cwd=folder, capture_output=True, timeout=60).stdout)
    ids = {item["text"]: item["id"] for item in items}
    (folder / "graph.txt").write_text("b: a\n")
    (folder / "good.txt").write_text("a\nb\n")

    def declare(order: str, more: str = "") -> None:
        (folder / "hindcast.toml").write_text(
            f'[guards.order]\nuse = "deploy-order"\ngraph = "graph.txt"\norder = "{order}"\nblocks = {{ by = "Ada", because = "twice" }}\n'
            f'items = ["a#{ids["Keep staging in step"]}", "b#{ids["Write the plan down"]}"]\n{more}')

    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "begin")
    check(texts(told(folder, "docs", status=1)) == ["Ask the vendor"], "what is done is asked without a guard")
    declare("good.txt")
    held = {"Deploy in order", "Keep staging in step", "Write the plan down"}
    for run in range(2):  # the second time from what is remembered
        found = told(folder, "docs", status=1)
        check({one["text"] for one in found["questions"] if one["verdict"] == "pass"} == held and found["blocking"] == 1, f"{found['questions']}")
        check(all(one["done"] == (one["sentence"] in held) for question in found["questions"] for one in question["origins"]), "done is not told")
        subprocess.run([program, "sync", "docs"], cwd=folder, check=True, capture_output=True, timeout=60)
    check(b"(action, done)" in gate(folder, "docs", "--all"), "the text says that it is open")
    check(texts(told(folder, "docs", "--no-guards", status=1)) == ["Ask the vendor"], "a person is asked about what is done")
    (folder / "bad.txt").write_text("b\na\n")
    declare("bad.txt")
    found = told(folder, "docs", status=1)
    check(found["verdicts"]["fail"] == 3 and found["blocking"] == 4, f"a guard that fails lets what is done pass: {found['verdicts']}")
    # For a change that the guard is not meant for, and where it can't tell and may not block.
    declare("good.txt", 'scope = { paths = ["deploy/**"] }\n')
    check(texts(told(folder, "--paths", "web/a.ts", "docs", status=1)) == ["Ask the vendor"], "a guard's scope has people asked")
    declare("nowhere.txt")
    (folder / "hindcast.toml").write_text("".join(line for line in (folder / "hindcast.toml").read_text().splitlines(True) if not line.startswith("blocks")))
    found = told(folder, "docs", status=1)
    check(texts(found) == ["Ask the vendor"] and {one["kind"] for one in found["remarks"]} == {"guard-silent"} and len(found["remarks"]) == 3, f"{texts(found)} {found['remarks']}")
    # What was given up is bound in vain, and guard list says so.
    declare("good.txt")
    given_up = next((id for text, id in ids.items() if "Buy it" in text), "")
    (folder / "hindcast.toml").write_text((folder / "hindcast.toml").read_text().replace("items = [", f'items = ["b#{given_up}", '))
    done = subprocess.run([program, "guard", "list", "docs"], cwd=folder, capture_output=True, timeout=60)
    check(b"which no release is asked" in done.stdout + done.stderr, f"guard list: {done.stdout.decode()}{done.stderr.decode()}")


def check_places(folder: pathlib.Path) -> None:
    """Fewer documents than hindcast.toml names are remarked; a record is a Markdown document or none."""
    for place in ("docs", "more"):
        (folder / place).mkdir()
        for number in range(2):
            (folder / place / f"{number}.md").write_text(SCOPED.format("applies_when: always", place, "", f"{place} {number}"))
    (folder / "hindcast.toml").write_text("[gate]\ndocuments = ['docs', 'more']\n")
    for words, wanted in (((), []), (("docs", "more"), []), ((".",), []), (("docs",), ["2 documents were read in place of gate.documents, and not more"]),
                          (("docs/1.md",), ["1 document was read in place of gate.documents, and not docs, more"])):
        found = [one["message"] for one in told(folder, *words, status=1)["remarks"] if one["kind"] == "fewer-documents"]
        check(found == wanted, f"{words}: {found}")
    check(b"in place of gate.documents" in gate(folder, "docs") and b"::warning title=hindcast gate::2 documents" in gate(folder, "docs", "--format", "github"),
          "fewer documents are not told in every format")
    gate(folder, "-o", "markdown=-", status=2)
    check(not (folder / "-").exists(), "-o FORMAT=- wrote a file of that name")
    (folder / "releases").mkdir()
    for name, problem in (("releases", b"is a folder"), ("releases/", b"is a folder"), ("releases/30", b"would be none"), ("releases/30.txt", b"would be none")):
        done = subprocess.run([program, "release", "new", name], cwd=folder, capture_output=True, timeout=60)
        check(done.returncode == 2 and problem in done.stderr, f"release new {name}: {done.returncode} {done.stderr}")
    check(not list((folder / "releases").iterdir()), "something was written")
    # Who approves a script that is not there is told.
    (folder / "guards").mkdir()
    for command, lack in (('["sh", "guards/a.sh"]', b"'guards/a.sh' is not there"), ('["guards/check", "x"]', b"'guards/check' is not there"),
                          ('["go", "test", "./...", "registry/app.py:1"]', b""), ('["true", "more/0.md"]', b"")):
        (folder / "hindcast.toml").write_text(f"[guards.a]\ncommand = {command}\n")
        done = subprocess.run([program, "policy", "approve", "--all"], cwd=folder, capture_output=True, timeout=60,
                              env=os.environ | {"XDG_CONFIG_HOME": str(folder / "home")})
        check((lack in done.stdout if lack else b"is not there" not in done.stdout) and done.returncode == 0, f"approve {command}: {done.returncode} {done.stdout} {done.stderr}")


# Each stands in a title, in a question, and in a file's name where it may.
HOSTILE = [
    "::error file=x::owned", "%0A::error::owned", "a\r::warning::owned", "\x1b[31mred\x1b[0m", "\x07bell", "@everyone and @org/team", "#1 GH-1",
    "<script>alert(1)</script>", "<!-- hindcast-gate -->", "-->", "]]>", "![x](https://evil.example/p.png)", "[x](javascript:alert(1))", "`; reboot`",
    "``` \n", "| a | b |", "$(reboot)", "'; reboot; '", "\u202egnp.exe", "\ufeff\u200b", "https://evil.example/x", "www.evil.example",
    "&lt;b&gt;", "\\", "*bold* _it_ ~~no~~", "# heading", "- item", "1. item", "<details>", "caf\u00e9 \U0001f4a5", "\x00", "\udcff\udcfe", "\ufffe\uffff",
    "</testcase>", '" onload="x', "{{ secrets.TOKEN }}", "${{ github.token }}", "x" * 5000]
WORDS = "owned reboot evil everyone".split()


def hostile_text(text: str) -> bytes:
    line = text.encode("utf-8", "surrogateescape")
    return (b"# Postmortem: " + line + b"\n\n**Date**: 2031-03-01\n**Services**: " + line + b"\n\n## Pre-Release Checklist\n\n- [ ] Is it so? " + line +
            b" (services: " + line + b")\n- [ ] `" + line + b"` (guard: " + line + b")\n\n## Action Items\n\n- [ ] Do " + line + b"\n\n" + b"Nothing else. " * 50 + b"\n")


def check_policy(folder: pathlib.Path) -> None:
    """What a protected revision says of the gate holds, whatever the change says of itself."""
    git(folder, "init", "-q")
    (folder / "docs").mkdir()
    (folder / "docs/a.md").write_text("# Postmortem: A\n\n**Date**: 2031-03-01\n\n## Pre-Release Checklist\n\n- [ ] Is the index there? (guard: index)\n")
    (folder / "hindcast.toml").write_text('[gate]\nmode = "enforcing"\n')
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "a policy")
    for own in ('[gate]\nmode = "advisory"\n', '[gate]\nblocks = ["fail"]\n', '[gate]\ntells = ["check"]\n',
                '[guards.index]\ncommand = ["true"]\n', '[documents]\nexclude = ["docs/a.md"]\n'):
        (folder / "hindcast.toml").write_text(own)
        gate(folder, "--policy-from", "HEAD", "docs", status=1)
    gate(folder, "--policy-from", "nowhere", "docs", status=2)
    (folder / "docs/hindcast.toml").write_text('[gate]\nmode = "advisory"\n')  # nearer, and of no revision
    gate(folder, "--policy-from", "HEAD", "docs", status=2)


def check_hostile(folder: pathlib.Path) -> None:
    git(folder, "init", "-q")
    (folder / "hindcast.toml").write_text('[services.till]\npaths = ["till/**"]\n')
    for number, text in enumerate(HOSTILE):
        name = text.encode("utf-8", "surrogateescape").replace(b"/", b"_").replace(b"\x00", b"_")[:60]
        (folder / os.fsdecode(b"%d " % number + name + b".md")).write_bytes(hostile_text(text))
    for words in ([], ["--services", "till"], ["--paths", "a\x1b[31m::error::owned\n::error::owned"], ["--all"], ["--phase", "\x1b[1m@all"]):
        found = told(folder, *words)
        check(bool(found["questions"] or found["untold"]["questions"]), f"{words}: nothing is asked")
        plain = gate(folder, *words).decode()  # must be UTF-8
        check(not re.search(r"[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]", plain), f"{words}: the text steers a terminal")
        check_github(gate(folder, *words, "--format", "github").decode(), words)
        check_markdown(gate(folder, *words, "--format", "markdown").decode(), words)
        cases = ElementTree.fromstring(gate(folder, *words, "--format", "junit")).findall(".//testcase")
        check(len(cases) == len(found["questions"]) + len(found["undecided"]), f"{words}: JUnit has {len(cases)} cases")
        sarif = json.loads(gate(folder, *words, "--format", "sarif"))
        remarks = [one for one in found["remarks"] if one["document"]]
        check(len(sarif["runs"][0]["results"]) == len(found["questions"]) + len(remarks), f"{words}: SARIF has other results")


def check_github(text: str, words: list[str]) -> None:
    for line in text.splitlines():
        if re.fullmatch(r"::(error|warning) title=hindcast gate::of [0-9]+ items [a-z0-9, ]+", line) or re.fullmatch(
                r"::notice title=hindcast gate::(GO|NO GO): [a-z0-9 :]+", line):
            continue
        check(re.match(r"::(error|warning|notice) file=[^,\x00-\x1f]*,line=[0-9]+", line) is not None, f"{words}: a command of a document: {line[:200]!r}")
        check(not re.search(r"[\x00-\x1f\x7f]", line), f"{words}: a control character in {line[:200]!r}")


def check_markdown(text: str, words: list[str]) -> None:
    check(text.startswith("<!-- hindcast-gate -->\n") and text.count("<!-- hindcast-gate -->") == 1, f"{words}: the mark is not alone")
    bare = re.sub(r"^\s*(<br>)?`[a-z0-9 .\-/A-Z]*`$|`[a-z0-9.]+`", "", text.replace("<!-- hindcast-gate -->", ""), flags=re.M)
    bare = re.sub(r"</?(details|summary)>|<br>|<!-- -->", "\x01", bare)
    for bad in ("<script", "<!--", "<details", "@org", "@everyone", "#1", "://", "www.", "](", "```"):
        at = bare.find(bad)
        check(at < 0 or bare[at - 1] == "\\", f"{words}: {bad!r} stands as it is in {bare[max(at - 60, 0):at + 60]!r}")
    check(not re.search(r"[\x00\x02-\x09\x0b-\x1f\x7f]", bare), f"{words}: a control character")


def record(questions: str, front: str = "") -> str:
    return f"---\nhindcast-record: 1\nkind: release\ndate: 2031-05-10\nstate: open\n{front}---\n\n# Release: till 7\n\n## Questions\n\n{questions}"


def asked(question: dict, answer: str) -> str:
    origin = question["origins"][0]
    return (f"### `{question['id']}` {question['text']}\n\n- **From:** [x](../{origin['document']}#L{origin['line']}), check {origin['item']}: "
            f"\"{origin['sentence']}\" (x)\n{answer}\n")


def verdicts(found: dict) -> list[tuple[str, str]]:
    return sorted((question["verdict"], question["why"]) for question in found["questions"])


def check_record(folder: pathlib.Path) -> None:
    repository(folder)
    path = folder / "releases/7.md"
    path.parent.mkdir()
    commit = git(folder, "rev-parse", "HEAD")
    fresh, alert = told(folder, "--services", "till", "docs", status=1)["questions"]
    attested = f"- **Answer:** attested\n- **By:** Ada\n- **When:** 2031-05-10\n- **Evidence:** run 7\n- **Commit:** {commit}\n"
    waived = "- **Answer:** waived\n- **By:** Ada\n- **Approver:** Bo\n- **Reason:** no user sees it\n- **Until:** 2031-05-10\n"
    path.write_text(record(asked(fresh, attested) + "\n" + asked(alert, waived), "services: [till]\ndocuments: [docs]\n"))
    alone = told(folder, "--release", "releases/7.md", status=2)
    check("--services till" in str(alone["undecided"]), f"a record's own word decides: {alone['undecided']}")
    answered = ("--release", "releases/7.md", "--services", "till")
    found = told(folder, *answered, status=0)
    check(verdicts(found) == [("pass", "attested by Ada on 2031-05-10: run 7"), ("waived", "waived until 2031-05-10 by Bo: no user sees it")],
          f"record: {verdicts(found)}")
    late = told(folder, *answered, "--now", "2031-05-11", status=1)
    check(("missing", "the waiver ended on 2031-05-10") in verdicts(late), f"a waiver outlives its last day: {verdicts(late)}")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "the record")
    told(folder, *answered, status=0)  # nothing but the record has changed
    (folder / "cmd/pay/b.go").write_text("package pay\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "more")
    check(("missing", "attested for another commit") in verdicts(told(folder, *answered, status=1)), "an attestation outlives its commit")
    other = asked(fresh | {"text": "Are the prices fresh or not?"}, attested.replace(commit, git(folder, "rev-parse", "HEAD")))
    path.write_text(record(other + "### `mine1` Did Bo look?\n\n" + "\n"))
    found = told(folder, "--release", "releases/7.md", "docs", status=1)
    check(all(question["verdict"] == "missing" for question in found["questions"]), "an answer to other words counts")
    check("Did Bo look?" in texts(found), f"a question written by hand is not asked: {texts(found)}")
    check(found["unused_answers"] == 1, f"unused answers: {found['unused_answers']}")
    path.write_text(record(asked(fresh, attested.replace("2031-05-10", "yesterday"))))
    gate(folder, "--release", "releases/7.md", "docs", status=2)
    gate(folder, "--release", "docs/prices.md", "docs", status=2)
    gate(folder, "--release", "releases/none.md", "docs", status=2)


def check_guards(folder: pathlib.Path) -> None:
    repository(folder)
    (folder / "docs/prices.md").write_text(POSTMORTEM.replace("fresh?", "fresh? (guard: Prices)"))
    missing = told(folder, "--services", "till", "docs", status=1)["questions"][0]
    check(missing["verdict"] == "missing" and "no [guards.prices]" in missing["why"], f"an undeclared guard: {missing['why']}")
    guard = '[gate]\nasks = "check"\n[guards.prices]\nuse = "env-sync"\nschema = "schema.toml"\nenvironments = { ci = "ci.env" }\n'
    (folder / "hindcast.toml").write_text(guard)
    (folder / "schema.toml").write_text('PORT = "port"\n')
    for port, expected in (("eighty", "fail"), ("80", "pass")):
        (folder / "ci.env").write_text(f"PORT={port}\n")
        guarded = told(folder, "--services", "till", "docs")["questions"]
        found = next(question for question in guarded if question["guards"])
        check([result["guard"] for result in found["results"]] == ["prices"], f"no result: {found}")
        check(found["results"][0]["verdict"] == expected, f"PORT={port}: {found['results']}")
        check(found["verdict"] == ("warn" if expected == "fail" and not found["results"][0]["may_block"] else expected), f"PORT={port}: {found['verdict']}")
    # A failing guard that may not block yet stands first in every format, with what it found and how it earns the right.
    (folder / "ci.env").write_text("PORT=eighty\n")
    (folder / "docs/newer.md").write_text(POSTMORTEM.replace("2031-03-01", "2031-04-01").replace("fresh?", "new?"))
    change = ("--services", "till", "docs")
    found = told(folder, *change, status=1)["questions"]
    check(found[0]["guards"] == ["prices"] and found[0]["promote_with"] == "hindcast guard promote prices", f"another stands first: {found[0]}")
    check(all(question["promote_with"] is None for question in found[1:]), "what no guard caught is promoted")
    line = found[0]["results"][0]["findings"][0]
    check("PORT" in line, f"no finding of the guard: {found[0]['results']}")
    for format in ("text", "markdown", "github", "junit", "sarif"):
        shown = gate(folder, *change, "--format", format).decode().replace("\\", "")
        check("fail: " in shown and "PORT" in shown and "hindcast guard promote prices" in shown, f"{format} keeps what the guard found: {shown[:600]}")
        check(shown.find("PORT") < shown.find("new?") or format in ("github", "sarif"), f"{format}: an old question stands above")
    (folder / "docs/newer.md").unlink()
    # A guard is run for changes that its scope touches.
    for scope, ran in (("paths = ['cmd/**']", True), ("services = ['till']", True), ("paths = ['web/**']", False), ("services = ['storefront']", False)):
        (folder / "hindcast.toml").write_text(guard + f"scope = {{ {scope} }}\n[services.till]\npaths = ['cmd/**']\n[services.storefront]\npaths = ['web/**']\n")
        found = told(folder, "--paths", "cmd/pay/a.go", "docs")["questions"][0]
        check((found["verdict"] in ("warn", "fail")) == ran and ("its scope says" in found["why"]) != ran, f"{scope}: {found['verdict']}, {found['why']}")
    # A record that names another phase or service than its commits takes no guard out; whoever asks may.
    services = "[services.till]\npaths = ['cmd/**']\n[services.storefront]\npaths = ['web/**']\n"
    (folder / "docs/prices.md").write_text((folder / "docs/prices.md").read_text().replace("**Services**: till", "**Services**: till, storefront"))
    base, head = git(folder, "merge-base", "main", "HEAD"), git(folder, "rev-parse", "HEAD")
    answer = f"- **Answer:** attested\n- **By:** Bo\n- **When:** 2031-05-10\n- **Commit:** {head}\n- **Evidence:** run 12\n"
    for scope, option, word in (("phases = ['rollout']", "phase", "design"), ("services = ['till']", "services", "storefront")):
        (folder / "hindcast.toml").write_text(guard + f"blocks = {{ by = 'Ada', because = 'twice' }}\nscope = {{ {scope} }}\n" + services)
        (folder / "r.md").unlink(missing_ok=True)
        subprocess.run([program, "release", "new", "r.md", "docs", "--diff", f"{base}..HEAD", f"--{option}", word], cwd=folder, check=True, capture_output=True, timeout=60)
        record = re.sub(r"^- \*\*Answer:\*\*.*\n", answer, (folder / "r.md").read_text(), flags=re.M)
        check(f"\n{'phases' if option == 'phase' else option}: {word}\n" in record, f"the record says nothing of {option}: {record}")
        (folder / "r.md").write_text(record)
        found = next(one for one in told(folder, "--release", "r.md", "docs")["questions"] if one["guards"])
        check(found["verdict"] == "fail" and found["results"][0]["verdict"] == "fail", f"{scope}: the record's {option} took the guard out: {found['verdict']}, {found['why']}")
        given = next(one for one in told(folder, "--release", "r.md", "docs", f"--{option}", word)["questions"] if one["guards"])
        check(given["results"][0]["verdict"] != "fail" and "its scope says" in given["results"][0]["summary"], f"{scope}: whoever asks may not say {option}: {given}")
    (folder / "r.md").unlink()
    (folder / "hindcast.toml").write_text(guard)
    (folder / "ci.env").write_text("PORT=80\n")
    still = told(folder, "--services", "till", "--no-guards", "docs", status=1)["questions"][0]
    check(still["why"] == "guard prices did not run", f"--no-guards: {still['why']}")


def check_history(folder: pathlib.Path) -> None:
    """Who decides sees how often a question was asked, and whether it ever was of use."""
    repository(folder)
    (folder / "releases").mkdir()
    fresh, alert = told(folder, "--services", "till", "docs", status=1)["questions"]
    check(fresh["history"] is None, f"a question that no release was asked has a history: {fresh['history']}")
    failed = "- **Verdict:** fail\n- **Result:** fail, prices: \"stale\" (level built-in, may block, took 3 ms)\n"
    for number, answer in ((1, ""), (2, failed), (3, ""), (4, "")):
        text = record(asked(fresh, answer)).replace("2031-05-10", f"2031-05-0{number}")
        (folder / f"releases/{number}.md").write_text(text)
    shown = told(folder, "--services", "till", "--release", "releases/4.md", "docs", status=1)["questions"]
    found = {question["id"]: question["history"] for question in shown}
    check(found[fresh["id"]] == {"asked": 3, "caught": 1, "last_asked": "2031-05-03", "last_catch": "2031-05-02", "last_catch_record": "releases/2.md"},
          f"beside the record: {found[fresh['id']]}")
    check(found[alert["id"]] is None, "what was never asked has a history")
    among = told(folder, "--services", "till", "docs", "releases", status=1)["questions"]
    check(any(question["history"] and question["history"]["asked"] == 4 for question in among), "records among the documents don't count")
    for format in ("text", "markdown"):
        said = " ".join(gate(folder, "--services", "till", "--release", "releases/4.md", "docs", "--format", format).decode().split())
        check("asked of 3 releases before, and caught something in 1, last on 2031-05-02" in said, f"{format}: no history")


def check_many(folder: pathlib.Path) -> None:
    """More questions than anybody reads one by one stand under their documents, with how to ask less."""
    git(folder, "init", "-q")
    (folder / "docs").mkdir()
    for name, count in (("a", 9), ("b", 3), ("c", 2), ("d", 1)):
        items = "".join(f"- [ ] Write {name}{number} down\n" for number in range(count))
        (folder / f"docs/{name}.md").write_text(f"# Postmortem: {name.upper()}\n\n**Date**: 2031-03-0{ord(name) - 96}\n\n## Pre-Release Checklist\n\n- [ ] Is {name} up?\n\n## Action Items\n\n{items}")
    plain = gate(folder, "docs", status=1).decode()
    check(re.findall(r"^== Postmortem: (.), 2031-03-0.", plain, re.M) == ["D", "C", "B", "A"] or re.findall(r"^== .*?([A-D]), 2031", plain, re.M) == list("DCBA"), "the questions don't stand by document, the newest first")
    said = " ".join(plain.split())
    check("19 questions from 4 documents: 10 from docs/a.md, 4 from docs/b.md, 3 from docs/c.md, 2 from 1 other." in said, "how many from where")
    check("4 checks and 15 open actions block." in said and 'tells = ["action", "improvement"]' in said, "how to ask less")
    markdown = gate(folder, "docs", "--format", "markdown").decode()
    check(markdown.count("docs/a.md") == 2 and "19 questions from 4 documents" in markdown, "the comment repeats the document at each question")
    (folder / "hindcast.toml").write_text('[gate]\ntells = ["action", "improvement"]\n')
    check(told(folder, "docs", status=1)["blocking"] == 4, "what is only told blocks")
    (folder / "hindcast.toml").write_text('[gate]\nasks = ["check"]\n')
    plain = gate(folder, "docs", status=1).decode()
    check("==" not in plain and "questions from" not in plain, "few questions are put in order, too")


def age(folder: pathlib.Path) -> None:
    """As if all was written a while ago: what was written just now is never believed to stay as it is."""
    for path in folder.rglob("*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def check_cache(folder: pathlib.Path) -> None:
    repository(folder)
    (folder / "docs/more.md").write_text(POSTMORTEM.replace("till", "basket").replace("fresh", "stale").replace("prices", "baskets"))
    (folder / "docs/said.md").write_text("# Postmortem: said\n\nBy `a/x.go`, `b/x.go`, `c/x.go`, `d/x.go`, `e/x.go`.\n\n## Checklist\n\n- [ ] Are the environment variables in step?\n- [ ] Is it `d/x.go` too?\n")
    said = gate(folder, "--paths", "env/ci.env,d/x.go", "docs", "--format", "json", status=1)
    check(b"its words" in said, "words are not heard")
    gate(folder, "docs", status=1)
    cache = folder / ".hindcast/gate"
    check(not cache.exists(), "a gate without an archive leaves a file")
    subprocess.run([program, "sync"], cwd=folder, check=True, capture_output=True, timeout=60)
    age(folder)
    plain = gate(folder, "docs", "--format", "json", status=1)
    check(cache.exists(), "nothing is remembered beside the archive")
    kept = cache.read_bytes()
    check(gate(folder, "--paths", "env/ci.env,d/x.go", "docs", "--format", "json", status=1) == said, "what words say is forgotten")
    check(b"Is the query on" in kept, "the questions are not remembered")
    check(gate(folder, "docs", "--format", "json", status=1) == plain, "what is remembered gives another answer")
    check(cache.read_bytes() == kept, "it is written again though nothing has changed")
    # It is used at all: a word that is changed in it comes out, where its digest is right.
    for damage in (kept[:-1], kept + b"x", kept.replace(b"stale", b"stole"), b"", b"hindcast gate 2\n"):
        cache.write_bytes(damage)
        check(gate(folder, "docs", "--format", "json", status=1) == plain, "a damaged file is believed")
    head = len(b"hindcast gate 2\n") + 32
    body = kept[head + 32:].replace(b"stale", b"stole")
    cache.write_bytes(kept[:head] + hashlib.sha256(body).digest() + body)
    check(b"stole" in gate(folder, "docs", "--format", "json", status=1), "what is remembered is not used")
    cache.write_bytes(kept)
    path = folder / "docs/more.md"
    path.write_text(path.read_text().replace("stale", "steel"))
    age(folder)  # size and time are as they were; the inode's own time is not
    check("Are the baskets steel?" in texts(told(folder, "docs", status=1)), "a change of the same size and time is missed")
    path.unlink()
    check(len(texts(told(folder, "docs", status=1))) == 6, "a file that went is still asked for")
    (folder / "docs/new.md").write_text(POSTMORTEM.replace("fresh", "new"))
    check("Are the prices new?" in texts(told(folder, "docs", status=1)), "a new file is missed")
    form = folder / "form.md"
    form.write_text("# Postmortem: [Title]\n\n## Checklist\n\n- [ ] [Question]\n")
    told(folder, "--form", "form.md", "docs", status=1)


with tempfile.TemporaryDirectory() as made:
    check_change(pathlib.Path(made))
with tempfile.TemporaryDirectory() as made:
    check_paths(pathlib.Path(made).resolve())
with tempfile.TemporaryDirectory() as made:
    check_cache(pathlib.Path(made))
with tempfile.TemporaryDirectory() as made:
    check_record(pathlib.Path(made))
with tempfile.TemporaryDirectory() as made:
    check_guards(pathlib.Path(made))
with tempfile.TemporaryDirectory() as made:
    check_policy(pathlib.Path(made))
with tempfile.TemporaryDirectory() as made:
    check_history(pathlib.Path(made))
with tempfile.TemporaryDirectory() as made:
    check_many(pathlib.Path(made))
with tempfile.TemporaryDirectory() as made:
    check_untold(pathlib.Path(made))
with tempfile.TemporaryDirectory() as made:
    check_astray(pathlib.Path(made))
with tempfile.TemporaryDirectory() as made:
    check_done(pathlib.Path(made).resolve())
with tempfile.TemporaryDirectory() as made:
    check_places(pathlib.Path(made).resolve())
with tempfile.TemporaryDirectory() as made:
    check_taken_out(pathlib.Path(made).resolve())
with tempfile.TemporaryDirectory() as made:
    check_hostile(pathlib.Path(made))
# The checks themselves must be able to say no.
seen = len(problems)
check_github("::error file=a,line=1::x\n::add-mask::secret", [])
check_markdown("<!-- hindcast-gate -->\n<!-- hindcast-gate --> @everyone", [])
if len(problems) < seen + 3:
    problems.append("the checks let a command, a second mark or a mention through")
else:
    del problems[seen:]
print("\n".join(problems[:40]) or f"gate: {checks} checks hold")
sys.exit(1 if problems else 0)
