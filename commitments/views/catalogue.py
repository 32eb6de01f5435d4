"""The list of commitments and the page of one."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.facets import chips, facets, tally
from commitments.filters import SORTS, CommitmentFilter
from commitments.models import Commitment, FormerSlug
from commitments.provenance import provenance
from commitments.statistics import rows
from ogp_challenge.pagination import SIZES, paginate


@require_safe
def commitment_list(request):
    """The selection as a page, with its filter form."""
    selection = CommitmentFilter(request.GET, request=request)
    all_rows = rows(Commitment.objects.published(), selection.vocabulary)
    numbers = tally(all_rows, selection.chosen)
    context = {
        "selection": selection,
        "numbers": numbers,
        "facets": facets(selection, numbers),
        "chips": list(chips(selection, None if numbers.total else all_rows)),
        "page": paginate(request, selection.qs.for_list(), numbers.total),
        "sorts": [(value, label) for value, label in SORTS.items() if value != "relevance" or selection.text],
        "sort_label": selection.sort_label,
        "sizes": SIZES,
        "section": "commitments",
    }
    return render(request, "commitments/list.html", context)


@require_safe
def commitment_detail(request, slug):
    """One commitment. A former address redirects to the present one for good."""
    commitment = Commitment.objects.published().for_detail().filter(slug=slug).first()
    if commitment is None:
        former = get_object_or_404(
            FormerSlug.objects.select_related("commitment"), slug=slug, commitment__is_public=True
        )
        return HttpResponsePermanentRedirect(former.commitment.get_absolute_url())
    context = {"commitment": commitment, "provenance": provenance(commitment), "section": "commitments"}
    return render(request, "commitments/detail.html", context)
