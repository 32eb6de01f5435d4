"""Tables as files: nothing in them runs, and what was written is what is read."""

import csv
import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_challenge.downloads import (
    LONGEST_CELL,
    TooLongError,
    csv_response,
    guarded,
    printable,
    unguarded,
    write_xlsx,
    xlsx_response,
)
from ogp_challenge.tables import read

HOSTILE = [
    "=1+1",
    "==1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "＝1",
    "＠x",
    "\t=1",
    "  =1",
    "\r=1",
    "'=1",
    "''=1",
    "' =1",
    "\x01=1",
]
HARMLESS = ["", "a=1", "l’été", "'quoted'", "'", "Été - automne", "_x0041_", "<script>alert(1)</script>", "a\nb\n"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_is_guarded(text):
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_anything_else_is_left_as_it_is(text):
    assert guarded(text) == text


@given(
    st.text(alphabet=st.sampled_from("'=+-@＝ \ta1é"), max_size=8) | st.text().filter(lambda text: "\0" not in text)
)
def test_the_guard_comes_off_again(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_csv_keeps_numbers_and_guards_texts():
    response = csv_response("numbers", ["=a", "b"], [[-3, "-3"], [0, 'x,\n"y"']])

    assert list(csv.reader(io.StringIO(response.content.decode(), newline=""))) == [
        ["'=a", "b"],
        ["-3", "'-3"],
        ["0", 'x,\n"y"'],
    ]
    assert response["Content-Disposition"] == 'attachment; filename="numbers.csv"'


def sheet_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_every_cell_of_a_workbook_is_text():
    response = xlsx_response("texts", ["name", "number"], [["=1+1", 3], ["2025-03", ""]])

    xml = sheet_of(response.content)
    assert "<f>" not in xml
    assert 't="n"' not in xml
    assert "'=1+1" in xml
    assert response["Content-Disposition"] == 'attachment; filename="texts.xlsx"'


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
def test_what_a_workbook_is_given_is_what_is_read(texts):
    data = io.BytesIO()
    texts = [printable(text).strip() for text in texts]
    write_xlsx(data, ["key", *(f"column {number}" for number, _text in enumerate(texts))], [["k", *texts]])

    table = read("file.xlsx", data.getvalue())

    turning = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    if not any(set(text) & turning for text in texts):
        assert not table.problems
        assert list(table.lines[0].cells[1:]) == [unicodedata.normalize("NFC", text).strip() for text in texts]


def test_control_characters_are_dropped_from_a_workbook():
    data = io.BytesIO()
    write_xlsx(data, ["a"], [["x\x00\x0b\ud800y\uffff"]])

    assert read("file.xlsx", data.getvalue()).lines[0].cells == ("xy",)


def test_a_text_that_no_cell_holds_is_refused_and_not_cut():
    write_xlsx(io.BytesIO(), ["a"], [["x" * LONGEST_CELL]])

    with pytest.raises(TooLongError) as refusal:
        write_xlsx(io.BytesIO(), ["a", "b"], [["x", "y"], ["x", "y" * (LONGEST_CELL + 1)]])

    assert refusal.value.cell == (3, 2)
