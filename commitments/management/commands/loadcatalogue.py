"""Load the catalogue's files into the database."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from commitments import changes, workflow
from commitments.models import Commitment, Involvement, PublicChange, State
from ogp_challenge import loading
from ogp_challenge.progress import bar

#: In an order in which each file names only what the ones before it hold.
FILES = ("regions", "members", "localities", "institutions", "areas", "chapters", "plans", "commitments")


class Command(BaseCommand):
    help = (
        "Load the regions, members, localities, institutions, areas, plans and commitments of fixtures/. "
        "Running it again changes nothing; what staff have edited is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="give the files the last word over what staff have edited",
        )

    @transaction.atomic
    def handle(self, *args, overwrite, **options):
        paths = [settings.BASE_DIR / "fixtures" / f"{name}.json" for name in FILES]
        added, changed = [], set()

        def written(record, is_new):
            if is_new and isinstance(record, Commitment):
                added.append(record)
            elif isinstance(record, Commitment | Involvement):
                changed.add(record.commitment_id if isinstance(record, Involvement) else record.pk)

        progress = bar(self.stdout, "Loading the catalogue:")
        reports = loading.load(paths, overwrite=overwrite, on_written=written, on_progress=progress)
        for record in added:  # at the end, when a commitment has its institutions
            workflow.move(record, State.PUBLISHED, reason=PublicChange.LOADED)
        for commitment in Commitment.objects.filter(pk__in=changed.difference(record.pk for record in added)):
            changes.record(commitment, reason=PublicChange.LOADED)
        self.stdout.write(f"{'':28}{'added':>9}{'changed':>9}{'unchanged':>11}{'kept':>6}")
        for report in reports:
            name = str(report.model._meta.verbose_name_plural)
            self.stdout.write(f"{name:28}{report.added:>9}{report.changed:>9}{report.unchanged:>11}{report.kept:>6}")
        if kept := sum(report.kept for report in reports):
            self.stdout.write(f"{kept} kept as staff have edited them; --overwrite would replace them.")
