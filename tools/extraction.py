#!/usr/bin/env python3
"""Hold what the program reads out of real documents against labels, where they lie beside the repository.

usage: extraction.py --bin BUILD/hindcast

Scores ../shared/gold and ../shared/gold_seeds with ../shared/tools/score_extraction.py and compares the figures with
the floors in tests/extraction_floors.json: a figure below its floor fails, one well above it asks for a higher floor.
Says so and exits 77 (which ctest shows as skipped) when the labels are not there.
"""
import argparse
import json
import pathlib
import subprocess
import sys

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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    binary = parser.parse_args().bin
    shared = ROOT.parent / "shared"
    if not (shared / "gold").is_dir():
        print("skipped: no labels in ../shared/gold")
        return SKIPPED
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
