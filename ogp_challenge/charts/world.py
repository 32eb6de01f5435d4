"""A map of the world: countries tinted by a number, places as dots, in the Equal Earth projection.

The outlines are Natural Earth's, which draws borders as they are held on the ground; but Crimea is drawn as part of
Ukraine (General Assembly resolution 68/262). `static/img/world.svg`, which pages draw from too, was made from
world-atlas (countries-50m): each shared border projected by `project`, simplified once by Douglas-Peucker to 0.35 px
of a map 960 wide, and rounded; parts of less than 0.4 px² left out, the largest of each country never; cut where the
map ends.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, count, pairwise

from django.conf import settings

#: The box, and where the equator lies in it: from a little north of Greenland to a little south of Cape Horn.
WIDTH, HEIGHT, EQUATOR = 1920, 844, 471
#: Sizes are thought of in CSS pixels of a map that is 960 wide; this many units of the box make one.
PIXEL = WIDTH / 960
#: The cut then falls in the Bering Strait and divides no land but two islands of Alaska.
CENTRAL_MERIDIAN = 11
#: The coefficients of Equal Earth (Šavrič, Patterson and Jenny, 2018).
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
SLANT = math.sqrt(3) / 2
SCALE = WIDTH * SLANT * A1 / (2 * math.pi)

#: A country whose main part is no larger than this, either way, gets a circle.
SMALL = 9 * PIXEL
#: Radius of that circle and of a dot.
MARKER, DOT = 3.5 * PIXEL, 2.75 * PIXEL
#: Radius of what can be hit of each where nothing is next to it. A country must stay within reach between its dots.
MARKER_TARGET, DOT_TARGET = 12 * PIXEL, 6 * PIXEL
#: That is a circle, as the polygon around it.
CORNERS = 12
#: Circles are filed by squares of this side: those that touch lie in the same or in neighbouring squares.
SQUARE = 2 * MARKER
#: Tints of a country. Each begins at twice the number of the one before: 1, 2 to 3, 4 to 7, 8 to 15, 16 and more.
#: They stay the same from page to page and year to year, and follow how such counts spread: many ones, a few tens.
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


@dataclass(frozen=True)
class Outline:
    """The shape of a country, as the `d` of an SVG path, and what is known of its main part."""

    path: str
    centre: Point
    across: float


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
    ring = max(rings(path), key=lambda ring: abs(_area(ring)))
    xs, ys = zip(*ring, strict=True)
    return Outline(path, _middle(ring), max(max(xs) - min(xs), max(ys) - min(ys)))


def _sides(ring: list[Point]) -> Iterator[tuple[Point, Point]]:
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
class Circle:
    """A mark on the map. `target` is what can be hit of it, as the `d` of an SVG path: no two of them overlap."""

    x: float
    y: float
    radius: float
    target: str = ""


@dataclass(frozen=True)
class Country:
    """A country, drawn. `step` is its tint, from 0 for a value of zero to STEPS; only a small one has a marker."""

    place: Place
    path: str
    centre: Point
    step: int
    marker: Circle | None


@dataclass(frozen=True)
class Dot:
    """A town or a region, drawn where it lies or, if something else is there, beside it."""

    spot: Spot
    circle: Circle


@dataclass(frozen=True)
class Tint:
    """A line of the key: the values of one step. The last step has no `high`."""

    step: int
    low: int
    high: int | None


@dataclass(frozen=True)
class WorldMap:
    """What to draw, from the bottom up: all other countries in one path, the given ones, the dots. And the key."""

    box: str
    land: str
    countries: tuple[Country, ...]
    dots: tuple[Dot, ...]
    tints: tuple[Tint, ...]


def world_map(places: Sequence[Place], spots: Sequence[Spot] = ()) -> WorldMap:
    """Draw `places` and `spots`; where spots crowd, the earlier ones stay nearest to where they belong.

    Countries with a marker come last, so that no neighbour covers it. One that has no outline (Tuvalu, at this scale)
    is left out.
    """
    known = outlines()
    drawn = [(place, known[place.key]) for place in places if place.key in known]
    crowd = _Crowd()
    markers = {place.key: crowd.settle(shape.centre, MARKER) for place, shape in drawn if shape.across <= SMALL}
    circles = [crowd.settle(project(spot.latitude, spot.longitude), DOT) for spot in spots]
    for place, shape in drawn:
        if place.key not in markers:
            crowd.add(Circle(*shape.centre, radius=0))
    countries = [
        Country(
            place=place,
            path=shape.path,
            centre=shape.centre,
            step=step(place.value),
            marker=crowd.with_target(markers[place.key]) if place.key in markers else None,
        )
        for place, shape in drawn
    ]
    keys = {place.key for place, _shape in drawn}
    return WorldMap(
        box=f"0 0 {WIDTH} {HEIGHT}",
        land="".join(shape.path for key, shape in known.items() if key not in keys),
        countries=tuple(sorted(countries, key=lambda country: country.marker is not None)),
        dots=tuple(Dot(spot, crowd.with_target(circle)) for spot, circle in zip(spots, circles, strict=True)),
        tints=tints(max((country.step for country in countries), default=0)),
    )


def step(value: int) -> int:
    """The tint of a value."""
    return min(value.bit_length(), STEPS)


def tints(last: int = STEPS) -> tuple[Tint, ...]:
    """The key, up to the step `last`."""
    return tuple(
        Tint(number, 2 ** (number - 1), 2**number - 1 if number < STEPS else None) for number in range(1, last + 1)
    )


class _Crowd:
    """Circles that keep clear of each other, filed by square so that a thousand need not all be compared."""

    def __init__(self) -> None:
        self._squares: defaultdict[tuple[int, int], list[Circle]] = defaultdict(list)

    def add(self, circle: Circle) -> None:
        self._squares[self._square(circle.x, circle.y)].append(circle)

    def settle(self, point: Point, radius: float) -> Circle:
        """Add a circle at the free place nearest to `point`. Equals stand apart; a dot may lie on a marker's rim."""

        def is_free(x: float, y: float) -> bool:
            return all(
                math.dist((x, y), (other.x, other.y)) >= (2 * radius if other.radius == radius else other.radius)
                for other in self._near(x, y, 1)
            )

        circle = next(Circle(x, y, radius) for x, y in _around(point) if is_free(x, y))
        self.add(circle)
        return circle

    def with_target(self, circle: Circle) -> Circle:
        """`circle`, with its target now that all others are there: at most halfway to each, from rim to rim."""
        outer = (MARKER_TARGET if circle.radius == MARKER else DOT_TARGET) / math.cos(math.pi / CORNERS)
        target = [
            (circle.x + outer * math.cos(angle), circle.y + outer * math.sin(angle))
            for angle in (2 * math.pi * corner / CORNERS for corner in range(CORNERS))
        ]
        for other in self._near(circle.x, circle.y, math.ceil(2 * outer / SQUARE)):
            if other is not circle:
                target = _halfway(target, circle, other)
        path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in target) + "z"
        return Circle(circle.x, circle.y, circle.radius, path)

    def _near(self, x: float, y: float, squares: int) -> Iterator[Circle]:
        column, row = self._square(x, y)
        steps = range(-squares, squares + 1)
        for square in ((column + right, row + down) for right in steps for down in steps):
            yield from self._squares.get(square, ())

    @staticmethod
    def _square(x: float, y: float) -> tuple[int, int]:
        return int(x // SQUARE), int(y // SQUARE)


def _around(point: Point) -> Iterator[Point]:
    """`point`, then places on ever wider circles around it."""
    for ring in count():
        places = 6 * ring or 1
        for angle in (2 * math.pi * place / places for place in range(places)):
            x, y = point[0] + ring * DOT / 2 * math.cos(angle), point[1] + ring * DOT / 2 * math.sin(angle)
            yield round(x, 1), round(y, 1)


def _halfway(target: list[Point], circle: Circle, other: Circle) -> list[Point]:
    """The part of `target`, which is convex, on the circle's side of the line midway between the two rims."""
    distance = math.dist((circle.x, circle.y), (other.x, other.y)) or 1  # a dot in the very middle of its country
    east, south = (other.x - circle.x) / distance, (other.y - circle.y) / distance
    limit = (distance + circle.radius - other.radius) / 2

    def beyond(point: Point) -> float:
        return (point[0] - circle.x) * east + (point[1] - circle.y) * south - limit

    kept = []
    for start, end in _sides(target):
        if beyond(start) <= 0:
            kept.append(start)
        if beyond(start) * beyond(end) < 0:
            share = beyond(start) / (beyond(start) - beyond(end))
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept
