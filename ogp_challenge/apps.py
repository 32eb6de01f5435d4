"""Configuration of the project's kit, so that its template tags and commands are found."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """What both apps build on. It knows Django, never a model of theirs."""

    name = "ogp_challenge"
