#!/usr/bin/env python3
"""How right the ledger of promises is on documents that real teams wrote, and what it misses.

`hindcast ledger promises` runs over ../shared/corpus. A line of tests/precision/ledger.tsv holds what readers said of a
row: its id, both places, first, second, note. `first` is the verdict of those who wrote the ledger, `second` that of a
reader who knew docs/ledger.md and no verdict; each is right, wrong or empty, and one wrong is enough. A verdict on a
row that is no longer given stays. tests/precision/ledger_pairs.tsv lists pairs that a reader of all actions of four
repositories found without the ledger.

  tools/ledger.py BINARY           checks today's rows against both; exit 77 without the corpus
  tools/ledger.py BINARY --unread  prints the rows among the first 100 that nobody has read
"""
import collections, csv, json, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
DFDS = "postmortems/dfds__postmortems"
PAGE = ROOT / "docs" / "ledger.md"
READ = 100  # rows that have to be read
ENOUGH, FOUND_MIN, UNREAD_MAX = 0.8, 9, 5
# What the three weaknesses of one repository promise again: words of the later promise, days at least.
DEMANDED = (("Version lock", 4), ("priority-classes", 5), ("no log data", 800))


def table(name: str) -> list[dict]:
    with open(ROOT / "tests" / "precision" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def rows_of(binary: str, path: str) -> list[dict]:
    done = subprocess.run([binary, "ledger", "promises", "--format", "json", "--no-config", path], cwd=CORPUS,
                          capture_output=True, check=True)
    return json.loads(done.stdout)["rows"]


def is_right(verdict: dict) -> bool:
    return "wrong" not in (verdict["first"], verdict["second"])


def places(row: dict) -> set:
    """All pairs of a row's mentions, as (document, line) twice."""
    all_of = [(item["document"], item["line"]) for item in (row["earlier"], *row["between"], row["later"])]
    return {(a, b) for i, a in enumerate(all_of) for b in all_of[i + 1:]}


def repository(path: str) -> str:
    return path.split("/")[1]


def main() -> int:
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    if not CORPUS.is_dir():
        print(f"skipped: {CORPUS} is not there")
        return 77
    verdicts = {line["row"]: line for line in table("ledger.tsv")}
    rows = rows_of(binary, ".")
    first = rows[:READ]
    unread = [row for row in first if row["id"] not in verdicts]
    for row in unread if "--unread" in sys.argv else []:
        print("\n".join([row["id"]] + [f"  {item['document']}:{item['line']}  {item['text']}"
                                       for item in (row["earlier"], row["later"])]))
    read = [row for row in first if row["id"] in verdicts]
    right = [row for row in read if is_right(verdicts[row["id"]])]
    by_home = collections.Counter(repository(row["later"]["document"]) for row in read)
    right_by_home = collections.Counter(repository(row["later"]["document"]) for row in right)
    pairs = table("ledger_pairs.tsv")
    seen = set().union(*(places(row) for row in rows)) if rows else set()
    found = [pair for pair in pairs if ((pair["earlier"], int(pair["line"])), (pair["later"], int(pair["line2"]))) in seen]
    told = [f"Of the {len(rows)} rows {len(read)} were read and {len(right)} were right: "
            f"**{100 * len(right) / max(len(read), 1):.0f} %**.",
            f"Of {len(pairs)} pairs it finds {len(found)}: **{100 * len(found) / len(pairs):.0f} %**."]
    problems = []
    if len(right) < ENOUGH * len(read) or not read:
        problems.append("too many rows are wrong")
    if len(unread) > UNREAD_MAX:
        problems.append(f"{len(unread)} rows were read by nobody: --unread prints them")
    if len(found) < FOUND_MIN:
        problems.append(f"fewer than {FOUND_MIN} of the pairs are found")
    alone = rows_of(binary, DFDS)
    for words, days in DEMANDED:
        if not any(words in row["later"]["text"] and row["days"] >= days for row in alone):
            problems.append(f"{DFDS}: nothing about `{words}` after {days} days")
    for row in alone[:10]:
        if row["id"] not in verdicts or not is_right(verdicts[row["id"]]):
            problems.append(f"{DFDS}: row {row['id']} is among the first ten and not known to be right")
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    problems += [f"docs/ledger.md does not say: {line}" for line in told if line not in page]
    for home, count in by_home.most_common():
        line = f"| {home.replace('__', '/')} | {count} | {right_by_home[home]} |"
        if line not in page:
            problems.append(f"docs/ledger.md does not say: {line}")
    print("\n".join(told + problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
