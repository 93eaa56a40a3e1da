#!/usr/bin/env python3
"""Replaying guards over a repository of eleven commits in which incidents are planted: what they would have stopped, false
alarms, what cannot be told, what is remembered, the right to block, and that nothing of the repository runs but the guards.

    tests/replay_test.py HINDCAST [--seed-bug]    # --seed-bug lets the guard pass where it can't tell: this must fail
"""
import csv, json, os, pathlib, signal, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import schema

program = pathlib.Path(sys.argv[1]).resolve()
seeded = "--seed-bug" in sys.argv[2:]
problems: list[str] = []
checks = 0
environment = dict(os.environ)

SCRIPT = f"""[ -f conf/till.conf ] || exit 77
grep -q unreadable conf/till.conf && exit {0 if seeded else 75}
[ -z "$1" ] || sleep "$1"
grep -q '^retries = ' conf/till.conf || {{ echo 'nobody limits retries'; exit 1; }}
"""
CONFIG = """[gate]
false_alarms_per_1000_max = 200

[guards.retries]
command = ["sh", "guards/retries.sh"]
items = ["retry-storm#ITEM"]

[guards.order]
use = "deploy-order"
graph = "deploy/graph.toml"
order = "deploy/plan.txt"

[guards.shop]
use = "smoke"
network = true
step = [{ name = "page", http = "http://localhost:1/" }]
"""
POSTMORTEM = """---
shipped: BAD
fixed: FIX
---
# Postmortem: retry storm

**Date**: 2031-03-01
**Services**: till

## Pre-Release Checklist

- [ ] Are retries limited?
"""
UNTOLD = """# Postmortem: nobody could tell

**Date**: 2031-02-01
**Introduced by**: BAD
**Fix**: [the file is back](https://forge.example/shop/commit/FIX)

## Pre-Release Checklist

- [ ] Can the till read its file? (guard: retries)
"""
GRAPH = 'ledger = ["rates"]\nrates = []\n'


def check(holds: bool, what: str) -> None:
    global checks
    checks += 1
    if not holds:
        problems.append(what)


def hindcast(folder: pathlib.Path, *words: str, status: int | None = 0) -> str:
    done = subprocess.run([program, *words], cwd=folder, capture_output=True, text=True, timeout=300, env=environment)
    if status is not None:
        check(done.returncode == status, f"{' '.join(words)}: exit {done.returncode}, not {status}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def replayed(folder: pathlib.Path, *words: str, status: int | None = None) -> dict:
    text = hindcast(folder, "replay", "--guards", *words, "--format", "json", status=status)
    try:
        found = json.loads(text)
    except ValueError:
        sys.exit(f"replay {words}: {text}")
    problems.extend(f"replay {words}: {one}" for one in schema.check(found, json.loads((ROOT / "docs/schema/replay.json").read_text())))
    return found | {one["guard"]: one for one in found["guards"]}


def replayed_quietly(folder: pathlib.Path) -> dict:
    done = subprocess.run([program, "replay", "--guards", "order", "--format", "json"], cwd=folder, capture_output=True,
                          timeout=300, env=environment)
    return json.loads(done.stdout)


class Shop:
    def __init__(self, folder: pathlib.Path):
        self.folder, self.commits = folder, []
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> str:
        identity = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "Ada",
                    "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_CONFIG_GLOBAL": os.devnull,
                    "GIT_COMMITTER_DATE": f"2031-01-01T00:{len(self.commits):02}:00Z"}
        return subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, text=True,
                              env=environment | identity).stdout.strip()

    def commit(self, subject: str, **files: str) -> None:
        for path, text in files.items():
            self.write(path.replace("__", "/").replace("_", "."), text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)
        self.commits.append(self.git("rev-parse", "HEAD"))

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)


