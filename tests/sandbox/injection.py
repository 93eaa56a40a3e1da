#!/usr/bin/env python3
"""Documents, file names and parameters that would like to be commands: nothing but what was approved is executed.

    tests/sandbox/injection.py build/dev/hindcast

Every program that comes to run is seen by strace. Beside Hindcast's own stage, bubblewrap and git's plumbing it must be the
approved command, word for word. A guard that hands its parameters to a shell is run as well: there the harness must see
programs that nobody approved, or it sees nothing.
"""
import itertools, json, os, pathlib, re, shutil, subprocess, sys, tempfile

program = str(pathlib.Path(sys.argv[1]).resolve())
PLUMBING = {"rev-parse", "cat-file", "merge-base", "ls-tree", "hash-object", "diff-tree", "log", "rev-list", "ls-files", "show-ref",
            "for-each-ref", "diff-index", "check-ignore", "config"}
SEARCHED = "/usr/local/bin:/usr/bin:/bin"  # PATH of every run: who is found there is known by the whole path
GIT = shutil.which("git", path=SEARCHED)
BUBBLEWRAP = {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"}
STAGE = "/run/hindcast/stage"  # this program, as the namespaces show it
MARK = "/usr/bin/logname"  # nothing of ours ever runs it


def strings() -> list[str]:
    """Each payload in each wrapping: what shells, make, git, env files, TOML, JSON, Markdown and templates would run."""
    payloads = [MARK, f"sh -c {MARK}", f"{MARK} --version", "touch /tmp/hindcast-injected", f"exec {MARK}"]
    wrappings = ["$({})", "`{}`", "; {}", "| {}", "|| {}", "&& {}", "& {}", "\n{}\n", "\r\n{}", "<({})", ">({})", "${{IFS}}{}",
                 "$(({}))", "'; {} #", "\"; {} #", "\"$({})\"", "'$({})'", "\\`{}\\`", "%({})", "{{{{ {} }}}}", "{{% {} %}}",
                 "<% {} %>", "#{{{}}}", "${{{}}}", "${{{{ {} }}}}", "$[{}]", "!{}", "!!{}", "-o {}", "--exec={}", "--upload-pack={}",
                 "--output={}", "-c core.fsmonitor={}", "ext::{}", "$(shell {})", "$(eval {})", "@{}", "../../../..{}", "~/{}", "*{}*",
                 "() {{ :;}}; {}", "%0a{}", "%24%28{}%29", "\x1b]0;{}\x07", "\u202e{}", "=cmd|'/c {}'!A1", "+{}", "-{}",
                 "`{}` (guard: {})", "guard: {}", "command = [\"{}\"]", "]\ncommand = [\"{}\"]\n[guards.x", "<script>{}</script>",
                 "[x](javascript:{})", "![x](file://{})", "<!-- hindcast:id={} -->", "- [ ] {}", "| {} | {} |", "\\x00{}", "\\u0000{}",
                 "${{jndi:{}}}", "{}\\", "\"\"\"{}\"\"\"", "'''{}'''", "<<EOF\n{}\nEOF", "*) {};;", "{{}};{}", "\t{}", "env {}", "sudo {}"]
    naughty = ["", " ", "-", "--", "--help", "-rf", ".", "..", "/", "~", "\\", "'", "\"", "`", "$", "%", "&", ";", "|", "\u0000", "\uffff",
               "\u202eabc", "a" * 300, "\ud7ff", "CON", "NUL", "${HOME}", "$PATH", "%PATH%", "*", "?", "[a-z]", "{a,b}", "!$", "!!", "#", "\x7f"]
    made = [wrapping.replace("{}", payload).replace("{{", "{").replace("}}", "}")
            for wrapping, payload in itertools.product(wrappings, payloads)]
    made += [f"{a}{b}" for a, b in itertools.product(naughty, repeat=2)][:300]
    return list(dict.fromkeys(made))


def document(text: str, number: int) -> str:
    """The text wherever a document may say something."""
    line = text.replace("\0", "\\0")
    flat = re.sub(r"[\r\n]", " ", line)
    return (f"---\ntitle: {json.dumps(line)}\nid: {json.dumps(flat)}\nseverity: {json.dumps(flat)}\nservices: [{json.dumps(flat)}]\n"
            f"guard: {json.dumps(flat)}\napplies_when: {{ paths: [{json.dumps(flat)}], services: [{json.dumps(flat)}] }}\n---\n"
            f"# {flat}\n\n**Date**: 2024-01-{number % 28 + 1:02}\n**Owner**: {flat}\n**Guard**: {flat}\n\n## Summary\n\n{line}\n\n"
            f"## Action items\n\n| Action | Owner | Due | Status |\n|-|-|-|-|\n| {flat} (guard: {flat}) | {flat} | {flat} | {flat} |\n\n"
            f"- [ ] {flat} (guard: approved)\n- [ ] {flat} @{flat}\n\n## Checklist\n\nBefore future releases, verify:\n\n"
            f"- [ ] {flat} `guard: {flat}`\n- [ ] guard: shell {flat}\n")


CONFIG = """[guards.approved]
command = ["{checker}", "one word", "$({mark})", "; {mark}", "`{mark}`", "--", "-c"]
environment = ["NAUGHTY"]
items = ["{item}"]
[guards.order]
use = "deploy-order"
graph = "graph.toml"
order = {order}
about = {about}
"""
SHELL = """[guards.approved]
command = ["sh", "-c", "eval \\"$NAUGHTY\\""]
environment = ["NAUGHTY"]
"""


def traced(folder: pathlib.Path, log: pathlib.Path, arguments: list[str], naughty: str) -> list[list[str]]:
    """The words of every program that came to run."""
    done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=execve,execveat", "-e", "signal=none", "-s", "4096", "-v", "-o", log,
                           program, *arguments], cwd=folder, capture_output=True, timeout=300,
                          env={"PATH": SEARCHED, "HOME": str(folder / "../home"), "NAUGHTY": naughty,
                               "ASAN_OPTIONS": "detect_leaks=0"})  # a process that is traced can't look for leaks
    if done.returncode not in (0, 1, 2):
        raise SystemExit(f"{arguments}: exit {done.returncode}: {done.stderr[-500:]!r}")
    runs = []
    for line in log.read_text(errors="replace").splitlines():
        if (m := re.search(r'execve\("((?:[^"\\]|\\.)*)", \[(.*?)\], (?:\[|0x)', line)) and " = 0" in line:
            runs.append([m[1], *re.findall(r'"((?:[^"\\]|\\.)*)"', m[2])])
        elif "<unfinished" in line and (m := re.search(r'execve\("((?:[^"\\]|\\.)*)", \[(.*?)\]', line)):
            runs.append([m[1], *re.findall(r'"((?:[^"\\]|\\.)*)"', m[2])])
    return runs


