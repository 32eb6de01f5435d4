"""Counts of published commitments. Every figure is folded from the same rows: computed, never written down."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from commitments.models import ChallengeArea
from ogp_challenge.charts.bars import Segment, bars, stacked
from ogp_challenge.charts.dial import Spoke, dial


@dataclass(frozen=True)
class Row:
    """How many commitments share these values. Slugs and codes, as in addresses."""

    country: str
    locality: str | None
    region: str | None
    area: str
    branch: str
    level: str
    route: str
    size: int


def rows(commitments, vocabulary):
    """The distinct combinations of values in the queryset `commitments`, each with its size: one query."""
    columns = ("member_id", "locality_id", "area_id", "branch", "level", "route")
    slugs = vocabulary.slug_of
    grouped = commitments.order_by().values_list(*columns).annotate(size=Count("pk"))
    return [
        Row(
            slugs["country"][member],
            slugs["locality"].get(locality),
            vocabulary.region_of[member],
            slugs["area"][area],
            branch,
            level,
            route,
            size,
        )
        for member, locality, area, branch, level, route, size in grouped
    ]


@dataclass(frozen=True)
class Counters:
    """The three figures of the Challenge, and how they relate.

    A country counts when its national government has a published commitment; a locality when it has one itself.
    """

    countries: int
    localities: int
    commitments: int
    #: Countries that take part in either way.
    all_countries: int

    @property
    def through_localities(self):
        """Countries that take part only through a locality."""
        return self.all_countries - self.countries


def counters(some_rows):
    """The three figures of `some_rows`."""
    return Counters(
        countries=len({row.country for row in some_rows if not row.locality}),
        localities=len({row.locality for row in some_rows if row.locality}),
        commitments=sum(row.size for row in some_rows),
        all_countries=len({row.country for row in some_rows}),
    )


@dataclass(frozen=True)
class AreaFigures:
    """One area with what a tile or a chapter prints of it."""

    area: ChallengeArea
    count: int
    countries: int
    mix: tuple[Segment, ...]


def area_figures(some_rows, vocabulary):
    """Every area of the vocabulary with its figures in `some_rows`; `mix` is by region, in a fixed order."""
    figures = []
    for area in vocabulary.areas:
        mine = [row for row in some_rows if row.area == area.slug]
        regions = Counter()
        for row in mine:
            regions[row.region] += row.size
        mix = stacked([(region.name, regions[region.slug]) for region in vocabulary.regions])
        numbers = counters(mine)
        figures.append(AreaFigures(area, numbers.commitments, numbers.all_countries, mix))
    return figures


def facet_bars(some_rows, selection, facet, *, all_values=True):
    """The commitments of `some_rows` by the values of a facet: a bar each, with the query of the list it counts.

    Without `all_values`, those that have none are left out.
    """
    numbers = Counter()
    for row in some_rows:
        numbers[getattr(row, facet)] += row.size
    return bars(
        [
            (value, label, numbers[value], selection.query(**{facet: value}))
            for value, label in selection.vocabulary.labels[facet].items()
            if all_values or numbers[value]
        ]
    )


def area_dial(some_rows, vocabulary):
    """The picture of the front page: a ray an area, a dot a commitment, national ones first."""
    spokes = []
    for area in vocabulary.areas:
        mine = [row for row in some_rows if row.area == area.slug]
        national = sum(row.size for row in mine if not row.locality)
        local = sum(row.size for row in mine if row.locality)
        spokes.append(Spoke(area.slug, area.name, ("national",) * national + ("local",) * local))
    return dial(sorted(spokes, key=lambda spoke: -len(spoke.dots)))
