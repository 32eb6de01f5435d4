"""What the public sees of a commitment, as JSON keeps it, and how two such snapshots differ.

Texts and codes are kept as they are, other records by the names that pages print. So a new slug of an institution
changes nothing, and a new name is a change of every page that says it.
"""

from typing import NamedTuple

from commitments.models import Assessment, Commitment, Evidence, Milestone, ProgressReport
from commitments.provenance import MISTRANSLATION
from ogp_challenge.dates import partial_iso
from ogp_challenge.languages import language_codes, localized

#: Single values of the record that readers see.
PLAIN = (
    *("slug", "ogp_code", "level", "branch", "route"),
    *("start", "end", "source_url", "source_copied_on", "confidence"),
)
#: Dates that are known as far as a precision says, of the record and of its rows.
PARTIAL = ("start", "end", "due")
#: The source's own words.
SOURCE = ("source_institution", "source_area", "source_level", "source_branch", "source_region")
#: Other records, by name.
RELATED = ("member", "locality", "area", "action_plan")
MANY = ("other_areas", "values")


class Rows(NamedTuple):
    """One kind of rows that belong to a commitment: what readers see of them, and the field that names one."""

    model: type
    named_by: str
    fields: tuple[str, ...]


#: Translated fields stand for their column in each language.
ROWS = {
    "milestones": Rows(Milestone, "title", ("title", "due", "completed_on")),
    "progress_reports": Rows(
        ProgressReport, "reported_on", ("reported_on", "status", "text", "delay_reason", "source_url")
    ),
    "evidence": Rows(Evidence, "title", ("title", "url", "archive_url")),
    "assessments": Rows(
        Assessment,
        "assessed_on",
        (
            *("assessed_on", "verifiable", "relevant", "ambition", "completion", "early_results"),
            *("report_title", "report_url"),
        ),
    ),
}
#: Rows whose order is chosen and not that of their dates.
ORDERED = ("milestones",)
#: The fields that have a column per language, of the commitment itself ("") and of its rows.
TEXTS = {
    "": (*Commitment.TEXTS, "featured_reason"),
    "milestones": ("title",),
    "progress_reports": ("text",),
    "evidence": ("title",),
}


def snapshot(commitment):
    """Everything that readers see of `commitment` and could see change."""
    seen = {name: plain(commitment, name) for name in PLAIN}
    for name in SOURCE:  # a known mistranslation is never printed
        source = getattr(commitment, name)
        seen[name] = "" if MISTRANSLATION.search(source) else source
    for name in RELATED:
        seen[name] = names(getattr(commitment, name))
    seen["region"] = names(commitment.member.region)
    for name in MANY:
        seen[name] = sorted((names(record) for record in getattr(commitment, name).all()), key=str)
    involved = sorted(commitment.involvements.all(), key=lambda one: (one.role, one.position, one.pk))
    seen["institutions"] = [{"role": one.role} | institution_names(one.institution) for one in involved]
    for text in Commitment.TEXTS:
        for code in language_codes():
            seen[f"{text}_{code}"] = getattr(commitment, f"{text}_{code}") or ""
    seen["featured"] = "yes" if commitment.featured else "no"
    for code in language_codes():  # shown only where it is featured
        reason = getattr(commitment, f"featured_reason_{code}") if commitment.featured else ""
        seen[f"featured_reason_{code}"] = reason or ""
    reports = list(commitment.progress_reports.all())
    seen["milestones"] = rows("milestones", commitment.milestones.all())
    seen["progress_reports"] = rows("progress_reports", reports)
    seen["evidence"] = rows("evidence", [one for report in reports for one in report.evidence.all()])
    seen["assessments"] = rows("assessments", commitment.assessments.all())
    return seen


def plain(record, name):
    """A single value as text: a code, a text, a date as far as it is known."""
    if name in PARTIAL:
        return partial_iso(getattr(record, name), getattr(record, f"{name}_precision"))
    return str(getattr(record, name) or "")


def names(record):
    """What pages in each language call `record`; empty when there is none."""
    return {code: localized(record, "name", code).text for code in language_codes()} if record else ""


def institution_names(institution):
    """What the list of institutions prints of one: name, acronym, original name, address."""
    found = {}
    for code in language_codes():
        name, acronym = (localized(institution, field, code).text for field in ("name", "acronym"))
        original = institution.name_original if institution.name_original != name else ""
        parts = [f"{name} ({acronym})" if acronym else name, original, institution.url]
        found[code] = " · ".join(part for part in parts if part)
    return found


def row_fields(relation):
    """The columns of a row that readers see."""
    for name in ROWS[relation].fields:
        yield from [f"{name}_{code}" for code in language_codes()] if name in TEXTS.get(relation, ()) else [name]


def rows(relation, records):
    """The rows of one kind in the order of the page."""
    fields = list(row_fields(relation))
    return [{"pk": one.pk} | {name: plain(one, name) for name in fields} for one in records]


def compare(before, after):
    """The entries of the change log that lead from one snapshot to another.

    A key that `before` lacks was not looked at when it was taken: nothing is known to have changed.
    """
    found = []
    for name in after:
        if name not in before or before[name] == after[name]:
            continue
        if name in ROWS:
            found += compare_rows(name, before[name], after[name])
        else:
            found.append({"field": name, "before": before[name], "after": after[name]})
    return found


def compare_rows(relation, before, after):
    """An entry for each field of each row that differs, with the name of the row; one for their order."""
    if [content(row) for row in before] == [content(row) for row in after]:
        return
    old, new = ({row["pk"]: row for row in side} for side in (before, after))
    for pk in {**old, **new}:
        was, now = old.get(pk, {}), new.get(pk, {})
        for name in row_fields(relation):
            if was.get(name, "") != now.get(name, ""):
                entry = {"field": f"{relation}.{name}", "of": heading(relation, now or was)}
                yield entry | {"before": was.get(name, ""), "after": now.get(name, "")}
    stayed = [[pk for pk in old if pk in new], [pk for pk in new if pk in old]]
    if relation in ORDERED and stayed[0] != stayed[1]:
        sides = [[heading(relation, new[pk]) for pk in side] for side in stayed]
        yield {"field": relation, "before": sides[0], "after": sides[1]}


def content(row):
    """A row without its number, which no reader sees."""
    return {name: value for name, value in row.items() if name != "pk"}


def heading(relation, row):
    """What tells a row from its neighbours: its name in each language, or its date."""
    name = ROWS[relation].named_by
    if name not in TEXTS.get(relation, ()):
        return row[name]
    texts = {code: row[f"{name}_{code}"] for code in language_codes()}
    return {code: text or next(filter(None, texts.values()), "") for code, text in texts.items()}
