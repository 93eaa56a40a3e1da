#!/usr/bin/env python3
"""Random histories of migrations: what the replay says they leave, against what PostgreSQL has.

    postgresql.py build/dev/tests/migrations/histories [--count N] [--seed S] [--bugs]

A server of its own runs in a temporary folder while the histories do, reachable by no network. Skips (77) where
PostgreSQL is not installed. --bugs replays wrongly on purpose, and fails unless each mistake is noticed.
"""
import argparse, glob, os, pathlib, pwd, shutil, subprocess, sys, tempfile, time

CATALOGUE = """
SELECT 'T', c.relname, (SELECT string_agg(a.attname, ' ' ORDER BY a.attname COLLATE "C") FROM pg_attribute a
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r';
SELECT 'I', t.relname, i.relname, x.indisprimary, x.indisunique, x.indpred IS NOT NULL,
  (SELECT string_agg(CASE k.n WHEN 0 THEN '…' ELSE a.attname END, ' ' ORDER BY k.place)
   FROM unnest(x.indkey) WITH ORDINALITY AS k(n, place)
   LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n WHERE k.place <= x.indnkeyatts)
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
  WHERE t.relnamespace = 'public'::regnamespace;
SELECT 'F', t.relname, r.relname, (SELECT string_agg(a.attname, ' ' ORDER BY k.place)
   FROM unnest(x.conkey) WITH ORDINALITY AS k(n, place)
   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n)
  FROM pg_constraint x JOIN pg_class t ON t.oid = x.conrelid JOIN pg_class r ON r.oid = x.confrelid
  WHERE x.contype = 'f' AND t.relnamespace = 'public'::regnamespace;
"""


def program(name: str) -> str | None:
    there = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return shutil.which(name) or (there[-1] if there else None)


class Server:
    """A cluster of its own; the server refuses to run as root."""

    def __init__(self, folder: str):
        self.folder = folder
        self.owner = {}
        if os.getuid() == 0:
            someone = pwd.getpwnam("nobody")
            os.chown(folder, someone.pw_uid, someone.pw_gid)
            self.owner = {"user": someone.pw_uid, "group": someone.pw_gid, "extra_groups": []}
        data = f"{folder}/data"
        env = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env, "cwd": folder, **self.owner}
        subprocess.run([program("initdb"), "-D", data, "-U", "tester", "-A", "trust", "--no-sync"], check=True, **quiet)
        self.process = subprocess.Popen([program("postgres"), "-D", data, "-k", folder, "-c", "listen_addresses=",
                                         "-c", "fsync=off", "-c", "max_connections=5"], **quiet)
        for _ in range(200):
            if self.psql("SELECT 1;").returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit("the server did not start")

    def psql(self, text: str) -> subprocess.CompletedProcess:
        return subprocess.run([program("psql"), "-h", self.folder, "-U", "tester", "-d", "postgres", "-X", "-q", "-At"],
                              input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def run_in_postgresql(server: Server, histories: list[list[str]]) -> list[tuple[list[str], str]]:
    """For each history the statements that were not refused, and the catalogue that they left."""
    script = "SET client_min_messages = error;\n"
    for history in histories:
        script += "DISCARD TEMP;\nDROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
        script += "".join(f"{one};\n\\echo S|:SQLSTATE\n" for one in history) + CATALOGUE + "\\echo E\n"
    lines = iter(server.psql(script).stdout.decode().splitlines())
    results = []
    for history in histories:
        states, tables, parts = [], {}, {}
        for line in lines:
            kind, *rest = line.split("|")
            if kind == "E":
                break
            if kind == "S":
                states.append(rest[0])
            elif kind == "T":
                tables[rest[0]] = rest[1]
            elif kind == "I":
                word = " primary" if rest[2] == "t" else " unique" if rest[3] == "t" else ""
                parts.setdefault(rest[0], []).append(
                    f" {rest[1]}{word}({rest[5]})" + (" where" if rest[4] == "t" else ""))
            elif kind == "F":
                parts.setdefault(rest[0], []).append(f" fk({rest[2]})->{rest[1]}")
        assert len(states) == len(history), "psql lost its place"
        accepted = [one for one, state in zip(history, states) if state == "00000"]
        shown = [f"{name}({columns}){''.join(sorted(parts.get(name, [])))}" for name, columns in tables.items()]
        results.append((accepted, "\n".join(sorted(shown))))
    return results


def differences(histories_program: str, results, bug: int, is_shown: bool) -> int:
    text = "".join("".join(f"{one}\1" for one in accepted) + "\2" for accepted, _ in results)
    done = subprocess.run([histories_program, "--replay", "--bug", str(bug)], input=text.encode(), check=True,
                          stdout=subprocess.PIPE)
    different = 0
    for (accepted, wanted), got in zip(results, done.stdout.decode().split("\2")):
        if wanted == got:
            continue
        different += 1
        if different == 1 and is_shown:
            print(";\n".join(accepted), "\n--- PostgreSQL", wanted, "--- replayed", got, sep="\n")
    return different


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bugs", action="store_true")
    given = parser.parse_args()
    if not all(map(program, ("initdb", "postgres", "psql"))):
        print("skipped: PostgreSQL is not installed")
        return 77
    histories_program = str(pathlib.Path(given.program).resolve())
    printed = subprocess.run([histories_program, "--print", str(given.count), "--seed", str(given.seed)], check=True,
                             stdout=subprocess.PIPE).stdout.decode()
    histories = [history.split("\1")[:-1] for history in printed.split("\2")[:-1]]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        server = Server(folder)
        try:
            results = run_in_postgresql(server, histories)
        finally:
            server.stop()
    if given.bugs:
        noticed = [differences(histories_program, results, bug, False) for bug in (1, 2, 3, 4)]
        print(f"{len(results)} histories: mistakes noticed in {noticed}")
        return 0 if all(noticed) else 1
    different = differences(histories_program, results, 0, True)
    print(f"{len(results)} histories, {sum(len(a) for a, _ in results)} statements: {different} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
