#!/usr/bin/env python3
"""Each machine format of `hindcast check` is what its readers ask for, over examples/ and awkward documents; and all
of them tell of the same findings.

    tests/reports_test.py build/dev/hindcast

SARIF is checked by the rules of its standard that code scanning services enforce, written out below. Where
`../shared` holds the official schema as sarif-schema.json and Python has jsonschema, by that too.
"""
import codecs, json, pathlib, re, subprocess, sys, tempfile, urllib.parse
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import schema

program = pathlib.Path(sys.argv[1]).resolve()
AWKWARD = {
    "plain.md": b"# Post\n\n## Action items\n\n- Add an alarm\n- Fix the queue\n",
    "naïve & <odd>, 100%: \"name\".md":
        b"# Post\n\n## Actions\n\n- Add `a<b>&c` \x01 \xff\xfe % :: \xe2\x9c\x93\r\n- Fix\ttabs\r\n",
    "silent.md": b"# Post\n\n## Actions\n\n- Add an alarm <!-- hindcast-disable-line action-without-owner: \"we & they\" -->\n"
                 b"- Fix it @ada <!-- hindcast-disable-line action-without-owner: old -->\n",
    "empty.md": b"",
    "wide.md": "# Post\n\n## アクション\n\n- 🦊 日本語 an alarm\n- a\u0301bc\n".encode(),
}
FORMATS = ["json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown"]
LEVELS = {"error": "error", "warning": "warning", "hint": "note"}
problems = []


def expect(claim: bool, what: str) -> None:
    if not claim:
        problems.append(what)


def check_region(region: dict, lines: list[str], where: str) -> None:
    expect(set(region) == {"startLine", "startColumn", "endLine", "endColumn"}, f"{where}: members {sorted(region)}")
    begin, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
    expect((1, 1) <= begin <= end, f"{where}: {begin} to {end}")
    expect(end[0] <= max(len(lines), 1), f"{where}: line {end[0]} of {len(lines)}")
    for line, column in (begin, end):
        if line <= len(lines):
            expect(column <= len(lines[line - 1]) + 1, f"{where}: column {column} of {lines[line - 1]!r}")


def check_sarif(log: dict, folder: pathlib.Path) -> list[tuple]:
    """(file, line, rule) of what counts."""
    expect(log["version"] == "2.1.0" and "sarif-2.1.0" in log["$schema"], "sarif: version")
    expect(len(log["runs"]) == 1, "sarif: one run")
    run = log["runs"][0]
    driver = run["tool"]["driver"]
    expect(driver["name"] == "hindcast" and bool(driver["version"]), "sarif: driver")
    expect(run["columnKind"] == "unicodeCodePoints", "sarif: columnKind")
    ids = [rule["id"] for rule in driver["rules"]]
    expect(len(ids) == len(set(ids)), "sarif: rule ids are unique")
    for rule in driver["rules"]:
        for member in ("shortDescription", "fullDescription", "help"):
            expect(bool(rule[member]["text"]), f"sarif: {rule['id']} {member}")
        expect(rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error"), f"sarif: {rule['id']} level")
    seen, found = set(), []
    for result in run["results"]:
        where = f"sarif: {result['ruleId']}"
        expect(ids[result["ruleIndex"]] == result["ruleId"], f"{where}: ruleIndex")
        expect(result["level"] in LEVELS.values(), f"{where}: level")
        expect(bool(result["message"]["text"]), f"{where}: message")
        expect(len(result["locations"]) == 1, f"{where}: one location")
        place = result["locations"][0]["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        expect(re.fullmatch(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})+", uri) is not None, f"{where}: uri {uri}")
        path = urllib.parse.unquote(uri).removeprefix("./")  # there before a name with a colon
        lines = re.split(r"\r\n|\r|\n", (folder / path).read_bytes().decode(errors="replace_each"))
        check_region(place["region"], lines, where)
        prints = result["partialFingerprints"]
        expect(all(isinstance(value, str) and value for value in prints.values()), f"{where}: fingerprints")
        key = (uri, *prints.values())
        expect(key not in seen, f"{where}: fingerprint twice")
        seen.add(key)
        for suppression in result["suppressions"]:
            expect(suppression["kind"] in ("inSource", "external"), f"{where}: suppression kind")
            expect(suppression.get("status", "accepted") in ("accepted", "underReview", "rejected"), f"{where}: status")
        for fix in result.get("fixes", []):
            expect(bool(fix["description"]["text"]), f"{where}: fix description")
            for change in fix["artifactChanges"]:
                expect(bool(change["replacements"]), f"{where}: replacements")
                for replacement in change["replacements"]:
                    check_region(replacement["deletedRegion"], lines, where)
        if not result["suppressions"]:
            found.append((path, place["region"]["startLine"], result["ruleId"]))
    expect(any(result["suppressions"] for result in run["results"]), "sarif: the suppressed finding is kept")
    expect(any(result.get("fixes") for result in run["results"]), "sarif: the fix is there")
    return found


