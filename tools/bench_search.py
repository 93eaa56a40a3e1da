"""The search index beside SQLite's FTS5 and PostgreSQL: the same documents, the same questions, one run.

`hindcast` and `fts5` are measured inside one process (bench/search.cpp), in CPU time. PostgreSQL runs as a server of its own in
a temporary folder; its times are those it tells of itself (EXPLAIN ANALYZE), on the wall.
"""
import csv, os, pathlib, re, shutil, statistics, subprocess, sys

KINDS = {"one": "one word", "two": "two words, both", "three and": "three words, all", "three or": "three words, any",
         "phrase": "phrase", "filter": "two words, a year, a status", "mlt": "documents like one"}
POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")


def documents(shared: pathlib.Path, work: pathlib.Path, count: int) -> tuple[pathlib.Path, pathlib.Path] | None:
    """A list of `count` different documents and questions about them, made once; nothing without the generators."""
    if not (shared / "tools/gen_documents.py").exists():
        return None
    folder, names, asked = work / f"search-{count}", work / f"search-{count}.list", work / f"search-{count}.questions"
    if not asked.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for step in (["gen_documents.py", folder, str(count)], ["gen_queries.py", folder, asked.with_suffix(".new")]):
            subprocess.run([sys.executable, shared / "tools" / step[0], *step[1:]], check=True, stdout=subprocess.DEVNULL)
        names.write_text("".join(f"{p}\n" for p in sorted(folder.rglob("*.md"))))
        asked.with_suffix(".new").rename(asked)
    return names, asked


def engine(program: pathlib.Path, name: str, names: pathlib.Path, asked: pathlib.Path, work: pathlib.Path) -> dict[str, float]:
    done = subprocess.run([program, name, names, asked, work / "search-indexes"], check=True, capture_output=True, text=True)
    return {row.split("\t")[0]: float(row.split("\t")[1]) for row in done.stdout.splitlines()}


