"""What the admin pages of both apps share."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modeltranslation.admin import TranslationAdmin

from ogp_challenge.conflicts import MergingAdmin
from ogp_challenge.languages import language_codes, sort_key


def beside(field: str) -> tuple[str, ...]:
    """A row of a form with the columns of a translated field beside each other, one a language."""
    return tuple(f"{field}_{code}" for code in language_codes())


class GuardedHistory(MergingAdmin):
    """The page of a former version shows it to whoever may view the record: saving it asks for the right to change."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Refuse a forged form. What is asked about is the record as it is stored, not as the form would have it."""
        page: Any = self
        stored = page.get_object(request, str(form.instance.pk)) if change else None
        if change and not (
            page.has_change_permission(request, stored) and (stored or page.has_add_permission(request))
        ):
            raise PermissionDenied
        return super().save_form(request, form, change)


class CatalogueAdmin(GuardedHistory, TranslationAdmin[Any]):
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
