"""Makes the database that a run is about: `python -m bench.catalogue N`, with DATABASE_URL naming a new file."""

import os
import sys

import django
from django.core.management import call_command

#: Commitments whose search entries are made in one go.
BATCH = 500


def fill(number):
    """The real catalogue, multiplied until it has `number` public commitments, with what is searched of each."""
    from commitments.indexing import reindex
    from commitments.models import Commitment
    from tests import synthetic

    synthetic.fill(number)
    missing = list(Commitment.objects.filter(search_entries=None).values_list("pk", flat=True))
    for at in range(0, len(missing), BATCH):
        reindex(Commitment.objects.filter(pk__in=missing[at : at + BATCH]))


def main():
    """Migrate, load, multiply, and collect the static files that the pages name."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "ogp_challenge.settings"
    django.setup()
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (devnull is no file of ours)
        call_command("migrate", verbosity=0)
        call_command("loadcatalogue", stdout=nowhere)
        call_command("collectstatic", interactive=False, verbosity=0)
    fill(int(sys.argv[1]))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    main()
