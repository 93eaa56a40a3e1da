#!/usr/bin/env python3
"""Hold what the program reads out of real documents against labels, where they lie beside the repository.

usage: extraction.py --bin BUILD/hindcast [--by-repository]

Scores ../shared/gold and ../shared/gold_seeds with ../shared/tools/score_extraction.py and compares the figures with
the floors in tests/extraction_floors.json: a figure below its floor fails, one well above it asks for a higher floor.
--by-repository scores the labels of each repository alone, those of tests/labels included, and prints worst, median
and best of them for every kind of fact: rules that fit one team's style and not another's show there.
Says so and exits 77 (which ctest shows as skipped) when the labels are not there.
"""
import argparse
import collections
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SKIPPED = 77
SLACK = 0.05  # a floor further below its figure no longer holds it


def score(shared, binary, labels, documents):
    run = subprocess.run([sys.executable, shared / "tools/score_extraction.py", binary, shared / labels, shared / documents,
                          "--json"], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def figures(result):
    """One number for each judged thing: F1 where there is one, else the share that is right."""
    return {key: value["f1"] if isinstance(value, dict) else value for key, value in result.items()
            if key not in ("documents", "unreadable")}


KINDS = ("actions", "timeline", "checks", "sections", "title", "date")
LABELLED_MIN = 5  # facts: fewer in a repository tell nothing about its style


def labels_by_repository(shared):
    """Every label file's objects, by the folder that names the repository: KIND/OWNER__NAME/FILE."""
    found = collections.defaultdict(list)
    own = [json.loads(line) for line in (ROOT / "tests/labels/labels.jsonl").read_text().splitlines()]
    given = [json.loads(path.read_text()) for path in sorted((shared / "gold").rglob("*.json"))]
    for label in given + own:
        found[label["file"].split("/")[1]].append(label)
    return found


def score_repository(shared, binary, labels):
    """Figures of one repository, and how many facts of each kind are labelled there."""
    with tempfile.TemporaryDirectory() as folder:
        for number, label in enumerate(labels):
            (pathlib.Path(folder) / f"{number}.json").write_text(json.dumps(label))
        run = subprocess.run([sys.executable, shared / "tools/score_extraction.py", binary, folder, shared / "corpus", "--json"],
                             capture_output=True, text=True, check=True)
    got = json.loads(run.stdout)
    counts = {key: got[key]["labelled"] if isinstance(got[key], dict) else len(labels) for key in KINDS}
    return figures(got), counts


def print_spread(shared, binary):
    rows = {name: score_repository(shared, binary, labels) for name, labels in sorted(labels_by_repository(shared).items())}
    for name, (got, counts) in rows.items():
        told = "  ".join(f"{key} {got[key]:.2f}/{counts[key]}" for key in KINDS if counts[key])
        print(f"{name:44} {told}")
    for key in KINDS:
        least = 1 if key in ("title", "date") else LABELLED_MIN
        known = sorted((got[key], name) for name, (got, counts) in rows.items() if counts[key] >= least)
        if known:
            values = [value for value, _ in known]
            print(f"{key:9} {len(known):3} repositories  worst {values[0]:.3f} ({known[0][1]})  "
                  f"median {statistics.median(values):.3f}  best {values[-1]:.3f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--by-repository", action="store_true")
    arguments = parser.parse_args()
    binary = arguments.bin
    shared = ROOT.parent / "shared"
    if not (shared / "gold").is_dir():
        print("skipped: no labels in ../shared/gold")
        return SKIPPED
    if arguments.by_repository:
        return print_spread(shared, binary)
    failed = 0
    for name, floor in json.loads((ROOT / "tests/extraction_floors.json").read_text()).items():
        got = figures(score(shared, binary, name, floor["documents"]))
        for key, least in floor["floors"].items():
            low, slack = got[key] < least, got[key] > least + SLACK
            failed += low or slack
            note = "  BELOW ITS FLOOR" if low else "  raise the floor" if slack else ""
            print(f"{name:12} {key:9} {got[key]:.3f}  floor {least:.3f}{note}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
