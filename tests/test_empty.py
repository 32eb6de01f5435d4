"""A database without a single record, as between `migrate` and `loadcatalogue`: the site answers."""

import pytest

from commitments.coverage import CROSSINGS
from commitments.models import ActionPlan, ChallengeArea, Commitment
from members.models import Institution, Locality, Member, Region
from tests.addresses import FILES
from tests.html import Page

pytestmark = pytest.mark.django_db

#: In an order in which nothing protects what goes.
MODELS = (Commitment, ActionPlan, Institution, Locality, Member, Region, ChallengeArea)


@pytest.fixture
def empty(db):
    """Every record is gone."""
    for model in MODELS:
        model.objects.all().delete()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "page",
    [
        *("", "commitments/", "areas/", "members/", "members/?show=localities"),
        *(f"commitments/coverage/?by={by}{gaps}" for by in CROSSINGS for gaps in ("", "&gaps=1")),
    ],
)
def test_pages_answer(client, empty, language, page):
    response = client.get(f"/{language}/{page}")

    assert response.status_code == 200
    assert Page(response.text).all("h1")


@pytest.mark.parametrize("name", FILES)
def test_files_answer(client, empty, name):
    assert client.get(f"/en/commitments/{name}").status_code == 200
