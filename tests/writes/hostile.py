#!/usr/bin/env python3
"""A tree in which every name is a trap, read and written by every command that takes paths.

    tests/writes/hostile.py build/dev/hindcast

Nothing outside of the tree may change, nothing in it but the file that was named, no program of the tree may run, and
every command must end: with status 0, 1 or 2, and without waiting for a pipe or reading a device to its end.
"""
import os, pathlib, shutil, socket, stat, subprocess, sys, tempfile, time

TEXT = b"# Outage\n\n## Action items\n\n- [ ] Rotate keys\n- [ ] \n"
LIMIT_S = 60
program = str(pathlib.Path(sys.argv[1]).resolve())


def plain(path: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(TEXT)


def linked(path: bytes, target: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.symlink(target, path)


def build(tree: bytes, outside: bytes) -> list[tuple[bytes, bool]]:
    """The shapes: a path from the tree, and whether a write that names it may change that file."""
    shapes: list[tuple[bytes, bool]] = []

    def add(name: bytes, make, may_change: bool = False) -> None:
        path = tree + b"/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            make(path)
        except (PermissionError, OSError) as error:
            print(f"hostile: {name!r} cannot be made here ({error.strerror}); left out")
            return
        shapes.append((name, may_change))

    victim = outside + b"/victim.md"
    # Links, to files, folders, devices, themselves.
    plain(tree + b"/real/a.md")
    add(b"link/sibling.md", lambda p: linked(p, b"../real/a.md"))
    add(b"link/out.md", lambda p: linked(p, b"../../outside/victim.md"))
    add(b"link/absolute.md", lambda p: linked(p, victim))
    add(b"link/system.md", lambda p: linked(p, b"/etc/passwd"))
    add(b"link/proc.md", lambda p: linked(p, b"/proc/self/root" + victim))
    add(b"link/self.md", lambda p: linked(p, b"self.md"))
    add(b"link/ping.md", lambda p: (linked(p, b"pong.md"), linked(os.path.dirname(p) + b"/pong.md", b"ping.md")))
    add(b"link/dangling.md", lambda p: linked(p, b"nowhere.md"))
    add(b"link/zero.md", lambda p: linked(p, b"/dev/zero"))
    add(b"link/git.md", lambda p: linked(p, b"../.git/config"))
    add(b"link/folder.md", lambda p: linked(p, b"../real"))
    # Above what a user names a link may be followed; the file it leads to is the one that was named.
    add(b"inside/a.md", lambda p: (os.rmdir(os.path.dirname(p)), os.symlink(b"real", tree + b"/inside")), True)
    os.symlink(b"../outside", tree + b"/escape")  # for those who walk
    add(b"loop/loop/loop/real/a.md", lambda p: (shutil.rmtree(tree + b"/loop"), os.symlink(b".", tree + b"/loop")))

    def chain(path: bytes) -> None:
        for i in range(45):
            linked(path if i == 0 else path + b".%d" % i, b"chain.md.%d" % (i + 1) if i < 44 else b"../real/a.md")
    add(b"link/chain.md", chain)
    # What is no file.
    add(b"odd/pipe.md", os.mkfifo)
    add(b"odd/socket.md", lambda p: socket.socket(socket.AF_UNIX).bind(p))
    add(b"odd/null.md", lambda p: os.mknod(p, stat.S_IFCHR | 0o666, os.makedev(1, 3)))
    add(b"odd/zero.md", lambda p: os.mknod(p, stat.S_IFCHR | 0o666, os.makedev(1, 5)))
    add(b"odd/folder.md", os.mkdir)
    add(b"link/pipe.md", lambda p: linked(p, b"../odd/pipe.md"))
    # Other names of the same bytes.
    add(b"hard/out.md", lambda p: os.link(victim, p))
    add(b"hard/two.md", lambda p: (plain(p), os.link(p, os.path.dirname(p) + b"/three.md")))
    # What belongs to git, and what some file systems take for it.
    for name in (b".git/notes.md", b".GIT/notes.md", b"sub/.git/notes.md", b".git/hooks/pre.md"):
        add(name, plain)
    for name in (b"git~1/a.md", b".git./a.md", b".git /a.md", b".g\xe2\x80\x8cit/a.md"):
        add(name, plain, True)
    add(b"module/.git", lambda p: open(p, "wb").write(b"gitdir: ../../outside\n"))
    # Names.
    for name in (b"-rf.md", b"--fix.md", b"new\nline.md", b"esc\x1b[2Jape.md", b"latin-\xe9\xff.md", b"a" * 251 + b".md",
                 b"line:12.md", b"hash#abcde.md", b"blank .md", b"bidi\xe2\x80\xaegpj.md", b"...md", b"Case.md", b"case.md",
                 b"caf\xc3\xa9.md", b"cafe\xcc\x81.md", b"$(touch ran).md", b"quote'\"`.md", b"%2e%2e%2fa.md", b"state=done.md",
                 b"back\\slash.md", b"deep/" + b"d/" * 300 + b"a.md"):
        add(b"names/" + name, plain, True)
    # Bytes and modes.
    add(b"bytes/empty.md", lambda p: open(p, "wb").close(), True)
    add(b"bytes/nul.md", lambda p: open(p, "wb").write(b"\0" * 5000), True)
    add(b"bytes/huge.md", lambda p: (open(p, "wb").close(), os.truncate(p, 10 << 30)))
    add(b"bytes/read-only.md", lambda p: (plain(p), os.chmod(p, 0o444)), os.geteuid() == 0)
    # A write that claims to have been cut short, and names files elsewhere.
    swap = b".hindcast-00112233445566aa"
    add(b"forged/a.md", plain, True)
    with open(tree + b"/forged/" + swap + b".intent", "wb") as record:
        record.write(b'hindcast intent 1\n"../../outside/" "victim.md" 1 2 3 4\nend\n')
    return shapes


def arm(tree: bytes, outside: bytes) -> None:
    """A repository whose settings would run a program, if anybody asked git for more than names and hashes."""
    trap = outside + b"/trap"
    with open(trap, "wb") as file:
        file.write(b"#!/bin/sh\ntouch '" + outside + b"/ran'\ncat\n")
    os.chmod(trap, 0o755)
    git = ["git", "-C", tree, "-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", "init", "-q", tree], check=True)
    subprocess.run([*git, "add", "real"], check=True)
    subprocess.run([*git, "commit", "-qm", "start"], check=True)
    for key in (b"core.fsmonitor", b"core.hooksPath", b"core.pager", b"diff.external", b"filter.x.clean", b"core.sshCommand"):
        subprocess.run(["git", "-C", tree, "config", key, outside if key.endswith(b"Path") else trap], check=True)
    with open(tree + b"/.gitattributes", "wb") as file:
        file.write(b"*.md filter=x diff=x\n")


def state(root: bytes) -> dict[bytes, object]:
    """Every name below, with what it is and holds. Access times aside, nothing of it may change."""
    found: dict[bytes, object] = {}
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            path = os.path.join(folder, name)
            at = os.lstat(path)
            held: object = None
            if stat.S_ISREG(at.st_mode) and at.st_size < 1 << 20:
                with open(path, "rb") as file:
                    held = file.read()
            elif stat.S_ISLNK(at.st_mode):
                held = os.readlink(path)
            found[path] = (at.st_mode, at.st_size, held)
    return found


def run(tree: bytes, *words: bytes | str) -> None:
    environment = {**os.environ, "HINDCAST_NOW": "2024-03-10", "HOME": os.fsdecode(tree)}
    done = subprocess.run([program, *words], cwd=tree, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_S,
                          env=environment)
    runs.append(words)
    if done.returncode not in (0, 1, 2):
        problems.append(f"{words}: status {done.returncode}: {done.stderr[-300:]!r}")
    is_for_people = "--format" not in words
    if is_for_people and any(mark in done.stdout + done.stderr for mark in (b"\x1b", b"\xe2\x80\xae")):
        problems.append(f"{words}: a name steers the terminal")


def compare(words: object, before: dict, after: dict, allowed: set[bytes]) -> None:
    for path in before.keys() | after.keys():
        if before.get(path) != after.get(path) and path not in allowed:
            problems.append(f"{words}: {path!r} changed")


problems: list[str] = []
runs: list[object] = []
began = time.monotonic()
with tempfile.TemporaryDirectory() as home:
    tree, outside = os.fsencode(home) + b"/tree", os.fsencode(home) + b"/outside"
    os.makedirs(tree)
    plain(outside + b"/victim.md")
    plain(tree + b"/real/a.md")
    arm(tree, outside)
    os.remove(tree + b"/real/a.md")
    shapes = build(tree, outside)
    if len(shapes) < 45:
        problems.append(f"only {len(shapes)} shapes could be made")
    before = state(os.fsencode(home))
    for words in (["show", "."], ["items", "--state", "all"], ["check"], ["doctor"], ["check", "--changed-since", "HEAD"],
                  ["check", "--format", "sarif"], ["items", "--format", "csv"], ["show", "--format", "json", "."],
                  ["form", "check", "real/a.md"], ["config"]):
        run(tree, *words)
        compare(words, before, state(os.fsencode(home)), set())
    for name, may_change in shapes:
        target = b"./" + name
        for words in (["show", target], ["check", target], ["items", target], ["config", target]):
            run(tree, *words)
        compare(name, before, state(os.fsencode(home)), set())
        for words in ([b"set", target + b":5", b"state=done"], [b"tick", target + b":6"],
                      [b"set", target + b":5", b"owner=@ada"], [b"add", b"action", target, b"Alert"],
                      [b"set", target, b"field:Date=2024-01-01"], [b"check", b"--fix", target]):
            run(tree, *words)
            now = state(os.fsencode(home))
            compare(words, before, now, {os.path.realpath(tree + b"/" + name)} if may_change else set())
            before = now
    run(tree, "check", "--fix", "real")
    if os.path.exists(outside + b"/ran"):
        problems.append("a program of the tree was run")

# The comparison itself must be able to say no.
problems_before = len(problems)
compare("control", {b"a": 1}, {b"a": 2}, set())
if len(problems) == problems_before:
    sys.exit("hostile: the comparison notices nothing")
del problems[problems_before:]
print("\n".join(problems[:20]) or f"hostile: {len(shapes)} shapes, {len(runs)} commands, nothing foreign was touched "
      f"({time.monotonic() - began:.0f} s)")
sys.exit(1 if problems else 0)
