"""The few tags that templates need beyond Django's own."""

from typing import Any

from django import template
from django.db.models import Model
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ogp_challenge import languages, search

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "", area: str = "", turn: str = "") -> SafeString:
    """A drawing of the sprite, hidden from readers by ear: it always stands beside its name.

    `size` and `turn` choose a variant of the style sheet; `area` gives the colour of a challenge area.
    """
    options = {"data-size": size, "data-area": area, "data-turn": turn}
    attributes = SafeString("").join(format_html(' {}="{}"', key, value) for key, value in options.items() if value)
    return format_html(
        '<svg class="icon"{} aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        attributes,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[languages.LanguageLink]:
    """The page one is on, in every language."""
    request = context.get("request")
    return languages.language_links(request) if request else []


register.simple_tag(languages.language_names)
register.simple_tag(languages.public_pages)


@register.simple_tag
def localized(record: Model, field: str) -> languages.LocalizedText:
    """A text of a record with the language it is in, for `lang` and the note on a missing translation."""
    return languages.localized(record, field)


@register.simple_tag
def go(selection: Any, **changes: Any) -> SafeString:
    """The attributes of a link to a selection after a change: an address, and the same for htmx to fetch."""
    address = f"?{selection.query(**changes)}"
    return format_html('href="{}" hx-get="{}"', address, address)


@register.inclusion_tag("components/marked.html")
def marked(text: languages.LocalizedText, words: search.Query) -> dict[str, Any]:
    """`text` with what was searched for marked."""
    return {"segments": search.highlight(text.text, words, text.language)}
