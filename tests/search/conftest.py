"""Catalogues to search in."""

import pytest

from commitments.models import Commitment


@pytest.fixture
def no_commitments(db):
    """An empty catalogue, until the test is rolled back."""
    Commitment.objects.all().delete()
