"""The database cannot be written to, or does not answer at all: which errors say so, and what a visitor is told."""

import sqlite3
from typing import Any

from django.db import Error, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ogp_challenge.sqlite import UNWRITABLE, primary_code

#: Seconds after which a program should try again.
RETRY_AFTER = 30
#: Another process holds the lock for longer than a connection waits (settings, `timeout`).
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
#: PostgreSQL: a read-only transaction or server, and one that was ended for idling.
READ_ONLY = {"25006", "25P03"}
#: Fields of a form that no page repeats.
SECRET = {"password", "otp_token"}


def is_outage(error: BaseException | None) -> bool:
    """Whether `error` says that the database cannot work just now, not that we asked it for nonsense.

    What SQLite calls operational includes a missing table and a query that is wrong, so its own code decides.
    Of PostgreSQL, everything operational counts: a lost connection, a time limit, a full disk, a deadlock.
    """
    if not isinstance(error, Error):
        return False
    code = primary_code(error.__cause__)
    if code is not None:
        return code in UNWRITABLE | BUSY
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) in READ_ONLY
    return isinstance(error, OperationalError | InterfaceError)


def answer(request: HttpRequest) -> HttpResponse:
    """Say in the reader's language what cannot be done just now, and give back what was typed. Asks no database."""
    writing = request.method == "POST"
    context = {
        "logging_in": writing and request.path_info == reverse("admin:login"),
        "writing": writing,
        "typed": typed(request),
    }
    response = render(request, "503.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The names and values of the form in `request`, to be sent once more; nothing of one with a secret or a file.

    Its token goes along as it came: a form that was forged stays one.
    """
    if request.method != "POST" or request.FILES or any(_secret(name) for name in request.POST):
        return []
    sent: Any = getattr(request, "sent", request.POST)  # before it was merged with what somebody else has saved
    return [(name, value) for name, values in sent.lists() for value in values]


def _secret(name: str) -> bool:
    return any(word in name for word in SECRET)
