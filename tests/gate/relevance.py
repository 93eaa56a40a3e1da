#!/usr/bin/env python3
"""How well the gate tells which lessons a change touches, against the judgement of a careful reader.

    tests/gate/relevance.py HINDCAST [--list] [--floors]   # --list shows every wrong and every missed question
                                                           # --floors fails below what is promised
    tests/gate/relevance.py HINDCAST --seed-bug --floors   # counts each change's answers for the next one: must fail

relevance.tsv has the judgement, relevance_items.tsv the questions, examples/service/ the repository whose documents
ask. Precision: of the questions that were asked, the share that a reader would ask; questions that are neither right
nor wrong count in neither. Recall: of those that a reader would ask, the share that was asked. Intervals are Wilson's
at 95 %.
"""
import argparse, csv, json, math, os, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLOORS = {"precision": 0.90, "precision of what blocks": 0.90, "recall": 0.90}


def table(name):
    lines = (pathlib.Path(__file__).with_name(name)).read_text().splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t",
                               quoting=csv.QUOTE_NONE))


def plain(text):
    return text.replace("`", "").replace("*", "")


def share(part, whole):
    if not whole:
        return "nothing"
    p, z = part / whole, 1.96
    middle, half = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    low, high = ((middle + sign * half) / (1 + z * z / whole) for sign in (-1, 1))
    return f"{100 * p:.1f} % ({part} of {whole}; {100 * low:.0f} to {100 * high:.0f} %)"


def asked(hindcast, repository, paths, items):
    """Keys of what is asked with whether it blocks, and keys of which nobody can tell."""
    done = subprocess.run([hindcast, "gate", "--no-guards", "--paths", ",".join(paths), "--all", "--format", "json", "docs"],
                          cwd=repository, text=True, stdout=subprocess.PIPE)
    if done.returncode > 1:
        sys.exit(f"relevance: hindcast gate ended with {done.returncode}")
    answer = json.loads(done.stdout)

    def keys(questions):
        found = {}
        for question in questions:
            for origin in question["origins"]:
                for item in items:
                    if item["document"] == origin["document"] and plain(origin["sentence"]).startswith(plain(item["words"])):
                        found[item["key"]] = question.get("blocks", False)
        return found
    return keys(answer["questions"]), keys(answer["untold"]["questions"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hindcast", type=pathlib.Path)
    for option in ("--list", "--floors", "--seed-bug"):
        parser.add_argument(option, action="store_true")
    options = parser.parse_args()
    os.environ["HINDCAST_NOW"] = "2025-01-02T00:00:00Z"
    items, changes = table("relevance_items.tsv"), table("relevance.tsv")
    words = {item["key"]: f"{item['document']}: {item['words']}" for item in items}
    with tempfile.TemporaryDirectory() as home:
        repository = pathlib.Path(home, "shop")
        subprocess.run([sys.executable, "-B", ROOT / "examples/service/build-history.py", repository], check=True,
                       stdout=subprocess.DEVNULL)
        answers = [asked(options.hindcast.resolve(), repository, change["paths"].split(), items) for change in changes]
    if options.seed_bug:
        answers = answers[1:] + answers[:1]
    right = wrong = missed = untold = neither = blocking_right = blocking_wrong = 0
    for change, (got, unknown) in zip(changes, answers):
        want, may = set(change["asked"].split()), set(change["may"].split())
        bad, gone = set(got) - want - may, want - set(got)
        right, wrong, missed = right + len(set(got) & want), wrong + len(bad), missed + len(gone)
        untold, neither = untold + len(gone & set(unknown)), neither + len(set(got) & may - want)
        blocking_right += sum(got[key] for key in set(got) & want)
        blocking_wrong += sum(got[key] for key in bad)
        if options.list:
            for sign, keys in (("wrong ", bad), ("missed", gone)):
                for key in sorted(keys):
                    print(f"{change['change']}: {sign} {key} {words[key]}" + (" (nobody can tell)" if key in unknown else ""))
    figures = {"precision": (right, right + wrong),
               "precision of what blocks": (blocking_right, blocking_right + blocking_wrong),
               "recall": (right, right + missed)}
    print(f"relevance: {len(changes)} changes, {len(items)} questions")
    for name, (part, whole) in figures.items():
        print(f"  {name}: {share(part, whole)}")
    print(f"  {neither} more were asked that are neither right nor wrong; counted as wrong, precision is "
          f"{share(right, right + wrong + neither)}")
    print(f"  of {missed} missed, {untold} were listed as those of which nobody can tell")
    low = [name for name, floor in FLOORS.items() if figures[name][1] == 0 or figures[name][0] / figures[name][1] < floor]
    if options.floors and low:
        sys.exit(f"relevance: below its floor: {', '.join(low)}")


if __name__ == "__main__":
    main()
