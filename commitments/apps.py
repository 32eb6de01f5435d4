"""Configuration of the app."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    """What was promised, and all pages that list it."""

    name = "commitments"
    verbose_name = _("commitments")

    def ready(self):
        post_migrate.connect(install_guards, sender=self)


def install_guards(using, **_kwargs):
    """Let the database hold the rules that models cannot state."""
    from commitments import guards  # models are not loaded when this module is

    guards.install(connections[using])
