"""The page of a record as the admin makes it: what a browser sends of it, how that reads, and the merging of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.utils import display_for_field
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ogp_challenge.conflicts.merging import (
    CHECKED,
    DELETE,
    Change,
    Fate,
    Pieces,
    RowChange,
    Value,
    Values,
    compare,
    marked,
    merge,
    merge_rows,
)

#: The hidden field with what the form was opened with.
OPENED = "opened"
#: What the name of a choice between two texts begins with; the name of the field follows.
TAKE = "take-"
THEIRS = "theirs"


@dataclass(frozen=True)
class Difference:
    """What somebody else has changed, as a reader sees it."""

    label: str
    stored: str
    mine: str
    #: The language of both, where they are texts.
    language: str = ""
    #: The field of the form in which one of both has to be chosen; none where what is stored was taken over.
    name: str = ""
    note: str = ""

    @cached_property
    def pieces(self) -> tuple[Pieces, Pieces]:
        """Stored and mine in pieces, each with whether it differs."""
        return marked(self.stored, self.mine)


def _bare(widget: Any) -> Any:
    """The widget inside the admin's wrapper."""
    return getattr(widget, "widget", widget)


@dataclass(frozen=True)
class Entry:
    """A field of a page, which is one input, or none (`field` is None) where the page only tells its value."""

    field: Any
    label: str
    #: The language of its text, if it is one.
    language: str = ""

    @classmethod
    def of(cls, form: Any, name: str) -> "Entry":
        """The entry of a field of `form`."""
        field = form.fields[name]
        is_text = not getattr(_bare(field.widget), "choices", None)
        language = getattr(_model_field(form, name), "language", "") if is_text else ""
        return cls(field, str(field.label or name), language)

    @property
    def fixed(self) -> bool:
        """Whether this person cannot change it on this page."""
        return self.field is None or self.field.disabled

    @property
    def _box(self) -> Any:
        """The widget, where it is a box to tick: of one that is not, a browser sends nothing."""
        widget = self.field and _bare(self.field.widget)
        return widget if isinstance(widget, forms.CheckboxInput) else None

    def sent(self, form: Any, name: str) -> Value:
        """What a browser sends of it when nobody has touched the unbound `form`."""
        initial = form.get_initial_for_field(self.field, name)
        if self._box:
            return CHECKED if initial else ()
        shown = _bare(self.field.widget).format_value(self.field.prepare_value(initial))
        if isinstance(shown, list):
            return tuple(map(str, shown))
        return () if shown is None else (str(shown),)

    def received(self, data: QueryDict, name: str) -> Value:
        """What was sent of it under `name`."""
        if self._box:
            return CHECKED if self._box.value_from_datadict(data, {}, name) else ()
        return tuple(data.getlist(name))

    def shown(self, value: Value) -> str:
        """What was sent, as a reader sees it: names for numbers, labels for codes."""
        if self._box:
            return _("yes") if value else _("no")
        if isinstance(self.field, forms.ModelChoiceField):
            value = self._named(value)
        elif self.field and (choices := getattr(_bare(self.field.widget), "choices", None)):
            labels: dict[Any, Any] = dict(flatten_choices(choices))
            value = tuple(str(labels.get(code, code)) for code in value if code)
        return pgettext("between items", "; ").join(value)

    def _named(self, numbers: Value) -> Value:
        try:
            if isinstance(self.field, forms.ModelMultipleChoiceField):
                return tuple(map(str, self.field.clean(list(numbers))))
            return tuple(str(record) for record in map(self.field.to_python, numbers) if record)
        except ValidationError:
            return numbers


def _model_field(form: Any, name: str) -> Any:
    try:
        return form._meta.model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


