"""Load fixture files into a database that people edit: three-way, field by field, as a version control merges.

What the file says now is compared with what it said at the last load and with what the record says. A field that
staff have edited is kept; one they have not follows the file.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from ogp_challenge.models import LoadedRecord

Fields = dict[str, Any]


@dataclass
class Report:
    """What a load did to the records of one model."""

    model: type[models.Model]
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    #: Records of which at least one field, or the absence, is staff's and was left as it is.
    kept: int = 0


def load(
    paths: Iterable[Path],
    *,
    overwrite: bool = False,
    on_written: Callable[[models.Model, bool], None] = lambda record, added: None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Report]:
    """Load Django fixtures with natural keys, in the order given, and report on each model.

    `overwrite` gives the files the last word over staff. `on_written` is called with every record that was
    added (True) or changed (False) once it is complete, `on_progress` with the number of rows done and in all. Run it
    in a transaction.
    Raises DeserializationError for a row that names what does not exist.
    """
    rows = [row for path in paths for row in json.loads(path.read_text(encoding="utf-8"))]
    known = {(record.model, record.key): record for record in LoadedRecord.objects.all()}
    reports: dict[str, Report] = {}
    for done, row in enumerate(rows, start=1):
        report = reports.setdefault(row["model"], Report(apps.get_model(row["model"])))
        outcome = _load_row(row, known, overwrite, on_written)
        setattr(report, outcome, getattr(report, outcome) + 1)
        on_progress(done, len(rows))
    return list(reports.values())


def _load_row(
    row: dict[str, Any],
    known: dict[tuple[str, str], LoadedRecord],
    overwrite: bool,
    on_written: Callable[[models.Model, bool], None],
) -> str:
    """Load one row; which counter of the report it belongs to."""
    incoming = next(_deserialize(row))
    record = incoming.object
    key = json.dumps(record.natural_key(), ensure_ascii=False)
    loaded = known.get((row["model"], key))
    wanted = _plain(row["fields"], record)
    if record.pk is None:
        if loaded and not overwrite:
            return "kept"  # staff have deleted it
        record.save()
        _set_many(record, incoming.m2m_data)
        _remember(row["model"], key, wanted, loaded)
        on_written(record, True)
        return "added"

    existing = type(record)._base_manager.get(pk=record.pk)
    current = _current(existing, list(wanted))
    differing = [name for name in wanted if current[name] != wanted[name]]
    # A field that the files did not have at the last load is untouched while it has its default.
    untouched = (_untouched(record, wanted) | loaded.values) if loaded else {}
    ours = [name for name in differing if overwrite or (loaded and untouched[name] == current[name])]
    if ours:
        for name in ours:
            if name not in incoming.m2m_data:
                setattr(existing, name, getattr(record, name))
        existing.save()
        _set_many(existing, {name: incoming.m2m_data[name] for name in ours if name in incoming.m2m_data})
        on_written(existing, False)
    if loaded is None or loaded.values != wanted:
        _remember(row["model"], key, wanted, loaded)
    if len(ours) < len(differing):
        return "kept"
    return "changed" if ours else "unchanged"


def _deserialize(row: dict[str, Any]) -> Iterator[Any]:
    return serializers.deserialize("python", [row])


def _set_many(record: models.Model, many: dict[str, Any]) -> None:
    for name, values in many.items():
        getattr(record, name).set(values)


def _remember(model: str, key: str, values: Fields, loaded: LoadedRecord | None) -> None:
    if loaded:
        loaded.values = values
        loaded.save()
    else:
        LoadedRecord.objects.create(model=model, key=key, values=values)


def _current(record: models.Model, names: list[str]) -> Fields:
    """The fields of `record` in the form a fixture has them."""
    (row,) = serializers.serialize("python", [record], fields=names, use_natural_foreign_keys=True)
    return _plain(row["fields"], record)


def _untouched(record: models.Model, names: Iterable[str]) -> Fields:
    """What the fields of a record have when nobody has written them."""
    fields: dict[str, Any] = {name: record._meta.get_field(name) for name in names}
    return _plain({name: [] if field.many_to_many else field.get_default() for name, field in fields.items()}, record)


def _plain(fields: Fields, record: models.Model) -> Fields:
    """`fields` as they are after a trip through JSON, an absent text always as ""."""
    plain: Fields = json.loads(json.dumps(fields, cls=DjangoJSONEncoder))
    for name, value in plain.items():
        field = record._meta.get_field(name)
        if value is None and isinstance(field, models.CharField | models.TextField) and not field.unique:
            plain[name] = ""
        if isinstance(value, list) and field.many_to_many:
            plain[name] = sorted(value)
    return plain
