#!/usr/bin/env python3
"""The loom shop is what it says: its documents are clean, its repository comes out the same every time, and each planted
incident stands where incidents.tsv says: its guard fails on the commit that shipped it, and passes on the one that fixed it.

    tests/examples_test.py HINDCAST
    tests/examples_test.py HINDCAST --seed-bug        # takes another commit for the first one: must fail
    tests/examples_test.py HINDCAST --seed-guard      # lets env-sync forget that a value is the same everywhere: must fail
"""
import csv, os, pathlib, subprocess, sys, tempfile

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


def guards_tell_what_the_table_says(repository):
    done = subprocess.run([sys.executable, "-B", str(SERVICE / "verdicts.py"), hindcast, str(repository)], text=True,
                          stdout=subprocess.PIPE)
    assert done.returncode == 0, done.stdout
    return done.stdout.count("\n")


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
    if "--seed-guard" in sys.argv:
        out("git", "checkout", "-q", "main", cwd=repository)
        declared = repository / "hindcast.toml"
        declared.write_text(declared.read_text().replace('"RATES_URL", ', ""))
        out("git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "Forget the rates", cwd=repository)
    told = guards_tell_what_the_table_says(repository)
repeats = sum(row["repeats"] != "-" for row in rows)
print(f"examples: {count} documents are clean; {commits} commits are the same, {len(rows)} incidents, {repeats} of them repeats; "
      f"guards tell {told} of them")
