"""What staff do with a commitment beyond editing it: move it, preview it, bring it back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.cache import never_cache

from commitments import workflow
from commitments.models import Commitment, State
from commitments.views.catalogue import detail_context
from ogp_challenge.languages import language_codes

#: Characters of a reason.
MOST_REASON = 500


def said(request, name):
    """What was typed in the field `name`, as far as it may reach and without NUL, which PostgreSQL does not hold."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:MOST_REASON]


class WorkflowAdmin:
    """Actions and pages for the admin of commitments. The workflow decides what is allowed."""

    actions = ["submit_for_review", "publish", "return_to_draft"]
    change_form_template = "admin/commitments/commitment/change_form.html"
    change_list_template = "admin/commitments/commitment/change_list.html"

    def get_urls(self):
        """The pages of this class before those of the admin, whose last pattern takes everything."""
        return [
            path("<int:pk>/move/", self.admin_site.admin_view(self.move_view), name="commitments_commitment_move"),
            path(
                "<int:pk>/preview/<str:language>/",
                self.admin_site.admin_view(never_cache(self.preview)),
                name="commitments_commitment_preview",
            ),
            path("deleted/", self.admin_site.admin_view(self.deleted), name="commitments_commitment_deleted"),
            *super().get_urls(),
        ]

    def has_publish_permission(self, request):
        """Whether the person decides what the public sees; the admin asks it for actions that name it."""
        return workflow.may_publish(request.user)

    @admin.action(description=gettext_lazy("Submit the selected commitments for review"), permissions=["change"])
    def submit_for_review(self, request, queryset):
        self.move_all(request, queryset, State.IN_REVIEW)

    @admin.action(description=gettext_lazy("Publish the selected commitments"), permissions=["publish"])
    def publish(self, request, queryset):
        self.move_all(request, queryset, State.PUBLISHED)

    @admin.action(description=gettext_lazy("Return the selected commitments to draft"), permissions=["change"])
    def return_to_draft(self, request, queryset):
        self.move_all(request, queryset, State.DRAFT)

    def move_all(self, request, queryset, to, **why):
        """Move each of `queryset`, say how many moved, and of each other why it did not."""
        done = 0
        for commitment in queryset:
            try:
                workflow.move(commitment, to, by=request.user, **why)
            except workflow.ForbiddenMoveError as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                done += 1
        if done:
            text = ngettext("%(n)d commitment is now: %(state)s.", "%(n)d commitments are now: %(state)s.", done)
            self.message_user(request, text % {"n": done, "state": State(to).label}, messages.SUCCESS)

    def move_view(self, request, pk):
        """Move one commitment from its form, with a reason."""
        commitment = get_object_or_404(Commitment, pk=pk)
        if request.method != "POST" or request.POST.get("to") not in State.values:
            raise Http404
        if not self.has_change_permission(request, commitment):
            raise PermissionDenied
        if request.POST.get("version", str(commitment.version)) != str(commitment.version):
            text = _("Somebody has changed this record since you opened it. Look at it again before you decide.")
            self.message_user(request, text, messages.WARNING)
        else:
            why = {"reason": said(request, "reason")}
            why["reasons"] = {code: text for code in language_codes() if (text := said(request, f"reason_{code}"))}
            self.move_all(request, Commitment.objects.filter(pk=pk), State(request.POST["to"]), **why)
        return HttpResponseRedirect(reverse("admin:commitments_commitment_change", args=[pk]))

    def preview(self, request, pk, language):
        """The page as it will look, for staff only and never kept by a cache."""
        commitment = get_object_or_404(Commitment.objects.for_detail(), pk=pk)
        if language not in language_codes():
            raise Http404
        if not self.has_view_permission(request, commitment):
            raise PermissionDenied
        with override(language):
            context = detail_context(request, commitment) | {"preview": commitment.get_state_display()}
            return render(request, "commitments/detail.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Adds the moves that are open to this person, and the previews."""
        commitment = self.get_object(request, object_id)
        moves = []
        if commitment and self.has_change_permission(request, commitment):
            moves = [
                State(to)
                for to in State
                if to in workflow.MOVES[commitment.state]
                and ((commitment.state, to) in workflow.OF_EDITORS or workflow.may_publish(request.user))
            ]
        extra = {
            "moves": moves,
            "languages": language_codes(),
            "most_reason": MOST_REASON,
            "obstacles": workflow.obstacles(commitment) if commitment else [],
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})

    def deleted(self, request):
        """Commitments that were deleted, each with the way to bring it back as a draft."""
        if not self.has_add_permission(request) or not workflow.may_publish(request.user):
            raise PermissionDenied
        rows = Commitment.history.filter(history_type="-").exclude(id__in=Commitment.objects.values("pk"))
        if request.method == "POST":
            chosen = request.POST.get("row", "")
            row = get_object_or_404(rows, history_id=chosen if chosen.isdecimal() else None)
            try:
                restored = workflow.restore(row, by=request.user)
            except ValidationError as clash:
                self.message_user(request, " ".join(clash.messages), messages.WARNING)
                return HttpResponseRedirect(request.path)
            self.message_user(request, _("“%s” is back, as a draft.") % restored, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:commitments_commitment_change", args=[restored.pk]))
        context = self.admin_site.each_context(request) | {
            "title": _("Deleted commitments"),
            "rows": rows.order_by("-history_date")[:200],
            "opts": self.model._meta,
        }
        return render(request, "admin/commitments/commitment/deleted.html", context)
