#!/usr/bin/env python3
"""Every way out of the sandbox that tests/sandbox/probe.cpp knows, tried at each level, by the superuser and by nobody.

    tests/sandbox/probes.py build/dev/tests/sandbox/sandbox_runner build/dev/tests/sandbox/sandbox_probe [NAME...]

None may get out, change what lies outside, or leave a process. Then each layer is left out in turn, and the probes must notice: else they prove nothing.
"""
import os, pathlib, shutil, signal, socket, stat, subprocess, sys, tempfile

LIMIT_MS = 700
LATE_MS = 1000  # within which it is gone
OLDER_LANDLOCK = [1, 2, 3, 5]  # kernels 5.13, 5.19 to 6.1 (Debian 12), 6.2 to 6.6, 6.10 to 6.11: less is kept, the filter keeps it
slowest: list[int] = []  # how long after its limit each was gone, or before it where it asked for too much
ENDLESS = {"sleep-for-ever", "spin", "ignore-signals", "fork-bomb", "no-death-signal", "flood"}
LEAVING = {"leave-child", "leave-daemon", "leave-sibling", "leave-stopped", "keep-forking"}
# Without this layer (its bit, see sandbox.h) at least one of these must get out.
CONTROLS = {
    "files": (1, "process", ["write-canary", "read-secret", "rename-out", "hard-link"]),
    "mounts": (1, "namespaces", ["write-canary", "read-secret", "read-ssh"]),
    "calls": (2, "process", ["chmod", "tcp", "unix-socket", "limit-victim"]),
    "calls within namespaces": (2, "namespaces", ["unix-socket-in-tree", "add-key", "bpf", "perf"]),
    "limits": (4, "process", ["large-file", "much-memory", "many-files", "core-dump"]),
    "tree": (8, "process", ["leave-daemon"]),
    "environment": (16, "process", ["environment"]),
    "descriptors": (32, "process", ["descriptors"]),
    "calls that empty files, with an older kernel's Landlock": (2, "process", ["open-truncating", "truncate"], 2),
    "calls that signal, with an older kernel's Landlock": (2, "process", ["signal-thread", "queue-signal"], 5),
    "capabilities": (64, "process", ["capability", "read-closed-file"]),
}


