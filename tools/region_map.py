"""Cut the map of the region out of a world map: `python tools/region_map.py countries-50m.json`.

Reads Natural Earth 1:50m as TopoJSON (world-atlas) and writes `ground/charts/region.json`: a path a country in
whole units of a plain projection, so that neighbours share their border. Run again only to change the cut.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

import pycountry

TARGET = Path(__file__).parents[1] / "src/contratrata/ground/charts/region.json"
WEST, EAST, SOUTH, NORTH, WIDTH = -98.6, -66.8, 6.6, 22.4, 680
SCALE = WIDTH / (EAST - WEST)
STRETCH = SCALE / math.cos(math.radians((SOUTH + NORTH) / 2))
HEIGHT = round((NORTH - SOUTH) * STRETCH)
MARGIN = 8
Point = tuple[float, float]
#: Where a country's arrows begin and end, and its name stands: anchor, dx, dy. Countries without are land only.
PLACES = {
    "GT": (-90.4, 15.2, "end", -10, 4), "BZ": (-88.7, 17.2, "start", 10, -4), "SV": (-88.9, 13.8, "end", -6, 20),
    "HN": (-86.6, 14.9, "start", 8, -10), "NI": (-85.0, 12.9, "start", 12, 4), "CR": (-84.1, 10.0, "end", -12, 8),
    "PA": (-80.1, 8.5, "middle", 0, 26), "DO": (-70.4, 18.9, "middle", 4, 30), "MX": (-95.6, 17.4, "middle", 0, -14),
    "CO": (-74.6, 8.6, "middle", -8, 24), "CU": (-78.4, 21.4, "end", -12, 16), "HT": (-72.6, 19.0, "end", -10, 2),
    "JM": (-77.3, 18.1, "middle", 0, 24), "VE": (-69.4, 9.4, "middle", 0, 24),
}  # fmt: skip


def simpler(points: list[Point], tolerance: float) -> list[Point]:
    """Fewer points, none further than `tolerance` from where the line was (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def far(point: Point) -> float:
        if not length:
            return math.hypot(point[0] - ax, point[1] - ay)
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    at = max(range(1, len(points) - 1), key=lambda n: far(points[n]))
    if far(points[at]) <= tolerance:
        return [points[0], points[-1]]
    return simpler(points[: at + 1], tolerance)[:-1] + simpler(points[at:], tolerance)


def clipped(ring: list[Point]) -> list[Point]:
    """The part of a ring inside the picture and a margin around it (Sutherland and Hodgman)."""
    for axis, bound, sign in (
        (0, -MARGIN, 1),
        (0, WIDTH + MARGIN, -1),
        (1, -MARGIN, 1),
        (1, HEIGHT + MARGIN, -1),
    ):
        stored: list[Point] = []
        for before, here in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
            was_in, is_in = (sign * (p[axis] - bound) >= 0 for p in (before, here))
            if was_in != is_in:
                t = (bound - before[axis]) / (here[axis] - before[axis])
                stored.append((before[0] + t * (here[0] - before[0]), before[1] + t * (here[1] - before[1])))
            if is_in:
                stored.append(here)
        ring = stored
    return ring


def path(ring: list[Point]) -> str:
    """A ring as relative whole steps; empty when it is smaller than six square units."""
    points = [(round(x), round(y)) for x, y in ring]
    points = [p for n, p in enumerate(points) if p != points[n - 1]]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], *points[:1]], strict=True)) / 2
    if len(points) < 3 or abs(area) < 6:
        return ""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def main() -> None:
    """Read, project, simplify by border, clip, write."""
    world = json.loads(Path(sys.argv[1]).read_text())
    (kx, ky), (dx, dy) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append(((x * kx + dx - WEST) * SCALE, (NORTH - y * ky - dy) * STRETCH))
        arcs.append(simpler(line, 0.9))
    countries: dict[str, dict[str, object]] = {}
    for shape in world["objects"]["countries"]["geometries"]:
        country = pycountry.countries.get(numeric=shape.get("id", ""))
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        d = ""
        for outer, *_holes in polygons:
            ring: list[Point] = []
            for n in outer:
                ring += (arcs[n] if n >= 0 else arcs[~n][::-1])[:-1]
            d += path(clipped(ring))
        if country and d:
            countries[country.alpha_2] = {"d": d}
    for code, (lon, lat, anchor, right, down) in PLACES.items():
        at = [round((lon - WEST) * SCALE), round((NORTH - lat) * STRETCH)]
        countries[code] |= {"at": at, "name": [anchor, at[0] + right, at[1] + down]}
    source = (
        "Natural Earth 1:50m (public domain), by world-atlas 2.0.2 (ISC, Michael Bostock), cut to the region"
    )
    fields = {
        "source": source,
        "width": WIDTH,
        "height": HEIGHT,
        "countries": dict(sorted(countries.items())),
    }
    TARGET.write_text(
        json.dumps(fields, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n"
    )


if __name__ == "__main__":
    main()
