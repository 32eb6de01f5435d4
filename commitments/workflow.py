"""The only writer of a commitment's publication state."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.models import Commitment, State

#: From a state to the states it may move to.
MOVES = {
    State.DRAFT: {State.IN_REVIEW, State.PUBLISHED},
    State.IN_REVIEW: {State.DRAFT, State.PUBLISHED},
    State.PUBLISHED: {State.DRAFT, State.WITHDRAWN},
    State.WITHDRAWN: {State.DRAFT, State.PUBLISHED},
}


class ForbiddenMoveError(Exception):
    """The state of the commitment does not allow the move."""


@transaction.atomic
def move(commitment, to):
    """Bring `commitment` into the state `to`. Raises ForbiddenMoveError when MOVES does not allow it.

    The date of first publication is set once and stays.
    """
    locked = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if to not in MOVES[locked.state]:
        raise ForbiddenMoveError(
            _("“%(title)s” cannot become %(state)s from %(present)s.")
            % {"title": locked.title, "state": State(to).label, "present": locked.get_state_display()}
        )
    locked.state = to
    if to == State.PUBLISHED and locked.published_at is None:
        locked.published_at = timezone.now()
    locked.save(update_fields=["state", "published_at"])
    commitment.state, commitment.published_at = locked.state, locked.published_at