def check_official(log: dict) -> str:
    official = ROOT.parent / "shared" / "sarif-schema.json"
    try:
        import jsonschema
    except ImportError:
        return "without the official schema (no jsonschema)"
    if not official.exists():
        return "without the official schema (not there)"
    rules = json.loads(official.read_text())
    validator = jsonschema.validators.validator_for(rules)(rules)
    problems.extend(f"sarif schema: {error.message}" for error in validator.iter_errors(log))
    return "with the official schema"


codecs.register_error("replace_each", lambda error: ("\ufffd", error.start + 1))
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    for file, text in AWKWARD.items():
        (folder / file).write_bytes(text)
    command = [program, "check", "--enable", "action-without-owner", "--quiet"]
    for format in FORMATS:
        command += ["-o", f"{format}={format}.out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60)
    expect(done.returncode == 1, f"exit {done.returncode}: {done.stderr.decode()}")
    read = {format: (folder / f"{format}.out").read_bytes().decode() for format in FORMATS}

    findings = json.loads(read["json"])
    problems += schema.check(findings, json.loads((ROOT / "docs/schema/findings.json").read_text()))
    expect(len(findings) >= 6, f"json: {len(findings)} findings")
    expected = sorted((f["file"], f["line"], f["rule"]) for f in findings)
    expect(findings == [json.loads(line) for line in read["jsonl"].splitlines()], "jsonl is json, a line each")
    for finding in findings:
        if finding["fix"]:
            text = AWKWARD[finding["file"]]
            for edit in finding["fix"]["edits"]:
                expect(text[edit["begin"]:edit["end"]].strip().startswith(b"<!--"), f"json: edit {edit}")

    sarif = json.loads(read["sarif"])
    told = sorted(check_sarif(sarif, folder))
    expect(told == expected, f"sarif tells of the same findings: {set(told) ^ set(expected)}")
    how = check_official(sarif)

    suites = xml.fromstring(read["junit"].encode())
    cases = [case for suite in suites for case in suite]
    failed = sorted((c.get("file"), int(c.get("line")), c.get("name").split(":")[0]) for c in cases
                    if c.find("failure") is not None or c.find("system-out") is not None)
    expect(failed == expected, "junit tells of the same findings")
    for suite in suites:
        expect(int(suite.get("tests")) == len(suite), f"junit: {suite.get('name')} tests")
        expect(int(suite.get("failures")) == sum(c.find("failure") is not None for c in suite), "junit: failures")
        expect(int(suite.get("skipped")) == sum(c.find("skipped") is not None for c in suite), "junit: skipped")
    expect(len(suites) == len(AWKWARD), "junit: a suite for each document")

    def property_of(text: str) -> str:
        return text.replace("%3A", ":").replace("%2C", ",").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    commands = []
    for line in read["github"].splitlines():
        m = re.fullmatch(r"::(error|warning|notice) file=([^,:]*),line=(\d+),endLine=(\d+),col=(\d+)(?:,endColumn=(\d+))?,"
                         r"title=([^,:]*)::(.*)", line)
        expect(m is not None, f"github: {line}")
        if m:
            commands.append((property_of(m[2]), int(m[3]), m[7]))
    expect(sorted(commands) == expected, "github tells of the same findings")

    quality = json.loads(read["gitlab"])
    expect(sorted((q["location"]["path"], q["location"]["lines"]["begin"], q["check_name"]) for q in quality) == expected,
           "gitlab tells of the same findings")
    expect(len({q["fingerprint"] for q in quality}) == len(quality), "gitlab: fingerprints are unique")
    expect(all(q["severity"] in ("info", "minor", "major", "critical", "blocker") for q in quality), "gitlab: severity")

    rows = re.findall(r"^\| (?:error|warning|hint) \|", read["markdown"], re.M)
    expect(len(rows) == len(findings), "markdown has a row for each finding")

# The checks themselves must be able to say no.
kept, problems = problems, []
broken = json.loads(json.dumps(sarif))
broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
broken["runs"][0]["results"][0]["ruleIndex"] = 1
with tempfile.TemporaryDirectory() as name:
    for file, text in AWKWARD.items():
        pathlib.Path(name, file).write_bytes(text)
    check_sarif(broken, pathlib.Path(name))
if len(problems) < 2:
    kept.append("a broken SARIF log gets through")
print("\n".join(kept) or f"reports: {len(findings)} findings told alike by {len(FORMATS)} formats, SARIF {how}")
sys.exit(1 if kept else 0)
