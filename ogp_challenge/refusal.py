"""Why a file is not taken: a sentence in the reader's language, with the row and the column where there are any."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file. Rows are counted as a spreadsheet shows them, the first one being 1."""

    message: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        if not self.place:
            return self.message
        return _("%(label)s: %(value)s") % {"label": self.place, "value": self.message}

    @property
    def place(self) -> str:
        """Where it is, in words."""
        if self.row and self.column:
            return _("Row %(row)d, column %(column)s") % {"row": self.row, "column": self.column}
        if self.row:
            return _("Row %(row)d") % {"row": self.row}
        return _("Column %(column)s") % {"column": self.column} if self.column else ""


class RefusedError(Exception):
    """A file, or a cell of it, is not taken."""

    def __init__(self, message: str, row: int = 0, column: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(message, row, column)

    def __str__(self) -> str:
        return str(self.problem)


class Unreadable(str):
    """Stands in a row for a cell that holds no text; says why."""

    __slots__ = ()
