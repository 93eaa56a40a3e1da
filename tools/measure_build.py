#!/usr/bin/env python3
"""Measures what docs/build.md publishes: a full release build, and one edit until its test result.

    tools/measure_build.py            # print
    tools/measure_build.py --publish  # and write the table of docs/build.md

Builds in build/measure, without ccache, so that nothing is reused.
"""
import os, pathlib, re, resource, shutil, subprocess, sys, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "build/measure"


def timed(*command) -> tuple[float, float]:
    """Seconds by the wall and on the processors."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=dict(os.environ, CCACHE_DISABLE="1"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def full_build(preset: str) -> tuple[float, float]:
    folder = WORK / preset
    shutil.rmtree(folder, ignore_errors=True)
    configure, build = timed("cmake", "--preset", preset, "-B", folder), timed("cmake", "--build", folder)
    return configure[0] + build[0], configure[1] + build[1]


def edit_to_result(file: pathlib.Path) -> tuple[float, float]:
    """One changed line in `file`: build and run its module's tests in the dev preset."""
    module, original = file.relative_to(ROOT / "src").parts[0], file.read_bytes()
    timed("cmake", "--build", WORK / "dev")
    try:
        file.write_bytes(original + b"\nstatic_assert(sizeof(int) == 4);\n")
        build = timed("cmake", "--build", WORK / "dev", "--target", f"{module}_test")
        run = timed(WORK / f"dev/src/{module}_test")
    finally:
        file.write_bytes(original)
    return build[0] + run[0], build[1] + run[1]


def main() -> int:
    largest = sorted((f for f in (ROOT / "src").rglob("*.cpp") if not f.name.endswith("_test.cpp")),
                     key=lambda f: -f.stat().st_size)
    rows = [("full release build, cold, no ccache", *full_build("release")),
            ("full dev build with all tests, cold, no ccache", *full_build("dev"))]
    for module in ("markdown", "document", "app"):
        file = next(f for f in largest if f.relative_to(ROOT / "src").parts[0] == module)
        rows.append((f"edit `{file.relative_to(ROOT)}`, build and run its module's tests", *edit_to_result(file)))
    table = "| what | wall s | CPU s |\n|------|-------:|------:|\n"
    table += "".join(f"| {what} | {wall:.1f} | {cpu:.1f} |\n" for what, wall, cpu in rows)
    print(table, end="")
    if "--publish" in sys.argv:
        page = ROOT / "docs/build.md"
        page.write_text(re.sub(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", lambda _: table, page.read_text(), count=1, flags=re.S))
    shutil.rmtree(WORK, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
