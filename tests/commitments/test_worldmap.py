"""The map of participants: whoever takes part is on it, and every number leads to exactly that many commitments."""

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from commitments.facets import selected
from commitments.filters import CommitmentFilter
from commitments.models import Commitment
from commitments.statistics import rows
from commitments.vocabulary import Vocabulary
from commitments.worldmap import participant_map
from tests import oracle
from tests.commitments.test_oracle import random_selections
from tests.participants import COUNTRIES, LOCALITIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary():
    return Vocabulary.load()


@pytest.fixture
def build(vocabulary):
    all_rows = rows(Commitment.objects.published(), vocabulary)

    def build(query):
        selection = CommitmentFilter(QueryDict(query), vocabulary=vocabulary)
        return participant_map(selected(all_rows, selection.chosen), selection)

    return build


def figures(built):
    """(number, query) of every link of the map and its table."""
    for line in built.lines:
        yield line.total, line.query
        if line.national:
            yield line.national, line.national_query
        if line.local:
            yield line.local, line.local_query
        for place in line.places:
            yield place.number, place.query
    for country in built.drawing.countries:
        yield country.place.value, country.place.href
    for dot in built.drawing.dots:
        yield dot.spot.value, dot.spot.href


#: Selections in which country, locality and level meet, beside the random ones.
MEETING = [
    "",
    "country=colombia&locality=bogota",
    "country=kenya&locality=bogota&locality=barranquilla",
    "locality=nairobi&locality=kakamega&level=local-member",
    "level=national",
    "level=local-member&level=local-non-member&country=colombia",
    "level=national&level=local-non-member&locality=norte-de-santander&area=gender-and-inclusion",
]


def test_every_number_selects_exactly_as_many(build, vocabulary):
    everything = oracle.catalogue()
    random = [urlencode(chosen, doseq=True) for chosen, _text in random_selections(120, vocabulary.labels)]
    for query in [*MEETING, *random]:
        built = build(query)
        for number, link in figures(built):
            selection = CommitmentFilter(QueryDict(link), vocabulary=vocabulary)

            assert selection.unknown == []
            assert len(oracle.select(everything, selection.chosen)) == number > 0, (query, link)
        total = len(oracle.select(everything, CommitmentFilter(QueryDict(query), vocabulary=vocabulary).chosen))
        assert sum(line.total for line in built.lines) == total, query
        for line in built.lines:
            assert sum(place.number for place in line.places) == line.local, query


def test_words_searched_for_stay_in_every_query_but_not_how_the_list_was_shown(vocabulary):
    selection = CommitmentFilter(QueryDict("q=budget&sort=title&size=50"), vocabulary=vocabulary)
    built = participant_map(rows(selection.found(Commitment.objects.published()), vocabulary), selection)

    for number, link in figures(built):
        assert "q=budget" in link
        assert not {"sort", "size"} & set(QueryDict(link))
        assert CommitmentFilter(QueryDict(link), vocabulary=vocabulary).qs.count() == number > 0


def test_all_participants_are_on_the_map(build):
    built = build("")
    codes = {country.place.key for country in built.drawing.countries}
    national = {line.query.removeprefix("country=") for line in built.lines if line.national}

    assert len(codes) == len(built.drawing.countries) == len(built.lines) == 32
    assert national == set(COUNTRIES)
    assert {dot.spot.href.removeprefix("locality=") for dot in built.drawing.dots} == set(LOCALITIES)
    assert (built.national, built.localities) == (26, 36)
    assert sum(line.national for line in built.lines) == 47
    assert sum(dot.spot.value for dot in built.drawing.dots) == sum(line.local for line in built.lines) == 43


def test_an_empty_selection_is_an_empty_map(build):
    built = build("area=media-freedom&region=europe")

    assert built.lines == ()
    assert built.drawing.countries == built.drawing.dots == ()
    assert built.drawing.land
