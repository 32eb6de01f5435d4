"""How many queries something takes."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(ask):
    """The number of queries that calling `ask` takes."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)
