"""The site's settings with what a test run needs. The database is whatever DATABASE_URL names."""

import os
import secrets
import tempfile

os.environ["SECRET_KEY"] = secrets.token_urlsafe(64)
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["HTTPS"] = "false"
os.environ["DATABASE_POOL"] = "0"  # each test process closes what it opens
os.environ.pop("CACHE_URL", None)
# Playwright runs an event loop in the thread of the tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from ogp_challenge.settings import *  # noqa: F403, TID251 (the one place that builds on the module)
from ogp_challenge.settings import STORAGES  # noqa: TID251

STATIC_ROOT = tempfile.mkdtemp()  # WhiteNoise warns of a folder that is not there
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
