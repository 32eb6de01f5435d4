"""A second, slow implementation of the selection: loops over plain rows. SQL must agree with it."""

from collections import Counter
from dataclasses import dataclass

from commitments.models import Commitment

FACETS = {
    "participant": ("country", "locality"),
    "region": ("region",),
    "area": ("area",),
    "branch": ("branch",),
    "level": ("level",),
    "route": ("route",),
}


@dataclass(frozen=True)
class Plain:
    """One commitment as the meaning of the parameters sees it."""

    slug: str
    values: dict


def catalogue():
    """Every published commitment, in listing order."""
    return [
        Plain(
            commitment.slug,
            {
                "country": commitment.member.slug,
                "locality": commitment.locality.slug if commitment.locality else None,
                "region": commitment.member.region.slug if commitment.member.region else None,
                "area": commitment.area.slug,
                "branch": commitment.branch,
                "level": commitment.level,
                "route": commitment.route,
            },
        )
        for commitment in Commitment.objects.order_by("position", "pk").select_related(
            "member__region", "locality", "area"
        )
        if commitment.state == "published"
    ]


def in_facet(plain, chosen, facet):
    """Whether `plain` has a chosen value of `facet`; true when nothing is chosen in it."""
    wanted = [(name, value) for name in FACETS[facet] for value in chosen.get(name, [])]
    return not wanted or any(plain.values[name] == value for name, value in wanted)


def select(rows, chosen):
    """The slugs of the rows that match every facet."""
    return [plain.slug for plain in rows if all(in_facet(plain, chosen, facet) for facet in FACETS)]


def counts(rows, chosen):
    """Parameter -> value -> results if that value alone were chosen in its facet."""
    result = {name: Counter() for names in FACETS.values() for name in names}
    for facet, names in FACETS.items():
        others = [other for other in FACETS if other != facet]
        for plain in rows:
            if all(in_facet(plain, chosen, other) for other in others):
                for name in names:
                    if plain.values[name]:
                        result[name][plain.values[name]] += 1
    return result