def build(folder: pathlib.Path) -> Shop:
    """0 nothing yet; 1, 2 fine; 3 can't be told; 4 fine; 5, 6 the incident; 7 its fix; 8 fine; 9 a false alarm; 10 fine."""
    shop = Shop(folder)
    shop.commit("Begin", README_md="# Shop\n")
    shop.commit("Limit retries", conf__till_conf="retries = 3\n", deploy__graph_toml=GRAPH, deploy__plan_txt="rates\nledger\n")
    shop.commit("Say more", README_md="# The shop\n")
    shop.commit("Write the file anew", conf__till_conf="unreadable\n")
    shop.commit("Write it back", conf__till_conf="retries = 3\n")
    shop.commit("Tidy the till", conf__till_conf="", deploy__plan_txt="ledger\nrates\n")
    shop.commit("Something else", README_md="# Our shop\n")
    shop.git("checkout", "-q", "-b", "repair")
    shop.write("conf/till.conf", "retries = 5\n")
    shop.write("deploy/plan.txt", "rates\nledger\n")
    shop.git("add", "-A")
    shop.git("commit", "-q", "-m", "Limit retries again")
    fix = shop.git("rev-parse", "HEAD")  # came with a merge
    shop.git("checkout", "-q", "main")
    shop.git("merge", "-q", "--no-ff", "-m", "Merge the repair", "repair")
    shop.commits.append(shop.git("rev-parse", "HEAD"))
    text = POSTMORTEM.replace("BAD", shop.commits[5][:12]).replace("FIX", fix)
    shop.commit("Tell of it", docs__retry_storm_md="")
    shop.write("docs/retry-storm.md", text)
    shop.write("docs/untold.md", UNTOLD.replace("BAD", shop.commits[3]).replace("FIX", shop.commits[4]))
    (shop.folder / "docs/retry.storm.md").unlink()
    items = json.loads(hindcast(shop.folder, "items", "docs/retry-storm.md", "--role", "check", "--format", "json"))
    one = (items["items"] if isinstance(items, dict) else items)[0]
    shop.write("hindcast.toml", CONFIG.replace("ITEM", one["id"]))
    shop.write("guards/retries.sh", SCRIPT)
    shop.commit("Forget the limit", conf__till_conf="retry = 5\n")
    shop.commit("Limit it", conf__till_conf="retries = 5\n")
    return shop


def planted_traps(shop: Shop, traps: pathlib.Path) -> None:
    """A filter, a hook and a link: none of them may do anything in a replay."""
    shop.write(".gitattributes", "*.conf filter=trap\n")
    shop.git("config", "filter.trap.smudge", f"touch {traps}/smudge; cat")
    shop.git("config", "filter.trap.process", f"touch {traps}/process")
    shop.git("config", "core.fsmonitor", f"touch {traps}/fsmonitor")
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        shop.write(f".git/hooks/{hook}", f"#!/bin/sh\ntouch {traps}/{hook}\n")
        (shop.folder / f".git/hooks/{hook}").chmod(0o755)


def figures(shop: Shop) -> None:
    hindcast(shop.folder, "policy", "approve", "--all")
    found = replayed(shop.folder, status=2)  # shop can't be replayed
    retries, order, net = found["retries"], found["order"], found["shop"]
    verdicts = retries["figures"]["verdicts"]
    check(found["commits"] == 11, f"{found['commits']} commits")
    check(verdicts == {"pass": 6, "warn": 0, "fail": 3, "missing": 1, "inconclusive": 1, "error": 0}, f"verdicts {verdicts}")
    proofs = {one["slug"]: (one["proof"], one["before"], one["after"]) for one in retries["incidents"]}
    check(proofs == {"retry-storm": ("would have stopped", "fail", "pass"),
                     "untold": ("can't be told", "inconclusive", "pass")}, f"proofs {proofs}")
    storm = next(one for one in retries["incidents"] if one["slug"] == "retry-storm")
    check(storm["shipped"] == shop.commits[5] and storm["fixed"] == shop.commits[7], "the fix came with its merge")
    check("nobody limits retries" in (storm["said"] or ""), f"said {storm['said']}")
    told = retries["figures"]
    check((told["judged"], told["false_alarms"]) == (7, 1), f"judged {told['judged']}, false alarms {told['false_alarms']}")
    check(abs(told["per_1000"] - 142.857) < 0.01 and 25 < told["low"] < 26 and 512 < told["high"] < 514, f"rate {told}")
    check([one["commit"] for one in retries["alarms"]] == [shop.commits[9]], f"alarms {retries['alarms']}")
    check(retries["proven"] and not retries["may_block"], "proven, and not yet promoted")
    check(not order["proven"] and "no incident" in order["not_proven"], f"no incident is no proof: {order['not_proven']}")
    check(order["figures"]["verdicts"]["fail"] == 2, f"deploy-order {order['figures']}")
    check(not net["proven"] and "network" in net["not_proven"], f"a guard of servers: {net['not_proven']}")