class Part:
    """The rows of an inline form, as they are stored."""

    def __init__(self, formset: Any) -> None:
        self.prefix, self.most = formset.prefix, formset.absolute_max
        self.key = formset.model._meta.pk.name
        self.kind = capfirst(formset.model._meta.verbose_name)
        hidden, empty = {self.key, formset.fk.name}, formset.empty_form
        self.entries = {name: Entry.of(empty, name) for name in empty.fields if name not in hidden}
        rows = {str(form.instance.pk): form for form in formset.initial_forms}
        self.names = {key: str(form.instance) for key, form in rows.items()}
        self.stored: dict[str, Values] = {
            key: {name: entry.sent(form, name) for name, entry in self.entries.items() if name in form.fields}
            for key, form in rows.items()
        }

    def name(self, number: int | None, field: str) -> str:
        """What the field of a row is called in the form."""
        return f"{self.prefix}-{number}-{field}"

    def rows(self, data: QueryDict) -> Iterator[tuple[str, Values]]:
        """The rows in `data`, each with its key."""
        total = data.get(f"{self.prefix}-TOTAL_FORMS", "")[:6]  # a forged number may have thousands of digits
        for number in range(min(int(total), self.most) if total.isdecimal() else 0):
            values = {name: entry.received(data, self.name(number, name)) for name, entry in self.entries.items()}
            yield data.get(self.name(number, self.key), ""), values

    def write(self, data: QueryDict, existing: list[tuple[str, Values]], new: list[Values]) -> None:
        """Put rows into `data` in the place of those that it has."""
        for name in list(data):
            if name.startswith(f"{self.prefix}-") and name.removeprefix(f"{self.prefix}-").split("-")[0].isdecimal():
                del data[name]
        for number, (key, values) in enumerate([*existing, *(("", values) for values in new)]):
            data[self.name(number, self.key)] = key
            for name, value in values.items():
                data.setlist(self.name(number, name), list(value))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(existing) + len(new))
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(existing))

    def differences(self, row: RowChange) -> Iterator[Difference]:
        """What a reader is told of a row."""
        name, box = self.names.get(row.key, ""), self.name(row.number, DELETE)
        label = _("%(label)s: %(value)s") % {"label": self.kind, "value": name} if name else self.kind
        stored, mine = self.summary(row.stored), self.summary(row.mine)
        match row.fate:
            case Fate.CHANGED:
                for change in row.changes:
                    entry = self.entries[change.name]
                    names = {"kind": self.kind, "name": name, "field": entry.label}
                    label = _("%(kind)s (%(name)s): %(field)s") % names
                    yield entry_difference(entry, change, label, self.name(row.number, change.name))
            case Fate.ADDED:
                yield Difference(label, stored, "", note=_("Added by them, and taken over."))
            case Fate.DELETED:
                yield Difference(label, "", mine, note=_("Deleted by them, and taken out."))
            case Fate.LOST:
                yield Difference(label, "", mine, name=box, note=_("Deleted by them. Yours would be a new row."))
            case Fate.UNWANTED:
                yield Difference(label, stored, "", name=box, note=_("Changed by them. You delete it."))

    def summary(self, values: Values) -> str:
        """A row as text, a line for each field that says something."""
        shown = [(entry.label, entry.shown(values[name])) for name, entry in self.entries.items() if values.get(name)]
        lines = (
            _("%(label)s: %(value)s") % {"label": capfirst(label), "value": text} for label, text in shown if text
        )
        return "\n".join(lines)


def entry_difference(entry: Entry, change: Change, label: str, name: str) -> Difference:
    """What a reader is told of a field."""
    note = _("Changed by both of you.") if change.clash else _("Changed by them, and taken over.")
    return Difference(
        label=capfirst(label),
        stored=entry.shown(change.stored),
        mine=entry.shown(change.mine),
        language=entry.language,
        name=name if change.clash else "",
        note=note,
    )


class Page:
    """The page of a record as it is stored: its form, the inline forms, and the fields that are only told."""

    def __init__(self, form: Any, formsets: list[Any], readonly: list[str]) -> None:
        told = {name: field for name in readonly if (field := _model_field(form, name))}
        values = {name: field.value_from_object(form.instance) for name, field in told.items()}
        entries = {name: Entry.of(form, name) for name in form.fields}
        # What is told comes first: the state of a commitment says most.
        self.entries = {name: Entry(None, str(field.verbose_name)) for name, field in told.items()} | entries
        self.stored: Values = {
            **{name: (str(display_for_field(values[name], field, "–")),) for name, field in told.items()},
            **{name: entry.sent(form, name) for name, entry in entries.items()},
        }
        self.parts = [Part(formset) for formset in formsets]

    def data(self) -> QueryDict:
        """What a browser would send of the page, untouched."""
        data = QueryDict(mutable=True)
        for name, value in self.stored.items():
            data.setlist(name, list(value))
        for part in self.parts:
            part.write(data, list(part.stored.items()), [])
        return data

    def settle(self, post: QueryDict) -> tuple[QueryDict, list[Difference]]:
        """Merge what was sent with what is stored: what the form then says, and what somebody else has changed."""
        opened, data, now = QueryDict(post.get(OPENED, "")), post.copy(), self.data()
        _choose(data, opened)
        then = {name: entry.received(opened, name) for name, entry in self.entries.items()}
        mine = {
            name: then[name] if entry.fixed else entry.received(data, name) for name, entry in self.entries.items()
        }
        changes = compare(then, self.stored, mine)
        for name, value in merge(mine, changes).items():
            data.setlist(name, list(value))
        differences = [
            entry_difference(entry, change, entry.label, change.name)
            for change in changes
            for entry in [self.entries[change.name]]
        ]
        for part in self.parts:
            rows = merge_rows(dict(part.rows(opened)), part.stored, part.rows(data))
            part.write(data, rows.existing, rows.new)
            for row in rows.changes:
                differences += part.differences(row)
                if row.fate is Fate.LOST:  # who takes theirs deletes it
                    now.setlist(part.name(row.number, DELETE), list(CHECKED))
        if differences:  # the next save is compared with what is seen now
            data[OPENED] = now.urlencode()
        return data, sorted(differences, key=lambda one: not one.name)  # first what has to be decided


def _choose(data: QueryDict, opened: QueryDict) -> None:
    """Where theirs was chosen on the page of a conflict, put into `data` what was stored when that page was made."""
    for choice in [name for name in data if name.startswith(TAKE)]:
        if data.pop(choice) == [THEIRS]:
            name = choice.removeprefix(TAKE)
            data.setlist(name, opened.getlist(name))
