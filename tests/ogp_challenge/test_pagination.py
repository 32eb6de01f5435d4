"""One page of a list, asked for with `page` and `size`."""

import pytest

from commitments.models import Commitment
from ogp_challenge.pagination import NoSuchPageError, Page, paginate

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(rf):
    def asked(query="", records=None, **more):
        records = Commitment.objects.published().in_listing_order() if records is None else records
        return paginate(rf.get(f"/?{query}"), records, **more)

    return asked


def test_the_first_of_twenty(asked):
    first = asked()

    assert [one.position for one in first.records] == list(range(1, 21))
    assert (first.number, first.last, first.total) == (1, 5, 90)
    assert (first.first_position, first.last_position) == (1, 20)
    assert (first.previous, first.next) == (None, 2)


def test_the_last_is_shorter(asked):
    last = asked("page=5")

    assert (last.first_position, last.last_position, len(last.records)) == (81, 90, 10)
    assert (last.previous, last.next) == (4, None)


@pytest.mark.parametrize(("size", "pages"), [("20", 5), ("50", 2), ("all", 1), ("7", 5), ("", 5)])
def test_sizes(asked, size, pages):
    assert asked(f"size={size}").last == pages


@pytest.mark.parametrize("text", ["", "0", "-1", "two", "1.5", "²", "٣"])
def test_what_is_no_page_number_is_the_first(asked, text):
    assert asked(f"page={text}").number == 1


@pytest.mark.parametrize("number", [6, 9999, 10_000, 123_456])
def test_beyond_the_last(asked, number):
    with pytest.raises(NoSuchPageError, match=f"There is no page {number}: the list has 5 pages."):
        asked(f"page={number}")


@pytest.mark.parametrize("size", ["20", "all"])
def test_an_empty_list_has_one_empty_page(asked, size):
    empty = asked(f"size={size}", Commitment.objects.none())

    assert (empty.records, empty.number, empty.last, empty.total) == ([], 1, 1, 0)
    assert (empty.first_position, empty.last_position) == (0, 0)


def test_a_known_total_spares_the_count(asked, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert asked(total=90).last == 5
    with django_assert_num_queries(2):
        asked()


@pytest.mark.parametrize(
    ("number", "last", "links"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 9, [1, 2, None, 9]),
        (3, 9, [1, 2, 3, 4, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_links(number, last, links):
    assert Page([], number, last, 0, 0, 0, "20").links == links
