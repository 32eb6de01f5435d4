"""Explained numbers: each figure on each page is a link to the list that has so many entries, or stands above it."""

import re

import pytest

from commitments.vocabulary import Vocabulary
from tests.addresses import public_addresses
from tests.commitments.test_oracle import random_selections
from tests.html import Page

pytestmark = pytest.mark.django_db

#: Pages that are a list, and say how many entries it has in `data-total`.
LISTS = ("/commitments/", "/members/", "/coverage/")

#: A number of something that there is a list of, in either language.
COUNTED = re.compile(
    r"(\d+)\s(?:reforms?|commitments?|countr|localit|areas?\b|cells?|places?\b|members?\b"
    r"|réformes?|engagements?|pays\b|domaines?|cases?\b|membres?)"
)

#: Longer texts are not the interface's: a summary may well tell of 15 areas of its own.
OURS = 160

#: Elements whose texts are links, or controls that lead to a list themselves.
LEADING = {"a", "label", "button", "summary", "title", "script", "style"}


def linked_numbers(page):
    """(number, address) of every link to a list whose text begins with a number."""
    found = []
    for link in page.all("a"):
        text = link.text.split()
        if text and text[0].isdigit() and link["href"] and link["href"].partition("?")[0].endswith(LISTS):
            found.append((int(text[0]), link["href"]))
    return found


def bare_numbers(page):
    """(number, text) of every figure in the main part that is not in a link."""
    for around, text in page.texts:
        if "main" in around and not LEADING & set(around) and len(text) < OURS:
            for number in COUNTED.findall(text):
                yield int(number), text


def size_of(client, address, known):
    if address not in known:
        (container,) = Page(client.get(address).text).having("data-total")
        known[address] = int(container["data-total"])
    return known[address]


@pytest.fixture
def paths():
    """All kinds of pages, and lists and coverages of random selections, in a language."""

    def of(language):
        drawn = random_selections(2, Vocabulary.load().labels)
        queries = [chosen_as_query(chosen) for chosen, _text in drawn]
        found = public_addresses(language, most=3)
        for query in queries:
            found.append(f"/{language}/commitments/?{query}")
            found += [f"/{language}/commitments/coverage/?by={by}&{query}" for by in ("region", "country")]
        return found

    return of


def chosen_as_query(chosen):
    return "&".join(f"{name}={value}" for name, values in chosen.items() for value in values)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_figure_leads_to_a_list_of_that_size(client, language, paths):
    known = {}
    checked = 0
    for path in paths(language):
        for number, address in linked_numbers(Page(client.get(path).text)):
            assert size_of(client, address, known) == number, (path, address)
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_figure_that_is_no_link_stands_above_its_list(client, language, paths):
    checked = 0
    for path in paths(language):
        page = Page(client.get(path).text)
        shown = {int(element["data-total"]) for element in page.having("data-total")}
        for number, text in bare_numbers(page):
            # The size of the catalogue stands beside that of the selection; so does the most that can be compared.
            assert number in {*shown, 0} or "/compare/" in path or re.search(r"\d+ (of|des|sur) ", text), (path, text)
            checked += 1
    assert checked > 10


def test_a_link_within_the_page_leads_to_as_many_entries(client):
    """The heading of a list tells how many countries and localities are behind it: the table of its map has them."""
    for query in ("", "region=europe", "country=kenya&area=anti-corruption", "level=national"):
        page = Page(client.get(f"/en/commitments/?{query}").text)
        (link,) = page.all("a", href="#map-table")
        (table,) = page.all("table", id="map-table")
        told = {noun: number for number, noun in re.findall(r"(\d+) (countr|localit)", link.text)}

        assert told.get("countr", "0") == table["data-countries"]
        assert told.get("localit", "0") == table["data-localities"]
    for area, countries in (("justice", 8), ("media-freedom", 1)):
        (link,) = Page(client.get("/en/areas/").text).all("a", href=f"/en/areas/{area}/#where")
        page = Page(client.get(f"/en/areas/{area}/").text)

        assert re.search(rf"\b{countries} countr", link.text)
        assert str(countries) in [element["data-total"] for element in page.all("ul") if element["data-total"]]


def test_the_matrix_adds_up(client):
    page = Page(client.get("/en/areas/").text)
    cells = {address: number for number, address in linked_numbers(page)}

    by_area = [number for address, number in cells.items() if "area=" in address and "region=" not in address]
    by_region = [number for address, number in cells.items() if "region=" in address and "area=" not in address]
    inside = [number for address, number in cells.items() if "region=" in address and "area=" in address]
    assert sum(by_area) == sum(by_region) == sum(inside) == 90
