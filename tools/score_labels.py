#!/usr/bin/env python3
"""Score `hindcast show --format json` against tests/labels/labels.jsonl.

usage: tools/score_labels.py BINARY CORPUS [--misses]

Items match by role and exact line. Prints precision, recall and F1 per kind
of fact and the share right for title, date, state and time; exits 1 when one
is below its floor, 77 when CORPUS is not there (ctest: skipped).
"""
import collections
import json
import pathlib
import subprocess
import sys

FLOORS = {"actions": 0.95, "timeline": 0.98, "checks": 1.0, "sections": 0.97,
          "title": 0.96, "date": 0.93, "state": 0.93, "time": 0.98}
UNLABELLED_ROLES = {None, "improvements", "examples"}


def fold(text):
    return "".join(c for c in (text or "").casefold() if c.isalnum())


def read(binary, path):
    run = subprocess.run([binary, "show", "--format", "json", path], capture_output=True)
    return json.loads(run.stdout.decode() or "{}")


def digits(text):
    return "".join(c if c.isdigit() else " " for c in text or "").split()


def facts_of(got):
    items = got.get("items", [])
    return {
        "actions": [i["line"] for i in items if i["role"] == "action"],
        "timeline": [i["line"] for i in items if i["role"] == "event"],
        "checks": [(i["line"], i["ticked"]) for i in items if "ticked" in i],
        "sections": [(s["line"], s["role"]) for s in got.get("sections", []) if s["role"] not in UNLABELLED_ROLES],
    }


def wanted(label):
    return {
        "actions": [a["line"] for a in label["actions"]],
        "timeline": [t["line"] for t in label["timeline"]],
        "checks": [(c["line"], c["ticked"]) for c in label["checks"]],
        "sections": [(s["line"], s["role"]) for s in label["sections"]],
    }


def line_of(fact):
    return fact[0] if isinstance(fact, tuple) else fact


def same_state(want, have):
    return want == have or (want == "unknown" and have in ("open", "idea"))


def score(binary, corpus, labels, say):
    tally = collections.defaultdict(lambda: [0, 0, 0])  # hits, extras, misses
    right = collections.defaultdict(lambda: [0, 0])
    for label in labels:
        path = corpus / label["file"]
        if not path.exists():
            continue
        got = read(binary, str(path))
        unsure = {u["line"] for u in label["unsure"]}
        want_facts, got_facts = wanted(label), facts_of(got)
        for kind, want in want_facts.items():
            want, have = collections.Counter(want), collections.Counter(got_facts[kind])
            extra = [f for f in (have - want).elements() if line_of(f) not in unsure]
            missed = list((want - have).elements())
            for row, count in enumerate((sum((want & have).values()), len(extra), len(missed))):
                tally[kind][row] += count
            for word, facts in (("extra", extra), ("missed", missed)):
                for fact in facts:
                    say(f"{word:6} {kind:9} {label['file']}:{fact}")

        def judge(kind, ok, detail):
            right[kind][0] += ok
            right[kind][1] += 1
            if not ok:
                say(f"wrong  {kind:9} {label['file']}: {detail}")

        judge("title", fold(label["title"]) == fold(got.get("title")), f"want {label['title']!r}, got {got.get('title')!r}")
        judge("date", label["date"] == got.get("date"), f"want {label['date']}, got {got.get('date')}")
        by_line = {(i["role"], i["line"]): i for i in got.get("items", [])}
        for action in label["actions"]:
            item = by_line.get(("action", action["line"]))
            if item:
                judge("state", same_state(action["state"], item["state"]), f"line {action['line']}: want {action['state']}, got {item['state']}")
        for entry in label["timeline"]:
            item = by_line.get(("event", entry["line"]))
            if item and entry["time"]:
                judge("time", set(digits(entry["time"])) <= set(digits(item["time"])), f"line {entry['line']}: want {entry['time']!r}, got {item['time']!r}")
    return tally, right


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(arguments) != 2:
        sys.exit(__doc__)
    binary, corpus = arguments[0], pathlib.Path(arguments[1])
    if not corpus.is_dir():
        print(f"skipped: no corpus at {corpus}")
        sys.exit(77)
    source = pathlib.Path(__file__).resolve().parent.parent / "tests/labels/labels.jsonl"
    labels = [json.loads(line) for line in source.read_text().splitlines()]
    tally, right = score(binary, corpus, labels, print if "--misses" in sys.argv else lambda line: None)
    below = False
    for kind, (hits, extras, misses) in tally.items():
        f1 = 2 * hits / (2 * hits + extras + misses) if hits + extras + misses else 0.0
        precision, recall = hits / max(hits + extras, 1), hits / max(hits + misses, 1)
        print(f"{kind:9} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  ({hits + misses} labelled; floor {FLOORS[kind]})")
        below |= f1 < FLOORS[kind]
    for kind, (good, total) in right.items():
        share = good / total if total else 0.0
        print(f"{kind:9} right {good}/{total} = {share:.3f}  (floor {FLOORS[kind]})")
        below |= share < FLOORS[kind]
    sys.exit(1 if below or not tally else 0)


main()
