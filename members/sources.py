"""Where we know a membership from, as readers are told. The codes are those of the field `sources`."""

from django.utils.translation import gettext_lazy as _

SOURCES = {
    "seed-000": _("OGP’s tracker of the Challenge"),
    "seed-002": _("OGP’s brochure on OGP Local"),
    "pilot-2016": _("OGP’s list of the pilot members of April 2016"),
    "tracker": _("OGP’s tracker of the Challenge"),
    "action-plan": _("an OGP action plan of 2023 or later"),
    "member-page": _("OGP’s page of the member"),
    "our-members-page": _("OGP’s page of local members"),
    "ogp-country-page": _("an OGP story of November 2024"),
    "launch-list-2011": _("the list of the launch of 20 September 2011"),
    "launch-announcement-2011": _("the announcement of September 2011"),
    "dates-and-deadlines": _("OGP’s page of dates and deadlines"),
    "gazette-2019": _("the OGP Gazette of February and April 2019"),
    "ogp-news-2018": _("OGP’s news of 9 April 2018"),
    "ogp-local-2024": _("OGP’s news of 16 April 2024"),
    "news": _("dated reports: FreedomInfo 2012 to 2015, OGP’s press releases, national press"),
}


def source_names(codes):
    """What readers are told of the sources in `codes` (separated by commas), each once, in their order."""
    names = [str(SOURCES.get(code, code)) for code in codes.split(",") if code]
    return list(dict.fromkeys(names))
