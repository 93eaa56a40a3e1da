#!/usr/bin/env python3
"""A release record cannot be used to get a bad release through: each hole that a record, a hand or a slip could open.

    tests/release_holes_test.py build/dev/hindcast

Every lie stands beside the honest record that holds, so that a check which finds everything wrong is found too.
"""
import hashlib, json, os, pathlib, re, shlex, subprocess, sys, tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
BASE = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "HINDCAST_"))}
problems: list[str] = []
checks = 0


def check(holds: bool, what: str) -> None:
    global checks
    checks += 1
    if not holds:
        problems.append(what)


class Place:
    """A folder with documents; a repository where wanted."""

    def __init__(self, within: pathlib.Path, name: str, files: dict[str, str], is_repository: bool = True):
        self.folder = within / name
        self.home = within / (name + "-home")
        for folder in (self.folder, self.home):
            folder.mkdir()
        self.environment = BASE | {"HINDCAST_NOW": "2031-05-10", "HOME": str(self.home), "LC_ALL": "C.UTF-8",
                                   "XDG_CONFIG_HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1",
                                   "PATH": f"{PROGRAM.parent}:{BASE['PATH']}", "ASAN_OPTIONS": "detect_leaks=0"}
        self.put(files)
        if is_repository:
            self.git("init", "-q", "-b", "main")
            self.git("config", "user.email", "rita@example.com")
            self.git("config", "user.name", "Rita Moor")
            self.commit("one")

    def put(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text)

    def text(self, path: str) -> str:
        return (self.folder / path).read_text()

    def change(self, path: str, before: str, after: str) -> None:
        text = self.text(path)
        check(before in text, f"{self.folder.name}: {path} has no {before!r}")
        (self.folder / path).write_text(text.replace(before, after, 1))

    def git(self, *words: str) -> str:
        return subprocess.run(["git", *words], cwd=self.folder, env=self.environment, check=True, capture_output=True,
                              text=True, timeout=60).stdout.strip()

    def commit(self, message: str) -> None:
        self.git("add", ".")
        self.git("commit", "-qm", message)

    def run(self, *words: str, **more: str) -> tuple[int, str]:
        done = subprocess.run([PROGRAM, *words], cwd=self.folder, env=self.environment | more, capture_output=True,
                              text=True, timeout=60, errors="replace")
        return done.returncode, done.stdout + done.stderr

    def expect(self, status: int, words: str, *command: str, **more: str) -> str:
        found = self.run(*command, **more)
        check(found[0] == status and words in found[1],
              f"{self.folder.name}: {' '.join(command)}: wanted {status} and {words!r}, got {found}")
        return found[1]

    def ids(self, path: str) -> dict[str, str]:
        """The id of each question, by its words."""
        return {words: name for name, words in re.findall(r"^### `([^`]+)` (.+)$", self.text(path), re.M)}


def postmortem(title: str, *checks: str, more: str = "") -> str:
    return f"# Postmortem: {title}\n\n**Date**: 2031-03-01\n{more}\n## Pre-release checklist\n\n" + "".join(
        f"- [ ] {one}\n" for one in checks)


BRAKE, BACK = "Is the brake tested?", "Can it be taken back?"
LIFTS = postmortem("lifts stood still", BRAKE, BACK)


def sealed(text: str) -> str:
    """As it is closed, by whoever can compute a SHA-256."""
    without = re.sub(r"^seal: .*$", "seal: ", text, flags=re.M)
    return text.replace(re.search(r"^seal: (.*)$", text, re.M)[1], "sha256:" + hashlib.sha256(without.encode()).hexdigest())


def by_and_four_eyes(within: pathlib.Path) -> None:
    place = Place(within, "by", {"docs/2031-03-01-lifts.md": LIFTS})
    place.run("release", "new", "releases/1.md", "docs")
    brake, back = place.ids("releases/1.md")[BRAKE], place.ids("releases/1.md")[BACK]
    attest = ("release", "attest", "releases/1.md", brake, "--evidence", "run 12")
    place.expect(0, "attested by Rita Moor", *attest)
    place.expect(0, "attested by Bo", *attest, HINDCAST_ACTOR="Bo")
    place.expect(0, "attested by Cy", *attest, "--by", "Cy", HINDCAST_ACTOR="Bo")
    waive = ("release", "waive", "releases/1.md", back, "--reason", "one lift", "--until", "2031-06-01")
    before = place.text("releases/1.md")
    place.expect(2, "git says that Rita Moor is at work here", *waive, "--approver", "Rita Moor")
    place.expect(2, "git says that rita moor is at work here", *waive, "--approver", "rita moor", "--by", "Bo")
    place.expect(2, "waived by who asked for it", *waive, "--approver", "@bo", "--by", "Bo")
    for approver in ("rita@example.com", "Rita Moor <rita@example.com>", "RITA\u00a0 MOOR", "R. M. <RITA@example.com>"):
        place.expect(2, "is at work here", *waive, "--approver", approver, "--by", "Bo")
    place.git("config", "user.name", "Ren\u00e9e Moor")
    place.expect(2, "is at work here", *waive, "--approver", "Rene\u0301e Moor", "--by", "Bo")
    place.git("config", "user.name", "Rita Moor")
    place.expect(2, "waived without an approver", *waive, "--approver", "-", "--by", "Bo")
    place.expect(2, "waived without saying who", *waive, "--approver", "Greta", "--by", "- -")
    check(place.text("releases/1.md") == before, "by: a waiver that was refused was written")
    place.expect(0, "waived until 2031-06-01 by Greta", *waive, "--approver", "Greta")
    place.expect(0, "1 waived, 1 pass", "gate", "--release", "releases/1.md", "docs")
    place.change("releases/1.md", "**Approver:** Greta", "**Approver:** Rita Moor")
    place.expect(1, "waived by who asked for it", "gate", "--release", "releases/1.md", "docs")
    place.change("releases/1.md", "- **By:** Rita Moor\n- **Approver:**", "- **Approver:**")
    place.expect(1, "waived without saying who asked for it", "gate", "--release", "releases/1.md", "docs")
    place.put({"hindcast.toml": "[gate]\nwaive_alone = true\n"})
    place.expect(0, "1 waived, 1 pass", "gate", "--release", "releases/1.md", "docs")
    place.expect(0, "waived until", *waive, "--approver", "Rita Moor")
    place.put({"hindcast.toml": '[guards.d]\nuse = "drill"\nregister = "d.toml"\nrecords = "d.md"\n',
               "d.toml": '[[drill]]\nname = "restore"\nevery = "month"\n'})
    place.expect(0, "restore began at", "drill", "start", "restore", "--at", "2031-05-10T09:00:00Z")
    check("- by: Rita Moor\n" in place.text("d.md"), "by: a drill is not run by whom git names")
    nobody = Place(within, "nobody", {"docs/lifts.md": LIFTS}, is_repository=False)
    nobody.run("release", "new", "r.md", "docs")
    account = subprocess.run(["id", "-un"], capture_output=True, text=True).stdout.strip()
    nobody.expect(0, f"attested by {account}", "release", "attest", "r.md", nobody.ids("r.md")[BRAKE], "--evidence", "x")


