"""The search on SQLite: an FTS5 table beside the entries, kept by triggers."""

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ogp_challenge.search.models import SearchEntry
from ogp_challenge.search.query import Pattern

_COLUMNS = ("title", "names", "body")


def install(model: type[SearchEntry], connection: BaseDatabaseWrapper) -> None:
    """Make the FTS5 table of `model` and its triggers anew, filled with what the entries hold.

    Always anew: Django alters a table by copying it, which drops its triggers without a word, and rows
    written before they are back are missing from the index.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in _statements(model):
            cursor.execute(statement)


def condition(model: type[SearchEntry], column: str = "") -> str:
    """The SQL that is true of an entry `e` when it matches the one parameter, in `column` or anywhere."""
    fts = _fts(model)
    match = f'"{fts}"."{column}"' if column else f'"{fts}"'
    return f'e."{_pk(model)}" IN (SELECT rowid FROM "{fts}" WHERE {match} MATCH %s)'  # noqa: S608 (our own names)


def expression(patterns: Iterable[Pattern], *, every: bool) -> str:
    """The parameter of `condition`: all of the patterns, or any of them. https://sqlite.org/fts5.html"""
    return (" AND " if every else " OR ").join(_pattern(pattern) for pattern in patterns)


def _pattern(pattern: Pattern) -> str:
    phrase = f'"{" ".join(pattern.stems)}"'
    return f'({phrase} OR "{pattern.prefix}"*)' if pattern.prefix else phrase


def _fts(model: type[SearchEntry]) -> str:
    return f"{model._meta.db_table}_fts"


def _pk(model: type[SearchEntry]) -> str:
    return str(model._meta.pk.column)


def _statements(model: type[SearchEntry]) -> list[str]:
    """The statements of `install`. https://sqlite.org/fts5.html#external_content_tables"""
    table, fts, pk = model._meta.db_table, _fts(model), _pk(model)
    columns, old, new = (", ".join(f"{row}{column}" for column in _COLUMNS) for row in ("", "old.", "new."))
    options = f"{columns}, content='{table}', content_rowid='{pk}', tokenize='ascii'"
    add = f'INSERT INTO "{fts}"(rowid, {columns}) VALUES (new."{pk}", {new});'  # noqa: S608 (our own names)
    remove = (
        f'INSERT INTO "{fts}"("{fts}", rowid, {columns}) '  # noqa: S608 (our own names)
        f"VALUES ('delete', old.\"{pk}\", {old});"
    )
    triggers = {"insert": add, "delete": remove, "update": remove + add}
    return [
        *(f'DROP TRIGGER IF EXISTS "{fts}_{event}"' for event in triggers),
        f'DROP TABLE IF EXISTS "{fts}"',
        f'CREATE VIRTUAL TABLE "{fts}" USING fts5({options})',
        *(
            f'CREATE TRIGGER "{fts}_{event}" AFTER {event} ON "{table}" BEGIN {body} END'
            for event, body in triggers.items()
        ),
        f'INSERT INTO "{fts}"("{fts}") VALUES (\'rebuild\')',  # noqa: S608 (our own names)
    ]
