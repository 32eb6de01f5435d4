"""Configuration of the project's kit, so that its template tags and commands are found, and of the admin."""

from django.apps import AppConfig
from django.contrib.admin import apps
from simple_history.signals import pre_create_historical_record


class KitConfig(AppConfig):
    """What both apps build on. It knows Django, never a model of theirs."""

    name = "ogp_challenge"

    def ready(self) -> None:
        """Connect the signal of the history. Models are not loaded when this module is."""
        from ogp_challenge.history import date_as_one

        pre_create_historical_record.connect(date_as_one)


class StaffConfig(apps.AdminConfig):
    """Django's admin with our site as `admin.site`."""

    default = False  # Django's app, not this one's
    default_site = "ogp_challenge.staff_pages.StaffSite"