def slips_are_named(within: pathlib.Path) -> None:
    place = Place(within, "slips", {"docs/2031-03-01-lifts.md": LIFTS})
    place.expect(2, "releases/2.md: no such file; check the spelling", "release", "attest", "releases/2.md", "x", "--evidence", "y")
    place.expect(0, "made the folder releases/of/may", "release", "new", "releases/of/may/1.md", "docs")
    place.expect(2, "no such file; did you mean 'releases/of/may/1.md'?", "release", "close", "releases/of/may/2.md")
    record = "releases/of/may/1.md"
    short = re.search(r"check 2031-03-01-(lifts#\w+): \"Is the brake", place.text(record))[1]
    place.expect(0, BRAKE, "release", "attest", record, short, "--evidence", "x", "--dry-run")
    place.expect(0, BRAKE, "release", "attest", record, "#" + short.split("#")[1], "--evidence", "x", "--dry-run")
    place.expect(2, f"did you mean 2031-03-01-{short}?", "release", "attest", record, "2031-03-01-lfits#" + short.split("#")[1] + "x", "--evidence", "x")
    place.expect(2, "asks no question `ifts#", "release", "attest", record, "i" + short[2:], "--evidence", "x")
    place.put({"docs/more.md": postmortem("doors", BRAKE + " Twice"), "docs/2032-lifts.md": LIFTS.replace(BRAKE, "Other?")})
    # Every record of a folder, and nothing else in it.
    place.commit("two")
    place.run("release", "new", record, "docs", "--commit", "HEAD")
    place.run("release", "new", "releases/2.md", "docs")
    place.put({"releases/notes.md": "# Notes\n\nA `hindcast-record: 1` begins one.\n"})
    found = place.expect(0, "releases/2.md: holds", "release", "verify", "releases")
    check("releases/of/may/1.md: holds" in found and "notes" not in found, f"verify of a folder: {found}")
    place.change("releases/2.md", "hindcast-record: 1", "hindcast-record: 7")
    place.expect(1, "records of version `7` are not known here", "release", "verify", "releases")
    place.expect(2, "docs: no release record is in this folder", "release", "verify", "docs")
    alone = Place(within, "alone", {"docs/lifts.md": LIFTS}, is_repository=False)
    alone.expect(0, "no commit is here, so the record names none", "release", "new", "releases/1.md", "docs")
    alone.expect(1, "no commit is named", "release", "verify", "releases/1.md")
    check("no commit" not in place.run("release", "new", "releases/3.md", "docs")[1], "a commit is here")


