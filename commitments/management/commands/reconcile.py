"""Compare a file with the catalogue, and write what it says if asked to."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from commitments import reconciliation, tracker, writing
from ogp_challenge.languages import language_codes
from ogp_challenge.progress import bar
from ogp_challenge.refusal import RefusedError


class Command(BaseCommand):
    help = (
        "Print what a CSV or XLSX file would add, change and leave out: a file in the layout of the export, or a copy "
        "of OGP's tracker. Nothing is written without --apply; then all of it is, or nothing. Nothing is ever deleted."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="write what is added and changed")
        parser.add_argument(
            "--language",
            choices=language_codes(),
            default=settings.LANGUAGE_CODE,
            help="the language of what is printed",
        )

    def handle(self, *args, file, apply, language, **options):
        with override(language):
            comparison = self.compared(file)
            for line in lines(comparison):
                self.stdout.write(line)
            if comparison.problems:
                raise CommandError(_("Nothing can be written before the problems above are solved."))
            if apply and comparison.applicable:
                self.apply(comparison, file)

    def apply(self, comparison, file):
        """Write what was compared."""
        try:
            writing.apply(comparison, reason=f"reconcile {file.name}", on_progress=bar(self.stdout, _("Writing")))
        except (RefusedError, writing.OutdatedError) as error:
            raise CommandError(_("Nothing was written. %s") % error) from error
        numbers = {"added": len(comparison.added), "changed": len(comparison.changed)}
        self.stdout.write(_("Written: %(added)d added, %(changed)d changed.") % numbers)

    def compared(self, file):
        """The Comparison of the file."""
        try:
            sheet = tracker.read(file.name, file.read_bytes())
        except OSError as error:
            text = _("%(file)s cannot be read: %(reason)s.")
            raise CommandError(text % {"file": file, "reason": error.strerror}) from error
        except RefusedError as error:
            raise CommandError(str(error)) from error
        return reconciliation.compare(sheet, on_progress=bar(self.stdout, _("Comparing")))


def lines(comparison):
    """The comparison as a command prints it."""
    for one in comparison.added:
        yield entry(_("added"), f"{one.slug}: {one.title}")
    for one in comparison.changed:
        yield entry(_("changed"), one.slug)
        for change in one.changes:
            yield entry("", f"{change.column}: {change.before!r} -> {change.after!r}")
    for one in comparison.removed:
        yield entry(_("not in the file"), f"{one.slug}: {one.title}")
    for one in comparison.unmatched:
        yield entry(_("not placed"), _("row %(row)d: %(text)s") % {"row": one.row, "text": one.institution})
        yield entry("", one.reason)
    for problem in comparison.problems:
        yield entry(_("problem"), problem)
    yield _(
        "%(added)d added, %(changed)d changed, %(unchanged)d unchanged, %(removed)d not in the file, "
        "%(unmatched)d not placed, %(problems)d problems."
    ) % {
        "unchanged": comparison.unchanged,
        **{name: len(getattr(comparison, name)) for name in ("added", "changed", "removed", "unmatched", "problems")},
    }


def entry(word, text):
    """A line of which the first column says what the second one is."""
    return f"{word:<20}{text}"
