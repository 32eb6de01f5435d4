"""What the admin pages of both apps share."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet, TextField
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modeltranslation.admin import TranslationAdmin

from ogp_challenge.downloads import LONGEST_CELL
from ogp_challenge.keys import is_key
from ogp_challenge.languages import language_codes, sort_key


def beside(field: str) -> tuple[str, ...]:
    """A row of a form with the columns of a translated field beside each other, one a language."""
    return tuple(f"{field}_{code}" for code in language_codes())


class GuardedHistory:
    """The page of a former version shows it to whoever may view the record: saving it asks for the right to change."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Refuse a forged form. What is asked about is the record as it is stored, not as the form would have it."""
        page: Any = self
        stored = page.get_object(request, str(form.instance.pk)) if change else None
        if change and not (
            page.has_change_permission(request, stored) and (stored or page.has_add_permission(request))
        ):
            raise PermissionDenied
        return super().save_form(request, form, change)  # type: ignore[misc]


class KnownChoices:
    """A choice by autocompletion of which nothing is chosen where the form was sent with what is no record."""

    def optgroups(self, name: Any, value: Any, attr: Any = None) -> Any:
        """What is chosen; Django asks the database for it as it was sent."""
        return super().optgroups(name, [key for key in value if is_key(key)], attr)  # type: ignore[misc]


class ChoiceOfOne(KnownChoices, AutocompleteSelect):
    pass


class ChoiceOfSome(KnownChoices, AutocompleteSelectMultiple):
    pass


class Records(ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice of some records; a number that none can have is refused as any other that none has."""

    def clean(self, value: Any) -> Any:
        """Django compares a number of any size, which SQLite cannot."""
        keys = self.prepare_value(value)
        for key in keys if isinstance(keys, list) else []:
            if not is_key(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super().clean(value)


class SoundFields:
    """Fields of a page, or of rows, that come back with a sentence when they were sent with what nothing can hold."""

    formfield_overrides: Any = {TextField: {"max_length": LONGEST_CELL}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of a relation to one."""
        page: Any = self
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs["widget"] = ChoiceOfOne(db_field, page.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of a relation to some."""
        page: Any = self
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs |= {"widget": ChoiceOfSome(db_field, page.admin_site), "form_class": Records}
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class FewRows:
    """Rows in the form of a record: more than anybody needs, and no more than the server draws in a moment."""

    max_num = 100

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A forged number of rows is cut. The admin sets `max_num` to none for those who may add none."""
        return super().get_formset(request, obj, absolute_max=2 * FewRows.max_num, **kwargs)  # type: ignore[misc]


class CatalogueAdmin(GuardedHistory, SoundFields, TranslationAdmin[Any]):
    """Both languages side by side, search that ignores accents, and the public page one click away."""

    show_facets = admin.ShowFacets.ALWAYS
    list_per_page = 50

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin.js"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Also what matches without accents and case, in any language."""
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        folded = sort_key(search_term)
        if folded:
            names = Q()
            for code in language_codes():
                names |= Q(**{f"sort_key_{code}__contains": folded})
            pks = self.model._base_manager.filter(names).values("pk")
            found = queryset.filter(Q(pk__in=found.order_by().values("pk")) | Q(pk__in=pks))
            may_have_duplicates = False
        return found, may_have_duplicates

    @admin.display(description=_("on site"))
    def on_site(self, record: Model) -> str:
        """The public page in every language, where there is one."""
        if not getattr(record, "is_public", True):
            return ""
        links = []
        for code in language_codes():
            with override(code):
                links.append((record.get_absolute_url(), code.upper()))  # type: ignore[attr-defined]
        return format_html_join(" ", '<a href="{}">{}</a>', links)
