"""What a reader typed into the search box, understood."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ogp_challenge.search.stemming import is_stop_word
from ogp_challenge.search.text import Word, find_words, stem_token, word_token

LONGEST_TEXT = 200
MOST_TERMS = 12

#: Shorter words are acronyms (AI, IA): as the beginning of a word they would find `ainsi` and `aide`.
SHORTEST_PREFIX = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_CHUNK = re.compile(r'(?P<minus>-*)"(?P<phrase>[^"]*)"|(?P<loose>[^\s"]+)')


@dataclass(frozen=True)
class Pattern:
    """What is looked for in an entry: a run of stems, or a word that begins with `prefix` ("" for none)."""

    stems: tuple[str, ...]
    prefix: str = ""


@dataclass(frozen=True)
class Term:
    """One word or one phrase of a query, wanted or (`-word`) unwanted."""

    words: tuple[Word, ...]
    quoted: bool = False
    excluded: bool = False
    prefix: bool = False

    def pattern(self, language: str) -> Pattern:
        """What to look for in an entry of `language`."""
        stems = tuple(stem_token(word.folded, language) for word in self.words)
        last = self.words[-1].folded
        return Pattern(stems, word_token(last) if self.prefix and len(last) >= SHORTEST_PREFIX else "")

    def is_stop_word(self, language: str) -> bool:
        """Whether the term is a loose little word, which nobody looks for. In a phrase it counts."""
        return not self.quoted and is_stop_word(self.words[0].folded, language)


@dataclass(frozen=True)
class Query:
    """A search: the text as cleaned, and the terms in it. Without terms it selects everything."""

    text: str
    terms: tuple[Term, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that a record must have."""
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """The terms that a record must not have."""
        return tuple(term for term in self.terms if term.excluded)

    def wanted_patterns(self, language: str) -> list[Pattern]:
        """What an entry of `language` must have all of; its stop words only when there is nothing else."""
        telling = [term for term in self.wanted if not term.is_stop_word(language)]
        return [term.pattern(language) for term in telling or self.wanted]

    def unwanted_patterns(self, language: str) -> list[Pattern]:
        """What an entry of `language` must have none of."""
        return [term.pattern(language) for term in self.unwanted]


def parse(text: str) -> Query:
    """The query in `text`, whatever that is: words, "phrases", -exclusions, a last word still being typed."""
    text = clean(text)
    terms = list(_terms(text))[:MOST_TERMS]
    if terms and _is_unfinished(terms[-1], text):
        terms[-1] = replace(terms[-1], prefix=True)
    return Query(text, tuple(terms))


def clean(text: str) -> str:
    """At most 200 characters of `text`: NFC, control characters as spaces, surrogates and the like out."""
    kept = (_printable(character) for character in text[: 5 * LONGEST_TEXT])
    return unicodedata.normalize("NFC", "".join(kept))[:LONGEST_TEXT]


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category.startswith("C") else character


def _terms(text: str) -> Iterator[Term]:
    for chunk in _CHUNK.finditer(text.translate(_QUOTES)):
        quoted = chunk["loose"] is None
        words = tuple(find_words(text, *chunk.span("phrase" if quoted else "loose")))
        excluded = bool(chunk["minus"]) if quoted else chunk["loose"].startswith("-")
        if words and (quoted or excluded):
            yield Term(words, quoted=True, excluded=excluded)
        else:
            yield from (Term((word,)) for word in words)


def _is_unfinished(term: Term, text: str) -> bool:
    """Whether the reader may still be typing `term`: a loose word that ends where the text ends."""
    return not term.quoted and term.words[-1].end == len(text)
