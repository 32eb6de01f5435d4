"""Tables as files that programs read."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

#: A spreadsheet takes a cell that begins so for a formula, full-width signs included (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def guarded(cell: object) -> str:
    """`cell` as text that no spreadsheet runs: an apostrophe before what would be a formula."""
    text = str(cell).replace("\x00", "")
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def csv_response(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as CSV (RFC 4180, UTF-8) that is saved as `name`.csv."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow([guarded(cell) for cell in header])
    writer.writerows([cell if isinstance(cell, int) else guarded(cell) for cell in row] for row in rows)
    return response
