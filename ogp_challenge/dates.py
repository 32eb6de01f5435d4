"""Dates that are only known to the month, season or year."""

import calendar
import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    SEASON = "season", _("season")
    YEAR = "year", _("year")


def partial_date(date: datetime.date | None, precision: str) -> str:
    """`date` as far as it is known, in the active language: "3 May 2026", "May 2026", "spring 2026", "2026".

    Seasons are those of the northern hemisphere, as OGP's plans use them. Empty when there is no date.
    """
    if date is None:
        return ""
    if precision == Precision.DAY:
        return str(formats.date_format(date, "DATE_FORMAT"))
    if precision == Precision.MONTH:
        return str(formats.date_format(date, "YEAR_MONTH_FORMAT"))
    if precision == Precision.SEASON:
        seasons = [
            pgettext("season", "winter %(year)s"),
            pgettext("season", "spring %(year)s"),
            pgettext("season", "summer %(year)s"),
            pgettext("season", "autumn %(year)s"),
        ]
        return seasons[date.month % 12 // 3] % {"year": date.year}
    return str(date.year)


def paired(date: str, precision: str) -> models.Q:
    """The condition of a constraint: a date has a precision, and no date has none."""
    return models.Q(**{f"{date}__isnull": True, precision: ""}) | (
        models.Q(**{f"{date}__isnull": False}) & ~models.Q(**{precision: ""})
    )


#: Seasons as ISO 8601-2 numbers them, after the months: spring, summer, autumn, winter; each with its first month.
SEASONS = {"21": 3, "22": 6, "23": 9, "24": 1}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


def partial_iso(date: datetime.date | None, precision: str) -> str:
    """A date as far as it is known, for programs: "2025", "2025-21" (spring), "2025-03" or "2025-03-01"."""
    if date is None:
        return ""
    if precision == Precision.SEASON:
        return f"{date.year:04}-{(24, 21, 22, 23)[date.month % 12 // 3]}"
    return date.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


def from_partial_iso(text: str, *, last: bool = False) -> tuple[datetime.date, Precision]:
    """The first day, or the `last`, of what `partial_iso` wrote, with the precision. Raises ValidationError."""
    found = _DATE.match(text)
    try:
        if found is None:
            raise ValueError(text)
        if found[3]:
            return datetime.date.fromisoformat(text), Precision.DAY
        if found[2] in SEASONS:
            first, length, precision = SEASONS[found[2]], 2 if found[2] == "24" else 3, Precision.SEASON
        elif found[2]:
            first, length, precision = int(found[2]), 1, Precision.MONTH
        else:
            first, length, precision = 1, 12, Precision.YEAR
        year, month = int(found[1]), first + length - 1 if last else first
        return datetime.date(year, month, calendar.monthrange(year, month)[1] if last else 1), precision
    except (ValueError, calendar.IllegalMonthError) as error:
        raise ValidationError(
            gettext("“%(text)s” is no date. Write 2025, 2025-03 or 2025-03-01, as text.") % {"text": text[:80]}
        ) from error
