"""Pages of a country, a locality, a region and an area: what it is, and the commitments that belong to it."""

from collections import Counter

from django.http import QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.coverage import matrix
from commitments.filters import CommitmentFilter
from commitments.models import LOCAL, ChallengeArea, Commitment, Level
from commitments.related import gaps
from commitments.statistics import area_figures, counters, facet_bars, rows
from commitments.worldmap import participant_map
from members.models import Locality, Member, Region


def not_taken_up(mine, selection):
    """The areas in which `mine`, the rows of a government, has no commitment."""
    taken_up = {row.area for row in mine}
    return [area for area in selection.vocabulary.areas if area.slug not in taken_up]


@require_safe
def member_page(request, slug):
    """One country: its national commitments, and those of its localities, with both counts."""
    member = get_object_or_404(Member.objects.with_commitment_counts().select_related("region"), slug=slug)
    selection = CommitmentFilter(QueryDict(f"country={slug}"))
    commitments = Commitment.objects.published().filter(member=member)
    mine = rows(commitments, selection.vocabulary)
    context = {
        "section": "members",
        "member": member,
        "national": commitments.filter(locality=None).in_listing_order().for_list(),
        "local": commitments.exclude(locality=None).in_listing_order().for_list(),
        "localities": member.localities.with_commitment_counts().alphabetical(),
        "gaps": gaps(not_taken_up(mine, selection), [Level.NATIONAL], member),
        "query": selection.query(),
        "charts": {
            "area": facet_bars(mine, selection, "area", all_values=False),
            "level": facet_bars(mine, selection, "level"),
            "branch": facet_bars(mine, selection, "branch"),
        },
        "map": participant_map(mine, selection) if any(row.locality for row in mine) else None,
    }
    return render(request, "commitments/member.html", context)


@require_safe
def locality_page(request, member, slug):
    """One locality, under the address of its country."""
    locality = get_object_or_404(Locality.objects.select_related("member__region"), member__slug=member, slug=slug)
    selection = CommitmentFilter(QueryDict(f"locality={slug}"))
    commitments = Commitment.objects.published().filter(locality=locality)
    mine = rows(commitments, selection.vocabulary)
    partners = locality.member.localities.exclude(pk=locality.pk).exclude(group="").filter(group=locality.group)
    context = {
        "locality": locality,
        "member": locality.member,
        "partners": partners.alphabetical(),
        "gaps": gaps(not_taken_up(mine, selection), LOCAL, locality.member),
        "commitments": commitments.in_listing_order().for_list(),
        "query": selection.query(),
        "charts": {facet: facet_bars(mine, selection, facet, all_values=False) for facet in ("area", "branch")},
        "section": "members",
    }
    return render(request, "commitments/locality.html", context)


@require_safe
def region_page(request, slug):
    """One of OGP's regions: who takes part there and what they promised."""
    region = get_object_or_404(Region, slug=slug)
    selection = CommitmentFilter(QueryDict(f"region={slug}"))
    commitments = Commitment.objects.published().filter(member__region=region)
    mine = rows(commitments, selection.vocabulary)
    context = {
        "section": "members",
        "region": region,
        "counters": counters(mine),
        "members": region.members.with_any_commitment().with_commitment_counts().alphabetical(),
        "query": selection.query(),
        "charts": {facet: facet_bars(mine, selection, facet) for facet in ("area", "branch", "level")},
        "map": participant_map(mine, selection),
        "commitments": commitments.in_listing_order().for_list(),
    }
    return render(request, "commitments/region.html", context)


def leaders(mine, selection):
    """Who promised most in an area: countries, their localities included, with the query of what they promised."""
    numbers = Counter()
    for row in mine:
        numbers[row.country] += row.size
    members = {member.slug: member for member in selection.vocabulary.members}
    order = {slug: at for at, slug in enumerate(members)}
    return [
        (members[slug], number, selection.query(country=slug))
        for slug, number in sorted(numbers.items(), key=lambda pair: (-pair[1], order[pair[0]]))
    ]


@require_safe
def area_list(request):
    """The ten areas."""
    selection = CommitmentFilter()
    vocabulary = selection.vocabulary
    all_rows = rows(Commitment.objects.published(), vocabulary)
    context = {
        "section": "areas",
        "areas": area_figures(all_rows, vocabulary),
        "regions": vocabulary.regions,
        "matrix": matrix(all_rows, selection, "region"),
    }
    return render(request, "commitments/areas.html", context)


@require_safe
def area_page(request, slug):
    """One area and the commitments whose primary area it is."""
    area = get_object_or_404(ChallengeArea, slug=slug)
    selection = CommitmentFilter(QueryDict(f"area={slug}"))
    vocabulary = selection.vocabulary
    all_rows = rows(Commitment.objects.published(), vocabulary)
    mine = [row for row in all_rows if row.area == area.slug]
    context = {
        "section": "areas",
        "area": area,
        "counters": counters(mine),
        "catalogue": counters(all_rows),
        "charts": {facet: facet_bars(mine, selection, facet) for facet in ("region", "branch", "level")},
        "query": selection.query(),
        "leaders": leaders(mine, selection),
        "map": participant_map(mine, selection),
        "chapters": area.chapters.alphabetical(),
        "others": [figures for figures in area_figures(all_rows, vocabulary) if figures.area != area],
        "commitments": Commitment.objects.published().filter(area=area).in_listing_order().for_list(),
    }
    return render(request, "commitments/area.html", context)