def no_record_narrows_the_questions(within: pathlib.Path) -> None:
    """What is asked is for the command line and hindcast.toml to say; a record is held against it."""
    easy, hard = "Is the sign lit?", "Is the rope whole?"
    place = Place(within, "narrow", {"docs/hard/rope.md": postmortem("rope", hard, more="**Services**: lift\n"),
                             "docs/easy/sign.md": postmortem("sign", easy, more="**Services**: sign\n"),
                             "hindcast.toml": '[services.lift]\npaths = ["lift/**"]\n[services.sign]\npaths = ["sign/**"]\n'})
    base = place.git("rev-parse", "HEAD")
    place.put({"lift/rope.txt": "thin\n", "sign/lamp.txt": "lit\n"})
    place.commit("two")

    def made(*words: str) -> None:
        (place.folder / "r.md").unlink(missing_ok=True)
        place.run("release", "new", "r.md", *words)
        place.run("release", "not-applicable", "r.md", *place.ids("r.md").values(), "--by", "Bo", "--reason", "so")

    made("docs", "--diff", f"{base}..HEAD")
    honest = place.text("r.md")
    check(set(place.ids("r.md")) == {easy, hard}, f"narrow: {honest}")
    place.expect(0, "GO  nothing blocks", "gate", "--release", "r.md")
    place.expect(0, "r.md: holds; 2 questions", "release", "verify", "r.md")
    # Other documents than the command's or hindcast.toml's are no reason to ask less.
    made("docs/easy", "--diff", f"{base}..HEAD")
    check(set(place.ids("r.md")) == {easy}, "narrow: documents")
    for words in ((), ("--diff", f"{base}..HEAD"), ("docs",)):
        place.expect(1, hard, "gate", "--release", "r.md", *words)
    place.expect(1, f"is asked today and is not in the record: {hard}", "release", "verify", "r.md")
    place.expect(1, f"is asked today and is not in the record: {hard}", "release", "close", "r.md")
    place.expect(0, "GO", "gate", "--release", "r.md", "docs/easy")
    place.expect(0, "holds", "release", "verify", "r.md", "--documents", "docs/easy")
    place.put({"hindcast.toml": place.text("hindcast.toml") + '[gate]\ndocuments = ["docs/easy"]\n'})
    made("--diff", f"{base}..HEAD")
    check(set(place.ids("r.md")) == {easy}, "narrow: documents of hindcast.toml")
    place.expect(0, "GO", "gate", "--release", "r.md")
    place.expect(0, "holds", "release", "verify", "r.md")
    place.expect(1, hard, "release", "verify", "r.md", "--policy-from", "HEAD")
    place.git("checkout", "-q", "hindcast.toml")
    # Its own word of the change, beside its commits and without any.
    for option, word in (("--services", "sign"), ("--paths", "sign/lamp.txt")):
        made("docs", option, word)
        check(set(place.ids("r.md")) == {easy}, f"narrow: {option}")
        place.expect(2, f"has to say so, too: {option} {word}", "gate", "--release", "r.md")
        place.expect(2, f"give {option} {word} here, too", "release", "verify", "r.md")
        place.expect(2, f"give {option} {word} here, too", "release", "close", "r.md", "--by", "Bo")
        place.expect(0, "GO", "gate", "--release", "r.md", option, word)
        place.expect(0, "holds", "release", "verify", "r.md", option, word)
        place.expect(1, hard, "gate", "--release", "r.md", "--diff", f"{base}..HEAD")
        place.expect(1, f"is not in the record: {hard}", "release", "verify", "r.md", "--diff", f"{base}..HEAD")
    check("release close" not in place.expect(0, "released", "release", "close", "r.md", "--by", "Bo", "--paths", "sign/lamp.txt"), "")
    place.expect(2, "give --paths sign/lamp.txt here, too", "release", "verify", ".")
    place.expect(0, "holds", "release", "verify", ".", "--trust-seals")
    # A phase beside the commits.
    place.change("docs/hard/rope.md", hard, hard + " (phase: rollout)")
    place.change("docs/easy/sign.md", easy, easy + " (phase: design)")
    made("docs", "--diff", f"{base}..HEAD", "--phase", "design")
    check(set(place.ids("r.md")) == {easy}, "narrow: phases")
    place.expect(2, "leaves out 1 question that its commits are asked; whoever asks has to say so, too: --phase design", "gate", "--release", "r.md")
    place.expect(1, "(by the record's commits; it narrows them by its own word, --phase design", "release", "verify", "r.md")
    place.expect(0, "GO", "gate", "--release", "r.md", "--diff", f"{base}..HEAD", "--phase", "design")
    place.expect(0, "holds", "release", "verify", "r.md", "--diff", f"{base}..HEAD", "--phase", "design")
    for option in ("--services", "--paths", "--kinds", "--phase", "--diff"):
        for command in ("release verify", "release close", "release new", "gate --release"):
            place.expect(2, option, *command.split(), "r.md", option, "")
    paths = subprocess.run([PROGRAM, "release", "verify", "r.md", "--paths", "-"], cwd=place.folder, env=place.environment,
                           input="lift/rope.txt\n", capture_output=True, text=True, timeout=60)
    check(f"is not in the record: {hard}" in paths.stdout, f"narrow: paths from standard input: {paths}")


