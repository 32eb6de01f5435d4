"""Compare a file with the catalogue, and write what it says if asked to."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from commitments import reconciliation, tracker, writing
from ogp_challenge.refusal import RefusedError


class Command(BaseCommand):
    help = (
        "Print what a CSV or XLSX file would add, change and leave out: a file in the layout of the export, or a copy "
        "of OGP's tracker. Nothing is written without --apply; then all of it is, or nothing. Nothing is ever deleted."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="write what is added and changed")

    def handle(self, *args, file, apply, **options):
        comparison = self.compared(file)
        for line in lines(comparison):
            self.stdout.write(line)
        if comparison.problems:
            raise CommandError("Nothing can be written before the problems above are solved.")
        if not apply:
            return
        if not comparison.applicable:
            return
        try:
            writing.apply(comparison, reason=f"reconcile {file.name}", on_progress=self.progress("Writing"))
        except (RefusedError, writing.OutdatedError) as error:
            raise CommandError(f"Nothing was written. {error}") from error
        self.stdout.write(f"Written: {len(comparison.added)} added, {len(comparison.changed)} changed.")

    def compared(self, file):
        """The Comparison of the file."""
        try:
            sheet = tracker.read(file.name, file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except RefusedError as error:
            raise CommandError(str(error)) from error
        return reconciliation.compare(sheet, on_progress=self.progress("Comparing"))

    def progress(self, word):
        """A line that counts up, where somebody watches."""

        def show(done, total):
            if self.stdout.isatty():
                self.stdout.write(f"\r{word}: {done} of {total}", ending="\n" if done == total else "")
                self.stdout.flush()

        return show


def lines(comparison):
    """The comparison as a command prints it."""
    for one in comparison.added:
        yield f"added      {one.slug}: {one.title}"
    for one in comparison.changed:
        yield f"changed    {one.slug}"
        for change in one.changes:
            yield f"             {change.column}: {change.before!r} -> {change.after!r}"
    for one in comparison.removed:
        yield f"not listed {one.slug}: {one.title}"
    for one in comparison.unmatched:
        yield f"unmatched  row {one.row}: {one.institution}: {one.text}"
        yield f"             {one.reason}"
    for problem in comparison.problems:
        yield f"problem    {problem}"
    yield (
        f"{len(comparison.added)} added, {len(comparison.changed)} changed, {comparison.unchanged} unchanged, "
        f"{len(comparison.removed)} not in the file, {len(comparison.unmatched)} unmatched, "
        f"{len(comparison.problems)} problems."
    )
