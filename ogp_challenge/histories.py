"""The history of records that were written in bulk, for which no signal writes it."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model


def write_history(
    records: Sequence[Model], *, added: bool, by: AbstractBaseUser | None, reason: str, at: datetime
) -> None:
    """One row of history for each of `records`, all of one model, with their relations to many as they are now."""
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
