"""Copies of OGP's own tracker, translated into our own layout: then they are compared and written as any file is."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commitments import reading
from commitments.columns import columns, for_rows
from commitments.comparison import Unmatched
from commitments.matching import CODES, LIKE_WITH_CODES, Matcher, code_of, institution_names, leads, spellings
from commitments.models import Branch, ChallengeArea, Commitment, Level, State, TextState
from members.models import Institution, Locality, Member, Region
from ogp_challenge.languages import language_codes, sort_key
from ogp_challenge.refusal import Problem
from ogp_challenge.tables import Line

#: Labels of the tracker that are not ours, the wrong ones of its machine translation among them, folded.
LABELS = {
    "area": {
        "anti corruption": "anti-corruption",
        "climate environment": "climate-and-environment",
        "gender inclusion": "gender-and-inclusion",
        "ouverture fiscale": "fiscal-openness",
    },
    "branch": {
        "cadre executif": Branch.EXECUTIVE,
        "executif": Branch.EXECUTIVE,
        "executive": Branch.EXECUTIVE,
        "fournisseur": Branch.INDEPENDENT,
        "independant": Branch.INDEPENDENT,
        "independent": Branch.INDEPENDENT,
        "judiciaire": Branch.JUDICIAL,
        "judicial": Branch.JUDICIAL,
        "judiciary": Branch.JUDICIAL,
        "legislatif": Branch.LEGISLATIVE,
        "legislatives": Branch.LEGISLATIVE,
        "legislative": Branch.LEGISLATIVE,
    },
    "level": {
        "national": Level.NATIONAL,
        "nationales": Level.NATIONAL,
        "local": Level.LOCAL_MEMBER,
        "demandeur d emploi local national": Level.LOCAL_MEMBER,
        "local membre d ogp local": Level.LOCAL_MEMBER,
        "local ogp local member": Level.LOCAL_MEMBER,
        "local non membre": Level.LOCAL_NON_MEMBER,
        "local non member": Level.LOCAL_NON_MEMBER,
    },
    "region": {
        "l afrique et le moyen orient": "africa-and-the-middle-east",
        "africa middle east": "africa-and-the-middle-east",
        "asie et le pacifique": "asia-and-the-pacific",
        "asia pacific": "asia-and-the-pacific",
    },
}

#: Names of participants in the tracker's list that are not ours, and ours, folded.
PARTICIPANTS = {
    "kamianets podilskiy ukraine": "kamianets podilskyi ukraine",
    "kiev ukraine": "kyiv ukraine",
    "les etats unis d amerique": "etats unis",
    "united states of america": "united states",
    "nord de santander colombie": "norte de santander colombie",
    "orjitsia ukraine": "orjytsia ukraine",
    "santiago chili": "santiago region metropolitaine chili",
    "santiago chile": "santiago metropolitan region chile",
}

#: Without these a new commitment cannot be stored.
NEEDED = ("area", "level", "branch")

#: What the tracker's page prints around a summary.
AROUND = re.compile(r"^(?:Résumé|Summary)\s*:\s*|\s*(?:Lire la suite|Read more)$", re.IGNORECASE)
#: Words of a summary that the working title of a new commitment is made of.
TITLE_WORDS = 12


def read(name, data):
    """The Sheet in the file called `name`, in our own layout: a copy of the tracker is translated into it."""
    sheet = reading.read(name, data)
    return _Translator(sheet).result() if sheet.tracker else sheet


@dataclass(frozen=True)
class Row:
    """A row of the tracker: its cells by our names, and the codes of those that have one."""

    number: int
    cells: dict[str, str]
    codes: dict[str, str]
    #: The member and the locality, where the row says so or the institution leaves no doubt.
    participant: tuple | None = None


class _Translator:
    """Makes of each row what our own export would say of that commitment, as far as it is certain."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.columns = columns()
        self.labels = _labels()
        self.places = _participants()
        self.institutions = _unique((name, one.slug) for one in Institution.objects.all() for name in spellings(one))
        self.records = list(for_rows(Commitment.objects.in_listing_order()))
        self.matcher = Matcher(self.records)
        self.problems, self.unmatched = list(sheet.problems), []

    def result(self):
        """The Sheet, with a line for each row that is one of our commitments or can become one."""
        rows = [self.row(line) for line in self.sheet.lines]
        pairs = self.matcher.pairs(rows)
        met = {record.pk for record in pairs.values()}
        free = [record for record in self.records if record.pk not in met]
        slugs = {record.slug for record in self.records}
        lines = []
        for row in rows:
            if record := pairs.get(row.number):
                values = {column.name: column.read(record) for column in self.columns} | dict(self.news(row, record))
            elif reason := self.obstacle(row, free):
                text = (row.cells["title"] or row.cells["summary"])[:200]
                self.unmatched.append(Unmatched(row.number, row.cells["institution"], text, reason))
                continue
            else:
                values = self.draft(row, slugs)
                slugs.add(values["slug"])
            lines.append(Line(row.number, tuple(values.get(column.name, "") for column in self.columns)))
        places = {column.name: place for place, column in enumerate(self.columns)}
        return reading.Sheet(places, lines, self.problems, unmatched=tuple(self.unmatched))

    def row(self, line):
        """A line of the file as a Row. A label that nobody knows is a problem."""
        cells = {name: self.sheet.cell(line, name) for name in reading.TRACKER}
        cells["summary"] = AROUND.sub("", cells["summary"])
        codes = {}
        for name in CODES:
            if text := cells[name]:
                codes[name] = self.labels[name].get(sort_key(text))
                if codes[name] is None:
                    message = _("“%(text)s” is not known.") % {"text": text[:80]}
                    self.problems.append(Problem(message, line.number, name))
        participant = None
        if text := cells["participant"]:
            participant = self.places.get(sort_key(text))
            if participant is None:
                message = _("“%(text)s” is no participant that the catalogue knows.") % {"text": text[:80]}
                self.problems.append(Problem(message, line.number, "participant"))
        return Row(line.number, cells, codes, participant)

    def news(self, row, record):
        """(column, text) for what the tracker says of a commitment now and did not say before.

        The source's own words are kept as they are. Our own value follows only where it was the source's: what staff
        have corrected stays. A label that says the same in other words is no news.
        """
        for name in CODES:
            before = self.labels[name].get(sort_key(getattr(record, f"source_{name}")))
            now = row.codes.get(name)
            if now and now != before:
                yield f"source_{name}", row.cells[name]
                fits = name != "level" or (now == Level.NATIONAL) == (record.locality is None)
                if name in NEEDED and fits and code_of(record, name) == before:
                    yield name, now
        theirs = row.cells["institution"]
        # The label of the level is other in each language: where it is the same, so is the language of the name.
        same_language = sort_key(row.cells["level"]) == sort_key(record.source_level)
        if same_language and sort_key(theirs) not in institution_names(record):
            yield "source_institution", theirs
            former, slug = (self.institutions.get(sort_key(name)) for name in (record.source_institution, theirs))
            if slug and [one.slug for one in leads(record)] == [former]:
                yield "lead_institutions", slug

    def participant(self, row):
        """The member and the locality of a new row: as it says, or those of all that its institution has promised."""
        if row.participant:
            return row.participant
        promised = self.matcher.of_institution(row.cells["institution"])
        known = {(one.member, one.locality) for one in promised if one.level == row.codes["level"]}
        return known.pop() if len(known) == 1 else None

    def obstacle(self, row, free):
        """Why a row cannot become a new commitment; "" when it can. `free` are the commitments of no other row."""
        namesakes = self.matcher.of_institution(row.cells["institution"])
        if not all(row.codes.get(name) for name in NEEDED):
            return _("Area, level or branch is missing.")
        if not (row.cells["title"] or row.cells["summary"]):
            return _("It has neither a title nor a summary.")
        participant = self.participant(row)
        for record in free:
            neighbour = participant == (record.member, record.locality)
            if record in namesakes or (neighbour and self.matcher.alike(row, record) >= LIKE_WITH_CODES):
                return _("It may be “%(title)s”, which no other row is.") % {"title": record}
        if participant is None:
            return _("Its participant is not known. Add a column “Participant” with the country or the place.")
        if (row.codes["level"] == Level.NATIONAL) != (participant[1] is None):
            return _("A national commitment has no locality, and a local commitment has one.")
        return ""

    def draft(self, row, slugs):
        """Column -> text of a new commitment. The source's summary is a note for editors: ours are written anew."""
        member, locality = self.participant(row)
        words, language = row.cells["summary"].split(), self.sheet.tracker
        working = " ".join(words[:TITLE_WORDS]) + ("…" if len(words) > TITLE_WORDS else "")
        title = (row.cells["title"] or working)[:300]
        slug = slugify(f"{(locality or member).slug} {title}")[:100].strip("-")
        # OGP writes its tracker in the first language of ours; the others are machine translations.
        written = TextState.ORIGINAL if language == settings.LANGUAGE_CODE else TextState.MACHINE
        return {
            **{f"source_{name}": row.cells[name] for name in ("institution", *CODES)},
            **{name: row.codes[name] for name in NEEDED},
            "slug": next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 9999))) if one not in slugs),
            "state": State.DRAFT.value,
            "position": str(max((record.position for record in self.records), default=0) + row.number),
            "country": member.slug,
            "locality": locality.slug if locality else "",
            "lead_institutions": self.institutions.get(sort_key(row.cells["institution"]), ""),
            f"title_{language}": title,
            f"title_state_{language}": written.value,
            "featured": "false",
            "confidence": "likely",
            "editors_note": _("OGP’s tracker says: %(text)s") % {"text": row.cells["summary"]},
        }


def _labels():
    """Column -> folded label -> code: our own names in every language, and the tracker's."""
    known = {name: {sort_key(label): str(code) for label, code in labels.items()} for name, labels in LABELS.items()}
    for name, model in (("area", ChallengeArea), ("region", Region)):
        for record in model.objects.all():
            known[name] |= {sort_key(getattr(record, f"name_{code}") or ""): record.slug for code in language_codes()}
        known[name].pop("", None)
    return known


def _participants():
    """Folded name in any language -> (member, locality): countries, and places with their country or alone."""
    found = []
    for member in Member.objects.all():
        found += [(name, (member, None)) for name in spellings(member)]
    for place in Locality.objects.select_related("member"):
        for name in filter(None, spellings(place)):
            found.append((name, (place.member, place)))
            found += [(f"{name}, {country}", (place.member, place)) for country in spellings(place.member)]
    known = _unique(found)
    return known | {label: known[name] for label, name in PARTICIPANTS.items() if name in known}


def _unique(pairs):
    """Folded name -> what it names, without the names that several have."""
    found = defaultdict(set)
    for name, named in pairs:
        found[sort_key(name)].add(named)
    return {name: named.pop() for name, named in found.items() if name and len(named) == 1}
