"""What all pages of the admin have: a script, titles for every language, choices that can be told apart."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ogp_challenge.finding import AccentBlindSearch


class StaffSite(AdminSite):
    """The admin, whose choices say which of two records of one name is meant."""

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """What is found while somebody types."""
        return Choices.as_view(admin_site=self)(request)


class Choices(AutocompleteJsonView):
    """Records by the name that their admin gives them among others."""

    def get_queryset(self) -> QuerySet[Any]:
        """With what the names need."""
        return _with_relations(super().get_queryset(), self.model_admin)

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """As Django's, by the other name, and with the part of addresses that is the same in every language."""
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        return result | {"text": choice_name(self.model_admin, obj), "slug": getattr(obj, "slug", "")}


def choice_name(page: Any, record: Model) -> str:
    """How the admin `page` calls `record` where one is chosen among many."""
    return str(page.choice_name(record) if hasattr(page, "choice_name") else record)


def _with_relations(records: QuerySet[Any], page: Any) -> QuerySet[Any]:
    return records.select_related(*page.list_select_related) if page.list_select_related else records


class NamedChoices:
    """For pages and inlines: what is chosen in a form bears the name that it has in the list of choices."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        site: AdminSite = self.admin_site  # type: ignore[attr-defined]
        if field and site.is_registered(db_field.remote_field.model):
            page = site.get_model_admin(db_field.remote_field.model)
            field.queryset = _with_relations(field.queryset, page)
            field.label_from_instance = lambda record: choice_name(page, record)
        return field


class StaffPages(AccentBlindSearch, NamedChoices):
    """Lists and forms of one model."""

    #: Text -> what its length is counted in and how long it should be at most; a hint says how long it is.
    advised_lengths: dict[str, tuple[str, int]] = {}

    class Media:
        css = {"all": ["css/admin.css"]}
        js = [Script("js/admin.js", defer=True)]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """With what the script needs to say how long a text is."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        original = getattr(db_field, "translated_field", db_field)
        if field and original.name in self.advised_lengths:
            unit, most = self.advised_lengths[original.name]
            attributes = {"data-length-in": unit, "data-length-most": most, "data-length-hint": hint(unit, most)}
            field.widget.attrs |= attributes
        return field

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Called after what it lists. Django's sentences want the article of a noun, which no translation has."""
        title = {"title": capfirst(self.opts.verbose_name_plural)}  # type: ignore[attr-defined]
        return super().changelist_view(request, title | (extra_context or {}))  # type: ignore[misc, no-any-return]

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Called after the kind of record; its name stands below."""
        kind = self.opts.verbose_name  # type: ignore[attr-defined]
        title = {"title": capfirst(kind) if object_id else _("Add: %(kind)s") % {"kind": kind}}
        return super().changeform_view(request, object_id, form_url, title | (extra_context or {}))  # type: ignore[misc, no-any-return]


def hint(unit: str, most: int) -> str:
    """How long a text is, in words; the script puts the number in the place of "{}"."""
    if unit == "words":
        return ngettext("%(now)s of %(most)d word", "%(now)s of %(most)d words", most) % {"now": "{}", "most": most}
    text = ngettext("%(now)s of %(most)d character", "%(now)s of %(most)d characters", most)
    return text % {"now": "{}", "most": most}
