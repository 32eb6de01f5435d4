"""The front page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import ChallengeArea, Commitment
from commitments.statistics import by_area, counters
from members.models import Region


@require_safe
def home(request):
    """What the Challenge is, in three figures, with the ways in."""
    numbers = by_area()
    published = Commitment.objects.published()
    context = {
        "counters": counters(),
        "areas": [(area, numbers.get(area.pk, 0)) for area in ChallengeArea.objects.alphabetical()],
        "regions": Region.objects.alphabetical(),
        "featured": published.filter(featured=True).in_listing_order().for_list()[:3],
        "latest": published.order_by("-published_at", "-position").for_list()[:6],
    }
    return render(request, "site/home.html", context)
