#!/usr/bin/env python3
"""The loom shop is what it says: its documents are clean, its repository comes out the same every time, and each planted
incident stands where incidents.tsv says: its guard fails on the commit that shipped it, and passes on the one that fixed it.

    tests/examples_test.py HINDCAST [--seed-bug]      # --seed-bug takes another commit for the first one: this must fail
"""
import csv, json, os, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SERVICE = ROOT / "examples/service"
hindcast, seeded = str(pathlib.Path(sys.argv[1]).resolve()), "--seed-bug" in sys.argv[2:]
os.environ["HINDCAST_NOW"] = "2025-01-02T00:00:00Z"


def out(*arguments, **options):
    return subprocess.run(arguments, check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def incidents():
    lines = [line for line in (SERVICE / "incidents.tsv").read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def ids_are_those_of_the_table(repository, rows):
    tags = dict(line.split() for line in out("git", "for-each-ref", "--format=%(refname:short) %(objectname)",
                                             "refs/tags", cwd=repository).splitlines())
    for row in rows:
        for what in ("shipped", "fixed"):
            want = tags.get(f"{row['incident']}/{what}", "-")
            assert row[what] == want, f"{row['incident']}: {what} is {want}; build-history.py --accept writes it"
        if row["shipped"] != "-" and row["fixed"] != "-":
            subprocess.run(["git", "merge-base", "--is-ancestor", row["shipped"], row["fixed"]], cwd=repository, check=True)


def table_is_whole(repository, rows):
    names = [row["incident"] for row in rows]
    assert len(set(names)) == len(names)
    for row in rows:
        assert (repository / row["document"]).is_file(), row["document"]
        assert row["repeats"] == "-" or row["repeats"] in names[:names.index(row["incident"])], row["incident"]
        for verdict in (row["before"], row["after"]):
            assert verdict in ("pass", "fail", "missing", "-"), verdict


def verdicts(repository, commit):
    """What each guard of today comes to on the files and at the hour of that day."""
    os.environ["HINDCAST_NOW"] = out("git", "log", "-1", "--date=format:%Y-%m-%dT%H:%M:%SZ", "--format=%cd", commit, cwd=repository).strip()
    for command in (["checkout", "-qf", commit], ["clean", "-qfdx"], ["checkout", "main", "--", "docs", "hindcast.toml"]):
        out("git", *command, cwd=repository, stderr=subprocess.DEVNULL)
    done = subprocess.run([hindcast, "gate", "--policy-from", "main", "--format", "json", "docs"], cwd=repository, text=True,
                          stdout=subprocess.PIPE)
    assert done.returncode == 1, f"{commit}: hindcast gate ended with {done.returncode}"
    out("git", "reset", "-q", "--hard", cwd=repository)
    return {result["guard"]: result["verdict"] for question in json.loads(done.stdout)["questions"]
            for result in question["results"]}


def guards_tell_what_the_table_says(repository, rows):
    seen, told = {}, 0
    for row in rows:
        for commit, want in ((row["shipped"], row["before"]), (row["fixed"], row["after"])):
            if commit == "-" or want == "-":
                continue
            got = seen.setdefault(commit, None) or verdicts(repository, commit)
            seen[commit] = got
            assert got.get(row["guard"]) == want, f"{row['incident']}: {row['guard']} is {got.get(row['guard'])}, not {want}"
            told += 1
    return told


def documents_are_clean():
    done = subprocess.run([hindcast, "check", str(ROOT / "examples")], text=True, stdout=subprocess.PIPE)
    assert done.returncode == 0, done.stdout
    count = len(list((ROOT / "examples").rglob("*.md")))
    assert count >= 40, count
    return count


rows = incidents()
with tempfile.TemporaryDirectory() as home:
    repository = pathlib.Path(home, "shop")
    out(sys.executable, "-B", str(SERVICE / "build-history.py"), str(repository))
    if seeded:
        out("git", "-c", "user.name=a", "-c", "user.email=a@b", "tag", "-f", "index-baskets/shipped", "main", cwd=repository)
    ids_are_those_of_the_table(repository, rows)
    table_is_whole(repository, rows)
    commits = int(out("git", "rev-list", "--count", "main", cwd=repository))
    count = documents_are_clean()
    os.environ["HOME"] = home
    told = guards_tell_what_the_table_says(repository, rows)
repeats = sum(row["repeats"] != "-" for row in rows)
print(f"examples: {count} documents are clean; {commits} commits are the same, {len(rows)} incidents, {repeats} of them repeats; "
      f"guards tell {told} verdicts")
