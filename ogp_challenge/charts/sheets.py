"""Charts that stand alone, as files: between a title and a source, in a box of their own."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ogp_challenge.charts.dial import Dial
from ogp_challenge.charts.outlines import HEIGHT as MAP_HEIGHT
from ogp_challenge.charts.outlines import WIDTH as MAP_WIDTH
from ogp_challenge.charts.world import WorldMap

#: A sheet is this wide; labels take the left third, numbers the right edge.
WIDTH = 800
LABELS, NUMBERS, MARGIN = 270, 60, 16
#: Height of the title, of a line, and of what is below the last line of the source.
HEAD, LINE, BELOW = 56, 34, 14
#: From a drawing down to the source, between two lines of the source, and about the width of a letter of it.
ABOVE, SOURCE_LINE, LETTER = 26, 16, 7.0


@dataclass(frozen=True)
class Text:
    """A line of text, and where its baseline begins, ends, or has its middle."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """What stands on a sheet between title and source: how wide the sheet is for it, and where it ends."""

    width: int
    bottom: int


@dataclass(frozen=True)
class Frame:
    """What is around a drawing: the size of the sheet, the title, and the source in as many lines as it needs."""

    title: str
    source: tuple[Text, ...]
    width: int
    height: int


def framed(title: str, source: str, drawing: Drawing) -> Frame:
    """The frame of `drawing`."""
    lines = textwrap.wrap(source, int((drawing.width - 2 * MARGIN) / LETTER), break_on_hyphens=False)
    texts = tuple(Text(line, MARGIN, drawing.bottom + ABOVE + SOURCE_LINE * at) for at, line in enumerate(lines))
    height = drawing.bottom + ABOVE + SOURCE_LINE * (len(lines) - 1) + BELOW
    return Frame(title, texts, drawing.width, height)


@dataclass(frozen=True)
class SheetBar:
    """One bar, with its label before and its number behind."""

    x: float
    y: float
    width: float
    label: Text
    number: Text


@dataclass(frozen=True)
class BarSheet(Drawing):
    """Bars, one below the other."""

    bars: tuple[SheetBar, ...]


def bar_sheet(values: Sequence[tuple[str, int]]) -> BarSheet:
    """Bars of (label, value); the longest fills the room between labels and numbers."""
    longest = max((value for _label, value in values), default=0) or 1
    room = WIDTH - LABELS - NUMBERS
    bars = []
    for place, (label, value) in enumerate(values):
        y = HEAD + LINE * place
        texts = Text(label, MARGIN, y + 16), Text(str(value), WIDTH - MARGIN, y + 16)
        bars.append(SheetBar(LABELS, y, round(room * value / longest, 1), *texts))
    return BarSheet(WIDTH, HEAD + LINE * len(values), tuple(bars))


@dataclass(frozen=True)
class SheetSegment:
    """One part of a stacked bar. `part` is its place in the whole series, from 1, and gives its colour."""

    value: int
    part: int
    x: float
    width: float


@dataclass(frozen=True)
class SheetStack:
    """A stacked bar, with its label before and its total behind."""

    y: float
    segments: tuple[SheetSegment, ...]
    label: Text
    total: Text


@dataclass(frozen=True)
class SheetKey:
    """What a part is of: where its mark is, and the text beside it."""

    part: int
    x: float
    y: float
    label: Text


@dataclass(frozen=True)
class StackSheet(Drawing):
    """Stacked bars, with a key above."""

    key: tuple[SheetKey, ...]
    stacks: tuple[SheetStack, ...]


def stack_sheet(parts: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> StackSheet:
    """Stacked bars of (label, a number for each of `parts`); the longest fills the room."""
    room = WIDTH - LABELS - NUMBERS
    longest = max((sum(numbers) for _label, numbers in rows), default=0) or 1
    key = []
    for at, label in enumerate(parts):
        # Two to a line, so that the longest names of the parts do not meet.
        x, y = LABELS + at % 2 * room / 2, round(HEAD + LINE * 0.65 * (at // 2), 1)
        key.append(SheetKey(at + 1, x, y, Text(label, x + 20, round(y + 12, 1))))
    top = HEAD + round(LINE * 0.65 * -(-len(parts) // 2)) + 12
    stacks = []
    for place, (label, numbers) in enumerate(rows):
        ends = [0, *accumulate(numbers)]
        y = top + LINE * place
        segments = tuple(
            SheetSegment(
                number, at + 1, round(LABELS + room * ends[at] / longest, 1), round(room * number / longest, 1)
            )
            for at, number in enumerate(numbers)
            if number
        )
        total = Text(str(ends[-1]), WIDTH - MARGIN, y + 16)
        stacks.append(SheetStack(y, segments, Text(label, MARGIN, y + 16), total))
    return StackSheet(WIDTH, top + LINE * len(rows), tuple(key), tuple(stacks))


@dataclass(frozen=True)
class DotKey:
    """What a kind of dots is of: where its dot is, and the text beside it."""

    kind: str
    x: float
    y: float
    label: Text


@dataclass(frozen=True)
class DialSheet(Drawing):
    """A dial, with a key above. The middle of the dial lies at `x` and `y`."""

    dial: Dial
    key: tuple[DotKey, ...]
    x: int
    y: int


def dial_sheet(dial: Dial, kinds: Sequence[tuple[str, str]]) -> DialSheet:
    """The sheet for `dial`, in its own size; `kinds` are (kind, what its dots are of), one a line."""
    width, top = max(WIDTH, dial.width + 2 * MARGIN), HEAD + 22 * len(kinds)
    key = tuple(
        DotKey(kind, MARGIN + 6, HEAD + 2 + 22 * at, Text(label, MARGIN + 18, HEAD + 7 + 22 * at))
        for at, (kind, label) in enumerate(kinds)
    )
    return DialSheet(width, top + dial.height, dial, key, (width - dial.width) // 2 - dial.left, top - dial.top)


@dataclass(frozen=True)
class MapSheet(Drawing):
    """A map of the world in its own coordinates, of which `y`, `width` and `height` tell where they are shown."""

    map: WorldMap
    y: int
    height: int


def map_sheet(drawn: WorldMap) -> MapSheet:
    """The sheet for a map: half of the units of its box, in which sizes are CSS pixels."""
    width, height = round(MAP_WIDTH / 2), round(MAP_HEIGHT / 2)
    return MapSheet(width, HEAD + height, drawn, HEAD, height)


@dataclass(frozen=True)
class SheetCell:
    """A cell of a grid, with its number in the middle. `step` says how dark its tint is, from 0 to 4."""

    x: float
    y: float
    width: float
    step: int
    number: Text


@dataclass(frozen=True)
class GridSheet(Drawing):
    """A table of numbers with tints. The texts of the columns are centred, and may be in two lines."""

    rows: tuple[Text, ...]
    columns: tuple[Text, ...]
    cells: tuple[SheetCell, ...]


def grid_sheet(columns: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> GridSheet:
    """A grid of rows of (number, step). Columns are 110 wide at the least, so that the sheet grows with them."""
    wide = max(110.0, (WIDTH - LABELS - MARGIN) / max(1, len(columns)))
    top = HEAD + 44
    middles = [round(LABELS + wide * (across + 0.5) - 2, 1) for across in range(len(columns))]
    heads = (
        Text(line, middle, HEAD + 16 + 17 * at)
        for label, middle in zip(columns, middles, strict=True)
        for at, line in enumerate(_wrapped(label, 16))
    )
    cells = []
    for down, (_label, numbers) in enumerate(rows):
        y = top + LINE * down
        for middle, (number, step) in zip(middles, numbers, strict=True):
            text = Text(str(number) if number else "–", middle, y + 20)
            cells.append(SheetCell(round(middle + 2 - wide / 2, 1), y, round(wide - 4, 1), step, text))
    return GridSheet(
        round(LABELS + wide * max(1, len(columns)) + MARGIN),
        top + LINE * len(rows),
        tuple(Text(label, MARGIN, top + LINE * down + 20) for down, (label, _numbers) in enumerate(rows)),
        tuple(heads),
        tuple(cells),
    )


def _wrapped(text: str, longest: int) -> list[str]:
    """`text` in lines of about `longest` letters, two at the most."""
    if len(text) <= longest or " " not in text:
        return [text]
    cut = text.rfind(" ", 0, longest + 1)
    cut = cut if cut > 0 else text.index(" ")
    return [text[:cut], text[cut + 1 :]]