def remembered(shop: Shop) -> None:
    again = replayed(shop.folder, "retries", status=0)
    check((again["ran"], again["remembered"]) == (0, 11), f"ran {again['ran']}, remembered {again['remembered']}")
    given = replayed(shop.folder, "order", "--incident", f"retry-storm={shop.commits[5]}..{shop.commits[7]}", status=0)
    check(given["order"]["incidents"][0]["proof"] == "would have stopped", "an incident by option")
    check(given["ran"] == 0 and given["order"]["figures"]["false_alarms"] == 0, "the same verdicts, other figures")
    part = replayed(shop.folder, "retries", "--from", shop.commits[6], status=1)
    check(part["commits"] == 5 and part["retries"]["incidents"][0]["proof"] == "untraced", "an incident before the range")
    touching = replayed(shop.folder, "retries", "--every", "touching")
    check(touching["retries"]["figures"]["not_run"] == 0, "without a scope whatever changed")
    hindcast(shop.folder, "replay", "--guards", "retries", "--from", "nowhere", status=2)
    hindcast(shop.folder, "replay", "--guards", "retrys", status=2)
    hindcast(shop.folder, "replay", "--guards", "order", "--incident", "retry-storm", status=2)
    hindcast(shop.folder, "replay", "retries", status=2)


def gate_verdict(shop: Shop) -> tuple[str, bool]:
    found = json.loads(hindcast(shop.folder, "gate", "--services", "till", "docs", "--format", "json", status=None))
    question = next(one for one in found["questions"] if "limited" in one["text"])
    return question["verdict"], question["results"][0]["may_block"]


def the_right_to_block(shop: Shop) -> None:
    shop.write("conf/till.conf", "")
    check(gate_verdict(shop) == ("warn", False), f"before its promotion a guard warns: {gate_verdict(shop)}")
    hindcast(shop.folder, "guard", "promote", "order", status=1)
    check(not (shop.folder / "hindcast-guards.toml").exists(), "what is not proven is not recorded")
    hindcast(shop.folder, "guard", "promote", "retries", "--now", "2031-06-01")
    check(gate_verdict(shop) == ("fail", True), f"promoted it stops: {gate_verdict(shop)}")
    recorded = (shop.folder / "hindcast-guards.toml").read_text()
    check('false_alarms_per_1000 = "142.9 (25.7 to 513.1)"' in recorded and "retry-storm" in recorded, recorded)
    script = (shop.folder / "guards/retries.sh").read_text()
    shop.write("guards/retries.sh", script + "# changed\n")
    hindcast(shop.folder, "policy", "approve", "--all")
    check(gate_verdict(shop) == ("warn", False), "a changed definition has lost the right")
    check(replayed(shop.folder, "retries")["ran"] == 11, "and is replayed anew")
    hindcast(shop.folder, "guard", "promote", "retries", "--by", "Ada", status=2)
    hindcast(shop.folder, "guard", "promote", "retries", "--by", "Ada", "--reason", "I read the change")
    check(gate_verdict(shop) == ("fail", True), "on a person's word")
    hindcast(shop.folder, "guard", "demote", "retries", status=2)
    hindcast(shop.folder, "guard", "demote", "retries", "--reason", "it cries wolf")
    check(gate_verdict(shop) == ("warn", False), "demoted it warns")
    with (shop.folder / "hindcast-guards.toml").open("a") as file:
        file.write("[[entry]]\nguard = \"retries\"\ndecision = \"perhaps\"\n")
    check(gate_verdict(shop) == ("error", True), "a file that cannot be read stops")
    (shop.folder / "hindcast-guards.toml").unlink()
    shop.write("conf/till.conf", "retries = 5\n")


def stopped(shop: Shop, aside: pathlib.Path) -> None:
    """Ctrl-C leaves no process and no folder, and what was seen is kept."""
    text = (shop.folder / "hindcast.toml").read_text()
    shop.write("hindcast.toml", text.replace('"guards/retries.sh"', '"guards/retries.sh", "0.4"'))
    hindcast(shop.folder, "policy", "approve", "--all")
    run = subprocess.Popen([program, "replay", "--guards", "retries"], cwd=shop.folder, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, env=environment)
    time.sleep(1.5)
    run.send_signal(signal.SIGINT)
    check(run.wait(timeout=60) in (130, -signal.SIGINT), f"stopped: exit {run.returncode}")
    check(not list(aside.glob("hindcast-*")), f"left behind: {list(aside.iterdir())}")
    shop.write("hindcast.toml", text)


