"""The rows of a commitment, inside its form: institutions, milestones, reports, assessments, former slugs."""

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationStackedInline

from commitments import workflow
from commitments.forms import EvidenceFormSet, FormerSlugFormSet, ReportForm
from commitments.models import Assessment, Evidence, FormerSlug, Involvement, Milestone, ProgressReport
from ogp_challenge.staff import beside
from ogp_challenge.staff_fields import FewRows, SoundFields
from ogp_challenge.staff_pages import NamedChoices


def restricted(request, commitment):
    """Whether the person may only correct the translations of this record."""
    return commitment is not None and commitment.is_public and not workflow.may_publish(request.user)


class GuardedInline(SoundFields, FewRows, NamedChoices):
    """Rows of a commitment that only those who may publish change once it is public."""

    extra = 0

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not restricted(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not restricted(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not restricted(request, obj)


class InvolvementInline(GuardedInline, admin.StackedInline):
    model = Involvement
    autocomplete_fields = ["institution"]
    fieldsets = [(None, {"fields": [("institution", "role", "position")]})]


class MilestoneInline(GuardedInline, TranslationStackedInline):
    model = Milestone
    fieldsets = [(None, {"fields": [beside("title"), ("due", "due_precision", "completed_on", "position")]})]


class ProgressReportInline(GuardedInline, TranslationStackedInline):
    model = ProgressReport
    form = ReportForm
    readonly_fields = ["evidence"]
    fieldsets = [
        (None, {"fields": [("reported_on", "status", "delay_reason"), beside("text"), "source_url", "evidence"]})
    ]

    def get_queryset(self, request):
        """With what the rows show."""
        return super().get_queryset(request).prefetch_related("evidence")

    @admin.display(description=gettext_lazy("evidence"))
    def evidence(self, report):
        """What shows that the report is true, and the way to its own page: a form holds no second level of rows."""
        if report.pk is None:
            return _("Save first; then add what shows it on the page of the report.")
        titles = [(piece.title,) for piece in report.evidence.all()]
        pieces = format_html_join("", "<li>{}</li>", titles or [(_("None yet."),)])
        return format_html("<ul>{}</ul>{}", pieces, evidence_link(report))


def evidence_link(report):
    """The way to the evidence of `report`."""
    address = reverse("admin:commitments_progressreport_change", args=[report.pk])
    return format_html('<a href="{}#evidence-group">{}</a>', address, _("Add or change evidence"))


def next_steps(formsets):
    """What somebody who has just saved these rows will want to do next."""
    for formset in formsets:
        if formset.model is ProgressReport:
            for report in formset.new_objects:
                text = _("The report of %(date)s is in.") % {"date": date_format(report.reported_on)}
                yield format_html("{} {}", text, evidence_link(report))


class AssessmentInline(GuardedInline, admin.StackedInline):
    model = Assessment
    rows = [
        ("report_title", "report_url"),
        ("assessed_on", "verifiable", "relevant"),
        ("ambition", "completion", "early_results"),
    ]
    fieldsets = [(None, {"fields": rows})]


class FormerSlugInline(GuardedInline, admin.StackedInline):
    model = FormerSlug
    formset = FormerSlugFormSet
    classes = ["collapse"]


class EvidenceInline(SoundFields, FewRows, TranslationStackedInline):
    model = Evidence
    formset = EvidenceFormSet
    extra = 0
    fieldsets = [(None, {"fields": [beside("title"), ("url", "archive_url")]})]
