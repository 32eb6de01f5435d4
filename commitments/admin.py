"""Where staff edit the catalogue."""

from django.contrib import admin
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from commitments import changes, workflow
from commitments.admin_files import FilesAdmin
from commitments.admin_filters import NeedsFilter, TranslationFilter
from commitments.admin_form import CommitmentForm
from commitments.admin_inlines import (
    AssessmentInline,
    EvidenceInline,
    FormerSlugInline,
    InvolvementInline,
    MilestoneInline,
    ProgressReportInline,
    next_steps,
    restricted,
)
from commitments.admin_workflow import WorkflowAdmin
from commitments.models import (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Commitment,
    GuideChapter,
    OpenGovernmentValue,
    ProgressReport,
    PublicChange,
    State,
)
from members.admin import UsedInPublic
from ogp_challenge.finding import columns, folded, names
from ogp_challenge.staff import CatalogueAdmin, HistoryAdmin, beside
from ogp_challenge.staff_fields import SoundFields
from ogp_challenge.staff_pages import StaffPages

#: States in which a commitment is not public and was not.
OPEN = (State.DRAFT, State.IN_REVIEW)

#: The heading of the texts that many records have not.
LONG_TEXTS = _("The problem, and what will be done in full")


def closed(request, row):
    """Whether the person may not change `row`, as it belongs to what is, or was, public, or to nothing any more."""
    if workflow.may_publish(request.user):
        return False
    return not Commitment.objects.filter(pk=row.commitment_id, state__in=OPEN).exists()


@admin.register(Commitment)
class CommitmentAdmin(FilesAdmin, WorkflowAdmin, CatalogueAdmin):
    form = CommitmentForm
    list_display = ["title", "state", "place", "area", "on_site"]
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
    list_select_related = ["member", "locality__member", "area"]
    search_fields = [
        *names("", "member", "locality", "institutions"),
        *folded("institutions__name_original", *columns("institutions__acronym")),
        *("slug", "ogp_code"),
    ]
    autocomplete_fields = ["member", "locality", "area", "other_areas", "values", "action_plan"]
    # Only moves change them; the page says what they are.
    readonly_fields = ["state", "published_at"]
    object_history_form_template = "admin/commitments/commitment/former_version.html"
    advised_lengths = {"title": ("characters", 100), "summary": ("words", 75)}
    inlines = [InvolvementInline, MilestoneInline, ProgressReportInline, AssessmentInline, FormerSlugInline]
    save_on_top = True
    fieldsets = [
        (None, {"fields": [beside("title", "title_state")]}),
        (_("Who promised it"), {"fields": [("member", "locality"), ("level", "branch")]}),
        (_("What it says"), {"fields": [beside("summary", "summary_state")]}),
        (
            LONG_TEXTS,
            {
                "classes": ["collapse"],
                "fields": [beside("problem", "problem_state"), beside("description", "description_state")],
            },
        ),
        (
            _("Where it belongs"),
            {"fields": [("area", "other_areas"), ("route", "action_plan"), "values"]},
        ),
        (_("When"), {"fields": [("start", "start_precision", "end", "end_precision")]}),
        (
            _("How it is shown"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("slug", "ogp_code", "position"),
                    "featured",
                    beside("featured_reason"),
                    beside("withdrawal_reason"),
                ],
            },
        ),
        (
            _("Where we know it from"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("source_url", "source_copied_on", "confidence"),
                    "source_institution",
                    ("source_area", "source_branch"),
                    ("source_level", "source_region"),
                    "editors_note",
                ],
            },
        ),
    ]

    @admin.display(description=_("place"), ordering="member__sort_key")
    def place(self, commitment):
        """Who promised it: the locality with its country, or the country."""
        return commitment.locality.full_name if commitment.locality else commitment.member.name

    def choice_name(self, commitment):
        """Titles are alike; with the place they are not."""
        return f"{commitment.title} ({self.place(commitment)})"

    def get_fieldsets(self, request, obj=None):
        """The long texts are folded away where there are none."""
        fieldsets = super().get_fieldsets(request, obj)
        if not any(getattr(obj, column, "") for column in columns("problem", "description")):
            return fieldsets
        return [(name, options | {"classes": []} if name is LONG_TEXTS else options) for name, options in fieldsets]

    def get_changeform_initial_data(self, request):
        """A new commitment comes last."""
        last = Commitment.objects.aggregate(last=Max("position"))["last"] or 0
        return {"position": last + 1} | super().get_changeform_initial_data(request)

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
                field.disabled = name not in free
                if refused := free.get(name):
                    field.choices = [choice for choice in field.choices if choice[0] not in refused]
        return form

    def revert_disabled(self, request, obj=None):
        """A former version of what is public is brought back only by those who may publish."""
        return super().revert_disabled(request, obj) or restricted(request, obj)

    def after_bringing_back(self, record):
        """A former version is a change of the record as it stands, in public too."""
        changes.record(record)

    def save_model(self, request, obj, form, change):
        """Counts the save, and leaves the state to the workflow."""
        if change:
            workflow.keep_state(obj)
            obj.version += 1
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """At the end, when institutions are in: what changed in public goes to the log."""
        super().save_related(request, form, formsets, change)
        changes.record(form.instance)
        for step in next_steps(formsets):
            self.message_user(request, step)


