#!/usr/bin/env python3
"""Fails when a public header drags in more than its budget of preprocessed lines.

Compile times wobble, line counts do not: `g++ -E -P` of a header alone, in thousands of lines. For
scale: <string> is 19, <functional> 28, <memory> 35, <filesystem> 60, a JSON library 96.
`tools/header_diet.py --print` shows what each header costs.
"""
import concurrent.futures, pathlib, subprocess, sys

BUDGET_DEFAULT = 28  # <string> <string_view> <vector> <optional> <span> <variant>
BUDGETS = {  # headers that may cost more, each with its reason
    "archive/": 54,  # <memory>, <functional>: a home is owned, and a change calls back
    "app/archived.h": 54,  # an open archive
    "app/record.h": 54,  # likewise
    "app/search.h": 54,  # likewise
    "app/entry.h": 54,  # an entry of the index, whose door owns and calls back
    "app/indexing.h": 54,  # likewise
    "app/gate_cache.h": 54,  # <functional> by app.h, <memory>: its door owns
    "app/guard_world.h": 54,  # likewise: a world is owned
    "app/": 42,  # <functional>: the verbs call back
    "diag/report.h": 42,  # <memory>: a report is owned
    "diag/formats.h": 42,
    "gate/prose.h": 42,  # <memory>: the names that are looked for are owned
    "gate/change.h": 42,  # <memory>: what was looked up of a change is owned
    "gate/astray.h": 42,  # <memory>: what was looked up of scopes is owned
    "guards/sql/": 42,  # <memory>: the names of a catalogue are owned
    "guards/migration_": 44,  # they speak of that catalogue
    "search/": 44,  # <memory>: an index, a store and a stemmer are owned
    "recall/alike.h": 42,  # <memory>: how rare each word is, is owned
    "disk/folders.h": 42,  # <memory>: what is remembered is owned
    "disk/disk.h": 42,  # <functional>: a listing asks which files are wanted
    "guards/testing.h": 42,  # <functional>: a test says what the network answers
    "sandbox/": 42,  # <functional>: who runs a command may ask to stop it
    "net/net.h": 42,  # <memory>: a client is owned
    "cli/reporting.h": 54,  # both: a report is owned, and the command line calls back
    "cli/": 42,  # <functional>: the terminal is two functions
}


def budget(name: str) -> int:
    return next((thousands for prefix, thousands in BUDGETS.items() if name.startswith(prefix)), BUDGET_DEFAULT)


def cost(src: pathlib.Path, name: str) -> tuple[str, int, str]:
    done = subprocess.run(["g++", "-std=c++20", "-E", "-P", "-x", "c++", "-I", str(src), str(src / name)],
                          capture_output=True, text=True)
    return name, done.stdout.count("\n"), done.stderr if done.returncode else ""


def costs(src: pathlib.Path) -> list[tuple[str, int, str]]:
    names = sorted(f.relative_to(src).as_posix() for f in src.rglob("*.h"))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda name: cost(src, name), names))


def problems_of(measured) -> list[str]:
    problems = []
    for name, lines, error in measured:
        if error:
            problems.append(f"src/{name}: does not stand alone:\n{error}")
        elif lines > budget(name) * 1000:
            problems.append(f"src/{name}: {lines} preprocessed lines, budget {budget(name)}000")
    return problems


def main() -> int:
    measured = costs(pathlib.Path(__file__).resolve().parent.parent / "src")
    if "--print" in sys.argv:
        for name, lines, _ in measured:
            print(f"{lines:7} of {budget(name)}000  {name}")
    problems = problems_of(measured)
    print("\n".join(problems) or f"header diet: {len(measured)} headers within their budgets")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
