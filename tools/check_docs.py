#!/usr/bin/env python3
"""Fails when a page speaks of what is not there.

In every Markdown page of the root and of docs/: a relative link leads to a file, a path in
backticks that starts with a folder of ours exists, and each `./dev VERB` is a verb of ./dev.
"""
import pathlib, re, sys

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:src|docs|tools|tests|bench|fuzz|cmake|examples|templates)/[\w./-]*)`")
PLACEHOLDER = re.compile(r"\b(NAME|TARGET|MODULE|FILE|FOLDER)(\b|_)")
VERB = re.compile(r"\./dev ([a-z]+)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)


def problems_of(root: pathlib.Path) -> list[str]:
    verbs = set(re.findall(r"^  ([a-z]+)[a-z|-]*\) +##", (root / "dev").read_text(), re.M))
    problems = []
    for page in sorted(root.glob("*.md")) + sorted((root / "docs").rglob("*.md")):
        text = page.read_text()
        prose = FENCE.sub(lambda m: "\n" * m[0].count("\n"), text)  # examples may show anything
        found = [(prose, m, f"no such file: {m[1]}") for m in LINK.finditer(prose)
                 if "://" not in m[1] and not (page.parent / m[1]).exists()]
        found += [(prose, m, f"no such path: {m[1]}") for m in PATH.finditer(prose)
                 if not PLACEHOLDER.search(m[1]) and not (root / m[1]).exists()]
        found += [(text, m, f"./dev has no verb {m[1]}") for m in VERB.finditer(text) if m[1] not in verbs]
        for where, m, what in found:
            problems.append(f"{page.relative_to(root)}:{where.count(chr(10), 0, m.start()) + 1}: {what}")
    return problems


def main() -> int:
    problems = problems_of(pathlib.Path(__file__).resolve().parent.parent)
    print("\n".join(problems) or "docs: every link, path and verb is there")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
