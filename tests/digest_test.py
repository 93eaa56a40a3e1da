#!/usr/bin/env python3
"""The page that `hindcast digest --format html` writes is well-formed, stands alone and shows what documents say as words,
whatever these are; the other formats are quiet when there is nothing to say.

    tests/digest_test.py build/dev/hindcast
"""
import html.parser, json, pathlib, re, subprocess, sys, tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import schema

program = pathlib.Path(sys.argv[1]).resolve()
EVIL = '`<script>alert(1)</script>` &lt;img src=x onerror=alert(1)&gt; "> `</style>` &lt; \' ]]> <!-- \u202e \x1b[31m'
DOCUMENT = f"""# Postmortem: {EVIL}

**Date**: 2024-03-05
**Services**: till

## Actions

| Action | Owner | Due | Status |
|-|-|-|-|
| {EVIL} | {EVIL} | 2024-03-01 | Open |
| plain | Ada | 2024-03-12 | Open |

## Lessons learned

- {EVIL}
""".encode() + b"- \xff\xfe bytes \x00\n"
CONFIG = b"""[[policy]]
name = "<i>quick & \\"dirty\\"</i>"
within = "1 day"
[[policy]]
name = "launch"
within = "1 day"
from = "launch date"
[teams."<u>Payments</u>"]
services = ["till"]
"""
ALLOWED = {"html", "head", "meta", "title", "style", "body", "header", "main", "section", "footer", "h1", "h2", "h3", "p", "ul", "li", "span", "code"}
problems = []


def digest(folder: pathlib.Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([program, "digest", "--now", "2024-03-10", *words], cwd=folder, capture_output=True, timeout=60)


class Tags(html.parser.HTMLParser):
    """As a browser reads it: only the tags and attributes of the page itself."""
    def handle_starttag(self, tag, attributes):
        if tag not in ALLOWED:
            problems.append(f"<{tag}> is no tag of ours")
        for name, _ in attributes:
            if name not in {"lang", "charset", "name", "content", "class"}:
                problems.append(f"{name}= in <{tag}>")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "till.md").write_bytes(DOCUMENT)
    (folder / "hindcast.toml").write_bytes(CONFIG)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    raw = digest(folder, "--format", "html").stdout
    page = raw.decode()  # is UTF-8
    Tags().feed(page)
    tree = ElementTree.fromstring(page.replace("<!DOCTYPE html>\n", ""))  # every tag is closed, every sign escaped
    words = "".join(tree.find("body").itertext())
    for said in ("<script>alert(1)</script>", "</style>", "]]>", '<i>quick & "dirty"</i>', "<u>Payments</u>", "\ufffd"):
        if said not in words:
            problems.append(f"the page does not say {said!r}")
    if re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", page):
        problems.append("control characters in the page")
    if re.search(r"https?:|url\(|@import|<script|javascript:", page):
        problems.append("the page asks for something from elsewhere")
    for needed in ("prefers-color-scheme: dark", 'name="viewport"', "Overdue", "Due in the next 7 days", "New lessons for your services", "Can&#39;t be told"):
        if needed not in page:
            problems.append(f"the page has no {needed!r}")
    found = json.loads(digest(folder, "--format", "json").stdout)
    problems += schema.check(found, json.loads((ROOT / "docs/schema/digest.json").read_text()))
    if not found["overdue"] or not found["undecidable"] or not found["lessons"] or not found["new_documents"]:
        problems.append("the digest lacks a part")
    for form in ("text", "markdown"):
        out = digest(folder, "--format", form).stdout
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", out) or (form == "markdown" and re.search(rb"(?<!\\)<", re.sub(rb"`[^`\n]*`", b"", out))):
            problems.append(f"{form} lets something through")
    for words, status in (([], 0), (["--fail-on", "overdue"], 1), (["--fail-on", "anything"], 1), (["--fail-on", "never"], 0)):
        if digest(folder, *words).returncode != status:
            problems.append(f"{words}: not status {status}")
    (folder / "hindcast.toml").write_bytes(b"")
    (folder / "till.md").write_bytes(b"# Postmortem: Till\n\n**Date**: 2023-03-05\n\n## Actions\n\n- [x] done\n")
    for form in ("text", "markdown", "html"):
        done = digest(folder, "--format", form, "--fail-on", "anything")
        if done.stdout or done.stderr or done.returncode:
            problems.append(f"{form}: not quiet: {done}")

print("\n".join(problems) or f"digest: {len(page)} bytes of HTML stand alone, and nothing is said when there is nothing")
sys.exit(1 if problems else 0)
