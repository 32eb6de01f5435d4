"""The reader of the environment: typed, and refusing what cannot work."""

import os
import secrets
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ogp_challenge.env import Env, documentation

KEY = "k" * 50


def test_defaults_are_those_of_production():
    env = Env.read({})

    assert env.https
    assert not env.debug
    assert not env.trusted_proxy


def test_values_are_typed():
    env = Env.read({"DEBUG": "yes", "ALLOWED_HOSTS": "a.example,b.example", "DATABASE_POOL": "7", "HTTPS": "off"})

    assert (env.debug, env.allowed_hosts, env.database_pool, env.https) == (
        True,
        ["a.example", "b.example"],
        7,
        False,
    )


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "maybe"), ("HTTPS", "flase"), ("DATABASE_POOL", "many")])
def test_a_value_of_the_wrong_type_is_refused_by_name(name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        Env.read({name: value})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"ALLOWED_HOSTS": "a.example"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "a.example", "SECRET_KEY": KEY[:-1]}, "SECRET_KEY"),
        ({"SECRET_KEY": KEY}, "ALLOWED_HOSTS"),
    ],
)
def test_refuses_to_start(values, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        Env.read(values).check()


def test_settings_page_is_current():
    assert Path("docs/settings.md").read_text(encoding="utf-8") == documentation()


def test_every_setting_is_explained():
    assert all(item.metadata["help"].endswith((".", "database.")) for item in fields(Env))


def manage(*arguments, **environment):
    """Run manage.py in an environment of its own."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=inherited | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_production_does_not_start_without_a_key():
    result = manage("check", ALLOWED_HOSTS="a.example")

    assert result.returncode
    assert "SECRET_KEY must be set" in result.stderr


def test_production_settings_pass_djangos_deployment_check():
    result = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        ALLOWED_HOSTS="a.example",
        SECRET_KEY=secrets.token_urlsafe(64),
    )

    assert result.returncode == 0, result.stderr


def test_no_file_holds_a_usable_key():
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=settings.BASE_DIR)
    assert "secret-key" not in tracked.stdout
