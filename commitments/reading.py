"""Files of commitments: which layout they have, and whether their columns and keys are right."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.columns import columns
from ogp_challenge import tables
from ogp_challenge.languages import sort_key
from ogp_challenge.refusal import Problem, RefusedError

#: The columns of OGP's tracker, folded, in the words of its French and English pages, and what we call them.
TRACKER = {
    "summary": ("resume", "summary", "engagement", "commitment"),
    "level": ("niveau de gouvernement", "level of government", "level"),
    "institution": (
        "etablissement principal",
        "institution chef de file",
        "lead institution",
    ),
    "area": (
        "domaine de defi principal",
        "primaire zone de defi",
        "domaine du defi",
        "primary challenge area",
        "challenge area",
    ),
    "branch": ("branche du gouvernement", "branche", "branch of government", "branch"),
    "region": ("region",),
}
_TRACKER_NAMES = {label: name for name, labels in TRACKER.items() for label in labels}

#: Columns of which every row has its own value.
KEYS = ("slug", "ogp_code")


@dataclass(frozen=True)
class Sheet:
    """A file that could be read: its layout, its rows, and what is wrong with single cells."""

    #: Whether it is a copy of OGP's tracker instead of a file in our own layout.
    is_tracker: bool
    #: Name of a column -> its place in a row.
    places: dict[str, int]
    lines: list[tables.Line]
    problems: list[Problem] = field(default_factory=list)

    def cell(self, line, name):
        """The text of a row in the column `name`; "" where the file has no such column."""
        place = self.places.get(name)
        return "" if place is None else line.cells[place]


def read(name, data):
    """The Sheet in the file called `name`. Raises RefusedError when nothing in it can be compared."""
    table = tables.read(name, data)
    _refuse_twice_named(table)
    tracker = [_TRACKER_NAMES.get(sort_key(label)) for label in table.header]
    if {"institution", "area", "level"} <= set(tracker):
        return _tracker(table, tracker)
    _refuse_other_columns(table)
    sheet = Sheet(False, {label: place for place, label in enumerate(table.header)}, table.lines, table.problems)
    for key in KEYS:
        sheet.problems.extend(_repeated(sheet, key))
    return sheet


def _refuse_twice_named(table):
    seen = set()
    for label in table.header:
        if label in seen:
            raise RefusedError(_("The column stands twice in the file."), table.header_row, label)
        seen.add(label)


def _refuse_other_columns(table):
    """The columns must be those of an export; only what cannot be written may be left out."""
    all_columns = columns()
    known = {column.name for column in all_columns}
    unknown = [label for label in table.header if label not in known]
    if unknown:
        raise RefusedError(_listed(_("The column is not known."), unknown), table.header_row, unknown[0][:80])
    missing = [column.name for column in all_columns if column.name not in table.header and column.name != "region"]
    if missing:
        message = _("The column is missing. Export the commitments for a file with all columns.")
        raise RefusedError(_listed(message, missing), table.header_row, missing[0])


def _listed(message, names):
    """`message` about the first of `names`, and how many more there are."""
    others = len(names) - 1
    if not others:
        return message
    more = ngettext(
        "The same is true of %(n)d more column: %(names)s.",
        "The same is true of %(n)d more columns: %(names)s.",
        others,
    )
    return f"{message} {more % {'n': others, 'names': ', '.join(name[:80] for name in names[1:6])}}"


def _tracker(table, names):
    """A copy of the tracker. Columns that are not the tracker's own are left aside: nothing is written from it."""
    places = {}
    for place, name in enumerate(names):
        if name in places:
            raise RefusedError(_("The column stands twice in the file."), table.header_row, table.header[place])
        if name:
            places[name] = place
    return Sheet(True, places, table.lines, table.problems)


def _repeated(sheet, key):
    """The rows whose `key` another row has before them, and those without one where there must be one."""
    first = {}
    for line in sheet.lines:
        value = sheet.cell(line, key)
        if not value:
            if key == "slug":
                yield Problem(_("Every row needs a slug: it says which commitment is meant."), line.number, key)
        elif value in first:
            message = _("“%(value)s” stands already in row %(row)d.") % {"value": value[:80], "row": first[value]}
            yield Problem(message, line.number, key)
        else:
            first[value] = line.number
