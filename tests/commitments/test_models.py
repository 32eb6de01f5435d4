"""What the database itself holds to be true, whoever writes."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from commitments.models import (
    ActionPlan,
    Commitment,
    FormerSlug,
    ProgressReport,
    State,
    TextState,
)
from members.models import Locality, Member

pytestmark = pytest.mark.django_db


def refused(action):
    """Whether the database refuses `action`."""
    try:
        with transaction.atomic():
            action()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "values",
    [
        {"level": "local-member", "locality": None},
        {
            "start": datetime.date(2026, 2, 1),
            "start_precision": "day",
            "end": datetime.date(2026, 1, 1),
            "end_precision": "day",
        },
        {"start": datetime.date(2026, 2, 1), "start_precision": ""},
        {"start": None, "start_precision": "day"},
        {"end": datetime.date(2026, 2, 1), "end_precision": ""},
        {"slug": "Upper-Case"},
        {"slug": ""},
        {"state": State.PUBLISHED, "published_at": None},
        {"ogp_code": "CR0072"},
    ],
)
def test_a_commitment_that_cannot_be_is_refused(make_commitment, values):
    assert refused(lambda: make_commitment(**values)), values


def test_a_national_commitment_has_no_locality(make_commitment, kenya, nairobi):
    assert refused(lambda: make_commitment(member=kenya, locality=nairobi, level="national"))


def test_the_locality_belongs_to_the_member(make_commitment, kenya, nairobi):
    ghana = Member.objects.get(slug="ghana")
    commitment = make_commitment(member=kenya, locality=nairobi, level="local-member")

    assert refused(lambda: make_commitment(member=ghana, locality=nairobi, level="local-member"))
    assert refused(lambda: Commitment.objects.filter(pk=commitment.pk).update(member=ghana))
    assert refused(lambda: Locality.objects.filter(pk=nairobi.pk).update(member=ghana))


def test_a_locality_without_commitments_may_move(kenya):
    moving = Locality.objects.filter(commitments=None).exclude(member=kenya).first()

    Locality.objects.filter(pk=moving.pk).update(member=kenya)

    assert Locality.objects.get(pk=moving.pk).member == kenya


def test_an_action_plan_ends_after_it_starts(kenya):
    assert refused(
        lambda: ActionPlan.objects.create(slug="p", name_en="P", member=kenya, start_year=2025, end_year=2024)
    )


def test_a_late_reform_gives_its_reason(make_commitment):
    commitment = make_commitment()
    today = datetime.date(2026, 11, 22)

    assert refused(lambda: ProgressReport.objects.create(commitment=commitment, reported_on=today, status="limited"))


def test_is_public_follows_the_state(make_commitment):
    commitment = make_commitment()
    assert not Commitment.objects.published().filter(pk=commitment.pk).exists()

    Commitment.objects.filter(pk=commitment.pk).update(state=State.PUBLISHED, published_at="2026-01-01T00:00Z")

    assert Commitment.objects.published().filter(pk=commitment.pk).exists()


def test_a_changed_slug_leaves_a_redirect(make_commitment):
    made = make_commitment(slug="first")
    commitment = Commitment.objects.get(pk=made.pk)

    commitment.slug = "second"
    commitment.save()
    commitment.slug = "third"
    commitment.save()

    assert set(FormerSlug.objects.filter(commitment=made).values_list("slug", flat=True)) == {
        "first",
        "second",
    }


def test_a_slug_that_comes_back_is_no_redirect_any_more(make_commitment):
    commitment = make_commitment(slug="first")
    for slug in ("second", "first"):
        commitment.slug = slug
        commitment.save()

    assert set(FormerSlug.objects.filter(commitment=commitment).values_list("slug", flat=True)) == {"second"}


def test_the_state_of_a_text_follows_whether_it_is_there(make_commitment):
    commitment = make_commitment(title_en="Here", title_fr="")
    assert (commitment.title_state_en, commitment.title_state_fr) == (TextState.ORIGINAL, TextState.MISSING)

    commitment.title_fr = "Ici"
    commitment.title_state_fr = TextState.MACHINE
    commitment.title_en = ""
    commitment.save()

    assert (commitment.title_state_en, commitment.title_state_fr) == (TextState.MISSING, TextState.MACHINE)


def test_participant_is_the_locality_or_else_the_member(make_commitment, kenya, nairobi):
    assert make_commitment(member=kenya).participant == kenya
    assert make_commitment(member=kenya, locality=nairobi, level="local-member").participant == nairobi
