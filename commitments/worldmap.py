"""The participants of a selection on the map of the world, and the same as a table."""

from collections import Counter
from dataclasses import dataclass

from ogp_challenge.charts.world import Place, Spot, WorldMap, world_map


@dataclass(frozen=True)
class Line:
    """A country of the table: its commitments in the selection, and the queries of the lists that have as many."""

    label: str
    national: int
    local: int
    query: str
    national_query: str
    local_query: str

    @property
    def total(self):
        """National and local commitments together."""
        return self.national + self.local


@dataclass(frozen=True)
class ParticipantMap:
    """The map and its table."""

    drawing: WorldMap
    lines: tuple[Line, ...]


def participant_map(some_rows, selection):
    """The map of `some_rows`, which are those of `selection`. Countries hold the commitments of their localities."""
    national, local, places = Counter(), Counter(), Counter()
    for row in some_rows:
        (local if row.locality else national)[row.country] += row.size
        if row.locality:
            places[row.locality] += row.size
    vocabulary = selection.vocabulary
    members = [member for member in vocabulary.members if member.slug in national or member.slug in local]
    lines, countries = [], []
    for member in members:
        participant = participant_changes(selection, member, vocabulary)
        levels = selection.chosen.get("level", list(vocabulary.labels["level"]))
        line = Line(
            member.name,
            national[member.slug],
            local[member.slug],
            selection.query(**participant),
            selection.query(**participant, level="national"),
            selection.query(**participant, level=[level for level in levels if level != "national"]),
        )
        lines.append(line)
        countries.append(Place(member.iso_numeric, member.name, line.total, line.query))
    spots = [
        Spot(locality.latitude, locality.longitude, locality.full_name, places[locality.slug], query)
        for locality in sorted(vocabulary.localities, key=lambda locality: -places[locality.slug])
        if locality.slug in places and locality.latitude is not None
        for query in [selection.query(country=None, locality=locality.slug)]
    ]
    return ParticipantMap(world_map(countries, spots), tuple(lines))


def participant_changes(selection, member, vocabulary):
    """What narrows `selection` to a country: the country, or those of its localities that alone were chosen."""
    chosen = selection.chosen
    mine = {locality.slug for locality in vocabulary.localities if locality.member_id == member.pk}
    localities = [slug for slug in chosen.get("locality", []) if slug in mine]
    if localities and member.slug not in chosen.get("country", []):
        return {"country": None, "locality": localities}
    return {"country": member.slug, "locality": None}
