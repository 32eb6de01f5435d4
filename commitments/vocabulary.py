"""The values a selection may name, loaded once a request: every slug and code that the catalogue knows."""

from dataclasses import dataclass
from functools import cached_property

from commitments.models import Branch, ChallengeArea, Level, Route
from members.models import Locality, Member, Region


@dataclass(frozen=True)
class Vocabulary:
    """Countries, localities, regions and areas in the order of the page's language."""

    members: tuple[Member, ...]
    localities: tuple[Locality, ...]
    regions: tuple[Region, ...]
    areas: tuple[ChallengeArea, ...]

    @classmethod
    def load(cls):
        """Read everything in four queries."""
        members = tuple(Member.objects.alphabetical())
        by_pk = {member.pk: member for member in members}
        localities = tuple(Locality.objects.alphabetical())
        for locality in localities:
            locality.member = by_pk[locality.member_id]
        return cls(
            members,
            localities,
            tuple(Region.objects.alphabetical()),
            tuple(ChallengeArea.objects.alphabetical()),
        )

    @cached_property
    def labels(self):
        """Parameter -> value -> what a reader calls it. The order is the order of the options."""
        return {
            "country": {member.slug: member.name for member in self.members},
            "locality": {locality.slug: locality.full_name for locality in self.localities},
            "region": {region.slug: region.name for region in self.regions},
            "area": {area.slug: area.name for area in self.areas},
            **{
                name: {value: str(label) for value, label in choices.choices}
                for name, choices in (("branch", Branch), ("level", Level), ("route", Route))
            },
        }

    @cached_property
    def region_of(self):
        """Member id -> slug of its region, or None where OGP's region is not established."""
        slugs = {region.pk: region.slug for region in self.regions}
        return {member.pk: slugs.get(member.region_id) for member in self.members}

    @cached_property
    def slug_of(self):
        """Parameter -> id of a record -> its slug."""
        return {
            "country": {member.pk: member.slug for member in self.members},
            "locality": {locality.pk: locality.slug for locality in self.localities},
            "area": {area.pk: area.slug for area in self.areas},
        }
