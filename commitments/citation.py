"""How to cite a commitment of the catalogue, in any of its languages."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from ogp_challenge.languages import absolute_url, language_codes, localized


@dataclass(frozen=True)
class Citation:
    """A citation in one language."""

    language: str
    name: str
    text: str


def citations(request, commitment):
    """The citation of `commitment` in every language: title, participant, code, catalogue, address, day of reading."""
    found = []
    for code in language_codes():
        with override(code):
            place = commitment.locality.full_name if commitment.locality else commitment.member.name
            text = _(
                "“%(title)s”, %(place)s. Open Gov Challenge, catalogue of commitments. %(url)s (read on %(date)s)."
            ) % {
                "title": localized(commitment, "title").text,
                "place": f"{place} ({commitment.ogp_code})" if commitment.ogp_code else place,
                "url": absolute_url(request, reverse("commitment", args=[commitment.slug])),
                "date": formats.date_format(timezone.localdate(), "DATE_FORMAT"),
            }
        found.append(Citation(code, get_language_info(code)["name_local"].capitalize(), text))
    return found


def error_report(request, commitment):
    """The address of a letter to the keepers of the catalogue about `commitment`."""
    subject = _("Error in the Open Gov Challenge catalogue: %(title)s") % {"title": commitment.title}
    # %20 for a space: mail programs do not read the plus sign (RFC 6068).
    return (
        f"mailto:{settings.CONTACT_EMAIL}?subject={quote(subject)}&body={quote(absolute_url(request, request.path))}"
    )
