"""SQLite where nothing can be written: reading goes on, with what is there."""

import sqlite3

import pytest

from ogp_challenge.sqlite import Connection


@pytest.fixture
def file(tmp_path):
    """A database in WAL mode that every connection has closed, as between two requests."""
    path = tmp_path / "some 100% odd name?.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE word AS SELECT 'kept' AS text")
    connection.commit()
    connection.close()
    return path


@pytest.fixture
def unwritable(file):
    """No file can be made beside the database, as in a folder that is read-only; not even by root."""
    file.with_name(f"{file.name}-wal").symlink_to("/nowhere/at/all")
    return file


@pytest.fixture
def connect():
    """Opens a database as Django does, and closes it after the test."""
    opened = []

    def open_it(path):
        opened.append(sqlite3.connect(str(path), factory=Connection, check_same_thread=False, uri=True))
        return opened[-1]

    yield open_it
    for connection in opened:
        connection.close()


def test_ordinary(file, connect):
    connection = connect(file)
    connection.execute("INSERT INTO word VALUES ('added')")
    connection.commit()
    assert connect(file).execute("SELECT text FROM word").fetchall() == [("kept",), ("added",)]


def test_reading_goes_on_and_writing_says_why(unwritable, connect):
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(unwritable).execute("SELECT text FROM word")

    connection = connect(unwritable)

    assert connection.execute("SELECT text FROM word").fetchall() == [("kept",)]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("INSERT INTO word VALUES ('lost')")


def test_what_is_not_in_the_database_yet_is_not_passed_over(file, connect, tmp_path, monkeypatch):
    """A log that waits holds commits: without it the catalogue would be an older one."""
    (tmp_path / "log").write_bytes(b"commits")
    file.with_name(f"{file.name}-wal").symlink_to(tmp_path / "log")
    monkeypatch.setattr(Connection, "execute", unopenable)
    with pytest.raises(sqlite3.OperationalError):
        connect(file)


def unopenable(_connection, _statement):
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    raise error


def test_what_is_not_there_is_not_invented(tmp_path, connect):
    with pytest.raises(sqlite3.OperationalError):
        connect(tmp_path / "no" / "such.sqlite3")


def test_the_site_uses_it(settings):
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        assert database["OPTIONS"]["factory"] is Connection
