"""Dates known only in part."""

import datetime

import pytest
from django.utils.translation import override

from ogp_challenge.dates import partial_date


@pytest.mark.parametrize(
    ("language", "precision", "text"),
    [
        ("en", "day", "May 1, 2026"),
        ("en", "month", "May 2026"),
        ("en", "season", "spring 2026"),
        ("en", "year", "2026"),
        ("fr", "day", "1 mai 2026"),
        ("fr", "month", "mai 2026"),
        ("fr", "season", "printemps 2026"),
        ("fr", "year", "2026"),
    ],
)
def test_as_far_as_it_is_known(language, precision, text):
    with override(language):
        assert partial_date(datetime.date(2026, 5, 1), precision).lower() == text.lower()


def test_no_date():
    assert partial_date(None, "") == ""
