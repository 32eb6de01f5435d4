"""Two to four commitments side by side."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from commitments.filters import CommitmentFilter, Unknown
from commitments.models import Commitment
from commitments.related import similar

#: How many can stand side by side and still be read.
MOST = 4
#: How many names are read at the most: an address is no place for more.
READ = 40
#: How many are offered to add.
OFFERED = 8


@dataclass(frozen=True)
class Candidate:
    """A commitment that can be added to the comparison, or taken out of it, and the query that does."""

    commitment: Commitment
    query: str


@require_safe
def compare(request):
    """The commitments that `c` names, in its order, with a search for more (`q`)."""
    slugs = list(dict.fromkeys(slug for slug in request.GET.getlist("c") if slug))[:READ]
    found = Commitment.objects.published().for_list().in_bulk(slugs, field_name="slug")
    known = [slug for slug in slugs if slug in found]
    kept = known[:MOST]
    compared = [found[slug] for slug in kept]
    selection = CommitmentFilter(request.GET, request=request)
    context = {
        "columns": [Candidate(one, query([slug for slug in kept if slug != one.slug])) for one in compared],
        "offers": offers(selection, compared) if len(kept) < MOST else [],
        "selection": selection,
        "most": MOST,
        "too_many": len(known) > MOST,
        "unknown": [Unknown("c", slug) for slug in slugs if slug not in found],
        "section": "commitments",
    }
    return render(request, "commitments/compare.html", context)


def offers(selection, compared):
    """What may be added: what the search finds, or else what is similar to the first."""
    kept = [one.slug for one in compared]
    if selection.text:
        candidates = selection.qs.exclude(slug__in=kept).for_list()[:OFFERED]
    elif compared:
        candidates = [other.commitment for other in similar(compared[0]) if other.commitment.slug not in kept]
    else:
        candidates = Commitment.objects.published().in_listing_order().for_list()[:OFFERED]
    return [Candidate(one, query([*kept, one.slug])) for one in candidates]


def query(slugs):
    """The query string of a comparison."""
    return urlencode([("c", slug) for slug in slugs])
