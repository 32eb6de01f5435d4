"""The only writer of a commitment's publication state: one move, one transaction, with who, when and why."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments import changes
from commitments.models import Commitment, Involvement, State
from ogp_challenge import history
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
    reasons = bring(locked, to, by=by, reasons=reasons or {active_language(): reason})
    reason = "\n".join(reasons.values()) or reason
    locked.version += 1
    locked._change_reason = reason or State(to).label
    if by is not None:
        locked._history_user = by
    locked.save()
    changes.record(locked, reason=reason)
    commitment.refresh_from_db()


def bring(commitment, to, *, by=None, reasons=None):
    """What a move does to `commitment`, in memory: for `move`, and for whoever writes many at once.

    Returns the reasons of a withdrawal by language. Raises ForbiddenMoveError as `move` does. Whoever calls this has
    locked the commitment, and saves it with its history and its change log.
    """
    reasons = written(commitment, reasons or {}) if to == State.WITHDRAWN else {}
    refuse_what_may_not_be(commitment, to, by, reasons)
    if State.WITHDRAWN in (commitment.state, to):
        for code in language_codes():
            setattr(commitment, f"withdrawal_reason_{code}", reasons.get(code, ""))
    commitment.state = to
    if to == State.PUBLISHED and commitment.published_at is None:
        commitment.published_at = timezone.now()
    commitment.withdrawn_at = timezone.now() if to == State.WITHDRAWN else None
    return reasons


def written(commitment, reasons):
    """{language: reason of a withdrawal} as it is given now, or else stands in the record; no language without one."""
    said = {code: reasons.get(code) or getattr(commitment, f"withdrawal_reason_{code}") for code in language_codes()}
    return {code: text.strip() for code, text in said.items() if text and text.strip()}


def restore(row, *, by):
    """Bring back the commitment of a row of history, with all that was deleted with it, as a draft nobody sees.

    Raises ValidationError when another record has taken its slug or its OGP code since, or its member is gone.
    """
    return history.restore(
        row,
        state=State.DRAFT,
        version=1,
        public_snapshot=None,
        _history_user=by,
        _change_reason=_("brought back"),
    )


def keep_state(commitment):
    """Give `commitment`, read from its history, the state that it has now, and what its saving is compared with."""
    now = Commitment.objects.get(pk=commitment.pk)
    for name in (*MOVED, "version", "stored_slug", "stored_texts"):
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
    if not any(one.role == Involvement.Role.LEAD for one in commitment.involvements.all()):
        found.append(_("It has no lead institution."))
    return found
