"""Excel workbooks (XLSX) from strangers: rows of text, within limits, with nothing executed and nothing fetched.

Read with the standard library's streaming parser instead of openpyxl: a document type can be refused before it is
looked at, every limit holds while the file is read, and a formula is seen as what it is. openpyxl expands a list of
shared strings of 42 MB (6 MB packed) for 17 seconds before a row can be counted.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ogp_challenge.refusal import RefusedError, Unreadable

MOST_UNPACKED, MOST_RATIO, MOST_MEMBERS = 50_000_000, 100, 50

#: Where a workbook names other files and databases. What it holds was computed from what we cannot see.
OUTSIDE = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")

#: What the standard library raises over archives and documents that are not what they should be.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError),
    *(LookupError, ValueError, OverflowError, NotImplementedError, RuntimeError, EOFError, OSError),
)

_CHUNK = 1 << 16
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+\Z")

Attributes = dict[str, str]


class _Done(Exception):
    """The rest of a part need not be read."""


def rows(data: bytes, most_columns: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet of a workbook, each with its number; rows and cells without content are left out
    at the end and "" in between. Raises RefusedError. A cell that cannot be read as a text is an Unreadable."""
    archive = _opened(data)
    try:
        for member in archive.namelist():
            if member.endswith((".xml", ".rels")):
                _read(archive, member, _Prolog())
        sheet, strings = _sheet(archive)
        table = _Rows(_strings(archive, strings) if strings else [], most_columns)
        for _chunk in _read_in_steps(archive, sheet, table):
            yield from table.taken()
    except BROKEN as error:
        raise RefusedError(_("The workbook is damaged. Save it again as XLSX.")) from error


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive that a workbook is, once its sizes are known to be harmless."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise RefusedError(_("The workbook is damaged. Save it again as XLSX.")) from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise RefusedError(
            ngettext(
                "The workbook holds more than %(n)d file.", "The workbook holds more than %(n)d files.", MOST_MEMBERS
            )
            % {"n": MOST_MEMBERS}
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        raise RefusedError(
            _("Unpacked, the workbook is larger than %(n)d MB. Split it, or use CSV.")
            % {"n": MOST_UNPACKED // 1_000_000}
        )
    if unpacked > MOST_RATIO * len(data):
        raise RefusedError(_("The workbook unpacks to more than %(n)d times its size.") % {"n": MOST_RATIO})
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError(_("The workbook is protected by a password. Save it without one."))
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise RefusedError(_("The workbook is damaged. Save it again as XLSX."))
    if any(member.filename.startswith(OUTSIDE) for member in members):
        raise RefusedError(_("The workbook takes values from other files. Paste them as values and save it again."))
    return archive


class _Handler:
    """What is made of the elements of a part. Names come without their namespace prefix."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Characters of an element, perhaps not all of them."""


def _read(archive: zipfile.ZipFile, member: str, handler: _Handler) -> None:
    for _chunk in _read_in_steps(archive, member, handler):
        pass


def _read_in_steps(archive: zipfile.ZipFile, member: str, handler: _Handler) -> Iterator[None]:
    """Feed a part to `handler`, with a pause after each piece of it."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, attributes: handler.start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = handler.text
    try:
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
                yield
        parser.Parse(b"", True)
        yield
    except _Done:
        return


def _refuse_doctype(*_declaration: object) -> None:
    raise RefusedError(_("The workbook declares a document type, which no spreadsheet does. It was not read."))


class _Prolog(_Handler):
    """Reads no further than where a document type would have stood."""

    def start(self, name: str, attributes: Attributes) -> None:
        raise _Done


class _Elements(_Handler):
    """The attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Attributes] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self.name:
            self.found.append(attributes)


def _attributes(archive: zipfile.ZipFile, member: str, name: str) -> list[Attributes]:
    elements = _Elements(name)
    _read(archive, member, elements)
    return elements.found


def _relations(archive: zipfile.ZipFile, folder: str, name: str) -> list[Attributes]:
    """The relationships of a part, their targets as names of members."""
    relations = _attributes(archive, posixpath.join(folder, "_rels", f"{name}.rels"), "Relationship")
    for relation in relations:
        relation["Target"] = posixpath.normpath(posixpath.join("/", folder, relation["Target"])).lstrip("/")
    return relations


