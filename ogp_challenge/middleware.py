"""What happens to every request before a view sees it."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from ogp_challenge import accounts

Handler = Callable[[HttpRequest], HttpResponse]


def refuse_broken_requests(get_response: Handler) -> Handler:
    """Answer 400 to an address with bytes that are no UTF-8, or with a NUL, which PostgreSQL cannot compare.

    The rule is PyPI's (warehouse, `sanity.py`): what cannot be decoded cannot be meant.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            query = unquote_to_bytes(request.META.get("QUERY_STRING", "")).decode()
        except UnicodeDecodeError as error:
            raise BadRequest("The query is not UTF-8.") from error
        if "\x00" in query or "\x00" in request.path:
            raise BadRequest("The address holds a NUL.")
        return get_response(request)

    return middleware


def guard_staff_pages(get_response: Handler) -> Handler:
    """Know only whom `accounts` admits, on every page; keep the staff pages out of every cache.

    The session is read when a view asks for the user and not before, so that public pages depend on no cookie.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        # Whoever has yet to set up a second factor is nobody, but must be able to log out.
        if request.path_info != reverse("admin:logout"):
            request.user = SimpleLazyObject(lambda: accounts.admitted(request, user))  # type: ignore[assignment]
        if not request.path_info.startswith(reverse("admin:index")):
            return get_response(request)
        response = accounts.way_to_second_factor(request) or get_response(request)
        accounts.renew_session(request.session)
        add_never_cache_headers(response)
        return response

    return middleware
