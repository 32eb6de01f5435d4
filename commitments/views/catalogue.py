"""The list of commitments and the page of one."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.facets import chips, facets, rows, tally
from commitments.filters import SORTS, CommitmentFilter
from commitments.models import Commitment, FormerSlug
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
        "sorts": SORTS,
        "sizes": SIZES,
    }
    return render(request, "commitments/list.html", context)


@require_safe
def commitment_detail(request, slug):
    """One commitment. A former address redirects to the present one for good."""
    former = FormerSlug.objects.filter(slug=slug, commitment__is_public=True).select_related("commitment").first()
    if former:
        return HttpResponsePermanentRedirect(reverse("commitment", args=[former.commitment.slug]))
    commitment = get_object_or_404(Commitment.objects.published().for_detail(), slug=slug)
    return render(request, "commitments/detail.html", {"commitment": commitment})
