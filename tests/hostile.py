"""Files that must be refused, each with the place and some words of the sentence that says why."""

import re

from tests.files import as_csv, new_row, original, parts, rewritten, sheet, table, text_cell, workbook, zipped

DTD = '<?xml version="1.0"?><!DOCTYPE x [{}]>'
TENFOLD = "".join(
    f'<!ENTITY {new} "{(chr(38) + old + ";") * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHS = DTD.format('<!ENTITY a "lol">' + TENFOLD)
OUTSIDE = DTD.format('<!ENTITY x SYSTEM "file:///etc/passwd">')


def with_row(**values):
    return as_csv([*table(), new_row(**values)])


def text(change):
    """An export whose text went through `change`."""
    return change(original().decode()).encode()


def with_cell(xml):
    """An original workbook in which a title is another cell."""

    def change(sheet):
        return re.sub(r'<c r="([A-Z]+3)"[^>]*><is><t>Reduce the Backlog of Court Cases</t></is></c>', xml, sheet)

    return rewritten(original("xlsx"), change)


def with_part(name, content):
    return zipped(parts(sheet([text_cell("A1", "slug")], [text_cell("A2", "x")])) | {name: content})


def sheet_with(prolog):
    return zipped(parts(prolog + sheet([text_cell("A1", "slug")], [text_cell("A2", "&x;")])))


#: Name -> (name of the file, content, row, column, words of the sentence). Row 92 is that of the new commitment.
BAD = {
    "latin-1": (
        "a.csv",
        lambda: original().decode().replace("’", "'").encode("latin-1", "replace"),
        2,
        "title_fr",
        "UTF-8",
    ),
    "utf-16": ("a.csv", lambda: original().decode().encode("utf-16"), 0, "", "UTF-16"),
    "utf-16 without a mark": ("a.csv", lambda: original().decode().encode("utf-16-le"), 0, "", "UTF-16"),
    "column missing": (
        "a.csv",
        lambda: as_csv([{k: v for k, v in row.items() if k != "title_en"} for row in table()]),
        1,
        "title_en",
        "missing",
    ),
    "column unknown": (
        "a.csv",
        lambda: as_csv([row | {"surprise": ""} for row in table()]),
        1,
        "surprise",
        "not known",
    ),
    "column twice": ("a.csv", lambda: text(lambda t: t.replace("ogp_code", "slug", 1)), 1, "slug", "twice"),
    "semicolons": ("a.csv", lambda: b"slug;title_en\r\nx;y\r\n", 1, "", "“;”"),
    "tabs": ("a.csv", lambda: b"slug\ttitle_en\r\nx\ty\r\n", 1, "", "commas"),
    "ragged, short": ("a.csv", lambda: original() + b"one,two\r\n", 92, "state", "only 2 cells"),
    "ragged, long": ("a.csv", lambda: original() + b"x," * 55 + b"x\r\n", 92, None, "outside"),
    "slug twice": ("a.csv", lambda: as_csv([*table(), table()[0]]), 92, "slug", "row 2"),
    "slug missing": ("a.csv", lambda: with_row(slug=""), 92, "slug", "needs a slug"),
    "code of another": ("a.csv", lambda: with_row(ogp_code="CR0072", slug="other"), 92, "ogp_code", "CR0072"),
    "country unknown": ("a.csv", lambda: with_row(country="atlantis"), 92, "country", "atlantis"),
    "area unknown": ("a.csv", lambda: with_row(area="sports"), 92, "area", "sports"),
    "formula in a file of commas": ("a.csv", lambda: with_row(title_en="=HYPERLINK(1)"), 92, "title_en", "formula"),
    "formula in a workbook": (
        "a.xlsx",
        lambda: with_cell(r'<c r="\1"><f>1+1</f><v>2</v></c>'),
        3,
        "title_en",
        "formula",
    ),
    "NUL": ("a.csv", lambda: with_row(title_en="a\x00b"), 92, "title_en", "U+0000"),
    "turned text": ("a.csv", lambda: with_row(title_en="a\u202eb"), 92, "title_en", "U+202E"),
    "cell of 1 MB": ("a.csv", lambda: with_row(summary_en="x" * 1_000_000), 92, "summary_en", "32767"),
    "empty": ("a.csv", lambda: b"", 0, "", "empty"),
    "blank": ("a.csv", lambda: b"\xef\xbb\xbf\r\n\r\n", 0, "", "empty"),
    "header only": ("a.csv", lambda: original().split(b"\r\n")[0], 0, "", "no row"),
    "quotation mark left open": ("a.csv", lambda: original() + b'"x', 92, "", "quotation mark"),
    "a pdf": ("a.xlsx", lambda: b"%PDF-1.7 ...", 0, "", "PDF"),
    "a page": ("a.csv", lambda: b"<!doctype html><p>", 0, "", "HTML"),
    "a csv called xlsx": ("a.xlsx", lambda: original(), 0, "", "no Excel workbook"),
    "a workbook called csv": ("a.csv", lambda: original("xlsx"), 0, "", "workbook"),
    "another kind": ("a.ods", lambda: original("xlsx"), 0, "", ".xlsx"),
    "an old workbook": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), 0, "", "XLS"),
    "password": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), 0, "", "password"),
    "damaged": ("a.xlsx", lambda: original("xlsx")[:-200], 0, "", "damaged"),
    "no workbook inside": ("a.xlsx", lambda: zipped({"a.txt": "x"}), 0, "", "damaged"),
    "zip bomb": ("a.xlsx", lambda: with_part("xl/worksheets/sheet1.xml", " " * 49_000_000), 0, "", "100 times"),
    "large bomb": ("a.xlsx", lambda: with_part("xl/styles.xml", " " * 60_000_000), 0, "", "50 MB"),
    "10,000 members": ("a.xlsx", lambda: zipped({f"{n}.xml": "" for n in range(10_000)}), 0, "", "50 files"),
    "billion laughs": ("a.xlsx", lambda: sheet_with(LAUGHS), 0, "", "document type"),
    "outside entity": ("a.xlsx", lambda: sheet_with(OUTSIDE), 0, "", "document type"),
    "entity in a part that is not used": (
        "a.xlsx",
        lambda: with_part("docProps/core.xml", OUTSIDE + "<x/>"),
        0,
        "",
        "document type",
    ),
    "link to another file": (
        "a.xlsx",
        lambda: with_part("xl/externalLinks/externalLink1.xml", "<x/>"),
        0,
        "",
        "other files",
    ),
    "too wide": ("a.csv", lambda: b",".join(b"c%d" % n for n in range(70)) + b"\r\n", 1, "", "60 columns"),
    "too wide far out": (
        "a.xlsx",
        lambda: workbook([text_cell("A1", "slug"), text_cell("XFD1", "x")]),
        1,
        "",
        "60 columns",
    ),
    "too many rows": ("a.csv", lambda: b"slug,title_en\r\n" + b"x,y\r\n" * 50_000, 0, "", "20000 rows"),
    "error of the spreadsheet": (
        "a.xlsx",
        lambda: with_cell(r'<c r="\1" t="e"><v>#REF!</v></c>'),
        3,
        "title_en",
        "#REF!",
    ),
}
