"""The only writer of the publication state."""

import subprocess

import pytest
from django.conf import settings
from django.utils.translation import override

from commitments.models import State
from commitments.workflow import MOVES, ForbiddenMoveError, move

pytestmark = pytest.mark.django_db


def test_publishing_sets_the_date_once(make_commitment):
    commitment = make_commitment()

    move(commitment, State.PUBLISHED)
    first = commitment.published_at
    move(commitment, State.WITHDRAWN, reason="Given up.")
    move(commitment, State.PUBLISHED)

    assert first is not None
    assert commitment.published_at == first


@pytest.mark.parametrize("present", list(State))
@pytest.mark.parametrize("to", list(State))
def test_only_the_moves_of_the_table(make_commitment, present, to):
    commitment = make_commitment(state=present)

    if to in MOVES[present]:
        move(commitment, to, reason="Because.")
        assert commitment.state == to
    else:
        with pytest.raises(ForbiddenMoveError):
            move(commitment, to, reason="Because.")


def test_a_withdrawal_gives_its_reason(make_commitment):
    commitment = make_commitment(state=State.PUBLISHED)
    with pytest.raises(ForbiddenMoveError, match="Say why"):
        move(commitment, State.WITHDRAWN)

    move(commitment, State.WITHDRAWN, reason="The government has given it up.")

    assert commitment.withdrawn_at is not None
    assert (commitment.withdrawal_reason_en, commitment.withdrawal_reason_fr) == (
        "The government has given it up.",
        "",
    )


@pytest.mark.parametrize("blank", [{}, {"en": " ", "fr": ""}])
def test_blanks_are_no_reason(make_commitment, blank):
    with pytest.raises(ForbiddenMoveError, match="Say why"):
        move(make_commitment(state=State.PUBLISHED), State.WITHDRAWN, reason="  ", reasons=blank)


def test_a_reason_stands_in_the_language_it_was_written_in(make_commitment):
    commitment = make_commitment(state=State.PUBLISHED, withdrawal_reason_en="Prepared.")

    move(commitment, State.WITHDRAWN, reasons={"fr": "Abandonné."})
    assert (commitment.withdrawal_reason_en, commitment.withdrawal_reason_fr) == ("Prepared.", "Abandonné.")

    with override("fr"):
        move(commitment, State.PUBLISHED)
        move(commitment, State.WITHDRAWN, reason="Encore abandonné.")
    assert (commitment.withdrawal_reason_en, commitment.withdrawal_reason_fr) == ("", "Encore abandonné.")


@pytest.mark.parametrize("between", [[State.PUBLISHED], [State.DRAFT, State.IN_REVIEW, State.PUBLISHED]])
def test_a_second_withdrawal_has_its_own_reason(make_commitment, between):
    commitment = make_commitment()
    move(commitment, State.PUBLISHED)
    move(commitment, State.WITHDRAWN, reasons={"en": "The first.", "fr": "Le premier."})
    for state in between:
        move(commitment, state)
        assert not commitment.withdrawal_reason_en
        assert not commitment.withdrawal_reason_fr

    move(commitment, State.WITHDRAWN, reasons={"en": "The second."})

    assert (commitment.withdrawal_reason_en, commitment.withdrawal_reason_fr) == ("The second.", "")
    reasons = list(commitment.public_changes.filter(kind="withdrawn").values_list("reason", flat=True))
    assert reasons == ["The second.", "The first.\nLe premier."]


def test_a_reason_is_kept_whole(make_commitment):
    commitment, reason = make_commitment(), "Because. " * 60

    move(commitment, State.PUBLISHED, reason=reason)

    assert commitment.history.first().history_change_reason == reason
    assert commitment.public_changes.get().reason == reason


def test_what_the_public_needs_must_be_there(make_commitment):
    commitment = make_commitment(summary_en="")
    commitment.involvements.all().delete()

    with pytest.raises(ForbiddenMoveError) as refusal:
        move(commitment, State.PUBLISHED)

    sentence = "cannot be published. It has no summary in any language. It has no lead institution."
    assert str(refusal.value).endswith(sentence)

    commitment.refresh_from_db()
    assert commitment.state == State.DRAFT


def test_who_when_and_why_are_in_the_history(make_commitment, admin_user):
    commitment = make_commitment(state=State.PUBLISHED)

    move(commitment, State.WITHDRAWN, by=admin_user, reason="Given up.")

    latest = commitment.history.first()
    assert (latest.history_user, latest.history_change_reason, latest.state) == (admin_user, "Given up.", "withdrawn")


@pytest.mark.parametrize(
    ("role", "present", "to", "allowed"),
    [
        ("editor", State.DRAFT, State.IN_REVIEW, True),
        ("editor", State.IN_REVIEW, State.DRAFT, True),
        ("editor", State.IN_REVIEW, State.PUBLISHED, False),
        ("editor", State.PUBLISHED, State.WITHDRAWN, False),
        ("editor", State.PUBLISHED, State.DRAFT, False),
        ("reviewer", State.IN_REVIEW, State.PUBLISHED, True),
        ("reviewer", State.PUBLISHED, State.WITHDRAWN, True),
    ],
)
def test_who_may(make_commitment, make_user, role, present, to, allowed):
    commitment = make_commitment(state=present)

    if allowed:
        move(commitment, to, by=make_user(role), reason="Because.")
    else:
        with pytest.raises(ForbiddenMoveError, match="may not"):
            move(commitment, to, by=make_user(role), reason="Because.")


def test_nothing_else_assigns_the_state():
    found = subprocess.run(
        [
            "git",
            "grep",
            "-nE",
            r"\bstate = |state=State",
            "--",
            "commitments/*.py",
            "members/*.py",
            "ogp_challenge/*.py",
        ],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
    ).stdout.splitlines()
    writers = {
        line.split(":")[0]
        for line in found
        if "migrations" not in line and "Q(state=" not in line and "models.CharField" not in line
    }
    assert writers == {"commitments/workflow.py"}
