"""What staff do with a commitment beyond editing it: move it, preview it, bring it back."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.cache import never_cache

from commitments import workflow
from commitments.admin_inlines import restricted
from commitments.models import Commitment, State
from commitments.views.catalogue import detail_context
from ogp_challenge.languages import language_codes, language_names

#: What the button of a move says, by the state that it leads to.
VERBS = {
    State.DRAFT: gettext_lazy("Return to draft"),
    State.IN_REVIEW: gettext_lazy("Submit for review"),
    State.PUBLISHED: gettext_lazy("Publish"),
    State.WITHDRAWN: gettext_lazy("Withdraw"),
}

#: Characters of a reason.
MOST_REASON = 500


def said(request, name):
    """What was typed in the field `name`, as far as it may reach and without NUL, which PostgreSQL does not hold."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:MOST_REASON]


class WorkflowAdmin:
    """Actions and pages for the admin of commitments. The workflow decides what is allowed."""

    actions = ["submit_for_review", "publish", "return_to_draft", "delete_selected"]
    change_form_template = "admin/commitments/commitment/change_form.html"
    change_list_template = "admin/commitments/commitment/change_list.html"
    restored_message = gettext_lazy("“%s” is back, as a draft.")

    def get_urls(self):
        """The pages of this class before those of the admin, whose last pattern takes everything."""
        return [
            path("<int:pk>/move/", self.admin_site.admin_view(self.move_view), name="commitments_commitment_move"),
            path(
                "<int:pk>/preview/<str:language>/",
                self.admin_site.admin_view(never_cache(self.preview)),
                name="commitments_commitment_preview",
            ),
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
        """Asks first where public pages would vanish."""
        public = queryset.filter(is_public=True)
        if request.POST.get("confirmed") or not self.has_publish_permission(request) or not public:
            return self.move_all(request, queryset, State.DRAFT)
        context = self.admin_site.each_context(request) | {
            "title": _("Return to draft"),
            "public": public,
            "others": queryset.exclude(is_public=True).count(),
            "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "opts": self.opts,
        }
        return render(request, "admin/commitments/commitment/return_to_draft.html", context)

    @admin.action(description=delete_selected.short_description, permissions=["delete"])
    def delete_selected(self, request, queryset):
        """Django's, with a sentence for what is not deleted but withdrawn."""
        kept = [commitment for commitment in queryset if not self.has_delete_permission(request, commitment)]
        for commitment in kept:
            text = _("“%(title)s” is or was public and is not deleted. Withdraw it instead: its address will say so.")
            self.message_user(request, text % {"title": commitment}, messages.WARNING)
        return None if kept else delete_selected(self, request, queryset)

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

    @transaction.atomic
    def move_view(self, request, pk):
        """Move one commitment as it was previewed, if nobody has changed it since."""
        commitment = get_object_or_404(Commitment.objects.select_for_update(), pk=pk)
        if request.method != "POST" or request.POST.get("to") not in State.values:
            raise Http404
        if not self.has_change_permission(request, commitment):
            raise PermissionDenied
        if request.POST.get("version", str(commitment.version)) != str(commitment.version):
            text = _("Somebody has changed this record since you opened it. Look at it again before you decide.")
            self.message_user(request, text, messages.WARNING)
        else:
            self.move_one(request, commitment, request.POST["to"])
        return HttpResponseRedirect(reverse("admin:commitments_commitment_change", args=[pk]))

    def move_one(self, request, commitment, to):
        """Move `commitment` with the reason, or reasons, that stand in the form."""
        why = {"reason": said(request, "reason")}
        why["reasons"] = {code: text for code in language_codes() if (text := said(request, f"reason_{code}"))}
        self.move_all(request, Commitment.objects.filter(pk=commitment.pk), State(to), **why)

    def response_add(self, request, obj, post_url_continue=None):
        """After saving, the move whose button was pressed."""
        return self.response_moved(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """After saving, in the same transaction, the move whose button was pressed."""
        return self.response_moved(request, obj) or super().response_change(request, obj)

    def response_moved(self, request, commitment):
        """Make the move that the form asks for, and go back to it; None when it asks for none.

        What the workflow refuses is said. The changes are saved all the same: nothing that was typed is lost.
        """
        to = request.POST.get("_move")
        if to not in State.values:
            return None
        self.message_user(request, _("“%s” is saved.") % commitment, messages.SUCCESS)
        self.move_one(request, commitment, to)
        return HttpResponseRedirect(reverse("admin:commitments_commitment_change", args=[commitment.pk]))

    def preview(self, request, pk, language):
        """The page as it will look, for staff only and never kept by a cache."""
        commitment = get_object_or_404(Commitment.objects.for_detail(), pk=pk)
        if language not in language_codes():
            raise Http404
        if not self.has_view_permission(request, commitment):
            raise PermissionDenied
        with override(language):
            context = detail_context(request, commitment) | {
                "preview": commitment.get_state_display(),
                "previews": self.previews(commitment),
                "moves": self.buttons(request, commitment),
            }
            return render(request, "commitments/detail.html", context)

    def previews(self, commitment):
        """(language, its own name, address) of the preview in each language."""
        return [
            (code, name, reverse("admin:commitments_commitment_preview", args=[commitment.pk, code]))
            for code, name in language_names()
        ]

    def open_moves(self, request, commitment):
        """The states into which this person may bring `commitment`."""
        if not self.has_change_permission(request, commitment if commitment.pk else None):
            return []
        return [
            to
            for to in State
            if to in workflow.MOVES[commitment.state]
            and ((commitment.state, to) in workflow.OF_EDITORS or workflow.may_publish(request.user))
        ]

    def buttons(self, request, commitment):
        """(state, verb) of each move but the withdrawal, which asks for its reason elsewhere."""
        return [(to, VERBS[to]) for to in self.open_moves(request, commitment) if to != State.WITHDRAWN]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Adds the moves that are open to this person, the previews, and what keeps the record from being public."""
        commitment = self.get_object(request, unquote(object_id)) if object_id else Commitment()
        extra = {"moves": self.buttons(request, commitment)} if commitment else {}
        if commitment and commitment.pk:
            extra |= {
                "restricted": restricted(request, commitment),
                "show_save_and_add_another": False,  # for what is there already it only lengthens the bar
                "may_withdraw": State.WITHDRAWN in self.open_moves(request, commitment),
                "previews": self.previews(commitment),
                "obstacles": workflow.obstacles(commitment),
                "languages": language_codes(),
                "most_reason": MOST_REASON,
            }
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **extra})

    def restore(self, request, row):
        """What was deleted comes back as a draft."""
        return workflow.restore(row, by=request.user)
