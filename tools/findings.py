#!/usr/bin/env python3
"""How precise the rules are on documents that they were not written on.

The repositories of ../shared/corpus (column `repo` of MANIFEST.tsv) fall into two halves: rules are written on those
whose name's SHA-256 begins with an odd byte, and judged on the others. A line of tests/precision/verdicts.tsv holds
what readers said of a finding: rule, file, line, fingerprint, first, second, note. The fingerprint is the first eight
digits of the SHA-256 of the marked text, so a verdict outlives changes elsewhere in a rule. `first` is the verdict of
those who write the rules, `second` that of a reader who knew the rules' pages and no verdict; each is right, wrong or
empty. A verdict on a finding that a rule no longer gives stays: it shows what the rule was narrowed for.

  tools/findings.py RULE [--half write|judge|both]   prints its findings: file:line, verdicts, marked text, message
  tools/findings.py --publish                        rewrites docs/rules/precision.md
"""
import argparse, collections, csv, hashlib, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
VERDICTS = ROOT / "tests" / "precision" / "verdicts.tsv"
PAGE = ROOT / "docs" / "rules" / "precision.md"
ENOUGH = 0.8  # a rule with a smaller share is off by default

Finding = collections.namedtuple("Finding", "rule severity file line marked message fingerprint")
Verdict = collections.namedtuple("Verdict", "first second note")
Count = collections.namedtuple("Count", "read right")


def half_of(repo: str) -> str:
    return "write" if hashlib.sha256(repo.encode()).digest()[0] % 2 else "judge"


def manifest() -> dict[str, str]:
    with open(CORPUS / "MANIFEST.tsv", encoding="utf-8", newline="") as file:
        return {row["file"]: row["repo"] for row in csv.DictReader(file, delimiter="\t")}


def findings(program: pathlib.Path, rules: str) -> list[Finding]:
    done = subprocess.run([program, rules, "--alone", CORPUS], stdout=subprocess.PIPE, check=True)
    found = []
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        rule, severity, path, number, marked, message = line.split("\t")
        fingerprint = hashlib.sha256(marked.encode()).hexdigest()[:8]
        file = str(pathlib.Path(path).relative_to(CORPUS))
        found.append(Finding(rule, severity, file, int(number), marked, message, fingerprint))
    return found


