"""The participants of a selection on the map of the world, and the same as a table."""

from collections import Counter
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
    vocabulary = selection.vocabulary
    taking_part = [locality for locality in vocabulary.localities if locality.slug in places]
    query_of = {one.slug: selection.query(country=None, locality=one.slug) for one in taking_part}
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
            tuple(
                LocalLine(locality.name, places[locality.slug], query_of[locality.slug])
                for locality in taking_part
                if locality.member_id == member.pk
            ),
        )
        lines.append(line)
        countries.append(Place(member.iso_numeric, member.name, line.total, line.query))
    spots = [
        Spot(one.latitude, one.longitude, one.full_name, places[one.slug], query_of[one.slug])
        for one in sorted(taking_part, key=lambda locality: -places[locality.slug])
        if one.latitude is not None
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