def tree_of(shop: Shop, entries: str) -> str:
    return subprocess.run(["git", "mktree"], cwd=shop.folder, input=entries, check=True, capture_output=True, text=True).stdout.strip()


def hostile(shop: Shop, aside: pathlib.Path) -> None:
    """Trees that git itself would not make: names that lead elsewhere, a file beneath a link. Nothing of them is written."""
    blob = shop.git("hash-object", "-w", "README.md")
    (shop.folder / "target").write_text(str(aside))
    link = shop.git("hash-object", "-w", "target")
    inner = tree_of(shop, f"100644 blob {blob}\tescaped\n")
    commit = shop.commits[-1]
    for entries in (f"040000 tree {inner}\t..\n", f"040000 tree {inner}\t.git\n",
                    f"120000 blob {link}\ta\n040000 tree {inner}\ta\n"):
        commit = shop.git("commit-tree", tree_of(shop, entries), "-p", commit, "-m", "hostile")
    found = replayed(shop.folder, "order", "--from", shop.commits[-1], "--to", commit)
    check(found["order"]["figures"]["verdicts"]["error"] == 3, f"hostile trees: {found['order']['figures']}")
    check(found["order"]["figures"]["judged"] == 1, "no verdict on a tree that is not there")
    check(not list(aside.rglob("escaped")), "a hostile tree was written elsewhere")
    (shop.folder / "target").unlink()


def without_memory_or_past(shop: Shop, clone: pathlib.Path) -> None:
    (shop.folder / ".hindcast").rename(shop.folder / "kept")
    (shop.folder / ".hindcast").write_text("")
    text = hindcast(shop.folder, "replay", "--guards", "order", status=1)
    check("nothing is remembered" in text and "11 commits" in text, f"where nothing can be kept: {text}")
    (shop.folder / ".hindcast").unlink()
    (shop.folder / "kept").rename(shop.folder / ".hindcast")
    shop.git("clone", "-q", "--depth", "3", f"file://{shop.folder}", str(clone))
    text = hindcast(clone, "replay", "--guards", "order", status=1)
    check("never fetched" in text and "3 commits" in text, f"a shallow clone: {text}")
    check(replayed_quietly(clone)["remembered"] == 3, "what this user saw is believed")
    subprocess.run(["git", "add", "-f", ".hindcast/replay.tsv"], cwd=clone, check=True, env=environment)
    check(replayed_quietly(clone)["remembered"] == 0, "what is committed is somebody else's word")


def pruned(shop: Shop) -> None:
    (shop.folder / "releases").mkdir()
    for month in range(1, 9):
        record = f"releases/{month}.md"
        hindcast(shop.folder, "release", "new", record, "docs", "--services", "till", "--now", f"2031-{month:02}-01", status=None)
        if not (shop.folder / record).exists():
            return check(False, f"release new wrote no {record}")
    found = json.loads(hindcast(shop.folder, "gate", "prune", "--asked", "8", "--months", "6", "--format", "json"))
    problems.extend(f"prune: {one}" for one in schema.check(found, json.loads((ROOT / "docs/schema/prune.json").read_text())))
    check(found["records"] == 8 and found["proposed"] == 0 < len(found["questions"]), f"a guard that a replay has proved stays: {found}")
    for month in range(1, 9):
        record = f"releases/{month}.md"
        lines = (shop.folder / record).read_text().splitlines(keepends=True)
        shop.write(record, "".join("- **Verdict:** pass, attested\n" if one.startswith("- **Verdict:**") else one
                                   for one in lines if not one.startswith("- **Guard:**")))
    found = json.loads(hindcast(shop.folder, "gate", "prune", "--asked", "8", "--months", "6", "--format", "json"))
    check(found["proposed"] == len(found["questions"]) > 0, f"what people answered for months may go: {found}")
    found = json.loads(hindcast(shop.folder, "gate", "prune", "--asked", "9", "--format", "json"))
    check(found["proposed"] == 0, "asked too seldom")
    text = (shop.folder / "releases/3.md").read_text()
    shop.write("releases/3.md", text.replace("**Verdict:** missing", "**Verdict:** fail").replace("**Verdict:** warn", "**Verdict:** fail")
               .replace("**Verdict:** pass", "**Verdict:** fail"))
    found = json.loads(hindcast(shop.folder, "gate", "prune", "--asked", "8", "--format", "json"))
    check(found["proposed"] == 0 and found["questions"][0]["last_catch"] == "2031-03-01", f"caught once: {found['questions'][:1]}")
    (shop.folder / "docs/retry-storm.md").unlink()
    text = hindcast(shop.folder, "gate", "prune", "--asked", "8")
    check("its documents are gone" in text, text)


