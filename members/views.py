"""The directory of everybody who takes part, and of every member of OGP known to us."""

from itertools import groupby

from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.models import Locality, Member


@require_safe
def directory(request):
    """Countries A to Z by the letters of the page's language, each with its localities."""
    localities = Locality.objects.with_commitment_counts().alphabetical()
    members = (
        Member.objects.with_commitment_counts()
        .alphabetical()
        .select_related("region")
        .prefetch_related(Prefetch("localities", queryset=localities))
    )
    letters = [
        (letter, list(group)) for letter, group in groupby(members, key=lambda member: member.sort_key[:1].upper())
    ]
    return render(request, "members/directory.html", {"letters": letters})
