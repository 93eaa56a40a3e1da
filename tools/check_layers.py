#!/usr/bin/env python3
"""Fails when an #include breaks the promises in src/CMakeLists.txt.

  1. src/<a>/ may include "<b>/..." only if a's DEPENDS names b (or a == b).
  2. The DEPENDS graph has no cycle.
  3. With --strict: a DEPENDS name that no file uses is reported; remove it.
  4. A heavy third-party header may appear only in the .cpp files listed here.
  5. The code map of ARCHITECTURE.md names exactly the modules there are.
"""
import pathlib, re, sys

HEAVY = {  # header pattern -> the only files allowed to include it
    r"utf8proc": {"cli/width.cpp", "search/letters.cpp"},
    r"libstemmer": {"search/stem.cpp"},
    r"toml\+\+": {"data/toml.cpp"},
    r"expat\.h": {"guards/xml.cpp"},
    r"libfyaml": {"data/yaml.cpp"},
    r"sqlite3": {"archive/sqlite.cpp"},
    r"curl/": {"net/curl.h"},
    r"re2/": {"guards/pattern.cpp"},
    r"(regex|iostream|future|sstream|fstream)$": set(),
    r"(ranges|source_location|format)$": set(),  # clang 14's tools cannot read these
}
HEAVY_IN_HEADERS = r"(chrono|filesystem|algorithm|thread|mutex|map|unordered_map|atomic)$"  # for .cpp files only
MODULE = re.compile(r"^hindcast_module\((\w+)(?:\s+DEPENDS\s+([^)]*?))?(?:\s+LIBRARIES\s+[^)]*)?\)", re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)
MAP_ENTRY = re.compile(r"^\| `src/(\w+)/`", re.M)


def violations(root: pathlib.Path, strict: bool) -> list[str]:
    src = root / "src"
    depends = {m[1]: set((m[2] or "").split()) for m in MODULE.finditer((src / "CMakeLists.txt").read_text())}
    used = {name: set() for name in depends}
    problems = []
    for name, needs in depends.items():
        for need in sorted(needs - depends.keys()):
            problems.append(f"src/CMakeLists.txt: {name} depends on unknown module '{need}'")
    problems += [f"src/CMakeLists.txt: cycle {' -> '.join(c)}" for c in cycles(depends)]
    for file in sorted(src.rglob("*")):
        if file.suffix in {".h", ".cpp"}:
            problems += includes_of(file, file.relative_to(src).as_posix(), depends, used)
    if strict:
        for name, needs in depends.items():
            for need in sorted(needs - used[name]):
                problems.append(f"src/CMakeLists.txt: {name} DEPENDS {need} is unused")
    return problems + drift(root / "ARCHITECTURE.md", depends)


def includes_of(file, path, depends, used) -> list[str]:
    problems = []
    here, body = path.split("/")[0], file.read_text()
    for m in INCLUDE.finditer(body):
        where = f"src/{path}:{body.count(chr(10), 0, m.start(2)) + 1}"
        target = m[2]
        if m[1] == '"':
            there = target.split("/")[0]
            if there not in depends:
                problems.append(f'{where}: "{target}" is not module/file.h')
            elif there != here and there not in depends.get(here, ()):
                problems.append(f"{where}: {here} must not include {there}")
            elif here in used:
                used[here].add(there)
        for pattern, allowed in HEAVY.items():
            if re.match(pattern, target) and path not in allowed:
                problems.append(f"{where}: <{target}> is allowed only in {sorted(allowed) or 'no file'}")
        if file.suffix == ".h" and m[1] == "<" and re.match(HEAVY_IN_HEADERS, target):
            problems.append(f"{where}: <{target}> belongs in a .cpp file, not in a header")
    return problems


def drift(page: pathlib.Path, depends) -> list[str]:
    if not page.exists():
        return []
    drawn = set(MAP_ENTRY.findall(page.read_text()))
    return ([f"ARCHITECTURE.md: module {name} is missing in the code map" for name in sorted(depends.keys() - drawn)] +
            [f"ARCHITECTURE.md: there is no module {name}" for name in sorted(drawn - depends.keys())])


def cycles(graph) -> list[list[str]]:
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


def main() -> int:
    root = pathlib.Path(__file__).resolve().parent.parent
    problems = violations(root, "--strict" in sys.argv)
    print("\n".join(problems) or "layers: every include is allowed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
