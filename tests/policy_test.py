#!/usr/bin/env python3
"""Who says what may run and what may pass: the policy of the repository's root and nobody nearer, what a guard covers, what a
replay and git are given, the isolation that is demanded, and the right to block as `guard list` tells it.

    tests/policy_test.py HINDCAST [--seed-bug]    # --seed-bug takes the protections out of the policy: this must fail
"""
import json, os, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import schema

program = pathlib.Path(sys.argv[1]).resolve()
seeded = "--seed-bug" in sys.argv[2:]
problems: list[str] = []
checks = 0
environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "GIT_CONFIG_GLOBAL": os.devnull}

POSTMORTEM = """---
applies_when: always
---
# Postmortem: the till asked again and again

**Date**: 2031-03-01

## Pre-Release Checklist

- [ ] Are retries limited? (guard: integration)
- [ ] Has somebody asked the bank?
"""
POLICY = """[guards.integration]
command = ["sh", "-c", ". ./run"]
environment = ["CI_TOKEN"]
COVERS
"""
COVERS = 'covers = ["run", "checks/**"]'


def check(holds: bool, what: str) -> None:
    global checks
    checks += 1
    if not holds:
        problems.append(what)


def run(folder: pathlib.Path, *words: str, status: int | None = None, **variables: str) -> str:
    done = subprocess.run([program, *words], cwd=folder, capture_output=True, text=True, timeout=300, env=environment | variables)
    if status is not None:
        check(done.returncode == status, f"{' '.join(words)}: exit {done.returncode}, not {status}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def git(folder: pathlib.Path, *words: str) -> str:
    identity = {f"GIT_{who}_{what}": "ada@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True,
                          env=environment | identity).stdout.strip()


def write(folder: pathlib.Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def repository(folder: pathlib.Path) -> pathlib.Path:
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, hindcast_toml=POLICY.replace("COVERS", "" if seeded else COVERS), docs__pm_md=POSTMORTEM,
          run="sh checks/a.sh\n", checks__a_sh="echo limited\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Begin")
    run(folder, "policy", "approve", "--all", status=0)
    return folder


def check_policy_file(folder: pathlib.Path) -> None:
    """A hindcast.toml among the documents has no say, whoever reads them."""
    run(folder, "gate", "docs", status=1)  # nobody has answered the second
    below = {"docs": folder, "pm.md": folder / "docs"}
    for table in ("[gate]\nmode = 'advisory'\n", "[guards.integration]\ncommand = ['true']\n", "[services.a]\npaths = 'a'\n",
                  "[teams.a]\nservices = 'a'\n", "broken"):
        write(folder, docs__hindcast_toml=table)
        for operand, here in below.items():
            for words in (["gate", operand], ["gate", "--policy-from", "HEAD", operand], ["gate", "prune", operand],
                          ["release", "new", "r.md", operand]):
                said = run(here, *words, status=2)
                files = ("docs/hindcast.toml", "hindcast.toml") if here == folder else ("hindcast.toml", f"{folder}/hindcast.toml")
                check(all(file in said for file in files) and "--config" in said, f"{words} with {table!r} says {said!r}")
        for words in (["guard", "run"], ["guard", "list"], ["policy", "approve"], ["replay", "--guards"]):
            run(folder / "docs", *words, status=2)
        run(folder, "check", "docs", status=2 if table == "broken" else None)
    write(folder, docs__hindcast_toml="[gate]\nmode = 'advisory'\n")
    run(folder, "gate", "--config", "docs/hindcast.toml", "docs", status=0)
    run(folder, "gate", "--config", "hindcast.toml", "docs", status=1)
    check("integration" in run(folder / "docs", "guard", "list", "--config", "../hindcast.toml", status=0), "--config is not heard")
    # What says nothing of a policy is nobody's rival, and its rules are not those of the gate.
    write(folder, docs__hindcast_toml="[documents]\nexclude = ['**']\n[rules]\naction-without-owner = 'off'\n")
    run(folder, "gate", "docs", status=1)
    check("integration" in run(folder / "docs", "guard", "list", status=0), "the root's policy is not found from below")
    (folder / "docs/hindcast.toml").unlink()
    # The policy that a change takes away is still that of the protected revision.
    (folder / "hindcast.toml").rename(folder / "away.toml")
    said = run(folder, "gate", "--policy-from", "HEAD", "docs", status=1)
    check("exit status 0" in said or "integration" in said, f"without a policy: {said}")
    (folder / "away.toml").rename(folder / "hindcast.toml")


def check_covers(folder: pathlib.Path) -> None:
    """What a command calls in turn is part of what was approved, where the guard says that it covers it."""
    passes = lambda *more: run(folder, "guard", "run", "integration", *more)
    check(passes().startswith("pass"), f"an approved guard does not pass: {passes()}")
    check(passes("--policy-from", "HEAD").startswith("pass"), f"a reviewed guard does not pass: {passes('--policy-from', 'HEAD')}")
    for path, text in (("checks__a_sh", "echo stolen $CI_TOKEN\n"), ("checks__b_sh", "true\n"), ("run", "echo stolen\n")):
        before = (folder / path.replace("__", "/").replace("_", "."))
        was = before.read_text() if before.exists() else None
        write(folder, **{path: text})
        for more in ([], ["--policy-from", "HEAD"]):
            said = run(folder, "guard", "run", "integration", *more, status=2, CI_TOKEN="tulip-4711")
            check("stolen" not in said, f"{path} was run unapproved: {said}")
        before.write_text(was) if was is not None else before.unlink()
    (folder / "checks/l.sh").symlink_to("/bin/true")
    said = run(folder, "policy", "approve", "--all")
    check("covers checks/l.sh, which is a symbolic link" in said, f"a link is covered: {said}")
    (folder / "checks/l.sh").unlink()
    write(folder, hindcast_toml=POLICY.replace("COVERS", ""))
    said = " ".join(run(folder, "policy", "approve", status=1).split())
    check("'sh -c '. ./run'' names no file of this folder: what it runs there is not part of what you approve" in said,
          f"a blind command is not told: {said}")
    git(folder, "checkout", "-q", "hindcast.toml")


def check_replay(folder: pathlib.Path) -> None:
    """The past runs what is approved today, and is given no variable."""
    write(folder, run="echo evil $CI_TOKEN; exit 1\n", checks__old_sh="echo old\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Evil")
    write(folder, run="sh checks/a.sh\n",
          checks__a_sh="test ! -e checks/old.sh || echo old; echo token=$CI_TOKEN; exit 1\n")
    (folder / "checks/old.sh").unlink()
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Good again")
    run(folder, "policy", "approve", "--all", status=0)
    said = run(folder, "guard", "run", "--output", status=1, CI_TOKEN="tulip 4711 of the shop")
    check("token=" in said and "token=\n" not in said, f"the guard has no variable today: {said}")
    run(folder, "replay", "--guards", status=1, CI_TOKEN="tulip 4711 of the shop")
    memory = (folder / ".hindcast/replay.tsv").read_text()
    check(memory.count("token=") == 3, f"not today's files were replayed: {memory}")
    check(not any(word in memory for word in ("evil", "tulip", "redacted", "old")), f"the past had its own, or a variable: {memory}")


def check_git(folder: pathlib.Path) -> None:
    """A caller's GIT_* leads nobody to another repository; in a hook and in a linked worktree git is found all the same."""
    other = folder.parent / "other"
    other.mkdir()
    git(other, "init", "-q", "-b", "main")
    write(other, hindcast_toml="[gate]\nmode = 'advisory'\n", a_txt="a")
    git(other, "add", "-A")
    git(other, "commit", "-q", "-m", "Begin")
    run(folder, "gate", "--policy-from", "HEAD", "docs", status=1)
    for name, value in (("GIT_DIR", other / ".git"), ("GIT_WORK_TREE", other), ("GIT_OBJECT_DIRECTORY", other / ".git/objects"),
                        ("GIT_INDEX_FILE", other / ".git/index"), ("GIT_NAMESPACE", "x")):
        run(folder, "gate", "--policy-from", "HEAD", "docs", status=1, **{name: str(value)})
    write(folder, _git__hooks__pre_commit="")
    hook = folder / ".git/hooks/pre-commit"
    hook.write_text(f"#!/bin/sh\nenv | grep '^GIT_' >.git/seen\n{program} gate --policy-from HEAD docs >.git/said\necho $? >.git/status\n")
    hook.chmod(0o755)
    tree = folder.parent / "linked"
    git(folder, "worktree", "add", "-q", str(tree))
    git(folder, "commit", "-q", "--allow-empty", "-m", "In a hook")
    check((folder / ".git/status").read_text() == "1\n" and "GIT_INDEX_FILE" in (folder / ".git/seen").read_text(),
          f"in a hook: {(folder / '.git/status').read_text()}{(folder / '.git/said').read_text()}")
    run(tree, "gate", "--policy-from", "HEAD", "docs", status=1)
    hook.unlink()


LISTED = """[guards.integration]
command = ["true"]
items = ["pm#WRONG"]
scope = { paths = ["cheks/**", "checks/*.sh"] }
[guards.vouched]
command = ["true"]
blocks = { by = "Bo Lind", because = "it failed on the day" }
[guards.named]
command = ["true"]
items = ["RIGHT"]
"""


def listed(folder: pathlib.Path, *words: str) -> dict:
    said = run(folder, "guard", "list", "--format", "json", *words, status=0)
    found = json.loads(said if said.startswith("{") else f'{{"guards": [], "warnings": [{json.dumps(said)}]}}')
    problems.extend(f"guard list: {one}" for one in schema.check(found, json.loads((ROOT / "docs/schema/guards.json").read_text())))
    return found | {one["name"]: one for one in found["guards"]}


def check_list(folder: pathlib.Path) -> None:
    """Who may block and by whose word; and slips that would leave a lesson without its guard."""
    def first_item() -> str:
        items = json.loads(run(folder, "items", "docs", "--role", "check", "--format", "json", status=0))
        return "pm#" + (items["items"] if isinstance(items, dict) else items)[0]["id"]

    right = first_item()
    wrong = right.split("#")[1][:-1] + "0"
    write(folder, hindcast_toml=LISTED.replace("RIGHT", right).replace("WRONG", wrong))
    write(folder, docs__pm_md=POSTMORTEM + "- [ ] Is the lamp on? (guard: vuoched)\n")
    found = listed(folder)
    told = "\n".join(found["warnings"])
    check(f"integration answers `pm#{wrong}`, which no document has; did you mean `{right}`?" in told, f"an item: {told}")
    check("named answers" not in told, f"items: {told}")
    check("integration concerns `cheks/**`, which is no file's here; did you mean `checks/**`?" in told and "checks/*.sh" not in told,
          f"a scope: {told}")
    check("docs/pm.md:12 names the guard `vuoched`" in told and "did you mean vouched?" in told, f"a note: {told}")
    check("did you mean vouched?" in " ".join(run(folder, "gate", "docs", status=1).split()), "the gate does not say what was meant")
    check(not found["integration"]["may_block"] and found["integration"]["right"]["why_not"] == "no replay has proved it yet",
          f"of one that warns: {found['integration']}")
    check(found["vouched"]["may_block"] and found["vouched"]["right"] == {"from": "hindcast.toml", "by": "Bo Lind", "since": None,
          "because": "it failed on the day", "why_not": ""}, f"of one that is vouched for: {found['vouched']}")
    text = " ".join(run(folder, "guard", "list", status=0).split())
    check("warns only: no replay has proved it yet; 'hindcast guard promote integration' replays it" in text, f"no way on: {text}")
    check("may block: Bo Lind vouches for it in hindcast.toml: it failed on the day" in text, f"no reason: {text}")
    run(folder, "guard", "promote", "integration", "--by", "Ada Ruiz", "--reason", "we saw it", "--now", "2031-04-01", status=0)
    run(folder, "guard", "demote", "vouched", "--by", "Ada Ruiz", "--reason", "too loud", "--now", "2031-04-02", status=0)
    found = listed(folder)
    check(found["integration"]["right"] | {"by": "Ada Ruiz", "from": "person", "since": "2031-04-01"} == found["integration"]["right"],
          f"of one that was promoted: {found['integration']}")
    check(not found["vouched"]["may_block"] and found["vouched"]["right"]["because"] == "too loud", f"demoted: {found['vouched']}")
    # The newest release record tells what came of it.
    write(folder, docs__pm_md=POSTMORTEM.replace("integration", "named"))
    right = first_item()
    write(folder, hindcast_toml=LISTED.replace("RIGHT", right).replace("pm#WRONG", right).replace("cheks", "checks"))
    run(folder, "policy", "approve", "--all", status=0)
    run(folder, "release", "new", "docs/r1.md", "docs", "--now", "2031-04-03")
    found = listed(folder)
    check(found["warnings"] == [], f"warned for nothing: {found['warnings']}")
    last = found["named"]["last_result"] or {}
    check(last.get("verdict") == "pass" and last.get("isolation") in ("process", "namespaces") and last.get("record") == "docs/r1.md",
          f"the last result: {last}")
    check(found["vouched"]["last_result"] is None, "a result of nobody")


STEPS = """[gate]
DEMAND
[guards.steps]
use = "smoke"
step = [{ name = "one", command = ["true"] }]
ISOLATION
[guards.words]
command = ["grep -q x", "a"]
[guards.looks]
use = "deploy-order"
graph = "g.toml"
order = "o.txt"
"""


def check_levels(folder: pathlib.Path) -> None:
    """The isolation of steps is told as it was, and a policy can demand one."""
    def results(demand: str, isolation: str, *words: str) -> dict:
        write(folder, hindcast_toml=STEPS.replace("DEMAND", demand).replace("ISOLATION", isolation), g_toml="A = ['B']\nB = []\n",
              o_txt="B\nA\n")
        run(folder, "policy", "approve", "--all", status=0)
        return {one["guard"]: one for one in json.loads(run(folder, "guard", "run", "--format", "json", *words))["guards"]}

    found = results("", "isolation = 'process'")
    check((found["steps"]["verdict"], found["steps"]["isolation"]) == ("pass", "process"), f"steps: {found['steps']}")
    check(found["looks"]["isolation"] == "built-in", f"it starts no program: {found['looks']}")
    check("no such program; a command is a list, one word each" in found["words"]["summary"], f"one text: {found['words']}")
    found = results("isolation = 'namespaces'", "isolation = 'process'")
    check(found["steps"]["verdict"] == "error" and "[gate] demands" in json.dumps(found["steps"]), f"a demand: {found['steps']}")
    found = results("isolation = 'namespaces'", "")
    steps = found["steps"]
    check((steps["verdict"], steps["isolation"]) == ("pass", "namespaces") or steps["verdict"] == "error", f"a demand: {steps}")
    check(found["looks"]["verdict"] == "pass", f"a demand on who starts nothing: {found['looks']}")
    # With a protected revision it is that revision which demands.
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Demand namespaces")
    found = results("", "", "--policy-from", "HEAD")
    check(found["steps"]["verdict"] == "error" or found["steps"]["isolation"] == "namespaces", f"a demand lost: {found['steps']}")
    for words in (["guard", "run"], ["guard", "list"], ["replay", "--guards"], ["gate"]):
        said = run(folder, *words, "--policy-from", "nope", status=2)
        check(said.count("git knows no revision `nope`") == 1 + (words == ["gate"]), f"{words}: {said}")  # in the report, too


ROLLBACK = """[guards.well]
use = "health"
probe = [{ name = "one", command = ["false"] }]
interval = "1 s"
healthy_for = "2 s"
deadline = "9 s"
failure_limit = 1
rollback = ["deploy/undo", "--to", "{{commit}}"]
"""
RECORD = "---\nhindcast-record: 1\nkind: release\ndate: 2031-03-01\nstate: open\ncommit: COMMIT\n---\n\n# Release: till\n"


def check_rollback(folder: pathlib.Path) -> None:
    """What a record says becomes a word of a command only where it is a commit."""
    folder.mkdir()
    write(folder, hindcast_toml=ROLLBACK)
    run(folder, "policy", "approve", "--all", status=0)
    for commit, expected in (("4be1c07ab12c", ["deploy/undo", "--to", "4be1c07ab12c"]), ('"--force"', None), ('"; true"', None)):
        write(folder, r_md=RECORD.replace("COMMIT", commit))
        said = run(folder, "health", "watch", "well", "--release", "r.md", "--format", "json", status=1)
        told = json.loads(said)["rollback"] if said.startswith("{") else {"state": said, "command": None}
        check(told["command"] == expected if expected else told["state"] == "refused", f"{commit}: {told}")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="hindcast-policy-") as base:
        environment["HOME"] = base
        folder = repository(pathlib.Path(base) / "shop")
        check_policy_file(folder)
        check_covers(folder)
        check_replay(folder)
        check_git(folder)
        check_list(folder)
        check_levels(folder)
        check_rollback(pathlib.Path(base) / "apart")
    print("\n".join(problems))
    print(f"policy: {checks} checks, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
