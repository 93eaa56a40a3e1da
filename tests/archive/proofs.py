#!/usr/bin/env python3
"""Proofs that a sync is whole or not at all, with strace in the part of the outside world.

    tests/archive/proofs.py killed  HINDCAST   kill -9 at system calls that write
    tests/archive/proofs.py failing HINDCAST   such a call fails: I/O error, disk full
    tests/archive/proofs.py together HINDCAST  two at once, and three that read

After each, the archive is whole and tells all of the sync or nothing of it, and the next sync brings it to where
an undisturbed one does. Every call is tried, or --every N-th. Exit 77: skipped, because strace may not trace here.
A power cut is another matter: what was written and not synced is still there after kill -9.
"""
import argparse, os, pathlib, re, shutil, subprocess, sys, tempfile

WRITING = "pwrite64,write,fdatasync,fsync,ftruncate,unlink,mkdir,rename"
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0", "LC_ALL": "C", "HINDCAST_ACTOR": "ada"}
parser = argparse.ArgumentParser()
parser.add_argument("proof", choices=("killed", "failing", "together"))
parser.add_argument("hindcast", type=lambda path: pathlib.Path(path).resolve())
parser.add_argument("--every", type=int, default=1)
options = parser.parse_args()


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
    traced = ["strace", "-f", "-qq", "-o", str(root.parent / "trace"), "-e", f"trace={WRITING}"] if inject else []
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
        change(self.root)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home)

    def events(self) -> int:
        """How many the archive tells; -1 when it is not whole."""
        done = hindcast(self.root, "verify")
        told = re.match(r"The archive is whole: \d+ documents?, (\d+) events?\.", done.stdout)
        return int(told[1]) if told else -1


def undisturbed() -> tuple[int, int, int]:
    """Events before and after, and how many calls write between."""
    with Team() as team:
        first = team.events()
        done = hindcast(team.root, "sync", inject="nothing")
        if done.returncode:
            print(f"skipped: strace does not trace here: {done.stderr.strip()[:200]}")
            sys.exit(77)
        calls = re.findall(r"^\d+ +(?:%s)\(" % WRITING.replace(",", "|"), (team.home / "trace").read_text(), re.M)
        return first, team.events(), len(calls)


def together(last: int) -> list[str]:
    """Every program does what it was asked, and one of the two that sync finds nothing left to do."""
    found = []
    for _ in range(5):
        with Team() as team:
            words = [["sync"], ["verify"], ["log", "tills"], ["sync"], ["verify"]]
            runs = [subprocess.Popen([str(options.hindcast), *each], cwd=team.root, env=ENVIRONMENT, text=True,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for each in words]
            for each, run in zip(words, runs):
                said = run.communicate(timeout=60)[0]
                if run.returncode:
                    found.append(f"{each}: exit status {run.returncode}: {said.strip()}")
            if team.events() != last:
                found.append(f"two syncs tell {team.events()} events, one tells {last}")
    return found


first, last, calls = undisturbed()
problems, tried, seen = [], 0, set()
if not 0 < first < last or calls < 20:
    problems.append(f"the undisturbed sync tells {first}, then {last} events, with {calls} calls")
faults = ["signal=KILL"] if options.proof == "killed" else ["error=EIO", "error=ENOSPC"]
if options.proof == "together":
    problems += together(last)
    print("\n".join(problems) or "together: five rounds of two that write and three that read")
    sys.exit(1 if problems else 0)
for fault in faults:
    for nth in range(1, calls + 1, options.every):
        with Team() as team:
            done = hindcast(team.root, "sync", inject=f"{WRITING}:{fault}:when={nth}")
            now, tried = team.events(), tried + 1
            seen.add(now)
            at = f"{fault} at call {nth}"
            if now not in (first, last):
                problems.append(f"{at}: {now} events, not {first} or {last}")
            if done.returncode == 0 and now != last:
                problems.append(f"{at}: said that all was done, and tells {now} events")
            if options.proof == "failing" and done.returncode not in (0, 2):
                problems.append(f"{at}: exit status {done.returncode}")
            again = hindcast(team.root, "sync")
            if again.returncode or team.events() != last:
                problems.append(f"{at}: the next sync says {again.stderr.strip()} and tells {team.events()} events")
if seen != {first, last}:
    problems.append(f"no fault came before the change, or none behind it: {seen}")
print("\n".join(problems) or f"{options.proof}: {tried} syncs, each whole or not at all")
sys.exit(1 if problems else 0)