class Postgres:
    """A server that lives as long as the measurement."""

    def __init__(self, folder: pathlib.Path):
        self.folder, self.as_user = folder, ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if self.as_user:
            shutil.chown(folder, "postgres")
        self.run(POSTGRES / "initdb", "-D", folder / "data", "-E", "UTF8", "--no-locale", "-A", "trust", "-U", "bench")
        options = (f"-k {folder} -c listen_addresses='' -c shared_buffers=512MB -c work_mem=64MB -c fsync=off"
                   " -c max_parallel_workers_per_gather=0 -c autovacuum=off -c maintenance_work_mem=256MB")
        self.run(POSTGRES / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")

    def run(self, *command):
        subprocess.run([*self.as_user, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")

    def sql(self, text: str) -> str:
        done = subprocess.run([*self.as_user, "psql", "-h", self.folder, "-U", "bench", "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1"],
                              input=text, check=True, capture_output=True, text=True, cwd="/")
        return done.stdout

    def stop(self):
        self.run(POSTGRES / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def postgres_question(kind: str, words: str, year: str, status: str) -> str:
    where = "true"
    if kind == "filter":
        where = f"date LIKE '{year}%' AND status = {quoted(status)}"
    query = f"phraseto_tsquery('english', {quoted(words)})" if kind == "phrase" else \
        f"to_tsquery('english', {quoted((' | ' if kind == 'three or' else ' & ').join(words.split()))})"
    return (f"EXPLAIN (ANALYZE, TIMING OFF) SELECT id FROM docs, {query} q WHERE words @@ q AND {where}"
            " ORDER BY ts_rank(words, q) DESC LIMIT 10;\n")


def postgres(names: pathlib.Path, asked: pathlib.Path) -> dict[str, float] | None:
    if not (POSTGRES / "initdb").exists():
        print("no PostgreSQL 15: its figures are left out")
        return None
    server = Postgres(pathlib.Path("/tmp") / f"hindcast-bench-{os.getpid()}")
    try:
        server.sql("CREATE TABLE docs (id int PRIMARY KEY, date text, status text, body text, words tsvector);\n")
        rows = []
        for i, path in enumerate(names.read_text().split("\n")[:-1], 1):
            text = pathlib.Path(path).read_text().replace("\\", "\\\\").replace("\t", " ").replace("\n", "\\n")
            date = re.search(r"[Dd]ate\W+(\d{4}-\d\d-\d\d)", text)
            status = re.search(r"[Ss]tatus\W+(Draft|In Review|Final|Closed)", text)
            rows.append(f"{i}\t{date[1] if date else ''}\t{status[1] if status else ''}\t{text}\n")
        server.sql("COPY docs (id, date, status, body) FROM stdin;\n" + "".join(rows) + "\\.\n"
                   "UPDATE docs SET words = to_tsvector('english', body); VACUUM FULL ANALYZE docs;\n"
                   "CREATE INDEX found ON docs USING gin (words);\n")
        taken: dict[str, list[float]] = {}
        scripts, kinds = [], []
        for kind, words, year, status in csv.reader(asked.read_text().splitlines(), delimiter="\t"):
            for each in ("three and", "three or") if kind == "three" else (kind,):
                if each != "mlt":
                    kinds.append(each)
                    scripts.append(postgres_question(each, words, year, status))
        server.sql("".join(scripts[::10]))  # warms up
        times = [float(t) for t in re.findall(r"Execution Time: ([\d.]+) ms", server.sql("".join(scripts)))]
        for kind, time in zip(kinds, times, strict=True):
            taken.setdefault(kind, []).append(time)
        return {f"{kind} {name}": value for kind, all_times in taken.items()
                for name, value in (("p50", statistics.median(all_times)), ("p99", sorted(all_times)[len(all_times) * 99 // 100]))}
    finally:
        server.stop()


def table(shared: pathlib.Path, work: pathlib.Path, program: pathlib.Path, count: int) -> str:
    made = documents(shared, work, count)
    if made is None:
        print("no ../shared/tools/gen_documents.py: the search index is not measured")
        return ""
    ours, fts5 = (engine(program, name, *made, work) for name in ("hindcast", "fts5"))
    server = postgres(*made)
    text = f"| {count:,} documents, best ten, CPU ms: p50 / p99 | Hindcast | FTS5 | FTS5 is slower, p99 | PostgreSQL (wall) |\n|---|---:|---:|---:|---:|\n"
    for kind, name in KINDS.items():
        cells = [f"{f[kind + ' p50']:.2f} / {f[kind + ' p99']:.2f}" if f and f"{kind} p50" in f else "" for f in (ours, fts5, server)]
        text += f"| {name} | {cells[0]} | {cells[1]} | {fts5[kind + ' p99'] / ours[kind + ' p99']:.0f} × | {cells[2]} |\n"
    text += f"| the first question of a process | {ours['cold p50']:.2f} / {ours['cold p99']:.2f} | | | |\n"
    text += f"| passages of the best ten, on top | {ours['passages p50']:.2f} / {ours['passages p99']:.2f} | | | |\n"
    text += f"| indexing, µs a document | {ours['index us']:.0f} | {fts5['index us']:.0f} | | |\n"
    text += f"| size beside the texts | {ours['size']:.2f} | {fts5['size']:.2f} | | |\n"
    text += f"| peak memory, MiB | {ours['peak MiB']:.0f} | {fts5['peak MiB']:.0f} | | |\n"
    return text


def relevance(shared: pathlib.Path, work: pathlib.Path, program: pathlib.Path) -> str:
    """Both asked for the documents that people found similar, in the same process."""
    corpus = shared / "corpus"
    if not (corpus / "SIMILAR.tsv").exists():
        print("no ../shared/corpus/SIMILAR.tsv: relevance is not measured")
        return ""
    names, pairs = work / "relevance.list", work / "relevance.pairs"
    work.mkdir(parents=True, exist_ok=True)
    names.write_text("".join(f"{p}\n" for p in sorted(corpus.rglob("*.md")) if p.is_file()))
    rows = csv.reader((corpus / "SIMILAR.tsv").read_text().splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    pairs.write_text("".join(f"{corpus / row[0]}\t{corpus / row[1]}\n" for row in rows))
    done = subprocess.run([program, names, pairs], check=True, capture_output=True, text=True)
    found = {(asked, name): (int(count), float(recall), float(reciprocal))
             for asked, name, count, recall, reciprocal in (row.split("\t") for row in done.stdout.splitlines())}
    text = "| asked by | documents | Hindcast: recall of ten / reciprocal rank | FTS5 |\n|---|---:|---:|---:|\n"
    for asked in dict.fromkeys(asked for asked, _ in found):
        ours, fts5 = found[asked, "hindcast"], found[asked, "fts5"]
        text += f"| {asked} | {ours[0]} | {ours[1]:.3f} / {ours[2]:.3f} | {fts5[1]:.3f} / {fts5[2]:.3f} |\n"
    return text
