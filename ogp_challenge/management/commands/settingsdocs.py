"""Print docs/settings.md, so that the page and the reader of the environment cannot disagree."""

from typing import Any

from django.core.management.base import BaseCommand

from ogp_challenge.env import documentation


class Command(BaseCommand):
    help = "Print the reference of the environment variables (make settings-docs writes it to docs/settings.md)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(documentation(), ending="")
