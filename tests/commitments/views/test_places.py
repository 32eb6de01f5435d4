"""Home and the pages of places and areas: the figures are right, and each leads to its proof."""

import datetime

import pytest

from commitments.views.home import deadline
from tests.html import Page

pytestmark = pytest.mark.django_db


def test_home_shows_the_three_counters_with_their_definitions(client):
    page = Page(client.get("/en/").text)
    spoken = " ".join(text for _language, text in page.spoken)

    assert "26 countries" in spoken
    assert "36 localities" in spoken
    assert "90 commitments" in spoken
    assert "6 more take part only through a locality: 32 in all." in spoken


def test_a_country_shows_national_and_local_commitments_apart(client):
    page = Page(client.get("/en/members/colombia/").text)
    spoken = " ".join(text for _language, text in page.spoken)

    assert "3 commitments by institutions of the state." in spoken
    assert "5 commitments by local governments." in spoken
    assert len(page.having("data-commitment")) == 8


def test_a_country_that_left_says_so_with_the_date(client):
    text = client.get("/fr/members/united-states/").text

    assert "ancien membre" in text
    assert "15 janvier 2026" in text


def test_a_member_without_a_commitment_has_a_page(client):
    page = Page(client.get("/en/members/canada/").text)

    assert not page.having("data-commitment")
    assert "10 areas have no commitment from Canada" in " ".join(text for _language, text in page.spoken)


def test_a_locality_lives_under_its_country_only(client):
    assert client.get("/en/members/kenya/nairobi/").status_code == 200
    assert client.get("/en/members/ghana/nairobi/").status_code == 404


@pytest.mark.parametrize(
    ("today", "days", "share"),
    [
        (datetime.date(2026, 11, 22), 495, 68.09),
        (datetime.date(2028, 3, 31), 0, 100.0),
        (datetime.date(2030, 1, 1), 0, 100.0),
        (datetime.date(2023, 1, 1), 1916, 0.0),
    ],
)
def test_deadline(today, days, share):
    assert (deadline(today).days, deadline(today).share) == (days, share)
