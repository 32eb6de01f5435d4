"""Which records a query finds, and which of them first: the same on SQLite and PostgreSQL."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any, TypeVar, cast

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Value, When
from django.db.models.expressions import RawSQL

from ogp_challenge.languages import language_codes
from ogp_challenge.search import postgres, sqlite
from ogp_challenge.search.models import SearchEntry
from ogp_challenge.search.query import Pattern, Query

Record = TypeVar("Record", bound=models.Model)

_ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgres}

#: What a record earns for its title and its names: each outweighs all that follow. Text alone earns nothing.
#: Own points and not the engines' (bm25, ts_rank), which would order the same records differently.
_POINTS = [("title", True, 8), ("title", False, 4), ("names", True, 2), ("names", False, 1)]


def install(model: type[SearchEntry], connection: BaseDatabaseWrapper) -> None:
    """Make the full-text index of `model`, or bring it up to date. Meant for `post_migrate`, repeatable."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if model._meta.db_table in tables:  # migrations may have stopped before it, or gone back
        _ENGINES[connection.vendor].install(model, connection)


def matching(
    queryset: models.QuerySet[Record], query: Query, entry_model: type[SearchEntry], fk: str = "commitment"
) -> models.QuerySet[Record]:
    """The records that `query` finds, whatever the language of the page.

    One language's entry must have every wanted term; no language's entry may have an unwanted one.
    """
    if query.wanted:
        wanted = {code: query.wanted_patterns(code) for code in language_codes()}
        queryset = queryset.filter(pk__in=_found(queryset.db, entry_model, fk, wanted))
    if query.unwanted:
        unwanted = {code: query.unwanted_patterns(code) for code in language_codes()}
        queryset = queryset.exclude(pk__in=_found(queryset.db, entry_model, fk, unwanted, every=False))
    return queryset


def ranked(
    queryset: models.QuerySet[Record],
    query: Query,
    entry_model: type[SearchEntry],
    fk: str = "commitment",
    *,
    then: Sequence[str] = ("pk",),
) -> models.QuerySet[Record]:
    """`queryset` with `relevance`, the most relevant first, equals in the order of `then`.

    All terms in the title, then some in the title, then all and some in the names; the best language counts.
    """
    relevance: models.expressions.Combinable = Value(0)
    if query.wanted:
        patterns = {code: query.wanted_patterns(code) for code in language_codes()}
        for column, every, points in _POINTS:
            found = _found(queryset.db, entry_model, fk, patterns, column=column, every=every)
            relevance += Case(When(pk__in=found, then=Value(points)), default=Value(0))
    ordered = queryset.annotate(relevance=relevance).order_by("-relevance", *then)
    return cast("models.QuerySet[Record]", ordered)  # the stubs lose the type of the record here


def _found(
    using: str,
    entry_model: type[SearchEntry],
    fk: str,
    patterns: dict[str, list[Pattern]],
    *,
    column: str = "",
    every: bool = True,
) -> RawSQL:
    """A subquery of the records with an entry in some language that has all of its patterns, or any of them.

    SQL by hand, for `id__in`: identifiers come from the model, tokens travel as parameters.
    """
    engine = _ENGINES[connections[using].vendor]
    quote = connections[using].ops.quote_name
    field = cast("models.ForeignKey[Any]", entry_model._meta.get_field(fk))
    record, table = quote(str(field.column)), quote(entry_model._meta.db_table)
    # `|| ''` keeps PostgreSQL from the index of (record, language), over which it would parse every text anew.
    where = f"e.language || '' = %s AND {engine.condition(entry_model, column)}"
    one_language = f"SELECT e.{record} FROM {table} e WHERE {where}"  # noqa: S608 (see above)
    parameters = [(code, engine.expression(wanted, every=every)) for code, wanted in patterns.items()]
    sql = " UNION ALL ".join([one_language] * len(parameters))
    return RawSQL(sql, [value for pair in parameters for value in pair])  # noqa: S611 (see above)
