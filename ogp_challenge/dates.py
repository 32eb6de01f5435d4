"""Dates that are only known to the month, season or year."""

import datetime

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext


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
