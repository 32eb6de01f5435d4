"""Migrations are complete, and tables that carry our own triggers can still be rebuilt."""

import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

REBUILD = """
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from members.models import Locality
emit_pre_migrate_signal(0, False, "default")
with connection.schema_editor() as editor:
    editor._remake_table(Locality)
emit_post_migrate_signal(0, False, "default")
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'commitments_locality%'")
    print("triggers", cursor.fetchone()[0])
"""


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_sqlite_tables_can_be_rebuilt_on_a_database_in_use(tmp_path):
    """What a later migration of members will do to a catalogue that is loaded."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "ogp_challenge.settings",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "localhost",
    }

    def manage(*arguments):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=environment,
            cwd=settings.BASE_DIR,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    manage("migrate", "--verbosity", "0")
    manage("loadcatalogue")

    assert "triggers 3" in manage("shell", "--verbosity", "0", "--command", REBUILD)
