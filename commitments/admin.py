"""Where staff edit the catalogue."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline
from simple_history.admin import SimpleHistoryAdmin

from commitments import changes, workflow
from commitments.admin_files import FilesAdmin
from commitments.admin_filters import NeedsFilter, TranslationFilter
from commitments.admin_workflow import WorkflowAdmin
from commitments.forms import EvidenceFormSet, FormerSlugFormSet, ReportForm
from commitments.models import (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Commitment,
    Evidence,
    FormerSlug,
    GuideChapter,
    Involvement,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
    PublicChange,
    State,
)
from ogp_challenge.conflicts import VersionedForm
from ogp_challenge.staff import CatalogueAdmin, FewRows, GuardedHistory, SoundFields, beside


def restricted(request, commitment):
    """Whether the person may only correct the translations of this record."""
    return commitment is not None and commitment.is_public and not workflow.may_publish(request.user)


def closed(request, commitment):
    """Whether the person may change nothing that belongs to this record."""
    return commitment.state in (State.PUBLISHED, State.WITHDRAWN) and not workflow.may_publish(request.user)


class GuardedInline(SoundFields, FewRows):
    """Rows of a commitment that only those who may publish change once it is public."""

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not restricted(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not restricted(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not restricted(request, obj)


class InvolvementInline(GuardedInline, admin.TabularInline):
    model = Involvement
    autocomplete_fields = ["institution"]
    extra = 0


class MilestoneInline(GuardedInline, TranslationTabularInline):
    model = Milestone
    extra = 0


class ProgressReportInline(GuardedInline, TranslationStackedInline):
    model = ProgressReport
    form = ReportForm
    extra = 0
    show_change_link = True


class AssessmentInline(GuardedInline, admin.StackedInline):
    model = Assessment
    extra = 0


class FormerSlugInline(GuardedInline, admin.TabularInline):
    model = FormerSlug
    formset = FormerSlugFormSet
    extra = 0


@admin.register(Commitment)
class CommitmentAdmin(FilesAdmin, WorkflowAdmin, SimpleHistoryAdmin, CatalogueAdmin):
    form = VersionedForm
    list_display = ["title", "member", "locality", "area", "branch", "level", "state", "on_site"]
    list_filter = [
        "state",
        NeedsFilter,
        TranslationFilter,
        "area",
        "branch",
        "level",
        "route",
        "member__region",
        "confidence",
        "featured",
    ]
    list_select_related = ["member", "locality", "area"]
    search_fields = [
        "title_en",
        "title_fr",
        "slug",
        "ogp_code",
        "member__name_en",
        "member__name_fr",
        "locality__name_en",
        "locality__name_fr",
        "institutions__name_en",
        "institutions__name_fr",
    ]
    autocomplete_fields = ["member", "locality", "area", "other_areas", "values", "action_plan"]
    readonly_fields = ["state", "published_at"]
    inlines = [InvolvementInline, MilestoneInline, ProgressReportInline, AssessmentInline, FormerSlugInline]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["version", "state", "published_at", beside("title"), beside("title_state")]}),
        (_("Who promised it"), {"fields": ["member", "locality", ("level", "branch")]}),
        (
            _("What it says"),
            {
                "fields": [
                    beside("summary"),
                    beside("summary_state"),
                    beside("problem"),
                    beside("problem_state"),
                    beside("description"),
                    beside("description_state"),
                ]
            },
        ),
        (
            _("Where it belongs"),
            {"fields": ["area", "other_areas", "values", "route", "action_plan"]},
        ),
        (_("When"), {"fields": [("start", "start_precision"), ("end", "end_precision")]}),
        (
            _("How it is shown"),
            {
                "fields": [
                    "slug",
                    "ogp_code",
                    "position",
                    "featured",
                    beside("featured_reason"),
                    beside("withdrawal_reason"),
                ]
            },
        ),
        (
            _("Where we know it from"),
            {
                "fields": [
                    "source_url",
                    "source_copied_on",
                    "confidence",
                    "source_institution",
                    ("source_area", "source_branch"),
                    ("source_level", "source_region"),
                    "editors_note",
                ]
            },
        ),
    ]

    def view_on_site(self, commitment):
        """Only what the public can see has a page."""
        return commitment.get_absolute_url() if commitment.is_public else None

    def has_delete_permission(self, request, obj=None):
        """Nothing that is, or was, public is deleted: it is withdrawn, and its address says so."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.published_at is None or obj.state == State.DRAFT)

    def has_change_permission(self, request, obj=None):
        """What was withdrawn is touched only by those who may publish."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.state != State.WITHDRAWN or workflow.may_publish(request.user))

    def get_form(self, request, obj=None, change=False, **kwargs):
        """An editor may correct the translations of what is public, nothing else of it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if restricted(request, obj):
            free = obj.translations()
            for name, field in form.base_fields.items():
                field.disabled = name not in free and name != "version"
                if refused := free.get(name):
                    field.choices = [choice for choice in field.choices if choice[0] not in refused]
        return form

    def revert_disabled(self, request, obj=None):
        """A former version of what is public is brought back only by those who may publish."""
        return super().revert_disabled(request, obj) or restricted(request, obj)

    @transaction.atomic
    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """A former version in the form. Saving it is a change of the record as it stands, in public too."""
        if request.method != "POST":
            return super().history_form_view(request, object_id, version_id, extra_context)
        if restricted(request, get_object_or_404(Commitment, pk=object_id)):
            raise PermissionDenied
        response = super().history_form_view(request, object_id, version_id, extra_context)
        changes.record(Commitment.objects.get(pk=object_id))
        return response

    def save_model(self, request, obj, form, change):
        """Counts the save, and leaves the state to the workflow."""
        if change:
            workflow.keep_state(obj)
        obj.version = (form.cleaned_data.get("version") or 0) + 1
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """At the end, when institutions are in: what changed in public goes to the log."""
        super().save_related(request, form, formsets, change)
        changes.record(form.instance)


