"""Probes for operators, and the pages for what went wrong."""

import sys

from django.contrib import admin
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ogp_challenge import outages
from ogp_challenge.pagination import NoSuchPageError


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process is up. Asks nothing of database or cache."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Database and cache answer (200), or one does not (503). Tells an outsider no more than that."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.get("readyz")
    except Exception:  # whatever a database or cache client raises means: not ready
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The address or the form cannot be understood."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The reader may not do this. Staff are told so among their own pages, with a way back."""
    if request.path_info.startswith(reverse("admin:index")) and admin.site.has_permission(request):
        context = admin.site.each_context(request) | {"title": _("You may not do this")}
        return render(request, "admin/403.html", context, status=403)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing lives at this address, or it is a page beyond the last of a list, which is said."""
    reason = str(exception) if isinstance(exception, NoSuchPageError) else ""
    return render(request, "404.html", {"reason": reason}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault, or an outage of the database, which is then not asked for anything.

    Django calls this for whatever a view or a middleware raises, while the error is being handled.
    """
    if outages.is_outage(sys.exception()):
        return outages.answer(request)
    return HttpResponseServerError(render_to_string("500.html", request=request))
