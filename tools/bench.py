#!/usr/bin/env python3
"""Figures beside the peers', all from one run on one machine.

    tools/bench.py                  # every benchmark
    tools/bench.py reading memory   # some: reading checking stages parallel memory one-file growth
    tools/bench.py search 10000     # the search index, over so many documents (100,000 where nothing is said)
    tools/bench.py archive 1000000  # the archive of so many (1,000 to 100,000); a million take 20 GB of disk
    tools/bench.py --publish        # write the tables and plots of docs/performance.md, too

CPU seconds are what the operating system counted for the process, user and system, the median of
interleaved rounds. The figures are ratios of programs that did the same documents in the same
minutes: they hold on a noisy machine where absolute times do not.
"""
import argparse, os, pathlib, re, shutil, statistics, subprocess, sys
from collections import namedtuple

import bench_archive, bench_gate, bench_guards, bench_search, plot

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"  # where a collection of real documents may lie, beside the project
WORK = ROOT / "build/documents"
BIN = ROOT / "build/bench"
MARKDOWNLINT = "markdownlint-cli2@0.17.2"  # the last that Debian 12's nodejs runs
PAGE = ROOT / "docs/performance.md"
Run = namedtuple("Run", "cpu wall peak_mib")


def run(*command, processors: set[int] | None = None, folder: pathlib.Path | None = None) -> Run:
    bind = (lambda: os.sched_setaffinity(0, processors)) if processors else None
    done = subprocess.run([BIN / "bench/bench_measure", *command], preexec_fn=bind, cwd=folder, check=True,
                          capture_output=True, text=True)
    cpu_us, wall_us, peak_kib, status = map(int, done.stdout.split())
    if status not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    return Run(cpu_us / 1e6, wall_us / 1e6, peak_kib / 1024)


def medians(rounds: int, jobs: dict[str, tuple]) -> dict[str, Run]:
    """Every job once in each round, so that a slow minute meets all of them."""
    taken = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, command in jobs.items():
            taken[name].append(run(*command))
    return {name: Run(*(statistics.median(column) for column in zip(*runs))) for name, runs in taken.items()}


def show(*paths) -> tuple:
    return (BIN / "hindcast", "show", "--format", "json", *paths)


# --- documents ---------------------------------------------------------------

def synthetic(count: int) -> pathlib.Path:
    """A folder of `count` documents, made once; larger folders are links to the first 10,000."""
    folder = WORK / str(count)
    if folder.exists():
        return folder
    generator = SHARED / "tools/gen_documents.py"
    if count <= 10000 and generator.exists():
        made = WORK / "making"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        subprocess.run([sys.executable, generator, made, str(count)], check=True, stdout=subprocess.DEVNULL)
        made.rename(folder)
        return folder
    originals = sorted((synthetic(10000) if generator.exists() else ROOT / "examples").rglob("*.md"))
    link(originals, folder, count)
    return folder


def link(originals, folder, count) -> None:
    for i in range(count):
        part = folder / f"{i // 1000:03}"
        if i % 1000 == 0:
            part.mkdir(parents=True)
        os.link(originals[i % len(originals)], part / f"{i:06}.md")


def collected() -> pathlib.Path | None:
    """The real documents beside the project, repeated to about 10,000."""
    folder = WORK / "collected"
    originals = sorted(p for p in (SHARED / "corpus").rglob("*.md") if p.is_file())
    if not originals:
        print("no ../shared/corpus: the figures over real documents are left out")
        return None
    if not folder.exists():
        copies = [WORK / "originals" / f"{i}.md" for i in range(len(originals))]
        copies[0].parent.mkdir(parents=True, exist_ok=True)
        for original, copy in zip(originals, copies):
            shutil.copyfile(original, copy)
        link(copies, folder, 10000 // len(copies) * len(copies))
    return folder


def listing(folder: pathlib.Path) -> pathlib.Path:
    names = folder.with_suffix(".list")
    names.write_text("".join(f"{p}\n" for p in sorted(folder.rglob("*.md"))))
    return names


def sets() -> dict[str, pathlib.Path]:
    found = {"synthetic": synthetic(10000)}
    real = collected()
    return found | {"real, repeated": real} if real else found


# --- benchmarks --------------------------------------------------------------

def reading() -> str:
    table = "| documents | program | CPU µs a document | beside md4c |\n|---|---|---:|---:|\n"
    for name, folder in sets().items():
        names = listing(folder)
        count = names.read_text().count("\n")
        size = sum(p.stat().st_size for p in folder.rglob("*.md"))
        jobs = {"`hindcast show --format json`": show(folder),
                "read only": (BIN / "bench/bench_peers", "read", names),
                "read + md4c, empty callbacks": (BIN / "bench/bench_peers", "md4c", names),
                "read + cmark-gfm, tree": (BIN / "bench/bench_peers", "cmark-gfm", names)}
        taken = medians(5, jobs)
        base = taken["read + md4c, empty callbacks"].cpu
        for job, figures in taken.items():
            table += f"| {name}: {count:,} of {size / count / 1000:.1f} kB | {job} | {1e6 * figures.cpu / count:.1f} | {figures.cpu / base:.2f} |\n"
    return table


def check(*paths) -> tuple:
    return (BIN / "hindcast", "check", "--format", "json", *paths)


def markdownlint() -> pathlib.Path | None:
    """The peer of `check`, from npm; installed here and nowhere else."""
    folder = ROOT / "build/peers"
    program = folder / "node_modules/.bin/markdownlint-cli2"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["npm", "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund",
                               "--no-save", MARKDOWNLINT], capture_output=True, text=True) if shutil.which("npm") else None
        if done is None or done.returncode:
            print(f"no {MARKDOWNLINT} (it needs npm and the registry): its figure is left out")
            return None
    return program