def no_record_moves_its_base(within: pathlib.Path) -> None:
    """What lies between the release before and this one's base would be asked of neither."""
    rope, sign = "Is the rope whole?", "Is the sign lit?"
    place = Place(within, "base", {"docs/rope.md": postmortem("rope", rope, more="**Services**: lift\n"),
                                   "docs/sign.md": postmortem("sign", sign, more="**Services**: sign\n"),
                                   "hindcast.toml": '[services.lift]\npaths = ["lift/**"]\n[services.sign]\npaths = ["sign/**"]\n'})
    first = place.git("rev-parse", "HEAD")
    place.put({"sign/a": "1\n"})
    place.commit("two")
    place.run("release", "new", "releases/1.md", "docs", "--diff", f"{first}..HEAD")
    place.run("release", "not-applicable", "releases/1.md", *place.ids("releases/1.md").values(), "--reason", "so")
    place.expect(0, "released", "release", "close", "releases/1.md")
    shipped = place.git("rev-parse", "HEAD")
    place.commit("the record of the first release")
    tagged = place.git("rev-parse", "HEAD")
    place.put({"lift/a": "1\n"})
    place.commit("three")
    place.put({"sign/a": "2\n"})
    place.commit("four")
    for base in (shipped, tagged):
        place.run("release", "new", "releases/2.md", "docs", "--diff", f"{base}..HEAD")
        check(set(place.ids("releases/2.md")) == {rope, sign}, f"base: {base}")
        place.run("release", "not-applicable", "releases/2.md", *place.ids("releases/2.md").values(), "--reason", "so")
        place.expect(0, "GO", "gate", "--release", "releases/2.md")
        place.expect(0, "holds", "release", "verify", "releases/2.md")
    place.change("releases/2.md", f"base: {tagged}", f"base: {place.git('rev-parse', 'HEAD~1')}")
    for command in ("gate --release", "release verify", "release close"):
        place.expect(2, f"what changed from {shipped[:12]}, which releases/1.md released, to", *command.split(), "releases/2.md")
        place.run("release", "not-applicable", "releases/2.md", *place.ids("releases/2.md").values(), "--reason", "so")
    place.expect(0, "GO", "gate", "--release", "releases/2.md", "--diff", f"{tagged}..HEAD")
    place.expect(0, "holds", "release", "verify", "releases/2.md", "--diff", f"{tagged}..HEAD")
    # What no 'release close' left as it stands vouches for no base.
    base, first = place.git("rev-parse", "HEAD~1"), place.text("releases/1.md")
    short = f"---\nhindcast-record: 1\nkind: release\ndate: 2031-05-10\nstate: released\ncommit: {base}\ndecided: 2031-05-10\ndecided-by: Bo\n"
    forged = {"no seal": short + "---\n\n# Release: nothing\n", "another's seal": short + f"seal: sha256:{'0' * 64}\n---\n\n# Release: nothing\n",
              "an error": sealed(short + "policy: x\npolicy: y\nseal: x\n---\n\n# Release: nothing\n"), "no record": f"# Notes\n\n{short}"}
    for what, text in forged.items():
        place.put({"releases/0.md": text})
        for command in ("gate --release", "release verify"):
            found = place.expect(2, f"what changed from {shipped[:12]}, which releases/1.md released, to", *command.split(), "releases/2.md")
            check("releases/0.md" not in found, f"base: {what}: {found}")
    # Nor does it hide what was released: then nobody can tell.
    for what, text in {"an edit": first.replace("state: released", "state: stopped"), "opened again": first.replace("state: released", "state: open"),
                       "no seal": re.sub(r"^seal: .*\n", "", first, flags=re.M), "an error": first.replace("hindcast-record: 1", "hindcast-record: 9")}.items():
        place.put({"releases/0.md": "# Notes\n\nNo hindcast-record.\n", "releases/1.md": text})
        check(text != first, f"base: {what}")
        for command in ("gate --release", "release verify"):
            place.expect(2, "cannot be told: releases/1.md is", *command.split(), "releases/2.md")
        place.expect(0, "GO", "gate", "--release", "releases/2.md", "--diff", f"{tagged}..HEAD")
    (place.folder / "releases/1.md").unlink()
    place.expect(0, "GO", "gate", "--release", "releases/2.md")
    # A forger who seals is believed, as docs/releases.md says: a seal is no signature.
    place.put({"releases/1.md": first, "releases/0.md": sealed(short + "seal: x\n---\n\n# Release: nothing\n")})
    place.expect(0, "GO", "gate", "--release", "releases/2.md")


def paths_beside_commits_are_kept(within: pathlib.Path) -> None:
    """What the record shows as failed is never lost by what it forgot of the change."""
    toml = """[services.lift]
paths = ["lift/**"]
[services.env]
paths = ["env/**"]
[guards.order]
use = "deploy-order"
graph = "graph.txt"
order = "order.txt"
blocks = {by = "Ada", because = "twice"}
"""
    stale = "Is the environment in order?"
    place = Place(within, "beside", {"docs/lifts.md": postmortem("lifts", BRAKE, more="**Services**: lift\n"), "hindcast.toml": toml,
                             "docs/env.md": postmortem("env", stale + " (guard: order)", more="**Services**: env\n"),
                             "graph.txt": "treasury -> oracle\n", "order.txt": "treasury\noracle\n"})
    base = place.git("rev-parse", "HEAD")
    place.put({"lift/a": "1\n"})
    place.commit("two")
    place.run("release", "new", "r.md", "docs", "--diff", f"{base}..HEAD", "--paths", "env/p v.env")
    check("\npaths: env/p v.env\n" in place.text("r.md") and f"\nbase: {base}\n" in place.text("r.md"), f"beside: {place.text('r.md')}")
    place.run("release", "attest", "r.md", place.ids("r.md")[BRAKE], "--evidence", "x")
    place.expect(1, "NO GO  1 question of 2 blocks", "gate", "--release", "r.md", "docs")
    place.expect(0, "holds; 2 questions", "release", "verify", "r.md")
    place.expect(1, "stands in the way", "release", "close", "r.md")
    # Told less, by the command or by a record whose paths somebody took out: nobody can decide.
    place.expect(2, "give --paths 'env/p v.env' here, too", "gate", "--release", "r.md", "docs", "--diff", f"{base}..HEAD")
    place.expect(2, "give --paths 'env/p v.env' here, too", "release", "verify", "r.md", "--diff", f"{base}..HEAD")
    place.change("r.md", "paths: env/p v.env\n", "")
    for command in ("gate --release", "release verify"):
        place.expect(2, f"{place.ids('r.md')[stale]} (fail); give --paths 'env/p v.env' here, too", *command.split(), "r.md")
    place.expect(1, "NO GO", "gate", "--release", "r.md", "--diff", f"{base}..HEAD", "--paths", "env/p v.env")
    # Where it is asked no more, the record is told so by the command that the gate prints.
    place.git("checkout", "-q", "HEAD", ".")
    (place.folder / "r.md").unlink()
    place.run("release", "new", "r.md", "docs", "--diff", f"{base}..HEAD", "--paths", "env/p v.env")
    place.run("release", "attest", "r.md", place.ids("r.md")[BRAKE], "--evidence", "x")
    told = place.expect(2, "says so in the record", "gate", "--release", "r.md", "docs", "--diff", f"{base}..HEAD")
    place.run(*shlex.split(re.search(r"'hindcast (release new [^']+)'", " ".join(told.split()))[1]))
    place.expect(0, "GO  nothing blocks", "gate", "--release", "r.md", "docs")


