"""Charts as SVG files."""

import re
from xml.etree import ElementTree

import pytest

from commitments.models import ChallengeArea
from commitments.views.figures import CHARTS

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = ("x", "y", "width", "height", "cx", "cy", "r", "rx", "font-size")


def address(name, query="", language="en"):
    return f"/{language}/commitments/charts/{name}.svg{query and '?'}{query}"


def read(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("image/svg+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314 (our own file)


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("query", ["", "region=europe&level=national", "area=media-freedom&region=europe"])
@pytest.mark.parametrize("name", CHARTS)
def test_well_formed_with_title_and_plain_numbers(client, name, query, language):
    root = read(client.get(address(name, query, language)))

    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == root.get("aria-label")
    assert re.fullmatch(r"0 0 \d+ \d+", root.get("viewBox"))
    for element in root.iter():
        assert "style" not in element.attrib
        for attribute in NUMBERS:
            if value := element.get(attribute):
                assert re.fullmatch(r"-?\d+(\.\d+)?%?", value), (element.tag, attribute, value)


def test_bars_tell_their_numbers(client):
    found = texts(read(client.get(address("branches"))))

    assert found[0] == "Commitments by branch of government"
    assert found[1:-1] == ["Executive", "72", "Legislative", "5", "Judicial", "7", "Independent", "6"]
    assert "CC BY 4.0" in found[-1]


def test_bars_follow_the_selection(client):
    assert texts(read(client.get(address("levels", "locality=bogota"))))[2:-1:2] == ["0", "1", "0"]


def test_the_grid_has_the_numbers_of_the_matrix(client):
    root = read(client.get(address("coverage", "by=level")))

    numbers = [text for text in texts(root) if text.isdigit()]
    assert sum(map(int, numbers)) == 90
    assert texts(root).count("–") + len(numbers) == 30


def test_the_mix_has_the_regions_of_every_area(client):
    root = read(client.get(address("mix")))
    _title, *parts = (element.text for element in root.iter(f"{SVG}title"))

    assert sum(map(int, parts)) == 90
    assert texts(root)[1:5] == ["Africa and the Middle East", "Americas", "Asia and the Pacific", "Europe"]
    assert texts(root)[5:9] == ["Access to Information", "9", "Anti-Corruption", "21"]


def test_the_dial_has_a_dot_a_commitment(client):
    root = read(client.get(address("dial", "region=europe")))
    dots = [element for element in root.iter(f"{SVG}circle") if element.get("r") == "3.9"]

    assert len(dots) == 23
    assert len([dot for dot in dots if dot.get("fill") == "#ffffff"]) == 11  # local
    assert "23" in texts(root)


def test_the_map_names_countries_and_localities(client):
    titles = [element.text for element in read(client.get(address("map", "country=colombia"))).iter(f"{SVG}title")]

    assert "Colombia, 8" in titles
    assert "Bogotá, Colombia, 1" in titles
    assert not any("Kenya" in title for title in titles)


def test_names_are_escaped(client, kenya):
    kenya.name_en = 'Kenya <&> "Co"'
    kenya.save()

    titles = [element.text for element in read(client.get(address("map", "country=kenya"))).iter(f"{SVG}title")]
    assert 'Kenya <&> "Co", 7' in titles


@pytest.mark.parametrize("name", CHARTS)
def test_saved_under_its_name(client, name):
    disposition = client.get(address(name)).headers["Content-Disposition"]

    assert disposition == f'attachment; filename="open-gov-challenge-{name}.svg"'


@pytest.mark.parametrize("query", ["", "area=atlantis"])
def test_no_such_chart(client, query):
    assert client.get(address("atlantis", query)).status_code == 404


@pytest.mark.parametrize(
    ("name", "query"), [*((name, "area=atlantis") for name in CHARTS), ("coverage", "by=atlantis")]
)
def test_refuses_what_it_does_not_know(client, name, query):
    response = client.get(address(name, query))

    assert response.status_code == 400
    assert "atlantis" in response.text


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "coverage"])
def test_what_areas_are_crossed_with_changes_only_the_coverage(client, name):
    assert client.get(address(name, "by=atlantis")).content == client.get(address(name)).content


@pytest.mark.parametrize("name", CHARTS)
def test_says_its_title_and_its_source_on_the_sheet(client, name):
    areas = "&".join(f"area={area}" for area in ChallengeArea.objects.values_list("slug", flat=True))
    root = read(client.get(address(name, f"country=kenya&locality=tangier-tetouan-al-hoceima&{areas}")))
    size = float(root.get("height"))
    title, *_between, last = root.iter(f"{SVG}text")

    assert title.text == root.get("aria-label")
    assert last.text.endswith("CC BY 4.0.")
    assert "and 9 more filters" in " ".join(texts(root))
    assert float(last.get("x")) < 0.05 * float(root.get("width"))
    assert all(float(element.get("y", 0)) < size for element in root.iter(f"{SVG}text"))


def test_numbers_stand_in_the_middle_of_their_cells(client):
    root = read(client.get(address("coverage")))
    middles = {element.get("x") for element in root.iter(f"{SVG}text") if element.get("text-anchor") == "middle"}

    assert len(middles) == 4
