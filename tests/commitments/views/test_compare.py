"""Two to four commitments side by side, with plain links to add and to take out."""

import pytest

from tests.html import Page

pytestmark = pytest.mark.django_db

ADDRESS = "/en/commitments/compare/"


@pytest.fixture
def slugs(published):
    return list(published.in_listing_order().values_list("slug", flat=True)[:6])


def get(client, slugs, **more):
    response = client.get(ADDRESS, {"c": slugs, **more})
    assert response.status_code == 200
    return Page(response.text)


def compared(page):
    """The slugs of the columns, read from their headers."""
    return [link["href"].split("/")[-2] for link in page.all("a", **{"class": "record-title"})]


def spoken(page):
    return " ".join(text for _language, text in page.spoken)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_column_each_in_the_order_of_the_address(client, slugs, number):
    wanted = slugs[:number][::-1]
    page = get(client, wanted)

    assert compared(page) == wanted
    assert len(page.all("th", scope="col")) == number + 1
    assert len(page.all("td")) == number * len(page.all("th", scope="row"))


def test_every_cell_has_its_headers(client, published, slugs):
    page = get(client, slugs[:3])
    titles = [published.get(slug=slug).title for slug in slugs[:3]]

    labels = [cell["data-label"] for cell in page.all("td")]
    assert labels == titles * len(page.all("th", scope="row"))
    assert all(cell["role"] == "cell" for cell in page.all("td"))


def test_links_take_one_out(client, slugs):
    page = get(client, slugs[:3])
    removals = [link["href"] for link in page.all("a", **{"class": "remove"})]

    assert removals[1] == f"?c={slugs[0]}&c={slugs[2]}"
    assert compared(Page(client.get(ADDRESS + removals[1]).text)) == [slugs[0], slugs[2]]


def test_offers_add_one(client, slugs):
    page = get(client, slugs[:1])
    offered = [element["data-commitment"] for element in page.having("data-commitment")]

    assert offered
    assert slugs[0] not in offered
    (link,) = [link for link in page.all("a") if link["href"] == f"?c={slugs[0]}&c={offered[0]}"]
    assert compared(Page(client.get(ADDRESS + link["href"]).text)) == [slugs[0], offered[0]]


def test_a_search_offers_what_it_finds_and_keeps_the_columns(client, published, slugs):
    page = get(client, slugs[:2], q="media freedom")
    offered = [element["data-commitment"] for element in page.having("data-commitment")]

    assert published.get(area__slug="media-freedom").slug in offered
    assert [field["value"] for field in page.all("input", name="c")] == slugs[:2]


def test_no_more_than_four(client, slugs):
    page = get(client, slugs[:5])

    assert compared(page) == slugs[:4]
    assert "Only the first 4 are shown." in spoken(page)
    assert not page.having("data-commitment")


def test_none_yet(client):
    page = get(client, [])

    assert compared(page) == []
    assert not page.all("table")
    assert "Choose the first" in spoken(page)


def test_each_once_and_the_unknown_named(client, slugs, make_commitment):
    draft = make_commitment(title_en="Zanzibarite")
    page = get(client, [slugs[0], slugs[0], "atlantis", draft.slug, ""])

    assert compared(page) == slugs[:1]
    assert "“atlantis” is not known" in spoken(page)
    assert "Zanzibarite" not in spoken(page)


def test_a_known_one_is_not_called_unknown_however_many_there_are(client, published):
    every = list(published.values_list("slug", flat=True))

    assert "is not known" not in spoken(get(client, every))


def test_list_and_detail_lead_here(client, slugs):
    for path in ("/en/commitments/", f"/en/commitments/{slugs[0]}/"):
        addresses = [link["href"] for link in Page(client.get(path).text).all("a")]
        assert f"{ADDRESS}?c={slugs[0]}" in addresses
