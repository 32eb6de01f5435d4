"""Every public address of the site. A test fails when the resolver knows one that is not here."""

from django.urls import get_resolver, reverse
from django.utils.translation import override

from commitments.models import ChallengeArea, Commitment
from commitments.views.figures import CHARTS
from members.models import Locality, Member, Region

#: Names of routes without a page of the catalogue behind them, and why.
NO_PAGE = {
    "healthz": "a probe",
    "readyz": "a probe",
    "robots": "for crawlers",
    "styleguide": "for staff",
    "coverage-csv": "a file",
    "chart": "a file",
    "changes-feed": "a feed",
}

#: Files that are made of a selection, below the address of the list.
FILES = ["coverage.csv", *(f"charts/{name}.svg" for name in CHARTS)]


def slugs(queryset):
    """The slugs of published or plain records, as arguments of a route."""
    return [(slug,) for slug in queryset.values_list("slug", flat=True)]


#: Route -> all arguments it can have.
ROUTES = {
    "home": lambda: [()],
    "commitments": lambda: [()],
    "compare": lambda: [()],
    "coverage": lambda: [()],
    "commitment": lambda: slugs(Commitment.objects.published()),
    "changes": lambda: [()],
    "members": lambda: [()],
    "member": lambda: slugs(Member.objects.all()),
    "locality": lambda: list(Locality.objects.values_list("member__slug", "slug")),
    "region": lambda: slugs(Region.objects.all()),
    "areas": lambda: [()],
    "area": lambda: slugs(ChallengeArea.objects.all()),
}


def public_addresses(language, most=None):
    """The addresses of `language`, at most `most` of each route."""
    with override(language):
        return [reverse(name, args=arguments) for name, all_of in ROUTES.items() for arguments in all_of()[:most]]


def file_addresses(language):
    """The addresses of the files in `language`, each of the whole catalogue."""
    with override(language):
        return [reverse("commitments") + name for name in FILES]


def route_names():
    """Every named route outside the admin."""
    return {
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and not name.startswith(("admin", "django"))
    }
