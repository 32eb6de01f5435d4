"""Sentences about a selection, in both languages, with their plurals."""

import pytest
from django.utils.translation import override

from commitments.facets import Chip, Tally
from commitments.wording import count_text, places_text, title_text


def tally(total, of, countries=0, localities=0):
    return Tally(total, of, set(range(countries)), set(range(localities)))


@pytest.mark.parametrize(
    ("language", "total", "of", "text"),
    [
        ("en", 90, 90, "90 commitments"),
        ("en", 1, 1, "1 commitment"),
        ("en", 0, 0, "0 commitments"),
        ("en", 1, 90, "1 of 90 commitments"),
        ("en", 0, 90, "0 of 90 commitments"),
        ("en", 0, 1, "0 of 1 commitment"),
        ("fr", 90, 90, "90 engagements"),
        ("fr", 1, 1, "1 engagement"),
        ("fr", 0, 0, "0 engagement"),
        ("fr", 1, 90, "1 des 90 engagements"),
        ("fr", 0, 90, "0 des 90 engagements"),
        ("fr", 12, 90, "12 des 90 engagements"),
    ],
)
def test_count(language, total, of, text):
    with override(language):
        assert count_text(tally(total, of)) == text


@pytest.mark.parametrize(
    ("language", "countries", "localities", "text"),
    [
        ("en", 5, 3, "5 countries and 3 localities"),
        ("en", 1, 1, "1 country and 1 locality"),
        ("en", 2, 0, "2 countries"),
        ("en", 0, 1, "1 locality"),
        ("en", 0, 0, ""),
        ("fr", 5, 3, "5 pays et 3 localités"),
        ("fr", 1, 1, "1 pays et 1 localité"),
        ("fr", 0, 2, "2 localités"),
    ],
)
def test_places(language, countries, localities, text):
    with override(language):
        assert places_text(tally(9, 90, countries, localities)) == text


def test_title():
    chips = [Chip("area", "Justice", ""), Chip("branch", "Judiciaire", "")]

    with override("en"):
        assert title_text(tally(7, 90), []) == "7 of 90 commitments"
        assert title_text(tally(7, 90), chips) == "7 of 90 commitments: Justice, Judiciaire"
    with override("fr"):
        assert title_text(tally(7, 90), chips).endswith("\u00a0: Justice, Judiciaire")


@pytest.mark.parametrize(
    ("number", "filters"),
    [(2, "F0, F1"), (3, "F0, F1, F2"), (4, "F0, F1, F2 and 1 more filter"), (9, "F0, F1, F2 and 6 more filters")],
)
def test_title_where_there_is_room_for_three_filters(number, filters):
    chips = [Chip("area", f"F{at}", "") for at in range(number)]

    assert title_text(tally(7, 90), chips, most=3) == f"7 of 90 commitments: {filters}"
