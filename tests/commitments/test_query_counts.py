"""How many queries a page asks: fixed, and the same at 90 and at 5,000 commitments."""

import pytest

from commitments.models import Commitment
from tests.synthetic import fill

pytestmark = pytest.mark.django_db

BACKLOG, PILOT = "costa-rica-reduce-the-backlog-of-court-cases", "costa-rica-open-courts-pilot-program"

#: Page -> queries. The vocabulary is four: members, localities, regions, areas.
QUERIES = {
    "/en/": 4 + 1 + 2 + 2,  # the counting pass, featured, latest with their institutions
    "/en/commitments/": 4 + 1 + 2,  # the counting pass, a page of commitments and its institutions
    "/en/commitments/?area=justice&country=chile&sort=institution": 4 + 1 + 2,
    "/en/commitments/?q=corruption&region=americas": 4 + 2 + 2,  # a second counting pass, of what has the word
    "/en/areas/justice/": 1 + 4 + 1 + 2 + 1,  # the chapters of the guide
    "/en/areas/": 4 + 1,
    "/en/regions/europe/": 1 + 4 + 1 + 1 + 2,
    "/en/members/chile/": 1 + 4 + 1 + 2 + 2 + 1 + 1,  # both lists, the localities, examples for the gaps
    "/en/members/chile/santiago/": 1 + 4 + 1 + 2 + 1 + 1,  # partners, examples for the gaps
    "/en/members/": 3,
    "/en/commitments/coverage/": 4 + 1,
    "/en/commitments/coverage/?by=country&gaps=1&region=europe": 4 + 1,
    "/en/commitments/coverage/?q=corruption&by=branch": 4 + 2,
    "/en/commitments/coverage.csv?by=level": 4 + 1,
    "/en/commitments/charts/map.svg": 4 + 1,
    "/en/commitments/compare/": 4 + 2,  # what is offered, with its institutions
    f"/en/commitments/compare/?c={BACKLOG}&c={PILOT}": 4 + 2 + 3,  # what is compared; which are similar, and those
}


def asked(client, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as queries:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(queries)


def test_fixed_at_90_and_the_same_at_5000(client, django_assert_max_num_queries):
    detail = f"/en/commitments/{Commitment.objects.get(ogp_code='CR0072').slug}/"
    few = {path: asked(client, path, django_assert_max_num_queries) for path in [*QUERIES, detail]}
    fill(5000)
    many = {path: asked(client, path, django_assert_max_num_queries) for path in [*QUERIES, detail]}

    assert many == few
    assert {path: few[path] for path in QUERIES} == QUERIES
    assert few[detail] <= 20
