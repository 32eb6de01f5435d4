"""Names that sort, texts that fall back visibly, links that keep the page."""

import pytest
from django.utils.translation import override

from members.models import Member
from ogp_challenge.languages import fold, language_links, localized, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Œuvre d’Été", "oeuvre d’ete"), ("ÎLES Åland", "iles aland"), ("Łódź", "lodz"), ("Đà Nẵng", "da nang")],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_sort_key_reads_punctuation_as_a_space():
    assert sort_key("Côte d’Ivoire") == "cote d ivoire"
    assert sort_key("  Tanger-Tétouan–Al Hoceïma ") == "tanger tetouan al hoceima"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Turkey", "Ukraine", "United Kingdom", "United States", "Uruguay"]),
        ("fr", ["Équateur", "Espagne", "Estonie", "États-Unis", "Finlande"]),
    ],
)
def test_names_sort_by_the_language_of_the_page(language, names):
    with override(language):
        ordered = [member.name for member in Member.objects.alphabetical()]

    at = ordered.index(names[0])
    assert ordered[at : at + len(names)] == names


@pytest.mark.django_db
def test_a_missing_text_falls_back_and_says_so(make_commitment):
    commitment = make_commitment(title_en="Only in English", title_fr="")

    text = localized(commitment, "title", "fr")

    assert (text.text, text.language, text.is_fallback) == ("Only in English", "en", True)
    assert not localized(commitment, "title", "en").is_fallback
    assert not localized(commitment, "problem", "en")
    assert commitment.sort_key_fr == "only in english"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/commitments/?area=justice&page=2", "/fr/commitments/?area=justice&page=2"),
        ("/en/", "/fr/"),
        ("/en/no/such/page/?q=%C3%A9t%C3%A9", "/fr/no/such/page/?q=%C3%A9t%C3%A9"),
    ],
)
def test_the_language_link_keeps_page_and_query(rf, path, expected):
    with override("en"):
        links = {link.code: link for link in language_links(rf.get(path))}

    assert links["fr"].path == expected
    assert links["en"].path == path
    assert links["fr"].name == "Français"
    assert links["en"].current


def test_no_language_links_where_the_address_has_no_language(rf):
    assert language_links(rf.get("/healthz")) == []
