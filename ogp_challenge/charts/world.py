"""A map of the world, or of a part of it: countries tinted by a number, places as dots."""

from collections.abc import Sequence
from dataclasses import dataclass

from ogp_challenge.charts.crowd import Circle, Crowd
from ogp_challenge.charts.outlines import HEIGHT, WIDTH, Bounds, Point, bounds_of, outlines, project

#: Sizes are thought of in CSS pixels of a map that is 960 wide; this many units of the box make one.
PIXEL = WIDTH / 960
#: A country whose main part is no larger than this, either way, gets a circle.
SMALL = 9 * PIXEL
#: Radius of that circle and of a dot.
MARKER, DOT = 3.5 * PIXEL, 2.75 * PIXEL
#: Radius of what can be hit of each on the map of the world where nothing is next to it. A country must stay within
#: reach between its dots.
MARKER_TARGET, DOT_TARGET = 12 * PIXEL, 6 * PIXEL
#: On a map that is drawn closer there is room for this: on one 340 CSS pixels wide, as on a phone, 24 across.
CLOSE_TARGET = 34 * PIXEL
#: How close a map is drawn at the most, as a part of the whole; outlines are too coarse for more. And from which part
#: on the whole world is drawn, since less would not show much more.
CLOSEST, WHOLE = 1 / 6, 0.6
#: A closer map is at the most this much higher than the map of the world, for its width.
TALLEST = 2
#: Sizes shrink with this power of the share that is drawn: half as wide a part has them two thirds as large, not half.
EASE = 0.6
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
    """A country, drawn. `step` is its tint, from 0 for a value of zero to STEPS.

    Only a small one has a marker; on a closer map one without radius, which is only there to be hit.
    """

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
    """The part of the box that a map shows."""

    x: int
    y: int
    width: int
    height: int

    @property
    def share(self) -> float:
        """Its width as a part of the whole."""
        return self.width / WIDTH

    @property
    def size(self) -> float:
        """What sizes that are thought of in pixels have to be multiplied by; a closer map has room for larger ones."""
        return float(self.share**EASE)

    @property
    def box(self) -> str:
        """As an SVG `viewBox`."""
        return f"{self.x} {self.y} {self.width} {self.height}"

    @property
    def em(self) -> float:
        """Five CSS pixels of a whole map 960 wide: set as the size of its type, for style sheets to measure in."""
        return round(5 * PIXEL * self.size, 2)


@dataclass(frozen=True)
class WorldMap:
    """What to draw, from the bottom up: all other countries in one path, the given ones, the dots. And the key to the
    tints that occur."""

    frame: Frame
    land: str
    countries: tuple[Country, ...]
    dots: tuple[Dot, ...]
    tints: tuple[Tint, ...]


def framed(bounds: Sequence[Bounds]) -> Frame:
    """The smallest frame that may be for things within `bounds`, each west, north, east and south; or the world."""
    whole = Frame(0, 0, WIDTH, HEIGHT)
    if not bounds:
        return whole
    west, north, east, south = bounds_of(bounds)
    # No higher than the box, and no narrower than for its height.
    height = min((1 + 2 * MARGIN) * (south - north), HEIGHT)
    width = max((1 + 2 * MARGIN) * (east - west), height * WIDTH / HEIGHT / TALLEST, CLOSEST * WIDTH)
    if width > WHOLE * WIDTH:
        return whole
    height = max(height, width * HEIGHT / WIDTH)
    x = min(max((west + east - width) / 2, 0), WIDTH - width)
    y = min(max((north + south - height) / 2, 0), HEIGHT - height)
    return Frame(round(x), round(y), round(width), round(height))


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
    small, marker, dot = (round(size * frame.size, 2) for size in (SMALL, MARKER, DOT))
    close = CLOSE_TARGET * frame.share if frame.share < 1 else 0
    crowd = Crowd(largest=marker, step=dot / 2)
    markers = {place.key: crowd.settle(shape.centre, marker) for place, shape in drawn if shape.across <= small}
    circles = [crowd.settle(point, dot) for point in points]
    for place, shape in drawn:
        if place.key not in markers:
            middle = Circle(*shape.centre, radius=0)
            crowd.add(middle)
            if shape.across < 2 * close:
                markers[place.key] = middle
    countries = [
        Country(
            place=place,
            path=shape.path,
            centre=shape.centre,
            step=step(place.value),
            marker=crowd.with_target(markers[place.key], max(MARKER_TARGET * frame.share, close))
            if place.key in markers
            else None,
        )
        for place, shape in drawn
    ]
    keys = {place.key for place, _shape in drawn}
    return WorldMap(
        frame=frame,
        land="".join(shape.path for key, shape in known.items() if key not in keys),
        countries=tuple(sorted(countries, key=lambda country: country.marker is not None)),
        dots=tuple(
            Dot(spot, crowd.with_target(circle, max(DOT_TARGET * frame.share, close)))
            for spot, circle in zip(spots, circles, strict=True)
        ),
        tints=tuple(tint for tint in tints() if any(country.step == tint.step for country in countries)),
    )


def step(value: int) -> int:
    """The tint of a value."""
    return min(value.bit_length(), STEPS)


def tints() -> tuple[Tint, ...]:
    """The whole key."""
    return tuple(
        Tint(number, 2 ** (number - 1), 2**number - 1 if number < STEPS else None) for number in range(1, STEPS + 1)
    )
