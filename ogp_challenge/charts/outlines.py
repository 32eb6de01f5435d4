"""The outlines of the countries of the world, and the projection in which they are drawn: Equal Earth.

The outlines are Natural Earth's, which draws borders as they are held on the ground; but Crimea is drawn as part of
Ukraine (General Assembly resolution 68/262). `static/img/world.svg`, which pages draw from too, was made from
world-atlas (countries-50m): each shared border projected by `project`, simplified once by Douglas-Peucker to 0.35 px
of a map 960 wide, and rounded; parts of less than 0.4 px² left out, the largest of each country never; cut where the
map ends.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from django.conf import settings

#: The box, and where the equator lies in it: from a little north of Greenland to a little south of Cape Horn.
WIDTH, HEIGHT, EQUATOR = 1920, 844, 471
#: The cut then falls in the Bering Strait and divides no land but two islands of Alaska.
CENTRAL_MERIDIAN = 11
#: The coefficients of Equal Earth (Šavrič, Patterson and Jenny, 2018).
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
SLANT = math.sqrt(3) / 2
SCALE = WIDTH * SLANT * A1 / (2 * math.pi)

Point = tuple[float, float]
#: West, north, east and south.
Bounds = tuple[float, float, float, float]
#: A part of a country is near when it is no further from the main part than this many times its longer side.
NEAR = 1.2


def project(latitude: float, longitude: float) -> Point:
    """The place in the box of a place on Earth, in degrees north and east."""
    turned = math.radians((longitude - CENTRAL_MERIDIAN + 180) % 360 - 180)
    slant = math.asin(SLANT * math.sin(math.radians(latitude)))
    square = slant**2
    sixth = square**3
    x = turned * math.cos(slant) / (SLANT * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)))
    y = slant * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return WIDTH / 2 + SCALE * x, EQUATOR - SCALE * y


@dataclass(frozen=True)
class Outline:
    """The shape of a country, as the `d` of an SVG path, and what is known of its main part."""

    path: str
    centre: Point
    #: The longer side of the main part.
    across: float
    #: Of the main part and of what lies near it. Alaska is near, French Guiana is not.
    bounds: Bounds


@cache
def outlines() -> dict[str, Outline]:
    """All countries by ISO 3166-1 numeric code, or by name where they have none."""
    text = (settings.BASE_DIR / "static" / "img" / "world.svg").read_text(encoding="utf-8")
    return {key: _outline(path) for key, path in re.findall(r'<path id="c([^"]+)" d="([^"]+)"/>', text)}


def rings(path: str) -> list[list[Point]]:
    """The corners of each part of `path`, which the file writes as `M`, `l` and `z` with whole numbers."""
    numbers = ([int(number) for number in re.findall(r"-?\d+", part)] for part in path.split("z") if part)
    return [list(zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True)) for ring in numbers]


def _outline(path: str) -> Outline:
    parts = sorted(rings(path), key=lambda ring: -abs(_area(ring)))
    main = joined = bounds_of([_bounds(parts[0])])
    across = max(main[2] - main[0], main[3] - main[1])
    for part in map(_bounds, parts[1:]):
        if _apart(main, part) <= NEAR * across:
            joined = bounds_of([joined, part])
    return Outline(path, _middle(parts[0]), across, joined)


def bounds_of(several: Sequence[Bounds]) -> Bounds:
    """What holds all of `several`, which must not be empty."""
    wests, norths, easts, souths = zip(*several, strict=True)
    return min(wests), min(norths), max(easts), max(souths)


def _bounds(ring: list[Point]) -> Bounds:
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _apart(one: Bounds, other: Bounds) -> float:
    """The larger of the gaps between two bounds, from side to side."""
    return max(other[0] - one[2], one[0] - other[2], other[1] - one[3], one[1] - other[3])


def sides(ring: list[Point]) -> Iterator[tuple[Point, Point]]:
    """The sides of a closed ring, each from corner to corner."""
    return pairwise([*ring, ring[0]])


def _area(ring: list[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in sides(ring)) / 2


def _middle(ring: list[Point]) -> Point:
    """The middle of the widest stretch of land on the parallel through the centre of gravity: never outside."""
    six_areas = 6 * _area(ring)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in sides(ring)) / six_areas
    crossings = sorted(
        x1 + (x2 - x1) * (y - y1) / (y2 - y1) for (x1, y1), (x2, y2) in sides(ring) if (y1 > y) != (y2 > y)
    )
    west, east = max(zip(crossings[::2], crossings[1::2], strict=True), key=lambda stretch: stretch[1] - stretch[0])
    return (west + east) / 2, y
