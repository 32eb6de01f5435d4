"""How a text becomes words, and words the tokens that a database matches."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ogp_challenge.languages import fold
from ogp_challenge.search.stemming import stem

#: Combining marks, the soft hyphen and joiners: they belong to the letter before them.
_MARK = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u00ad\u200c\u200d]"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|{_MARK})*")
_APOSTROPHES = frozenset("'’ʼ‘′´`＇")  # ʼ is a letter to Unicode, see find_words
_LETTER_APOSTROPHE = str.maketrans("ʼ", "’")

#: What stands before an apostrophe without being a word: l’arriéré, qu’une.
_ELISIONS = frozenset(["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"])

_LONGEST_TOKEN = 64

#: What stands between two texts stored as one, so that no phrase runs from one into the next: nobody types it.
BREAK = "\x1f"
_BREAK_MARK = "b"  # no word's: those begin with s or w


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, and its letters without case and accents."""

    start: int
    end: int
    folded: str


def find_words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of `text`, in order. Hyphens and apostrophes part words; l’, d’ and ’s are left out."""
    text = text.translate(_LETTER_APOSTROPHE)
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        folded = fold_word(match.group())
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        elided = after in _APOSTROPHES and folded in _ELISIONS
        possessive = before in _APOSTROPHES and folded == "s"
        if folded and not elided and not possessive:
            yield Word(match.start(), match.end(), folded)


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """The letters and digits of a word without case, accents and ligatures: Œuvré is oeuvre."""
    compatible = unicodedata.normalize("NFKC", word)  # mathematical and full-width letters: as plain ones
    return "".join(character for character in fold(compatible) if character.isalnum())


def stem_token(folded: str, language: str) -> str:
    """The token that every form of a word shares."""
    return _token("s", stem(folded, language))


def word_token(folded: str) -> str:
    """The token of a word as it is written, which the beginning of a word is compared with."""
    return _token("w", folded)


@lru_cache(maxsize=50_000)
def _token(kind: str, letters: str) -> str:
    """`letters` as both databases take them for one word: ASCII only, and a letter first.

    SQLite and PostgreSQL do not agree on what a letter is outside ASCII, and PostgreSQL reads `1e5x` as a
    number and a word. With tokens of [a-z0-9] no user's character can be syntax either.
    """
    plain = "".join(letter if letter.isascii() else letter.encode().hex() for letter in letters)
    return (kind + plain)[:_LONGEST_TOKEN]


def tokens(text: str, language: str) -> str:
    """What is stored of a text: its stems in order, then its distinct words.

    Stems are one token a word, so a phrase is a run of neighbours. The words come after all of them: between
    two they would part the phrase, and as the last of a column they keep it from running into the next one.
    """
    texts = [[word.folded for word in find_words(part)] for part in text.split(BREAK)]
    runs = [" ".join(stem_token(word, language) for word in words) for words in texts]
    stems = f" {_BREAK_MARK} ".join(run for run in runs if run)
    return " ".join([stems, *sorted({word_token(word) for words in texts for word in words})])
