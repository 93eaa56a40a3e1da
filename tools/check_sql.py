#!/usr/bin/env python3
"""Keeps the archive's SQL fit to be divided by workspace, as a shared database will be.

Reads src/archive/sql: the schema's steps in order, and every statement. A table of a workspace begins with its
column `workspace`; so does every key, index and reference. A statement gives it as ?1 and reads no table
from end to end. A directory is a table that finds workspaces; nothing else may do without.

Usage: check_sql.py [--self-test]
"""
import pathlib
import re
import sqlite3
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "src/archive/sql"
DIRECTORIES = {"workspaces"}
# Asked by a person about the whole file, or by the archive itself.
WITHOUT_WORKSPACE = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)\b")
STATEMENT = re.compile(r'inline constexpr (?:const char\*|std::string_view) (\w+)\s*=\s*'
                       r'(R"\(.*?\)"|(?:"(?:[^"\\]|\\.)*"\s*)+);', re.S)


def schema_texts():
    steps = sorted(FOLDER.glob("schema_*.sql"), key=lambda path: int(path.stem.split("_")[1]))
    return [path.read_text() for path in steps]


def statements(header):
    for name, text in STATEMENT.findall(header):
        if text.startswith("R"):
            yield name, text[3:-2]
        else:
            yield name, "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))


def problems_of_schema(db):
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' "
                                           "AND name NOT LIKE 'sqlite_%'")]
    for kind, name in db.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')"):
        yield f"{name}: a {kind} works behind the archive's back"
    for table in tables:
        if table in DIRECTORIES:
            continue
        columns = list(db.execute(f"PRAGMA table_info('{table}')"))
        # SQLite keeps an INTEGER PRIMARY KEY from being NULL without being told.
        if columns[0][1] != "workspace" or not (columns[0][3] or columns[0][5]):
            yield f"{table}: does not begin with workspace NOT NULL"
        key = [column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5]]
        if key[:1] != ["workspace"]:
            yield f"{table}: its primary key ({', '.join(key) or 'none'}) does not begin with workspace"
        for index in db.execute(f"PRAGMA index_list('{table}')"):
            first = db.execute(f"PRAGMA index_info('{index[1]}')").fetchone()
            if first[2] != "workspace":
                yield f"{table}: its index {index[1]} does not begin with workspace"
        references = {}
        for row in db.execute(f"PRAGMA foreign_key_list('{table}')"):
            references.setdefault(row[0], []).append(row)
        for rows in references.values():
            if "workspace" not in [row[3] for row in rows]:
                yield f"{table}: its reference to {rows[0][2]} leaves out workspace"
            if any("CASCADE" in (row[5], row[6]) for row in rows):
                yield f"{table}: its reference to {rows[0][2]} cascades"


def problems_of_statement(db, name, text):
    if WITHOUT_WORKSPACE.match(text.strip()):
        return
    try:
        plan = [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + text,
                                             [None] * max(map(int, re.findall(r"\?(\d+)", text)), default=0))]
    except sqlite3.Error as error:
        yield f"{name}: {error}"
        return
    touched = set(re.findall(r"\b(?:FROM|INTO|UPDATE|JOIN)\s+(?!SET\b)([a-z_]+)", text)) - DIRECTORIES
    if not touched:
        return
    inserted = re.match(r"\s*INSERT\b[^(]*\(\s*workspace\b.*?(?:VALUES\s*\(|SELECT\s+)\s*\?1", text, re.S)
    if not inserted and not re.search(r"\bworkspace = \?1", text):
        yield f"{name}: does not say workspace = ?1"
    for step in plan:
        if step.startswith("SCAN") and not re.match(r"SCAN (CONSTANT ROW|\d+ CONSTANT|[a-z_]*json_each)", step):
            yield f"{name}: reads a whole table ({step})"


def problems(schema, header):
    db = sqlite3.connect(":memory:")
    for step in schema:
        db.executescript(step)
    found = list(problems_of_schema(db))
    named = list(statements(header))
    if len(named) != len(re.findall(r"inline constexpr ", header)):
        found.append("statements.h: holds a constant that is not read as a statement")
    for name, text in named:
        found += problems_of_statement(db, name, text)
    return found, len(named)


def self_test():
    """Every rule is broken once and must be noticed."""
    good = ("CREATE TABLE t (workspace INTEGER NOT NULL, a INTEGER NOT NULL, b TEXT,"
            " PRIMARY KEY (workspace, a)) STRICT;")
    constant = 'inline constexpr const char* x = "%s";'
    broken = [
        ("CREATE TABLE t (a INTEGER PRIMARY KEY, workspace INTEGER NOT NULL) STRICT;", "", 2),
        (good + "CREATE INDEX i ON t (b, workspace);", "", 1),
        (good + "CREATE TABLE u (workspace INTEGER NOT NULL, c INTEGER REFERENCES t (a) ON DELETE CASCADE,"
         " PRIMARY KEY (workspace, c)) STRICT;", "", 2),
        (good + "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;", "", 1),
        (good, constant % "SELECT b FROM t WHERE a = ?1", 2),
        (good, constant % "SELECT b FROM t WHERE workspace = ?1 AND nothing = ?2", 1),
        (good, constant % "INSERT INTO t (a, workspace) VALUES (?2, ?1)", 1),
        (good, "inline constexpr auto y = made();", 1),
    ]
    for schema, header, expected in broken:
        found, _ = problems([schema], header)
        if len(found) != expected:
            sys.exit(f"self-test: {expected} problems expected in {schema} {header}, found {found}")
    sound = constant % "SELECT b FROM t WHERE workspace = ?1 AND a = ?2"
    if problems([good], sound)[0]:
        sys.exit("self-test: a sound statement is refused")
    print(f"sql: all {len(broken)} seeded mistakes are noticed")


def main():
    if "--self-test" in sys.argv[1:]:
        return self_test()
    found, count = problems(schema_texts(), (FOLDER / "statements.h").read_text())
    for problem in found:
        print(f"src/archive/sql: {problem}")
    if found:
        sys.exit(1)
    print(f"sql: {count} statements, each within one workspace")


main()
