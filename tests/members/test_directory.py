"""The directory: everybody, by the letters of the page's language."""

import pytest

from members.models import Member
from tests.html import Page

pytestmark = pytest.mark.django_db


def test_everybody_is_there(client):
    text = client.get("/en/members/").text

    for member in Member.objects.all():
        assert f'href="/en/members/{member.slug}/"' in text
        for locality in member.localities.all():
            assert f'href="/en/members/{member.slug}/{locality.slug}/"' in text


@pytest.mark.parametrize(
    ("language", "before", "after"), [("fr", "united-states", "finland"), ("en", "ukraine", "united-states")]
)
def test_in_the_order_of_the_language(client, language, before, after):
    text = client.get(f"/{language}/members/").text

    assert text.index(f"/members/{before}/") < text.index(f"/members/{after}/")


def test_letters_lead_to_their_entries(client):
    page = Page(client.get("/fr/members/").text)
    ids = {element["id"] for element in page.having("id")}

    letters = [link["href"] for link in page.all("a") if (link["href"] or "").startswith("#letter-")]
    assert "#letter-E" in letters
    assert {letter[1:] for letter in letters} <= ids


def test_those_who_left_are_told_apart(client):
    text = client.get("/en/members/").text

    assert "has left OGP" in text
    assert "No commitment yet" in text