def _sheet(archive: zipfile.ZipFile) -> tuple[str, str]:
    """The members that hold the first visible sheet and, where there is one, the list of shared strings."""
    (book,) = (one["Target"] for one in _relations(archive, "", "") if one["Type"].endswith("/officeDocument"))
    relations = _relations(archive, *posixpath.split(book))
    sheets = [sheet for sheet in _attributes(archive, book, "sheet") if sheet.get("state", "visible") == "visible"]
    references = {value for key, value in sheets[0].items() if key.rpartition(":")[2] == "id"}
    (sheet,) = (one["Target"] for one in relations if one["Id"] in references)
    strings = [one["Target"] for one in relations if one["Type"].endswith("/sharedStrings")]
    return sheet, strings[0] if strings else ""


class _Texts(_Handler):
    """The texts of the elements `whole`, without the phonetic ones."""

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.found: list[str] = []
        self.parts: list[str] = []
        self.reading = self.phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self.whole:
            self.parts = []
        elif name == "rPh":
            self.phonetic = True
        elif name == "t":
            self.reading = not self.phonetic

    def end(self, name: str) -> None:
        if name == self.whole:
            self.found.append("".join(self.parts))
        elif name == "rPh":
            self.phonetic = False
        elif name == "t":
            self.reading = False

    def text(self, data: str) -> None:
        if self.reading:
            self.parts.append(data)


def _strings(archive: zipfile.ZipFile, member: str) -> list[str]:
    texts = _Texts("si")
    _read(archive, member, texts)
    return texts.found


class _Rows(_Handler):
    """Rows of cells, to be taken while they are read."""

    def __init__(self, strings: list[str], most_columns: int) -> None:
        self.strings, self.most_columns = strings, most_columns
        self.done: list[tuple[int, list[str]]] = []
        self.number, self.column = 0, 0
        self.cells: dict[int, str] = {}
        self.kind, self.formula, self.phonetic = "n", False, False
        self.parts: list[str] | None = None
        self.value = ""

    def taken(self) -> list[tuple[int, list[str]]]:
        """The rows that are complete since the last call."""
        done, self.done = self.done, []
        return done

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self.number = int(attributes.get("r", self.number + 1))
            self.column, self.cells = 0, {}
        elif name == "c":
            place = _PLACE.match(attributes.get("r", ""))
            self.column = _column(place[1]) if place else self.column + 1
            self.kind, self.formula, self.value = attributes.get("t", "n"), False, ""
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.phonetic = True
        elif name == "v" or (name == "t" and not self.phonetic):
            self.parts = []

    def text(self, data: str) -> None:
        if self.parts is not None:
            self.parts.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t") and self.parts is not None:
            self.value += "".join(self.parts)
            self.parts = None
        elif name == "rPh":
            self.phonetic = False
        elif name == "c":
            if cell := self.cell():
                if self.column > self.most_columns:
                    raise RefusedError(too_many_columns(self.most_columns), self.number)
                self.cells[self.column] = cell
        elif name == "row" and self.cells:
            last = max(self.cells)
            self.done.append((self.number, [self.cells.get(column, "") for column in range(1, last + 1)]))

    def cell(self) -> str:
        """The content of the cell that ends here."""
        if self.formula:
            return Unreadable(_("The cell holds a formula. Paste its value instead."))
        if self.kind == "e":
            return Unreadable(_("The cell holds an error of the spreadsheet (%s).") % self.value[:20])
        if self.kind == "s":
            return _unescaped(self.strings[int(self.value)]) if self.value else ""
        if self.kind == "b":
            return "true" if self.value == "1" else "false"
        return _number(self.value) if self.kind == "n" else _unescaped(self.value)


def too_many_columns(most: int) -> str:
    """The sentence for a table that is too wide."""
    return ngettext("The file has more than %(n)d column.", "The file has more than %(n)d columns.", most) % {
        "n": most
    }


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _unescaped(text: str) -> str:
    """The text in which a spreadsheet wrote some characters by their code."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _number(text: str) -> str:
    """A whole number without the decimals that spreadsheets store."""
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 10**15 else text
