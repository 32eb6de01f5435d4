"""One page of a list, and the short list of page links under it."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import ngettext

#: The sizes a reader may choose; "all" is one page.
SIZES = ("20", "50", "all")


class NoSuchPageError(Http404):
    """A page beyond the last. Its text is a sentence for the reader."""


@dataclass(frozen=True)
class Page:
    """What a template needs of one page: its records, where it stands, and the numbers to link to."""

    records: list[Any]
    number: int
    last: int
    total: int
    #: Position in the whole list of the first and the last record of the page, from 1.
    first_position: int
    last_position: int
    size: str

    @property
    def links(self) -> list[int | None]:
        """Page numbers to show: the ends and the neighbours, None for each gap."""
        shown = sorted({1, self.last, *range(max(1, self.number - 1), min(self.last, self.number + 1) + 1)})
        links: list[int | None] = []
        for number in shown:
            if links and number - (links[-1] or 0) > 1:
                links.append(None)
            links.append(number)
        return links

    @property
    def previous(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.number < self.last else None


def paginate(request: HttpRequest, records: QuerySet[Any], total: int | None = None) -> Page:
    """The page of `records` that the parameters `page` and `size` ask for.

    `total` spares a COUNT where it is already known. A page that is no number reads as the first one; a page
    beyond the last raises NoSuchPageError (a 404), as a stale link should say so. An unknown size reads as 20.
    """
    size = request.GET.get("size", SIZES[0])
    if size not in SIZES:
        size = SIZES[0]
    count = records.count() if total is None else total
    paginator = Paginator(records, max(count, 1) if size == "all" else int(size))
    paginator.count = count  # a cached_property: set, it asks nothing
    text = request.GET.get("page", "1")
    number = int(text[:9]) if text.isascii() and text.isdigit() else 1
    try:
        page = paginator.page(max(number, 1))
    except EmptyPage as error:
        raise NoSuchPageError(
            ngettext(
                "There is no page %(page)d: the list has %(last)d page.",
                "There is no page %(page)d: the list has %(last)d pages.",
                paginator.num_pages,
            )
            % {"page": number, "last": paginator.num_pages}
        ) from error
    return Page(
        records=list(page.object_list),
        number=page.number,
        last=paginator.num_pages,
        total=count,
        first_position=page.start_index(),
        last_position=page.end_index(),
        size=size,
    )
