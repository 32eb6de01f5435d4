"""The only writer of the publication state."""

import subprocess

import pytest
from django.conf import settings

from commitments.models import State
from commitments.workflow import MOVES, ForbiddenMoveError, move

pytestmark = pytest.mark.django_db


def test_publishing_sets_the_date_once(make_commitment):
    commitment = make_commitment()

    move(commitment, State.PUBLISHED)
    first = commitment.published_at
    move(commitment, State.WITHDRAWN)
    move(commitment, State.PUBLISHED)

    assert first is not None
    assert commitment.published_at == first


@pytest.mark.parametrize("present", list(State))
@pytest.mark.parametrize("to", list(State))
def test_only_the_moves_of_the_table(make_commitment, present, to):
    commitment = make_commitment(state=present, published_at="2026-01-01T00:00Z")

    if to in MOVES[present]:
        move(commitment, to)
        assert commitment.state == to
    else:
        with pytest.raises(ForbiddenMoveError):
            move(commitment, to)


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
    assert writers == {"commitments/workflow.py", "commitments/models/commitment.py"}
