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

#: So many rows of our own export are 30 MB of CSV. A workbook is limited by what it unpacks to: as much.
MOST_BYTES, MOST_ROWS, MOST_COLUMNS = workbooks.MOST_UNPACKED, 20_000, 60
#: A reader corrects no more at a time, and a hostile file would fill the memory with sentences.
MOST_PROBLEMS = 100

#: Characters that turn the direction of what follows, so that a text reads otherwise than it is.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

#: Characters of a row whose cells are as many and as long as they may be: no more is held of one row.
LONGEST_ROW = MOST_COLUMNS * LONGEST_CELL

# The module's own limit does not say in which column the cell is: `_cleaned` limits the cells, `_Lines` the row.
csv.field_size_limit(LONGEST_ROW)


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
    return _table(_csv_rows(data), ragged=False)


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


class _Lines:
    """The lines of a CSV file, decoded while they are read, and no more of them for one row than a row may have."""

    def __init__(self, data: bytes) -> None:
        self.file = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
        self.row, self.taken = 0, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.file.readline(LONGEST_ROW + 1)
        self.taken += len(line)
        if self.taken > LONGEST_ROW:
            raise RefusedError(_("The row is too long. Perhaps a quotation mark is not closed."), self.row)
        if not line:
            raise StopIteration
        return line

    def rows(self, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
        """The rows, counted as a spreadsheet counts them."""
        reader = csv.reader(self, strict=strict)
        while True:
            self.row, self.taken = self.row + 1, 0
            try:
                row = next(reader)
            except StopIteration:
                return
            yield self.row, row


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file. A byte that is no UTF-8 is refused with its place."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        raise RefusedError(_("The file is encoded in UTF-16. Save it as “CSV UTF-8”."))
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:LONGEST_ROW].split(b"\n", 1)[0]
    for separator, sign in ((b";", ";"), (b"\t", "⇥"), (b"|", "|")):
        if separator in first and b"," not in first:
            raise RefusedError(
                _("The columns are separated by “%(sign)s”. Save the file as CSV with commas.") % {"sign": sign}, 1
            )
    lines = _Lines(data)
    try:
        yield from lines.rows()
    except UnicodeDecodeError:
        raise _not_utf8(data) from None
    except csv.Error as error:
        raise RefusedError(_("A quotation mark is not closed, or stands inside a cell."), lines.row) from error


def _not_utf8(data: bytes) -> RefusedError:
    """Why a file is not taken, with the row and the column of the first byte that is no UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        data = data[: error.start] + b"?"
    number, header, cells = 0, [""], [""]
    for number, cells in _Lines(data).rows(strict=False):
        header = header if number > 1 else cells
    known = number > 1 and len(cells) <= len(header)
    column = header[len(cells) - 1] if known else get_column_letter(len(cells))
    return RefusedError(_("The file is not encoded in UTF-8. Save it as “CSV UTF-8”."), number, column[:80])


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
