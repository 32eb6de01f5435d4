"""An import that is killed half way has written nothing; the same file is written afterwards, and then has no news."""

import os
import pty
import re
import signal
import subprocess
import sys
from contextlib import closing

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from commitments import writing
from tests.files import as_csv, exported, new_row, table

#: Two batches: the first is written when the bar first moves, and the second is left when the process is killed.
ROWS = 2 * writing.TOGETHER


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """The address of a copy of the test database, for processes of their own."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":
            path = tmp_path / "catalogue.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(path)])
            yield f"sqlite:///{path}"
            return
        connection.close()  # a database that somebody uses cannot be copied
    url, copy = os.environ["DATABASE_URL"], f"{name}_killed"
    with closing(psycopg.connect(url, autocommit=True)) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
        yield f"{url.rpartition('/')[0]}/{copy}"
        server.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@pytest.fixture
def rows(django_db_setup, django_db_blocker):
    """Changes of all commitments there are, and many new ones."""
    with django_db_blocker.unblock():
        changed = [row | {"title_fr": f"{row['title_fr']} bis"} for row in table(exported())]
        return [*changed, *(new_row(slug=f"new-{number}", state="published") for number in range(ROWS - len(changed)))]


@pytest.fixture
def reconcile(database, rows, tmp_path):
    """Starts the command on the file, writing to `stdout`."""
    path = tmp_path / "large.csv"
    path.write_bytes(as_csv(rows))
    environment = os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "ogp_challenge.settings"}
    command = [sys.executable, "manage.py", "reconcile", path]

    def start(*options, stdout=subprocess.PIPE):
        return subprocess.Popen([*command, *options], stdout=stdout, cwd=settings.BASE_DIR, env=environment, text=True)

    return start


def finished(process):
    """The lines that it printed."""
    out, _err = process.communicate()
    assert process.returncode == 0
    return out.splitlines()


def test_killed_half_way(reconcile):
    watcher, terminal = pty.openpty()
    process = reconcile("--apply", stdout=terminal)
    os.close(terminal)
    seen = ""
    while not re.search(rf"Writing .* [1-9]\d* of {ROWS}", seen.rpartition("\n")[2]):
        seen += os.read(watcher, 65_536).decode(errors="replace")
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    os.close(watcher)

    *_rows, compared, written = finished(reconcile("--apply"))
    assert compared.startswith(f"{ROWS - 90} added, 90 changed, 0 unchanged")
    assert written == f"Written: {ROWS - 90} added, 90 changed."
    (compared,) = finished(reconcile("--apply"))
    assert compared.startswith(f"0 added, 0 changed, {ROWS} unchanged")
