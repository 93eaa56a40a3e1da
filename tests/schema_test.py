#!/usr/bin/env python3
"""What the program prints as JSON is what docs/schema/ says, over examples/ and every awkward document here.

    tests/schema_test.py build/dev/hindcast
"""
import json, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import schema

program = pathlib.Path(sys.argv[1]).resolve()
AWKWARD = {  # file name: bytes
    "empty.md": b"",
    "only-text.md": b"nothing but text",
    "bytes.md": b"# \xff\xfe \x1b[31m \"quoted\" \\ \n\n## Action items\n\n- [ ] caf\xe9 @ada\n",
    "table.md": b"# T\n\n## Actions\n\n| Action | Owner | Due | Status |\n|-|-|-|-|\n| Do it | Ada | 2024-03-01 | Done |\n",
    "all.md": b"---\ntitle: All\ndate: 2024-02-12\n---\n# All\n\n## Timeline\n\n- 14:02 broke\n- 14:30 fixed\n\n"
              b"## Metrics\n\n- Adoption: TBD\n\n## Checklist\n\n- [x] ready\n\n## Lessons\n\n- Look twice\n",
}


def output(*arguments: str) -> str:
    done = subprocess.run([program, *arguments], capture_output=True, timeout=60)
    if done.returncode or done.stderr:
        sys.exit(f"{arguments}: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode()  # must be UTF-8 whatever the documents hold


def load(name: str) -> dict:
    return json.loads((ROOT / "docs" / "schema" / name).read_text())


problems, documents, items = [], 0, 0
# The checker itself must be able to say no.
broken = {"file": 1, "kind": "novel", "extra": None}
if len(schema.check(broken, load("document.json"))) < 4:
    problems.append("tools/schema.py lets a broken document through")

with tempfile.TemporaryDirectory() as folder:
    for name, text in AWKWARD.items():
        pathlib.Path(folder, name).write_bytes(text)
    for line in output("show", "--format", "json", folder, str(ROOT / "examples")).splitlines():
        document = json.loads(line)
        documents += 1
        problems += [f"{document.get('file')}: {problem}" for problem in schema.check(document, load("document.json"))]
    listed = json.loads(output("items", "--state", "all", "--role", "action,event,check,observation,lesson,improvement,"
                               "metric,participant,deadline,example", "--format", "json", folder, str(ROOT / "examples")))
    items = len(listed)
    problems += schema.check(listed, load("items.json"))

print("\n".join(problems) or f"schemas: {documents} documents and {items} items are as described")
sys.exit(1 if problems or not documents or not items else 0)
