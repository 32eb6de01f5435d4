"""Sentences about a selection that stand in several places: title, heading, announcement."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def count_text(numbers):
    """The size of the tally `numbers`: "12 of 90 commitments", or "90 commitments" where nothing is left out."""
    if numbers.total == numbers.catalogue_total:
        return ngettext("%(n)d commitment", "%(n)d commitments", numbers.total) % {"n": numbers.total}
    return ngettext("%(n)d of %(all)d commitment", "%(n)d of %(all)d commitments", numbers.catalogue_total) % {
        "n": numbers.total,
        "all": numbers.catalogue_total,
    }


def places_text(numbers):
    """Who is behind the results: "5 countries and 3 localities"; nothing where there are none."""
    counted = [
        (len(numbers.countries), ngettext("%(n)d country", "%(n)d countries", len(numbers.countries))),
        (len(numbers.localities), ngettext("%(n)d locality", "%(n)d localities", len(numbers.localities))),
    ]
    parts = [text % {"n": number} for number, text in counted if number]
    if len(parts) < 2:
        return "".join(parts)
    return _("%(countries)s and %(localities)s") % {"countries": parts[0], "localities": parts[1]}


def title_text(numbers, chips, most=None):
    """The title of the page: the count, and what the list was narrowed to, `most` filters by name (None: all)."""
    if not chips:
        return count_text(numbers)
    named = chips[:most]
    filters = ", ".join(chip.label for chip in named)
    if others := len(chips) - len(named):
        more = ngettext("%(filters)s and %(n)d more filter", "%(filters)s and %(n)d more filters", others)
        filters = more % {"filters": filters, "n": others}
    return _("%(count)s: %(filters)s") % {"count": count_text(numbers), "filters": filters}
