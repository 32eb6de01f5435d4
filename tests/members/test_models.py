"""Who takes part: what the database holds to be true, and what is asked of it."""

import pytest
from django.db import IntegrityError, transaction

from members.models import Locality, Member, Region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"slug": "Kenya-2"},
        {"joined": 2010},
        {"status_since": "2026-01-01"},
        {"status_since_precision": "day"},
    ],
)
def test_a_member_that_cannot_be_is_refused(kenya, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=kenya.pk).update(**values)


def test_codes_are_unique(kenya):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(slug="other", name_en="Other", iso2="KE", iso3="XXX", iso_numeric="999")


def test_slugs_of_localities_are_unique_and_none_is_a_members():
    slugs = list(Locality.objects.values_list("slug", flat=True))

    assert len(slugs) == len(set(slugs))
    assert not set(slugs) & set(Member.objects.values_list("slug", flat=True))


def test_counts_are_of_published_commitments_only(make_commitment, kenya, nairobi):
    before = Member.objects.with_commitment_counts().get(pk=kenya.pk)
    make_commitment(member=kenya)
    make_commitment(member=kenya, locality=nairobi, level="local-member")

    after = Member.objects.with_commitment_counts().get(pk=kenya.pk)

    assert (before.national_count, before.local_count) == (0, 7)
    assert (after.national_count, after.local_count) == (0, 7)


def test_drafts_do_not_make_a_participant(make_commitment, kenya):
    make_commitment(member=kenya)

    assert kenya not in Member.objects.participating()
    assert kenya in Member.objects.with_any_commitment()


def test_the_full_name_of_a_locality(nairobi):
    assert nairobi.full_name == "Nairobi, Kenya"


def test_a_region_prints_its_name():
    assert str(Region.objects.get(slug="americas")) == "Americas"


def test_members_that_left_are_dated():
    left = Member.objects.get(slug="united-states")

    assert (left.status, left.status_date) == ("withdrawn", "Jan. 15, 2026")
    assert "2026" in left.note_fr
