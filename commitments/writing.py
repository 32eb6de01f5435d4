"""What a Comparison says, written over the catalogue: all of it or nothing.

Hundreds of commitments are written together. A save of a single one takes some thirty queries for its history, its
relations, the change log and the search; here each of these is one for all of them.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments import changes, indexing, workflow
from commitments.columns import References, columns
from commitments.comparison import Added
from commitments.models import Commitment, PublicChange, State
from ogp_challenge.history import write_history
from ogp_challenge.refusal import RefusedError

#: Rows that are written together: few enough for SQLite's parameters, and for a statement on a busy PostgreSQL.
TOGETHER = 200

#: What a reader sees of a commitment beyond its own fields: loaded for all of a batch, compared for each.
SEEN = (
    *("member__region", "locality", "area", "action_plan", "other_areas", "values", "involvements__institution"),
    *("milestones", "progress_reports__evidence", "assessments", "public_changes"),
)


class OutdatedError(Exception):
    """A commitment has changed since it was compared."""


def apply(comparison, *, by=None, reason="", on_progress=lambda done, total: None):
    """Write what `comparison` says, all of it or nothing, for the user `by` (None: a command).

    `reason` goes to the history of each record. Raises RefusedError when a row cannot be written after all, and
    OutdatedError when a commitment is not what it was when it was compared.
    """
    if not comparison.applicable:
        raise ValueError("There is nothing to write, or something in the way.")
    writer = _Writer(by, reason)
    steps = [*comparison.changed, *comparison.added]
    with transaction.atomic():
        for start in range(0, len(steps), TOGETHER):
            together = steps[start : start + TOGETHER]
            try:
                with indexing.together() as waiting:
                    waiting |= writer.write(together)
            except IntegrityError as error:
                rows = {"first": min(step.row for step in together), "last": max(step.row for step in together)}
                message = _("The database does not take what is in rows %(first)d to %(last)d.")
                raise RefusedError(message % rows) from error
            on_progress(start + len(together), len(steps))


class _Writer:
    """Writes rows, within a transaction."""

    def __init__(self, by, reason):
        self.by, self.reason, self.now = by, reason, timezone.now()
        self.columns = columns()
        self.references = References()

    def write(self, steps):
        """Write what several Added and Changed say over what is stored; the ids of the commitments."""
        slugs = [step.slug for step in steps]
        stored = {record.slug: record for record in Commitment.objects.select_for_update().filter(slug__in=slugs)}
        before = {slug: dict(vars(record)) for slug, record in stored.items()}
        pairs = [(step, opened(step, stored.get(step.slug))) for step in steps]
        for step, record in pairs:
            self.fill(step, record)
        new = [record for _step, record in pairs if record.pk is None]
        Commitment.objects.bulk_create(new)
        before |= {record.slug: dict(vars(record)) for record in new}
        self.relate(pairs)
        for step, record in pairs:
            self.move(step, record)
        records = [record for _step, record in pairs]
        noticed = [changes.noticed(record, self.now) for record in records]
        PublicChange.objects.bulk_create([change for change in noticed if change])
        update(records, before)
        self.remember(new, [record for record in records if record.slug in stored])
        return {record.pk for record in records}

    def fill(self, step, record):
        """Give `record`, in memory, the values of its own that the row has, and what follows from them."""
        values = written(step)
        try:
            for column in self.columns:
                if column.write and column.name in values:
                    column.write(record, values[column.name], self.references)
        except ValidationError as error:
            raise RefusedError(_("The database does not take this row."), step.row) from error
        record.set_text_states()
        record.set_sort_keys()

    def relate(self, pairs):
        """Write the relations to many, and load all that readers see as it is now."""
        for column in self.columns:
            texts = [(record, written(step).get(column.name)) for step, record in pairs] if column.relate else []
            if texts := [(record, text) for record, text in texts if text is not None]:
                self.remember(*column.relate(texts, self.references))
        prefetch_related_objects([record for _step, record in pairs], *SEEN)

    def move(self, step, record):
        """Bring `record`, in memory, into the state of the row."""
        to = written(step).get("state", record.state)
        if to != record.state:
            try:
                workflow.bring(record, State(to), by=self.by)
            except workflow.ForbiddenMoveError as error:
                raise RefusedError(str(error), step.row, "state") from error

    def remember(self, added, changed):
        """Write the history of what was added and changed, all of it with one date."""
        for records, new in ((added, True), (changed, False)):
            write_history(records, added=new, by=self.by, reason=self.reason, at=self.now)


def opened(step, record):
    """The commitment that a row is written to. Raises OutdatedError when it is not the one that was compared."""
    if isinstance(step, Added):
        if record is not None:
            raise OutdatedError(step.slug)
        return Commitment(slug=step.slug)
    if record is None or record.version != step.version:
        raise OutdatedError(step.slug)
    record.version += 1
    return record


def written(step):
    """Column -> text of what a row writes."""
    if isinstance(step, Added):
        return {name: text for name, text in step.values.items() if text}
    return {change.column: change.after for change in step.changes}


def update(records, before):
    """Write the fields that are not what they were `before` (slug -> attributes)."""
    names, changed = set(), []
    for record in records:
        former = before[record.slug]
        differing = {
            field.name
            for field in Commitment._meta.concrete_fields
            if field.attname in former and vars(record).get(field.attname) != former[field.attname]
        }
        if differing:
            names |= differing
            changed.append(record)
    if changed:
        Commitment.objects.bulk_update(changed, names)
