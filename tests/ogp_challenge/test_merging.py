"""The three-way comparison: nothing that one of two people has written is lost without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_challenge.conflicts.merging import CHECKED, DELETE, Change, Fate, compare, marked, merge, merge_rows, same

A, B, C = ("a",), ("b",), ("c",)


@pytest.mark.parametrize(
    ("opened", "stored", "mine", "changes", "merged"),
    [
        (A, A, A, [], A),
        (A, A, B, [], B),
        (A, B, A, [Change("x", B, A, clash=False)], B),
        (A, B, B, [], B),
        (A, B, C, [Change("x", B, C, clash=True)], C),
        ((), B, (), [Change("x", B, (), clash=False)], B),
        (A, (), A, [Change("x", (), A, clash=False)], ()),
        (A, (), ("",), [], ("",)),
    ],
    ids=["nobody", "only I", "only they", "both the same", "both", "they filled", "they emptied", "both emptied"],
)
def test_who_has_changed_a_field(opened, stored, mine, changes, merged):
    found = compare({"x": opened}, {"x": stored}, {"x": mine})

    assert found == changes
    assert merge({"x": mine}, found) == {"x": merged}


def test_what_a_form_was_opened_with_is_unknown():
    """Then nothing that is stored is replaced unseen."""
    assert compare({}, {"x": A, "y": B}, {"x": A, "y": C}) == [Change("y", B, C, clash=True)]


@pytest.mark.parametrize(
    ("one", "other"), [(("a\r\nb",), ("a\nb",)), (("1", "2"), ("2", "1")), ((), ("",)), (("a\rb",), ("\na\nb ",))]
)
def test_the_same_in_other_words(one, other):
    assert same(one, other)


def rows(**texts):
    return {key: {"x": (text,), DELETE: ()} for key, text in texts.items()}


def sent(*mine):
    """Rows as sent: the key, the text, and whether the box to delete is ticked."""
    return [(key, {"x": (text,), DELETE: CHECKED if delete else ()}) for key, text, delete in mine]


@pytest.mark.parametrize(
    ("stored", "mine", "fates", "merged"),
    [
        (rows(k="then"), sent(("k", "mine", False)), [], [("k", "mine")]),
        (rows(k="theirs"), sent(("k", "then", False)), [Fate.CHANGED], [("k", "theirs")]),
        (rows(k="theirs"), sent(("k", "mine", False)), [Fate.CHANGED], [("k", "mine")]),
        (rows(k="theirs"), sent(("k", "then", True)), [Fate.UNWANTED], [("k", "theirs")]),
        (rows(k="then"), sent(("k", "then", True)), [], [("k", "then")]),
        (rows(), sent(("k", "then", False)), [Fate.DELETED], []),
        (rows(), sent(("k", "mine", False)), [Fate.LOST], [("", "mine")]),
        (rows(), sent(("k", "mine", True)), [], []),
        (rows(j="new", k="then"), sent(("k", "then", False)), [Fate.ADDED], [("j", "new"), ("k", "then")]),
        (rows(k="then"), sent(("k", "then", False), ("", "mine", False)), [], [("k", "then"), ("", "mine")]),
        (rows(k="then"), [], [], [("k", "then")]),
        (rows(), sent(("forged", "mine", False)), [Fate.LOST], [("", "mine")]),
    ],
)
def test_rows_are_known_by_their_key(stored, mine, fates, merged):
    found = merge_rows(rows(k="then"), stored, mine)

    assert [change.fate for change in found.changes] == fates
    assert [(key, values["x"][0]) for key, values in found.existing] + [
        ("", values["x"][0]) for values in found.new
    ] == merged
    for change in found.changes:
        assert (change.number is None) == (change.fate is Fate.DELETED)


def test_a_row_i_delete_stays_marked_while_i_decide():
    ((key, values),) = merge_rows(rows(k="then"), rows(k="theirs"), sent(("k", "then", True))).existing

    assert (key, values[DELETE]) == ("k", CHECKED)


TEXTS = st.sampled_from(["", "a", "b", "c"])
STATES = st.dictionaries(st.sampled_from("jkl"), TEXTS)


@given(opened=STATES, stored=STATES, mine=st.dictionaries(st.sampled_from("jkl"), TEXTS), new=st.lists(TEXTS))
def test_nothing_is_lost_without_a_word(opened, stored, mine, new):
    """Every text that was stored or sent is in the outcome, or is told, or was changed by nobody else."""
    typed = [(key, text, False) for key, text in mine.items()] + [("", text, False) for text in new]
    found = merge_rows(rows(**opened), rows(**stored), sent(*typed))
    told = {change.key for change in found.changes}

    assert [key for key, _values in found.existing] == list(stored)
    for key, values in found.existing:
        text = values["x"][0]
        assert text in (stored[key], mine.get(key))
        if text != stored[key]:
            assert key in told or opened.get(key, "") == stored[key]
        if key in mine and text != mine[key]:
            assert key in told and opened.get(key, "") == mine[key]
    for key in mine.keys() - stored.keys():
        assert key in told
    assert [values["x"][0] for values in found.new][len(found.new) - len(new) :] == new


def test_what_differs_is_marked():
    stored, mine = marked("The court of appeal opens.", "The high court opens its files.")

    assert [text for text, differs in stored if differs] == ["of appeal opens."]
    assert [text for text, differs in mine if differs] == ["high", "opens its files."]


@pytest.mark.parametrize(("one", "other"), [("", ""), ("judicial", "executive"), ("", "new"), ("old", "")])
def test_nothing_is_marked_where_nothing_agrees(one, other):
    assert not any(differs for side in marked(one, other) for _text, differs in side)


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_marking_keeps_the_text(one, other):
    for text, pieces in zip((one, other), marked(one, other), strict=True):
        assert "".join(piece for piece, _differs in pieces).rstrip() == text.rstrip()
