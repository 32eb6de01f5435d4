"""Every component on one page, for whoever builds the next one."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import QueryDict
from django.shortcuts import render
from django.utils.translation import get_language

from commitments.coverage import matrix
from commitments.facets import chips, facets, tally
from commitments.filters import CommitmentFilter, Unknown
from commitments.models import Commitment
from commitments.statistics import area_figures, rows
from commitments.views.changelog import public_changes
from commitments.worldmap import participant_map
from ogp_challenge.charts.bars import bars
from ogp_challenge.languages import LocalizedText
from ogp_challenge.pagination import paginate


@staff_member_required
def styleguide(request):
    """Components with real data. For staff only: it is no page of the catalogue."""
    published = Commitment.objects.published()
    selection = CommitmentFilter(QueryDict("area=justice&q=court"), published, request=request)
    all_rows = rows(published, selection.vocabulary)
    numbers = tally(all_rows, selection.chosen)
    context = {
        "selection": selection,
        "facet": facets(selection, numbers)[2],
        "chips": list(chips(selection, all_rows, all_rows)),
        "page": paginate(request, published.in_listing_order().for_list()),
        "areas": area_figures(all_rows, selection.vocabulary),
        "vocabulary": selection.vocabulary,
        "matrix": matrix(all_rows, selection, "region"),
        "bars": bars(
            [
                (figures.area.slug, figures.area.name, figures.count, f"area={figures.area.slug}")
                for figures in area_figures(all_rows, selection.vocabulary)
            ]
        ),
        "icons": ICONS,
        "map": participant_map(all_rows, CommitmentFilter(vocabulary=selection.vocabulary)),
        "unknown": Unknown("area", "atlantis"),
        "foreign": LocalizedText("", "fr" if get_language() == "en" else "en", is_fallback=True),
        "changes": public_changes()[:2],
    }
    return render(request, "site/styleguide.html", context)


#: The drawings of static/img/icons.svg that are not an area's.
ICONS = (
    *("search", "filter", "chevron", "arrow", "external", "close", "check", "globe", "pin", "building", "calendar"),
    *("branch", "level", "download", "print", "compare", "link", "info", "warning", "sort", "sort-asc", "sort-desc"),
)
