"""The coverage as a page and as a file."""

import csv
import re

import pytest

from commitments.coverage import CROSSINGS
from tests.html import Page

pytestmark = pytest.mark.django_db

ADDRESS = "/en/commitments/coverage/"
FILE = "/en/commitments/coverage.csv"


def get(client, query=""):
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return Page(response.text)


def spoken(page):
    return " ".join(text for _language, text in page.spoken)


def read(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(response.content.decode().splitlines()))


class TestPage:
    def test_a_table_with_headers(self, client):
        page = get(client)

        assert len(page.all("th", scope="col")) == 1 + 4 + 1
        assert len(page.all("th", scope="row")) == 10 + 1
        assert len(page.all("td")) == 11 * 5
        assert "90 commitments" in spoken(page)
        (link,) = (link for link in page.all("a") if link.text == "8 of 40 cells are empty")
        assert link["href"] == "?by=region&gaps=1"
        assert spoken(page).count("none yet") == 8

    @pytest.mark.parametrize(
        ("by", "columns", "lines"), [("region", 4, 10), ("level", 3, 10), ("branch", 4, 10), ("country", 10, 32)]
    )
    def test_crossed_with_anything(self, client, by, columns, lines):
        """So many countries are read from top to bottom."""
        page = get(client, f"by={by}")

        assert len(page.all("th", scope="col")) == columns + 2
        assert len(page.all("th", scope="row")) == lines + 1
        (current,) = [
            link
            for link in page.all("a", aria_current="true")
            if "by=" in link["href"] and "gaps" not in link["href"] and link.text == str(CROSSINGS[by].label)
        ]
        assert current["href"] == f"?by={by}"

    def test_follows_the_selection(self, client):
        page = get(client, "region=europe&level=national&by=branch")

        assert "12 of 90 commitments" in spoken(page)
        chips = [link["href"] for link in page.all("a", **{"class": "chip"})]
        assert chips == ["?level=national&by=branch", "?region=europe&by=branch"]
        for link in page.all("a"):
            if (link["href"] or "").startswith("?") and link["class"] != "chip":
                assert "region=europe&level=national" in link["href"]

    def test_an_unknown_value_is_named_and_dropped(self, client):
        page = get(client, "area=atlantis&region=europe")

        assert "“atlantis” is not known" in spoken(page)
        assert "23 of 90 commitments" in spoken(page)

    def test_an_unknown_crossing_is_named_too(self, client):
        page = get(client, "by=atlantis")

        assert len(page.all("th", scope="col")) == 6
        assert "“atlantis” is not known" in spoken(page)

    def test_the_title_is_typeset(self, client):
        (title, *_others) = Page(client.get("/fr/commitments/coverage/").text).all("title")

        assert "\u00a0: 90 engagements" in title.text


class TestGaps:
    def test_alone(self, client):
        page = get(client, "gaps=1")
        (container,) = page.having("data-total")

        assert container["data-total"] == "8"
        assert not page.all("table")
        assert {element["data-area"] for element in page.all("li", **{"class": "gap"})} == {
            *("access-to-information", "civic-space", "climate-and-environment"),
            *("digital-governance", "justice", "media-freedom"),
        }

    def test_lead_to_who_could_fill_them(self, client):
        by_region = [link["href"] for link in get(client, "gaps=1&area=justice").all("a")]
        by_country = [link["href"] for link in get(client, "gaps=1&by=country&area=justice&country=kenya").all("a")]

        assert "/en/regions/europe/" in by_region
        assert "/en/members/kenya/#gaps" in by_country

    def test_without_any(self, client):
        assert "There are no gaps" in spoken(get(client, "gaps=1&area=anti-corruption"))

    def test_alone_where_all_is_a_gap(self, client):
        page = get(client, "gaps=1&area=media-freedom&region=europe")

        assert "Nothing matches" not in spoken(page)
        assert len(page.all("li", **{"class": "gap"})) == 1

    def test_stay_when_the_crossing_changes(self, client):
        addresses = [link["href"] for link in get(client, "gaps=1&region=europe").all("a")]

        assert "?region=europe&by=level&gaps=1" in addresses


@pytest.mark.parametrize(
    "query", ["q=zzzzqq&by=country", "q=zzzzqq&by=country&gaps=1", "q=zzzzqq&region=europe&by=level"]
)
def test_nothing_found_leads_back(client, query):
    page = get(client, query)
    (by,) = re.findall("by=[a-z]+", query)
    links = {link.text: link["href"] for link in page.all("a")}

    assert "0 of 90 commitments" in spoken(page)
    assert "Nothing matches all of these filters" in spoken(page)
    assert "There are no gaps" not in spoken(page)
    assert "0 of 0" not in spoken(page)
    assert not page.all("table")
    assert links["Show all 90"] == f"{ADDRESS}?{by}"
    assert any(text.startswith("Without “zzzzqq”: ") and href.endswith(by) for text, href in links.items())


class TestFile:
    def test_has_the_numbers_of_the_page(self, client):
        header, *lines, totals = read(client.get(FILE))

        assert header == [
            *("area", "Challenge area", "Africa and the Middle East", "Americas", "Asia and the Pacific", "Europe"),
            "All regions",
        ]
        assert totals == ["", "All areas", "19", "38", "10", "23", "90"]
        assert len(lines) == 10
        assert {line[0]: line[-1] for line in lines}["justice"] == "10"
        for line in lines:
            assert sum(map(int, line[2:-1])) == int(line[-1])

    @pytest.mark.parametrize("by", CROSSINGS)
    def test_is_named_after_its_crossing(self, client, by):
        response = client.get(f"{FILE}?by={by}&region=europe")

        assert response.headers["Content-Disposition"] == (
            f'attachment; filename="open-gov-challenge-coverage-by-{by}.csv"'
        )
        assert read(response)[-1][-1] == "23"

    def test_is_in_the_language_of_its_address(self, client):
        header, *lines = read(client.get("/fr/commitments/coverage.csv?by=level"))

        assert header[:2] == ["area", "Domaine du défi"]
        assert ["justice", "Justice"] in [line[:2] for line in lines]

    @pytest.mark.parametrize("query", ["area=atlantis", "by=atlantis", "area=justice&country=lemuria"])
    def test_refuses_what_it_does_not_know(self, client, query):
        response = client.get(f"{FILE}?{query}")

        assert response.status_code == 400
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert query.rpartition("=")[2] in response.text

    def test_names_every_value_it_refuses(self, client):
        text = client.get(f"{FILE}?area=atlantis&by=lemuria").text

        assert "atlantis" in text
        assert "lemuria" in text

    def test_is_read_only(self, client):
        assert client.post(FILE).status_code == 405