class Outside:
    """What a command must not reach, made anew for each user."""

    def __init__(self, base: pathlib.Path, user: int, probe: str):
        self.user, self.base = user, base
        self.folder, self.outside, self.home = base / "repo", base / "outside", base / "home"
        for folder in (self.folder / ".git/hooks", self.outside, self.home / ".ssh"):
            folder.mkdir(parents=True)
        self.probe = self.folder / "probe"
        shutil.copy(probe, self.probe)
        (self.home / ".ssh/id_ed25519").write_text("a key\n")
        (self.outside / "secret").write_text("a secret\n")
        (self.folder / "closed").write_text("for somebody else\n")
        (self.outside / "program").write_text("#!/bin/sh\ntouch \"$TMPDIR/ran\"\n")
        (self.outside / "program").chmod(0o755)
        self.begin_victim()
        self.sockets, self.came = [], []
        tcp = self.listen(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        udp = self.listen(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        free = socket.socket()
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        abstract = f"hindcast-probe-{os.getpid()}-{user}"
        self.listen(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + abstract)
        self.listen(socket.AF_UNIX, socket.SOCK_STREAM, str(self.outside / "socket"))
        self.listen(socket.AF_UNIX, socket.SOCK_STREAM, str(self.folder / "socket"))
        self.context = dict(outside=self.outside, canary=self.outside / "canary", folder=self.folder, home=self.home,
                            secret=self.outside / "secret", socket=self.outside / "socket", abstract=abstract,
                            tcp=tcp.getsockname()[1], udp=udp.getsockname()[1], free=port, victim=self.victim.pid,
                            caller=os.getpid(), parent=os.getpid(), shm_key=0)
        for path in [base, *base.rglob("*")]:
            os.chown(path, user, user, follow_symlinks=False) if os.getuid() == 0 else None
        if os.getuid() == 0:
            os.chown(self.folder / "closed", 12345, 12345)
        (self.folder / "closed").chmod(0)
        base.chmod(0o755)
        self.udp = udp

    def begin_victim(self) -> None:
        self.victim = subprocess.Popen(["sleep", "10000"], user=self.user or None, start_new_session=True)

    def listen(self, family, kind, address):
        one = socket.socket(family, kind)
        one.bind(address)
        if kind == socket.SOCK_STREAM:
            one.listen(64)
        if family == socket.AF_UNIX and not address.startswith("\0"):
            os.chmod(address, 0o777)
        self.sockets.append(one)
        return one

    def reset(self, level: str) -> None:
        if self.victim.poll() is not None:  # a probe that got out has killed it
            self.begin_victim()
            self.context["victim"] = self.victim.pid
        for path in self.outside.iterdir():
            if path.name not in ("secret", "program", "socket"):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        canary = self.outside / "canary"
        canary.write_text("as it was\n")
        canary.chmod(0o644)
        for path in (self.folder / "planted", self.folder / ".git/hooks/post-checkout"):
            path.unlink(missing_ok=True)
        context = self.folder / "context"
        context.unlink(missing_ok=True)
        context.write_text("".join(f"{name}={value}\n" for name, value in (self.context | {"level": level}).items()))
        if os.getuid() == 0:
            os.chown(canary, self.user, self.user)
            os.chown(context, self.user, self.user)
        os.utime(canary, (1e9, 1e9))
        os.utime(context, (1e9, 1e9))
        os.utime(self.outside, (1e9, 1e9))
        self.before = self.looks()

    def looks(self) -> str:
        """Everything outside that a command could have changed."""
        self.udp.setblocking(False)
        try:
            came = self.udp.recv(100)
        except BlockingIOError:
            came = b""
        seen = [str(came), str(self.victim.poll())]
        for root in (self.outside, self.folder, self.home):
            for path in sorted(root.rglob("*")):
                status = path.lstat()
                text = path.read_bytes() if stat.S_ISREG(status.st_mode) and path.name != "probe" else b""
                seen.append(f"{path} {status.st_mode:o} {status.st_uid} {status.st_mtime} {status.st_nlink} {text!r}")
        # Neither its processor nor its priority nor its limits may be another's.
        if self.victim.poll() is None:
            seen += [str(os.sched_getaffinity(self.victim.pid)), str(os.getpriority(os.PRIO_PROCESS, self.victim.pid))]
            seen += [pathlib.Path(f"/proc/{self.victim.pid}/limits").read_text()]
        return "\n".join(seen)

    def close(self):
        for one in self.sockets:
            one.close()
        self.victim.kill()
        self.victim.wait()


def survivors(marker: str) -> list[int]:
    """Processes that execute this run's copy of the probe."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.readlink(entry / "exe").startswith(marker) and "Z" not in (entry / "stat").read_text().rsplit(")")[-1][:3]:
                    found.append(int(entry.name))
            except OSError:
                pass
    return found


def try_one(runner: str, outside: Outside, level: str, name: str, without: int = 0, landlock: int = 0, wall_ms: int = LIMIT_MS,
            tries: int = 5) -> str:
    """ "" when it was held, else how it got out."""
    outside.reset(level)
    leak = os.open(outside.outside / "secret", os.O_RDONLY)
    os.set_inheritable(leak, True)
    as_user = dict(user=outside.user, group=outside.user, extra_groups=[]) if os.getuid() == 0 and outside.user else {}
    command = [runner, "--wanted", level, "--level", level, "--without", str(without), "--landlock", str(landlock),
               "--folder", str(outside.folder), "--wall", str(wall_ms), "--", str(outside.probe), name]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, pass_fds=[leak], stdin=subprocess.DEVNULL,
                              env={"PATH": "/usr/bin:/bin", "PROBE_SECRET": "hunter2"}, **as_user)
    except subprocess.TimeoutExpired:
        return "never ended"
    finally:
        os.close(leak)
    left = survivors(str(outside.probe))
    if name == "keep-forking":  # one look may fall between two of them
        for _ in range(20):
            left += survivors(str(outside.probe))
    for one in left:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            pass
    words = done.stdout.split(b"\n")[0].decode(errors="replace").split(" ")
    if left:
        return f"left {len(left)} processes"
    if done.returncode or len(words) < 6:
        return f"no answer: {done.returncode} {done.stdout[:200]!r} {done.stderr[:200]!r}"
    end, code, reached, _, run_ms, size = words[:6]
    if end == "timed_out" and reached == "none" and wall_ms == LIMIT_MS:  # killed before it had begun: a busy machine
        return try_one(runner, outside, level, name, without, landlock, 20 * LIMIT_MS)
    if reached != level:
        return f"ran at level {reached}: {' '.join(words)}"
    if name in ENDLESS:
        if end == "exited":
            return f"was not stopped: {words}"
        late_ms = int(run_ms) - wall_ms
        if late_ms > LATE_MS and tries > 1:  # once more: a busy machine gives nobody a promise
            return try_one(runner, outside, level, name, without, landlock, wall_ms, tries - 1)
        slowest.append(late_ms)
        if late_ms > LATE_MS:
            return f"took {late_ms} ms to stop behind its limit, each of 5 times"
    elif end == "timed_out" and wall_ms == LIMIT_MS:  # a busy machine gave it no time: that says nothing
        return try_one(runner, outside, level, name, without, landlock, 20 * LIMIT_MS)
    elif end != "exited" or code not in ("0", "3", "4"):
        if not (end == "signalled" or int(code) >= 128):
            return f"no answer: {words} {done.stdout[-200:]!r}"
    elif code == "4":
        return "there is no such probe"
    elif code == "3":
        return "got out"
    if int(size) > 1 << 20:
        return f"printed {size} bytes"
    if (now := outside.looks()) != outside.before:
        changed = [line for line in now.splitlines() if line not in outside.before.splitlines()]
        return f"changed what lies outside: {changed[:3]}"
    return ""


def main() -> int:
    runner, probe, *only = sys.argv[1:]
    runner = str(pathlib.Path(runner).resolve())
    names = subprocess.run([probe], capture_output=True, text=True, check=True).stdout.split()
    users = [0, 65534] if os.getuid() == 0 else [os.getuid()]
    escapes, runs, older, levels = [], 0, 0, ["process"]
    if shutil.which("bwrap") and subprocess.run(["bwrap", "--unshare-user", "--ro-bind", "/", "/", "true"],
                                                capture_output=True).returncode == 0:
        levels.append("namespaces")
    for user in users:
        with tempfile.TemporaryDirectory(prefix="hindcast-probes-") as folder:
            base = pathlib.Path(folder) / "all"
            base.mkdir()
            os.chmod(folder, 0o755)
            outside = Outside(base, user, probe)
            program = base / "runner"  # nobody may not reach the build folder
            shutil.copy(runner, program)
            program.chmod(0o755)
            try:
                for level in levels:
                    for name in only or names:
                        runs += 1
                        if how := try_one(str(program), outside, level, name):
                            escapes.append(f"uid {user}, {level}: {name}: {how}")
                            print(escapes[-1], flush=True)
                # An older kernel's Landlock: only what stands outside of namespaces leans on it. The least rights are nobody's.
                for version in OLDER_LANDLOCK if user == users[-1] else []:
                    for name in only or names:
                        if name in ENDLESS | LEAVING:
                            continue
                        older += 1
                        if how := try_one(str(program), outside, "process", name, landlock=version):
                            escapes.append(f"uid {user}, process with Landlock {version}: {name}: {how}")
                            print(escapes[-1], flush=True)
                if user == users[0] and not only:
                    blind = controls(str(program), outside, levels)
            finally:
                outside.close()
    print(f"sandbox probes: {len(only or names)} probes, {runs} runs as uid {users} at levels {levels} and {older} with an older kernel's "
          f"Landlock, {len(escapes)} escapes; "
          f"what had to be stopped was gone {max(slowest, default=0)} ms after its limit at most")
    if not only:
        print(f"with a layer left out: {len(CONTROLS) - len(blind)} of {len(CONTROLS)} seen" +
              (f", not seen: {blind}" if blind else ""))
    return 1 if escapes or (not only and blind) else 0


def controls(runner: str, outside: Outside, levels: list[str]) -> list[str]:
    blind = []
    for layer, (bit, level, names, *older) in CONTROLS.items():
        if level not in levels or (layer == "capabilities" and outside.user != 0):
            continue
        seen = [name for name in names if try_one(runner, outside, level, name, bit, *older)]
        if not seen:
            blind.append(layer)
    return blind


sys.exit(main())
