"""The first page for staff: what waits, and what happened last, of all records."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from django.apps import apps
from django.urls import reverse

from commitments import workflow
from commitments.models import Commitment, Evidence, ProgressReport, State
from ogp_challenge.languages import SortedByName, localized

#: Changes that are told; records that each of them names; commitments that are listed as waiting.
MOST_CHANGES, MOST_NAMES, MOST_WAITING = 10, 3, 5
#: Rows that are read of the history of each kind of record. Of more in a row, the number is too low.
READ = 100


@dataclass(frozen=True)
class Change:
    """What one person did to one or more records of a kind, one after the other."""

    at: datetime
    who: str
    kind: str
    did: str
    number: int
    #: (name, address or "") of the first records.
    records: tuple
    why: str


def waiting(user):
    """The commitments that wait for `user`: whoever publishes has reviews to do, others have drafts to finish."""
    awaited = State.IN_REVIEW if workflow.may_publish(user) else State.DRAFT
    return Commitment.objects.filter(state=awaited).select_related("member", "locality__member")[:MOST_WAITING]


def latest_changes():
    """The last changes of all records. What one person did to many of a kind in a row is one change."""
    kept = [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]
    rows = [
        row
        for model in kept
        for row in model.history.select_related("history_user").order_by("-history_date", "-history_id")[:READ]
    ]
    rows.sort(key=lambda row: row.history_date, reverse=True)
    groups = groupby(rows, lambda row: (row.history_user_id, type(row).__name__))
    told = [list(group) for _key, group in islice(groups, MOST_CHANGES)]
    of = {getattr(row, "commitment_id", None) for group in told for row in group}
    commitments = Commitment.objects.in_bulk(of - {None})
    return [change(group, commitments) for group in told]


def change(rows, commitments):
    """`rows` of the history, of one person and one kind of record, the last first, as one change."""
    last = rows[0]
    records = dict.fromkeys(record(row, commitments) for row in rows)
    reasons = dict.fromkeys(row.history_change_reason for row in rows if row.history_change_reason)
    return Change(
        at=last.history_date,
        who=str(last.history_user or ""),
        kind=last.instance_type._meta.verbose_name,
        did=", ".join(dict.fromkeys(row.get_history_type_display().lower() for row in rows)),
        number=len({row.id for row in rows}),
        records=tuple(islice(records, MOST_NAMES)),
        why=", ".join(islice(reasons, MOST_NAMES)),
    )


def record(row, commitments):
    """(name, address) of what a row of history is about: a record, or the commitment that it belongs to."""
    model, pk, name = row.instance_type, row.id, ""
    if model is Evidence:
        model, pk, name = ProgressReport, row.report_id, localized(row, "title").text
    elif issubclass(model, SortedByName):
        name = localized(row, model.sorts_by).text
    elif commitment := commitments.get(row.commitment_id):
        model, pk, name = Commitment, commitment.pk, commitment.title
    if not name or (row.history_type == "-" and model is row.instance_type):
        return name, ""
    return name, reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[pk])
