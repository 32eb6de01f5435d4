"""The index follows the entries, and comes back after everything that loses it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from commitments.models import Commitment, SearchEntry
from ogp_challenge import search
from ogp_challenge.search import postgres
from tests.search.catalogue import add, find

pytestmark = pytest.mark.django_db

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="triggers are SQLite's")
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="GIN is PostgreSQL's")


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def names(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def indexes():
    return names("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'commitments_searchentry_fts_%'")


def triggers():
    return names("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'commitments_searchentry'")


def remake_table():
    """What Django does to a SQLite table when a field changes; its editor would not start inside a transaction."""
    editor = connection.schema_editor(atomic=False)
    editor.deferred_sql = []
    editor._remake_table(SearchEntry)


@pytest.fixture
def flush(db):
    """Django's flush, undone with the test: nothing is committed, so the catalogue stays for the others."""

    def flush(**options):
        connection.check_constraints()  # PostgreSQL truncates no table with rows still to be checked
        call_command("flush", interactive=False, verbosity=0, **options)

    yield flush
    ContentType.objects.clear_cache()


def test_changed_and_deleted_entries_are_followed(no_commitments):
    record = add(1, en=("Justice", "", ""))
    record.search_entries.update(**search.entry_values("en", "Budget", "", ""))
    add(2, en=("Climate", "", ""))

    assert (find("justice"), find("budget"), find("climate")) == (set(), {1}, {2})

    Commitment.objects.filter(position=2).delete()
    SearchEntry.objects.update_or_create(
        commitment=record, language="en", defaults=search.entry_values("en", "Gender", "", "")
    )

    assert (find("budget"), find("climate"), find("gender")) == (set(), set(), {1})


def test_installing_again_changes_nothing(no_commitments):
    add(1, en=("Justice", "", ""))

    search.install(SearchEntry, connection)
    search.install(SearchEntry, connection)

    assert find("justice") == {1}


def test_installing_before_the_table_exists_does_nothing(monkeypatch):
    monkeypatch.setattr(SearchEntry._meta, "db_table", "not_there_yet")

    search.install(SearchEntry, connection)


@pytest.mark.parametrize("inhibit", [False, True], ids=["installed again", "not installed again"])
def test_flush_leaves_an_empty_working_index(flush, inhibit):
    flush(inhibit_post_migrate=inhibit)
    assert find("justice") == set()

    add(1, en=("Justice", "", ""))
    assert find("justice") == {1}

    flush(inhibit_post_migrate=inhibit)
    add(2, en=("Justice", "", ""))
    assert find("justice") == {2}


@only_sqlite
def test_lost_triggers_and_a_stale_index_are_mended(no_commitments):
    for name in triggers():
        execute(f"DROP TRIGGER {name}")
    add(1, en=("Justice", "", ""))
    assert find("justice") == set()

    search.install(SearchEntry, connection)
    add(2, en=("Justice", "", ""))

    assert find("justice") == {1, 2}
    assert len(triggers()) == 3


@only_sqlite
def test_a_table_that_is_made_anew_is_found_again_after_migrating(no_commitments):
    add(1, en=("Justice", "", ""))
    remake_table()
    assert not triggers()
    add(2, en=("Justice", "", ""))

    call_command("migrate", verbosity=0)
    add(3, en=("Justice", "", ""))

    assert find("justice") == {1, 2, 3}


@only_sqlite
def test_the_index_agrees_with_the_entries():
    execute("INSERT INTO commitments_searchentry_fts(commitments_searchentry_fts, rank) VALUES ('integrity-check', 1)")


@only_postgresql
def test_an_index_of_an_earlier_definition_is_replaced():
    before = indexes()
    execute("CREATE INDEX commitments_searchentry_fts_old ON commitments_searchentry (language)")
    execute(f"DROP INDEX {min(before)}")

    search.install(SearchEntry, connection)

    assert indexes() == before
    assert len(before) == 3


@only_postgresql
@pytest.mark.parametrize("column", ["", "title", "names"])
@pytest.mark.parametrize("text", ["justice", "transpar", '"open contracting"', "justice kenya"])
def test_an_index_answers_what_is_asked_of_it(text, column):
    match = postgres.expression(search.parse(text).wanted_patterns("en"), every=True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        where = postgres.condition(SearchEntry, column)
        cursor.execute(f"EXPLAIN SELECT 1 FROM commitments_searchentry e WHERE {where}", [match])  # noqa: S608
        plan = str(cursor.fetchall())

    assert "commitments_searchentry_fts_" in plan
