#!/usr/bin/env python3
"""A release record is whole or not at all, whenever the program that writes it is killed.

    tests/releases_test.py build/dev/hindcast

Also: `release verify` finds what only the repository can tell.

`release new` and `release attest` are killed at every system call that writes, names or makes durable. Afterwards the
record is not there, or it is the old or the new one, byte for byte; the next command does the rest and leaves nothing
beside it. A writer that writes in two pieces must be caught. Exit 77: skipped, because strace may not trace here.
"""
import os, pathlib, shutil, subprocess, sys, tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
CALLS = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "linkat", "renameat2", "unlinkat", "unlink", "close")
KILLS_MAX = 400  # of one kind of call: far more than any run has
LESSON = """# Postmortem: lifts stood still

**Date**: 2024-01-22

## Pre-release checklist

- [ ] Is the brake tested?
- [ ] Can it be taken back?
"""
ENVIRONMENT = {**os.environ, "HINDCAST_NOW": "2024-03-10", "LC_ALL": "C", "ASAN_OPTIONS": "detect_leaks=0"}
NEW = [str(PROGRAM), "release", "new", "r.md", "lifts.md", "--title", "lift 2"]
# A writer of the kind that this test is there to catch.
CARELESS = ["sh", "-c", "printf 'first half, ' > r.md; printf 'second half' >> r.md"]
problems, killed = [], 0


def run(command: list[str], folder: pathlib.Path, inject: str = "") -> subprocess.CompletedProcess:
    words = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject={inject}", *command] if inject else command
    return subprocess.run(words, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)


def begun(before: str | None) -> pathlib.Path:
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hindcast-releases-"))
    (folder / ".git").mkdir()
    (folder / "lifts.md").write_text(LESSON)
    if before is not None:
        (folder / "r.md").write_text(before)
    return folder


def record(folder: pathlib.Path) -> str | None:
    return (folder / "r.md").read_text() if (folder / "r.md").exists() else None


def litter(folder: pathlib.Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name not in ("r.md", "lifts.md", ".git"))


def after(command: list[str], before: str | None) -> str:
    folder = begun(before)
    done = run(command, folder)
    text = record(folder)
    shutil.rmtree(folder)
    if done.returncode or text is None or text == before:
        sys.exit(f"{command}: exit {done.returncode}: {done.stderr}")
    return text


def kill_everywhere(command: list[str], before: str | None, calls=CALLS) -> list[str]:
    """What was wrong after each death."""
    global killed
    wanted, wrong = after(command, before), []
    for call in calls:
        for number in range(1, KILLS_MAX):
            folder = begun(before)
            try:
                done = run(command, folder, f"{call}:signal=KILL:when={number}")
                if done.returncode == 0:
                    break
                killed += 1
                text, name = record(folder), f"killed at {call} {number}"
                if text not in (before, wanted):
                    wrong.append(f"{name}: half a record: {str(text)[:60]!r}")
                again = run(command, folder)
                if again.returncode and text != wanted:
                    wrong.append(f"{name}: then exit {again.returncode}: {again.stderr[:200]}")
                if record(folder) != wanted or litter(folder):
                    wrong.append(f"{name}: then {str(record(folder))[:60]!r} beside {litter(folder)}")
            finally:
                shutil.rmtree(folder)
    return wrong


probe = begun(None)
traces = shutil.which("strace") and run(["true"], probe, "close:error=EIO:when=999").returncode == 0
shutil.rmtree(probe)
if not traces:
    print("skipped: strace does not trace here")
    sys.exit(77)

problems += [f"new: {one}" for one in kill_everywhere(NEW, None)]
text = after(NEW, None)
question = text.split("### `", 1)[1].split("`", 1)[0]
ATTEST = [str(PROGRAM), "release", "attest", "r.md", question, "--by", "Ada", "--evidence", "run 12"]
problems += [f"attest: {one}" for one in kill_everywhere(ATTEST, text)]
if killed < 10:
    problems.append(f"killed {killed} times: hardly a proof")
if not kill_everywhere(CARELESS, None, ("write",)):
    problems.append("a writer that writes in two pieces was not caught")
def git(folder: pathlib.Path, *words: str) -> str:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    return subprocess.run(["git", *identity, *words], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True,
                          check=True).stdout.strip()


def verified(folder: pathlib.Path) -> tuple[int, str]:
    done = run([str(PROGRAM), "release", "verify", "r.md"], folder)
    return done.returncode, done.stdout + done.stderr


def lies_are_found() -> None:
    """What only the repository can tell: commits, the policy, documents as they were."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hindcast-releases-"))
    (folder / "lifts.md").write_text(LESSON)
    (folder / "hindcast.toml").write_text('[gate]\nmode = "enforcing"\n')
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    run(NEW, folder)
    begun_text, head = record(folder), git(folder, "rev-parse", "HEAD")

    def expect(what: str, status: int, words: str) -> None:
        found = verified(folder)
        if found[0] != status or words not in found[1]:
            problems.append(f"verify, {what}: wanted {status} and {words!r}, got {found}")

    expect("as it was begun", 0, "holds; 2 questions, 2 quoted sentences")
    (folder / "r.md").write_text(begun_text.replace(head, "0" * 40))
    expect("a commit that nobody has", 1, "is in no repository here")
    (folder / "r.md").write_text(begun_text.replace(head, head[:12]))
    expect("a commit that is not written in full", 1, "is not written in full")
    (folder / "r.md").write_text(begun_text)
    (folder / "hindcast.toml").write_text('[gate]\nmode = "advisory"\n')
    expect("another policy", 1, "hindcast.toml has changed since")
    git(folder, "checkout", "-q", "hindcast.toml")
    (folder / "lifts.md").write_text(LESSON.replace("the brake", "each brake"))
    expect("a question that came", 1, "is asked today and is not in the record")
    if "says otherwise" in verified(folder)[1]:
        problems.append("verify: the commit still says what the record quotes")
    (folder / "r.md").write_text(begun_text.replace('"Is the brake', '"Is no brake'))
    expect("a sentence that nobody ever wrote", 1, "lifts.md does not ask")
    shutil.rmtree(folder)


lies_are_found()
print("\n".join(problems) or f"releases: killed {killed} times, every record whole")
sys.exit(1 if problems else 0)
