"""A file against the catalogue: what it would add and change. `writing.py` writes it."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments import workflow
from commitments.columns import References, columns, for_rows, settled
from commitments.comparison import Added, Change, Changed, Comparison, Removed
from commitments.models import Commitment, State
from commitments.rules import broken
from members.models import Member
from ogp_challenge.languages import language_codes
from ogp_challenge.refusal import Problem
from ogp_challenge.tables import MOST_PROBLEMS

#: Rows that are read from the database together: few enough for SQLite's parameters and for the memory.
TOGETHER = 500


@dataclass(frozen=True)
class Rights:
    """What the person may do whose file it is. A command may do everything."""

    publish: bool = True
    change: Callable[[Commitment], bool] = lambda record: True

    def may_write(self, record, name, text):
        """Whether a cell of a commitment is theirs: of what is public, editors correct translations."""
        if not record.is_public or self.publish:
            return True
        return text not in record.translations().get(name, (text,))


def compare(sheet, rights=Rights(), on_progress=lambda done, total: None):
    """The Comparison of a file with the catalogue. Nothing is written."""
    reader = _Comparer(sheet, rights)
    for start in range(0, len(sheet.lines), TOGETHER):
        lines = sheet.lines[start : start + TOGETHER]
        slugs = [sheet.cell(line, "slug") for line in lines]
        stored = {record.slug: record for record in for_rows(Commitment.objects.filter(slug__in=slugs))}
        for line in lines:
            if line.number not in reader.unreadable:
                reader.take(line, stored.get(sheet.cell(line, "slug")))
        on_progress(start + len(lines), len(sheet.lines))
        if len(reader.problems) >= MOST_PROBLEMS:
            break
    return reader.result()


class _Comparer:
    """Takes the rows of a file one by one."""

    def __init__(self, sheet, rights):
        self.sheet, self.rights = sheet, rights
        self.columns, self.references = columns(), References()
        here = [code for code in language_codes() if code == get_language()]
        self.titles = [f"title_{code}" for code in dict.fromkeys([*here, *language_codes()])]
        self.blank = Commitment()  # copied for each new row: its defaults take a millisecond to ask for
        self.added, self.changed, self.unchanged = [], [], 0
        self.problems = list(sheet.problems)
        #: Rows of which a cell is not what the file says, or which stand for another: comparing them would mislead.
        self.unreadable = {problem.row for problem in sheet.problems}
        self.coded = dict(Commitment.objects.exclude(ogp_code=None).values_list("ogp_code", "slug"))

    def take(self, line, record):
        """Sort one row in."""
        present = {column.name: column.read(record) for column in self.columns} if record else {}
        values, problems = self.values(line, present)
        if not problems and values != present:
            problems = [*self.refusals(record, values, present)]
            target = record or copy.copy(self.blank)
            problems += broken(target, self.written(target, values, present), self.columns)
        self.problems += [Problem(message, line.number, name) for name, message in problems]
        if problems:
            return
        title = next((values[name] for name in self.titles if values[name]), values["slug"])
        if record is None:
            self.added.append(Added(line.number, values["slug"], title, values))
        elif values != present:
            found = tuple(
                Change(column.name, str(column.label), present[column.name], values[column.name], column.language)
                for column in self.columns
                if values[column.name] != present[column.name]
            )
            self.changed.append(Changed(line.number, record.slug, title, record.version, found))
        else:
            self.unchanged += 1

    def values(self, line, present):
        """The canonical values of a row, and what is wrong with its cells. What is stored already is right."""
        values, problems = {}, []
        for column in self.columns:
            text = self.sheet.cell(line, column.name)
            try:
                values[column.name] = text if text == present.get(column.name) else column.clean(text, self.references)
            except ValidationError as error:
                values[column.name] = ""
                problems.append((column.name, " ".join(error.messages)))
        if not problems:
            values = settled(values, present)
            values["state"] = values["state"] or present.get("state") or State.DRAFT.value
            if not present and not self.rights.publish and values["state"] == State.PUBLISHED:
                values["state"] = State.DRAFT.value  # somebody else decides what the public sees
            problems += self.region(values)
        return values, problems

    def region(self, values):
        """The region follows from the country: a cell may be empty, but not say something else."""
        if not values["country"]:
            values["region"] = ""
            return
        country = self.references.find(Member, values["country"])
        regions = country.region.slug if country.region else ""
        if values["region"] not in ("", regions):
            yield (
                "region",
                _("The region follows from the country; that of “%(country)s” is “%(region)s”.")
                % {"country": country.slug, "region": regions},
            )
        values["region"] = regions

    def refusals(self, record, values, present):
        """What the person may not do, or nobody may."""
        if record is not None and not self.rights.change(record):
            yield "slug", _("You may not change this commitment.")
            return
        if record is not None:
            for name in values:
                if values[name] != present[name] and not self.rights.may_write(record, name, values[name]):
                    yield name, _("The commitment is public: only its translations are yours to change.")
        code = values["ogp_code"]
        if code and self.coded.get(code, values["slug"]) != values["slug"]:
            yield "ogp_code", _("“%(slug)s” has this code already.") % {"slug": self.coded[code]}
        before = present.get("state", State.DRAFT.value)
        if values["state"] != before:
            yield from self.refused_move(before, values["state"])

    def refused_move(self, before, to):
        """Why the state in a row cannot be reached by an import."""
        if to == State.WITHDRAWN:
            yield "state", _("A commitment is withdrawn on its own page, where the reason is given.")
        elif to not in workflow.MOVES[before]:
            yield (
                "state",
                _("From “%(before)s” it cannot become “%(after)s”.")
                % {"before": State(before).label, "after": State(to).label},
            )
        elif (before, to) not in workflow.OF_EDITORS and not self.rights.publish:
            yield "state", _("You may not publish or withdraw commitments.")

    def written(self, record, values, present):
        """Write to `record`, in memory alone, what differs; the values of the row."""
        for column in self.columns:
            if column.write and values[column.name] != present.get(column.name):
                column.write(record, values[column.name], self.references)
        return values

    def result(self):
        """The Comparison, with what the file has no row of."""
        rows = {self.sheet.cell(line, "slug") for line in self.sheet.lines}
        stored = Commitment.objects.in_listing_order().values_list("slug", *self.titles)
        return Comparison(
            added=tuple(self.added),
            changed=tuple(self.changed),
            removed=tuple(
                Removed(slug, next(filter(None, titles), slug))
                for slug, *titles in (stored if self.sheet.whole else ())
                if slug not in rows
            ),
            unmatched=self.sheet.unmatched,
            unchanged=self.unchanged,
            problems=tuple(sorted(self.problems[:MOST_PROBLEMS], key=lambda problem: problem.row)),
        )
