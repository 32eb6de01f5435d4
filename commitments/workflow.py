"""The only writer of a commitment's publication state: one move, one transaction, with who, when and why."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments import changes
from commitments.models import (
    Assessment,
    ChallengeArea,
    Commitment,
    Evidence,
    Involvement,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
    State,
)
from members.models import Institution
from ogp_challenge.languages import active_language, language_codes, localized

#: From a state to the states it may move to.
MOVES = {
    State.DRAFT: {State.IN_REVIEW, State.PUBLISHED},
    State.IN_REVIEW: {State.DRAFT, State.PUBLISHED},
    State.PUBLISHED: {State.DRAFT, State.WITHDRAWN},
    State.WITHDRAWN: {State.DRAFT, State.PUBLISHED},
}

#: What only a move changes.
MOVED = ("state", "published_at", "withdrawn_at", "public_updated_at", "public_snapshot")

#: The institutions of a commitment are deleted just before it is.
MOMENT = datetime.timedelta(minutes=1)

#: Moves that an editor may make: handing over a draft, and taking it back.
OF_EDITORS = {(State.DRAFT, State.IN_REVIEW), (State.IN_REVIEW, State.DRAFT)}


class ForbiddenMoveError(Exception):
    """The state of the commitment, what it lacks, or the rights of the person do not allow the move."""


@transaction.atomic
def move(commitment, to, *, by=None, reason="", reasons=None):
    """Bring `commitment` into the state `to`, for the user `by` (None: a command), with a `reason` where there is one.

    A withdrawal has `reasons`, {language: sentence for the public}; a `reason` is taken to be in the active language.
    Raises ForbiddenMoveError, with a sentence for the person, when MOVES does not allow it, when the person may not,
    when something is missing that the public needs, or when a withdrawal gives no reason. The date of first
    publication is set once and stays.
    """
    locked = Commitment.objects.select_for_update().get(pk=commitment.pk)
    reasons = written(locked, reasons or {active_language(): reason}) if to == State.WITHDRAWN else {}
    reason = "\n".join(reasons.values()) or reason
    refuse_what_may_not_be(locked, to, by, reasons)
    if State.WITHDRAWN in (locked.state, to):
        for code in language_codes():
            setattr(locked, f"withdrawal_reason_{code}", reasons.get(code, ""))
    locked.state = to
    if to == State.PUBLISHED and locked.published_at is None:
        locked.published_at = timezone.now()
    locked.withdrawn_at = timezone.now() if to == State.WITHDRAWN else None
    locked.version += 1
    locked._change_reason = reason or State(to).label
    if by is not None:
        locked._history_user = by
    locked.save()
    changes.record(locked, reason=reason)
    commitment.refresh_from_db()


def written(commitment, reasons):
    """{language: reason of a withdrawal} as it is given now, or else stands in the record; no language without one."""
    said = {code: reasons.get(code) or getattr(commitment, f"withdrawal_reason_{code}") for code in language_codes()}
    return {code: text.strip() for code, text in said.items() if text and text.strip()}


@transaction.atomic
def restore(row, *, by):
    """Bring back the commitment of a row of history, with all that was deleted with it, as a draft nobody sees.

    Raises ValidationError when another record has taken its slug or its OGP code since.
    """
    commitment = row.instance
    commitment.validate_unique()
    commitment.state, commitment.version = State.DRAFT, 1
    commitment.public_snapshot = None
    commitment._history_user = by
    commitment._change_reason = _("brought back")
    commitment.save(force_insert=True)
    # The row of the deletion no longer has the relations; the one before it does.
    former = row.prev_record or row
    commitment.other_areas.set(ChallengeArea.objects.filter(pk__in=former.other_areas.values("challengearea")))
    commitment.values.set(OpenGovernmentValue.objects.filter(pk__in=former.values.values("opengovernmentvalue")))
    lost = {"history_type": "-", "history_date__gte": row.history_date - MOMENT}
    institutions = Institution.objects.values("pk")
    bring_back(Involvement.history.filter(commitment_id=commitment.pk, institution_id__in=institutions, **lost))
    for model in (Milestone, ProgressReport, Assessment):
        bring_back(model.history.filter(commitment_id=commitment.pk, **lost))
    bring_back(Evidence.history.filter(report_id__in=commitment.progress_reports.values("pk"), **lost))
    return commitment


def bring_back(rows):
    """Write again what `rows` of history say was deleted, each under its own number."""
    for row in rows:
        if not type(row.instance)._base_manager.filter(pk=row.instance.pk).exists():
            row.instance.save(force_insert=True)


def keep_state(commitment):
    """Give `commitment`, read from its history, the state that it has now, and what its saving is compared with."""
    now = Commitment.objects.get(pk=commitment.pk)
    for name in (*MOVED, "stored_slug", "stored_texts"):
        setattr(commitment, name, getattr(now, name))


def refuse_what_may_not_be(commitment, to, by, reasons):
    """Raise ForbiddenMoveError when the move may not be made, and say why."""
    title = localized(commitment, "title").text or commitment.slug
    if to not in MOVES[commitment.state]:
        raise ForbiddenMoveError(
            _("“%(title)s” cannot become %(state)s from %(present)s.")
            % {"title": title, "state": State(to).label, "present": commitment.get_state_display()}
        )
    if by is not None and (commitment.state, to) not in OF_EDITORS and not may_publish(by):
        raise ForbiddenMoveError(_("You may not publish or withdraw “%(title)s”.") % {"title": title})
    if to == State.WITHDRAWN and not reasons:
        raise ForbiddenMoveError(_("Say why “%(title)s” is withdrawn.") % {"title": title})
    if to == State.PUBLISHED and (missing := obstacles(commitment)):
        raise ForbiddenMoveError(
            _("“%(title)s” cannot be published. %(missing)s") % {"title": title, "missing": " ".join(missing)}
        )


def may_publish(user):
    """Whether `user` decides what the public sees."""
    return user.has_perm("commitments.publish_commitment")


def obstacles(commitment):
    """What the public would miss: a sentence for each thing, none when the commitment may be published."""
    found = []
    # One language is enough to read: the other is shown with a note. Without any there is nothing to read.
    if not localized(commitment, "title"):
        found.append(_("It has no title in any language."))
    if not localized(commitment, "summary"):
        found.append(_("It has no summary in any language."))
    if not commitment.involvements.filter(role=Involvement.Role.LEAD).exists():
        found.append(_("It has no lead institution."))
    return found