def what_nobody_approved(folder: pathlib.Path, outside: pathlib.Path) -> None:
    """Steps and scripts of the past are not run, and a link of the past leads to nothing that replay removes."""
    past = Shop(folder)
    outside.mkdir()
    (outside / "check.sh").write_text("precious")
    evil = '[[step]]\nname = "till"\ncommand = ["sh", "-c", "exit 1"]\n'
    past.commit("Begin", smoke_toml=evil, run_sh="exit 1\n", gone_sh="exit 1\n", README_md="# Shop\n")
    (past.folder / "tools").symlink_to(outside)
    past.commit("Link the tools")
    (past.folder / "tools").unlink()
    (past.folder / "gone.sh").unlink()
    past.commit("Write it anew", smoke_toml='[[step]]\nname = "till"\ncommand = ["sh", "run.sh"]\n', run_sh="exit 0\n",
                tools__check_sh="exit 0\n", hindcast_toml="""
[guards.steps]
use = "smoke"
file = "smoke.toml"
[guards.gone]
command = ["sh", "gone.sh"]
[guards.tools]
command = ["sh", "tools/check.sh"]
""")
    hindcast(past.folder, "policy", "approve", "--all")
    found = replayed(past.folder)
    check(found["steps"]["figures"]["verdicts"] == {"pass": 2, "error": 1} | dict.fromkeys(("warn", "fail", "missing", "inconclusive"), 0),
          f"steps of the past: {found['steps']['figures']}")
    check(not any("exit status 1" in one["said"] for one in found["gone"]["alarms"]), f"a script of the past: {found['gone']['alarms']}")
    check(found["tools"]["figures"]["verdicts"]["error"] == 1, f"a link of the past: {found['tools']['figures']}")
    check((outside / "check.sh").is_file() and (outside / "check.sh").read_text() == "precious", "replay removed a file outside")


def loom_shop(folder: pathlib.Path) -> tuple[int, int]:
    """Two years of the invented company in examples/: every planted incident that its guard can see would have been stopped,
    and none of them cries wolf."""
    service = ROOT / "examples/service"
    subprocess.run([sys.executable, "-B", service / "build-history.py", folder], check=True, stdout=subprocess.DEVNULL, env=environment)
    lines = [line for line in (service / "incidents.tsv").read_text().splitlines() if not line.startswith("#")]
    # Run by hand on the fix of old, a rule about a variable that came later is missing data; in a replay it was not asked then.
    rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["before"] == "fail" and row["after"] in ("pass", "missing")]
    seen = 0
    for guard in ("migration-index", "env-sync", "deploy-order"):
        given = [word for row in rows if row["guard"] == guard
                 for word in ("--incident", f"{row['document']}={row['shipped']}..{row['fixed']}")]
        found = replayed(folder, guard, *given, status=0)[guard]
        proofs = [one["proof"] for one in found["incidents"]]
        check(len(proofs) >= len(given) // 2 and set(proofs[:len(given) // 2]) == {"would have stopped"}, f"{guard}: {proofs}")
        check(found["figures"]["false_alarms"] == 0, f"{guard}: {found['alarms']}")
        seen += len(given) // 2
    return seen, found["figures"]["commits"]


with tempfile.TemporaryDirectory() as home:
    base = pathlib.Path(home).resolve()
    for name in ("config", "traps", "aside"):
        (base / name).mkdir()
    environment |= {"XDG_CONFIG_HOME": str(base / "config"), "HOME": str(base), "TMPDIR": str(base / "aside"), "HINDCAST_NOW": "2031-06-02"}
    shop = build(base / "shop")
    planted_traps(shop, base / "traps")
    figures(shop)
    remembered(shop)
    the_right_to_block(shop)
    stopped(shop, base / "aside")
    hostile(shop, base)
    without_memory_or_past(shop, base / "clone")
    pruned(shop)
    what_nobody_approved(base / "past", base / "outside")
    incidents, commits = (0, 0) if seeded else loom_shop(base / "loom")
    check(not list((base / "traps").iterdir()), f"ran: {list((base / 'traps').iterdir())}")
for problem in problems:
    print(problem)
print(f"replay: {checks} checks, {len(problems)} problems; {incidents} incidents of the loom shop over {commits} commits")
sys.exit(1 if problems else 0)
