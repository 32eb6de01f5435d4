"""Probes for operators."""

from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_ready(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("broken", "method", "error"),
    [
        (connection, "cursor", OperationalError("password of the database")),
        (cache, "get", ConnectionError("address of the cache")),
    ],
    ids=["database", "cache"],
)
@pytest.mark.django_db
def test_not_ready_and_no_word_of_why(client, broken, method, error):
    with patch.object(broken, method, side_effect=error):
        response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})


def test_up_whatever_the_database_does(client):
    with patch.object(connection, "cursor", side_effect=OperationalError):
        assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_read_only(client, path):
    assert client.post(path).status_code == 405
