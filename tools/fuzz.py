#!/usr/bin/env python3
"""Runs one libFuzzer target and keeps what it finds.

    tools/fuzz.py TARGET SECONDS [--runs N] [--length BYTES] [--ledger]

New inputs that reach new code are merged into fuzz/corpus/TARGET, the smallest set that reaches as
much. A crash is kept there too, named crash-…, so that every later test run tries it. --ledger
appends libFuzzer's own figures of this run to the table in docs/fuzzing.md.
"""
import argparse, os, pathlib, re, shutil, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEDGER = ROOT / "docs/fuzzing.md"
LENGTH_MAX = 1024  # bytes of one input: long enough for every construct, short enough for a thousand a second
KEPT_LENGTH_MAX = 4096  # bytes of an input that is kept, from runs over longer ones
# Entropic scheduling weighs every kept input after every run: with some thousand features an input that is
# half the time. What AddressSanitizer remembers of each allocation is for reports, and a crash is run again.
QUICKLY = ["-entropic=0"]
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "malloc_context_size=2:quarantine_size_mb=16"}
CODE = ["src", "templates", "fuzz/*.cpp", "fuzz/*.h"]  # what a fuzz program is made of


def build(target: str) -> pathlib.Path:
    if not (ROOT / f"fuzz/{target}_fuzz.cpp").exists():
        names = sorted(p.name[: -len("_fuzz.cpp")] for p in (ROOT / "fuzz").glob("*_fuzz.cpp"))
        sys.exit(f"no fuzz target '{target}'; there are: {', '.join(names)}")
    for step in ["cmake", "--preset", "fuzz"], ["cmake", "--build", "--preset", "fuzz", "--target", f"fuzz_{target}"]:
        done = subprocess.run(step, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            sys.exit(done.stdout[-3000:])
    return ROOT / f"build/fuzz/fuzz/fuzz_{target}"


def pieces(text: bytes, length: int) -> list[bytes]:
    """The text cut at line ends into pieces of at most that length, where its lines allow."""
    made = [b""]
    for line in text.splitlines(keepends=True):
        if made[-1] and len(made[-1]) + len(line) > length:
            made.append(b"")
        made[-1] += line[:length]
    return made


def seeds(target: str, work: pathlib.Path, length: int) -> None:
    """The kept corpus, and the project's own documents in pieces of the length that is fuzzed."""
    for file in sorted((ROOT / "fuzz/corpus" / target).glob("*")):
        shutil.copy(file, work / file.name)
    for folder in ("examples", "templates"):
        for file in sorted((ROOT / folder).rglob("*.md")):
            for number, piece in enumerate(pieces(file.read_bytes(), length)):
                (work / f"seed-{file.stem}-{number}").write_bytes(piece)


def fuzz(program, target, work, given) -> tuple[str, int]:
    crashes = work.parent / f"{target}-crashes"
    crashes.mkdir(exist_ok=True)
    limit = [f"-runs={given.runs}"] if given.runs else [f"-max_total_time={given.seconds}"]
    words = ROOT / f"fuzz/{'document' if target == 'form' else target}.dict"
    limit += [f"-dict={words}"] if words.exists() else []
    done = subprocess.run([program, *limit, *QUICKLY, f"-max_len={given.length}", "-timeout=10", "-rss_limit_mb=2048",
                           "-print_final_stats=1", f"-artifact_prefix={crashes}/", work],
                          capture_output=True, text=True, errors="replace", env=ENVIRONMENT)
    found = 0
    for crash in sorted(crashes.glob("*")):
        kept = ROOT / "fuzz/corpus" / target / f"crash-{crash.name.split('-')[-1][:12]}"
        shutil.move(crash, kept)
        print(f"kept {kept.relative_to(ROOT)}; try it with {program.relative_to(ROOT)} {kept.relative_to(ROOT)}")
        found += 1
    if done.returncode and not found:
        sys.exit(f"libFuzzer failed:\n{done.stderr[-3000:]}")
    if found:
        print(done.stderr[-3000:])
    return done.stderr, found


def merge(program, target, work) -> int:
    corpus = ROOT / "fuzz/corpus" / target
    merged = work.parent / f"{target}-merged"
    shutil.rmtree(merged, ignore_errors=True)
    merged.mkdir()
    subprocess.run([program, "-set_cover_merge=1", "-use_counters=0", f"-max_len={KEPT_LENGTH_MAX}", merged, work],
                   check=True, capture_output=True)
    by_hand = [f for f in corpus.glob("*") if not re.fullmatch(r"[0-9a-f]{40}", f.name)]
    for file in corpus.glob("*"):
        if file not in by_hand:
            file.unlink()
    for file in sorted(merged.glob("*")):
        shutil.copy(file, corpus / file.name)
    return len(list(corpus.glob("*")))


def note(target: str, executions: int, finds: int, edges: str) -> None:
    """Names the last commit that changed what was run, which later commits of inputs and pages do not move."""
    def git(*words):
        return subprocess.run(["git", *words, "--", *CODE], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    commit = git("log", "-1", "--format=%h") + (" and changes" if git("status", "--porcelain") else "")
    row = f"| {target} | {executions:,} | {int(edges):,} | {commit} | {finds or 'none'} |\n"
    LEDGER.write_text(LEDGER.read_text().rstrip("\n") + "\n" + row)
    print(f"noted: {row}", end="")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("target")
    options.add_argument("seconds", type=int, nargs="?", default=60)
    options.add_argument("--runs", type=int, help="stop after so many executions instead of seconds")
    options.add_argument("--length", type=int, default=LENGTH_MAX, help="bytes of an input at most (default: %(default)s)")
    options.add_argument("--ledger", action="store_true", help="add a row to docs/fuzzing.md")
    given = options.parse_args()
    program = build(given.target)
    work = ROOT / "build/fuzz/corpus" / given.target
    work.mkdir(parents=True, exist_ok=True)
    (ROOT / "fuzz/corpus" / given.target).mkdir(parents=True, exist_ok=True)
    seeds(given.target, work, given.length)
    log, found = fuzz(program, given.target, work, given)
    executions = int((re.search(r"stat::number_of_executed_units:\s*(\d+)", log) or [0, 0])[1])
    edges = (re.findall(r"cov: (\d+)", log) or ["?"])[-1]
    kept = merge(program, given.target, work) if not found else len(list((ROOT / "fuzz/corpus" / given.target).glob("*")))
    rate = (re.search(r"stat::average_exec_per_sec:\s*(\d+)", log) or [0, "?"])[1]
    print(f"{given.target}: {executions:,} executions, {rate} a second, {edges} edges, {found} find(s), {kept} inputs kept")
    if given.ledger:
        note(given.target, executions, found, edges)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
