"""The front page."""

import datetime
from calendar import monthrange
from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.coverage import matrix
from commitments.filters import CommitmentFilter
from commitments.models import Commitment
from commitments.statistics import area_dial, area_figures, counters, rows
from commitments.worldmap import participant_map


@require_safe
def home(request):
    """What the Challenge is, in three figures and two pictures, with the ways in."""
    selection = CommitmentFilter()
    vocabulary = selection.vocabulary
    published = Commitment.objects.published()
    all_rows = rows(published, vocabulary)
    context = {
        "counters": counters(all_rows),
        "dial": area_dial(all_rows, vocabulary),
        "areas": area_figures(all_rows, vocabulary),
        "regions": [
            (region, counters([row for row in all_rows if row.region == region.slug])) for region in vocabulary.regions
        ],
        "map": participant_map(all_rows, selection),
        "matrix": matrix(all_rows, selection, "region"),
        "featured": published.filter(featured=True).in_listing_order().for_list()[:3],
        "latest": published.order_by("-published_at", "-position").for_list()[:5],
        "deadline": deadline(timezone.localdate()),
        "vocabulary": vocabulary,
        "section": "home",
    }
    return render(request, "site/home.html", context)


@dataclass(frozen=True)
class Deadline:
    """How far the time of the Challenge has run: days left, and the bar in per cent of its length."""

    days: int
    share: float
    years: tuple[float, ...]


def deadline(today):
    """Where `today` stands between the start and the end of the Challenge."""
    start, (year, month) = datetime.date(settings.CHALLENGE_BEGAN, 1, 1), settings.CHALLENGE_ENDS
    end = datetime.date(year, month, monthrange(year, month)[1])

    def share(date):
        return round(100 * max(0.0, min(1.0, (date - start) / (end - start))), 2)

    return Deadline(
        days=max(0, (end - today).days),
        share=share(today),
        years=tuple(share(datetime.date(each, 1, 1)) for each in range(start.year + 1, end.year + 1)),
    )