def other_records_void_nothing(within: pathlib.Path) -> None:
    """Committing records, this one or others, leaves what was attested: gate, verify and close say the same."""
    place = Place(within, "others", {"docs/lifts.md": postmortem("lifts", BRAKE), "lift/a": "1\n"})
    for number in (1, 2):
        place.run("release", "new", f"releases/{number}.md", "docs")
    place.run("release", "attest", "releases/1.md", place.ids("releases/1.md")[BRAKE], "--evidence", "x")

    def say(go: bool) -> None:
        place.expect(0 if go else 1, "GO  nothing blocks" if go else "attested for another commit", "gate", "--release", "releases/1.md", "docs")

    place.commit("both records")
    say(True)
    place.expect(0, "holds", "release", "verify", "releases/1.md")
    place.run("release", "attest", "releases/2.md", place.ids("releases/2.md")[BRAKE], "--evidence", "y")
    place.commit("the second answered")
    say(True)
    # Brought up to date for the newest commit, its answers stay.
    before = place.text("releases/1.md")
    place.run("release", "new", "releases/1.md", "docs", "--commit", "HEAD")
    check(place.git("rev-parse", "HEAD") in place.text("releases/1.md"), "others: commit")
    say(True)
    place.expect(0, "holds", "release", "verify", "releases/1.md")
    place.put({"releases/1.md": before})
    kept = place.git("rev-parse", "HEAD")
    # What was or is no record, a link and a file that only looks like one are other changes.
    record = place.text("releases/2.md")
    for path, text in (("lift/a", "2\n"), ("lift/a.txt", record), ("docs/lifts.md", record), ("docs/note.md", "# Note\n"), ("deploy.sh", record)):
        place.put({path: text})
        place.commit("more")
        found = place.run("gate", "--release", "releases/1.md", "docs")
        check(found[0] != 0, f"others: {path}: {found}")
        place.git("reset", "-q", "--hard", kept)
    (place.folder / "docs/link.md").symlink_to("lifts.md")
    place.commit("link")
    say(False)
    place.git("reset", "-q", "--hard", kept)
    (place.folder / "releases/2.md").unlink()
    place.commit("a record less")
    say(True)
    place.expect(0, "released", "release", "close", "releases/1.md")
    place.commit("closed")
    say(True)
    place.expect(0, "holds", "release", "verify", "releases/1.md")


def nothing_outside_is_read(within: pathlib.Path) -> None:
    """Neither by a record's links nor by symbolic ones."""
    place = Place(within, "inside", {"docs/lifts.md": LIFTS, "more/doors.md": postmortem("doors", "Is the door shut?")})
    (within / "secret.md").write_text(postmortem("secret", "Is the SECRET kept?"))
    (place.folder / "docs/doors.md").symlink_to("../more/doors.md")
    place.commit("linked")
    place.run("release", "new", "r.md", "docs")
    honest = place.text("r.md")
    check("Is the door shut?" in honest, "inside: a link within the repository is followed")
    place.expect(0, "holds", "release", "verify", "r.md", "--documents", "docs")
    (place.folder / "docs/secret.md").symlink_to("../../secret.md")
    for command in (("gate", "docs"), ("gate", "--release", "r.md", "docs"), ("release", "verify", "r.md"), ("release", "new", "r2.md")):
        found = place.expect(2, "leads out of", *command)
        check("SECRET" not in found, f"inside: {command}: {found}")
    (place.folder / "docs/secret.md").unlink()
    place.put({"r.md": honest.replace("](docs/lifts.md#", "](../secret.md#").replace("documents: docs", 'documents: "../"')})
    for command in ("gate --release", "release verify", "release show", "release close", "release new"):
        found = place.run(*command.split(), "r.md")
        check(found[0] != 0 and "SECRET" not in found[1] and "leads out of the repository" in found[1], f"inside: {command}: {found}")


def typed_results_count_for_nothing(within: pathlib.Path) -> None:
    """Guards look again; what somebody typed of them is found."""
    toml = """[guards.order]
use = "deploy-order"
graph = "graph.txt"
order = "order.txt"
blocks = {by = "Ada", because = "twice"}
"""
    question = "Is the treasury last?"
    good, bad = "oracle\ntreasury\n", "treasury\noracle\n"
    place = Place(within, "typed", {"docs/order.md": postmortem("order", question + " (guard: order)", BRAKE),
                            "graph.txt": "treasury -> oracle\n", "order.txt": bad, "hindcast.toml": toml})
    place.run("release", "new", "r.md", "docs")
    guarded, brake = place.ids("r.md")[question], place.ids("r.md")[BRAKE]
    failed = place.text("r.md")
    check("**Result:** fail, order" in failed, failed)
    # A word against a guard that looked is refused, and not written.
    place.expect(2, "nobody's word overrules a guard", "release", "attest", "r.md", guarded, "--evidence", "x")
    check(place.text("r.md") == failed, "typed: it was written")
    place.run("release", "attest", "r.md", brake, "--evidence", "x")
    # Two words by hand.
    place.change("r.md", "**Result:** fail", "**Result:** pass")
    place.change("r.md", "**Verdict:** fail", "**Verdict:** pass")
    place.expect(1, "guard order says fail today, not pass", "release", "verify", "r.md")
    place.expect(1, "does not hold, and nothing was changed", "release", "close", "r.md")
    place.expect(2, "guards of 1 question did not look again: no guard was run", "release", "verify", "r.md", "--no-guards")

    # The honest record of a commit that is in order.
    place.put({"order.txt": good})
    (place.folder / "r.md").unlink()
    place.commit("in order")
    place.run("release", "new", "r.md", "docs")
    place.run("release", "attest", "r.md", brake, "--evidence", "x")
    honest = place.text("r.md")
    place.expect(0, "r.md: holds; 2 questions", "release", "verify", "r.md")
    forged = '- **Result:** pass, drill-fresh: "1 drill: fresh" (level built-in, may block, took 3 ms)\n'
    result = re.search(r"^- \*\*Result:\*\* pass, order.*$", honest, re.M)[0]
    of_brake = f"`{brake}` {BRAKE}\n\n"
    at = honest.index(of_brake)
    from_line = honest[at + len(of_brake):].split("\n")[0] + "\n"
    lies = {
        "it stops a release, though the record says that it does not": (from_line, from_line + "- **Blocks:** no\n"),
        "guard drill-fresh is bound to it by the record alone": (from_line, from_line + "- **Guard:** drill-fresh\n" + forged),
        "it is bound to it by the record alone": (from_line, from_line + forged),
        "guard order is bound to it, which the record leaves out": ("- **Guard:** order\n", ""),
        "says that it may not block, and it may": (result, result.replace("may block, ", "")),
        "is of another definition than it has today": (result, re.sub("definition [0-9a-f]{8}", "definition 00000000", result)),
        "says nothing of how it is defined": (result, re.sub("definition [0-9a-f]+, ", "", result)),
        "asks it, which the record leaves out": (from_line, ""),
    }
    for words, (before, after) in lies.items():
        check(before != after and before in honest, f"typed: no place for {words!r} in {honest}")
        (place.folder / "r.md").write_text(honest.replace(before, after, 1))
        place.expect(1, words, "release", "verify", "r.md")
        check(place.run("release", "close", "r.md", "--by", "Bo")[0] == 1, f"typed: closed though {words}")
    (place.folder / "r.md").write_text(honest)
    place.put({"hindcast.toml": toml.replace("order", "ordering", 1)})
    found = place.expect(1, "declares no [guards.order]", "release", "verify", "r.md")
    place.put({"hindcast.toml": toml})
    # Guards look at what is checked out, which must be what the record is about.
    place.put({"order.txt": bad})
    place.expect(2, "was changed and not committed: order.txt", "release", "verify", "r.md")
    place.expect(2, "was changed and not committed: order.txt", "release", "close", "r.md", "--by", "Bo")
    place.expect(0, "guards did not look at the commit that is recorded", "release", "new", "r2.md", "docs")
    place.git("checkout", "-q", "order.txt")
    os.utime(place.folder / "order.txt")  # touched, and as it was committed
    place.expect(0, "holds", "release", "verify", "r.md")
    (place.folder / "r2.md").unlink()
    check("did not look" not in place.run("release", "new", "r2.md", "docs")[1], "typed: guards looked at the commit")
    (place.folder / "r2.md").unlink()
    place.git("checkout", "-q", "--detach", "HEAD~1")
    place.expect(2, "is not what is checked out", "release", "verify", "r.md")
    place.git("checkout", "-q", "main")
    # Closed, and committed: the record is all that differs from its commit.
    place.expect(0, "released", "release", "close", "r.md", "--by", "Bo")
    place.commit("released")
    place.expect(0, "holds", "release", "verify", "r.md")
    place.put({"more.txt": "more\n"})
    place.commit("further")
    place.expect(2, "is not what is checked out", "release", "verify", "r.md")
    place.expect(0, "holds", "release", "verify", "r.md", "--trust-seals")
    # A forger who seals again still faces what hindcast.toml and the commit say.
    sealed = place.text("r.md")
    for words, (before, after) in lies.items():
        if words.endswith("does not") or "definition" in words or words.endswith("and it may"):
            (place.folder / "r.md").write_text(sealed.replace(before, after, 1))
            place.expect(1, words, "release", "verify", "r.md", "--trust-seals")
    dropped = re.sub(rf"### `{brake}`.*?(?=\n### |\Z)", "", sealed, flags=re.S)
    (place.folder / "r.md").write_text(dropped)
    place.expect(1, f"{brake} is asked today and is not in the record", "release", "verify", "r.md", "--trust-seals")


def no_record_gives_git_an_option(within: pathlib.Path) -> None:
    """What a record calls a commit reaches git only where it is one."""
    place = Place(within, "option", {"docs/lifts.md": LIFTS})
    place.run("release", "new", "r.md", "docs")
    honest, commit = place.text("r.md"), place.git("rev-parse", "HEAD")
    victim = within / "victim"
    for key in ("commit", "base"):
        for value in (f"--output={victim}", "-O", "HEAD", "main", "4be1c0", f"{commit} --output={victim}", "g" * 40):
            victim.write_text("mine\n")
            text = re.sub(r"^(commit|base): .*\n", "", honest, flags=re.M).replace("state: open\n", f'state: open\n{key}: "{value}"\n')
            line = text[:text.index(f"\n{key}: ")].count("\n") + 2
            for state in ("open", "released"):
                place.put({"r.md": text.replace("state: open", f"state: {state}")})
                for command in ("gate --release", "release verify", "release close", "release new"):
                    found = place.run(*command.split(), "r.md", *(["docs"] if command != "release close" and command != "release verify" else []))
                    check(found[0] in (1, 2), f"option: {command} with {key} {value!r}: {found}")
                    if command in ("gate --release", "release verify"):
                        check(f"r.md:{line}: " in found[1] and "is no commit" in found[1], f"option: {command}: no line: {found}")
                    check(victim.read_text() == "mine\n", f"option: {command} with {key} {value!r} wrote a file")
    # Nor does a word of the command line, or the commit that an answer was given for.
    place.put({"r.md": re.sub(r"(- \*\*Answer:\*\*) none", r"\1 attested\n- **By:** Bo\n- **When:** 2031-05-10\n- **Evidence:** x\n- **Commit:** --output=" + str(victim), honest)})
    for words in (("gate", "--release", "r.md", "docs"), ("release", "verify", "r.md")):
        place.run(*words)
    for option in ("--diff", "--commit", "--policy-from", "--base"):
        for value in (f"--output={victim}", f"--output={victim}..HEAD", f"HEAD..--output={victim}"):
            for command in ("gate", "release new r2.md"):
                found = place.run(*command.split(), "docs", f"{option}={value}")
                check(found[0] == 2, f"option: {command} {option}={value}: {found}")
    check(victim.read_text() == "mine\n", "option: the command line wrote a file")


