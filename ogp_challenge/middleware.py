"""What happens to every request before a view sees it."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

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
