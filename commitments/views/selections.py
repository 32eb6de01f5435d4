"""What pages and files of a selection have in common: its rows, what its areas are crossed with, its refusal."""

from django.http import HttpResponseBadRequest
from django.utils.translation import gettext as _

from commitments.coverage import CROSSINGS
from commitments.facets import selected
from commitments.filters import Unknown
from commitments.models import Commitment
from commitments.statistics import rows


def selection_rows(selection):
    """The rows of the whole catalogue, those with the words searched for, and those of `selection`."""
    published = Commitment.objects.published()
    all_rows = rows(published, selection.vocabulary)
    found = rows(selection.found(published), selection.vocabulary) if selection.text else all_rows
    return all_rows, found, selected(found, selection.chosen)


def crossing(request):
    """What `by` crosses the areas with, region when it is not known; and what was not known, as a list."""
    by = request.GET.get("by") or "region"
    return (by, []) if by in CROSSINGS else ("region", [Unknown("by", by)])


def refused(unknown):
    """400, naming what is not known."""
    values = ", ".join(one.value[:80] for one in unknown)
    text = _("Not known: %(values)s") % {"values": values}
    return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")
