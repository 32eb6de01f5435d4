"""What the search knows of each language: its stems and its little words. Words come and go folded."""

import re
from functools import lru_cache

import snowballstemmer
from django.utils.translation import get_language_info

from ogp_challenge.languages import fold

#: What is put right in a folded word before Snowball sees it. Words are folded first, so that `arriere` and
#: `ARRIÉRÉ` cannot differ; its rules look for accents, which spelling leaves in no doubt in these endings.
#: And it takes publication for a form of public, half the catalogue, but not French publique.
_SPELLINGS = {
    "en": [(r"^publications?$", "publish")],
    "es": [(r"cion$", "ción"), (r"sion$", "sión"), (r"logia(s?)$", r"logía\1")],
    "fr": [
        (r"^publications?$", "publie"),
        (r"^publiques?$", "public"),
        (r"e(es?)$", r"é\1"),
        (r"ite(s?)$", r"ité\1"),
        (r"iere(s?)$", r"ière\1"),
    ],
}

#: Endings that Snowball leaves in one form of a word and takes off another: publie is publ, publier publi.
_LEFTOVERS = {"fr": [(r"(?<=...)i$", "")]}

#: Words that only hold a sentence together, folded.
_STOP_WORDS = {
    "en": "a an and are as at be by for from in into is it its of on or s t that the their this to was with",
    "es": "a al como con de del e el en es la las lo los o para por que se su sus un una y",
    "fr": (
        "a au aux avec c ce ces cette d dans de des du en et il ils j l la le les leur leurs m n ne on ou "
        "par pour qu que qui s sa se ses son sont sur t un une"
    ),
}
STOP_WORDS = {code: frozenset(words.split()) for code, words in _STOP_WORDS.items()}


def base(language: str) -> str:
    """`fr` for `fr`, `fr-ca` and `fr_CA`."""
    return re.split("[-_]", language.lower())[0]


def is_stop_word(word: str, language: str) -> bool:
    """Whether `word` only holds a sentence of `language` together. A language without a list has none."""
    return word in STOP_WORDS.get(base(language), ())


@lru_cache
def algorithm(language: str) -> str | None:
    """The Snowball algorithm of a language code, by the English name Django gives it; None if it has none."""
    try:
        name = get_language_info(base(language))["name"].lower()
    except KeyError:
        return None
    return name if name in snowballstemmer.algorithms() else None


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The folded stem of a folded word. Codes (cr0072) and languages Snowball does not know keep the word."""
    name = algorithm(language)
    if name is None or not word.isalpha():
        return word
    for ending, spelling in _SPELLINGS.get(base(language), ()):
        word = re.sub(ending, spelling, word)
    # A stemmer holds the word it works on, so threads must not share one.
    stemmed = fold(snowballstemmer.stemmer(name).stemWord(word))
    for ending, rest in _LEFTOVERS.get(base(language), ()):
        stemmed = re.sub(ending, rest, stemmed)
    return stemmed
