"""What happens to every request before a view sees it."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from ogp_challenge import accounts
from ogp_challenge.keys import TOO_LARGE, is_key

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


def refuse_forged_keys(get_response: Handler) -> Handler:
    """Answer 404 or 400 to a staff page that is asked for a record by what cannot be the number of one.

    The admin hands keys of rows, of records in an address and of its filters to the database as they come, which
    cannot compare them.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(reverse("admin:index")):
            with suppress(Resolver404):
                _check_keys(request, resolve(request.path_info))
        return get_response(request)

    return middleware


def _check_keys(request: HttpRequest, match: ResolverMatch) -> None:
    # Only the pages of the history have arguments without a name: the numbers of a record and of a version.
    in_address = [*match.args, match.kwargs.get("object_id", "0")]
    if not all(map(is_key, in_address)):
        raise Http404
    is_list = (match.url_name or "").endswith("_changelist")
    if is_list and request.method == "POST" and not all(map(is_key, request.POST.getlist("_selected_action"))):
        raise BadRequest("A chosen row is none.")
    filters = [value for name, values in request.GET.lists() if name not in SEARCHES for value in values]
    if any(map(TOO_LARGE.fullmatch, filters)):
        raise BadRequest("A number is larger than any that is stored.")


#: Parameters of the admin that hold words, of the list and of the completion.
SEARCHES = ("q", "term")


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
