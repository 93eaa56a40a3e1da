"""What isolation costs: `hindcast guard run` beside `make -j2` over the same commands. A part of bench.py."""
import os, pathlib, shutil, statistics, subprocess

GUARDS, ROUNDS, JOBS = 60, 5, 2
LOOP = "i=0; while [ $i -lt 12000 ]; do i=$((i+1)); done"  # some hundredths of a second, as a quick check takes
LEVELS = {"`hindcast guard run`, level process": "process", "`hindcast guard run`, level namespaces": "namespaces"}


def prepare(program: pathlib.Path, folder: pathlib.Path, level: str) -> pathlib.Path:
    """A folder with so many guards, approved."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "hindcast.toml").write_text("".join(
        f'[guards.g{i}]\ncommand = ["sh", "-c", "{LOOP}"]\nisolation = "{level}"\n' for i in range(GUARDS)))
    subprocess.run([program, "policy", "approve", "--all"], cwd=folder, check=True, capture_output=True)
    return folder


def table(program: pathlib.Path, run, work: pathlib.Path) -> str:
    os.environ["XDG_CONFIG_HOME"] = str(work / "config")  # approvals of these folders, and of no user
    folders = {name: prepare(program, work / "guards" / level, level) for name, level in LEVELS.items()}
    made = work / "guards/make"
    made.mkdir(exist_ok=True)
    goals = " ".join(f"g{i}" for i in range(GUARDS))
    loop = LOOP.replace("$", "$$")
    (made / "Makefile").write_text(f".PHONY: all {goals}\nall: {goals}\n{goals}:\n\t@{loop}\n")
    taken = {name: [] for name in ["`make -j2`", *LEVELS]}
    for _ in range(ROUNDS):
        taken["`make -j2`"].append(run("make", "-s", f"-j{JOBS}", folder=made))
        for name, folder in folders.items():
            taken[name].append(run(program, "guard", "run", "--jobs", str(JOBS), folder=folder))
    rows = "| program | wall ms | CPU ms | CPU ms a guard more | CPU beside make |\n|---|---:|---:|---:|---:|\n"
    base = statistics.median(one.cpu for one in taken["`make -j2`"])
    for name, runs in taken.items():
        cpu, wall = (statistics.median(getattr(one, what) for one in runs) for what in ("cpu", "wall"))
        rows += f"| {name} | {1e3 * wall:.0f} | {1e3 * cpu:.0f} | {1e3 * (cpu - base) / GUARDS:.1f} | {cpu / base:.2f} |\n"
    return rows
