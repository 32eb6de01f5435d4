"""The directory of everybody who takes part, and of every member of OGP known to us: what is asked for, and found."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Prefetch, Q
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from members.models import Locality, Member, Region

#: What the directory can be narrowed to. The first is everybody.
SHOWN = {
    "all": _("everybody"),
    "participating": _("countries that take part in any way"),
    "countries": _("countries with a national commitment"),
    "through-localities": _("countries that take part only through a locality"),
    "localities": _("localities with a commitment"),
    "ogp-local": _("members of OGP Local"),
    "without": _("members without a commitment"),
}


@dataclass(frozen=True)
class Entry:
    """A country of the directory with its localities, each alone or with those it joined together with.

    `active` are the groups in which somebody has a commitment, `others` those without any.
    """

    member: Member
    active: list[list[Locality]]
    others: list[list[Locality]]

    @property
    def participates(self):
        """Whether there is a commitment, national or local."""
        return bool(self.member.national_count or self.member.local_count)

    @property
    def others_count(self):
        """How many localities are in groups without a commitment."""
        return sum(map(len, self.others))

    @property
    def localities_count(self):
        """How many localities there are in all groups."""
        return sum(map(len, self.active)) + self.others_count


class Directory:
    """What a query asks of the directory. A value that is not known is dropped and kept in `unknown`."""

    def __init__(self, data):
        """`data` is a QueryDict with `show` (one of SHOWN) and `region` (a slug)."""
        self.regions = list(Region.objects.alphabetical())
        allowed = {"show": SHOWN, "region": {region.slug: region.name for region in self.regions}}
        self.unknown = [
            (name, data[name]) for name, known in allowed.items() if data.get(name) and data[name] not in known
        ]
        self.show = data.get("show") if data.get("show") in SHOWN else "all"
        self.region = data.get("region") if data.get("region") in allowed["region"] else ""

    def query(self, **changes):
        """The query string after a change, without what is the default."""
        values = {"show": self.show, "region": self.region} | changes
        return urlencode({name: value for name, value in values.items() if value and value != "all"})

    @property
    def lists_localities(self):
        """Whether the entries are localities and not countries."""
        return self.show == "localities"

    @cached_property
    def entries(self):
        """The countries (Entry) or the localities (Locality), by name in the language of the page."""
        if self.lists_localities:
            localities = Locality.objects.participating().with_commitment_counts().alphabetical()
            return list(self.in_region(localities, "member__region").select_related("member"))
        members = Member.objects.with_commitment_counts().alphabetical()
        found = [entry(member) for member in self.in_region(members, "region").prefetch_related(self.localities())]
        return [one for one in found if self.fits(one)]

    @property
    def localities_count(self):
        """How many localities stand with the countries."""
        return sum(one.localities_count for one in self.entries)

    def in_region(self, queryset, lookup):
        """`queryset` narrowed to the region, if one is chosen."""
        return queryset.filter(**{f"{lookup}__slug": self.region}) if self.region else queryset

    def localities(self):
        """The localities to load with each country."""
        localities = Locality.objects.with_commitment_counts().alphabetical()
        if self.show == "ogp-local":
            localities = localities.filter(Q(is_ogp_local=True))
        return Prefetch("localities", queryset=localities)

    def fits(self, one):
        """Whether an entry is among what is shown."""
        member = one.member
        return {
            "all": True,
            "participating": one.participates,
            "countries": bool(member.national_count),
            "through-localities": bool(member.local_count and not member.national_count),
            "ogp-local": bool(one.active or one.others),
            "without": not one.participates,
        }[self.show]

    @cached_property
    def letters(self):
        """The entries by the first letter of their name."""

        def letter(one):
            return (one if self.lists_localities else one.member).sort_key[:1].upper()

        return [(initial, list(group)) for initial, group in groupby(self.entries, key=letter)]


def entry(member):
    """The entry of `member`, whose localities are loaded with their counts. A group stays together."""
    groups = {}
    for locality in member.localities.all():
        groups.setdefault(locality.group or locality.slug, []).append(locality)
    active, others = [], []
    for group in groups.values():
        (active if any(locality.local_count for locality in group) else others).append(group)
    return Entry(member, active, others)
