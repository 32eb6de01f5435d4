"""Where to go from one commitment: to similar ones, each with its reason, and to its neighbours in a list."""

from dataclasses import dataclass

from django.db.models import Case, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from commitments.models import Branch, ChallengeArea, Commitment

#: How many similar commitments are shown at the most.
MOST = 5

#: How many examples stand beside an area that is not taken up.
EXAMPLES = 2

#: What makes a commitment similar, the more telling the more points. Most commitments are of the executive, so
#: that sharing it tells little.
POINTS = {"area": 8, "branch": 4, "level": 2, "region": 1}


@dataclass(frozen=True)
class Similar:
    """A commitment and why it is shown beside another: "Same challenge area, same branch, another country"."""

    commitment: Commitment
    reason: str


def similar(commitment):
    """Up to five public commitments in the same area, or of the same branch and region, the closest first."""
    region = commitment.member.region_id
    shared = {
        "area": Q(area=commitment.area_id),
        "branch": Q(branch=commitment.branch) & ~Q(branch=Branch.EXECUTIVE),
        "level": Q(level=commitment.level),
        "region": Q(member__region=region) if region else Q(pk__in=[]),
    }
    points = sum(
        (Case(When(condition, then=Value(POINTS[name])), default=Value(0)) for name, condition in shared.items()),
        Value(0),
    )
    # The records are wide: find which, then fetch those few.
    closest = (
        Commitment.objects.published()
        .exclude(pk=commitment.pk)
        .filter(shared["area"] | Q(branch=commitment.branch) & shared["region"])
        .annotate(points=points, elsewhere=Case(When(member=commitment.member_id, then=Value(1)), default=Value(0)))
        .order_by(F("points").desc(), "elsewhere", "position", "pk")
        .values_list("pk", flat=True)[:MOST]
    )
    order = {pk: at for at, pk in enumerate(closest)}
    others = sorted(Commitment.objects.filter(pk__in=order).for_list(), key=lambda other: order[other.pk])
    return [Similar(other, reason(commitment, other)) for other in others]


def reason(commitment, other):
    """What `other` shares with `commitment`, and what it does not, in a phrase."""
    phrases = [
        (commitment.area_id == other.area_id, _("same challenge area")),
        (commitment.branch == other.branch, _("same branch")),
        (commitment.level == other.level, _("same level of government")),
        (nearby(commitment, other), _("same region")),
        (commitment.member_id == other.member_id, _("same country")),
        (commitment.member_id != other.member_id, _("another country")),
    ]
    text = ", ".join(phrase for holds, phrase in phrases if holds)
    return text[:1].upper() + text[1:]


def nearby(commitment, other):
    """Whether they come from two countries of one region."""
    regions = {commitment.member.region_id, other.member.region_id}
    return commitment.member_id != other.member_id and len(regions) == 1 and None not in regions


@dataclass(frozen=True)
class Gap:
    """An area that a government has not taken up, and who did so elsewhere."""

    area: ChallengeArea
    examples: list[Commitment]


def gaps(areas, level, government):
    """A Gap for each of `areas`: two examples of governments of `level` elsewhere, the same region first.

    `government` is the Member, or the member of the locality, that the examples are to be elsewhere than. One query.
    """
    nearer = Case(When(member__region=government.region_id, then=Value(0)), default=Value(1))
    ranked = Window(RowNumber(), partition_by=F("area"), order_by=[nearer.asc(), F("position").asc()])
    examples = (
        Commitment.objects.published()
        .filter(level__in=level, area__in=[area.pk for area in areas])
        .exclude(member=government)
        .annotate(rank=ranked)
        .filter(rank__lte=EXAMPLES)
        .order_by("area", "rank")
        .select_related("member", "locality__member")
    )
    found = {}
    for example in examples:
        found.setdefault(example.area_id, []).append(example)
    return [Gap(area, found.get(area.pk, [])) for area in areas]


def neighbours(commitment, selection):
    """The commitments before and after this one in `selection`, each None at an end or when it is not in it."""
    order = list(selection.qs.values_list("pk", flat=True))
    if commitment.pk not in order:
        return None, None
    at = order.index(commitment.pk)
    wanted = {"previous": order[at - 1] if at else None, "next": order[at + 1] if at + 1 < len(order) else None}
    found = Commitment.objects.published().in_bulk([pk for pk in wanted.values() if pk])
    return found.get(wanted["previous"]), found.get(wanted["next"])
