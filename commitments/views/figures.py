"""The charts of a selection as files."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from commitments.coverage import CROSSINGS, matrix
from commitments.facets import chips, tally
from commitments.filters import CommitmentFilter
from commitments.statistics import area_dial, facet_bars
from commitments.views.selections import crossing, refused, selection_rows
from commitments.wording import title_text
from commitments.worldmap import participant_map
from ogp_challenge.charts.sheets import bar_sheet, dial_sheet, framed, grid_sheet, map_sheet, stack_sheet

#: How many filters the source of a chart names; a page has room for all.
MOST_FILTERS = 3

#: Name of a bar chart -> its facet and title.
BARS = {
    "areas": ("area", gettext_lazy("Commitments by challenge area")),
    "regions": ("region", gettext_lazy("Commitments by region")),
    "levels": ("level", gettext_lazy("Commitments by level of government")),
    "branches": ("branch", gettext_lazy("Commitments by branch of government")),
}


def coverage_chart(mine, selection, by):
    """The coverage as a grid."""
    table = matrix(mine, selection, by).table
    lines = [(line.head.label, [(cell.number, cell.step) for cell in line.cells]) for line in table.lines]
    return CROSSINGS[by].caption, grid_sheet([head.label for head in table.heads], lines)


def mix_chart(mine, selection):
    """The areas as bars of which each part is a region."""
    found = matrix(mine, selection, "region")
    lines = [(line.area.name, [cell.number for cell in line.cells]) for line in found.lines]
    return CROSSINGS["region"].caption, stack_sheet([column.label for column in found.columns], lines)


def dial_chart(mine, selection):
    """The dial of the front page."""
    kinds = [
        ("national", pgettext("level of government", "National")),
        ("local", pgettext("level of government", "Local")),
    ]
    return CROSSINGS["level"].caption, dial_sheet(area_dial(mine, selection.vocabulary), kinds)


def map_chart(mine, selection):
    """The map of the participants."""
    drawing = participant_map(mine, selection).drawing
    return _("Participants in the Challenge on a map of the world"), map_sheet(drawing)


def bar_chart(facet, title):
    """What draws the bars of `facet`."""

    def draw(mine, selection):
        return title, bar_sheet([(bar.label, bar.value) for bar in facet_bars(mine, selection, facet)])

    return draw


#: Name of a chart -> its template, and what makes its title and its drawing of the rows and the selection.
#: The coverage is told what to cross the areas with, too.
CHARTS = {
    **{name: ("bars", bar_chart(facet, title)) for name, (facet, title) in BARS.items()},
    "coverage": ("coverage", coverage_chart),
    "mix": ("mix", mix_chart),
    "dial": ("dial", dial_chart),
    "map": ("world", map_chart),
}


@require_safe
def chart(request, name):
    """The chart `name` of the selection as SVG. A value that is not known is refused with 400."""
    if name not in CHARTS:
        raise Http404
    selection = CommitmentFilter(request.GET, request=request)
    options = {}
    if name == "coverage":
        options["by"], unknown = crossing(request)
        selection.unknown += unknown
    if selection.unknown:
        return refused(selection.unknown)
    all_rows, found, mine = selection_rows(selection)
    shown = title_text(tally(all_rows, selection.chosen, found), list(chips(selection)), most=MOST_FILTERS)
    source = _("%(selection)s. Open Gov Challenge; data: OGP, CC BY 4.0.") % {"selection": shown}
    template, draw = CHARTS[name]
    title, sheet = draw(mine, selection, **options)
    context = {"sheet": sheet, "frame": framed(str(title), source, sheet)}
    response = render(request, f"charts/{template}.svg", context, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="open-gov-challenge-{name}.svg"'
    return response
