"""Which words of a text a query found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ogp_challenge.search.query import Pattern, Query
from ogp_challenge.search.text import find_words, stem_token, word_token


@dataclass(frozen=True)
class Segment:
    """A piece of a text, and whether the query found it. Plain text: the template escapes and marks it."""

    text: str
    match: bool


def highlight(text: str, query: Query, language: str) -> list[Segment]:
    """`text`, which is in `language`, cut where matches begin and end; joined again it is the same text."""
    if not query.wanted:
        return [Segment(text, match=False)] if text else []
    segments, position = [], 0
    for start, end in _merged(_spans(text, query.wanted_patterns(language), language)):
        segments += [Segment(text[position:start], match=False), Segment(text[start:end], match=True)]
        position = end
    segments.append(Segment(text[position:], match=False))
    return [segment for segment in segments if segment.text]


def _spans(text: str, patterns: list[Pattern], language: str) -> Iterator[tuple[int, int]]:
    """Where the patterns match, a phrase as a whole."""
    words = list(find_words(text))
    stems = tuple(stem_token(word.folded, language) for word in words)
    for pattern in patterns:
        length = len(pattern.stems)
        for index, word in enumerate(words):
            begun = pattern.prefix and word_token(word.folded).startswith(pattern.prefix)
            if begun or stems[index : index + length] == pattern.stems:
                yield word.start, words[index + length - 1].end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged
