"""What is understood of a text: words, stems, tokens, queries. No database."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ogp_challenge.search import parse
from ogp_challenge.search.query import LONGEST_TEXT, MOST_TERMS
from ogp_challenge.search.stemming import stem
from ogp_challenge.search.text import BREAK, find_words, fold_word, tokens
from tests.search.anything import ANY_TEXT


def folded(text):
    return [word.folded for word in find_words(text)]


def understood(text):
    """The terms of a text in short: -word, "a phrase", begin*."""
    return [
        "-" * term.excluded
        + ('"%s"' if term.quoted else "%s") % " ".join(word.folded for word in term.words)
        + "*" * term.prefix
        for term in parse(text).terms
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Arriéré judiciaire", ["arriere", "judiciaire"]),
        ("l'arriéré", ["arriere"]),
        ("qu’une œuvre d’art", ["une", "oeuvre", "art"]),
        ("People's Council, citizens' assembly", ["people", "council", "citizens", "assembly"]),
        ("Anti-corruption e-GP", ["anti", "corruption", "e", "gp"]),
        ("ÉTÉ e\u0301te\u0301", ["ete", "ete"]),
        ("trans\u00adparence", ["transparence"]),
        ("Łódź Ærø straße", ["lodz", "aero", "strasse"]),
        ("ﬁnance 𝐁𝐎𝐋𝐃 ＦＵＬＬ", ["finance", "bold", "full"]),
        ("snake_case 3.5", ["snake", "case", "3", "5"]),
        ("🎉 ... ’ ' -", []),
    ],
)
def test_the_words_of_a_text(text, words):
    assert folded(text) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["arriere", "arrieres"]),
        ("fr", ["publie", "publiee", "publies", "publiees", "publier", "publiera", "publication"]),
        ("fr", ["public", "publics", "publique", "publiques"]),
        ("fr", ["tribunal", "tribunaux"]),
        ("fr", ["national", "nationaux", "nationale", "nationales"]),
        ("fr", ["financier", "financiere", "financieres"]),
        ("fr", ["identifie", "identifier", "identifiee"]),
        ("fr-ca", ["donnee", "donnees"]),
        ("en", ["publish", "publishes", "published", "publication", "publications"]),
        ("en", ["policy", "policies"]),
        ("en", ["contract", "contracts", "contracting"]),
        ("es", ["participacion", "participaciones"]),
    ],
)
def test_forms_of_a_word_share_a_stem(language, words):
    assert len({stem(word, language) for word in words}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "public", "publication"),
        ("fr", "public", "publier"),
        ("fr", "divers", "division"),
        ("fr", "organe", "organisation"),
        ("tlh", "words", "word"),
        ("en", "cr0072", "cr007"),
    ],
)
def test_different_words_keep_apart(language, one, other):
    assert stem(one, language) != stem(other, language)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("open data", ["open", "data*"]),
        ("open data ", ["open", "data"]),
        ("open data\n", ["open", "data"]),
        ('"open data"', ['"open data"']),
        ('budget "open data" kenya', ["budget", '"open data"', "kenya*"]),
        ("« marchés publics » “open data”", ['"marches publics"', '"open data"']),
        ("justice -kenya", ["justice", '-"kenya"']),
        ("-anti-corruption", ['-"anti corruption"']),
        ('-"open data" --budget', ['-"open data"', '-"budget"']),
        ("anti-corruption", ["anti", "corruption*"]),
        ('"open data', ["open", "data*"]),
        ("l’arriéré", ["arriere*"]),
        ("CR0072", ["cr0072*"]),
        ("a\x00b", ["a", "b*"]),
        ("data.", ["data"]),
        ("\ud800data", ["data*"]),
        ('"', []),
        ("- -- 🎉", []),
    ],
)
def test_a_query_is_understood(text, terms):
    assert understood(text) == terms


def test_a_query_is_cut_to_a_length_and_a_number_of_terms():
    assert len(parse("é" * 3000).text) == LONGEST_TEXT
    assert len(parse("a b " * 100).terms) == MOST_TERMS


def test_little_words_are_looked_for_only_when_there_is_nothing_else():
    assert len(parse("accès à l'information ").wanted_patterns("fr")) == 2
    assert len(parse("accès à l'information ").wanted_patterns("en")) == 2
    assert len(parse("pour la ").wanted_patterns("fr")) == 2
    assert len(parse('"pour" justice ').wanted_patterns("fr")) == 2


def test_two_letters_are_no_beginning():
    assert not parse("AI").wanted_patterns("en")[0].prefix
    assert parse("CR0").wanted_patterns("en")[0].prefix


@settings(max_examples=2000, deadline=None)
@given(text=ANY_TEXT)
@example("ŉ" * 300)
@example("\u0344" * 3000)
def test_any_text_parses(text):
    query = parse(text)

    assert len(query.text) <= LONGEST_TEXT
    assert len(query.terms) <= MOST_TERMS
    assert all(term.words and all(word.folded for word in term.words) for term in query.terms)
    query.text.encode()


@settings(max_examples=2000, deadline=None)
@given(text=ANY_TEXT)
def test_tokens_hold_no_syntax(text):
    for token in tokens(text, "fr").split():
        assert token.isascii()
        assert token.isalnum()
        assert token == token.lower()
        assert token[0] in "swb"


def test_stems_stand_in_order_and_words_after_them():
    assert tokens("Open courts", "en") == "sopen scourt wcourts wopen"
    assert tokens(f"Open{BREAK} {BREAK}courts", "en") == "sopen b scourt wcourts wopen"
    assert tokens("", "en") == ""


@settings(max_examples=1000, deadline=None)
@given(word=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_folding_is_done_once_and_for_all(word):
    assert fold_word(fold_word(word)) == fold_word(word) == fold_word(unicodedata.normalize("NFD", word))
