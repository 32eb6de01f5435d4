"""What editors look for in the list of commitments."""

import datetime

from django.contrib.admin import SimpleListFilter
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, Involvement, ProgressReport, TextState
from ogp_challenge.languages import language_codes

#: A government is asked for a report once a year.
REPORT_DUE = datetime.timedelta(days=365)


def any_text(condition, codes=None):
    """The condition of some text, in one of the languages `codes` (all when None), being as `condition` has it."""
    found = Q()
    for text in Commitment.TEXTS:
        for code in codes or language_codes():
            found |= condition(text, code)
    return found


def in_state(state):
    """The condition of a text in a language being in `state`, to be asked of each."""
    return lambda text, code: Q(**{f"{text}_state_{code}": state})


def untranslated(text, code):
    """The condition of a text being absent in a language and there in another."""
    here = f"{text}_state_{code}"
    elsewhere = {f"{text}_state_{other}": TextState.MISSING for other in language_codes() if other != code}
    return Q(**{here: TextState.MISSING}) & ~Q(**elsewhere)


def incomplete():
    """The condition of something being absent that readers look for."""
    leads = Involvement.objects.filter(commitment=OuterRef("pk"), role=Involvement.Role.LEAD)
    absent = Q(route="") | Q(source_url="") | any_text(untranslated) | ~Exists(leads)
    for text in ("title", "summary"):
        absent |= Q(**{f"{text}_state_{code}": TextState.MISSING for code in language_codes()})
    return absent


def without_recent_report():
    """The condition of a public commitment whose government has owed a report for a year.

    The year counts from its last report. Where there is none, it counts from the start of the commitment, else from
    the first year of its action plan, else from its publication here, which may be long after it was made.
    """
    since = timezone.localdate() - REPORT_DUE
    reports = ProgressReport.objects.filter(commitment=OuterRef("pk"))
    begun = (
        Q(start__lte=since)
        | Q(start=None, action_plan__start_year__lte=since.year)
        | Q(start=None, action_plan=None, published_at__date__lte=since)
    )
    return Q(is_public=True) & (begun | Exists(reports)) & ~Exists(reports.filter(reported_on__gt=since))


#: Value -> its label and its condition.
NEEDS = {
    "untranslated": (_("untranslated"), lambda: any_text(untranslated)),
    "stale": (_("translation out of date"), lambda: any_text(in_state(TextState.STALE))),
    "machine": (_("machine translation"), lambda: any_text(in_state(TextState.MACHINE))),
    "incomplete": (_("incomplete"), incomplete),
    "no-report": (_("no report for a year"), without_recent_report),
}

#: What may be wrong with the texts of a commitment in a language -> its label and its condition.
FLAWS = {
    "stale": (pgettext_lazy("texts in a language", "out of date"), in_state(TextState.STALE)),
    "machine": (pgettext_lazy("texts in a language", "by a machine"), in_state(TextState.MACHINE)),
    "missing": (pgettext_lazy("texts in a language", "missing"), untranslated),
}


def translation_states():
    """{value: (language, label, condition)} of all that can be said of the texts of a commitment in a language."""
    found = {}
    for code in language_codes():
        flawed = Q()
        for value, (label, condition) in FLAWS.items():
            flaw = any_text(condition, [code])
            flawed |= flaw
            found[f"{code}-{value}"] = (code, label, flaw)
        found[f"{code}-complete"] = (code, pgettext_lazy("texts in a language", "complete"), ~flawed)
    return found


class NeedsFilter(SimpleListFilter):
    """Commitments that need somebody's work."""

    title = _("work to do")
    parameter_name = "needs"

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _condition) in NEEDS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(NEEDS[self.value()][1]()) if self.value() in NEEDS else queryset


class TranslationFilter(SimpleListFilter):
    """Commitments by what their texts in one language are."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        return [
            (value, f"{get_language_info(code)['name_translated']}: {label}")
            for value, (code, label, _condition) in translation_states().items()
        ]

    def queryset(self, request, queryset):
        chosen = translation_states().get(self.value())
        return queryset.filter(chosen[-1]) if chosen else queryset


def translation_coverage():
    """For the dashboard: the labels, and for each language its name with (number, query of the admin list) of each."""
    states = translation_states()
    counts = Commitment.objects.aggregate(
        **{value: Count("pk", filter=condition) for value, (_code, _label, condition) in states.items()}
    )
    rows = {}
    for value, (code, _label, _condition) in states.items():
        name = get_language_info(code)["name_translated"]
        rows.setdefault(code, (name, []))[1].append((counts[value], f"translation={value}"))
    labels = list(dict.fromkeys(str(label) for _code, label, _condition in states.values()))
    return {"labels": labels, "rows": list(rows.values())}


def work_to_do():
    """(label, number, query of the admin list) for everything that waits, for the dashboard."""
    commitments = Commitment.objects.all()
    found = [(_("waiting for review"), commitments.filter(state="in-review").count(), "state__exact=in-review")]
    found.append((_("drafts"), commitments.filter(state="draft").count(), "state__exact=draft"))
    for value, (label, condition) in NEEDS.items():
        found.append((label, commitments.filter(condition()).count(), f"needs={value}"))
    return found
