"""What must hold of a commitment that comes from a file, told with the column it stands in.

The database has the last word; it would say so with one error for the whole file and without a sentence. Asking it
about every rule for every row of a large file, as `full_clean` does, takes a dozen queries a row.
"""

from django.core.exceptions import ValidationError
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from commitments.models import Commitment, Level, State
from ogp_challenge.languages import language_codes

#: Constraints of the database that are told here with their column, or that the way of writing keeps.
TOLD = {
    f"commitments_commitment_{name}"
    for name in (
        "slug_lower_case",
        "slug_not_an_address",
        "national_without_locality",
        "ends_after_start",
        "plan_means_route",
        "start_has_precision",
        "end_has_precision",
        "published_has_date",
        "withdrawn_has_date",
    )
}


def broken(record, values, columns):
    """(column, sentence) for each rule that `record`, with the `values` of its row, does not keep."""
    if values["slug"] != values["slug"].lower():
        return [("slug", _("A slug is written in lower case."))]
    problems = [*_of_fields(record, columns), *_of_places(record, values), *_of_texts(record, values)]
    if record.start and record.end and record.end < record.start:
        problems.append(("end", _("The end is before the start.")))
    if values["action_plan"] and not values["route"]:
        problems.append(("route", _("A commitment with an action plan needs a route.")))
    if not problems and resolve(reverse("commitment", args=[values["slug"]])).url_name != "commitment":
        problems.append(("slug", _("This slug is the address of another page.")))
    return problems or [*_of_constraints(record, columns)]


def _of_fields(record, columns):
    """What the fields say themselves: lengths, choices, addresses."""
    names = {column.field: column.name for column in columns}
    names |= {field.name: "" for field in Commitment._meta.fields if field.is_relation}
    unasked = [field.name for field in Commitment._meta.fields if not names.get(field.name)]
    try:
        record.clean_fields(exclude=unasked)
    except ValidationError as error:
        return [(names[field], " ".join(messages)) for field, messages in error.message_dict.items()]
    return []


def _of_places(record, values):
    """Country, locality, area and level go together."""
    for name in ("country", "area"):
        if not values[name]:
            yield name, _("This cell must not be empty.")
    national = values["level"] == Level.NATIONAL
    if values["level"] and national == bool(values["locality"]):
        yield "locality", _("A national commitment has no locality, and a local commitment has one.")
    elif values["country"]:
        try:
            record.clean()
        except ValidationError as error:
            yield from ((field, " ".join(messages)) for field, messages in error.message_dict.items())


def _of_texts(record, values):
    """There is a title, and what is public has what the public needs."""
    if not any(values[f"title_{code}"] for code in language_codes()):
        yield f"title_{language_codes()[0]}", _("This cell must not be empty.")
    if values["state"] == State.PUBLISHED:
        if not any(values[f"summary_{code}"] for code in language_codes()):
            yield f"summary_{language_codes()[0]}", _("What is public needs a summary.")
        if not values["lead_institutions"]:
            yield "lead_institutions", _("What is public needs a lead institution.")


def _of_constraints(record, columns):
    """The other constraints, each in its own words, with a query: for those that are new to this module."""
    for constraint in Commitment._meta.constraints:
        if constraint.name not in TOLD:
            try:
                constraint.validate(Commitment, record)
            except ValidationError as error:
                named = constraint.condition.referenced_base_fields
                yield next((column.name for column in columns if column.field in named), ""), " ".join(error.messages)