#: Where the search of what belongs to a commitment looks.
OF_A_COMMITMENT = [
    *names("commitment", "commitment__member", "commitment__locality"),
    *("commitment__slug", "commitment__ogp_code"),
]


class GuardedRecord:
    """A page for a row of a commitment: what may not be done in the form of the commitment is not done here."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and closed(request, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and closed(request, obj))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "commitment" and not workflow.may_publish(request.user):
            kwargs["queryset"] = Commitment.objects.filter(state__in=OPEN)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def lock(self, record):
        """The commitment first, as its own page locks it before its rows: so neither waits for the other for ever."""
        self.hold([record.commitment_id])
        return super().lock(record)

    def save_model(self, request, obj, form, change):
        """A row that moves to another commitment changes the one that had it."""
        had_it = list(self.model.objects.filter(pk=obj.pk).values_list("commitment", flat=True))
        self.hold([*had_it, obj.commitment_id])
        super().save_model(request, obj, form, change)
        self.follow(pk for pk in had_it if pk != obj.commitment_id)

    def save_related(self, request, form, formsets, change):
        """At the end, when the evidence is in."""
        super().save_related(request, form, formsets, change)
        self.follow([form.instance.commitment_id])

    def delete_model(self, request, obj):
        """A deletion is a change of the commitment."""
        self.hold([obj.commitment_id])
        super().delete_model(request, obj)
        self.follow([obj.commitment_id])

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        """So are many."""
        touched = list(queryset.values_list("commitment", flat=True))
        self.hold(touched)
        super().delete_queryset(request, queryset)
        self.follow(touched)

    def after_bringing_back(self, record):
        """So is a former version, and the return of what was deleted."""
        self.follow([record.commitment_id])

    def hold(self, pks):
        """Lock the commitments `pks` before their rows, as their own form does: so nobody waits for each other."""
        return list(Commitment.objects.select_for_update().filter(pk__in=pks).order_by("pk"))

    def follow(self, pks):
        """Count a save of each of the commitments `pks`, and write to the log what the public sees of it."""
        for commitment in self.hold(pks):
            commitment.version += 1
            commitment._change_reason = str(self.opts.verbose_name)
            commitment.save()
            changes.record(commitment)

    def deleted_name(self, row):
        """With the commitment that it belonged to."""
        commitment = Commitment.objects.filter(pk=row.commitment_id).first()
        return _("%(label)s: %(value)s") % {"label": commitment or "–", "value": super().deleted_name(row)}


@admin.register(ProgressReport)
class ProgressReportAdmin(GuardedRecord, CatalogueAdmin):
    list_display = ["commitment", "reported_on", "status"]
    list_filter = ["status"]
    list_select_related = ["commitment"]
    search_fields = [*OF_A_COMMITMENT, *folded(*columns("text"))]
    autocomplete_fields = ["commitment"]
    inlines = [EvidenceInline]
    fieldsets = [
        (
            None,
            {"fields": ["commitment", ("reported_on", "status", "delay_reason"), beside("text"), "source_url"]},
        )
    ]


@admin.register(Assessment)
class AssessmentAdmin(GuardedRecord, HistoryAdmin, SoundFields, StaffPages):
    list_display = ["commitment", "report_title", "assessed_on", "completion"]
    list_select_related = ["commitment"]
    search_fields = [*OF_A_COMMITMENT, *folded("report_title")]
    autocomplete_fields = ["commitment"]
    fieldsets = [(None, {"fields": ["commitment", *AssessmentInline.rows]})]


@admin.register(ChallengeArea)
class ChallengeAreaAdmin(CatalogueAdmin):
    list_display = ["name", "slug", "on_site"]
    search_fields = [*names(""), "slug"]
    fieldsets = [(None, {"fields": [beside("name"), "slug", beside("description"), "ogp_page"]})]


@admin.register(GuideChapter)
class GuideChapterAdmin(CatalogueAdmin):
    list_display = ["name", "url"]
    list_filter = ["areas"]
    search_fields = [*names(""), "slug", "url"]
    autocomplete_fields = ["areas"]
    fieldsets = [(None, {"fields": [beside("name"), "slug", "url", "areas"]})]


@admin.register(OpenGovernmentValue)
class OpenGovernmentValueAdmin(CatalogueAdmin):
    list_display = ["name", "slug"]
    search_fields = [*names(""), "slug"]
    fieldsets = [(None, {"fields": [beside("name"), "slug"]})]


@admin.register(ActionPlan)
class ActionPlanAdmin(UsedInPublic, CatalogueAdmin):
    list_display = ["name", "member", "locality", "start_year", "end_year"]
    list_filter = ["start_year", "member"]
    list_select_related = ["member", "locality"]
    search_fields = [*names("", "member", "locality"), "slug"]
    autocomplete_fields = ["member", "locality"]
    fieldsets = [
        (None, {"fields": [beside("name"), "slug", "member", "locality", ("start_year", "end_year")]}),
    ]


@admin.register(PublicChange)
class PublicChangeAdmin(StaffPages, admin.ModelAdmin):
    list_display = ["at", "kind", "commitment", "reason"]
    list_filter = ["kind"]
    list_select_related = ["commitment"]
    search_fields = [*OF_A_COMMITMENT, *folded("reason")]
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
