"""A dial of rays: one ray a group, one dot a member of it, clockwise from noon."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: Distance of the first dot from the centre, and between two dots.
INNER, STEP = 92, 12.4
#: Size of the icon at the end of a ray, and about the width of a letter of its name.
ICON, LETTER = 30, 7.2

Point = tuple[float, float]


@dataclass(frozen=True)
class Spoke:
    """A group to draw: what it is called, and the kind of each of its members."""

    key: str
    label: str
    dots: tuple[str, ...]


@dataclass(frozen=True)
class Dot:
    """One member of a group."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class TextLine:
    """A line of the name of a ray."""

    text: str
    y: float


@dataclass(frozen=True)
class Ray:
    """A group, drawn."""

    spoke: Spoke
    dots: tuple[Dot, ...]
    start: Point
    end: Point
    icon_centre: Point
    icon: Point
    text: Point
    lines: tuple[TextLine, ...]
    anchor: str

    @property
    def reach(self) -> float:
        """Where the name ends, left or right of the centre."""
        longest = max(len(line.text) for line in self.lines)
        return self.text[0] + (LETTER if self.anchor == "start" else -LETTER) * longest


@dataclass(frozen=True)
class Dial:
    """All rays, around the point 0 0, and the box they fit in."""

    rays: tuple[Ray, ...]
    left: int
    top: int
    width: int
    height: int
    total: int

    @property
    def box(self) -> str:
        """As an SVG `viewBox`."""
        return f"{self.left} {self.top} {self.width} {self.height}"


def dial(spokes: Sequence[Spoke]) -> Dial:
    """Draw `spokes` in their order."""
    rays = tuple(_ray(spoke, 2 * math.pi * (number / len(spokes) - 0.25)) for number, spoke in enumerate(spokes))
    # The middle, which tells the total, is there without any ray.
    left = min((ray.reach for ray in rays), default=-INNER)
    right = max((ray.reach for ray in rays), default=INNER)
    top = min((ray.icon[1] for ray in rays), default=-INNER) - 18
    bottom = max((ray.lines[-1].y for ray in rays), default=INNER) + 8
    width, height = round(right - left), round(bottom - top)
    return Dial(rays, round(left), round(top), width, height, sum(len(spoke.dots) for spoke in spokes))


def _ray(spoke: Spoke, angle: float) -> Ray:
    def at(distance: float) -> Point:
        return round(distance * math.cos(angle), 1), round(distance * math.sin(angle), 1)

    number = len(spoke.dots)
    dots = tuple(Dot(*at(INNER + STEP * place), kind) for place, kind in enumerate(spoke.dots))
    icon_x, icon_y = at(INNER + STEP * number + 22)
    side = -1 if icon_x < -1 else 1
    text = (round(icon_x + side * (ICON / 2 + 10), 1), round(icon_y - 8, 1))
    return Ray(
        spoke=spoke,
        dots=dots,
        start=at(INNER - 12),
        end=at(INNER + STEP * max(number - 1, 0)),
        icon_centre=(icon_x, icon_y),
        icon=(round(icon_x - ICON / 2, 1), round(icon_y - ICON / 2, 1)),
        text=text,
        lines=tuple(
            TextLine(line, round(text[1] + 18 + 16 * place, 1)) for place, line in enumerate(_halves(spoke.label))
        ),
        anchor="start" if side > 0 else "end",
    )


def _halves(label: str) -> list[str]:
    """`label` in two lines as even as they can be."""
    words = label.split()
    if len(words) < 2:
        return [label]
    splits = [[" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))]
    return min(splits, key=lambda lines: abs(len(lines[0]) - len(lines[1])))
