"""A map of the world, or of a part of it: countries tinted by a number, places as dots."""

from collections.abc import Sequence
from dataclasses import dataclass

from ogp_challenge.charts.crowd import Circle, Crowd
from ogp_challenge.charts.outlines import HEIGHT, WIDTH, Bounds, Point, outlines, project

#: Sizes are thought of in CSS pixels of a map that is 960 wide; this many units of the box make one.
PIXEL = WIDTH / 960
#: A country whose main part is no larger than this, either way, gets a circle.
SMALL = 9 * PIXEL
#: Radius of that circle and of a dot.
MARKER, DOT = 3.5 * PIXEL, 2.75 * PIXEL
#: Radius of what can be hit of each where nothing is next to it. A country must stay within reach between its dots.
MARKER_TARGET, DOT_TARGET = 12 * PIXEL, 6 * PIXEL
#: On a map that is drawn closer it is as large on the ground, up to this: on a phone that makes 24 CSS pixels across.
WIDEST_TARGET = 34 * PIXEL
#: How close a map is drawn at the most, as a part of the whole; outlines are too coarse for more. And from which part
#: on the whole world is drawn, since less would not show much more.
CLOSEST, WHOLE = 1 / 6, 0.6
#: Room around what a map shows, as a part of it.
MARGIN = 0.08
#: Tints of a country. Each begins at twice the number of the one before: 1, 2 to 3, 4 to 7, 8 to 15, 16 and more.
#: They stay the same from page to page and year to year, and follow how such counts spread: many ones, a few tens.
STEPS = 5


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
class Frame:
    """The part of the box that a map shows, in the proportion of the box."""

    x: float
    y: float
    width: float

    @property
    def share(self) -> float:
        """Its width as a part of the whole."""
        return self.width / WIDTH

    @property
    def size(self) -> float:
        """What sizes that are thought of in pixels have to be multiplied by; a closer map has room for larger ones."""
        return float(self.share**0.6)

    @property
    def box(self) -> str:
        """As an SVG `viewBox`."""
        return f"{self.x:.0f} {self.y:.0f} {self.width:.0f} {self.width * HEIGHT / WIDTH:.0f}"

    @property
    def em(self) -> float:
        """Five CSS pixels of a whole map 960 wide: set as the size of its type, for style sheets to measure in."""
        return round(5 * PIXEL * self.size, 2)


@dataclass(frozen=True)
class WorldMap:
    """What to draw, from the bottom up: all other countries in one path, the given ones, the dots. And the key."""

    frame: Frame
    land: str
    countries: tuple[Country, ...]
    dots: tuple[Dot, ...]
    tints: tuple[Tint, ...]


def framed(bounds: Sequence[Bounds]) -> Frame:
    """The smallest frame that may be for things within `bounds`, each west, north, east and south; or the world."""
    if not bounds:
        return Frame(0, 0, WIDTH)
    west, north = min(one[0] for one in bounds), min(one[1] for one in bounds)
    east, south = max(one[2] for one in bounds), max(one[3] for one in bounds)
    width = (1 + 2 * MARGIN) * max(east - west, (south - north) * WIDTH / HEIGHT)
    width = max(round(width), CLOSEST * WIDTH)
    if width > WHOLE * WIDTH:
        return Frame(0, 0, WIDTH)
    height = width * HEIGHT / WIDTH
    x = min(max((west + east - width) / 2, 0), WIDTH - width)
    y = min(max((north + south - height) / 2, 0), HEIGHT - height)
    return Frame(round(x), round(y), width)


def world_map(places: Sequence[Place], spots: Sequence[Spot] = ()) -> WorldMap:
    """Draw `places` and `spots`, as close as they allow; where spots crowd, the earlier ones stay nearest to where
    they belong.

    Countries with a marker come last, so that no neighbour covers it. One that has no outline (Tuvalu, at this scale)
    is left out.
    """
    known = outlines()
    drawn = [(place, known[place.key]) for place in places if place.key in known]
    points = [project(spot.latitude, spot.longitude) for spot in spots]
    frame = framed([*(shape.bounds for _place, shape in drawn), *((x, y, x, y) for x, y in points)])
    marker, dot = round(MARKER * frame.size, 2), round(DOT * frame.size, 2)
    small, widest = SMALL * frame.share, WIDEST_TARGET * frame.share
    crowd = Crowd(largest=marker, step=dot / 2)
    markers = {place.key: crowd.settle(shape.centre, marker) for place, shape in drawn if shape.across <= small}
    circles = [crowd.settle(point, dot) for point in points]
    for place, shape in drawn:
        if place.key not in markers:
            crowd.add(Circle(*shape.centre, radius=0))
    countries = [
        Country(
            place=place,
            path=shape.path,
            centre=shape.centre,
            step=step(place.value),
            marker=crowd.with_target(markers[place.key], min(MARKER_TARGET, widest)) if place.key in markers else None,
        )
        for place, shape in drawn
    ]
    keys = {place.key for place, _shape in drawn}
    return WorldMap(
        frame=frame,
        land="".join(shape.path for key, shape in known.items() if key not in keys),
        countries=tuple(sorted(countries, key=lambda country: country.marker is not None)),
        dots=tuple(
            Dot(spot, crowd.with_target(circle, min(DOT_TARGET, widest)))
            for spot, circle in zip(spots, circles, strict=True)
        ),
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