def no_guard_is_taken_out_of_a_closed_record(within: pathlib.Path) -> None:
    """A new seal is no proof: where its guards have just looked at its own commit, they are believed."""
    question = "Is the treasury last?"
    place = Place(within, "taken-out", {"docs/order.md": postmortem("order", question + " (guard: order)"),
                                        "graph.txt": "treasury -> oracle\n", "order.txt": "oracle\ntreasury\n",
                                        "hindcast.toml": """[guards.order]
use = "deploy-order"
graph = "graph.txt"
order = "order.txt"
blocks = {by = "Ada", because = "twice"}
"""})

    def closed() -> str:
        (place.folder / "r.md").unlink(missing_ok=True)
        place.run("release", "new", "r.md", "docs")
        check("**Result:** " in place.text("r.md"), "taken out: no guard has run")
        place.run("release", "close", "r.md", "--by", "Bo")
        return place.text("r.md")

    honest = closed()
    check(sealed(honest) == honest and "state: released" in honest, f"taken out: the seal is another: {honest}")
    place.commit("released")
    place.expect(0, "r.md: holds", "release", "verify", "r.md")
    # The same words of a commit on which the guard fails.
    place.put({"order.txt": "treasury\noracle\n"})
    place.git("rm", "-q", "r.md")
    place.commit("out of order")
    commit = place.git("rev-parse", "HEAD")
    name = place.run("release", "new", "r.md", "docs") and place.ids("r.md")[question]
    place.expect(1, "guard order", "gate", "--release", "r.md", "docs")
    of_this = re.sub(r"^commit: .*$", f"commit: {commit}", honest, flags=re.M)
    answer = f"- **Verdict:** pass, attested\n- **Answer:** attested\n- **By:** Bo\n- **When:** 2031-05-10\n- **Commit:** {commit}\n- **Evidence:** run 12\n"
    bare = re.sub(r"^- \*\*(?:Guard|Result):\*\* .*\n", "", of_this, flags=re.M)
    attested = re.sub(r"^- \*\*Verdict:\*\* .*\n- \*\*Answer:\*\*.*\n", answer, bare, flags=re.M)
    kept = re.sub(r"^- \*\*Result:\*\* .*\n", "", attested.replace(answer, "- **Guard:** order\n" + answer), flags=re.M)
    for what, forged in (("its guard and result", attested), ("its result", kept), ("nothing", of_this)):
        place.put({"r.md": sealed(forged)})
        place.commit("forged")
        for more in ((), ("--trust-seals",)):
            found = place.expect(1, "problem: " + name, "release", "verify", "r.md", *more)
            check("was changed after" not in found and "verdict is" not in found, f"taken out: {what}: {found}")
        place.git("reset", "-q", "--hard", commit)
    # What was bound since, by another policy, is no forgery.
    place.git("checkout", "-q", "--detach", "HEAD~1")
    place.put({"hindcast.toml": place.text("hindcast.toml").replace('"twice"', '"thrice"')})
    place.expect(0, "holds", "release", "verify", "r.md", "--trust-seals")
    place.git("checkout", "-q", "-f", "main")


