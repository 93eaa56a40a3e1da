#!/usr/bin/env python3
"""Proofs that a write is whole or not at all, with strace in the part of the outside world.

    tests/writes/proofs.py killed  WRITER   kill -9 at every system call
    tests/writes/proofs.py edited  WRITER   stopped at every system call while an editor saves
    tests/writes/proofs.py failing WRITER   every system call fails once: disk full, I/O error, not supported

Each also runs a writer with a seeded bug, which must be caught. --files N is how many files change at once.
Exit 77: skipped, because strace may not trace here.
"""
import argparse, os, pathlib, re, shutil, signal, subprocess, sys, tempfile, time

OLD, NEW, EDIT = "- [ ] the old line\n" * 40, "- [x] the new line\n" * 40, "an editor's own text\n" * 30
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0", "LC_ALL": "C"}
MARK = "getppid"
OTHERS = {  # errors that only some calls give
    "openat": ("EACCES", "EOPNOTSUPP"),
    "openat2": ("EACCES", "ENOSYS"),
    "renameat2": ("EACCES", "EINVAL"),
    "linkat": ("EPERM",),
    "unlinkat": ("EACCES",),
}
parser = argparse.ArgumentParser()
parser.add_argument("proof")
parser.add_argument("writer", type=pathlib.Path)
parser.add_argument("--files", type=int, default=3)
parser.add_argument("--emulate", action="store_true", help="as on a file system that cannot exchange two files")
options = parser.parse_args()
options.writer = options.writer.resolve()
problems, tried = [], 0


class Tree:
    """A folder with some files, in two folders when there are several, that hold OLD."""

    def __init__(self, files: int):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="hindcast-writes-"))
        self.files = [self.root / ("a" if n % 2 else "b") / f"{n}.md" for n in range(files)]
        for file in self.files:
            file.parent.mkdir(exist_ok=True)
            file.write_text(OLD)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root)

    def texts(self) -> list[str]:
        return [file.read_text() if file.exists() else "(gone)" for file in self.files]

    def litter(self) -> list[str]:
        return sorted(p.name for p in self.root.rglob("*") if p.is_file() and p not in self.files)

    def command(self, mode: str) -> list[str]:
        return [str(options.writer), mode, str(self.root), OLD, NEW, *map(str, self.files)]

    def run(self, mode: str, *inject: str) -> subprocess.CompletedProcess:
        return subprocess.run([*traced(*inject), *self.command(mode)] if inject else self.command(mode),
                              capture_output=True, text=True, env=ENVIRONMENT, timeout=60)


def traced(*inject: str) -> list[str]:
    words = ["strace", "-qq", "-o", "/dev/null"]
    for rule in inject:
        words += ["-e", f"inject={rule}"]
    return words


def calls(mode: str, files: int) -> list[str]:
    """The names of the system calls of one run, in order."""
    with Tree(files) as tree, tempfile.NamedTemporaryFile() as log:
        emulate = ["-e", "inject=renameat2:error=EINVAL"] if options.emulate else []
        done = subprocess.run(["strace", "-qq", "-o", log.name, *emulate, *tree.command(mode)],
                              capture_output=True, text=True, env=ENVIRONMENT)
        names = re.findall(r"^(\w+)\(", pathlib.Path(log.name).read_text(), re.M)
        if done.returncode or names.count(MARK) != 2:
            print(f"skipped: strace does not trace here: {done.stderr.strip()[:200]}")
            sys.exit(77)
        return names


def within(names: list[str]) -> range:
    """The numbers, from 1, of the calls between the marks and the first after them."""
    first = names.index(MARK) + 1
    return range(first + 1, names.index(MARK, first) + 2)


def everywhere(names: list[str], action: str):
    """One set of injections for each call of the work: (its number, its name, the injections)."""
    for number in within(names):
        name = names[number - 1]
        # strace counts the calls of each name by themselves.
        inject = [f"{name}:{action}:when={names[:number].count(name)}"]
        if not options.emulate:
            yield number, name, inject
        elif name != "renameat2":
            yield number, name, [*inject, "renameat2:error=EINVAL"]


def killed(mode: str, files: int) -> list[str]:
    global tried
    wrong = []
    for number, name, inject in everywhere(calls(mode, files), "signal=KILL"):
        with Tree(files) as tree:
            tree.run(mode, *inject)
            tried += 1
            where = f"killed at call {number} ({name})"
            if any(text not in (OLD, NEW) for text in tree.texts()):
                wrong.append(f"{where}: a file is neither old nor new")
            if files == 1 and not options.emulate and tree.litter() and not all(n.startswith(".hindcast-") for n in tree.litter()):
                wrong.append(f"{where}: left {tree.litter()}")
            # Putting right may be killed too: now and then, at a call that moves with the first.
            if mode == "write" and number % 3 == 0:
                tree.run("recover", f"renameat2,unlinkat,openat,fsync:signal=KILL:when={number // 3 % 12 + 1}")
            done = tree.run("recover")
            texts = set(tree.texts())
            if done.returncode or len(texts) != 1 or not texts <= {OLD, NEW}:
                wrong.append(f"{where}: not all old or all new after the next call: {done.stderr.strip()}")
            if tree.litter():
                wrong.append(f"{where}: the next call left {tree.litter()}")
    return wrong


