"""The selection: one set of filters behind every list, count, file and feed. Its query string is its only state."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import django_filters as filters
from django.db.models import F, OuterRef, Q, Subquery
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, Involvement, SearchEntry
from commitments.vocabulary import Vocabulary
from ogp_challenge import search
from ogp_challenge.pagination import SIZES

#: Parameters that take several values, in the order of a canonical query string.
FACETS = ("country", "locality", "region", "area", "branch", "level", "route")

#: The values of `sort`, in the order of the menu.
SORTS = {
    "relevance": pgettext_lazy("sort", "Relevance"),
    "title": pgettext_lazy("sort", "Title"),
    "country": pgettext_lazy("sort", "Country or locality"),
    "area": pgettext_lazy("sort", "Challenge area"),
    "institution": pgettext_lazy("sort", "Lead institution"),
    "newest": pgettext_lazy("sort", "Newest first"),
}


@dataclass(frozen=True)
class Unknown:
    """A value that the catalogue does not know, and the parameter it was given for."""

    parameter: str
    value: str


class Several(filters.MultipleChoiceFilter):
    """A parameter that may be repeated; its values are ORed. Its choices come from the vocabulary."""

    def __init__(self, **kwargs):
        super().__init__(choices=(), distinct=False, **kwargs)


class CommitmentFilter(filters.FilterSet):
    """q AND (country OR locality) AND region AND area AND branch AND level AND route.

    Values of one parameter are ORed. A value that is not known is dropped and kept in `unknown`, for a page to
    name in a notice and a program to be refused for; a parameter that is not known changes nothing.
    """

    q = filters.CharFilter(label=_("Search"), method="by_text")
    country = Several(label=_("Country"), method="by_participant")
    locality = Several(label=_("Locality"), method="by_participant")
    region = Several(label=_("Region"), field_name="member__region__slug")
    area = Several(label=_("Challenge area"), field_name="area__slug")
    branch = Several(label=_("Branch"), field_name="branch")
    level = Several(label=_("Level of government"), field_name="level")
    route = Several(label=_("Route"), field_name="route")

    class Meta:
        model = Commitment
        fields = []

    def __init__(self, data=None, queryset=None, *, request=None, vocabulary=None):
        """`data` is a QueryDict, `queryset` the commitments to choose from (all published ones when None)."""
        self.vocabulary = vocabulary or Vocabulary.load()
        known, self.unknown = known_values(data or QueryDict(), self.vocabulary)
        super().__init__(
            known,
            queryset=Commitment.objects.published() if queryset is None else queryset,
            request=request,
        )
        for name in FACETS:
            self.filters[name].extra["choices"] = list(self.vocabulary.labels[name].items())

    @property
    def chosen(self):
        """Parameter -> the known values chosen in it; parameters without any are left out."""
        return {name: self.data.getlist(name) for name in FACETS if self.data.getlist(name)}

    @cached_property
    def words(self):
        """What is searched for, understood."""
        return search.parse(self.data.get("q", ""))

    @property
    def text(self):
        """What is searched for, as the reader typed it."""
        return self.words.text.strip()

    @property
    def sort(self):
        """The chosen order; "relevance", which is OGP's own order where nothing is searched for, unless another."""
        return self.data.get("sort", "relevance")

    @property
    def sort_label(self):
        """What a reader calls the order."""
        return SORTS[self.sort] if self.text or self.sort != "relevance" else _("OGP’s own order")

    @property
    def qs(self):
        """The commitments of the selection, in its order, which is total."""
        if not hasattr(self, "_sorted"):
            self._sorted = self.in_order(super().qs)
        return self._sorted

    def found(self, commitments):
        """Those of `commitments` that have the words searched for, whatever the other filters."""
        return search.matching(commitments, self.words, SearchEntry)

    def by_text(self, queryset, name, value):
        """The words searched for, in any language of the catalogue."""
        return self.found(queryset)

    def by_participant(self, queryset, name, value):
        """Country and locality are one facet, "participant": ORed with each other.

        django-filter asks for each of the two; what the answer is does not depend on which it asks for.
        """
        return queryset.filter(
            Q(member__slug__in=self.data.getlist("country")) | Q(locality__slug__in=self.data.getlist("locality"))
        )

    def in_order(self, queryset):
        """`queryset` in the chosen order, ties broken by OGP's listing order."""
        match self.sort:
            case "relevance" if self.text:
                return search.ranked(queryset, self.words, SearchEntry, then=["position", "pk"])
            case "title":
                order = ["sort_key"]
            case "country":
                order = ["member__sort_key", F(f"locality__sort_key_{get_language()}").asc(nulls_first=True)]
            case "area":
                order = ["area__sort_key"]
            case "institution":
                leads = Involvement.objects.filter(commitment=OuterRef("pk"), role=Involvement.Role.LEAD)
                first = leads.order_by("position", "pk").values(f"institution__sort_key_{get_language()}")[:1]
                queryset = queryset.annotate(first_lead=Subquery(first))
                order = [F("first_lead").asc(nulls_last=True)]
            case "newest":
                order = ["-published_at", "-position"]
            case _:
                order = []
        return queryset.order_by(*order, "position", "pk")

    def query(self, *, add=None, drop=None, **replace):
        """The query string of this selection after a change, in canonical order; page 1 unless `page` is given.

        `add` and `drop` are one (parameter, value); `replace` sets a parameter to one value or to a list of them,
        or removes it where the value is None.
        """
        pairs = []
        for name in ("q", *FACETS, "sort", "size", "page"):
            values = list(self.data.getlist(name))
            if name in replace:
                wanted = replace[name]
                values = wanted if isinstance(wanted, list) else [] if wanted is None else [str(wanted)]
            if add and add[0] == name and add[1] not in values:
                values.append(add[1])
            if drop and drop[0] == name:
                values = [value for value in values if value != drop[1]]
            pairs += [(name, value) for value in values]
        return urlencode(pairs)


def known_values(data, vocabulary):
    """Split `data` into the values the catalogue knows (a QueryDict, each once) and a list of Unknown."""
    known, unknown = QueryDict(mutable=True), []
    if text := search.parse(data.get("q", "")).text.strip():
        known["q"] = text
    allowed = {**vocabulary.labels, "sort": SORTS, "size": SIZES}
    for name, labels in allowed.items():
        given = [value for value in dict.fromkeys(data.getlist(name)) if value.strip()]
        if chosen := [value for value in given if value in labels]:
            known.setlist(name, chosen)
        unknown += [Unknown(name, value) for value in given if value not in labels]
    return known, unknown
