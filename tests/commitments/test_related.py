"""Similar commitments with their reasons, examples for what is not taken up, neighbors in a selection."""

import pytest
from django.http import QueryDict

from commitments.filters import CommitmentFilter
from commitments.models import LOCAL, ChallengeArea, Commitment, Level
from commitments.related import EXAMPLES, MOST, gaps, neighbours, reason, similar

pytestmark = pytest.mark.django_db


@pytest.fixture
def backlog():
    """Costa Rica's judiciary, in the area of justice."""
    return Commitment.objects.published().for_detail().get(ogp_code="CR0072")


class TestSimilar:
    def test_most_alike_first_each_with_its_reason(self, backlog):
        found = similar(backlog)

        assert 0 < len(found) <= MOST
        assert backlog not in [one.commitment for one in found]
        assert found[0].reason == (
            "Same challenge area, same branch, same level of government, same region, another country"
        )
        assert all(one.commitment.is_public for one in found)

    def test_two_of_a_country_say_so(self, backlog):
        sibling = (
            Commitment.objects.published().filter(member=backlog.member, area=backlog.area).exclude(pk=backlog.pk)[0]
        )

        assert "same country" in reason(backlog, sibling)
        assert "another country" not in reason(backlog, sibling)

    def test_every_commitment_has_some_and_every_reason_is_true(self, published):
        for commitment in published.select_related("member")[:30]:
            for one in similar(commitment):
                other = one.commitment
                assert ("same challenge area" in one.reason.lower()) is (other.area_id == commitment.area_id)
                assert ("same branch" in one.reason.lower()) is (other.branch == commitment.branch)
                assert ("another country" in one.reason.lower()) is (other.member_id != commitment.member_id)

    def test_a_draft_is_never_similar(self, backlog, make_commitment):
        draft = make_commitment(area=backlog.area, branch=backlog.branch, position=0)

        assert draft not in [one.commitment for one in similar(backlog)]


class TestGaps:
    def test_one_query(self, kenya, django_assert_num_queries):
        areas = list(ChallengeArea.objects.all())
        with django_assert_num_queries(1):
            found = gaps(areas, [Level.NATIONAL], kenya)
            str([(example.member.name, example.locality) for gap in found for example in gap.examples])

        assert [gap.area for gap in found] == areas

    @pytest.mark.parametrize("level", [(Level.NATIONAL,), LOCAL], ids=["national", "local"])
    def test_examples_are_of_that_level_and_elsewhere(self, kenya, level):
        for gap in gaps(list(ChallengeArea.objects.all()), level, kenya):
            there = Commitment.objects.published().filter(area=gap.area, level__in=level).exclude(member=kenya)

            assert len(gap.examples) == min(EXAMPLES, there.count())
            for example in gap.examples:
                assert example.level in level
                assert example.area_id == gap.area.pk
                assert example.member_id != kenya.pk

    def test_the_same_region_comes_first(self, kenya):
        for gap in gaps(list(ChallengeArea.objects.all()), LOCAL, kenya):
            near = [example.member.region_id == kenya.region_id for example in gap.examples]
            assert near == sorted(near, reverse=True)

    def test_a_draft_is_no_example(self, kenya, make_commitment):
        area = ChallengeArea.objects.get(slug="media-freedom")
        draft = make_commitment(area=area, position=0)

        (gap,) = gaps([area], [Level.NATIONAL], kenya)
        assert draft not in gap.examples

    def test_nothing_missing_asks_for_nothing(self, kenya):
        assert gaps([], LOCAL, kenya) == []


class TestNeighbors:
    def test_in_a_selection(self, published):
        selection = CommitmentFilter(QueryDict("area=justice&sort=title"))
        order = list(selection.qs)

        assert neighbours(order[0], selection) == (None, order[1])
        assert neighbours(order[4], selection) == (order[3], order[5])
        assert neighbours(order[-1], selection) == (order[-2], None)

    def test_none_outside_it(self, backlog):
        assert neighbours(backlog, CommitmentFilter(QueryDict("area=media-freedom"))) == (None, None)
