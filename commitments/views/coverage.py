"""The coverage of the areas, as a page and as a file."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.coverage import CROSSINGS, matrix
from commitments.facets import chips, tally
from commitments.filters import CommitmentFilter
from commitments.views.selections import crossing, refused, selection_rows
from commitments.wording import count_text
from ogp_challenge.downloads import csv_response


@require_safe
def coverage(request):
    """The matrix of the selection, whole or its gaps alone."""
    selection = CommitmentFilter(request.GET, request=request)
    all_rows, found, mine = selection_rows(selection)
    by, unknown = crossing(request)
    selection.unknown += unknown
    numbers = tally(all_rows, selection.chosen, found)
    count, crossed = count_text(numbers), matrix(mine, selection, by)
    gaps_only = request.GET.get("gaps") == "1"
    context = {
        "selection": selection,
        "matrix": crossed,
        "count": count,
        "catalogue_total": numbers.catalogue_total,
        # Where all is a gap, the gaps are still worth a list.
        "nothing": not crossed.size or not (numbers.total or gaps_only),
        "title": _("Coverage: %(count)s") % {"count": count},
        "chips": list(chips(selection, *([] if numbers.total else [all_rows, found]))),
        "crossings": CROSSINGS.items(),
        "caption": CROSSINGS[by].caption,
        "gaps_only": gaps_only,
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
