"""The search of the admin: blind to accents and case, every word somewhere, the same on both databases."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, QuerySet, TextField
from django.db.models.lookups import Contains
from django.dispatch import receiver
from django.http import HttpRequest

from ogp_challenge.languages import LIGATURES, fold, language_codes, sort_key

#: Letters that PostgreSQL's `normalize` does not decompose, in both cases, with what `fold` makes of them.
LETTERS = {spelling: plain for code, plain in LIGATURES.items() for spelling in (chr(code), chr(code).upper())}


def columns(*fields: str) -> list[str]:
    """The columns of translated fields, one a language."""
    return [f"{field}_{code}" for field in fields for code in language_codes()]


def names(*relations: str) -> list[str]:
    """Search fields: the names of the record itself (""), or of what `relations` lead to, in every language.

    The keys they sort by are what is searched: those are stored folded.
    """
    return columns(*(f"{relation}__sort_key" if relation else "sort_key" for relation in relations))


def folded(*paths: str) -> list[str]:
    """Search fields: columns for which no folded form is stored."""
    return [f"{path}__folded" for path in paths]


class AccentBlindSearch:
    """For an admin whose `search_fields` are `names`, `folded` columns, and codes and slugs, which have no accents."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """What has every word of `search_term`. Punctuation is no word: alone it finds nothing."""
        words = sort_key(search_term)
        if search_term.strip() and not words:
            return queryset.none(), False
        return super().get_search_results(request, queryset, words)  # type: ignore[misc]


@CharField.register_lookup
@TextField.register_lookup
class Folded(Contains):
    """`name_original__folded="commission"`: the column, folded by the database, contains a word that is folded."""

    lookup_name = "folded"

    def process_lhs(self, compiler: Any, connection: BaseDatabaseWrapper, lhs: Any = None) -> tuple[str, Any]:
        """The column as the database folds it."""
        column, parameters = super().process_lhs(compiler, connection, lhs)
        if connection.vendor == "sqlite":
            return f"ogp_fold({column})", parameters
        for letter, plain in LETTERS.items():
            column = f"replace({column}, '{letter}', '{plain}')"
        # Lower case last, of letters without accents: that of others depends on the locale of the database.
        return f"lower(regexp_replace(normalize({column}, NFKD), '[\u0300-\u036f]', '', 'g'))", parameters

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """Compared as `contains` is."""
        return str(connection.operators["contains"] % rhs)


@receiver(connection_created)
def teach_sqlite(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """SQLite folds with our own function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "ogp_fold", 1, lambda text: None if text is None else fold(text), deterministic=True
        )
