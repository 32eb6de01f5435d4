"""The second implementation agrees with the literals, and with the kit on the forms of words. No database."""

from collections import defaultdict

import pytest

from ogp_challenge.search.stemming import stem
from tests.search import naive
from tests.search.corpus import BY_EYE, FOUND


@pytest.mark.parametrize(("text", "positions"), [pair for pair in FOUND if pair[0] not in BY_EYE])
def test_it_finds_what_the_literals_say(text, positions):
    assert naive.find(text) == positions


def told_otherwise(code):
    """The words that, typed on any page, have other forms among the words of `code` in the kit than in Snowball."""
    by_kit, by_snowball = defaultdict(set), defaultdict(set)
    for word in naive.VOCABULARY[code]:
        by_kit[stem(naive.letters(word), code)].add(word)
        by_snowball[naive.stem(word, code)].add(word)

    for typed in naive.VOCABULARY["en"] | naive.VOCABULARY["fr"]:
        forms = {word for stemmed in naive.stems(typed, code) for word in by_snowball.get(stemmed, ())}
        if by_kit.get(stem(naive.letters(typed), code), set()) != forms:
            yield typed


def test_the_kit_departs_from_snowball_in_the_listed_words_only():
    assert {*told_otherwise("en"), *told_otherwise("fr")} == naive.DEPARTURES
