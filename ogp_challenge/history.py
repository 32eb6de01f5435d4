"""The past of a record with all that belongs to it: what it was, what differed, and bringing it back.

A model names what belongs to its records in `PARTS`, by the names of the relations; parts may have parts. A version is
what one transaction of a request left behind: all that it writes carries one date. It lasts until the next one begins.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from modeltranslation.manager import get_translatable_fields_for_model
from simple_history.models import HistoricalRecords
from simple_history.utils import get_m2m_reverse_field_name

#: What was deleted together was deleted within this time, where no request gave it one date.
TOGETHER = datetime.timedelta(minutes=1)


def date_as_one(history_instance: Any, **_kwargs: Any) -> None:
    """Give all that a transaction of a request writes to the history the date of the first: it is one change."""
    request = getattr(HistoricalRecords.context, "request", None)
    if request is None:
        return
    date = getattr(request, "history_date", None)
    if date is None:
        date = request.history_date = history_instance.history_date
        transaction.on_commit(lambda: setattr(request, "history_date", None))
    history_instance.history_date = date


def versions(model: Any) -> models.QuerySet[Any]:
    """The rows of history that end a version, latest first: of those with one date the last."""
    rows = model.history.all()
    later = rows.filter(
        id=models.OuterRef("id"), history_date=models.OuterRef("history_date"), history_id__gt=models.OuterRef("pk")
    )
    return rows.filter(~models.Exists(later))  # type: ignore[no-any-return]


def deleted(model: Any) -> models.QuerySet[Any]:
    """The row of the deletion of every record that does not exist."""
    gone = versions(model).filter(history_type="-").exclude(id__in=model._base_manager.values("pk"))
    later = model.history.filter(id=models.OuterRef("id"), history_id__gt=models.OuterRef("pk"))
    return gone.filter(~models.Exists(later))


@dataclass(frozen=True)
class Version:
    """A record as it was: its row of history, and the rows of its parts by model and number."""

    row: Any
    parts: dict[Any, dict[int, Any]]


@dataclass(frozen=True)
class Difference:
    """One field that differs between two versions, for readers; `language` where it is a text."""

    label: str
    before: str
    after: str
    language: str


class Past:
    """All that the history holds of a record and of what belongs to it, read once."""

    def __init__(self, model: Any, pk: Any) -> None:
        self.model, self.pk = model, pk
        #: (model of the owner, relation to the parts, their rows from the oldest), owners before what they own.
        self.kinds: list[tuple[Any, Any, list[Any]]] = []
        self.ends = list(versions(model).filter(id=pk).order_by("history_date").values_list("history_date", flat=True))
        self.read(model, {pk})

    def read(self, owner: Any, pks: set[Any]) -> None:
        """Read the rows of whatever has ever belonged to the records `pks` of `owner`."""
        for name in getattr(owner, "PARTS", ()):
            relation = owner._meta.get_field(name)
            history = relation.related_model.history
            ever = history.filter(**{f"{relation.field.attname}__in": pks}).values("id")
            rows = list(history.filter(id__in=ever).order_by("history_date", "history_id"))
            self.kinds.append((owner, relation, rows))
            self.read(relation.related_model, {row.id for row in rows})

    def version(self, row: Any) -> Version:
        """What the record was from `row` until its next version began."""
        return Version(row, self.parts(before=next((date for date in self.ends if date > row.history_date), None)))

    def begins_with(self, row: Any) -> bool:
        """Whether the version of `row` is that in which the record was made."""
        return bool(self.model.history.filter(id=self.pk, history_date=row.history_date, history_type="+").exists())

    def parts(self, *, before: Any = None, lost_since: Any = None) -> dict[Any, dict[int, Any]]:
        """What belonged to the record before a date (None: now), and what was deleted since another."""
        owners: dict[Any, Any] = {self.model: {self.pk}}
        for owner, relation, rows in self.kinds:
            latest = {row.id: row for row in rows if before is None or row.history_date < before}
            owners[relation.related_model] = {
                pk: row
                for pk, row in latest.items()
                if getattr(row, relation.field.attname) in owners[owner]
                and (row.history_type != "-" or (lost_since and row.history_date >= lost_since))
            }
        del owners[self.model]
        return owners

    def differences(self, then: Version | None, now: Version) -> Iterator[Difference]:
        """What differs between two versions of the record, None being before there was any."""
        if then:
            for one in (*_field_differences(self.model, then.row, now.row), *_many_differences(then.row, now.row)):
                yield replace(one, label=capfirst(one.label))
        yield from self.part_differences(then.parts if then else {}, now.parts)

    def part_differences(self, then: dict[Any, Any], now: dict[Any, Any]) -> Iterator[Difference]:
        """What differs between the parts of two versions."""
        for _owner, relation, _rows in self.kinds:
            model = relation.related_model
            before, after = then.get(model, {}), now[model]
            for pk in {**before, **after}:
                row = after.get(pk) or before[pk]
                for one in _field_differences(model, before.get(pk), after.get(pk), without=relation.field.name):
                    yield replace(one, label=capfirst(part_label(model, name_of(row), one.label)))

    def bring_back(self, parts: dict[Any, dict[int, Any]]) -> None:
        """Make what belongs to the record what `parts` says, each under its own number; call it in a transaction.

        What the history does not know stays, and so does what belongs elsewhere by now. What names something that is
        no longer there stays away. Raises ValidationError for what clashes with what is.
        """
        owners: dict[Any, Any] = {self.model: {self.pk}}
        for owner, relation, rows in self.kinds:
            model, former = relation.related_model, parts[relation.related_model]
            records = model._base_manager
            present = {part.pk: part for part in records.filter(**{f"{relation.field.attname}__in": owners[owner]})}
            elsewhere = set(records.filter(pk__in=former.keys() - present.keys()).values_list("pk", flat=True))
            if not _is_for_good(model):
                for pk in {row.id for row in rows} & (present.keys() - former.keys()):
                    present.pop(pk).delete()
            for pk in sorted(former.keys() - elsewhere):
                _write(former[pk], present.get(pk))
            owners[model] = present.keys() | (former.keys() - elsewhere)


def _is_for_good(model: Any) -> bool:
    """Whether what is there stays, whatever former version is brought back: its model says so with `FOR_GOOD`."""
    return getattr(model, "FOR_GOOD", False)


def _write(row: Any, stored: Any) -> None:
    """Write again what a row of history says, over the record that is `stored` or where there is none."""
    record = row.instance
    if not _has_all_it_names(record) or (stored and _same(stored, row)):
        return
    record._state.adding = stored is None
    try:
        record.validate_unique()
        record.validate_constraints()
    except ValidationError:
        if _is_for_good(type(record)):
            return  # somebody else has it by now
        raise
    record.save(force_insert=stored is None)


def _field_differences(model: Any, then: Any, now: Any, without: str = "") -> Iterator[Difference]:
    """The fields in which two rows differ, None being a record that is not there."""
    doubled = get_translatable_fields_for_model(model) or []  # the column of each language is there beside it
    for tracked in (then or now).tracked_fields:
        name, field = tracked.name, model._meta.get_field(tracked.name)
        if not field.editable or field.primary_key or name == without or name in doubled:
            continue
        before, after = (getattr(row, field.attname) if row else None for row in (then, now))
        if before == after or {before, after} <= {None, ""}:
            continue
        language = getattr(field, "language", "")
        yield Difference(str(field.verbose_name), _shown(field, before), _shown(field, after), language)


def _many_differences(then: Any, now: Any) -> Iterator[Difference]:
    for field in now._history_m2m_fields:
        before, after = ({other.pk: other for other in many(row, field)} for row in (then, now))
        if before.keys() != after.keys():
            then_named, now_named = (
                pgettext("between items", "; ").join(map(str, side.values())) for side in (before, after)
            )
            yield Difference(str(field.verbose_name), then_named or "–", now_named or "–", "")


def many(row: Any, field: Any) -> models.QuerySet[Any]:
    """The records that a row of history had in a many-to-many field, those that still exist."""
    pks = getattr(row, field.name).values(get_m2m_reverse_field_name(field))
    return field.related_model._base_manager.filter(pk__in=pks)  # type: ignore[no-any-return]


def _same(record: Any, row: Any) -> bool:
    return all(getattr(record, field.attname) == getattr(row, field.attname) for field in row.tracked_fields)


def part_label(model: Any, name: str, field: str) -> str:
    """What a field of something that belongs to a record is called: "milestone (First step): due"."""
    return _("%(kind)s (%(name)s): %(field)s") % {"kind": model._meta.verbose_name, "name": name, "field": field}


def name_of(row: Any) -> str:
    """What the record of a row of history called itself."""
    try:
        return str(row.history_object)
    except ObjectDoesNotExist:  # it is named by what no longer exists
        return str(row.id)


def _shown(field: Any, value: Any) -> str:
    """A stored value as staff read it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        other = field.related_model._base_manager.filter(pk=value).first()
        return str(other or _("no longer there (number %(pk)s)") % {"pk": value})
    if isinstance(value, datetime.datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return formats.date_format(value)
    return str(value)


# Bringing back


@transaction.atomic
def restore(row: Any, **values: Any) -> Any:
    """Bring back the record of the row of its deletion, with all that was deleted with it and with `values` set.

    Raises ValidationError when what it belongs to is no longer there, or another record has taken its place.
    """
    record = row.instance
    for name, value in values.items():
        setattr(record, name, value)
    if not _has_all_it_names(record):
        raise ValidationError(_("It belongs to something that is no longer there."))
    record.validate_unique()
    record.validate_constraints()
    record.save(force_insert=True)
    # The row of the deletion no longer has the relations; the one before it does.
    former = type(row).objects.filter(id=row.id, history_id__lt=row.history_id).first() or row
    set_many(record, former)
    past = Past(type(record), record.pk)
    past.bring_back(past.parts(lost_since=row.history_date - TOGETHER))
    return record


def set_many(record: Any, row: Any) -> None:
    """Give `record` the many-to-many relations of a row of history."""
    for field in row._history_m2m_fields:
        getattr(record, field.name).set(many(row, field))


def _has_all_it_names(record: Any) -> bool:
    """Whether the records that `record` refers to exist."""
    return all(
        field.related_model._base_manager.filter(pk=getattr(record, field.attname)).exists()
        for field in record._meta.concrete_fields
        if field.is_relation and getattr(record, field.attname) is not None
    )


def write_history(
    records: Sequence[models.Model], *, added: bool, by: AbstractBaseUser | None, reason: str, at: datetime.datetime
) -> None:
    """One row of history, with relations to many as they are now, for each of `records`.

    They are of one model and were written in bulk, for which no signal writes it.
    """
    if not records:
        return
    histories = type(records[0]).history  # type: ignore[attr-defined]  # registered with django-simple-history
    rows = histories.bulk_history_create(
        records, update=not added, default_user=by, default_change_reason=reason, default_date=at
    )
    row_of = {record.pk: row for record, row in zip(records, rows, strict=True)}
    for field in histories.model._history_m2m_fields:
        copies = getattr(histories.model, field.name).model
        through, owner = field.remote_field.through, field.m2m_column_name()
        links = through._base_manager.filter(**{f"{owner}__in": list(row_of)}).values(
            *(link.attname for link in through._meta.concrete_fields)
        )
        copies.objects.bulk_create([copies(history=row_of[link[owner]], **link) for link in links])
