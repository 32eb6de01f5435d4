"""The search on PostgreSQL: GIN indexes on the entries' tokens as full text."""

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import names_digest

from ogp_challenge.search.models import SearchEntry
from ogp_challenge.search.query import Pattern

#: What is indexed, by column; "" is all of them. An index each instead of weights in one: GIN keeps no
#: weights, so every hit of a weighted search would be read and split into words again.
_VECTORS = {
    "": "to_tsvector('simple'::regconfig, title || ' ' || names || ' ' || body)",
    "title": "to_tsvector('simple'::regconfig, title)",
    "names": "to_tsvector('simple'::regconfig, names)",
}


def install(model: type[SearchEntry], connection: BaseDatabaseWrapper) -> None:
    """Make the indexes of `model` that are missing, drop those of an earlier definition."""
    table = model._meta.db_table
    # An index tells what it was made of by its name: the digest changes with the expression.
    wanted = {f"{table}_fts_{names_digest(vector, length=8)}": vector for vector in _VECTORS.values()}
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = %s AND schemaname = current_schema()", [table]
        )
        present = {name for (name,) in cursor.fetchall() if name.startswith(f"{table}_fts_")}
        for name in present - set(wanted):
            cursor.execute(f'DROP INDEX "{name}"')
        for name in set(wanted) - present:
            # Many reads and few writes: no list of pending entries that every search has to go through.
            cursor.execute(f'CREATE INDEX "{name}" ON "{table}" USING gin (({wanted[name]})) WITH (fastupdate = off)')


def condition(_model: type[SearchEntry], column: str = "") -> str:
    """The SQL that is true of an entry `e` when it matches the one parameter, in `column` or anywhere."""
    return f"{_VECTORS[column]} @@ to_tsquery('simple', %s)"


def expression(patterns: Iterable[Pattern], *, every: bool) -> str:
    """The parameter of `condition`: all of the patterns, or any of them."""
    return (" & " if every else " | ").join(_pattern(pattern) for pattern in patterns)


def _pattern(pattern: Pattern) -> str:
    phrase = f"({' <-> '.join(pattern.stems)})"
    return f"({phrase} | {pattern.prefix}:*)" if pattern.prefix else phrase
