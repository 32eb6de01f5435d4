"""What a reader may have meant who finds nothing."""

import pytest

from commitments.models import SearchEntry
from ogp_challenge import search
from ogp_challenge.search.suggestion import mistakes
from tests.search.catalogue import add, find, suggest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("corupption", "corruption"),
        ("kakamga", "kakamega"),
        ("narobi", "nairobi"),
        ("sesnaa", "sesna"),
        ("bogotta", "bogotá"),
        ("judical backlog", "judicial backlog"),
        ("infrastrcture contrats", "infrastructure contrats"),
        ('"marchés pulbics"', '"marchés publics"'),
        ("justice -open partcipation", "justice -open participation"),
        ("Acces infromation -kenya", "Acces information -kenya"),
        ("arriréé judiciare", "arriéré judiciaire"),
        ("from kakamga", "from kakamega"),
        ("transparance", "transparence"),
        # No spelling of it finds anything together with the rest
        ("transparance kakamega", None),
        ("zqxvbrt", None),
        ("-corupption", None),
        ("", None),
        ("justice", None),
    ],
)
def test_a_misspelt_query_is_offered_as_words_that_find_something(text, meant, language):
    assert suggest(text, language) == meant
    assert meant is None or find(meant)


def test_a_suggestion_prefers_the_language_of_the_page(no_commitments):
    add(1, en=("Transparency", "", ""), fr=("Transparence", "", ""))

    assert suggest("transparenc ", "fr") == "transparence "
    assert suggest("trznsparenct", "en") == "transparency"


def test_a_suggestion_is_never_a_word_that_is_gone(no_commitments):
    commitment = add(1, en=("Zanzibarite", "", ""))
    assert suggest("zanzibarrite") == "zanzibarite"

    commitment.delete()

    assert suggest("zanzibarrite") is None


def test_the_words_are_kept_as_long_as_the_version_stays(no_commitments):
    before, after = object(), object()
    typo = search.parse("zanzibarrito")
    add(1, en=("Zanzibarite", "", ""))
    assert search.suggest(typo, SearchEntry, "en", version=before) == "zanzibarite"

    add(2, en=("Zanzibarrita", "", ""))

    assert search.suggest(typo, SearchEntry, "en", version=before) == "zanzibarite"
    assert search.suggest(typo, SearchEntry, "en", version=after) == "zanzibarrita"


@pytest.mark.parametrize(
    ("typed", "meant", "number"),
    [
        ("corupption", "corruption", 2),
        ("budegt", "budget", 1),
        ("budget", "budget", 0),
        ("budgets", "budget", 1),
        ("abcdef", "uvwxyz", 3),
        ("", "abc", 3),
    ],
)
def test_mistakes_are_counted_up_to_three(typed, meant, number):
    assert mistakes(typed, meant, 2) == number
