#!/usr/bin/env python3
"""Line plots as SVG, without a library: readable on light and dark pages, text stays text."""
import math, pathlib
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 74, 150, 48, 52
COLOURS = ["#1f77b4", "#d1701a", "#2a9d5c", "#b5408f", "#7a6ad8", "#8a7f2e"]
DARK = ["#6db3f2", "#f0a35e", "#66d19e", "#ea8fcb", "#b1a6ff", "#d3c86a"]


@dataclass
class Line:
    name: str
    points: list[tuple[float, float]]


def ticks(low: float, high: float) -> list[float]:
    """1, 10, 100 …; with 2 and 5 between when the range is short."""
    steps = (1, 2, 5) if high / low < 200 else (1,)
    found = [s * 10.0**e for e in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1) for s in steps]
    return [t for t in found if low * 0.999 <= t <= high * 1.001]


def label(value: float) -> str:
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:g} {unit}"
    return f"{value:g}"


def plot(path: pathlib.Path, title: str, x_title: str, y_title: str, lines: list[Line]) -> None:
    """Writes one plot with logarithmic axes; every value is positive."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    x_low, x_high = min(xs), max(xs)
    y_low, y_high = min(ys) / 1.5, max(ys) * 1.5
    across = lambda x: LEFT + (WIDTH - LEFT - RIGHT) * math.log(x / x_low) / math.log(x_high / x_low)
    up = lambda y: HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * math.log(y / y_low) / math.log(y_high / y_low)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}">', style()]
    out.append(f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>')
    out.append(f'<text class="title" x="{LEFT}" y="26">{title}</text>')
    for x in ticks(x_low, x_high):
        out.append(f'<line class="grid" x1="{across(x):.1f}" x2="{across(x):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        out.append(f'<text x="{across(x):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{label(x)}</text>')
    for y in ticks(y_low, y_high):
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{up(y):.1f}" y2="{up(y):.1f}"/>')
        out.append(f'<text x="{LEFT - 8}" y="{up(y) + 4:.1f}" text-anchor="end">{label(y)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 12}" text-anchor="middle">{x_title}</text>')
    out.append(f'<text transform="translate(16 {HEIGHT / 2:.0f}) rotate(-90)" text-anchor="middle">{y_title}</text>')
    for i, line in enumerate(lines):
        path_of = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line.points)
        out.append(f'<polyline class="line c{i}" points="{path_of}"/>')
        out += [f'<circle class="dot c{i}" cx="{across(x):.1f}" cy="{up(y):.1f}" r="2.6"/>' for x, y in line.points]
    out += names(lines, up)
    path.write_text("\n".join(out) + "\n</svg>\n")


def names(lines: list[Line], up) -> list[str]:
    """Each line's name at its right end, pushed apart where two would overlap."""
    out, last = [], -1e9
    for i, line in sorted(enumerate(lines), key=lambda p: up(p[1].points[-1][1])):
        last = max(up(line.points[-1][1]), last + 16)
        out.append(f'<text class="name c{i}" x="{WIDTH - RIGHT + 8}" y="{last + 4:.1f}">{line.name}</text>')
    return out


def style() -> str:
    colours = lambda table: "".join(f".line.c{i}{{stroke:{c}}}.dot.c{i},.name.c{i}{{fill:{c}}}" for i, c in enumerate(table))
    return ("<style>text{font:12px sans-serif;fill:#333}.title{font-size:15px;font-weight:600}.paper{fill:#fff}"
            ".grid{stroke:#ddd}.line{fill:none;stroke-width:2}" + colours(COLOURS) +
            "@media(prefers-color-scheme:dark){text{fill:#ccc}.paper{fill:#16191d}.grid{stroke:#333a42}" +
            colours(DARK) + "}</style>")
