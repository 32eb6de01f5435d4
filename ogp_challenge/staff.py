"""What the admin pages of both apps share."""

from http import HTTPStatus
from itertools import zip_longest
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin
from simple_history.admin import SimpleHistoryAdmin

from ogp_challenge import history
from ogp_challenge.conflicts import MergingAdmin
from ogp_challenge.languages import language_codes, public_pages
from ogp_challenge.staff_fields import SoundFields
from ogp_challenge.staff_pages import StaffPages

#: The right to decide what the public sees, by its name: no model is known here.
PUBLISH = "commitments.publish_commitment"
#: Deleted records that their page lists.
MOST_DELETED = 200


def beside(*fields: str) -> tuple[str, ...]:
    """A row of a form with the languages beside each other, the columns of `fields` below each other in each."""
    return tuple(f"{field}_{code}" for code in language_codes() for field in fields)


class HistoryAdmin(MergingAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    """The history of a record and of what belongs to it, the way back to each version, and to what was deleted.

    Every save, bringing back and deletion is one transaction.
    """

    object_history_list_template = "admin/_versions.html"
    object_history_form_template = "admin/former_version.html"
    change_list_template: ClassVar[Any] = "admin/catalogue_list.html"
    history_list_per_page = 20

    def get_urls(self) -> list[Any]:
        """The page of what was deleted before the pages of the admin, whose last pattern takes everything."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_deleted"
        return [path("deleted/", self.admin_site.admin_view(self.deleted_view), name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, with the way to what was deleted for those who may bring it back."""
        extra = {"may_restore": self.has_restore_permission(request)} | (extra_context or {})
        return super().changelist_view(request, extra)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The versions of a record, each with what it changed."""
        if not object_id.isdecimal():
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def get_history_queryset(
        self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any
    ) -> QuerySet[Any]:
        """One row a version."""
        rows: QuerySet[Any] = super().get_history_queryset(request, history_manager, pk_name, object_id)
        return rows.filter(pk__in=history.versions(self.model).filter(id=object_id))

    def set_history_delta_changes(self, request: HttpRequest, page: Any, **_options: Any) -> None:
        """Give each version on the page what it changed of the record and of its parts."""
        rows = list(page)
        if rows:
            former = history.versions(self.model).filter(id=rows[-1].id, history_date__lt=rows[-1].history_date)
            past = history.Past(self.model, rows[0].id)
            versions = [past.version(row) for row in [*rows, *former[:1]]]
            for row, now, then in zip_longest(rows, versions[: len(rows)], versions[1:]):
                row.differences = list(past.differences(then, now))
            if past.begins_with(rows[-1]):
                rows[-1].history_type = "+"  # what the same request wrote later was a change

    @transaction.atomic
    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """A former version in the form. Saving it brings back what belonged to the record then, too."""
        if not (object_id.isdecimal() and version_id.isdecimal()):
            raise Http404
        asked = get_object_or_404(self.model.history, id=object_id, history_id=version_id)
        row = history.versions(self.model).get(id=asked.id, history_date=asked.history_date)
        past = history.Past(self.model, row.id)
        parts = past.version(row).parts
        if request.method != "POST":
            differences = list(past.part_differences(past.parts(), parts))
            extra = {"version_date": row.history_date, "differences": differences} | (extra_context or {})
            return super().history_form_view(request, object_id, str(row.pk), extra)  # type: ignore[no-any-return]

        if IS_POPUP_VAR in request.POST:
            raise BadRequest("A former version is brought back on its own page, not in the window of another form.")
        # What was deleted comes back by its own page.
        stored = get_object_or_404(self.model._base_manager.select_for_update(), pk=row.id)
        if not self.has_change_permission(request, stored) or self.revert_disabled(request, stored):
            raise PermissionDenied
        try:
            with transaction.atomic():
                past.bring_back(parts)
                response: HttpResponse = super().history_form_view(request, object_id, str(row.pk), extra_context)
                if response.status_code == HTTPStatus.FOUND:
                    self.after_bringing_back(self.model._base_manager.get(pk=row.id))
                else:  # the form has an error
                    transaction.set_rollback(True)
        except ValidationError as clash:
            self.message_user(request, " ".join(clash.messages), messages.WARNING)
            return HttpResponseRedirect(request.path)
        return response

    def after_bringing_back(self, record: Any) -> None:
        """What follows, in the same transaction, when a former version or a deleted record is back."""

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """All of the chosen records or none."""
        super().delete_queryset(request, queryset)

    def has_restore_permission(self, request: HttpRequest) -> bool:
        """Whether the person may bring back what was deleted."""
        return self.has_add_permission(request) and request.user.has_perm(PUBLISH)

    def restore(self, request: HttpRequest, row: Any) -> Any:
        """Bring back the record of the row of its deletion. Raises ValidationError when it cannot be."""
        return history.restore(row, _history_user=request.user, _change_reason=_("brought back"))

    def deleted_name(self, row: Any) -> str:
        """How the page of what was deleted names a record."""
        return history.name_of(row)

    @transaction.atomic
    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """Records that were deleted, each with the way to bring it back."""
        if not self.has_restore_permission(request):
            raise PermissionDenied
        rows = history.deleted(self.model)
        if request.method == "POST":
            chosen = request.POST.get("row", "")
            row = get_object_or_404(rows, history_id=chosen if chosen.isdecimal() else None)
            try:
                with transaction.atomic():
                    record = self.restore(request, row)
                    self.after_bringing_back(record)
            except ValidationError as clash:
                self.message_user(request, " ".join(clash.messages), messages.WARNING)
                return HttpResponseRedirect(request.path)
            self.message_user(request, self.restored_message % record, messages.SUCCESS)
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])
            )
        shown = rows.select_related("history_user").order_by("-history_date")[:MOST_DELETED]
        context = self.admin_site.each_context(request) | {
            "title": _("Deleted: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "rows": [(self.deleted_name(row), row) for row in shown],
            "opts": self.opts,
        }
        return render(request, "admin/deleted.html", context)

    #: What is said of a record that came back.
    restored_message = gettext_lazy("“%s” is back.")


class CatalogueAdmin(HistoryAdmin, SoundFields, StaffPages, TranslationAdmin[Any]):
    """Both languages side by side, and the public page one click away."""

    show_facets = admin.ShowFacets.ALWAYS
    list_per_page = 50

    @admin.display(description=gettext_lazy("on site"))
    def on_site(self, record: Model) -> str:
        """The public page in every language, where there is one."""
        if not getattr(record, "is_public", True):
            return ""
        links = ((page.path, page.code, page.code, page.name) for page in public_pages(record))
        return format_html_join(" ", '<a class="on-site" href="{}" lang="{}" hreflang="{}">{}</a>', links)
