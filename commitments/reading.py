"""Files of commitments: which layout they have, and whether their columns and keys are right."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.columns import columns
from ogp_challenge import tables
from ogp_challenge.languages import sort_key
from ogp_challenge.refusal import Problem, RefusedError

#: What we call the columns of OGP's tracker -> language of the copy -> the words of its pages, folded. The last two
#: are on its older page only; whoever adds them to a copy says which participant a new row belongs to.
TRACKER = {
    "summary": {"fr": ("resume", "engagement"), "en": ("summary", "commitment")},
    "level": {"fr": ("niveau de gouvernement",), "en": ("level of government", "level")},
    "institution": {"fr": ("etablissement principal", "institution chef de file"), "en": ("lead institution",)},
    "area": {
        "fr": ("domaine de defi principal", "primaire zone de defi", "domaine du defi"),
        "en": ("primary challenge area", "challenge area"),
    },
    "branch": {"fr": ("branche du gouvernement", "branche"), "en": ("branch of government", "branch")},
    "region": {"fr": ("region",), "en": ("region",)},
    "participant": {"fr": ("participant", "pays", "pays local"), "en": ("participant", "country", "country local")},
    "title": {"fr": ("titre", "titre de la reforme"), "en": ("title", "title of reform")},
}
#: More rows than the tracker will ever have, and few enough to find the commitment of each by its words.
MOST_OF_TRACKER = 1_000

_TRACKER_NAMES = {label: name for name, words in TRACKER.items() for labels in words.values() for label in labels}

#: Columns of which every row has its own value.
KEYS = ("slug", "ogp_code")


@dataclass(frozen=True)
class Sheet:
    """A file that could be read: its layout, its rows, and what is wrong with single cells."""

    #: Name of a column -> its place in a row.
    places: dict[str, int]
    lines: list[tables.Line]
    problems: list[Problem] = field(default_factory=list)
    #: The language of the tracker that it is a copy of; "" for a file in our own layout.
    tracker: str = ""
    #: Rows of the tracker that could not be understood, as Unmatched.
    unmatched: tuple = ()
    #: Whether all rows of the file are here, so that what is not is missing.
    whole: bool = True

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
    sheet = Sheet({label: place for place, label in enumerate(table.header)}, table.lines, table.problems)
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
    """A copy of the tracker. Columns that are not the tracker's own are left aside: nothing is written from them."""
    if len(table.lines) > MOST_OF_TRACKER:
        message = ngettext(
            "A copy of OGP’s tracker has no more than %(n)d row.",
            "A copy of OGP’s tracker has no more than %(n)d rows.",
            MOST_OF_TRACKER,
        )
        raise RefusedError(message % {"n": MOST_OF_TRACKER})
    places = {}
    for place, name in enumerate(names):
        if name in places:
            raise RefusedError(_("The column stands twice in the file."), table.header_row, table.header[place])
        if name:
            places[name] = place
    label = sort_key(table.header[places["institution"]])
    (language,) = (code for code, labels in TRACKER["institution"].items() if label in labels)
    return Sheet(places, table.lines, table.problems, language)


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