class GuardedRecord(SoundFields):
    """A page for a row of a commitment: what may not be done in the form of the commitment is not done here."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and closed(request, obj.commitment))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and closed(request, obj.commitment))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "commitment" and not workflow.may_publish(request.user):
            kwargs["queryset"] = Commitment.objects.filter(state__in=[State.DRAFT, State.IN_REVIEW])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class EvidenceInline(SoundFields, FewRows, TranslationTabularInline):
    model = Evidence
    formset = EvidenceFormSet
    extra = 0


@admin.register(ProgressReport)
class ProgressReportAdmin(GuardedRecord, GuardedHistory, SimpleHistoryAdmin):
    list_display = ["commitment", "reported_on", "status"]
    list_filter = ["status"]
    list_select_related = ["commitment"]
    autocomplete_fields = ["commitment"]
    inlines = [EvidenceInline]


@admin.register(Assessment)
class AssessmentAdmin(GuardedRecord, GuardedHistory, SimpleHistoryAdmin):
    list_display = ["commitment", "report_title", "assessed_on", "completion"]
    list_select_related = ["commitment"]
    autocomplete_fields = ["commitment"]


@admin.register(ChallengeArea)
class ChallengeAreaAdmin(SimpleHistoryAdmin, CatalogueAdmin):
    list_display = ["name", "slug", "on_site"]
    search_fields = ["name_en", "name_fr", "slug"]
    fieldsets = [(None, {"fields": [beside("name"), "slug", beside("description"), "ogp_page"]})]


@admin.register(GuideChapter)
class GuideChapterAdmin(SimpleHistoryAdmin, CatalogueAdmin):
    list_display = ["name", "url"]
    list_filter = ["areas"]
    search_fields = ["name_en", "name_fr", "slug", "url"]
    autocomplete_fields = ["areas"]
    fieldsets = [(None, {"fields": [beside("name"), "slug", "url", "areas"]})]


@admin.register(OpenGovernmentValue)
class OpenGovernmentValueAdmin(CatalogueAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name_en", "name_fr", "slug"]
    fieldsets = [(None, {"fields": [beside("name"), "slug"]})]


@admin.register(ActionPlan)
class ActionPlanAdmin(SimpleHistoryAdmin, CatalogueAdmin):
    list_display = ["name", "member", "locality", "start_year", "end_year"]
    list_filter = ["start_year", "member"]
    list_select_related = ["member", "locality"]
    search_fields = ["name_en", "name_fr", "slug", "member__name_en", "member__name_fr"]
    autocomplete_fields = ["member", "locality"]
    fieldsets = [
        (None, {"fields": [beside("name"), "slug", "member", "locality", ("start_year", "end_year")]}),
    ]


@admin.register(PublicChange)
class PublicChangeAdmin(admin.ModelAdmin):
    list_display = ["at", "kind", "commitment", "reason"]
    list_filter = ["kind"]
    list_select_related = ["commitment"]
    date_hierarchy = "at"

    def has_add_permission(self, request):
        """The log is written by what happens, never by hand."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nor is it corrected."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nor is anything of it taken away."""
        return False
