"""Counts of published commitments by whatever a page groups them by. Every figure is computed, none written down."""

from dataclasses import dataclass

from django.db.models import Count, Q

from commitments.models import Commitment


@dataclass(frozen=True)
class Counters:
    """The three figures of the Challenge, and how they relate.

    A country counts when its national government has a published commitment; a locality when it has one itself.
    `through_localities` more countries take part only through a locality.
    """

    countries: int
    localities: int
    commitments: int
    all_countries: int

    @property
    def through_localities(self):
        """Countries that take part only through a locality."""
        return self.all_countries - self.countries


def counters(commitments=None):
    """Count `commitments` (all published ones when None) in one query."""
    commitments = Commitment.objects.published() if commitments is None else commitments
    numbers = commitments.order_by().aggregate(
        countries=Count("member", distinct=True, filter=Q(locality=None)),
        localities=Count("locality", distinct=True),
        commitments=Count("pk"),
        all_countries=Count("member", distinct=True),
    )
    return Counters(**numbers)


def by_area(commitments=None):
    """Area id -> number of `commitments` in it (all published ones when None)."""
    commitments = Commitment.objects.published() if commitments is None else commitments
    pairs = commitments.order_by().values_list("area_id").annotate(number=Count("pk"))
    return dict(pairs)
