"""A map of the world: countries tinted by a number, places as dots, in the Equal Earth projection.

The outlines are Natural Earth's, which draws borders as they are held on the ground, disputed ones included.
"""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from operator import add
from typing import NamedTuple

from django.conf import settings

#: The box, and where the equator lies in it: from a little north of Greenland to a little south of Cape Horn.
WIDTH, HEIGHT, EQUATOR = 1920, 918, 502
#: Sizes are thought of in CSS pixels of a map that is 960 wide; this many units of the box make one.
PIXEL = WIDTH / 960
#: The cut then falls in the Bering Strait and divides no land but two islands of Alaska.
CENTRAL_MERIDIAN = 11
#: The coefficients of Equal Earth (Šavrič, Patterson and Jenny, 2018).
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
SLANT = math.sqrt(3) / 2
SCALE = WIDTH * SLANT * A1 / (2 * math.pi)

#: A country whose main part is smaller than this, both ways, gets a circle.
SMALL = 6 * PIXEL
#: Radius of that circle, of a dot, and of what one can hit of either when nothing else is near (24 px across).
MARKER, DOT, TARGET = 3.5 * PIXEL, 2.75 * PIXEL, 12 * PIXEL
#: Tints of a country. Each begins at twice the number of the one before: 1, 2 to 3, 4 to 7, 8 to 15, 16 and more.
STEPS = 5

Point = tuple[float, float]


def project(latitude: float, longitude: float) -> Point:
    """The place in the box of a place on Earth, in degrees north and east."""
    turned = math.radians((longitude - CENTRAL_MERIDIAN + 180) % 360 - 180)
    slant = math.asin(SLANT * math.sin(math.radians(latitude)))
    square = slant**2
    sixth = square**3
    x = turned * math.cos(slant) / (SLANT * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)))
    y = slant * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return WIDTH / 2 + SCALE * x, EQUATOR - SCALE * y


class Outline(NamedTuple):
    """The shape of a country, as the `d` of an SVG path, and what is known of its main part."""

    path: str
    centre: Point
    across: float


@cache
def outlines() -> dict[str, Outline]:
    """All countries by ISO 3166-1 numeric code, or by name where they have none."""
    text = (settings.BASE_DIR / "fixtures" / "world.json").read_text(encoding="utf-8")
    return {key: _outline(path) for key, path in json.loads(text)["countries"].items()}


def rings(path: str) -> list[list[Point]]:
    """The corners of each part of `path`, which the file writes as `M`, `l` and `z` with whole numbers."""
    numbers = ([int(number) for number in re.findall(r"-?\d+", part)] for part in path.split("z") if part)
    return [list(zip(accumulate(ring[::2], add), accumulate(ring[1::2], add), strict=True)) for ring in numbers]


def _outline(path: str) -> Outline:
    ring = max(rings(path), key=lambda ring: abs(_area(ring)))
    xs, ys = zip(*ring, strict=True)
    return Outline(path, _middle(ring), max(max(xs) - min(xs), max(ys) - min(ys)))


def _sides(ring: list[Point]) -> Iterable[tuple[Point, Point]]:
    return pairwise([*ring, ring[0]])


def _area(ring: list[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _sides(ring)) / 2


def _middle(ring: list[Point]) -> Point:
    """The middle of the widest stretch of land on the parallel through the centre of gravity: never outside."""
    six_areas = 6 * _area(ring)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _sides(ring)) / six_areas
    crossings = sorted(
        x1 + (x2 - x1) * (y - y1) / (y2 - y1) for (x1, y1), (x2, y2) in _sides(ring) if (y1 > y) != (y2 > y)
    )
    west, east = max(zip(crossings[::2], crossings[1::2], strict=True), key=lambda stretch: stretch[1] - stretch[0])
    return (west + east) / 2, y


@dataclass(frozen=True)
class Place:
    """A country to draw, by its key in `outlines`, with what its link says and where it leads."""

    key: str
    label: str
    value: int
    href: str


@dataclass(frozen=True)
class Spot:
    """A town or a region to draw as a dot."""

    latitude: float
    longitude: float
    label: str
    value: int
    href: str


@dataclass(frozen=True)
class Country:
    """A country, drawn. `step` is its tint, from 0 for nothing to STEPS; only a small one has a `marker`."""

    place: Place
    path: str
    centre: Point
    step: int
    marker: "Dot | None"


@dataclass(frozen=True)
class Dot:
    """A circle. What can be hit of it goes to `reach`, at most halfway to the next thing one may want to hit."""

    x: float
    y: float
    radius: float
    reach: float


@dataclass(frozen=True)
class Locality:
    """A spot, drawn near its place if another lies there."""

    spot: Spot
    dot: Dot


@dataclass(frozen=True)
class Tint:
    """An entry of the key: the values of a step. The last has no end."""

    step: int
    low: int
    high: int | None


@dataclass(frozen=True)
class WorldMap:
    """The drawn map, from the bottom up: the countries that nothing is said of in one path, the others, the dots."""

    box: str
    land: str
    countries: tuple[Country, ...]
    localities: tuple[Locality, ...]
    tints: tuple[Tint, ...]
