"""Tables that strangers upload, CSV or XLSX: rows of clean text, or a sentence that says what is wrong and where."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.utils import get_column_letter

from ogp_challenge import workbooks
from ogp_challenge.downloads import FORMULA, LONGEST_CELL, UNPRINTABLE, unguarded
from ogp_challenge.refusal import Problem, RefusedError, Unreadable

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 5_000_000, 20_000, 60
#: A reader corrects no more at a time, and a hostile file would fill the memory with sentences.
MOST_PROBLEMS = 100

#: Characters that turn the direction of what follows, so that a text reads otherwise than it is.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

# The module's own limit is lower than a file of ours and does not say in which column the cell is. A whole file
# cannot be longer than this, and `_cleaned` limits the cells.
csv.field_size_limit(MOST_BYTES)


@dataclass(frozen=True)
class Line:
    """One row of a table, with the number a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


@dataclass
class Table:
    """A header, the rows under it, each as wide as the header, and what is wrong with them."""

    header: tuple[str, ...]
    #: The number of the row that the header is.
    header_row: int = 1
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(name: str, data: bytes) -> Table:
    """The table in a file called `name`. Raises RefusedError when the file cannot be read as a table at all."""
    if len(data) > MOST_BYTES:
        raise RefusedError(_("The file is larger than %(n)d MB.") % {"n": MOST_BYTES // 1_000_000})
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise RefusedError(_("The file is empty."))
    if _kind(name, data) == "xlsx":
        return _table(workbooks.rows(data, MOST_COLUMNS), ragged=True)
    return _table(_csv_rows(_decoded(data)), ragged=False)


def _kind(name: str, data: bytes) -> str:
    """ "csv" or "xlsx", if name and content agree."""
    ending = name.lower().rpartition(".")[2]
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RefusedError(_("The workbook is protected by a password. Save it without one."))
        raise RefusedError(_("The file is a workbook of the old format XLS. Save it as XLSX."))
    for beginning, kind in ((b"%PDF", "PDF"), (b"\x1f\x8b", "gzip"), (b"<", "HTML or XML")):
        if data.lstrip().startswith(beginning):
            raise RefusedError(_("The file is no table but %(kind)s, whatever its name says.") % {"kind": kind})
    is_workbook = data.startswith(b"PK")
    if ending == "xlsx" and is_workbook:
        return "xlsx"
    if ending == "csv" and not is_workbook:
        return "csv"
    if ending == "xlsx":
        raise RefusedError(_("The name ends in .xlsx, but the file is no Excel workbook."))
    if ending == "csv":
        raise RefusedError(_("The name ends in .csv, but the file is a workbook or an archive."))
    raise RefusedError(_("Only files whose name ends in .csv or .xlsx are read."))


def _decoded(data: bytes) -> str:
    """The text of a CSV file. A byte that is no UTF-8 is refused with its place."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        raise RefusedError(_("The file is encoded in UTF-16. Save it as “CSV UTF-8”."))
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = list(csv.reader(io.StringIO(data[: error.start].decode() + "?", newline="")))
        names = before[0]
        number = len(before[-1])
        column = names[number - 1] if len(before) > 1 and number <= len(names) else get_column_letter(number)
        raise RefusedError(
            _("The file is not encoded in UTF-8. Save it as “CSV UTF-8”."), len(before), column[:80]
        ) from error


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text, counted as a spreadsheet counts them."""
    first = text.lstrip().split("\n", 1)[0]
    for separator, sign in ((";", ";"), ("\t", "⇥"), ("|", "|")):
        if separator in first and "," not in first:
            raise RefusedError(
                _("The columns are separated by “%(sign)s”. Save the file as CSV with commas.") % {"sign": sign}, 1
            )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RefusedError(_("A quotation mark is not closed, or stands inside a cell."), number) from error


def _table(rows: Iterable[tuple[int, list[str]]], *, ragged: bool) -> Table:
    """Header and rows. `ragged` says that a row may end early, because empty cells are not stored."""
    table: Table | None = None
    shared: dict[str, str] = {}  # codes repeat: one string each keeps a large file small
    for number, cells in rows:
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise RefusedError(workbooks.too_many_columns(MOST_COLUMNS), number)
        if table is None:
            table = Table(_header(number, cells), number)
            continue
        if len(table.lines) == MOST_ROWS:
            raise RefusedError(
                ngettext("The file has more than %(n)d row.", "The file has more than %(n)d rows.", MOST_ROWS)
                % {"n": MOST_ROWS}
            )
        line = _line(table, number, cells, ragged=ragged)
        if len(table.problems) >= MOST_PROBLEMS:
            break
        table.lines.append(Line(number, tuple(shared.setdefault(cell, cell) for cell in line)))
    if table is None:
        raise RefusedError(_("The file is empty."))
    if not table.lines and not table.problems:
        raise RefusedError(_("The file has a header, but no row under it."))
    return table


def _header(number: int, cells: list[str]) -> tuple[str, ...]:
    names = [unicodedata.normalize("NFC", cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    for position, name in enumerate(names, start=1):
        if not name or isinstance(cells[position - 1], Unreadable) or UNPRINTABLE.search(name):
            raise RefusedError(_("The column has no readable name."), number, get_column_letter(position))
    return tuple(names)


def _line(table: Table, number: int, cells: list[str], *, ragged: bool) -> list[str]:
    """The cells of one row, cleaned and as many as the header has; what is wrong goes to the table's problems."""
    width = len(table.header)
    if any(cells[width:]):
        place = next(index for index, cell in enumerate(cells) if index >= width and cell)
        table.problems.append(
            Problem(_("The cell stands outside the columns of the header."), number, get_column_letter(place + 1))
        )
    elif len(cells) < width and not ragged:
        message = ngettext(
            "The row has only %(n)d cell; from this column on they are missing.",
            "The row has only %(n)d cells; from this column on they are missing.",
            len(cells),
        )
        table.problems.append(Problem(message % {"n": len(cells)}, number, table.header[len(cells)]))
    padded = [*cells[:width], *[""] * (width - len(cells))]
    cleaned = []
    for name, cell in zip(table.header, padded, strict=True):
        try:
            cleaned.append(_cleaned(cell) if cell else "")
        except ValueError as error:
            table.problems.append(Problem(str(error), number, name))
            cleaned.append("")
    return cleaned


def _cleaned(cell: str) -> str:
    """A cell as the catalogue keeps it. Raises ValueError with a sentence."""
    if isinstance(cell, Unreadable):
        raise ValueError(str(cell))
    if len(cell) > LONGEST_CELL:
        raise ValueError(
            ngettext(
                "The cell holds more than %(n)d character.", "The cell holds more than %(n)d characters.", LONGEST_CELL
            )
            % {"n": LONGEST_CELL}
        )
    if FORMULA.match(cell) and not cell.startswith("'"):
        raise ValueError(_("The cell begins like a formula. If it is a text, put an apostrophe (') before it."))
    text = unguarded(cell).replace("\r\n", "\n").replace("\r", "\n")
    for pattern in (UNPRINTABLE, TURNING):
        if found := pattern.search(text):
            raise ValueError(
                _("The cell holds a character that cannot be shown (U+%(code)s).") % {"code": f"{ord(found[0]):04X}"}
            )
    return unicodedata.normalize("NFC", text).strip()
