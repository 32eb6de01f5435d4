"""The directory: everybody, by the letters of the page's language."""

import re

import pytest
from django.http import QueryDict

from members.directory import Directory
from members.models import Locality, Member
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


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 84),
        ("show=countries", 26),
        ("show=through-localities", 6),
        ("show=participating", 32),
        ("show=localities", 36),
        ("show=without", 52),
        ("show=countries&region=europe", 7),
        ("show=localities&region=asia-and-the-pacific", 5),
        ("show=atlantis&region=mu", 84),
    ],
)
def test_narrowed_to_what_is_asked_for(client, query, number):
    response = client.get(f"/en/members/?{query}")
    page = Page(response.text)

    (container,) = page.having("data-total")
    assert int(container["data-total"]) == len(page.having("data-place")) == number
    assert ("was left out" in response.text) is ("atlantis" in query)


def test_groups_of_local_governments_stand_together(client):
    text = client.get("/en/members/?show=ogp-local&region=americas").text

    assert re.search(r"State of Mexico</a>\s*\+\s*<a[^>]*>Tlalnepantla de Baz", text)


def test_a_group_with_commitments_stands_together_too(client):
    text = client.get("/en/members/").text

    assert re.search(r"Orzhytsia</a> <a[^>]*>1<.*?</a> \+ <a[^>]*>Zviahel</a> <a[^>]*>1<", text)


def test_a_group_in_which_one_has_a_commitment_is_active(client, make_commitment):
    town = Locality.objects.get(name_en="Tlalnepantla de Baz")
    partner = Locality.objects.filter(group=town.group).exclude(pk=town.pk).get()
    make_commitment(member=town.member, locality=town, level="local-member", state="published")

    entry = next(one for one in Directory(QueryDict("show=ogp-local")).entries if one.member == town.member)
    assert [partner, town] in entry.active
    assert not {partner, town} & {locality for group in entry.others for locality in group}


@pytest.mark.parametrize("region", ["", "asia-and-the-pacific"])
def test_local_members_are_counted_with_their_countries(client, region):
    """Everybody counted is there, partners in a group each by itself."""
    members = Locality.objects.filter(is_ogp_local=True)
    members = members.filter(member__region__slug=region) if region else members
    number, countries = members.count(), members.values("member").distinct().count()
    page = Page(client.get(f"/en/members/?show=ogp-local&region={region}").text)

    assert f"{number} local governments in {countries} countries" in " ".join(text for _language, text in page.spoken)
    shown = {link["href"] for link in page.all("a") if re.fullmatch(r"/en/members/[^/]+/[^/]+/", link["href"] or "")}
    assert len(shown) == number


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
