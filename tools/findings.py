#!/usr/bin/env python3
"""How precise the rules are on documents that they were not written on.

The repositories of ../shared/corpus (column `repo` of MANIFEST.tsv) fall into two halves: rules are written on those
whose name's SHA-256 begins with an odd byte, and judged on the others. A verdict on a finding is a line of
tests/precision/verdicts.tsv: rule, file, fingerprint, right or wrong, note. The fingerprint is the first eight
digits of the SHA-256 of the marked text, so a verdict outlives changes elsewhere in a rule.

  tools/findings.py RULE [--half write|judge|both]   prints its findings: file:line, verdict, marked text, message
  tools/findings.py --publish                        rewrites docs/rules/precision.md
"""
import argparse, collections, csv, hashlib, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
VERDICTS = ROOT / "tests" / "precision" / "verdicts.tsv"
PAGE = ROOT / "docs" / "rules" / "precision.md"
COLUMNS = ["rule", "file", "fingerprint", "verdict", "note"]

Finding = collections.namedtuple("Finding", "rule severity file line marked message fingerprint")


def half_of(repo: str) -> str:
    return "write" if hashlib.sha256(repo.encode()).digest()[0] % 2 else "judge"


def halves() -> dict[str, str]:
    with open(CORPUS / "MANIFEST.tsv", encoding="utf-8", newline="") as file:
        return {row["file"]: half_of(row["repo"]) for row in csv.DictReader(file, delimiter="\t")}


def repositories() -> int:
    with open(CORPUS / "MANIFEST.tsv", encoding="utf-8", newline="") as file:
        return len({row["repo"] for row in csv.DictReader(file, delimiter="\t")})


def findings(program: pathlib.Path, rules: str) -> list[Finding]:
    done = subprocess.run([program, rules, "--alone", CORPUS], stdout=subprocess.PIPE, check=True)
    found = []
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        rule, severity, path, number, marked, message = line.split("\t")
        fingerprint = hashlib.sha256(marked.encode()).hexdigest()[:8]
        file = str(pathlib.Path(path).relative_to(CORPUS))
        found.append(Finding(rule, severity, file, int(number), marked, message, fingerprint))
    return found


def verdicts() -> dict[tuple[str, str, str], str]:
    if not VERDICTS.exists():
        return {}
    with open(VERDICTS, encoding="utf-8", newline="") as file:
        return {(row["rule"], row["file"], row["fingerprint"]): row["verdict"]
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.file, finding.fingerprint


def show(program: pathlib.Path, rule: str, half: str) -> None:
    where, known = halves(), verdicts()
    for finding in findings(program, rule):
        if half not in ("both", where[finding.file]):
            continue
        verdict = known.get(key(finding), "-")
        print(f"{finding.file}:{finding.line}\t{finding.fingerprint}\t{verdict}\t{finding.marked[:160]}\t{finding.message}")


HEAD = """# How precise the rules are

Rules are written on one half of {files} public documents from {repos} repositories and judged on the other: a repository
whose name's SHA-256 begins with an even byte belongs to the half that is judged. A finding is *right* when a
reader of the whole document agrees that what it says is so and worth a look. `tools/findings.py --publish` writes
this page from the verdicts in `tests/precision/verdicts.tsv`; findings that were judged wrong became tests.
Severities are those of the default profile. Rules that found nothing on the judged half are listed with none.

Where a first reading of the judged half found false alarms, the rule was narrowed and its findings were read again:
so it went with `check-undecidable`, `duration-disagrees`, `empty-section`, `timeline-out-of-order` and
`timeline-without-zone`, whose shares are what is left after mending and flatter them. Files that are templates by
their name are left alone by most rules of structure. Links to files can't be judged here, as the documents lie there
without their repositories; `broken-link` was tried on two repositories as a whole instead.

| rule | severity | findings | read | right | share |
|------|----------|---------:|-----:|------:|------:|
"""


def publish(program: pathlib.Path, names: list[tuple[str, str]]) -> None:
    where, known = halves(), verdicts()
    judged = collections.defaultdict(list)
    for finding in findings(program, "all"):
        if where[finding.file] == "judge":
            judged[finding.rule].append(finding)
    rows, on_read, on_right = [], 0, 0
    for rule, severity in names:
        read = [known[key(f)] for f in judged[rule] if key(f) in known]
        right = sum(verdict == "right" for verdict in read)
        if severity != "off":
            on_read, on_right = on_read + len(read), on_right + right
        share = f"{100 * right / len(read):.0f} %" if read else ""
        rows.append(f"| [{rule}]({rule}.md) | {severity} | {len(judged[rule])} | {len(read)} | {right} | {share} |")
    total = f"{100 * on_right / on_read:.1f} %" if on_read else "none read"
    foot = f"\nOf the findings of rules that are on by default {on_read} were read and {on_right} were right: {total}.\n"
    head = HEAD.format(files=len(where), repos=repositories())
    PAGE.write_text(head + "\n".join(rows) + "\n" + foot, encoding="utf-8")


def rule_names(program: pathlib.Path) -> list[tuple[str, str]]:
    done = subprocess.run([program, "--rules"], stdout=subprocess.PIPE, check=True)
    return [tuple(line.split("\t")[:2]) for line in done.stdout.decode().splitlines()]


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
        publish(options.program, rule_names(options.program))
    elif options.rule:
        show(options.program, options.rule, options.half)
    else:
        parser.error("name a rule, or --publish")
    return 0


if __name__ == "__main__":
    sys.exit(main())
