"""Circles that are drawn where something lies, or, where they would cover each other, as near to it as they can."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from ogp_challenge.charts.outlines import Point, sides

#: What can be hit of a circle is another circle around it, as the polygon around that.
CORNERS = 12


@dataclass(frozen=True)
class Circle:
    """A mark on the map. `target` is what can be hit of it, as the `d` of an SVG path: no two of them overlap."""

    x: float
    y: float
    radius: float
    target: str = ""


class Crowd:
    """Circles that keep clear of each other, filed by square so that a thousand need not all be compared.

    No circle has a radius over `largest`; where it cannot lie, a place is looked for in steps of `step`.
    """

    def __init__(self, largest: float, step: float) -> None:
        #: Circles that touch lie in the same or in neighbouring squares of this side.
        self._side = 2 * largest
        self._step = step
        self._squares: defaultdict[tuple[int, int], list[Circle]] = defaultdict(list)

    def add(self, circle: Circle) -> None:
        """Let nothing come to lie on `circle`."""
        self._squares[self._square(circle.x, circle.y)].append(circle)

    def settle(self, point: Point, radius: float) -> Circle:
        """Add a circle at the free place nearest to `point`. Equals stand apart; a dot may lie on a marker's rim."""

        def is_free(x: float, y: float) -> bool:
            return all(
                math.dist((x, y), (other.x, other.y)) >= (2 * radius if other.radius == radius else other.radius)
                for other in self._near(x, y, 1)
            )

        around = _around(point, self._step)
        circle = next(Circle(x, y, radius) for x, y in around if is_free(x, y))
        self.add(circle)
        return circle

    def with_target(self, circle: Circle, radius: float) -> Circle:
        """`circle`, with its target now that all others are there: at most halfway to each, from rim to rim.

        `radius` is that of the target where nothing is next to the circle.
        """
        outer = radius / math.cos(math.pi / CORNERS)
        target = [
            (circle.x + outer * math.cos(angle), circle.y + outer * math.sin(angle))
            for angle in (2 * math.pi * corner / CORNERS for corner in range(CORNERS))
        ]
        for other in self._near(circle.x, circle.y, math.ceil(2 * outer / self._side)):
            if other is not circle:
                target = _halfway(target, circle, other)
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in target) + "z"
        return Circle(circle.x, circle.y, circle.radius, path)

    def _near(self, x: float, y: float, squares: int) -> Iterator[Circle]:
        column, row = self._square(x, y)
        steps = range(-squares, squares + 1)
        for square in ((column + right, row + down) for right in steps for down in steps):
            yield from self._squares.get(square, ())

    def _square(self, x: float, y: float) -> tuple[int, int]:
        return int(x // self._side), int(y // self._side)


def _around(point: Point, step: float) -> Iterator[Point]:
    """`point`, then places on ever wider circles around it, each a `step` wider."""
    for ring in count():
        places = 6 * ring or 1
        for angle in (2 * math.pi * place / places for place in range(places)):
            x, y = point[0] + ring * step * math.cos(angle), point[1] + ring * step * math.sin(angle)
            yield round(x, 1), round(y, 1)


def _halfway(target: list[Point], circle: Circle, other: Circle) -> list[Point]:
    """The part of `target`, which is convex, on the circle's side of the line midway between the two rims."""
    distance = math.dist((circle.x, circle.y), (other.x, other.y)) or 1  # a dot in the very middle of its country
    east, south = (other.x - circle.x) / distance, (other.y - circle.y) / distance
    limit = (distance + circle.radius - other.radius) / 2

    def beyond(point: Point) -> float:
        return (point[0] - circle.x) * east + (point[1] - circle.y) * south - limit

    kept = []
    for start, end in sides(target):
        if beyond(start) <= 0:
            kept.append(start)
        if beyond(start) * beyond(end) < 0:
            share = beyond(start) / (beyond(start) - beyond(end))
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept
