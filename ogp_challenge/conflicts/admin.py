"""The pages of the admin that notice two people at once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ogp_challenge.conflicts.pages import OPENED, Difference, Page
from ogp_challenge.history import many


class MergingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that is not saved before what somebody else has changed has been seen."""

    #: Set by MergingAdmin, which makes a class of the form for each request.
    conflicts: list[Difference] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if former := getattr(self.instance, "_history", None):  # read from its history, which has its relations too
            for field in former._history_m2m_fields:
                self.initial[field.name] = list(many(former, field))

    def clean(self) -> dict[str, Any]:
        """Refuse to save; the page says why and shows what is at stake."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.conflicts:
            raise ValidationError(
                _("Somebody else has saved this record since you opened it. Nothing is lost: compare below and save."),
                code="stale",
            )
        return data


class MergingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Pages that notice when somebody else has saved a record since they were opened, and help to merge."""

    form = MergingForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The class of the form, which knows what there is to see."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.conflicts = getattr(request, "conflicts", [])
        return form

    def lock(self, record: Any) -> Any:
        """The record as it is stored, with nobody able to change it before the transaction ends."""
        return self.model._base_manager.select_for_update().filter(pk=record.pk).first()

    def settle(self, request: Any, object_id: str, *, rows: bool) -> None:
        """Merge what `request` sends with what is stored. Call it in the transaction that saves."""
        record = self.get_object(request, unquote(object_id))
        record = self.lock(record) if record else None
        if record is None or not self.has_change_permission(request, record):
            return  # the page of the admin says so
        formsets = [
            formset(instance=record, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request))
            for formset, inline in (self.get_formsets_with_inlines(request, record) if rows else [])
            if inline.has_change_permission(request, record)
        ]
        request.sent = request.POST
        request.POST, request.conflicts = self.page_of(request, record, formsets).settle(request.POST)

    def page_of(self, request: HttpRequest, record: Any, formsets: list[Any], form: Any = None) -> Page:
        """The page of `record`, untouched."""
        form = form or self.get_form(request, record, change=True)(instance=record)
        return Page(form, formsets, list(self.get_readonly_fields(request, record)))

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """The form of a record, or of a new one."""
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            self.settle(request, object_id, rows=True)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Adds what the form was opened with: what it shows, which somebody may have changed by now."""
        if request.method == "POST":
            context["opened"] = request.POST.get(OPENED)
        elif change and self.has_change_permission(request, obj):
            formsets = [inline.formset for inline in context["inline_admin_formsets"] if inline.has_change_permission]
            context["opened"] = self.page_of(request, obj, formsets, context["adminform"].form).data().urlencode()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> Any:
        """A former version in the form. It is opened with the record as it stands, which it is meant to replace."""
        view: Any = super().history_form_view  # type: ignore[misc]
        extra = extra_context or {}
        if request.method == "POST":
            with transaction.atomic():
                self.settle(request, object_id, rows=False)
                return view(request, object_id, version_id, {"opened": request.POST.get(OPENED)} | extra)
        if record := self.get_object(request, unquote(object_id)):
            extra = {"opened": self.page_of(request, record, []).data().urlencode()} | extra
        return view(request, object_id, version_id, extra)
