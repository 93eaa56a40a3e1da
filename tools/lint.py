#!/usr/bin/env python3
"""clang-tidy on the sources that differ from a base (default main), or on all with --all.

Reads build/hygiene/compile_commands.json: the precompiled header of the other presets is gcc's.
"""
import concurrent.futures, json, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def changed(base: str) -> set[str]:
    run = lambda *args: subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
    return set(run("diff", "--name-only", base)) | set(run("ls-files", "--others", "--exclude-standard"))


def main() -> int:
    database = json.loads((ROOT / "build/hygiene/compile_commands.json").read_text())
    known = sorted({pathlib.Path(entry["file"]).relative_to(ROOT).as_posix() for entry in database
                    if pathlib.Path(entry["file"]).is_relative_to(ROOT / "src")})
    if "--all" in sys.argv:
        files = known
    else:
        base = next((a for a in sys.argv[1:] if not a.startswith("-")), "main")
        differ = changed(base)
        headers = {f.rsplit("/", 1)[0] for f in differ if f.endswith(".h")}  # a changed header: its module's sources
        files = [f for f in known if f in differ or f.rsplit("/", 1)[0] in headers]

    def tidy(file: str):
        done = subprocess.run(["clang-tidy-14", "--quiet", "-p", "build/hygiene", file], cwd=ROOT,
                              capture_output=True, text=True)
        return done.stdout if done.returncode else ""

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        complaints = [text for text in pool.map(tidy, files) if text]
    print("\n".join(complaints) or f"clang-tidy: {len(files)} files, no complaint")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
