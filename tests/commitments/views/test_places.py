"""Home and the pages of places and areas: the figures are right, and each leads to its proof."""

import datetime

import pytest

from commitments.views.home import deadline
from tests.addresses import public_addresses
from tests.html import Page

pytestmark = pytest.mark.django_db


#: Pages that are a list, and say how many entries it has in `data-total`.
LISTS = ("/commitments/", "/members/", "/coverage/")


def figures(page):
    """(number, address) of every link to a list whose text begins with a number."""
    found = []
    for link in page.all("a"):
        text = link.text.split()
        if text and text[0].isdigit() and link["href"] and link["href"].partition("?")[0].endswith(LISTS):
            found.append((int(text[0]), link["href"]))
    return found


def size_of(client, address, known):
    if address not in known:
        (container,) = Page(client.get(address).text).having("data-total")
        known[address] = int(container["data-total"])
    return known[address]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_figure_leads_to_a_list_of_that_size(client, language):
    known = {}
    checked = 0
    paths = [*public_addresses(language, most=10), f"/{language}/commitments/coverage/?by=country&region=europe"]
    for path in paths:
        for number, address in figures(Page(client.get(path).text)):
            assert size_of(client, address, known) == number, (path, address)
            checked += 1
    assert checked > 300


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


def test_the_matrix_adds_up(client):
    page = Page(client.get("/en/areas/").text)
    cells = {address: number for number, address in figures(page)}

    by_area = [number for address, number in cells.items() if "area=" in address and "region=" not in address]
    by_region = [number for address, number in cells.items() if "region=" in address and "area=" not in address]
    inside = [number for address, number in cells.items() if "region=" in address and "area=" in address]
    assert sum(by_area) == sum(by_region) == sum(inside) == 90


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
