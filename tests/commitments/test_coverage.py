"""The matrix of areas by another facet: it adds up, and every number leads to exactly that many commitments."""

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from commitments.coverage import CROSSINGS, Column, matrix
from commitments.facets import selected
from commitments.filters import CommitmentFilter
from commitments.models import Commitment
from commitments.statistics import rows
from commitments.vocabulary import Vocabulary
from tests import oracle
from tests.commitments.test_oracle import random_selections

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary():
    return Vocabulary.load()


@pytest.fixture
def build(vocabulary):
    all_rows = rows(Commitment.objects.published(), vocabulary)

    def build(query, by):
        selection = CommitmentFilter(QueryDict(query), vocabulary=vocabulary)
        return matrix(selected(all_rows, selection.chosen), selection, by)

    return build


def cells(table):
    """Every number of the table with its query, totals included."""
    for line in table.lines:
        yield from (*line.cells, line.total)
    yield from (*table.totals, table.total)


def queries(number, labels):
    """Random selections without words, as query strings."""
    return [urlencode(chosen, doseq=True) for chosen, _text in random_selections(number, labels)]


@pytest.mark.parametrize("by", CROSSINGS)
def test_adds_up(build, vocabulary, by):
    for query in queries(60, vocabulary.labels):
        table = build(query, by)

        for line in table.lines:
            assert sum(cell.number for cell in line.cells) == line.total.number, query
        for at, total in enumerate(table.totals):
            assert sum(line.cells[at].number for line in table.lines) == total.number, query
        assert sum(total.number for total in table.totals) == table.total.number, query
        assert table.total.number == CommitmentFilter(QueryDict(query), vocabulary=vocabulary).qs.count(), query


@pytest.mark.parametrize("by", CROSSINGS)
def test_every_number_selects_exactly_as_many(build, vocabulary, by):
    everything = oracle.catalogue()
    for query in queries(40, vocabulary.labels):
        for cell in cells(build(query, by)):
            selection = CommitmentFilter(QueryDict(cell.query), vocabulary=vocabulary)

            assert selection.unknown == []
            assert len(oracle.select(everything, selection.chosen)) == cell.number, (query, cell)


def test_words_searched_for_stay_in_every_query(vocabulary):
    selection = CommitmentFilter(QueryDict("q=corruption&sort=title&size=50"), vocabulary=vocabulary)
    table = matrix(rows(selection.found(Commitment.objects.published()), vocabulary), selection, "level")

    assert table.total.number == selection.qs.count() > 0
    assert table.total.query == "q=corruption"
    for cell in cells(table):
        assert CommitmentFilter(QueryDict(cell.query), vocabulary=vocabulary).qs.count() == cell.number


class TestColumns:
    def test_all_values_or_those_chosen(self, build):
        assert [column.value for column in build("", "branch").columns] == [
            *("executive", "legislative", "judicial", "independent")
        ]
        assert [column.value for column in build("region=europe&region=americas", "region").columns] == [
            *("americas", "europe")
        ]

    def test_countries_are_those_that_take_part(self, build):
        assert len(build("", "country").columns) == 32
        assert [column.value for column in build("area=media-freedom", "country").columns] == ["morocco"]

    def test_a_chosen_locality_is_a_column(self, build):
        table = build("locality=bogota&country=costa-rica", "country")

        assert table.columns == (
            Column("Costa Rica", "country", "costa-rica"),
            Column("Bogotá, Colombia", "locality", "bogota"),
        )
        assert [total.number for total in table.totals] == [3, 1]
        assert table.totals[0].query == "country=costa-rica"
        assert table.totals[1].query == "locality=bogota"

    def test_a_locality_of_a_chosen_country_is_in_its_column(self, build):
        table = build("locality=bogota&country=colombia", "country")

        assert [column.value for column in table.columns] == ["colombia"]
        assert table.total.number == 8

    def test_lines_are_the_areas_chosen(self, build):
        assert len(build("", "region").lines) == 10
        assert [line.area.slug for line in build("area=justice", "region").lines] == ["justice"]


class TestTable:
    def test_a_line_an_area(self, build):
        found = build("", "branch")
        table = found.table

        assert [head.value for head in table.heads] == [column.value for column in found.columns]
        assert [line.head.area for line in table.lines] == [line.area.slug for line in found.lines]
        assert [line.cells for line in table.lines] == [line.cells for line in found.lines]
        assert (table.totals.cells, table.totals.total) == (found.totals, found.total)

    def test_a_line_a_country(self, build):
        found = build("region=europe", "country")
        table = found.table

        assert table.key == "participant"
        assert [head.area for head in table.heads] == [line.area.slug for line in found.lines]
        assert [line.head.value for line in table.lines] == [column.value for column in found.columns]
        for at, turned in enumerate(table.lines):
            assert turned.cells == tuple(line.cells[at] for line in found.lines)
            assert turned.total == found.totals[at]
        assert table.totals.cells == tuple(line.total for line in found.lines)
        assert table.totals.total == found.total

    @pytest.mark.parametrize("by", CROSSINGS)
    def test_of_nothing(self, build, by):
        """Nobody there took up this area."""
        table = build("area=media-freedom&region=europe", by).table

        assert sum(cell.number for line in table.lines for cell in line.cells) == 0
        assert table.totals.total.number == 0


class TestGaps:
    @pytest.mark.parametrize("by", CROSSINGS)
    def test_are_the_empty_cells(self, build, by):
        table = build("", by)
        gaps = {(area.slug, column.value) for area, columns in table.gaps for column in columns}

        assert len(gaps) == table.empty > 0
        assert table.size == 10 * len(table.columns)
        for line in table.lines:
            for column, cell in zip(table.columns, line.cells, strict=True):
                assert ((line.area.slug, column.value) in gaps) is (cell.number == 0)

    def test_none_where_every_cell_is_filled(self, build):
        table = build("area=anti-corruption", "region")

        assert table.gaps == []
        assert table.empty == 0


@pytest.mark.parametrize(("number", "step"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (90, 4)])
def test_tints(build, number, step):
    cell = type(build("", "region").total)(number, "")

    assert cell.step == step
