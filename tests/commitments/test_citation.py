"""How a commitment is cited, and how an error in it is reported."""

from email.utils import parseaddr
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import formats, timezone
from django.utils.translation import override

from commitments.citation import citations, error_report
from commitments.models import Commitment

pytestmark = pytest.mark.django_db


@pytest.fixture
def backlog():
    return Commitment.objects.get(ogp_code="CR0072")


def test_in_every_language_whatever_the_page(rf, backlog):
    for language in ("en", "fr"):
        with override(language):
            english, french = citations(rf.get("/"), backlog)

        assert (english.language, english.name) == ("en", "English")
        assert (french.language, french.name) == ("fr", "Français")
        for citation, title in ((english, backlog.title_en), (french, backlog.title_fr)):
            assert title in citation.text
            assert "Costa Rica (CR0072)" in citation.text
            assert f"http://testserver/{citation.language}/commitments/{backlog.slug}/" in citation.text
            with override(citation.language):
                assert formats.date_format(timezone.localdate(), "DATE_FORMAT") in citation.text


def test_a_locality_without_a_code(rf):
    commitment = Commitment.objects.published().filter(locality__isnull=False).first()
    commitment.ogp_code = None

    english, french = citations(rf.get("/"), commitment)

    with override("en"):
        assert f"{commitment.locality.full_name}. " in english.text
    assert "(None)" not in english.text + french.text


def test_a_title_that_one_language_lacks_is_cited_in_the_other(rf, make_commitment):
    commitment = make_commitment(title_en="Only in English", title_fr="")

    assert "Only in English" in citations(rf.get("/"), commitment)[1].text


def test_an_error_is_reported_by_mail(rf, backlog, settings):
    backlog.title_en = "Courts & clerks: 100% “open”?"
    with override("en"):
        address = urlsplit(error_report(rf.get("/en/commitments/x/"), backlog))

    assert address.scheme == "mailto"
    assert parseaddr(address.path)[1] == settings.CONTACT_EMAIL
    assert "+" not in address.query
    letter = parse_qs(address.query)
    assert letter["subject"] == [f"Error in the Open Gov Challenge catalogue: {backlog.title_en}"]
    assert letter["body"] == ["http://testserver/en/commitments/x/"]
