#!/usr/bin/env python3
"""Renders the examples of the CommonMark and GFM specifications with our trees
and compares: block structure must agree for all, HTML for all but those that
docs/markdown.md lists with their reason. The list must be exact.

usage: conformance.py --bin PROGRAM [--show NAME]   (NAME as in the list, `GFM 25`)
"""
import argparse, json, pathlib, re, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "conformance"
SPECS = {"GFM": "gfm-spec-0.29.json", "CommonMark": "commonmark-spec-0.31.x.json"}
BLOCK_TAGS = "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr table thead tbody tr th td".split()


def blocks(html):
    """The block tags of an HTML text, in order."""
    return [m[0] for m in re.finditer(r"</?(?:%s)\b[^>]*>" % "|".join(BLOCK_TAGS), html)]


def render(program, examples):
    data = b""
    for example in examples:
        text = example["markdown"].encode()
        data += b"%d %s\n" % (len(text), " ".join(example["ext"]).encode()) + text
    out = subprocess.run([program], input=data, capture_output=True, check=True).stdout
    at, answers = 0, []
    while at < len(out):
        end = out.index(b"\n", at)
        size = int(out[at:end])
        answers.append(out[end + 1 : end + 1 + size].decode())
        at = end + 1 + size
    return answers


def listed():
    """{name: reason} from the table in docs/markdown.md."""
    page = (ROOT / "docs/markdown.md").read_text()
    return dict(re.findall(r"^\| ((?:GFM|CommonMark) \d+) \| (.+?) \|$", page, re.M))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--show")
    options = parser.parse_args()
    if not all((DATA / name).exists() for name in SPECS.values()):
        print("skipped: the examples of the specifications are not here (looked in ../shared/conformance)")
        return 77
    reasons, problems, counted = listed(), [], []
    for spec, name in SPECS.items():
        examples = json.loads((DATA / name).read_text())
        equal = 0
        for example, html in zip(examples, render(options.bin, examples), strict=True):
            title = f"{spec} {example['example']}"
            if options.show == title:
                print(example["markdown"], "--- want", example["html"], "--- got", html, sep="\n")
            same_blocks = blocks(html) == blocks(example["html"])
            same = html == example["html"]
            equal += same
            if not same_blocks and "blocks: " not in reasons.get(title, ""):
                problems.append(f"{title}: blocks differ ({example['section']})")
            elif not same and title not in reasons:
                problems.append(f"{title}: HTML differs and is not listed ({example['section']})")
            if same and title in reasons:
                problems.append(f"{title}: listed as different, but it agrees")
        counted.append(f"{spec} {equal} of {len(examples)}")
    print("\n".join(problems + ["equal HTML: " + ", ".join(counted)]))
    return bool(problems)


sys.exit(main())
