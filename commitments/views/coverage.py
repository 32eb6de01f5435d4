"""The coverage of the areas, as a page and as a file."""

from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.coverage import CROSSINGS, matrix
from commitments.facets import chips, selected, tally
from commitments.filters import CommitmentFilter, Unknown
from commitments.models import Commitment
from commitments.statistics import rows
from commitments.wording import count_text
from ogp_challenge.downloads import csv_response


def selection_rows(selection):
    """The rows of the whole catalogue, and those of `selection`."""
    published = Commitment.objects.published()
    all_rows = rows(published, selection.vocabulary)
    found = rows(selection.found(published), selection.vocabulary) if selection.text else all_rows
    return all_rows, found, selected(found, selection.chosen)


def crossing(request):
    """What `by` crosses the areas with, region when it is not known; and what was not known, as a list."""
    by = request.GET.get("by") or "region"
    return (by, []) if by in CROSSINGS else ("region", [Unknown("by", by)])


@require_safe
def coverage(request):
    """The matrix of the selection, whole or its gaps alone."""
    selection = CommitmentFilter(request.GET, request=request)
    all_rows, found, mine = selection_rows(selection)
    by, unknown = crossing(request)
    selection.unknown += unknown
    count = count_text(tally(all_rows, selection.chosen, found))
    context = {
        "selection": selection,
        "matrix": matrix(mine, selection, by),
        "count": count,
        "title": _("Coverage: %(count)s") % {"count": count},
        "chips": list(chips(selection)),
        "crossings": CROSSINGS.items(),
        "caption": CROSSINGS[by].caption,
        "gaps_only": request.GET.get("gaps") == "1",
        "section": "coverage",
    }
    return render(request, "commitments/coverage.html", context)


@require_safe
def coverage_csv(request):
    """The matrix as CSV. A program is told of a value that is not known, with 400."""
    selection = CommitmentFilter(request.GET, request=request)
    by, unknown = crossing(request)
    if selection.unknown or unknown:
        return refused([*selection.unknown, *unknown])
    table = matrix(selection_rows(selection)[2], selection, by).table
    header = [table.key, table.corner, *(head.label for head in table.heads), table.all_label]
    lines = [
        [line.head.value, line.head.label, *(cell.number for cell in line.cells), line.total.number]
        for line in (*table.lines, table.totals)
    ]
    return csv_response(f"open-gov-challenge-coverage-by-{by}", header, lines)


def refused(unknown):
    """400, naming what is not known."""
    values = ", ".join(one.value[:80] for one in unknown)
    text = _("Not known: %(values)s") % {"values": values}
    return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")
