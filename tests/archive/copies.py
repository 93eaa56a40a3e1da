#!/usr/bin/env python3
"""Proofs that backup, restore, export and import are whole or not at all, with strace in the part of the outside world.

    tests/archive/copies.py HINDCAST [--every N] [--only COMMAND]

Each is killed at a system call that writes, or that call fails with an I/O error or a full disk. Afterwards the archive
is whole and holds what it held or what it shall hold; a copy that has its name is whole; what a restore displaced is
kept; and the same command succeeds. Every call is tried, or --every N-th. Exit 77: skipped, strace may not trace here.
"""
import argparse, collections, os, pathlib, re, shutil, subprocess, sys, tempfile

WRITING = "pwrite64,write,fdatasync,fsync,ftruncate,unlink,mkdir,rename,renameat2,syncfs"
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0", "LC_ALL": "C", "HINDCAST_ACTOR": "ada"}
parser = argparse.ArgumentParser()
parser.add_argument("hindcast", type=lambda path: pathlib.Path(path).resolve())
parser.add_argument("--every", type=int, default=1)
parser.add_argument("--only", choices=("backup", "restore", "export", "import"))
options = parser.parse_args()


def run(root: pathlib.Path, *words: str, inject: str = "") -> subprocess.CompletedProcess:
    traced = ["strace", "-f", "-qq", "-o", str(root.parent / "trace"), "-e", f"trace={WRITING}"] if inject else []
    if inject not in ("", "nothing"):
        traced += ["-e", f"inject={inject}"]
    return subprocess.run([*traced, str(options.hindcast), *words], cwd=root, capture_output=True, text=True,
                          env=ENVIRONMENT, timeout=120)


def events_in(root: pathlib.Path) -> int:
    """How many the archive of `root` tells; 0 when there is none, -1 when it is not whole."""
    done = run(root, "verify")
    if "there is no archive" in done.stderr:
        return 0
    told = re.match(r"The archive is whole: \d+ documents?, (\d+) events?[.;]", done.stdout)
    return int(told[1]) if told else -1


def outage(title: str, action: str) -> str:
    return f"# Postmortem: {title}\n\n{title} was down.\n\n## Action items\n\n- [ ] {action}\n"


class Place:
    """A team with an archive, a backup and an export of its first days, and an empty folder beside it."""

    def __enter__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="hindcast-copies-"))
        self.root, self.empty = self.home / "team", self.home / "empty"
        for folder in (self.root, self.empty):
            folder.mkdir()
            (folder / ".git").mkdir()  # an archive has its root here
        for name in ("till", "shop"):
            (self.root / f"{name}.md").write_text(outage(name, f"Rotate the keys of {name}"))
        for words in (["sync"], ["backup", "../first.db"], ["export", "../first"]):
            run(self.root, *words).check_returncode()
        self.first = events_in(self.root)
        (self.root / "shop.md").write_text(outage("shop", "Rotate all the keys of shop"))
        run(self.root, "sync").check_returncode()
        self.last = events_in(self.root)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home)

    def events_of(self, *words: str) -> int:
        """Those of a copy, as a folder of its own has them."""
        other = pathlib.Path(tempfile.mkdtemp(dir=self.home))
        (other / ".git").mkdir()
        return events_in(other) if run(other, *words).returncode == 0 else -1


def after_backup(place: Place, done: bool) -> list[str]:
    has_copy = (place.home / "copy.db").exists()
    found = [] if events_in(place.root) == place.last else ["the archive is not what it was"]
    if done and not has_copy:
        found.append("said that all was done, and there is no backup")
    if has_copy and place.events_of("restore", str(place.home / "copy.db")) != place.last:
        found.append("the backup is not whole")
    if run(place.root, "backup", "../copy.db", "--force").returncode:
        found.append("no second backup is made")
    return found


def after_restore(place: Place, done: bool) -> list[str]:
    now = events_in(place.root)
    found = [] if now in (place.first, place.last) else [f"the archive tells {now} events"]
    if done and now != place.first:
        found.append("said that all was done, and the archive is the old one")
    kept = [path for path in (place.root / ".hindcast").glob("archive.db.before-restore-*") if "Z." not in path.name]
    if now == place.first and [place.events_of("restore", str(path)) for path in kept] != [place.last]:
        found.append(f"what was there is not kept: {[path.name for path in kept]}")
    if run(place.root, "restore", "../first.db").returncode or events_in(place.root) != place.first:
        found.append("a second restore does not succeed")
    return found


def after_export(place: Place, done: bool) -> list[str]:
    has_copy = (place.home / "copy").exists()
    found = [] if events_in(place.root) == place.last else ["the archive is not what it was"]
    if done and not has_copy:
        found.append("said that all was done, and there is no export")
    if not has_copy and run(place.root, "export", "../copy").returncode:
        found.append("a second export does not succeed")
    if place.events_of("import", str(place.home / "copy")) != place.last:
        found.append("the export is not whole")
    return found


def after_import(place: Place, done: bool) -> list[str]:
    now = events_in(place.empty)
    found = [] if now in (0, place.first) else [f"the archive tells {now} events"]
    if done and now != place.first:
        found.append("said that all was done, and the archive is empty")
    again = run(place.empty, "import", "../first")
    if again.returncode and not (now == place.first and "has begun already" in again.stderr):
        found.append(f"a second import says {again.stderr.strip()}")
    if events_in(place.empty) != place.first:
        found.append("the archive is not what was exported")
    return found


COMMANDS = {  # what is run, where, and what is looked at afterwards
    "backup": (["backup", "../copy.db"], "root", after_backup),
    "restore": (["restore", "../first.db"], "root", after_restore),
    "export": (["export", "../copy"], "root", after_export),
    "import": (["import", "../first"], "empty", after_import),
}


def calls_of(command: str) -> list[tuple[str, int]]:
    """Which calls of the main thread write: the n-th of each name."""
    words, where, after = COMMANDS[command]
    with Place() as place:
        done = run(getattr(place, where), *words, inject="nothing")
        if done.returncode:
            print(f"skipped: strace does not trace here: {done.stderr.strip()[:200]}")
            sys.exit(77)
        trace, counts, calls = (place.home / "trace").read_text(), collections.Counter(), []
        main = trace.split(maxsplit=1)[0]
        for name in re.findall(r"^%s +(\w+)\(" % main, trace, re.M):
            counts[name] += 1
            calls.append((name, counts[name]))
        problems.extend(f"{command}, undisturbed: {problem}" for problem in after(place, True))
        return calls


problems, tried = [], 0
for command in [options.only] if options.only else COMMANDS:
    words, where, after = COMMANDS[command]
    calls = calls_of(command)
    if len(calls) < 15:
        problems.append(f"{command} makes {len(calls)} calls that write")
    for fault in ("signal=KILL", "error=EIO", "error=ENOSPC"):
        for name, nth in calls[::options.every]:
            with Place() as place:
                done = run(getattr(place, where), *words, inject=f"{name}:{fault}:when={nth}")
                tried += 1
                if fault != "signal=KILL" and done.returncode not in (0, 2):
                    problems.append(f"{command}, {fault} at {name} {nth}: exit status {done.returncode}")
                problems += [f"{command}, {fault} at {name} {nth}: {problem}" for problem in after(place, done.returncode == 0)]
print("\n".join(problems) or f"copies: {tried} disturbed, each whole or not at all")
sys.exit(1 if problems else 0)