def checking() -> str:
    table = "| documents | program | CPU µs a document | beside md4c | peak MiB |\n|---|---|---:|---:|---:|\n"
    for name, folder in sets().items():
        names = listing(folder)
        count = names.read_text().count("\n")
        jobs = {"`hindcast check`, default rules": check(folder),
                "read + md4c, empty callbacks": (BIN / "bench/bench_peers", "md4c", names)}
        taken = medians(5, jobs)
        base = taken["read + md4c, empty callbacks"].cpu
        for job, figures in taken.items():
            table += f"| {name}: {count:,} | {job} | {1e6 * figures.cpu / count:.1f} | {figures.cpu / base:.2f} | {figures.peak_mib:.1f} |\n"
    thousand, peer = synthetic(1000), markdownlint()
    ours = medians(3, {"check": check(thousand)})["check"]
    rows = {"`hindcast check`, default rules": ours}
    if peer:
        rows[f"{MARKDOWNLINT}, its default rules"] = run(peer, f"{thousand}/**/*.md")
    for job, figures in rows.items():
        table += f"| synthetic: 1,000 | {job} | {1e3 * figures.cpu:.1f} | | {figures.peak_mib:.1f} |\n"
    file = next(thousand.rglob("*.md"))
    one = medians(41, {"check": check(file)})["check"]
    table += f"| one | `hindcast check FILE` | {1e6 * one.cpu:.0f} | | {one.peak_mib:.1f} |\n"
    return table


def stages() -> str:
    table = "| stage, in memory | " + " | ".join(f"{name}: µs a document (MB/s)" for name in sets()) + " |\n|---|" + "---:|" * len(sets()) + "\n"
    columns = [measure_stages(sample(listing(folder), 2000), 7) for folder in sets().values()]
    for stage in columns[0]:
        cells = [f"{c[stage][2]:.1f} ({c[stage][1] / c[stage][0] / c[stage][2]:.0f})" for c in columns]
        table += f"| {stage} | {' | '.join(cells)} |\n"
    return table


