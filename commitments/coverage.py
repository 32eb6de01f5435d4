"""What is covered and what nobody has taken on: areas by region, level, branch or country, for any selection."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models import ChallengeArea


@dataclass(frozen=True)
class Crossing:
    """What the areas can be crossed with: its name, that of its total, and what the table shows."""

    label: str
    all_label: str
    caption: str
    #: Whether there are so many values that they are the lines of the table, and the areas its columns.
    lines_are_values: bool = False


#: Facet -> how the areas are crossed with it, in the order of the menu.
CROSSINGS = {
    "region": Crossing(_("Region"), _("All regions"), _("Commitments by challenge area and region")),
    "level": Crossing(
        _("Level of government"), _("All levels"), _("Commitments by challenge area and level of government")
    ),
    "branch": Crossing(_("Branch"), _("All branches"), _("Commitments by challenge area and branch of government")),
    "country": Crossing(
        _("Country"), _("All countries"), _("Commitments by challenge area and country"), lines_are_values=True
    ),
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
class TableLine:
    """A line of a table."""

    head: Head
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Table:
    """A matrix as it is printed, with a last line of totals."""

    #: What the values of the lines' heads are of, for programs.
    key: str
    corner: str
    heads: tuple[Head, ...]
    all_label: str
    lines: tuple[TableLine, ...]
    totals: TableLine


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
        crossing = CROSSINGS[self.by]
        areas = tuple(Head(line.area.name, line.area.slug, line.area.slug) for line in self.lines)
        others = tuple(Head(column.label, column.value) for column in self.columns)
        area, all_areas = gettext("Challenge area"), gettext("All areas")
        if crossing.lines_are_values:
            lines = tuple(
                TableLine(head, tuple(line.cells[at] for line in self.lines), self.totals[at])
                for at, head in enumerate(others)
            )
            totals = TableLine(Head(str(crossing.all_label), ""), tuple(line.total for line in self.lines), self.total)
            return Table("participant", str(crossing.label), areas, all_areas, lines, totals)
        lines = tuple(TableLine(head, line.cells, line.total) for head, line in zip(areas, self.lines, strict=True))
        totals = TableLine(Head(all_areas, ""), self.totals, self.total)
        return Table("area", area, others, str(crossing.all_label), lines, totals)

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
