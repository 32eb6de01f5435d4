"""Prove that the message catalogues are complete, match the sources and are compiled."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

#: What `make messages` passes to makemessages; a difference in layout would look like a difference in texts.
COLLECT = {"no_location": True, "no_wrap": True, "ignore_patterns": [".venv/*", "var/*"], "verbosity": 0}


class Command(BaseCommand):
    help = "Check that no message is untranslated or fuzzy, and that .po and .mo match the sources."

    def handle(self, *args: Any, **options: Any) -> None:
        if not shutil.which("msgfmt"):
            if os.environ.get("CI") == "true":
                raise CommandError("GNU gettext is missing.")
            self.stdout.write("GNU gettext is not installed: the message catalogues were not checked.")
            return
        paths = sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/django.po"))
        if not paths:
            raise CommandError("There is no message catalogue.")
        problems = [problem for path in paths for problem in self.problems(path)]
        if problems:
            raise CommandError("\n".join([*problems, "Run: make messages, and translate what is new."]))
        self.stdout.write(f"{len(paths)} message catalogue complete.")

    def problems(self, path: Path) -> list[str]:
        """What is wrong with one catalogue, a sentence each. The file is left as it was."""
        name = path.relative_to(settings.BASE_DIR)
        problems = []
        statistics = subprocess.run(  # noqa: S603 (fixed arguments)
            ["msgfmt", "--statistics", "--check-format", "-o", os.devnull, str(path)],  # noqa: S607
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C"},
        )
        if statistics.returncode or "untranslated" in statistics.stderr or "fuzzy" in statistics.stderr:
            problems.append(f"{name}: {statistics.stderr.strip()}")
        with tempfile.NamedTemporaryFile(suffix=".mo") as compiled:
            subprocess.run(["msgfmt", "-o", compiled.name, str(path)], check=True)  # noqa: S603, S607
            fresh = Path(compiled.name).read_bytes()
        stored = path.with_suffix(".mo")
        if not stored.exists() or stored.read_bytes() != fresh:
            problems.append(f"{name}: the compiled catalogue is not made from it.")
        before = path.read_text(encoding="utf-8")
        try:
            call_command("makemessages", locale=[path.parts[-3]], **COLLECT)
            after = path.read_text(encoding="utf-8")
        finally:
            path.write_text(before, encoding="utf-8")
        if _texts(before) != _texts(after):
            problems.append(f"{name}: it does not match the sources.")
        return problems


def _texts(catalogue: str) -> list[str]:
    """The lines of a catalogue without the date it was made."""
    return [line for line in catalogue.splitlines() if not line.startswith('"POT-Creation-Date')]