def failing(mode: str, files: int) -> list[str]:
    global tried
    wrong = []
    names = calls(mode, files)
    for number in within(names):
        name = names[number - 1]
        if name in (MARK, "exit_group", "mmap", "munmap", "brk", "futex"):
            continue  # memory is not what this is about
        nth = names[:number].count(name)
        errors = ["EIO", "ENOSPC", *OTHERS.get(name, ())]
        for error in errors:
            with Tree(files) as tree:
                done = tree.run(mode, f"{name}:error={error}:when={nth}")
                tried += 1
                where = f"{name} number {nth} fails with {error}"
                wanted = NEW if done.returncode == 0 else OLD
                if done.returncode not in (0, 1) or set(tree.texts()) != {wanted}:
                    wrong.append(f"{where}: exit {done.returncode}, but not all files are {'new' if wanted == NEW else 'old'}")
                if done.returncode == 1 and not done.stderr.strip():
                    wrong.append(f"{where}: refused without a word")
                again = tree.run("recover")
                # What may not be read is kept aside: who knows whose it is?
                left = [name for name in tree.litter() if error != "EACCES" or ".orig" not in name]
                if again.returncode or set(tree.texts()) != {wanted} or left:
                    wrong.append(f"{where}: after the next call {tree.litter()} is left ({again.stderr.strip()})")
    return wrong


def save_by_rename(file: pathlib.Path) -> None:
    beside = file.with_name("4913~")
    beside.write_text(EDIT)
    beside.rename(file)


def save_in_place(file: pathlib.Path) -> None:
    file.write_text(EDIT)


def child_of(process: subprocess.Popen) -> int:
    """The writer, and not what strace starts to learn about its machine."""
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        for number in children.read_text().split():
            try:
                if pathlib.Path(f"/proc/{number}/exe").resolve() == options.writer:
                    return int(number)
            except OSError:
                pass
    return 0


def wait_until_stopped(process: subprocess.Popen, pid: int) -> bool:
    """In the group stop that the injected signal asks for; a tracing stop passes by itself."""
    quiet = 0
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            stopped = re.search(r"^State:\s+[tT]", status, re.M) is not None
        except (FileNotFoundError, ProcessLookupError):
            return False
        quiet = quiet + 1 if stopped else 0
        if quiet >= 8:
            return True
        time.sleep(0.001)
    return False


def go_on(process: subprocess.Popen, pid: int) -> None:
    """On a busy machine the stop may come later than it was looked for."""
    for _ in range(6000):
        try:
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            pass
        try:
            return process.wait(timeout=0.01)
        except subprocess.TimeoutExpired:
            continue
    raise SystemExit(f"{process.args[:6]} does not end")


def edited(mode: str, files: int) -> list[str]:
    global tried
    wrong = []
    for number, name, inject in everywhere(calls(mode, files), "signal=STOP"):
        saves = (save_by_rename, save_in_place)
        for save in saves if files == 1 else [saves[number % 2]]:
            with Tree(files) as tree:
                process = subprocess.Popen([*traced(*inject), *tree.command(mode)], env=ENVIRONMENT, text=True,
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                pid = child_of(process)
                wait_until_stopped(process, pid)
                save(tree.files[0])
                go_on(process, pid)
                tried += 1
                first, *others = tree.texts()
                where = f"{save.__name__} at call {number} ({name})"
                kept = [p for p in tree.root.rglob("*.orig*") if p.read_text() == EDIT]
                if first != EDIT and not kept:
                    wrong.append(f"{where}: the edit is lost")
                if others and (len(set(others)) != 1 or not set(others) <= {OLD, NEW}):
                    wrong.append(f"{where}: the other files are neither all old nor all new")
                if process.returncode == 1 and others and set(others) != {OLD}:
                    wrong.append(f"{where}: refused, but other files changed")
                if any(n.startswith(".hindcast-") for n in tree.litter()):
                    wrong.append(f"{where}: left {tree.litter()}")
    return wrong


if shutil.which("strace") is None:
    print("skipped: strace is not installed; tools/install.sh test")
    sys.exit(77)
proof = {"killed": killed, "edited": edited, "failing": failing}[options.proof]
for files in sorted({1, options.files}):
    problems += proof("write", files)
counted = tried
caught = proof("naive", options.files)
if not caught:
    problems.append("the seeded bug was not caught: this proof proves nothing")
print("\n".join(problems) or f"{options.proof}: {counted} times, nothing lost or mixed; "
      f"the seeded bug was caught {len(caught)} times in {tried - counted}")
sys.exit(1 if problems else 0)
