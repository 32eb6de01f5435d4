"""Configuration of the project's kit, so that its template tags and commands are found, and of the admin."""

from django.apps import AppConfig
from django.contrib.admin import apps


class KitConfig(AppConfig):
    """What both apps build on. It knows Django, never a model of theirs."""

    name = "ogp_challenge"


class StaffConfig(apps.AdminConfig):
    """Django's admin with our site as `admin.site`."""

    default = False  # Django's app, not this one's
    default_site = "ogp_challenge.staff_pages.StaffSite"
