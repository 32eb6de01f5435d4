"""A real server with the production settings, and a real Chromium."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import psycopg
import pytest
from django.conf import settings

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

#: Somebody who may do everything.
STAFF, PASSWORD = "staff", "a-long-password-for-tests"

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "headless": True, "args": ARGUMENTS}


@contextlib.contextmanager
def database(folder):
    """The address of an empty database on the engine under test."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"browser_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{url.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of the site, as `make run` serves it, with the catalogue loaded."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with database(tmp_path_factory.mktemp("site")) as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "false",
            "DJANGO_SETTINGS_MODULE": "ogp_challenge.settings",
            "WEB_CONCURRENCY": "1",
            "DJANGO_SUPERUSER_USERNAME": STAFF,
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
            "DJANGO_SUPERUSER_EMAIL": "",
        }
        for command in (
            *(["migrate"], ["loadcatalogue"], ["collectstatic", "--noinput"]),
            ["createsuperuser", "--noinput"],
        ):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                env=environment,
                cwd=settings.BASE_DIR,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--config", "ogp_challenge/gunicorn.py"),
                *("--bind", f"127.0.0.1:{port}", "--log-level", "warning", "ogp_challenge.wsgi"),
            ],
            env=environment,
            cwd=settings.BASE_DIR,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=35)


def wait_for(address, seconds=30):
    """Until the server answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 (our own http address)
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture
def quiet(page):
    """A page that fails the test when the browser complains: errors, refused content, broken script."""
    complaints = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
