"""Where staff edit the catalogue."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from commitments import workflow
from commitments.models import (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Commitment,
    Evidence,
    FormerSlug,
    Involvement,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
    State,
)
from ogp_challenge.staff import CatalogueAdmin


class InvolvementInline(admin.TabularInline):
    model = Involvement
    autocomplete_fields = ["institution"]
    extra = 0


class MilestoneInline(TranslationTabularInline):
    model = Milestone
    extra = 0


class ProgressReportInline(TranslationStackedInline):
    model = ProgressReport
    extra = 0
    show_change_link = True


class AssessmentInline(admin.StackedInline):
    model = Assessment
    extra = 0


class FormerSlugInline(admin.TabularInline):
    model = FormerSlug
    extra = 0


@admin.register(Commitment)
class CommitmentAdmin(CatalogueAdmin):
    list_display = ["title", "member", "locality", "area", "branch", "level", "state", "on_site"]
    list_filter = ["state", "area", "branch", "level", "route", "member__region", "confidence", "featured"]
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
    actions = ["publish", "withdraw", "return_to_draft"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["state", "published_at", ("title",), ("title_state",)]}),
        (_("Who promised it"), {"fields": ["member", "locality", ("level", "branch")]}),
        (
            _("What it says"),
            {
                "fields": [
                    ("summary",),
                    ("summary_state",),
                    ("problem",),
                    ("problem_state",),
                    ("description",),
                    ("description_state",),
                ]
            },
        ),
        (
            _("Where it belongs"),
            {"fields": ["area", "other_areas", "values", "route", "action_plan"]},
        ),
        (_("When"), {"fields": [("start", "start_precision"), ("end", "end_precision")]}),
        (_("How it is shown"), {"fields": ["slug", "ogp_code", "position", "featured", ("featured_reason",)]}),
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

    @admin.action(description=_("Publish the selected commitments"))
    def publish(self, request, queryset):
        done = self.move(request, queryset, State.PUBLISHED)
        self.message_user(request, ngettext("%d published.", "%d published.", done) % done, messages.SUCCESS)

    @admin.action(description=_("Withdraw the selected commitments"))
    def withdraw(self, request, queryset):
        done = self.move(request, queryset, State.WITHDRAWN)
        self.message_user(request, ngettext("%d withdrawn.", "%d withdrawn.", done) % done, messages.SUCCESS)

    @admin.action(description=_("Return the selected commitments to draft"))
    def return_to_draft(self, request, queryset):
        done = self.move(request, queryset, State.DRAFT)
        self.message_user(
            request, ngettext("%d returned to draft.", "%d returned to draft.", done) % done, messages.SUCCESS
        )

    def move(self, request, queryset, to):
        """Move each of `queryset`, say which may not, and return how many did."""
        done = 0
        for commitment in queryset:
            try:
                workflow.move(commitment, to)
            except workflow.ForbiddenMoveError as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                done += 1
        return done


class EvidenceInline(TranslationTabularInline):
    model = Evidence
    extra = 0


@admin.register(ProgressReport)
class ProgressReportAdmin(admin.ModelAdmin):
    list_display = ["commitment", "reported_on", "status"]
    list_filter = ["status"]
    list_select_related = ["commitment"]
    autocomplete_fields = ["commitment"]
    inlines = [EvidenceInline]


@admin.register(Assessment)
class AssessmentAdmin(admin.ModelAdmin):
    list_display = ["commitment", "report_title", "assessed_on", "completion"]
    list_select_related = ["commitment"]
    autocomplete_fields = ["commitment"]


@admin.register(ChallengeArea)
class ChallengeAreaAdmin(CatalogueAdmin):
    list_display = ["name", "slug", "on_site"]
    search_fields = ["name_en", "name_fr", "slug"]
    fieldsets = [(None, {"fields": [("name",), "slug", ("description",)]})]


@admin.register(OpenGovernmentValue)
class OpenGovernmentValueAdmin(CatalogueAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name_en", "name_fr", "slug"]
    fieldsets = [(None, {"fields": [("name",), "slug"]})]


@admin.register(ActionPlan)
class ActionPlanAdmin(CatalogueAdmin):
    list_display = ["name", "member", "locality", "start_year", "end_year"]
    list_filter = ["start_year", "member"]
    list_select_related = ["member", "locality"]
    search_fields = ["name_en", "name_fr", "slug", "member__name_en", "member__name_fr"]
    autocomplete_fields = ["member", "locality"]
    fieldsets = [
        (None, {"fields": [("name",), "slug", "member", "locality", ("start_year", "end_year")]}),
    ]
