"""Which words of a text a query found. No database."""

import pytest
from hypothesis import given, settings

from ogp_challenge.search import highlight, parse
from tests.search.anything import ANY_TEXT


def marked(text, query, language):
    """The text with its matches in brackets."""
    return "".join(f"[{s.text}]" if s.match else s.text for s in highlight(text, parse(query), language))


@pytest.mark.parametrize(
    ("language", "text", "query", "expected"),
    [
        ("fr", "Résorber l’arriéré judiciaire", "arriere", "Résorber l’[arriéré] judiciaire"),
        ("fr", "Résorber l'ARRIÉRÉ", "l’arriérés", "Résorber l'[ARRIÉRÉ]"),
        ("fr", "L'accès à l'information", "acces a l'information", "L'[accès] à l'[information]"),
        ("fr", "L'accès à l'information", '"acces a l’information"', "L'[accès à l'information]"),
        ("fr", "L'accès, et l'information", '"acces information"', "L'accès, et l'information"),
        ("en", "Transparency and trust", "transp", "[Transparency] and trust"),
        ("en", "Transparency and trust", "transp ", "Transparency and trust"),
        ("en", "Open Courts Pilot", "court -pilot ", "Open [Courts] Pilot"),
        ("en", "Open data, open minds", 'open "open data"', "[Open data], [open] minds"),
        ("fr", "Mise en œuvre", "oeuvre", "Mise en [œuvre]"),
        ("fr", "l'e\u0301tat", "état ", "l'[e\u0301tat]"),
        ("en", "Open data standard", '"open data" "data standard"', "[Open data standard]"),
        ("en", "<b>Justice</b> & more", "justice", "<b>[Justice]</b> & more"),
        ("en", "CR0072", "cr00", "[CR0072]"),
        ("en", "Nothing here", "", "Nothing here"),
        ("en", "", "word", ""),
    ],
)
def test_matching_words_are_marked(language, text, query, expected):
    assert marked(text, query, language) == expected


@settings(max_examples=500, deadline=None)
@given(text=ANY_TEXT, query=ANY_TEXT)
def test_segments_join_to_the_text(text, query):
    segments = highlight(text, parse(query), "fr")

    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text for segment in segments)
