"""Three-way comparison: what a form was opened with, what is stored now, what somebody sends. Pure, no Django.

A value is what a browser sends for a field: some strings, none for an empty field. What only they (who saved first)
have changed is taken over, what only the sender has changed is kept, what both have changed differently is a clash.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum, auto

Value = tuple[str, ...]
Values = Mapping[str, Value]

#: The name of the box that deletes a row.
DELETE = "DELETE"
CHECKED = ("on",)


@dataclass(frozen=True)
class Change:
    """A field that they have changed, and to something else than the sender has."""

    name: str
    stored: Value
    mine: Value
    #: Whether the sender has changed it, too.
    clash: bool


class Fate(Enum):
    """What happened to a row of which more than single fields are at stake."""

    CHANGED = auto()
    ADDED = auto()
    DELETED = auto()
    #: They have deleted what the sender has changed: the sender's text stays, as a new row.
    LOST = auto()
    #: The sender deletes what they have changed.
    UNWANTED = auto()


@dataclass(frozen=True)
class RowChange:
    """A row that they have changed, added or deleted. `number` is its place among the merged rows, if it has one."""

    key: str
    fate: Fate
    number: int | None
    stored: Values
    mine: Values
    changes: tuple[Change, ...] = ()


@dataclass
class Rows:
    """The rows of an inline form, merged: first those that exist, in the stored order, then the new ones."""

    changes: list[RowChange] = field(default_factory=list)
    existing: list[tuple[str, Values]] = field(default_factory=list)
    new: list[Values] = field(default_factory=list)


def same(one: Value, other: Value) -> bool:
    """Whether two values say the same: neither the order of several counts, nor how lines end, nor space around."""
    return _plain(one) == _plain(other)


def _plain(value: Value) -> list[str]:
    return sorted(filter(None, (re.sub(r"\r\n?", "\n", text).strip() for text in value)))


def compare(opened: Values, stored: Values, mine: Values) -> list[Change]:
    """What they have changed, field by field in the order of `stored`."""
    return [
        Change(name, now, mine.get(name, ()), clash=not same(mine.get(name, ()), opened.get(name, ())))
        for name, now in stored.items()
        if not same(now, opened.get(name, ())) and not same(now, mine.get(name, ()))
    ]


def merge(mine: Values, changes: Iterable[Change]) -> Values:
    """What the sender sends, with what only they have changed."""
    return {**mine, **{change.name: change.stored for change in changes if not change.clash}}


def merge_rows(opened: Mapping[str, Values], stored: Mapping[str, Values], mine: Iterable[tuple[str, Values]]) -> Rows:
    """Merge the rows of an inline form, which are known by their key; a new one has none."""
    mine = list(mine)
    sent, rows = dict(mine), Rows()
    for number, (key, now) in enumerate(stored.items()):
        typed = sent.get(key)
        if typed is None:
            if key not in opened:
                rows.changes.append(RowChange(key, Fate.ADDED, number, now, {}))
            rows.existing.append((key, now))
            continue
        changes = tuple(compare(opened.get(key, {}), now, typed))
        unwanted = changes and typed.get(DELETE)
        if changes:
            fate = Fate.UNWANTED if unwanted else Fate.CHANGED
            rows.changes.append(RowChange(key, fate, number, now, typed, changes))
        rows.existing.append((key, {**now, DELETE: CHECKED} if unwanted else merge(typed, changes)))
    for key, typed in mine:
        if key in stored or (key and typed.get(DELETE)):
            continue
        if key and all(same(opened.get(key, {}).get(name, ()), value) for name, value in typed.items()):
            rows.changes.append(RowChange(key, Fate.DELETED, None, {}, typed))
            continue
        if key:
            rows.changes.append(RowChange(key, Fate.LOST, len(stored) + len(rows.new), {}, typed))
        rows.new.append(typed)
    return rows


Pieces = list[tuple[str, bool]]


def marked(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, each with whether it differs from the other text; none does where nothing agrees."""
    words, others = (re.findall(r"\s*\S+", text) for text in (one, other))
    blocks = SequenceMatcher(None, words, others).get_matching_blocks()
    if not any(block.size for block in blocks):
        return [(one, False)][: len(one)], [(other, False)][: len(other)]
    ours = _pieces(words, [(block.a, block.size) for block in blocks])
    return list(ours), list(_pieces(others, [(block.b, block.size) for block in blocks]))


def _pieces(words: list[str], blocks: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The words outside and inside of the `blocks` that agree, each a start and a length; no space is marked."""
    end = 0
    for start, size in blocks:
        if own := "".join(words[end:start]):
            bare = own.lstrip()
            yield own.removesuffix(bare), False
            yield bare, True
        if size:
            yield "".join(words[start : start + size]), False
        end = start + size
