"""The directory of everybody who takes part, and of every member of OGP known to us."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.models import Locality, Member


@dataclass(frozen=True)
class Entry:
    """A country of the directory with its localities, those with a commitment apart."""

    member: Member
    active: list[Locality]
    others: list[Locality]

    @property
    def participates(self):
        """Whether there is a commitment, national or local."""
        return bool(self.member.national_count or self.member.local_count)


@require_safe
def directory(request):
    """Countries A to Z by the letters of the page's language, each with its localities."""
    localities = Locality.objects.with_commitment_counts().alphabetical()
    members = (
        Member.objects.with_commitment_counts()
        .alphabetical()
        .prefetch_related(Prefetch("localities", queryset=localities))
    )
    entries = [entry(member) for member in members]
    letters = [
        (letter, list(group)) for letter, group in groupby(entries, key=lambda item: item.member.sort_key[:1].upper())
    ]
    return render(request, "members/directory.html", {"letters": letters, "known": len(entries), "section": "members"})


def entry(member):
    """The entry of `member`, whose localities are loaded with their counts."""
    localities = list(member.localities.all())
    return Entry(
        member,
        active=[locality for locality in localities if locality.local_count],
        others=[locality for locality in localities if not locality.local_count],
    )
