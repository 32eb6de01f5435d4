"""Configuration of the project's kit, so that its template tags and commands are found."""

from django.apps import AppConfig
from simple_history.signals import pre_create_historical_record


class KitConfig(AppConfig):
    """What both apps build on. It knows Django, never a model of theirs."""

    name = "ogp_challenge"

    def ready(self) -> None:
        """Connect the signal of the history. Models are not loaded when this module is."""
        from ogp_challenge.history import date_as_one

        pre_create_historical_record.connect(date_as_one)
