#!/usr/bin/env python3
"""The calendars of `hindcast items` are RFC 5545, line by line, whatever documents say; python3-icalendar, where it is
installed, reads the same out of them.

    tests/calendar_test.py build/dev/hindcast
"""
import json, pathlib, re, subprocess, sys, tempfile

program = pathlib.Path(sys.argv[1]).resolve()
HOSTILE = (b"# Outage \\n; \"quoted\", \xff\xfe \x1b[31m\n\n**Date**: 2024-02-12\n**Services**: a, b;c\n\n## Action items\n\n"
           b"| Action | Owner | Due | Status |\n|-|-|-|-|\n"
           b"| END:VCALENDAR\\tBEGIN:VEVENT | A, B; C | 2024-03-01 | Open |\n"
           + "| Ärger: 負荷試験を毎週行う、負荷試験を毎週行う、負荷試験を毎週行う、負荷試験を毎週行う | @ada | 2024-12-31 | In Progress |\n".encode()
           + b"| " + b"x" * 500 + b" | | 2024-02-29 | Done |\n| never | | | Open |\n")
ONCE = {"VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP"},
        "VTODO": {"UID", "DTSTAMP", "DUE", "SUMMARY", "DESCRIPTION", "STATUS"}}
STATES = {"VEVENT": {"CONFIRMED", "CANCELLED", "TENTATIVE"}, "VTODO": {"NEEDS-ACTION", "IN-PROCESS", "COMPLETED", "CANCELLED"}}
problems = []


def output(*words: str, folder: pathlib.Path) -> bytes:
    return subprocess.run([program, "items", "--state", "all", "--now", "2024-03-10", *words], cwd=folder,
                          capture_output=True, timeout=60, check=True).stdout


def unescape(value: str) -> str:
    if re.search(r"(?<!\\)(?:\\\\)*[,;]", value) or re.search(r"(?<!\\)(?:\\\\)*\\[^\\,;nN]", value):
        problems.append(f"not escaped: {value!r}")
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def components(raw: bytes) -> list[tuple[str, dict]]:
    """The components below VCALENDAR, read strictly."""
    if not raw.endswith(b"END:VCALENDAR\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        problems.append("line ends are not CRLF throughout")
    for line in raw.split(b"\r\n"):
        if len(line) > 75:
            problems.append(f"a line of {len(line)} octets")
        line.decode()  # no character is cut in two
    lines = re.sub(rb"\r\n[ \t]", b"", raw).decode().split("\r\n")[:-1]
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", "".join(lines)):
        problems.append("a control character")
    found, stack = [], []
    for line in lines:
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^:;,\"]+)*):(.*)", line)
        if not match:
            problems.append(f"no content line: {line!r}")
            continue
        name, parameters, value = match.groups()
        if name == "BEGIN":
            stack.append((value, {}))
        elif name == "END":
            kind, members = stack.pop()
            if kind != value:
                problems.append(f"{kind} ends as {value}")
            if len(stack) == 1:
                found.append((kind, members))
            if not stack and not {"VERSION", "PRODID"} <= members.keys():
                problems.append("VCALENDAR without VERSION or PRODID")
        else:
            if name in stack[-1][1]:
                problems.append(f"{name} twice in {stack[-1][0]}")
            stack[-1][1][name] = (parameters, value)
    if stack or not found:
        problems.append("components are open, or there is none")
    return found


def check(kind: str, members: dict) -> None:
    if ONCE[kind] - members.keys():
        problems.append(f"{kind} without {ONCE[kind] - members.keys()}")
    day = members["DTSTART" if kind == "VEVENT" else "DUE"]
    if day[0] != ";VALUE=DATE" or not re.fullmatch(r"\d{8}", day[1]):
        problems.append(f"no whole day: {day}")
    if not re.fullmatch(r"\d{8}T\d{6}Z", members["DTSTAMP"][1]):
        problems.append("DTSTAMP is not in UTC")
    if members["STATUS"][1] not in STATES[kind]:
        problems.append(f"status {members['STATUS'][1]} of {kind}")


READER = """import icalendar, json, sys
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([[c.name, str(c["UID"]), str(c["SUMMARY"]), c.decoded("DTSTART" if c.name == "VEVENT" else "DUE").isoformat()]
                  for c in calendar.walk() if c.name in ("VEVENT", "VTODO")]))"""

with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "outage.md").write_bytes(HOSTILE)
    listed = {f"{row['document_slug']}#{row['id']}": row for row in json.loads(output("--format", "json", folder=folder)) if row["due"]}
    peer = subprocess.run(["/usr/bin/python3", "-c", "import icalendar"], capture_output=True).returncode == 0
    for form, kind, word in (("ics", "VEVENT", "due"), ("ics-todo", "VTODO", "todo")):
        raw = output("--format", form, folder=folder)
        found = components(raw)
        read = []
        for one, members in found:
            check(one, members)
            uid, summary = unescape(members["UID"][1]), unescape(members["SUMMARY"][1])
            row = listed.get(uid.removesuffix(f"@{word}.hindcast"))
            day = members["DTSTART" if kind == "VEVENT" else "DUE"][1]
            if one != kind or row is None or day != row["due"].replace("-", ""):
                problems.append(f"{uid} on {day} is no due date of the list")
            read.append([one, uid, summary, f"{day[:4]}-{day[4:6]}-{day[6:]}"])
        if len(found) != len(listed) or len(listed) != 3:
            problems.append(f"{len(found)} components for {len(listed)} due dates")
        if peer:
            done = subprocess.run(["/usr/bin/python3", "-c", READER], input=raw, capture_output=True, check=True)
            if json.loads(done.stdout) != read:
                problems.append(f"icalendar reads otherwise: {done.stdout.decode()} than {read}")
        if output("--format", form, folder=folder) != raw:
            problems.append("the same list gives another calendar")
    (folder / "outage.md").write_bytes(b"# Outage\n\n## Action items\n\n- [ ] one day\n")
    if [kind for kind, _ in components(output("--format", "ics", folder=folder))] != ["VTIMEZONE"]:
        problems.append("a calendar without a due date is no calendar")

print("\n".join(problems) or f"calendars: {len(listed)} due dates as events and tasks, "
      + ("icalendar reads the same" if peer else "without icalendar (not there)"))
sys.exit(1 if problems else 0)