def verdicts() -> dict[tuple, Verdict]:
    with open(VERDICTS, encoding="utf-8", newline="") as file:
        return {(row["rule"], row["file"], int(row["line"]), row["fingerprint"]):
                Verdict(row["first"], row["second"], row["note"])
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def key(finding: Finding) -> tuple:
    return finding.rule, finding.file, finding.line, finding.fingerprint


def is_right(verdict: Verdict) -> bool:
    """Whoever read it agrees; one doubt is enough to count it wrong."""
    return "wrong" not in (verdict.first, verdict.second)


def count(said) -> Count:
    said = [one for one in said if one]
    return Count(len(said), sum(one == "right" for one in said))


def share(right: int, read: int) -> str:
    return f"{100 * right / read:.0f} %" if read else ""


def show(program: pathlib.Path, rule: str, half: str) -> None:
    where, known = manifest(), verdicts()
    for finding in findings(program, rule):
        if half not in ("both", half_of(where[finding.file])):
            continue
        said = known.get(key(finding), Verdict("", "", ""))
        print(f"{finding.file}:{finding.line}\t{finding.fingerprint}\t{said.first or '-'}/{said.second or '-'}"
              f"\t{finding.marked[:160]}\t{finding.message}")


PAGE_TEXT = """# How precise the rules are

Rules are written on one half of {files} public documents from {repos} repositories and judged on the other: a repository
whose name's SHA-256 begins with an even byte belongs to the half that is judged. A finding is *right* when a
reader of the whole document agrees that what it says is so and worth a look. `tools/findings.py --publish` writes
this page from the verdicts in `tests/precision/verdicts.tsv`; findings that were judged wrong became tests.
Severities are those of the default profile.

Two readers judged. The *first* are those who write the rules, and they read the judged half. The *second* knew the
rules' pages, saw no verdict of the first, and read findings of both halves. In the table a finding counts as right
when nobody who read it called it wrong. Where the same words are marked twice in one document, the first reader's
verdict holds for both.

Of the findings of rules that are on by default, {on_read} of the judged half were read and {on_right} were right:
**{on_share}**. The second reader alone, blind and before anything was mended for it, called {blind_right} of {blind_read}
right in both halves: **{blind_share}**.

## Today's findings on the judged half

| rule | severity | findings | first read | right | second read | right | both agree | share |
|------|----------|---------:|-----------:|------:|------------:|------:|-----------:|------:|
{rows}

## What flatters these figures

- Where a reading found false alarms, the rule was narrowed and its findings were read again, so the shares above are
  what is left after mending. It went so on the judged half with `check-undecidable`, `duration-disagrees`,
  `empty-section`, `impact-without-measure`, `participant-never-mentioned`, `timeline-out-of-order` and
  `timeline-without-zone` after the first reading, and after the second with the rules of the table below.
- A rule that was widened because of misses in the judged half has seen the documents that it is judged on.
- The first readers wrote the rules. Where the second disagrees, the second is counted.
- Files that are templates by their name are left alone by most rules of structure. Links to files can't be judged
  here, as the documents lie there without their repositories; `broken-link` was tried on two repositories as a whole.

## What the second reader saw, before and after

The verdicts are those of the blind reading in both halves; *still given* says how many of the right and of the wrong
ones the rule gives today.

| rule | severity | read | right | share | right, still given | wrong, still given |
|------|----------|-----:|------:|------:|-------------------:|-------------------:|
{blind_rows}

## Rules below 80 %

{weak}

## Rules that found nothing

{silent}
"""

WEAK_HEAD = """These were below in the blind reading and have been narrowed or rebuilt since, so today's figures on the same half
flatter them most. Those that are off stay off until somebody who did not see the corpus has read them.
"""
SILENT_TEXT = """Over both halves these gave no finding. What a rule of the built-in forms looks at, no document of the corpus
has: none was written from them. Their own tests and pages show what they find.

"""


class Published:
    """What the page says, from today's findings and all verdicts."""

    def __init__(self, program: pathlib.Path, names: list[tuple[str, str]]):
        self.where, self.known, self.names = manifest(), verdicts(), names
        self.all = collections.defaultdict(list)
        for finding in findings(program, "all"):
            self.all[finding.rule].append(finding)
        self.given = {key(f) for found in self.all.values() for f in found}

    def said(self, rule: str) -> tuple[list[Finding], list[Verdict]]:
        judged = [f for f in self.all[rule] if half_of(self.where[f.file]) == "judge"]
        return judged, [self.known[key(f)] for f in judged if key(f) in self.known]

    def row(self, rule: str, severity: str) -> str:
        judged, said = self.said(rule)
        first, second = count(v.first for v in said), count(v.second for v in said)
        both = [v for v in said if v.first and v.second]
        agree = f"{sum(v.first == v.second for v in both)} of {len(both)}" if both else ""
        return (f"| [{rule}]({rule}.md) | {severity} | {len(judged)} | {first.read} | {first.right} | {second.read} "
                f"| {second.right} | {agree} | {share(sum(map(is_right, said)), len(said))} |")

    def blind_row(self, rule: str, severity: str) -> str:
        blind = {k: v.second for k, v in self.known.items() if k[0] == rule and v.second}
        if not blind:
            return ""
        still = collections.Counter(said for k, said in blind.items() if k in self.given)
        read, right = count(blind.values())
        return (f"| [{rule}]({rule}.md) | {severity} | {read} | {right} | {share(right, read)} "
                f"| {still['right']} of {right} | {still['wrong']} of {read - right} |")

    def weak(self) -> str:
        lines = []
        for rule, severity in self.names:
            blind = count(v.second for k, v in self.known.items() if k[0] == rule)
            said = self.said(rule)[1]
            right = sum(map(is_right, said))
            if blind.right >= ENOUGH * blind.read and right >= ENOUGH * len(said):
                continue
            today = f"{right} of the {len(said)} that were read" if said else "none is left to read"
            lines.append(f"- [{rule}]({rule}.md): blind {blind.right} of {blind.read}; today {today}; "
                         + ("off by default" if severity == "off" else f"on by default as a {severity}"))
        return WEAK_HEAD + "\n" + "\n".join(lines) if lines else "None."

    def text(self) -> str:
        on = {rule for rule, severity in self.names if severity != "off"}
        said = [v for rule in on for v in self.said(rule)[1]]
        blind = count(v.second for k, v in self.known.items() if k[0] in on)
        right = sum(map(is_right, said))
        silent = [f"`{rule}`" for rule, _ in self.names
                  if not self.all[rule] and not rule.startswith("suppression-")]
        return PAGE_TEXT.format(
            files=len(self.where), repos=len(set(self.where.values())), on_read=len(said), on_right=right,
            on_share=f"{100 * right / len(said):.1f} %", blind_read=blind.read, blind_right=blind.right,
            blind_share=f"{100 * blind.right / blind.read:.1f} %",
            rows="\n".join(self.row(*name) for name in self.names if not name[0].startswith("suppression-")),
            blind_rows="\n".join(filter(None, (self.blind_row(*name) for name in self.names))),
            weak=self.weak(), silent=SILENT_TEXT + ", ".join(silent) + ".")


def rule_names(program: pathlib.Path) -> list[tuple[str, str]]:
    done = subprocess.run([program, "--rules"], stdout=subprocess.PIPE, check=True)
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    return [(row[0], row[1]) for row in rows if row[2] != "doctor"]  # those look at many documents and the day


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rule", nargs="?", help="a rule's name, `on` or `all`")
    parser.add_argument("--half", choices=["write", "judge", "both"], default="write")
    parser.add_argument("--publish", action="store_true")
    parser.add_argument("--program", type=pathlib.Path,
                        default=ROOT / "build" / "dev" / "tests" / "precision" / "hindcast_findings")
    options = parser.parse_args()
    if not CORPUS.exists():
        print(f"skipped: {CORPUS} is not here")
        return 77
    if options.publish:
        PAGE.write_text(Published(options.program, rule_names(options.program)).text(), encoding="utf-8")
    elif options.rule:
        show(options.program, options.rule, options.half)
    else:
        parser.error("name a rule, or --publish")
    return 0


if __name__ == "__main__":
    sys.exit(main())
