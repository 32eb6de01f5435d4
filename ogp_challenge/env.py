"""The only reader of the process environment: typed, documented, refusing what cannot work."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

#: Shortest signing key that is accepted, in characters (OWASP ASVS 5.0, 11.2: at least 256 bits of entropy).
MIN_SECRET_KEY = 50


def setting(help_text: str, default: Any) -> Any:
    """A field of `Env`: what a deployer reads in docs/settings.md, and the value when the variable is unset."""
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True)
class Env:
    """Everything a deployment can choose. Production is the default: nothing here makes the site less safe."""

    secret_key: str = setting(
        f"Signing key, at least {MIN_SECRET_KEY} characters. Required: the site does not start without one.",
        "",
    )
    allowed_hosts: list[str] = setting(
        "Host names the site answers to, separated by commas. Required: the site does not start without one.",
        (),
    )
    database_url: str = setting(
        "`postgres://user:password@host:5432/name` or `sqlite:////absolute/path`. "
        "The default is the embedded database.",
        f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}",
    )
    cache_url: str = setting(
        "`redis://host:6379/0` shares the cache between nodes; the default is each process's own memory.",
        "locmemcache://",
    )
    https: bool = setting(
        "The site is reached over https: secure cookies, HSTS, redirect from http. "
        "Turn off only on a developer's machine.",
        True,
    )
    trusted_proxy: bool = setting(
        "A proxy in front sets `X-Forwarded-Proto` itself and adds the client to `X-Forwarded-For`. "
        "Never turn on without such a proxy.",
        False,
    )
    proxy_count: int = setting(
        "How many proxies add to `X-Forwarded-For` before the site sees it. Failed log-ins are counted per the "
        "address that the outermost of them saw. Only read with `TRUSTED_PROXY`.",
        1,
    )
    require_second_factor: bool = setting(
        "Staff cannot enter without a second factor (TOTP); who has none is led to set one up.", False
    )
    database_pool: int = setting(
        "Connections a process keeps open to PostgreSQL at the most; 0 opens one a request.", 4
    )
    site_url: str = setting(
        "Public address without a final slash, used in canonical links, feeds and files. "
        "When empty it is taken from the request.",
        "",
    )
    contact_email: str = setting(
        "Where readers report an error. The default is OGP's own public address.", "info@opengovpartnership.org"
    )
    debug: bool = setting("Show tracebacks to everybody. Never in production.", False)

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Env":
        """Read every field from the variable of its name in capitals.

        Raises ImproperlyConfigured, in one sentence, for a value that is not of the field's type.
        """
        reader = environ.Env()
        reader.ENVIRON = dict(environment)
        readers = {str: reader.str, bool: _boolean(reader), int: reader.int, list[str]: reader.list}
        types = get_type_hints(cls)
        values = {}
        for item in fields(cls):
            name = item.name.upper()
            if environment.get(name, "").strip() == "":
                continue
            try:
                values[item.name] = readers[types[item.name]](name)
            except ValueError as error:
                raise ImproperlyConfigured(f"{name}={environment[name]!r} cannot be read: {error}") from error
        return cls(**values)

    def check(self) -> None:
        """Refuse to start rather than guess.

        Raises ImproperlyConfigured when the signing key is missing or short, no host is allowed, or the
        trusted proxies are none.
        """
        if len(self.secret_key) < MIN_SECRET_KEY:
            raise ImproperlyConfigured(
                f"SECRET_KEY must be set, to at least {MIN_SECRET_KEY} characters. Make one with: "
                "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
            )
        if not self.allowed_hosts:
            raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts the site answers to.")
        if self.trusted_proxy and self.proxy_count < 1:
            raise ImproperlyConfigured("PROXY_COUNT must be 1 or more when TRUSTED_PROXY is on.")


def _boolean(reader: environ.Env) -> Any:
    """Read yes and no strictly: a typing error must not silently turn a safeguard off."""

    def read(name: str) -> bool:
        value = str(reader.str(name)).strip().lower()
        if value in ("1", "true", "yes", "on"):
            return True
        if value in ("0", "false", "no", "off"):
            return False
        raise ValueError("use true or false")

    return read


def documentation() -> str:
    """The page docs/settings.md: every variable with its default and what it means."""
    lines = [
        "# Settings",
        "",
        "Every variable of the environment that the site reads, from `ogp_challenge/env.py`. "
        "`make settings-docs` writes this page.",
        "",
        "| variable | default | meaning |",
        "| --- | --- | --- |",
    ]
    for item in fields(Env):
        default = item.default
        if isinstance(default, bool):
            shown = str(default).lower()
        elif item.name == "database_url":
            shown = "sqlite, in `var/db.sqlite3`"
        elif item.name == "secret_key":
            shown = "none"
        else:
            shown = f"`{default}`" if default not in ("", ()) else "empty"
        lines.append(f"| `{item.name.upper()}` | {shown} | {item.metadata['help']} |")
    return "\n".join(lines) + "\n"
