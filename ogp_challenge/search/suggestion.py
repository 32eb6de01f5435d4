"""What the reader may have meant, when a query finds nothing."""

import itertools
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import cast

from django.db import models

from ogp_challenge.languages import language_codes
from ogp_challenge.search.entries import SHORTEST_SUGGESTION
from ogp_challenge.search.matching import matching
from ogp_challenge.search.models import SearchEntry
from ogp_challenge.search.query import Query, Term, parse
from ogp_challenge.search.text import Word, fold_word

#: How many spellings are tried of each unknown word, and how many wordings of the whole query.
_MOST_SPELLINGS = 4
_MOST_WORDINGS = 12

#: From this length on two mistakes are forgiven in a word, below it one.
_LONG_WORD = 7


def suggest(
    query: Query,
    entry_model: type[SearchEntry],
    language: str = "",
    fk: str = "commitment",
    version: Hashable = None,
) -> str | None:
    """The query with its unknown words spelt as the nearest in the catalogue, if that finds something.

    Words of `language`, the page's, go before equally near ones of another. The words of the catalogue are
    kept in memory as long as `version` stays the same; without one they are read every time.
    """
    typed = [(term, word) for term in query.wanted if not _is_stop_word(term) for word in term.words]
    if not typed:
        return None
    read = _vocabulary if version is None else partial(_kept_vocabulary, _version=version)
    vocabulary = read(entry_model, language)
    unknown = [word for term, word in typed if not _finds(_alone(word, term), entry_model, fk)]
    if not unknown:  # a wrong word may share its stem with a right one: transparance with transparency
        unknown = [word for _term, word in typed if vocabulary.lacks(word.folded)]
    if not unknown:
        return None
    spellings = [vocabulary.nearest(word.folded)[:_MOST_SPELLINGS] for word in unknown]
    for choice in itertools.islice(itertools.product(*spellings), _MOST_WORDINGS):
        text = _respelt(query.text, dict(zip(unknown, choice, strict=True)))
        if _finds(parse(text), entry_model, fk):
            return text
    return None


def _alone(word: Word, term: Term) -> Query:
    """A query of one word of a term."""
    return Query(word.folded, (replace(term, words=(word,)),))


def _is_stop_word(term: Term) -> bool:
    return any(term.is_stop_word(code) for code in language_codes())


def _finds(query: Query, entry_model: type[SearchEntry], fk: str) -> bool:
    record_model = cast("type[models.Model]", entry_model._meta.get_field(fk).related_model)
    return matching(record_model._default_manager.all(), query, entry_model, fk).exists()


@dataclass(frozen=True)
class _Vocabulary:
    """The words of all entries: folded, by how many entries have each, and those in the page's language."""

    folded: dict[str, str]
    counts: Counter[str]
    preferred: frozenset[str]

    def lacks(self, folded: str) -> bool:
        """Whether no entry has a word that could be stored here, whatever its accents."""
        storable = len(folded) >= SHORTEST_SUGGESTION and folded.isalpha()
        return storable and folded not in self.folded.values()

    def nearest(self, folded: str) -> list[str]:
        """The words near enough: fewest mistakes first, then the page's language, then the commonest."""
        most = 2 if len(folded) >= _LONG_WORD else 1
        near = []
        for word, letters in self.folded.items():
            distance = mistakes(folded, letters, most)
            if distance <= most:
                near.append((distance, word not in self.preferred, -self.counts[word], word))
        return [word for *_order, word in sorted(near)]


def _vocabulary(entry_model: type[SearchEntry], language: str) -> _Vocabulary:
    entries = entry_model._default_manager.order_by()
    preferred = _words(entries.filter(language=language))
    counts = Counter(preferred)
    counts.update(_words(entries.exclude(language=language)))
    return _Vocabulary({word: fold_word(word) for word in counts}, counts, frozenset(preferred))


@lru_cache(maxsize=4)
def _kept_vocabulary(entry_model: type[SearchEntry], language: str, _version: Hashable) -> _Vocabulary:
    return _vocabulary(entry_model, language)


def _words(entries: models.QuerySet[SearchEntry]) -> list[str]:
    return " ".join(entries.values_list("words", flat=True)).split()


def mistakes(typed: str, meant: str, most: int) -> int:
    """The letters added, left out, wrong or swapped with their neighbour; `most` + 1 for anything more.

    The optimal string alignment distance, https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance
    """
    # A mistake changes the length by one at most, and the set of letters by two.
    if abs(len(typed) - len(meant)) > most or len(set(typed) ^ set(meant)) > 2 * most:
        return most + 1
    before: list[int] = []
    last = list(range(len(meant) + 1))
    for row, letter in enumerate(typed, start=1):
        current = [row]
        for column, other in enumerate(meant, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == meant[column - 2] and typed[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, last = last, current
    return min(last[-1], most + 1)


def _respelt(text: str, spellings: dict[Word, str]) -> str:
    """`text` with each of the words in its new spelling, everything else as typed."""
    for word in sorted(spellings, key=lambda word: word.start, reverse=True):
        text = f"{text[: word.start]}{spellings[word]}{text[word.end :]}"
    return text