def unapproved(runs: list[list[str]], approved: list[str]) -> list[list[str]]:
    found = []
    for path, *words in runs:
        is_stage = path in (program, "/proc/self/exe", STAGE) and words[1:] in (["--sandbox-supervisor"], ["--sandbox-inside"])
        is_git = path == GIT and words[0] == "git" and PLUMBING & set(words)
        is_ours = path == program and words[0] == program
        if not (is_stage or is_git or is_ours or path in BUBBLEWRAP or words == approved):
            found.append([path, *words])
    return found


def main() -> int:
    texts, seen, problems, count = strings(), 0, [], 0
    with tempfile.TemporaryDirectory(prefix="hindcast-injection-") as base:
        folder, log = pathlib.Path(base) / "repo", pathlib.Path(base) / "log"
        docs = folder / "docs"
        docs.mkdir(parents=True)
        subprocess.run(["git", "init", "-q", folder], check=True)
        checker = folder / "check.sh"
        checker.write_text("#!/bin/sh\nexit 0\n")
        checker.chmod(0o755)
        for number, text in enumerate(texts):
            name = re.sub(r"[/\0]", "\u2044", text)[:60] or "empty"
            try:
                (docs / f"{number:04}{name}.md").write_text(document(text, number), errors="surrogatepass")
            except OSError:
                (docs / f"{number:04}.md").write_text(document(text, number), errors="surrogatepass")
        (folder / "graph.toml").write_text('A = ["B"]\nB = []\n')
        approved = ["./check.sh", "one word", f"$({MARK})", f"; {MARK}", f"`{MARK}`", "--", "-c"]
        config = CONFIG.format(checker="./check.sh", mark=MARK, item="docs#abcde", order=json.dumps(f"$({MARK})"),
                               about=json.dumps(f"`{MARK}`"))
        (folder / "hindcast.toml").write_text(config)
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(pathlib.Path(base) / "home")}
        subprocess.run([program, "policy", "approve", "--all"], cwd=folder, env=environment, check=True, capture_output=True)
        commands = [["guard", "run"], ["guard", "list"], ["gate"], ["gate", "--format", "json"], ["items"], ["check", "docs"],
                    ["guard", "run", "--policy-from", f"$({MARK})"], ["guard", "run", "--policy-from", f"--upload-pack={MARK}"],
                    ["guard", "run", f"; {MARK}"], ["policy", "approve", f"$({MARK})"], ["gate", "--services", f"`{MARK}`"]]
        for arguments in commands:
            runs = traced(folder, log, arguments, texts[count % len(texts)])
            count += len(runs)
            seen += sum(run[1:] == approved for run in runs)
            problems += [f"{arguments}: ran {run}" for run in unapproved(runs, approved)]
        # A parameter that is a command, handed to the approved one as it is.
        for text in texts[:: max(1, len(texts) // 25)]:
            runs = traced(folder, log, ["guard", "run", "approved"], text.replace("\0", ""))
            count += len(runs)
            seen += sum(run[1:] == approved for run in runs)
            problems += [f"NAUGHTY={text!r}: ran {run}" for run in unapproved(runs, approved)]
        # A program of the same name somewhere else is not ours.
        elsewhere = [[f"{folder}/bin/git", "git", "rev-parse"], [f"{folder}/bwrap", "bwrap"], [f"{folder}/x", "x", "--sandbox-inside"]]
        if len(unapproved(elsewhere, approved)) != len(elsewhere):
            problems.append("a program is known by its name alone")
        # The control: a shell that takes its parameter apart.
        (folder / "hindcast.toml").write_text(SHELL)
        subprocess.run([program, "policy", "approve", "--all"], cwd=folder, env=environment, check=True, capture_output=True)
        runs = traced(folder, log, ["guard", "run"], f"true; {MARK}")
        caught = [run for run in unapproved(runs, ["sh", "-c", 'eval \\"$NAUGHTY\\"']) if run[0] == MARK]
        if pathlib.Path("/tmp/hindcast-injected").exists():
            problems.append("/tmp/hindcast-injected was made")
    print("\n".join(problems[:20]))
    print(f"injection: {len(texts)} strings in every field of as many documents and in parameters, {count} programs seen, {seen} times "
          f"the approved one, {len(problems)} others; the control ran {len(caught)} that nobody approved")
    return 1 if problems or not caught or seen < 20 or len(texts) < 500 else 0


if not shutil.which("strace"):
    sys.exit("injection: strace is not installed (tools/install.sh test)")
sys.exit(main())
