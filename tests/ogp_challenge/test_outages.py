"""The database cannot be written to, is locked, or is gone: readers read on, writers hear why, nobody sees a trace."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError, connection, connections
from django.test import Client
from psycopg_pool import PoolTimeout

from commitments.models import Commitment
from ogp_challenge import outages
from tests.accounts import LOGIN, PASSWORD, log_in
from tests.addresses import file_addresses, public_addresses
from tests.forms import change_url, form_data
from tests.html import Page


@pytest.fixture
def read_only(db):
    """Makes the database refuse every write from here on, as a file or a server that is read-only does."""

    @contextmanager
    def refuse():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only = ON")
            else:
                connection.check_constraints()  # at the end of the test it would be too late
                cursor.execute("SET TRANSACTION READ ONLY")
            try:
                yield
            finally:
                if connection.vendor == "sqlite":
                    cursor.execute("PRAGMA query_only = OFF")

    return refuse


@pytest.fixture
def visitor():
    """A browser: it sees pages, not exceptions."""
    return Client(raise_request_exception=False)


def told(response):
    """The heading of a page of an outage, once it is known to be a whole one."""
    page = Page(response.text)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "no-store" in response.headers["Cache-Control"]
    assert "Traceback" not in response.text
    (heading,) = page.all("h1")
    return heading.text


class TestReadOnly:
    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_every_public_page_and_file_is_there(self, visitor, read_only, language):
        addresses = [*public_addresses(language, most=2), *file_addresses(language), "/healthz", "/readyz", LOGIN]
        with read_only():
            assert {visitor.get(address).status_code for address in addresses} == {200}

    @pytest.mark.parametrize("password", [PASSWORD, "wrong-but-long-enough"])
    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_logging_in_says_why_not(self, visitor, ada, read_only, language, password):
        with read_only():
            response = log_in(visitor, password=password, headers={"accept-language": language})
        assert "log in" in told(response) or language == "fr"
        assert Page(response.text).all("html")[0]["lang"] == language
        assert PASSWORD not in response.text
        assert password not in response.text

    def test_a_form_comes_back_with_what_was_typed(self, visitor, ada, read_only, make_commitment):
        commitment = make_commitment()
        visitor.force_login(ada)
        url = change_url(commitment)
        typed = form_data(visitor.get(url)) | {"title_en": 'Typed "with" <care>', "summary_en": "One\r\n\r\ntwo"}
        with read_only():
            response = visitor.post(f"{url}?_changelist_filters=q%3Da", typed)
        told(response)
        assert connection.vendor != "sqlite" or Commitment.objects.get(pk=commitment.pk).title_en != typed["title_en"]

        page = Page(response.text)
        (form,) = page.all("form", method="post")
        again = {field["name"]: field["value"] for field in page.all("input", type="hidden")}
        assert form["action"] == f"{url}?_changelist_filters=q%3Da"
        assert again == {name: str(value) for name, value in typed.items() if value != []}
        if connection.vendor == "sqlite":  # in PostgreSQL a transaction stays read-only, and here there is but one
            assert visitor.post(form["action"], again).status_code == 302
            assert Commitment.objects.get(pk=commitment.pk).title_en == typed["title_en"]

    def test_no_password_and_no_code_comes_back(self, visitor, ada, read_only):
        visitor.force_login(ada)
        secret = "a-secret-nobody-may-read"
        data = {"username": "new", "password1": secret, "password2": secret}
        with read_only():
            response = visitor.post("/admin/auth/user/add/", data)
        told(response)
        assert secret not in response.text


def test_a_database_that_is_gone(visitor, db):
    with patch.object(connection, "cursor", side_effect=OperationalError("password of the database")):
        for path in ("/en/", "/fr/commitments/"):
            response = visitor.get(path)
            assert told(response)
            assert "password of the database" not in response.text


def test_our_own_mistakes_are_no_outage(visitor, db):
    with patch.object(connection, "cursor", side_effect=ProgrammingError("no such column")):
        assert visitor.get("/en/").status_code == 500


def caused(error, cause):
    error.__cause__ = cause
    return error


def of_sqlite(code):
    error = sqlite3.OperationalError("what it says")
    error.sqlite_errorcode = code
    return caused(OperationalError(), error)


OUTAGES = {
    "busy": of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
    "locked": of_sqlite(sqlite3.SQLITE_LOCKED),
    "file is read-only": of_sqlite(sqlite3.SQLITE_READONLY),
    "folder is read-only": of_sqlite(sqlite3.SQLITE_READONLY_DIRECTORY),
    "disk full": of_sqlite(sqlite3.SQLITE_FULL),
    "disk broken": of_sqlite(sqlite3.SQLITE_IOERR_WRITE),
    "no file": of_sqlite(sqlite3.SQLITE_CANTOPEN),
    "time limit": caused(OperationalError(), psycopg.errors.QueryCanceled()),
    "no lock": caused(OperationalError(), psycopg.errors.LockNotAvailable()),
    "server's disk full": caused(OperationalError(), psycopg.errors.DiskFull()),
    "server restarts": caused(OperationalError(), psycopg.errors.AdminShutdown()),
    "connection lost": caused(OperationalError(), psycopg.OperationalError()),
    "connection closed": caused(InterfaceError(), psycopg.InterfaceError()),
    "no free connection": caused(OperationalError(), PoolTimeout()),
    "replica": caused(InternalError(), psycopg.errors.ReadOnlySqlTransaction()),
    "idle": caused(InternalError(), psycopg.errors.IdleInTransactionSessionTimeout()),
}
MISTAKES = {
    "no such table": of_sqlite(sqlite3.SQLITE_ERROR),
    "wrong query": caused(ProgrammingError(), psycopg.errors.SyntaxError()),
    "aborted": caused(InternalError(), psycopg.errors.InFailedSqlTransaction()),
    "ours": ValueError(),
    "none": None,
}


@pytest.mark.parametrize("name", OUTAGES)
def test_what_is_an_outage(name):
    assert outages.is_outage(OUTAGES[name])


@pytest.mark.parametrize("name", MISTAKES)
def test_what_is_none(name):
    assert not outages.is_outage(MISTAKES[name])


class TestLocked:
    """A foreign process holds the lock that writers need."""

    @pytest.fixture
    def thread(self, database, monkeypatch):
        """Runs things in a thread with a connection of its own, which does not wait long."""
        options = settings.DATABASES["default"]["OPTIONS"]
        if connection.vendor == "sqlite":
            monkeypatch.setitem(options, "timeout", 0.3)
        else:
            monkeypatch.setitem(options, "options", "-c statement_timeout=300")
        pool = ThreadPoolExecutor(max_workers=1)
        yield pool
        pool.submit(get_user_model().objects.filter(username="ada").delete).result()
        pool.submit(connections.close_all).result()
        pool.shutdown()

    @contextmanager
    def lock(self):
        """What another process does to the database of the thread."""
        place = connection.settings_dict
        if connection.vendor == "sqlite":
            other = sqlite3.connect(place["NAME"], isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
        else:
            names = {"dbname": place["NAME"], "host": place["HOST"], "user": place["USER"], "port": place["PORT"]}
            other = psycopg.connect(
                **{key: value for key, value in names.items() if value}, password=place["PASSWORD"]
            )
            other.execute("LOCK TABLE auth_user, django_session, axes_accessattempt IN EXCLUSIVE MODE")
        yield
        other.rollback() if connection.vendor != "sqlite" else other.execute("ROLLBACK")
        other.close()

    def test_reads_go_on_a_write_is_answered_and_the_next_one_works(self, thread):
        def visit():
            get_user_model().objects.create_superuser("ada", password=PASSWORD)
            visitor = Client(raise_request_exception=False)
            with self.lock():
                reads = {visitor.get(path).status_code for path in ("/en/", "/fr/commitments/?q=justice", LOGIN)}
                write = log_in(visitor)
            return reads, write, log_in(visitor).status_code

        reads, write, next_one = thread.submit(visit).result()

        assert reads == {200}
        assert told(write)
        assert next_one == 302

    def test_the_wait_is_shorter_than_ten_seconds(self):
        options = settings.DATABASES["default"]["OPTIONS"]
        if connection.vendor == "sqlite":
            assert options["timeout"] < 10
        else:
            assert "statement_timeout=5s" in options["options"]
