"""What the admin pages of both apps share."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from ogp_challenge.languages import language_codes, public_pages
from ogp_challenge.staff_pages import StaffPages


def beside(*fields: str) -> tuple[str, ...]:
    """A row of a form with the languages beside each other, the columns of `fields` below each other in each."""
    return tuple(f"{field}_{code}" for code in language_codes() for field in fields)


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


class CatalogueAdmin(GuardedHistory, StaffPages, TranslationAdmin[Any]):
    """Both languages side by side, and the public page one click away."""

    show_facets = admin.ShowFacets.ALWAYS
    list_per_page = 50

    @admin.display(description=_("on site"))
    def on_site(self, record: Model) -> str:
        """The public page in every language, where there is one."""
        if not getattr(record, "is_public", True):
            return ""
        links = ((page.path, page.code, page.code, page.name) for page in public_pages(record))
        return format_html_join(" ", '<a class="on-site" href="{}" lang="{}" hreflang="{}">{}</a>', links)