def a_folder_leaves_no_record_out(within: pathlib.Path) -> None:
    """A record that is verified by its name is verified by its folder's, however it is written."""
    place = Place(within, "folder", {"docs/lifts.md": LIFTS})
    place.run("release", "new", "releases/1.md", "docs")
    place.run("release", "not-applicable", "releases/1.md", *place.ids("releases/1.md").values(), "--by", "Bo", "--reason", "so")
    honest = place.text("releases/1.md")
    (place.folder / "releases/1.md").unlink()
    key = "hindcast-record: 1\n"
    toml = "+++\n" + "".join(f'{name} = {json.dumps(value)}\n' for name, value in re.findall(r"^([a-z-]+): (.*)$", honest.split("---")[1], re.M)) + "+++" + honest.split("---", 2)[2]
    written = {"plain": honest, "mark": "\ufeff" + honest, "quoted": honest.replace(key, '"hindcast-record": 1\n'), "single": honest.replace(key, "'hindcast-record': 1\n"),
               "escaped": honest.replace(key, '"hindcast\\x2drecord": 1\n'), "commented": honest.replace(key, "# " + "x" * 70_000 + "\n" + key),
               "blank": "\n\n" + honest, "crlf": honest.replace("\n", "\r\n"), "toml": toml, "toml-escaped": toml.replace("hindcast-record", '"hindcast\\u002drecord"'),
               "template-9": honest, "spaced": honest.replace(key, "hindcast-record : 1\n")}
    for name, text in written.items():
        path = f"releases/{name}.md"
        place.put({"releases/ok.md": honest.replace("# Release: ", "# Release: ok "), path: text})
        alone = place.run("release", "verify", path)
        check("is no release record" not in alone[1], f"folder: {name} is none: {alone}")
        found = place.run("release", "verify", "releases")
        check(f"{path}: " in found[1] and found[0] == alone[0], f"folder: {name}: {found}, alone {alone}")
        broken = text.replace("not applicable", "attested")
        check(broken != text, f"folder: {name} has no answer")
        place.put({path: broken})
        place.expect(1, f"{path}:", "release", "verify", "releases")
        (place.folder / path).unlink()
    # What means to be one and nobody understands.
    for name, text in {"flow": "---\n{hindcast-record: 1, kind: release}\n---\n", "indented": "---\n hindcast-record: 1\n---\n", "upper": "---\nHindcast-Record: 1\n---\n",
                       "question": "---\n? hindcast-record\n: 1\n---\n"}.items():
        place.put({f"releases/{name}.md": text})
        place.expect(2, f"releases/{name}.md:1: this is no release record", "release", "verify", "releases")
        (place.folder / f"releases/{name}.md").unlink()
    # And nothing else in it.
    for name, text in {"notes": "# Notes\n\nhindcast-record: 1\n", "title": "---\ntitle: a \\ and the hindcast-record\n---\n\nhindcast-record: 1\n"}.items():
        place.put({f"releases/{name}.md": text})
    found = place.expect(0, "releases/ok.md: holds", "release", "verify", "releases")
    check("notes" not in found and "title" not in found, f"folder: {found}")


def every_hint_works(within: pathlib.Path) -> None:
    """What the gate prints behind "answer it:" is taken as it stands, and the answer counts."""
    toml = """[services.pay]
paths = ["pay/**"]
[guards.order]
use = "deploy-order"
graph = "graph.txt"
order = "order.txt"
blocks = {by = "Ada", because = "twice"}
"""
    words = {"LINK": "https://ci.example/12", "WHO": "Greta", "WHY": "'one of a kind'", "DAY": "2031-06-01"}
    place = Place(within, "hints", {"docs/2031-03-01-order.md": postmortem("order", "Is the treasury last? (guard: order)", BRAKE, more="**Services**: pay\n"),
                                    "graph.txt": "treasury -> oracle\n", "order.txt": "treasury\noracle\n", "hindcast.toml": toml})
    base = place.git("rev-parse", "HEAD")
    place.put({"pay/it's.go": "one\n"})
    place.commit("two")

    def go(what: str, *command: str, hints: int) -> None:
        found = place.expect(1, "NO GO", "gate", *command)
        told = [re.sub(r"\b(LINK|WHO|WHY|DAY)\b", lambda one: words[one[0]], line) for line in re.findall(r"answer it: (.+)", found)]
        report = json.loads(subprocess.run([PROGRAM, "gate", *command, "--format", "json"], cwd=place.folder, env=place.environment, capture_output=True).stdout)
        check(len(told) == hints == len([one for one in report["questions"] if one.get("blocks")]), f"hints: {what}: {found}")
        for line in told:
            done = subprocess.run(["sh", "-c", line], cwd=place.folder, env=place.environment, capture_output=True, text=True)
            check(done.returncode == 0, f"hints: {what}: {line}: {done.stdout}{done.stderr}")
        place.expect(0, "GO  nothing blocks", "gate", *command)

    record = "releases/of may/it's.md"
    place.run("release", "new", record, "docs", "--diff", f"{base}..HEAD")
    go("as it was begun", "--release", record, "docs", hints=2)
    place.put({"pay/it's.go": "two\n"})
    place.commit("three")
    go("after another commit", "--release", record, "docs", hints=1)
    place.put({"pay/it's.go": "three\n"})
    place.commit("four")
    go("after another commit, by a diff", "--release", record, "--diff", f"{base}..HEAD", "docs", hints=1)
    place.put({"docs/more.md": postmortem("more", "Is the till counted?", more="**Services**: pay\n")})
    go("after a question came", "--release", record, "docs", hints=1)
    place.commit("five")
    go("of another change", "--release", record, "--services", "pay", "docs", hints=2)
    place.commit("records")
    place.expect(0, "released", "release", "close", record, "--services", "pay", "--documents", "docs", "--by", "Bo")
    place.put({"docs/last.md": postmortem("last", "Is the door shut?", more="**Services**: pay\n")})
    found = place.expect(1, "NO GO", "gate", "--release", record, "--services", "pay", "docs")
    check("the record is closed; begin another: hindcast release new RELEASE.md docs --services pay" in found and "release attest" not in found, f"hints: of a closed record: {found}")


with tempfile.TemporaryDirectory(prefix="hindcast-holes-") as made:
    for part in (by_and_four_eyes, slips_are_named, nothing_outside_is_read, no_record_narrows_the_questions, no_record_moves_its_base, other_records_void_nothing, paths_beside_commits_are_kept, typed_results_count_for_nothing,
                 every_hint_works, no_record_gives_git_an_option,
                 no_guard_is_taken_out_of_a_closed_record, a_folder_leaves_no_record_out):
        try:
            part(pathlib.Path(made))
        except (OSError, KeyError, ValueError, TypeError) as failure:  # what a record lacks is a finding like others
            problems.append(f"{part.__name__}: {failure!r}")
print("\n".join(problems) or f"release holes: {checks} checks, none open")
sys.exit(1 if problems else 0)
