"""The participants of a selection on the map of the world, and the same as a table."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from ogp_challenge.charts.world import Place, Spot, WorldMap, world_map


@dataclass(frozen=True)
class LocalLine:
    """A locality of the table: its commitments in the selection, and the query of the list that has as many."""

    label: str
    number: int
    query: str


@dataclass(frozen=True)
class Line:
    """A country of the table: its commitments in the selection, and the queries of the lists that have as many."""

    label: str
    national: int
    local: int
    query: str
    national_query: str
    local_query: str
    places: tuple[LocalLine, ...]

    @property
    def total(self):
        """National and local commitments together."""
        return self.national + self.local


@dataclass(frozen=True)
class ParticipantMap:
    """The map and its table."""

    drawing: WorldMap
    lines: tuple[Line, ...]

    @property
    def national(self):
        """How many countries have a national commitment."""
        return sum(bool(line.national) for line in self.lines)

    @property
    def localities(self):
        """How many localities have a commitment."""
        return sum(len(line.places) for line in self.lines)


def participant_map(some_rows, selection):
    """The map of `some_rows`, which are those of `selection`. Countries hold the commitments of their localities."""
    national, local, places = Counter(), Counter(), Counter()
    for row in some_rows:
        (local if row.locality else national)[row.country] += row.size
        if row.locality:
            places[row.locality] += row.size
    localities_of = defaultdict(list)
    for locality in selection.vocabulary.localities:
        localities_of[locality.member_id].append(locality)

    def query(**changes):
        return selection.query(sort=None, size=None, **changes)

    levels = selection.chosen.get("level", list(selection.vocabulary.labels["level"]))
    lines, countries, spots = [], [], []
    for member in selection.vocabulary.members:
        if member.slug not in national and member.slug not in local:
            continue
        localities = localities_of[member.pk]
        participant = participant_changes(selection, member, localities)
        taking_part = [
            (one, places[one.slug], query(country=None, locality=one.slug)) for one in localities if one.slug in places
        ]
        line = Line(
            member.name,
            national[member.slug],
            local[member.slug],
            query(**participant),
            query(**participant, level="national"),
            query(**participant, level=[level for level in levels if level != "national"]),
            tuple(LocalLine(one.name, number, link) for one, number, link in taking_part),
        )
        lines.append(line)
        countries.append(Place(member.iso_numeric, member.name, line.total, line.query))
        spots += [
            Spot(one.latitude, one.longitude, one.full_name, number, link)
            for one, number, link in taking_part
            if one.latitude is not None
        ]
    # Where dots crowd, those with more commitments stay where they belong.
    return ParticipantMap(world_map(countries, sorted(spots, key=lambda spot: -spot.value)), tuple(lines))


def participant_changes(selection, member, localities):
    """What narrows `selection` to a country: the country, or those of its `localities` that alone were chosen."""
    chosen = selection.chosen
    mine = {locality.slug for locality in localities}
    alone = [slug for slug in chosen.get("locality", []) if slug in mine]
    if alone and member.slug not in chosen.get("country", []):
        return {"country": None, "locality": alone}
    return {"country": member.slug, "locality": None}
