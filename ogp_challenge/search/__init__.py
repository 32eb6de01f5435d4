"""The search: one behaviour in every language, on SQLite (FTS5) and on PostgreSQL (full text)."""

from ogp_challenge.search.entries import entry_values
from ogp_challenge.search.highlighting import Segment, highlight
from ogp_challenge.search.matching import install, matching, ranked
from ogp_challenge.search.query import Query, Term, parse
from ogp_challenge.search.suggestion import suggest
from ogp_challenge.search.text import BREAK

__all__ = [
    "BREAK",
    "Query",
    "Segment",
    "Term",
    "entry_values",
    "highlight",
    "install",
    "matching",
    "parse",
    "ranked",
    "suggest",
]
