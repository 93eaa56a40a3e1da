#!/usr/bin/env python3
"""Proofs that a sync or an edit is whole or not at all, with strace in the part of the outside world.

    tests/archive/proofs.py killed  HINDCAST   kill -9 at system calls that write, or (--all-calls) at every one
    tests/archive/proofs.py failing HINDCAST   such a call fails: I/O error, disk full
    tests/archive/proofs.py together HINDCAST  two syncs and an edit at once, and three that read

After each, the documents are as before or as they shall be, the archive is whole and tells all of the command or
nothing of it, and the next sync brings it to where an undisturbed one does. --command says which command is
disturbed. Every call is tried, or --every N-th. Exit 77: skipped, because strace may not trace here.
A power cut is another matter (power_cuts.cpp): what was written and not synced is still there after kill -9.
"""
import argparse, collections, os, pathlib, re, shutil, subprocess, sys, tempfile, time

WRITING = ("pwrite64 write fdatasync fsync ftruncate unlink unlinkat mkdir mkdirat rename renameat renameat2 link linkat "
           "fchmod fchown fsetxattr futimens utimensat flock").split()
NEVER = {"execve", "exit", "exit_group", "rt_sigreturn", "clone", "clone3", "vfork"}  # or not ours to fail
BUSY_SECONDS = 12  # the longest wait for another program, and a little
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0", "LC_ALL": "C", "HINDCAST_ACTOR": "ada"}
parser = argparse.ArgumentParser()
parser.add_argument("proof", choices=("killed", "failing", "together"))
parser.add_argument("hindcast", type=lambda path: pathlib.Path(path).resolve())
parser.add_argument("--command", choices=("sync", "set"), default="sync")
parser.add_argument("--every", type=int, default=1)
parser.add_argument("--all-calls", action="store_true")
options = parser.parse_args()
COMMANDS = {"sync": ["sync"], "set": ["set", "tills.md:7", "state=done"]}
COMMAND = COMMANDS[options.command]


def outage(title: str, *actions: str) -> str:
    lines = "".join(f"- [ ] {action}\n" for action in actions)
    return f"# Postmortem: {title}\n\n{title} was down, and {title} came back.\n\n## Action items\n\n{lines}"


def before(root: pathlib.Path) -> None:
    for name in ("ledger", "shop", "search", "tills"):
        (root / f"{name}.md").write_text(outage(name, f"Rotate the keys of {name}", f"Alert on {name}"))


def change(root: pathlib.Path) -> None:
    """A document of each fate, and an item that goes from one to another."""
    (root / "ledger.md").write_text(outage("ledger", "Alert on ledger, twice"))
    (root / "shop.md").rename(root / "store.md")
    (root / "search.md").unlink()
    (root / "mail.md").write_text(outage("mail", "Rotate the keys of ledger", "Buy stamps"))


def hindcast(root: pathlib.Path, *words: str, inject: str = "") -> subprocess.CompletedProcess:
    calls = "all" if options.all_calls else ",".join("?" + call for call in WRITING)
    traced = ["strace", "-f", "-qq", "-o", str(root.parent / "trace"), "-e", f"trace={calls}"] if inject else []
    if inject not in ("", "nothing"):
        traced += ["-e", f"inject={inject}"]
    return subprocess.run([*traced, str(options.hindcast), *words], cwd=root, capture_output=True, text=True,
                          env=ENVIRONMENT, timeout=120)


class Team:
    def __enter__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="hindcast-archive-"))
        self.root = self.home / "team"
        self.root.mkdir()
        before(self.root)
        hindcast(self.root, "sync").check_returncode()
        if options.command == "sync" or options.proof == "together":
            change(self.root)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home)

    def events(self) -> int:
        """How many the archive tells; -1 when it is not whole."""
        done = hindcast(self.root, "verify")
        told = re.match(r"The archive is whole: \d+ documents?, (\d+) events?[.;]", done.stdout)
        return int(told[1]) if told else -1


    def documents(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in sorted(self.root.glob("*.md"))}


