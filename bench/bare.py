"""The least that Django can do: one view, no middleware, no database. Its CPU per request is the unit H."""

import secrets

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY=secrets.token_urlsafe(64),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
)
django.setup()


def hello(request):
    """Five bytes."""
    return HttpResponse(b"hello")


urlpatterns = [path("", hello)]
application = get_wsgi_application()
