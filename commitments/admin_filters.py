"""What editors look for in the list of commitments."""

import datetime

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, Involvement, ProgressReport, TextState
from ogp_challenge.languages import language_codes

#: A government is asked for a report once a year.
REPORT_DUE = datetime.timedelta(days=365)


def with_text_in(*states):
    """The condition of a title or summary, in any language, being in one of `states`."""
    condition = Q()
    for text in ("title", "summary"):
        for code in language_codes():
            condition |= Q(**{f"{text}_state_{code}__in": states})
    return condition


def incomplete():
    """The condition of something being absent that readers look for."""
    leads = Involvement.objects.filter(commitment=OuterRef("pk"), role=Involvement.Role.LEAD)
    return Q(route="") | Q(source_url="") | with_text_in(TextState.MISSING) | ~Exists(leads)


def without_recent_report():
    """The condition of a public commitment of more than a year whose government has not reported for a year."""
    since = timezone.now() - REPORT_DUE
    recent = ProgressReport.objects.filter(commitment=OuterRef("pk"), reported_on__gte=since.date())
    return Q(is_public=True, published_at__lt=since) & ~Exists(recent)


#: Value -> its label and its condition.
NEEDS = {
    "untranslated": (_("untranslated"), lambda: with_text_in(TextState.MISSING)),
    "stale": (_("translation out of date"), lambda: with_text_in(TextState.STALE)),
    "machine": (_("machine translation"), lambda: with_text_in(TextState.MACHINE)),
    "incomplete": (_("incomplete"), incomplete),
    "no-report": (_("no report for a year"), without_recent_report),
}


class NeedsFilter(SimpleListFilter):
    """Commitments that need somebody's work."""

    title = _("work to do")
    parameter_name = "needs"

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _condition) in NEEDS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(NEEDS[self.value()][1]()) if self.value() in NEEDS else queryset


def work_to_do():
    """(label, number, query of the admin list) for everything that waits, for the dashboard."""
    commitments = Commitment.objects.all()
    found = [(_("waiting for review"), commitments.filter(state="in-review").count(), "state__exact=in-review")]
    found.append((_("drafts"), commitments.filter(state="draft").count(), "state__exact=draft"))
    for value, (label, condition) in NEEDS.items():
        found.append((label, commitments.filter(condition()).count(), f"needs={value}"))
    return found
