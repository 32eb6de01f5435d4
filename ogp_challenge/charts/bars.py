"""Bars, side by side and stacked, in a box 100 wide."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 100.0
#: Space between two segments.
GAP = 0.9
#: The least that can be seen.
THIN = 0.2


@dataclass(frozen=True)
class Segment:
    """One part of a stacked bar. `part` is its place in the whole series, from 1, and gives its colour."""

    label: str
    value: int
    part: int
    x: float
    width: float


def stacked(parts: Sequence[tuple[str, int]]) -> tuple[Segment, ...]:
    """A bar of (label, value) parts, as long as the box; parts of zero are left out but keep their colour."""
    total = sum(value for _label, value in parts)
    segments, x = [], 0.0
    for part, (label, value) in enumerate(parts, start=1):
        if value:
            width = WIDTH * value / total
            last = x + width > WIDTH - 0.01
            drawn = width if last else max(width - GAP, width / 2, THIN)
            segments.append(Segment(label, value, part, round(x, 2), round(drawn, 2)))
            x += width
    return tuple(segments)


@dataclass(frozen=True)
class Bar:
    """One of several bars; the longest fills the box. `query` leads to the list that has `value` entries."""

    key: str
    label: str
    value: int
    query: str
    width: float


def bars(values: Sequence[tuple[str, str, int, str]]) -> tuple[Bar, ...]:
    """Bars of (key, label, value, query string)."""
    longest = max((value for _key, _label, value, _query in values), default=0) or 1
    return tuple(
        Bar(key, label, value, query, round(WIDTH * value / longest, 1)) for key, label, value, query in values
    )
