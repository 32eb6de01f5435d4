"""Explained numbers: each figure on each page is a link to the list that has so many entries, or stands above it."""

import re

import pytest
from django.utils.http import urlencode

from commitments.coverage import CROSSINGS
from commitments.vocabulary import Vocabulary
from tests.addresses import public_addresses
from tests.commitments.test_oracle import random_selections
from tests.html import Page

pytestmark = pytest.mark.django_db

#: Pages that are a list, and say how many entries it has in `data-total`.
LISTS = ("/commitments/", "/members/", "/coverage/")

#: How many random selections are followed: as a list, and as coverages of which each crosses with something else.
SELECTIONS = 4

#: A number of something that there is a list of, in either language; "12 of 90" are two.
COUNTED = re.compile(
    r"(?:(\d+)\s(?:of|des|sur)\s)?(\d+)\s"
    r"(?:reforms?|commitments?|countr|localit|areas?\b|cells?|places?\b|members?\b"
    r"|réformes?|engagements?|pays\b|domaines?|cases?\b|membres?)"
)

#: Longer texts are not the interface's: a summary may well tell of 15 areas of its own.
OURS = 160

#: Elements whose texts are links, or controls that lead to a list themselves.
LEADING = {"a", "label", "button", "summary", "title", "script", "style"}

#: Sentences with a number of nothing that is there.
EXCUSED = {
    "Put up to 4 commitments side by side.",
    "Affichez jusqu’à 4 engagements côte à côte.",
}

#: What was asked for before: the catalogue of these tests stays as it was loaded. Address -> page, and address
#: without its language -> number of entries.
PAGES, SIZES = {}, {}


def page_of(client, address):
    if address not in PAGES:
        response = client.get(address)
        assert response.status_code == 200, address
        PAGES[address] = Page(response.text)
    return PAGES[address]


def size_of(client, address):
    """The entries of a list, asked for in one language: another test compares all links of both."""
    if without_language(address) not in SIZES:
        # Not parsed: that would take as long as the page itself, for hundreds of them.
        (total,) = re.findall(r'data-total="(\d+)"', client.get(address).text)
        SIZES[without_language(address)] = int(total)
    return SIZES[without_language(address)]


def without_language(address):
    return re.sub("^/(en|fr)/", "/", address)


def linked_numbers(page):
    """(number, address) of every link to a list whose text begins with a number."""
    found = []
    for link in page.all("a"):
        text = link.text.split()
        if text and text[0].isdigit() and link["href"] and link["href"].partition("?")[0].endswith(LISTS):
            found.append((int(text[0]), link["href"]))
    return found


def bare_numbers(page):
    """(numbers, text, section) of every figure in the main part that is not in a link."""
    for around, text, section in page.texts:
        if "main" in around and not LEADING & set(around) and len(text) < OURS:
            for numbers in COUNTED.findall(text):
                yield [int(number) for number in numbers if number], text, section


def proofs(page, section):
    """The numbers of entries that the lists of a section have, and that of the whole catalogue beside them."""
    names = ("data-total", "data-catalogue-total")
    here = [element for element in page.elements if section and section in (element, element.section)]
    return {int(element[name]) for element in here for name in names if element[name]}


@pytest.fixture
def paths():
    """All kinds of pages, and lists and coverages of random selections, in a language."""

    def of(language):
        drawn = list(random_selections(SELECTIONS, Vocabulary.load().labels))
        assert any(text for _chosen, text in drawn)
        found = public_addresses(language, most=3)
        for at, (chosen, text) in enumerate(drawn):
            query = urlencode(chosen | ({"q": text} if text else {}), doseq=True)
            by = list(CROSSINGS)[at % len(CROSSINGS)]
            found += [f"/{language}/commitments/?{query}", f"/{language}/commitments/coverage/?by={by}&{query}"]
        return found

    return of


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_figure_leads_to_a_list_of_that_size(client, language, paths):
    checked = 0
    for path in paths(language):
        for number, address in linked_numbers(page_of(client, path)):
            assert size_of(client, address) == number, (path, address)
            checked += 1
    assert checked > 50


def test_both_languages_lead_to_the_same_lists(client, paths):
    for path in paths("en"):
        english, french = (
            sorted((number, without_language(address)) for number, address in linked_numbers(page_of(client, one)))
            for one in (path, path.replace("/en/", "/fr/", 1))
        )
        assert english == french, path


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_figure_that_is_no_link_stands_above_its_list(client, language, paths):
    """In its own section: the same number elsewhere on the page proves nothing."""
    checked = 0
    for path in paths(language):
        page = page_of(client, path)
        for numbers, text, section in bare_numbers(page):
            if text not in EXCUSED:
                assert {*numbers} <= {*proofs(page, section), 0}, (path, text)
                checked += 1
    assert checked > 5


def test_a_link_within_the_page_leads_to_as_many_entries(client):
    """The heading of a list tells how many countries and localities are behind it: the table of its map has them."""
    for query in ("", "region=europe", "country=kenya&area=anti-corruption", "level=national"):
        page = Page(client.get(f"/en/commitments/?{query}").text)
        (link,) = (one for one in page.all("a", href="#map-table") if one["class"] != "skip-map")
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
