#!/usr/bin/env python3
"""Ctrl-C at random moments of a sync, and the line on a terminal that says how far it is.

    tests/archive/interrupted.py HINDCAST [--rounds N] [--seed N]

After each the archive is whole, what the sync said is what it recorded, and going on brings all of it. The program
dies of the signal, as a shell wants to see it. The line is drawn on a terminal alone.
"""
import argparse, os, pathlib, pty, random, re, select, shutil, signal, subprocess, sys, tempfile, time

parser = argparse.ArgumentParser()
parser.add_argument("hindcast", type=lambda path: pathlib.Path(path).resolve())
parser.add_argument("--rounds", type=int, default=8)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
# The sanitized build takes a while to begin with.
ENVIRONMENT = {**{key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR")}, "TERM": "xterm",
               "ASAN_OPTIONS": "detect_leaks=0", "LC_ALL": "C.UTF-8", "HINDCAST_ACTOR": "ada"}
DOCUMENTS, SECTIONS = 1200, 60
problems: list[str] = []


def check(holds: bool, what: str) -> None:
    if not holds:
        problems.append(what)


def write_documents(root: pathlib.Path) -> None:
    for n in range(DOCUMENTS):
        body = "".join(f"## Part {n}-{i}\n\nThe till {n} of shop {i} stood still, and came back.\n\n" for i in range(SECTIONS))
        text = f"# Postmortem: till {n}\n\n{body}## Action items\n\n- [ ] Mend till {n}\n"
        (root / f"d{n % 40}").mkdir(exist_ok=True)
        (root / f"d{n % 40}" / f"{n}.md").write_text(text)


def hindcast(root: pathlib.Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([str(options.hindcast), *words], cwd=root, capture_output=True, text=True, env=ENVIRONMENT,
                          timeout=300)


def events(root: pathlib.Path) -> int:
    """How many the archive tells; -1 when it is not whole."""
    if not (root / ".hindcast" / "archive.db").exists():
        return 0
    verified = hindcast(root, "verify")
    if "is empty: there is no archive in it" in verified.stderr:  # killed before it was begun
        return 0
    told = re.match(r"The archive is whole: \d+ documents?, (\d+) events?[.;]", verified.stdout)
    return int(told[1]) if told else -1


def drawn(root: pathlib.Path, environment: dict[str, str]) -> str:
    """What a first sync draws on a terminal."""
    shutil.rmtree(root / ".hindcast", ignore_errors=True)
    master, slave = pty.openpty()
    run = subprocess.Popen([str(options.hindcast), "sync"], cwd=root, env=environment, stdout=subprocess.DEVNULL,
                           stderr=slave)
    os.close(slave)
    seen = b""
    while True:
        if select.select([master], [], [], 0.2)[0]:
            try:
                seen += os.read(master, 65536)
            except OSError:  # nobody has the other end any more
                break
        elif run.poll() is not None:
            break
    os.close(master)
    check(run.wait() == 0, f"a sync on a terminal: exit status {run.returncode}")
    return seen.decode("utf-8", "replace")


def interrupted(root: pathlib.Path, took: float, chance: random.Random) -> None:
    shutil.rmtree(root / ".hindcast", ignore_errors=True)
    sent = chance.choice([signal.SIGINT, signal.SIGTERM])
    at = chance.uniform(0.02, took)
    run = subprocess.Popen([str(options.hindcast), "sync"], cwd=root, env=ENVIRONMENT, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(at)
    run.send_signal(sent)
    out, err = run.communicate(timeout=300)
    name = f"{sent.name} after {at:.2f} s of {took:.2f} s"
    now = events(root)
    check(run.returncode in (0, -sent), f"{name}: exit status {run.returncode}: {err}")
    check(0 <= now <= DOCUMENTS, f"{name}: {now} events")
    said = re.search(r"(\d+) added", out)
    if said:
        check(int(said[1]) == now, f"{name}: said {said[1]}, recorded {now}")
    if run.returncode == 0:
        check(now == DOCUMENTS, f"{name}: said that all was done, and tells {now} events")
    elif "stopped" in err:
        stopped.add(now)
    again = hindcast(root, "sync")
    check(again.returncode == 0 and events(root) == DOCUMENTS, f"{name}: going on: {again.stderr}, {events(root)} events")


def interrupted_history(root: pathlib.Path, chance: random.Random) -> None:
    """A history that is cut short goes on, and comes to what one in one piece comes to."""
    git = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    subprocess.run([*git, "init", "-q"], cwd=root, check=True)
    for n in range(60):
        (root / f"{n % 5}.md").write_text(f"# Till {n % 5}\n\n## Actions\n\n- [{'x' if n % 2 else ' '}] Mend it\n- [ ] Say {n}\n")
        subprocess.run([*git, "add", "."], cwd=root, check=True)
        subprocess.run([*git, "commit", "-q", "-m", str(n)], cwd=root, check=True)
    whole = hindcast(root, "sync", "--history")
    last = events(root)
    check(whole.returncode == 0 and last > 60, f"a history tells {last} events: {whole.stderr}")
    shutil.rmtree(root / ".hindcast")
    rounds = 0
    while events(root) < last and rounds < 200:
        run = subprocess.Popen([str(options.hindcast), "sync", "--history"], cwd=root, env=ENVIRONMENT,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        time.sleep(chance.uniform(0.01, 0.1 + rounds * 0.02))  # a busy machine gets on too, in the end
        run.send_signal(chance.choice([signal.SIGINT, signal.SIGKILL]))
        err = run.communicate(timeout=60)[1]
        check(run.returncode in (0, -signal.SIGINT, -signal.SIGKILL), f"history: {run.returncode}: {err}")
        check(events(root) >= 0, "a history that was cut short left no whole archive")
        rounds += 1
    check(events(root) == last, f"a history in {rounds} pieces tells {events(root)} events, one tells {last}")


home = pathlib.Path(tempfile.mkdtemp(prefix="hindcast-interrupted-"))
chance, stopped = random.Random(options.seed), set()
try:
    team, repository = home / "team", home / "repository"
    team.mkdir()
    repository.mkdir()
    write_documents(team)
    began = time.monotonic()
    line = drawn(team, ENVIRONMENT)
    took = time.monotonic() - began
    if took > 1.5:
        check(" documents" in line and "\r" in line and line.endswith("\r\x1b[K"), f"the line on a terminal: {line!r}")
    for key, value in (("NO_COLOR", "1"), ("CI", "true"), ("TERM", "dumb")):
        check(drawn(team, {**ENVIRONMENT, key: value}) == "", f"something is drawn in spite of {key}={value}")
        if options.rounds < 20:
            break
    rounds = 0
    while rounds < options.rounds or (not stopped and rounds < 20):  # one of them comes in the middle
        interrupted(team, took, chance)
        rounds += 1
    check(bool(stopped), "no signal came in the middle")
    interrupted_history(repository, chance)
finally:
    shutil.rmtree(home)
print("\n".join(problems) or f"interrupted: {rounds} signals, stopped with {sorted(stopped)} documents recorded")
sys.exit(1 if problems else 0)
