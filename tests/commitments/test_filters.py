"""The selection: what each parameter means, alone and together."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from commitments.filters import FACETS, SORTS, CommitmentFilter, Unknown

pytestmark = pytest.mark.django_db


def select(query):
    return CommitmentFilter(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 90),
        ("area=justice", 10),
        ("area=justice&area=media-freedom", 11),
        ("area=justice&branch=judicial", 7),
        ("region=europe&level=national", 12),
        ("country=colombia", 8),
        ("locality=bogota", 1),
        ("country=costa-rica&locality=bogota", 4),
        ("country=canada", 0),
        ("route=standalone", 13),
        ("branch=independent&area=access-to-information", 1),
    ],
)
def test_values_are_ored_and_parameters_anded(query, number):
    assert select(query).qs.count() == number


def test_a_country_includes_its_localities():
    localities = select("country=kenya").qs.values_list("locality__slug", flat=True)

    assert set(localities) == {"elgeyo-marakwet", "kakamega", "nairobi"}


@pytest.mark.parametrize("name", FACETS)
def test_an_unknown_value_is_dropped_and_named(name):
    selection = select(f"{name}=atlantis&branch=judicial")

    assert selection.unknown == [Unknown(name, "atlantis")]
    assert selection.qs.count() == 7


@pytest.mark.parametrize(
    "query",
    ["state=draft", "_connector=OR", "area__slug__regex=.", "page_size=1000000", "area=", "area=+", "sort="],
)
def test_what_is_no_parameter_changes_nothing(query):
    selection = select(query)

    assert selection.qs.count() == 90
    assert selection.unknown == []
    assert selection.query() == ""


@pytest.mark.parametrize("value", ["99999999999999999999999", "-1", "é", "\ud800", "%", "' OR 1=1 --", "x" * 3000])
def test_hostile_values_are_only_unknown(value):
    data = QueryDict(mutable=True)
    data.setlist("area", [value])

    assert CommitmentFilter(data).qs.count() == 90


def test_drafts_are_in_no_selection(make_commitment):
    draft = make_commitment()

    assert draft not in select(f"country={draft.member.slug}").qs


def test_the_query_string_is_canonical():
    selection = select("branch=judicial&area=justice&nonsense=1&country=chile&area=justice&sort=title")

    assert selection.query() == "country=chile&area=justice&branch=judicial&sort=title"


def test_the_algebra_of_links():
    selection = select("area=justice&area=media-freedom&sort=title")

    assert selection.query(drop=("area", "justice")) == "area=media-freedom&sort=title"
    assert selection.query(add=("branch", "judicial")) == "area=justice&area=media-freedom&branch=judicial&sort=title"
    assert selection.query(sort=None) == "area=justice&area=media-freedom"
    assert selection.query(area="civic-space") == "area=civic-space&sort=title"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("sort", [*SORTS, "nonsense"])
def test_every_order_is_total_and_the_same_set(language, sort):
    with override(language):
        slugs = [commitment.slug for commitment in select(f"sort={sort}").qs]
        again = [commitment.slug for commitment in select(f"sort={sort}").qs]

    assert len(slugs) == len(set(slugs)) == 90
    assert slugs == again


def test_orders():
    with override("fr"):
        titles = [commitment.title_fr for commitment in select("sort=title").qs]
        countries = [commitment.member.name for commitment in select("sort=country").qs]

    initials = [title[0] for title in titles]
    assert "É" in initials
    assert initials.index("É") < initials.index("F")
    assert countries.index("États-Unis") < countries.index("Finlande")
    assert next(commitment.position for commitment in select("sort=newest").qs) == 90
    assert [commitment.position for commitment in select("").qs] == list(range(1, 91))
