"""Tables as files that programs read."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

#: A spreadsheet takes a cell that begins so for a formula, full-width signs included, also after blanks
#: (OWASP: CSV injection). Apostrophes before it belong to it, so that a guard can be told from the text.
FORMULA = re.compile(r"'*[\s\x00-\x1f]*[=+\-@\t\r＝＋－＠]")

#: What XML 1.0 cannot hold: C0 controls other than tab and line feed, lone surrogates, two non-characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

#: A spreadsheet holds no longer text in one cell.
LONGEST_CELL = 32_767

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Response = TypeVar("Response", bound=HttpResponseBase)


class TooLongError(ValueError):
    """A text does not fit into a cell of a spreadsheet; `cell` is its row and column, counted from 1."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__(f"row {row}, column {column}")
        self.cell = row, column


def guarded(cell: object) -> str:
    """`cell` as text that no spreadsheet runs: an apostrophe before what would be a formula."""
    text = str(cell).replace("\x00", "")
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` made `text` from."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def printable(text: str) -> str:
    """`text` without the characters that no file of ours may hold, its line ends as line feeds."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def csv_response(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A small table as CSV (RFC 4180, UTF-8) that is saved as `name`.csv."""
    return _named(HttpResponse(_csv_lines(header, rows), content_type=CSV), f"{name}.csv")


def csv_stream(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A table of any length as CSV, sent while it is written: the memory holds one row."""
    return _named(StreamingHttpResponse(_csv_lines(header, rows), content_type=CSV), f"{name}.csv")


class _Echo:
    """A file for `csv.writer` that keeps nothing."""

    def write(self, text: str) -> str:
        """Give the line back to whom `writerow` returns to."""
        return text


def _csv_lines(header: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow([guarded(cell) for cell in header])
    for row in rows:
        yield writer.writerow([cell if isinstance(cell, int) else guarded(cell) for cell in row])


def xlsx_response(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as an Excel workbook that is saved as `name`.xlsx. Raises TooLongError."""
    response = _named(HttpResponse(content_type=XLSX), f"{name}.xlsx")
    write_xlsx(response, header, rows)  # type: ignore[arg-type]  # a response can be written to
    return response


def _named(response: Response, name: str) -> Response:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def write_xlsx(file: IO[bytes], header: Sequence[object], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as a workbook of one sheet in which every cell is text. Raises TooLongError.

    A date or a code would otherwise be turned into something else by the spreadsheet as soon as it is edited. A cell
    without a text is left out, which halves the file: its column says that what is typed there is text.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    sheet.freeze_panes = "A2"
    for number in range(1, len(header) + 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width, column.number_format = 24, "@"
    bold = Font(bold=True)
    try:
        sheet.append([_cell(sheet, _text(name, (1, place)), bold) for place, name in enumerate(header, 1)])
        for line, row in enumerate(rows, 2):
            texts = [_text(value, (line, place)) for place, value in enumerate(row, 1)]
            sheet.append([_cell(sheet, text) if text else None for text in texts])
    except Exception:
        book.save(io.BytesIO())  # only a book that is saved removes its temporary file
        raise
    book.save(file)


#: What a spreadsheet reads as the code of a character; an escaped underscore keeps it a text (ECMA-376, ST_Xstring).
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _text(value: object, place: tuple[int, int]) -> str:
    text = guarded(printable(str(value)))
    if len(text) > LONGEST_CELL:
        raise TooLongError(*place)
    return _ESCAPE.sub("_x005F_", text)


def _cell(sheet: WriteOnlyWorksheet, text: str, font: Font | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.number_format = "s", "@"
    if font:
        cell.font = font
    return cell
