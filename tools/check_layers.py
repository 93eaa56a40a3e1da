#!/usr/bin/env python3
"""Fails when an #include breaks the promises in src/CMakeLists.txt.

  1. src/<a>/ may include "<b>/..." only if a's DEPENDS names b (or a == b).
  2. The DEPENDS graph has no cycle.
  3. A DEPENDS name that no file uses is reported: remove it.
  4. A heavy third-party header may appear only in the .cpp files listed here.
"""
import pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
HEAVY = {  # header pattern -> the only files allowed to include it
    r"CLI/": {"cli/arguments.cpp"},
    r"libfyaml": {"document/yaml.cpp"},
    r"toml\+\+": {"document/toml.cpp"},
    r"regex|iostream|future": set(),
    r"ranges|source_location|format": set(),  # clang 14's tools cannot read these
}
MODULE = re.compile(r"^hindcast_module\((\w+)(?:\s+DEPENDS\s+([^)]*))?\)", re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)


def main() -> int:
    text = (SRC / "CMakeLists.txt").read_text()
    depends = {m[1]: set((m[2] or "").split()) for m in MODULE.finditer(text)}
    problems, used = [], {name: set() for name in depends}

    for name, needs in depends.items():
        for need in sorted(needs - depends.keys()):
            problems.append(f"src/CMakeLists.txt: {name} depends on unknown module '{need}'")
    problems += [f"src/CMakeLists.txt: cycle {' -> '.join(c)}" for c in cycles(depends)]

    for file in sorted(SRC.rglob("*")):
        if file.suffix not in {".h", ".cpp"}:
            continue
        path = file.relative_to(SRC).as_posix()
        here = path.split("/")[0]
        body = file.read_text()
        for m in INCLUDE.finditer(body):
            line = body.count("\n", 0, m.start(2)) + 1
            target = m[2]
            if m[1] == '"':
                there = target.split("/")[0]
                if there not in depends:
                    problems.append(f'src/{path}:{line}: "{target}" is not module/file.h')
                elif there != here and there not in depends.get(here, ()):
                    problems.append(f"src/{path}:{line}: {here} must not include {there}")
                else:
                    used[here].add(there)
            for pattern, allowed in HEAVY.items():
                if re.match(pattern, target) and path not in allowed:
                    problems.append(f"src/{path}:{line}: <{target}> is allowed only in {sorted(allowed) or 'no file'}")

    if "--strict" in sys.argv:
        for name, needs in depends.items():
            for need in sorted(needs - used[name]):
                problems.append(f"src/CMakeLists.txt: {name} DEPENDS {need} is unused")
    print("\n".join(problems) or f"layers: {len(depends)} modules, no violation")
    return 1 if problems else 0


def cycles(graph):
    found, done = [], set()

    def visit(node, trail):
        if node in trail:
            found.append(trail[trail.index(node):] + [node])
        elif node not in done:
            for need in sorted(graph.get(node, ())):
                visit(need, trail + [node])
            done.add(node)

    for node in sorted(graph):
        visit(node, [])
    return found


sys.exit(main())
