"""Charts that stand alone, as files: with their title, labels and source, in a box of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ogp_challenge.charts.dial import Dial

#: A sheet is this wide; labels take the left third, numbers the right edge.
WIDTH = 800
LABELS, NUMBERS = 270, 60
#: Height of the title, of a line, and of the source at the foot.
HEAD, LINE, FOOT = 56, 34, 40


@dataclass(frozen=True)
class SheetBar:
    """One bar: its label and number, and where they stand. `width` is in units of the sheet."""

    label: str
    value: int
    y: float
    width: float


@dataclass(frozen=True)
class BarSheet:
    """Bars under a title."""

    title: str
    bars: tuple[SheetBar, ...]
    height: int
    x: int = LABELS
    width: int = WIDTH


def bar_sheet(title: str, values: Sequence[tuple[str, int]]) -> BarSheet:
    """Bars of (label, value); the longest fills the room between labels and numbers."""
    longest = max((value for _label, value in values), default=0) or 1
    room = WIDTH - LABELS - NUMBERS
    bars = tuple(
        SheetBar(label, value, HEAD + LINE * place, round(room * value / longest, 1))
        for place, (label, value) in enumerate(values)
    )
    return BarSheet(title, bars, HEAD + LINE * len(values) + FOOT)


@dataclass(frozen=True)
class SheetSegment:
    """One part of a stacked bar. `part` is its place in the whole series, from 1, and gives its colour."""

    value: int
    part: int
    x: float
    width: float


@dataclass(frozen=True)
class SheetStack:
    """A stacked bar: its label, its parts and their total."""

    label: str
    segments: tuple[SheetSegment, ...]
    total: int
    y: float


@dataclass(frozen=True)
class SheetKey:
    """What a part is of, and where that is said."""

    label: str
    part: int
    x: float
    y: float


@dataclass(frozen=True)
class StackSheet:
    """Stacked bars under a title, with a key."""

    title: str
    key: tuple[SheetKey, ...]
    stacks: tuple[SheetStack, ...]
    height: int
    width: int = WIDTH


def stack_sheet(title: str, parts: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> StackSheet:
    """Stacked bars of (label, a number for each of `parts`); the longest fills the room."""
    room = WIDTH - LABELS - NUMBERS
    longest = max((sum(numbers) for _label, numbers in rows), default=0) or 1
    # Two to a line, so that the longest names of the parts do not meet.
    key = tuple(
        SheetKey(label, at + 1, LABELS + at % 2 * room / 2, HEAD + LINE * 0.65 * (at // 2))
        for at, label in enumerate(parts)
    )
    top = HEAD + round(LINE * 0.65 * -(-len(parts) // 2)) + 12
    stacks = []
    for place, (label, numbers) in enumerate(rows):
        ends = [0, *accumulate(numbers)]
        segments = tuple(
            SheetSegment(
                number, at + 1, round(LABELS + room * ends[at] / longest, 1), round(room * number / longest, 1)
            )
            for at, number in enumerate(numbers)
            if number
        )
        stacks.append(SheetStack(label, segments, ends[-1], top + LINE * place))
    return StackSheet(title, key, tuple(stacks), top + LINE * len(rows) + FOOT)


@dataclass(frozen=True)
class DialSheet:
    """A dial under a title: how large the sheet is, and where the middle of the dial lies."""

    width: int
    height: int
    x: int
    y: int


def dial_sheet(dial: Dial) -> DialSheet:
    """The sheet for `dial`, in its own size, with room for a key of two lines under the title."""
    width, top = max(WIDTH, dial.width + 32), HEAD + LINE
    return DialSheet(width, top + dial.height + FOOT, (width - dial.width) // 2 - dial.left, top - dial.top)


@dataclass(frozen=True)
class SheetCell:
    """A cell of a grid. `step` says how dark its tint is, from 0 to 4."""

    text: str
    x: float
    y: float
    width: float
    step: int


@dataclass(frozen=True)
class SheetLabel:
    """A label beside or above a grid, in as many lines as it needs."""

    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True)
class GridSheet:
    """A table of numbers with tints under a title."""

    title: str
    rows: tuple[SheetLabel, ...]
    columns: tuple[SheetLabel, ...]
    cells: tuple[SheetCell, ...]
    height: int
    width: int


def grid_sheet(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> GridSheet:
    """A grid of rows of (number, step). Columns are 110 wide at the least, so that the sheet grows with them."""
    wide = max(110.0, (WIDTH - LABELS) / max(1, len(columns)))
    top = HEAD + 44
    cells = tuple(
        SheetCell(str(number) if number else "–", LABELS + wide * across, top + LINE * down, wide - 4, step)
        for down, (_label, numbers) in enumerate(rows)
        for across, (number, step) in enumerate(numbers)
    )
    return GridSheet(
        title,
        tuple(SheetLabel((label,), 16, top + LINE * down) for down, (label, _numbers) in enumerate(rows)),
        tuple(
            SheetLabel(tuple(_wrapped(label, 16)), LABELS + wide * (across + 0.5), HEAD + 16)
            for across, label in enumerate(columns)
        ),
        cells,
        top + LINE * len(rows) + FOOT,
        round(LABELS + wide * len(columns) + 16),
    )


def _wrapped(text: str, longest: int) -> list[str]:
    """`text` in lines of about `longest` letters, two at the most."""
    if len(text) <= longest or " " not in text:
        return [text]
    cut = text.rfind(" ", 0, longest + 1)
    cut = cut if cut > 0 else text.index(" ")
    return [text[:cut], text[cut + 1 :]]
