"""What the two languages need everywhere: names that sort, texts that fall back visibly, links that keep the page."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info, override

#: Ligatures and letters that Unicode does not decompose, as a dictionary sorts and a reader types them.
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss"})


def fold(text: str) -> str:
    """`text` without case, accents and ligatures: "Œuvre d’Été" becomes "oeuvre d’ete"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def sort_key(text: str) -> str:
    """What a name sorts by: folded, punctuation read as a space, as French and English directories do."""
    letters = (character if character.isalnum() else " " for character in fold(text))
    return " ".join("".join(letters).split())


def language_codes() -> list[str]:
    """The site's languages in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES]


def language_names() -> list[tuple[str, str]]:
    """The site's languages with their own names, as a choice of language shows them."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in language_codes()]


def active_language() -> str:
    """The language of the page, without its region; the site's first where none is active."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


class SortedByName(models.Model):
    """A record that sorts by its name in the language of the page.

    Databases disagree on collation, so the key is stored, a column per language (`translation.py` of the app
    registers `sort_key`), and made anew at every save.
    """

    #: The translated field whose text is sorted by.
    sorts_by = "name"

    sort_key = models.CharField(max_length=400, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_sort_keys()
        super().save(*args, **kwargs)

    def set_sort_keys(self) -> None:
        """Fill `sort_key_en`, `sort_key_fr`, ... from the texts, a missing one from what the page would show."""
        for code in language_codes():
            text = localized(self, self.sorts_by, code).text
            setattr(self, f"sort_key_{code}", sort_key(text)[:400])


@dataclass(frozen=True)
class LocalizedText:
    """A text as a page prints it: what it says, and in which language when that is not the page's."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def localized(record: models.Model, field: str, language: str | None = None) -> LocalizedText:
    """The text of `field` in `language` (the active one when None), else in the first language that has one."""
    wanted = (language or active_language())[:2]
    for code in [wanted, *language_codes()]:
        if text := getattr(record, f"{field}_{code}", ""):
            return LocalizedText(text, code, is_fallback=code != wanted)
    return LocalizedText("", wanted, is_fallback=False)


@dataclass(frozen=True)
class LanguageLink:
    """The page one is on, in one of the site's languages."""

    code: str
    name: str
    path: str
    url: str
    current: bool

    @property
    def canonical(self) -> str:
        """The address of the page itself, without a query."""
        return self.url.split("?")[0]


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The page of `request` in every language, its query kept; none where the address has no language."""
    here = request.get_full_path()
    current = active_language()
    if not any(here == f"/{code}" or here.startswith(f"/{code}/") for code in language_codes()):
        return []
    links = []
    for code, name in language_names():
        path = translate_url(here, code)
        if code != current and path == here:  # an address that resolves to no page: keep the reader's place
            path = f"/{code}{here[len(code) + 1 :]}"
        links.append(LanguageLink(code, name, path, absolute_url(request, path), code == current))
    return links


def public_pages(record: Any) -> list[LanguageLink]:
    """The public page of `record` in every language."""
    pages = []
    for code, name in language_names():
        with override(code):
            path = record.get_absolute_url()
        pages.append(LanguageLink(code, name, path, path, current=False))
    return pages


def absolute_url(request: HttpRequest, path: str) -> str:
    """`path` with the public address of the site before it."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)
