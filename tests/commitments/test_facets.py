"""Counts with the facet's own filter lifted, and links ready."""

import pytest
from django.http import QueryDict

from commitments.facets import chips, facets, tally
from commitments.filters import CommitmentFilter
from commitments.models import Commitment
from commitments.statistics import Row, rows


def row(**values):
    ordinary = {
        "country": "kenya",
        "locality": None,
        "region": "africa",
        "area": "justice",
        "branch": "judicial",
        "level": "national",
        "route": "",
        "size": 1,
    }
    return Row(**(ordinary | values))


#: The smallest world in which every facet has two values.
WORLD = [
    row(size=2),
    row(area="gender"),
    row(country="chile", region="americas", branch="executive"),
    row(locality="nairobi", level="local-member", branch="executive"),
]


def test_without_a_choice_every_count_is_the_size_of_its_value():
    numbers = tally(WORLD, {})

    assert numbers.total == numbers.catalogue_total == 5
    assert numbers.counts["country"] == {"kenya": 4, "chile": 1}
    assert numbers.counts["locality"] == {"nairobi": 1}
    assert numbers.counts["area"] == {"justice": 4, "gender": 1}
    assert numbers.counts["route"] == {}


def test_a_facet_is_counted_with_its_own_filter_lifted():
    numbers = tally(WORLD, {"area": ["gender"]})

    assert numbers.total == 1
    assert numbers.counts["area"] == {"justice": 4, "gender": 1}
    assert numbers.counts["branch"] == {"judicial": 1}


def test_country_and_locality_are_one_facet():
    numbers = tally(WORLD, {"country": ["chile"], "locality": ["nairobi"]})

    assert numbers.total == 2
    assert numbers.counts["country"] == {"kenya": 4, "chile": 1}
    assert numbers.counts["branch"] == {"executive": 2}


def test_countries_and_localities_of_the_result():
    numbers = tally(WORLD, {"branch": ["executive"]})

    assert (numbers.countries, numbers.localities) == ({"chile"}, {"nairobi"})


@pytest.mark.django_db
class TestOnTheCatalogue:
    """The same over the 90."""

    def select(self, query):
        selection = CommitmentFilter(QueryDict(query))
        all_rows = rows(Commitment.objects.published(), selection.vocabulary)
        return selection, all_rows, tally(all_rows, selection.chosen)

    def test_one_query(self, django_assert_num_queries):
        selection = CommitmentFilter(QueryDict(""))
        with django_assert_num_queries(1):
            rows(Commitment.objects.published(), selection.vocabulary)

    def test_the_participant_facet_lists_the_62(self):
        selection, _all, numbers = self.select("")
        participant = facets(selection, numbers)[0]
        nested = [child for choice in participant.choices for child in choice.children]

        assert len(participant.choices) == 32
        assert len(nested) == 36

    def test_options_with_zero_stay(self):
        selection, _all, numbers = self.select("area=media-freedom")
        by_name = {facet.name: facet for facet in facets(selection, numbers)}

        assert [choice.count for choice in by_name["region"].choices] == [1, 0, 0, 0]
        assert len(by_name["branch"].choices) == 4

    def test_every_count_is_what_choosing_the_value_brings(self):
        selection, _all, numbers = self.select("region=americas&level=national&area=justice")
        for facet in facets(selection, numbers):
            lifted = {"country": None, "locality": None} if facet.name == "participant" else {facet.name: None}
            for choice in facet.choices:
                query = selection.query(**(lifted | {choice.parameter: choice.value}))
                assert CommitmentFilter(QueryDict(query)).qs.count() == choice.count, choice

    def test_chips_of_an_empty_selection_say_what_their_removal_brings(self):
        selection, all_rows, numbers = self.select("area=media-freedom&region=europe")
        assert numbers.total == 0

        found = {chip.label: (chip.query, chip.count) for chip in chips(selection, all_rows)}

        assert found == {
            "Europe": ("area=media-freedom", 1),
            "Media Freedom": ("region=europe", 23),
        }
