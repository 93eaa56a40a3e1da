"""What deciding costs: `hindcast gate` over 10,000 documents and a change of 500 files, without guards. A part of bench.py."""
import os, pathlib, shutil, statistics, subprocess

ROUNDS = 5


def repository(folder: pathlib.Path) -> pathlib.Path:
    """A history of two commits, between which 500 files of ten services have changed."""
    if (folder / ".git").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    names = [f"services/{name}-{part}/src/file{i}.go" for name in ("billing", "checkout", "search", "auth", "orders")
             for part in ("api", "worker") for i in range(50)]
    identity = {f"GIT_{who}_{what}": "bench@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    git = lambda *words: subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, env=os.environ | identity)
    for text in ("package a\n", "package b\n"):
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        if text == "package a\n":
            git("init", "-q")
        git("add", ".")
        git("commit", "-q", "-m", text.strip())
    return folder


def documents(originals: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """A copy that may get an archive of its own, as if it was written a while ago."""
    if not folder.exists():
        shutil.copytree(originals, folder)
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)  # its archive lies in it, not in the project
        for path in folder.rglob("*.md"):
            os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


def table(program: pathlib.Path, run, originals: pathlib.Path, work: pathlib.Path) -> str:
    repo, folder = repository(work / "gate-repository"), documents(originals, work / "gate-documents")
    kept = folder / ".hindcast"
    shutil.rmtree(kept, ignore_errors=True)
    gate = (program, "gate", "--no-config", "--no-guards", "--format", "json", "--diff", "HEAD~1..HEAD", folder)
    taken = {"plain files": [], "an archive, and the first gate": [], "an archive": []}
    for _ in range(ROUNDS):
        shutil.rmtree(kept, ignore_errors=True)
        taken["plain files"].append(run(*gate, folder=repo))
        run(program, "sync", folder)
        taken["an archive, and the first gate"].append(run(*gate, folder=repo))
        taken["an archive"].append(run(*gate, folder=repo))
    out = "| with | CPU ms | wall ms | peak MiB |\n|---|---:|---:|---:|\n"
    for name, runs in taken.items():
        cpu, wall, peak = (statistics.median(column) for column in zip(*runs))
        out += f"| {name} | {cpu * 1000:.0f} | {wall * 1000:.0f} | {peak:.0f} |\n"
    return out