def undisturbed() -> tuple[list[int], list[dict[str, str]], list[tuple[str, int]]]:
    """Events and documents before and after, and which calls come between: the n-th of each name."""
    with Team() as team:
        events, documents = [team.events()], [team.documents()]
        done = hindcast(team.root, *COMMAND, inject="nothing")
        if done.returncode:
            print(f"skipped: strace does not trace here: {done.stderr.strip()[:200]}")
            sys.exit(77)
        trace = (team.home / "trace").read_text()
        main = trace.split(maxsplit=1)[0]  # strace counts in each thread, and the main one alone writes
        calls, counts = [], collections.Counter()
        for name in re.findall(r"^%s +(\w+)\(" % main, trace, re.M):
            counts[name] += 1
            if name not in NEVER:
                calls.append((name, counts[name]))
        return [*events, team.events()], [*documents, team.documents()], calls


def together(last: int) -> list[str]:
    """Every program does what it was asked, and one of the two that sync finds nothing left to do."""
    found = []
    for _ in range(5):
        with Team() as team:
            words = [["sync"], ["verify"], ["log", "tills"], COMMANDS["set"], ["sync"], ["log", "ledger"]]
            began = time.monotonic()
            runs = [subprocess.Popen([str(options.hindcast), *each], cwd=team.root, env=ENVIRONMENT, text=True,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for each in words]
            for each, run in zip(words, runs):
                said = run.communicate(timeout=60)[0]
                if run.returncode:
                    found.append(f"{each}: exit status {run.returncode}: {said.strip()}")
            if time.monotonic() - began > BUSY_SECONDS:
                found.append(f"somebody waited {time.monotonic() - began:.0f} s")
            if "- [x] Rotate the keys of tills" not in team.documents()["tills.md"]:
                found.append("the edit is not in its document")
            if team.events() != last + 2:  # a revision, and a state
                found.append(f"two syncs and an edit tell {team.events()} events, one sync tells {last}")
    return found


def disturbed(fault: str, name: str, nth: int) -> tuple[int, list[str]]:
    """One command in which one call is disturbed: the events then, and what is wrong."""
    found = []
    with Team() as team:
        done = hindcast(team.root, *COMMAND, inject=f"{name}:{fault}:when={nth}")
        now, written = team.events(), team.documents()
        if now not in events:
            found.append(f"{now} events, not one of {events}")
        if written not in documents:
            found.append("a document is neither as before nor as it shall be")
        if done.returncode == 0 and (now, written) != (events[-1], documents[-1]):
            found.append(f"said that all was done, and tells {now} events")
        if options.proof == "failing" and done.returncode not in (0, 2):
            found.append(f"exit status {done.returncode}")
        if now > events[0] and written != documents[-1]:
            found.append("the archive tells of what the document does not say")
        again = hindcast(team.root, "sync")
        if again.returncode or team.events() != events[documents.index(written) if options.command == "set" else -1]:
            found.append(f"the next sync says {again.stderr.strip()} and tells {team.events()} events")
        again = hindcast(team.root, *COMMAND)
        if again.returncode or (team.events(), team.documents()) != (events[-1], documents[-1]):
            found.append(f"the same command again says {again.stderr.strip()} and tells {team.events()} events")
        left = [path.name for path in team.root.iterdir() if path.name.startswith(".hindcast-")]
        if left:
            found.append(f"{left} is left")
    return now, [f"{fault} at {name} {nth}: {problem}" for problem in found]


events, documents, calls = undisturbed()
if options.proof == "together":
    problems = together(events[-1])
    print("\n".join(problems) or "together: five rounds of two syncs, an edit and three that read")
    sys.exit(1 if problems else 0)
problems, tried, seen = [], 0, set()
if not 0 < events[0] < events[-1] or len(calls) < 20:
    problems.append(f"undisturbed it tells {events} events, with {len(calls)} calls")
for fault in ["signal=KILL"] if options.proof == "killed" else ["error=EIO", "error=ENOSPC"]:
    for name, nth in calls[::options.every]:
        now, found = disturbed(fault, name, nth)
        problems += found
        tried += 1
        seen.add(now)
if seen != set(events):
    problems.append(f"no fault came before the change, or none behind it: {seen}")
print("\n".join(problems) or f"{options.proof}: {tried} of {options.command}, each whole or not at all")
sys.exit(1 if problems else 0)
