"""The charts of a selection as files."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from commitments.coverage import CAPTIONS, matrix
from commitments.facets import chips, tally
from commitments.filters import CommitmentFilter
from commitments.statistics import facet_bars
from commitments.views.coverage import crossing, refused, selection_rows
from commitments.wording import title_text
from commitments.worldmap import participant_map
from ogp_challenge.charts.sheets import bar_sheet, grid_sheet

#: Name of a bar chart -> its facet and title.
BARS = {
    "areas": ("area", gettext_lazy("Commitments by challenge area")),
    "regions": ("region", gettext_lazy("Commitments by region")),
    "levels": ("level", gettext_lazy("Commitments by level of government")),
    "branches": ("branch", gettext_lazy("Commitments by branch of government")),
}


@require_safe
def chart(request, name):
    """The chart `name` of the selection as SVG. A value that is not known is refused with 400."""
    selection = CommitmentFilter(request.GET, request=request)
    by, unknown = crossing(request)
    if selection.unknown or unknown:
        return refused([*selection.unknown, *unknown])
    all_rows, found, mine = selection_rows(selection)
    shown = title_text(tally(all_rows, selection.chosen, found), list(chips(selection)))
    context = {"source": _("%(selection)s. Open Gov Challenge; data: OGP, CC BY 4.0.") % {"selection": shown}}
    if name in BARS:
        facet, title = BARS[name]
        bars = facet_bars(mine, selection, facet)
        template, context["sheet"] = "bars", bar_sheet(str(title), [(bar.label, bar.value) for bar in bars])
    elif name == "coverage":
        table = matrix(mine, selection, by)
        lines = [(line.area.name, [(cell.number, cell.step) for cell in line.cells]) for line in table.lines]
        template, context["sheet"] = (
            "coverage",
            grid_sheet(str(CAPTIONS[by]), [column.label for column in table.columns], lines),
        )
    elif name == "map":
        template, context["map"] = "world", participant_map(mine, selection)
        context["title"] = _("Participants in the Challenge on a map of the world")
    else:
        raise Http404
    response = render(request, f"charts/{template}.svg", context, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="open-gov-challenge-{name}.svg"'
    return response
