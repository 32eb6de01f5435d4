"""The list of commitments and the page of one."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commitments.citation import citations, error_report
from commitments.facets import chips, facets, selected, tally
from commitments.filters import SORTS, CommitmentFilter
from commitments.models import Commitment, FormerSlug, SearchEntry
from commitments.provenance import provenance
from commitments.related import neighbours, similar
from commitments.statistics import rows
from commitments.wording import count_text, places_text, title_text
from commitments.worldmap import participant_map
from ogp_challenge import search
from ogp_challenge.pagination import SIZES, paginate

#: How many changes the page of a commitment shows; the change log has all.
MOST_CHANGES = 10


@require_safe
def commitment_list(request):
    """The selection as a page, with its filter form."""
    if any(not value.strip() for values in dict(request.GET.lists()).values() for value in values):
        return redirect(without_blanks(request))
    selection = CommitmentFilter(request.GET, request=request)
    published = Commitment.objects.published()
    all_rows = rows(published, selection.vocabulary)
    found = rows(selection.found(published), selection.vocabulary) if selection.text else all_rows
    numbers = tally(all_rows, selection.chosen, found)
    active = list(chips(selection, *([] if numbers.total else [all_rows, found])))
    context = {
        "selection": selection,
        "numbers": numbers,
        "title": title_text(numbers, active),
        "count": count_text(numbers),
        "places": places_text(numbers),
        "facets": facets(selection, numbers),
        "chips": active,
        "map": participant_map(selected(found, selection.chosen), selection),
        "page": paginate(request, selection.qs.for_list(), numbers.total),
        "sorts": [(value, label) for value, label in SORTS.items() if value != "relevance" or selection.text],
        "sort_label": selection.sort_label,
        "sizes": SIZES,
        "suggestion": suggestion(selection) if selection.text and not found else None,
        "section": "commitments",
    }
    swapped = request.htmx and not request.htmx.history_restore_request
    response = render(request, "commitments/_swap.html" if swapped else "commitments/list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def without_blanks(request):
    """The address of `request` without the parameters that a form sends empty."""
    filled = [(name, value) for name, values in request.GET.lists() for value in values if value.strip()]
    return f"{request.path}?{urlencode(filled)}" if filled else request.path


def suggestion(selection):
    """What the reader may have meant by words that nothing has: the text, and the query of the selection with it."""
    text = search.suggest(selection.words, SearchEntry, get_language())
    return {"text": text, "query": selection.query(q=text)} if text else None


@require_safe
def commitment_detail(request, slug):
    """One commitment. A former address redirects for good; one that was withdrawn says so, with 410."""
    commitment = Commitment.objects.published().for_detail().filter(slug=slug).first()
    if commitment:
        return render(request, "commitments/detail.html", detail_context(request, commitment))
    if withdrawn := Commitment.objects.withdrawn().select_related("member", "locality").filter(slug=slug).first():
        context = {"commitment": withdrawn, "section": "commitments"}
        return render(request, "commitments/withdrawn.html", context, status=410)
    former = get_object_or_404(
        FormerSlug.objects.select_related("commitment").exclude(commitment__state__in=["draft", "in-review"]),
        slug=slug,
    )
    return HttpResponsePermanentRedirect(former.commitment.get_absolute_url())


def detail_context(request, commitment):
    """What the page of `commitment` prints; the query of `request` is the selection the reader came from."""
    selection = CommitmentFilter(request.GET, request=request)
    previous, following = neighbours(commitment, selection)
    return {
        "commitment": commitment,
        "provenance": provenance(commitment),
        "citations": citations(request, commitment),
        "error_report": error_report(request, commitment),
        "similar": similar(commitment),
        "changes": commitment.public_changes.all()[:MOST_CHANGES],
        "selection": selection,
        "query": selection.query(),
        "previous": previous,
        "next": following,
        "section": "commitments",
    }
