"""Pages of a country, a locality, a region and an area: what it is, and the commitments that belong to it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.models import ChallengeArea, Commitment
from commitments.statistics import by_area, counters
from members.models import Locality, Member, Region


@require_safe
def member_page(request, slug):
    """One country: its national commitments, and those of its localities, with both counts."""
    member = get_object_or_404(Member.objects.with_commitment_counts().select_related("region"), slug=slug)
    commitments = Commitment.objects.published().filter(member=member)
    taken_up = by_area(commitments)
    areas = list(ChallengeArea.objects.alphabetical())
    context = {
        "member": member,
        "national": commitments.filter(locality=None).in_listing_order().for_list(),
        "local": commitments.exclude(locality=None).in_listing_order().for_list(),
        "localities": member.localities.with_commitment_counts().alphabetical(),
        "taken_up": [(area, taken_up[area.pk]) for area in areas if area.pk in taken_up],
        "not_taken_up": [area for area in areas if area.pk not in taken_up],
    }
    return render(request, "commitments/member.html", context)


@require_safe
def locality_page(request, member, slug):
    """One locality, under the address of its country."""
    locality = get_object_or_404(Locality.objects.select_related("member__region"), member__slug=member, slug=slug)
    commitments = Commitment.objects.published().filter(locality=locality).in_listing_order().for_list()
    context = {"locality": locality, "member": locality.member, "commitments": commitments}
    return render(request, "commitments/locality.html", context)


@require_safe
def region_page(request, slug):
    """One of OGP's regions: who takes part there and what they promised."""
    region = get_object_or_404(Region, slug=slug)
    commitments = Commitment.objects.published().filter(member__region=region)
    numbers = by_area(commitments)
    context = {
        "region": region,
        "counters": counters(commitments),
        "members": region.members.with_any_commitment().with_commitment_counts().alphabetical(),
        "areas": [(area, numbers.get(area.pk, 0)) for area in ChallengeArea.objects.alphabetical()],
        "commitments": commitments.in_listing_order().for_list(),
    }
    return render(request, "commitments/region.html", context)


@require_safe
def area_list(request):
    """The ten areas."""
    numbers = by_area()
    areas = [(area, numbers.get(area.pk, 0)) for area in ChallengeArea.objects.alphabetical()]
    return render(request, "commitments/areas.html", {"areas": areas, "counters": counters()})


@require_safe
def area_page(request, slug):
    """One area and the commitments whose primary area it is."""
    area = get_object_or_404(ChallengeArea, slug=slug)
    commitments = Commitment.objects.published().filter(area=area)
    context = {
        "area": area,
        "counters": counters(commitments),
        "commitments": commitments.in_listing_order().for_list(),
    }
    return render(request, "commitments/area.html", context)