def sample(names: pathlib.Path, count: int) -> pathlib.Path:
    paths = names.read_text().split("\n")[:-1]
    part = names.with_suffix(".sample")
    part.write_text("".join(f"{p}\n" for p in paths[:: max(1, len(paths) // count)][:count]))
    return part


def measure_stages(names: pathlib.Path, repeats: int) -> dict[str, tuple[int, int, float]]:
    done = subprocess.run([BIN / "bench/bench_stages", names, str(repeats)], check=True, capture_output=True, text=True)
    rows = [line.split("\t") for line in done.stdout.split("\n")[:-1]]
    return {name: (int(count), int(size), float(us)) for name, count, size, us in rows}


def parallel() -> str:
    folder = synthetic(10000)
    walls = {1: [], 2: []}
    for _ in range(7):
        for processors in walls:
            walls[processors].append(run(*show(folder), processors=set(range(processors))).wall)
    one, two = (statistics.median(w) for w in walls.values())
    best = min(walls[1]) / min(walls[2])
    return ("| processors | wall ms, median of 7 | best |\n|---:|---:|---:|\n"
            f"| 1 | {1000 * one:.0f} | {1000 * min(walls[1]):.0f} |\n| 2 | {1000 * two:.0f} | {1000 * min(walls[2]):.0f} |\n"
            f"| speed-up | {one / two:.2f} | {best:.2f} |\n")


def memory() -> str:
    table = "| documents | peak memory MiB | CPU s | CPU µs a document |\n|---:|---:|---:|---:|\n"
    for count in (1000, 10000, 50000):
        taken = medians(3, {"show": show(synthetic(count))})["show"]
        table += f"| {count:,} | {taken.peak_mib:.1f} | {taken.cpu:.2f} | {1e6 * taken.cpu / count:.1f} |\n"
    return table


def one_file() -> str:
    file = next(synthetic(10000).rglob("*.md"))
    taken = medians(41, {"`hindcast --version`": (BIN / "hindcast", "--version"),
                         "`hindcast show --format json FILE`": show(file),
                         "`hindcast show FILE`": (BIN / "hindcast", "show", file)})
    return "| command | CPU ms | peak memory MiB |\n|---|---:|---:|\n" + "".join(
        f"| {name} | {1000 * t.cpu:.2f} | {t.peak_mib:.1f} |\n" for name, t in taken.items())


def growth() -> str:
    texts = [p.read_text() for p in sorted(synthetic(10000).rglob("*.md"))[:1000]]
    body, by_size = "".join(texts), {}
    for size in (2**k for k in range(10, 23)):
        file = WORK / f"size-{size}.md"
        file.write_text(body[:size])
        names = file.with_suffix(".list")
        names.write_text(f"{file}\n")
        by_size[size] = measure_stages(names, max(5, min(400, 2**19 // size)))
    lines = [plot.Line(stage, [(s, us[stage][2] * 1024 / s) for s, us in by_size.items()]) for stage in by_size[1024]]
    plot.plot(ROOT / "docs/performance-size.svg", "CPU per KiB by the size of one document",
              "bytes of one document", "CPU µs per KiB", lines)
    counts = (100, 300, 1000, 3000, 10000, 50000)
    taken = {n: medians(3, {"show": show(synthetic(n))})["show"] for n in counts}
    plot.plot(ROOT / "docs/performance-count.svg", "hindcast show --format json: cost and memory by number of documents",
              "documents", "CPU ms, MiB", [plot.Line("CPU ms", [(n, 1000 * t.cpu) for n, t in taken.items()]),
                                           plot.Line("peak MiB", [(n, t.peak_mib) for n, t in taken.items()])])
    small, large = by_size[4096], by_size[2**22]
    return "| stage | µs per KiB at 4 KiB | at 4 MiB |\n|---|---:|---:|\n" + "".join(
        f"| {stage} | {small[stage][2] / 4:.2f} | {large[stage][2] / 4096:.2f} |\n" for stage in small)


counts: list[int] = []  # of documents, where the command line says some


def search() -> str:
    return bench_search.table(SHARED, WORK, BIN / "bench/bench_search", counts[0] if counts else 100000)


def archive() -> str:
    return bench_archive.benchmark(SHARED, WORK, run, BIN, ROOT / "docs/performance-archive.svg", counts)


def gate() -> str:
    return bench_gate.table(BIN / "hindcast", run, synthetic(10000), WORK)


def guards() -> str:
    return bench_guards.table(BIN / "hindcast", run, WORK)


def relevance() -> str:
    return bench_search.relevance(SHARED, WORK, BIN / "bench/bench_relevance")


BENCHMARKS = {"reading": reading, "checking": checking, "stages": stages, "parallel": parallel, "memory": memory,
              "one-file": one_file, "growth": growth, "search": search, "relevance": relevance, "archive": archive, "gate": gate,
              "guards": guards}


def publish(name: str, table: str) -> None:
    marked = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end -->)", re.S)
    # Once: behind an empty table's place the pattern would match again, as far as the next table's end.
    page, places = marked.subn(lambda _: table, PAGE.read_text(), count=1)
    if places != 1:
        sys.exit(f"{PAGE.name} has {places} places for '{name}'; it needs one, <!-- {name} --> and <!-- end -->")
    PAGE.write_text(page)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    options.add_argument("--publish", action="store_true", help="write docs/performance.md")
    given = options.parse_args()
    counts.extend(int(name) for name in given.names if name.isdigit())
    given.names = [name for name in given.names if not name.isdigit()]
    for name in given.names:
        if name not in BENCHMARKS:
            sys.exit(f"no benchmark '{name}'; there are: {', '.join(BENCHMARKS)}")
    for step in (["cmake", "--preset", "bench"], ["cmake", "--build", "--preset", "bench"]):
        done = subprocess.run(step, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            sys.exit(done.stdout[-3000:])
    print(f"load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors")
    for name in given.names or BENCHMARKS:
        table = BENCHMARKS[name]()
        print(f"\n{name}\n{table}", end="", flush=True)
        if given.publish and table:
            publish(name, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
