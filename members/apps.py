"""Configuration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Who takes part."""

    name = "members"
    verbose_name = _("Members and places")
