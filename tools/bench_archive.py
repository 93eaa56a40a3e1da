"""The archive's part of tools/bench.py: what sync, search and verify cost as a folder grows."""
import pathlib, shutil, statistics, subprocess, sys, time
from collections import namedtuple

import plot

SIZES = (1_000, 10_000, 100_000)
CHANGED = 100  # one document in so many is changed
VERIFIED_MAX = 100_000  # of more, SQLite's check of its indexes reads the disk at random for hours
QUESTIONS = ("latency", "timeout", "checkout database", "rollback -canary", '"on call"')

Growth = namedtuple("Growth", "count text_bytes first walk nothing changed search start verify archive_bytes")


def documents(shared: pathlib.Path, work: pathlib.Path, count: int) -> pathlib.Path:
    """Documents of its own, made once: they are written to, and no two are one file."""
    folder, generator = work / "archive" / str(count), shared / "tools/gen_documents.py"
    if not folder.exists():
        made = work / "making"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        subprocess.run([sys.executable, generator, made, str(count)], check=True, stdout=subprocess.DEVNULL)
        (made / ".git").mkdir()  # its archive is its own, not that of the repository around it
        folder.parent.mkdir(exist_ok=True)
        made.rename(folder)
    return folder


def grown(folder: pathlib.Path, count: int, run, hindcast: pathlib.Path, peers: pathlib.Path) -> Growth:
    """One archive from nothing."""
    shutil.rmtree(folder / ".hindcast", ignore_errors=True)
    files = sorted(folder.rglob("*.md"))
    sync = (hindcast, "sync", "--actor", "bench", folder)
    settle()
    first = run(*sync)
    nothing, walk, search, start = [], [], [], []
    for _ in range(5):
        nothing.append(run(*sync))
        walk.append(run(peers, "walk", folder))
        start.append(run(hindcast, "--version"))
        search += [run(hindcast, "search", question, "--limit", "10", folder=folder) for question in QUESTIONS]
    verify = run(hindcast, "verify", folder) if count <= VERIFIED_MAX else None
    for file in files[::CHANGED]:
        with file.open("a") as text:
            text.write("\nLooked at again: the pump holds.\n")
    settle()
    changed = run(*sync)
    archive = sum(path.stat().st_size for path in (folder / ".hindcast").rglob("*") if path.is_file())
    middle = lambda runs: statistics.median(one.cpu for one in runs)
    return Growth(count, sum(file.stat().st_size for file in files), first, middle(walk), middle(nothing), changed,
                  middle(search), middle(start), verify, archive)


def settle() -> None:
    """A file younger than two seconds is read again whatever its stamps say."""
    time.sleep(2.5)


def table(rows: list[Growth]) -> str:
    text = ("| documents | first sync, CPU µs a document | its peak MiB | nothing changed, CPU s | beside walk and stat "
            "| 1 % changed, CPU s more | a cold search, ms more than --version | verify, CPU s | archive / text |\n"
            "|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n")
    for row in rows:
        text += (f"| {row.count:,} | {1e6 * row.first.cpu / row.count:.0f} | {row.first.peak_mib:.0f} | {row.nothing:.3f} "
                 f"| {row.nothing / row.walk:.2f} | {row.changed.cpu - row.nothing:.2f} "
                 f"| {1000 * (row.search - row.start):.1f} "
                 f"| {f'{row.verify.cpu:.1f}' if row.verify else 'not run'} | {row.archive_bytes / row.text_bytes:.2f} |\n")
    return text


def draw(rows: list[Growth], path: pathlib.Path) -> None:
    line = lambda name, value: plot.Line(name, [(row.count, value(row)) for row in rows])
    plot.plot(path, "The archive: cost and size by number of documents", "documents", "CPU ms, MiB",
              [line("first sync, ms", lambda row: 1000 * row.first.cpu), line("nothing new, ms", lambda row: 1000 * row.nothing),
               line("1 % new, ms", lambda row: 1000 * row.changed.cpu), line("cold search, ms", lambda row: 1000 * row.search),
               plot.Line("verify, ms", [(row.count, 1000 * row.verify.cpu) for row in rows if row.verify]),
               line("archive, MiB", lambda row: row.archive_bytes / 2**20)])


def benchmark(shared: pathlib.Path, work: pathlib.Path, run, programs: pathlib.Path, picture: pathlib.Path, sizes) -> str:
    if not (shared / "tools/gen_documents.py").exists():
        return "no generator of documents beside the project: nothing to measure\n"
    rows = []
    for count in sizes or SIZES:
        rows.append(grown(documents(shared, work, count), count, run, programs / "hindcast", programs / "bench/bench_peers"))
        print(table(rows[-1:]).splitlines()[-1], file=sys.stderr, flush=True)  # the next one may take hours
    if len(rows) > 1:
        draw(rows, picture)
    return table(rows)
