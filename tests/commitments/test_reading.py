"""Files from strangers: the right one is read, every wrong one is refused with a sentence and its place."""

import io
import random
import tracemalloc
import zipfile
from contextlib import suppress
from xml.sax.saxutils import escape

import pytest
from django.utils.translation import override

from commitments import reading, reconciliation
from ogp_challenge import tables, workbooks
from ogp_challenge.downloads import write_xlsx
from ogp_challenge.refusal import RefusedError
from tests.files import SPREADSHEET, as_csv, new_row, original, parts, sheet, text_cell, workbook, zipped
from tests.hostile import BAD

pytestmark = pytest.mark.django_db


def problems_of(name, data):
    try:
        read = tables.read(name, data)
        if read.problems:
            return read.problems
        return list(reconciliation.compare(reading.read(name, data)).problems)
    except RefusedError as refusal:
        return [refusal.problem]


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_its_place(case):
    name, content, row, column, words = BAD[case]

    problems = problems_of(name, content())

    assert problems
    assert words in problems[0].message
    assert problems[0].row == row
    assert column is None or problems[0].column == column


@pytest.mark.parametrize("case", BAD)
def test_the_sentence_is_in_the_language_of_the_reader(case):
    name, content, *_place = BAD[case]
    data = content()

    with override("fr"):
        french = str(problems_of(name, data)[0])
    with override("en"):
        english = str(problems_of(name, data)[0])

    assert french != english
    assert not french.startswith("Row")


def test_hostile_texts_are_texts():
    rows = [new_row(title_en="<script>alert(1)</script>", summary_en="'=1+1", problem_en="'-x")]

    comparison = reconciliation.compare(reading.read("a.csv", as_csv(rows)))

    values = comparison.added[0].values
    assert not comparison.problems
    assert (values["title_en"], values["summary_en"]) == ("<script>alert(1)</script>", "=1+1")


@pytest.mark.parametrize("case", ["zip bomb", "large bomb", "10,000 members", "billion laughs", "outside entity"])
def test_a_bomb_is_refused_with_little_memory(case):
    name, content, *_place = BAD[case]
    data = content()
    tracemalloc.start()

    assert problems_of(name, data)

    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_overlapping_members_count_as_often_as_they_are_named():
    data = bytearray(zipped({f"{n}.xml": " " * 2_000_000 for n in range(30)}))

    with pytest.raises(RefusedError):
        tables.read("a.xlsx", bytes(data))


def test_a_member_that_lies_about_its_size_is_cut_and_refused():
    data = workbook([text_cell("A1", "slug")], [text_cell("A2", "x" * 9_000)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = data.replace(size.to_bytes(4, "little"), (200).to_bytes(4, "little"))

    with pytest.raises(RefusedError, match="damaged"):
        tables.read("a.xlsx", lie)


def test_csv_with_and_without_a_mark_and_with_any_line_ends():
    plain = tables.read("a.csv", b'slug,title_en\nx,"two\r\nlines"\n\n,\ny,z\n')

    assert tables.read("a.CSV", b'\xef\xbb\xbfslug,title_en\r\nx,"two\nlines"\r\n\r\n,\r\ny,z\r\n') == plain
    assert [(line.number, line.cells) for line in plain.lines] == [(2, ("x", "two\nlines")), (5, ("y", "z"))]


def test_the_cells_of_a_workbook_whatever_their_kind():
    header = ['<c r="A1" t="s"><v>0</v></c>', text_cell("B1", "b"), text_cell("C1", "c"), text_cell("D1", "d")]
    data = workbook(
        header,
        ['<c r="A2" t="s"><v>1</v></c>', '<c r="C2"><v>2025</v></c>', '<c r="D2" t="b"><v>1</v></c>'],
        [
            '<c r="A3"><v>1.5</v></c>',
            '<c r="B3" t="str"><v>a_x000D__x000A_b_x005F_x0041_</v></c>',
            '<c r="D3" s="1"/>',
        ],
    )

    lines = tables.read("a.xlsx", data).lines

    assert lines[0].cells == ("Two runs", "", "2025", "true")
    assert lines[1].cells == ("1.5", "a\nb_x0041_", "", "")


def test_only_the_first_visible_sheet_is_read():
    members = parts(sheet([text_cell("A1", "slug")], [text_cell("A2", "seen")]))
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(
        "<sheets>", '<sheets><sheet name="h" sheetId="9" state="hidden" r:id="r9"/>'
    )

    assert tables.read("a.xlsx", zipped(members)).lines[0].cells == ("seen",)


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<x>",
        "nothing",
        f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row r="a"/></sheetData></worksheet>',
        sheet(['<c r="A1" t="s"><v>99</v></c>']),
        sheet(['<c r="A1" t="s"><v>x</v></c>']),
    ],
)
def test_a_broken_sheet_is_refused(xml):
    with pytest.raises(RefusedError):
        tables.read("a.xlsx", zipped(parts(xml)))


def test_no_bytes_crash_the_reader():
    random.seed(7)
    whole = original("xlsx")
    for _attempt in range(300):
        data = bytearray(whole)
        for _change in range(random.randint(1, 40)):
            data[random.randrange(len(data))] = random.randrange(256)
        with suppress(RefusedError):
            tables.read("a.xlsx", bytes(data))


def test_long_workbooks_are_read_within_limits():
    cells = [[f"slug-{number}", escape("a & b")] for number in range(workbooks.MOST_MEMBERS)]
    data = io.BytesIO()
    write_xlsx(data, ["slug", "b"], cells)

    assert len(tables.read("a.xlsx", data.getvalue()).lines) == workbooks.MOST_MEMBERS


@pytest.mark.parametrize(
    "data", [b'slug,title_en\r\nx,"' + b"y,\n" * 10_000, b"slug,title_en\r\n" + b"," * 30_000, b"slug" + b"x" * 30_000]
)
def test_no_more_is_held_of_a_row_than_it_may_be_long(data, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST_ROW", 10_000)

    with pytest.raises(RefusedError, match="too long") as refusal:
        tables.read("a.csv", data)

    assert refusal.value.problem.row == 1 + (b"," in data)


def test_a_copy_of_the_tracker_is_no_longer_than_the_tracker_can_be(monkeypatch):
    monkeypatch.setattr(reading, "MOST_OF_TRACKER", 2)
    header = "Level,Lead institution,Challenge area\r\n"

    assert reading.read("a.csv", (header + "a,b,c\r\n" * 2).encode()).tracker
    with pytest.raises(RefusedError, match="no more than 2 rows"):
        reading.read("a.csv", (header + "a,b,c\r\n" * 3).encode())


def test_the_layout_of_the_tracker_is_known_in_both_languages():
    french = "Résumé,Niveau de Gouvernement,Établissement principal,Domaine de défi principal,Région\r\na,b,c,d,e\r\n"
    english = (
        "Summary,Level of government,Lead institution,Primary challenge area,Branch of government\r\na,b,c,d,e\r\n"
    )

    for language, header in (("fr", french), ("en", english)):
        read = reading.read("a.csv", header.encode())
        assert read.tracker == language
        assert read.cell(read.lines[0], "institution") == "c"
        assert read.cell(read.lines[0], "slug") == ""
