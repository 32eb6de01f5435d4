"""All Django settings, from the typed environment in env.py. For deployers: docs/settings.md."""

from datetime import timedelta

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from ogp_challenge.env import BASE_DIR, Env
from ogp_challenge.sqlite import Connection

env = Env.read()
env.check()

# Django

DEBUG = env.debug
SECRET_KEY = env.secret_key
ALLOWED_HOSTS = env.allowed_hosts
ROOT_URLCONF = "ogp_challenge.urls"
WSGI_APPLICATION = "ogp_challenge.wsgi.application"
FORMS_URLFIELD_ASSUME_HTTPS = True  # as Django 6.0 does
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "ogp_challenge.apps.StaffConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_filters",
    "simple_history",
    "django_htmx",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "ogp_challenge",
    "members",
    "commitments",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "ogp_challenge.middleware.refuse_broken_requests",
    "ogp_challenge.middleware.refuse_forged_keys",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "ogp_challenge.middleware.guard_staff_pages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # The last two are the admin's, and lazy: a public page must not touch them, or it could not be cached.
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ogp_challenge.templatetags.site",
                "commitments.templatetags.commitments",
            ],
        },
    },
]

# Database. SQLite is the embedded default; both engines must behave alike.

DATABASES = {"default": environ.Env.db_url_config(env.database_url)}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes
    _database["OPTIONS"] = {
        "factory": Connection,
        "transaction_mode": "IMMEDIATE",
        # Seconds to wait for another writer. Then the page for outages is made, all within ten.
        "timeout": 8,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-2000;",
    }
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {
        "connect_timeout": 3,
        "options": "-c statement_timeout=5s -c idle_in_transaction_session_timeout=10s",
    }
    if env.database_pool:
        _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.database_pool, "timeout": 5}

CACHES = {"default": environ.Env.cache_url_config(env.cache_url)}

# Languages. A third one needs this line, a migration for its columns and a .po file.

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
# The choice of staff for their own pages. In public the address says the language, and no cookie is read.
LANGUAGE_COOKIE_NAME = "staff-language"
LANGUAGE_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = env.https
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": tuple(code for code, _name in LANGUAGES)}

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Accounts

SHORTEST_PASSWORD = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # counts and refuses, admits nobody
    "ogp_challenge.accounts.SecondFactorBackend",
]
# Failed log-ins are counted per name and, apart from that, per address, in the database that all nodes share.
# https://django-axes.readthedocs.io/en/latest/4_configuration.html
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
# A lockout ends, however often somebody tries meanwhile; and who has one account cannot clear the count of others.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = False
AXES_CLIENT_IP_CALLABLE = "ogp_challenge.accounts.client_address"
AXES_LOCKOUT_CALLABLE = "ogp_challenge.accounts.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "otp_token", "csrfmiddlewaretoken", "next"]
AXES_DISABLE_ACCESS_LOG = True  # no list of who was where, kept for ever
AXES_ENABLE_ADMIN = False  # attempts last for minutes; docs/operations.md says how to unlock
AXES_VERBOSE = False
PROXY_COUNT = env.proxy_count if env.trusted_proxy else 0
REQUIRE_SECOND_FACTOR = env.require_second_factor
OTP_TOTP_ISSUER = "Open Gov Challenge"
# A session may idle this long (accounts.renew_session), and lasts no longer than the second however busy.
# Not SESSION_SAVE_EVERY_REQUEST, which would put a cookie on public pages.
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_LONGEST = 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ogp_challenge.accounts.csrf_failure"

# History

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True  # a reason may have 500 characters a language

# Security. https://docs.djangoproject.com/en/5.2/topics/security/

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.https
SESSION_COOKIE_NAME = "__Host-session" if env.https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if env.https else "csrf"
SECURE_HSTS_SECONDS = 366 * 24 * 60 * 60 if env.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.trusted_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# The catalogue

SITE_URL = env.site_url
CONTACT_EMAIL = env.contact_email
#: The Challenge runs from 2024 to March 2028, according to its own pages: year, and year and month.
CHALLENGE_BEGAN = 2024
CHALLENGE_ENDS = (2028, 3)
