"""What is covered and what nobody has taken on: areas by region, level, branch or country, for any selection."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models import ChallengeArea

#: What the areas can be crossed with, in the order of the menu.
CROSSINGS = {
    "region": _("Region"),
    "level": _("Level of government"),
    "branch": _("Branch"),
    "country": _("Country"),
}
#: What the total of each crossing is called.
TOTALS = {
    "region": _("All regions"),
    "level": _("All levels"),
    "branch": _("All branches"),
    "country": _("All countries"),
}
#: Crossings with so many values that they are the lines of the table, and the areas its columns.
LONG = {"country"}
#: What the table of each crossing shows.
CAPTIONS = {
    "region": _("Commitments by challenge area and region"),
    "level": _("Commitments by challenge area and level of government"),
    "branch": _("Commitments by challenge area and branch of government"),
    "country": _("Commitments by challenge area and country"),
}


@dataclass(frozen=True)
class Column:
    """A value that the areas are crossed with."""

    label: str
    parameter: str
    value: str | None

    @property
    def changes(self):
        """What choosing it changes in a selection. Country and locality are one facet: one replaces the other."""
        others = {"country": {"locality": None}, "locality": {"country": None}}
        return {self.parameter: self.value, **others.get(self.parameter, {})}


@dataclass(frozen=True)
class Cell:
    """A number of the matrix, and the query of the list that has as many entries."""

    number: int
    #: None where no list holds just these.
    query: str | None
    #: The slug of its area; totals of all areas have none.
    area: str = ""

    @property
    def step(self):
        """How dark its tint is, from 0 to 4."""
        return sum(self.number >= limit for limit in (1, 2, 4, 7))


@dataclass(frozen=True)
class Line:
    """The cells of one area, and their total."""

    area: ChallengeArea
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Head:
    """What a line or a column of a table is of: an area, or a value that the areas are crossed with."""

    label: str
    value: str | None
    area: str = ""


@dataclass(frozen=True)
class Table:
    """A matrix as it is printed. Every line, the last one of totals too, is a head, cells, and their total."""

    #: What the values of the lines' heads are of, for programs.
    key: str
    corner: str
    heads: tuple[Head, ...]
    all_label: str
    lines: tuple[tuple[Head, tuple[Cell, ...], Cell], ...]
    totals: tuple[Head, tuple[Cell, ...], Cell]


@dataclass(frozen=True)
class Matrix:
    """Areas by the values of one facet."""

    by: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    totals: tuple[Cell, ...]
    total: Cell

    @cached_property
    def size(self):
        """How many cells there are without the totals."""
        return len(self.lines) * len(self.columns)

    @cached_property
    def empty(self):
        """How many of them are empty."""
        return sum(not cell.number for line in self.lines for cell in line.cells)

    @cached_property
    def table(self):
        """The matrix with an area a line; if it is crossed with many values, with an area a column."""
        areas = [Head(line.area.name, line.area.slug, line.area.slug) for line in self.lines]
        others = [Head(column.label, column.value) for column in self.columns]
        down = [line.cells for line in self.lines]
        ends = [line.total for line in self.lines]
        area, all_areas = gettext("Challenge area"), gettext("All areas")
        if self.by in LONG:
            across = list(zip(*down, strict=True)) if down else [() for _other in others]
            lines = tuple(zip(others, across, self.totals, strict=True))
            totals = (Head(str(TOTALS[self.by]), ""), tuple(ends), self.total)
            return Table("participant", str(CROSSINGS[self.by]), tuple(areas), all_areas, lines, totals)
        lines = tuple(zip(areas, down, ends, strict=True))
        return Table(
            "area", area, tuple(others), str(TOTALS[self.by]), lines, (Head(all_areas, ""), self.totals, self.total)
        )

    @cached_property
    def gaps(self):
        """(area, the columns in which it has nothing) for every area that has such."""
        found = []
        for line in self.lines:
            missing = [column for column, cell in zip(self.columns, line.cells, strict=True) if not cell.number]
            if missing:
                found.append((line.area, missing))
        return found


def matrix(some_rows, selection, by):
    """The matrix of `some_rows`, which are those of `selection`, by area and `by` (one of CROSSINGS)."""
    columns = columns_of(some_rows, selection, by)
    chosen = selection.chosen.get("area")
    areas = [area for area in selection.vocabulary.areas if not chosen or area.slug in chosen]
    numbers = Counter()
    for row in some_rows:
        for column in columns:
            if getattr(row, column.parameter) == column.value:
                numbers[row.area, column] += row.size

    def cell(number, **changes):
        nowhere = by in changes and changes[by] is None and by != "country"
        query = None if nowhere else selection.query(sort=None, size=None, **changes)
        return Cell(number, query, changes.get("area", ""))

    lines = tuple(
        Line(
            area,
            tuple(cell(numbers[area.slug, column], area=area.slug, **column.changes) for column in columns),
            cell(sum(row.size for row in some_rows if row.area == area.slug), area=area.slug),
        )
        for area in areas
    )
    totals = tuple(
        cell(sum(number for (_area, other), number in numbers.items() if other == column), **column.changes)
        for column in columns
    )
    return Matrix(by, columns, lines, totals, cell(sum(row.size for row in some_rows)))


def columns_of(some_rows, selection, by):
    """The values to cross the areas with: those chosen, else all; of countries, those that take part.

    A chosen locality is a column of its own, unless its country is chosen too.
    """
    labels = selection.vocabulary.labels
    if by != "country":
        chosen = selection.chosen.get(by, list(labels[by]))
        columns = tuple(Column(label, by, value) for value, label in labels[by].items() if value in chosen)
        # Members whose region no source gives: counted, or the columns would not add up, but no list is theirs.
        unplaced = any(getattr(row, by) in (None, "") for row in some_rows)
        return (*columns, Column(gettext("not established"), by, None)) if unplaced else columns
    chosen = {name: selection.chosen.get(name, []) for name in ("country", "locality")}
    if not any(chosen.values()):
        present = {row.country for row in some_rows}
        return tuple(Column(label, by, value) for value, label in labels[by].items() if value in present)
    country_of = {
        locality.slug: selection.vocabulary.slug_of["country"][locality.member_id]
        for locality in selection.vocabulary.localities
    }
    localities = [value for value in chosen["locality"] if country_of[value] not in chosen["country"]]
    return tuple(
        Column(labels[name][value], name, value)
        for name, values in (("country", chosen["country"]), ("locality", localities))
        for value in labels[name]
        if value in values
    )
