"""The public change log: what readers saw before and see now, nothing else, and nothing of what they may not see."""

import datetime
import xml.etree.ElementTree as ET
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.formats import date_format
from django.utils.translation import override

from commitments import changes
from commitments.models import (
    ActionPlan,
    Commitment,
    Involvement,
    OpenGovernmentValue,
    PublicChange,
    State,
)
from commitments.workflow import move
from members.models import Institution
from ogp_challenge.models import LoadedRecord
from tests.forms import change_url, edit, form_data, with_row
from tests.html import Page

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def commitment(db):
    """A public one, of which the log knows the publication."""
    return Commitment.objects.get(ogp_code="CR0072")


@pytest.fixture
def gone(make_commitment):
    """A commitment that was public and is withdrawn."""
    withdrawn = make_commitment(
        slug="zanzibarite", title_en="Zanzibarite", title_fr="Zanzibarite", summary_fr="Zanzibarite."
    )
    move(withdrawn, State.PUBLISHED)
    move(withdrawn, State.WITHDRAWN, reason="Given up by the government.")
    return withdrawn


def log(commitment):
    """The changes of `commitment`, oldest first: (kind, {field: (before, after)})."""
    return [
        (change.kind, {entry["field"]: (entry["before"], entry["after"]) for entry in change.changes})
        for change in reversed(commitment.public_changes.all())
    ]


def differences(commitment):
    """The fields of the latest change as a reader sees them."""
    return [(one.label, one.before, one.after) for one in changes.differences(commitment.public_changes.first())]


# What is written


def test_the_catalogue_was_published_once():
    assert PublicChange.objects.count() == Commitment.objects.published().count() == 90
    assert set(PublicChange.objects.values_list("kind", "reason")) == {("published", "loadcatalogue")}


def test_a_life_from_draft_to_draft(make_commitment):
    commitment = make_commitment()
    changes.record(commitment)
    assert log(commitment) == []

    move(commitment, State.PUBLISHED)
    move(commitment, State.WITHDRAWN, reason="Given up.")
    move(commitment, State.PUBLISHED, reason="Taken up again.")
    move(commitment, State.DRAFT)
    move(commitment, State.PUBLISHED)

    assert log(commitment) == [(kind, {}) for kind in ("published", "withdrawn", "published", "published")]
    assert list(commitment.public_changes.values_list("reason", flat=True)) == ["", "Taken up again.", "Given up.", ""]


def test_a_save_in_the_admin_keeps_before_and_after(staff_client, commitment):
    former, updated = commitment.title_fr, commitment.public_updated_at

    edit(staff_client, commitment, title_fr="Un titre nouveau")

    assert log(commitment)[-1] == ("changed", {"title_fr": (former, "Un titre nouveau")})
    commitment.refresh_from_db()
    assert commitment.public_updated_at > updated
    assert commitment.public_updated_at == commitment.public_changes.first().at


def test_institutions_and_further_areas_are_part_of_a_save(staff_client, commitment):
    institution = Institution.objects.exclude(involvements__commitment=commitment).first()
    url = change_url(commitment)
    data = form_data(staff_client.get(url))
    area = type(commitment.area).objects.exclude(pk=commitment.area_id).first()

    data = with_row(data, "involvements", institution=institution.pk, role="supporting", position=9)
    data["involvements-INITIAL_FORMS"] = commitment.involvements.count()
    response = staff_client.post(url, data | {"other_areas": [area.pk]})

    assert response.status_code == 302, response.context["errors"]
    kind, fields = log(commitment)[-1]
    assert kind == "changed"
    assert set(fields) == {"institutions", "other_areas"}
    assert fields["other_areas"] == ([], [{"en": area.name_en, "fr": area.name_fr}])
    before, after = fields["institutions"]
    (added,) = [one for one in after if one not in before]
    assert added["role"] == "supporting"
    assert institution.name_fr in added["fr"]


@pytest.mark.parametrize("values", [{}, {"editors_note": "Looked at again."}, {"position": "7"}])
def test_a_save_that_no_reader_sees_writes_nothing(staff_client, commitment, values):
    updated, former = commitment.public_updated_at, log(commitment)

    response = edit(staff_client, commitment, **values)

    assert response.status_code == 302
    commitment.refresh_from_db()
    assert (log(commitment), commitment.public_updated_at) == (former, updated)


def test_a_former_version_brought_back_is_a_change(staff_client, commitment):
    former = commitment.title_en
    edit(staff_client, commitment, title_en="A mistake")
    row = commitment.history.filter(title_en=former).first()
    url = f"/admin/commitments/commitment/{commitment.pk}/history/{row.history_id}/"

    staff_client.post(url, form_data(staff_client.get(url)))

    assert log(commitment)[-1] == ("changed", {"title_en": ("A mistake", former)})


def test_a_load_writes_what_it_changes(commitment):
    wanted, updated = commitment.title_en, dict(Commitment.objects.values_list("pk", "public_updated_at"))
    commitment.title_en = "What the file said before"
    commitment.save()
    changes.record(commitment)
    loaded = LoadedRecord.objects.get(model="commitments.commitment", key__contains=f'"{commitment.slug}"')
    loaded.values["title_en"] = commitment.title_en
    loaded.save()

    call_command("loadcatalogue", stdout=StringIO())

    assert log(commitment)[-1] == ("changed", {"title_en": ("What the file said before", wanted)})
    assert commitment.public_changes.first().reason == "loadcatalogue"
    now = dict(Commitment.objects.values_list("pk", "public_updated_at"))
    assert {pk for pk in now if now[pk] != updated[pk]} == {commitment.pk}


# What is shown


def test_codes_are_shown_by_their_labels(commitment):
    plan = ActionPlan.objects.exclude(pk=commitment.action_plan_id).first()
    commitment.branch, commitment.route, commitment.action_plan = "legislative", "action-plan", plan
    commitment.start, commitment.start_precision = datetime.date(2026, 3, 1), "month"
    commitment.save()
    commitment.values.set(OpenGovernmentValue.objects.all())
    commitment.involvements.update(role=Involvement.Role.SUPPORTING)
    changes.record(commitment)

    with override("fr"):
        shown = {label: after for label, _before, after in differences(commitment)}
        stored = {entry["field"]: entry for entry in commitment.public_changes.first().changes}
        assert set(stored) >= {"branch", "action_plan", "start", "values", "institutions"}
        for field, entry in stored.items():
            assert entry["after"] not in shown.values(), field
        assert plan.name_fr in shown.values()
        assert "mars 2026" in shown.values()
        assert "Transparence" in " ".join(shown.values())
        assert "Législatif" in shown.values()
        assert "Institution" in " ".join(shown.values())


def test_what_no_longer_exists_is_named_by_its_slug(commitment):
    entry = {"field": "institutions", "before": ["lead: was-there-once"], "after": []}
    change = PublicChange(commitment=commitment, kind="changed", changes=[entry])

    (one,) = changes.differences(change)

    assert (one.before, one.after) == ("Lead institution: was-there-once", "nothing")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_feed_and_detail_tell_the_change(client, commitment, language):
    commitment.title_fr = "Un titre tout nouveau"
    commitment.save()
    changes.record(commitment)

    for path in ("changes/", "changes/feed.atom", f"commitments/{commitment.slug}/"):
        response = client.get(f"/{language}/{path}")
        assert response.status_code == 200, path
        assert "Un titre tout nouveau" in response.text, path


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW])
def test_what_is_not_public_any_more_is_not_in_the_log(client, make_commitment, state):
    commitment = make_commitment(slug="zanzibarite", title_en="Zanzibarite", title_fr="Zanzibarite")
    move(commitment, State.PUBLISHED)
    commitment.summary_en = "Zanzibarite."
    commitment.save()
    changes.record(commitment)
    move(commitment, State.DRAFT)
    if state != State.DRAFT:
        move(commitment, state)

    for path in ("changes/", "changes/feed.atom", "", "commitments/", f"members/{commitment.member.slug}/"):
        for language in ("en", "fr"):
            assert "zanzibarite" not in client.get(f"/{language}/{path}").text.lower(), path
    assert client.get("/en/commitments/zanzibarite/").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_feed_survives_characters_that_xml_cannot_hold(client, make_commitment, language):
    bad = "Bad \x01\x0b\x1f\ufffe\uffff & <b>title</b>"
    commitment = make_commitment(title_en=bad, title_fr=bad)
    move(commitment, State.PUBLISHED, reason=bad)

    feed = ET.fromstring(client.get(f"/{language}/changes/feed.atom").content)  # noqa: S314 (our own feed)

    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert len(titles) == 50
    assert titles[0].startswith("Bad  & <b>title</b> (")
    identifiers = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(identifiers)) == 50
    assert all(identifier.endswith(language) for identifier in identifiers)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang", "").startswith(language)


# What is withdrawn


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_a_withdrawn_commitment(client, gone, language):
    response = client.get(f"/{language}/commitments/zanzibarite/")

    assert response.status_code == 410
    assert "Given up by the government." in response.text
    with override(language):
        assert date_format(gone.withdrawn_at) in response.text
    assert "noindex" in response.text


@pytest.mark.parametrize(("language", "noted"), [("en", True), ("fr", False)])
def test_a_reason_in_one_language_says_in_which_it_is(client, make_commitment, language, noted):
    withdrawn = make_commitment(title_fr="Fait", state=State.PUBLISHED)
    move(withdrawn, State.WITHDRAWN, reasons={"fr": "Abandonné <i>pour de bon</i>."})

    page = Page(client.get(f"/{language}/commitments/{withdrawn.slug}/").text)

    assert ("fr", "Abandonné <i>pour de bon</i>.") in page.spoken
    assert ("Only available in French" in page.markup) is noted


def test_its_former_address_leads_there(client, gone):
    gone.slug = "zanzibarite-2"
    gone.save()

    response = client.get("/en/commitments/zanzibarite/", follow=True)

    assert response.redirect_chain == [("/en/commitments/zanzibarite-2/", 301)]
    assert response.status_code == 410


def test_it_is_in_no_list_count_or_search(client, gone):
    for path in ("", "commitments/", f"members/{gone.member.slug}/", f"areas/{gone.area.slug}/"):
        assert "zanzibarite" not in client.get(f"/en/{path}").text.lower(), path
    assert 'data-catalogue-total="90"' in client.get("/en/commitments/").text
    found = client.get("/en/commitments/?q=zanzibarite")
    assert found.context["numbers"].total == 0


def test_the_log_says_that_it_was_withdrawn_and_why_not_what_it_said(client, gone):
    page = client.get("/en/changes/").text
    feed = client.get("/en/changes/feed.atom").text

    assert 'href="/en/commitments/zanzibarite/"' in page
    assert "Given up by the government." in feed
    assert "Given up by the government." in page


def test_the_log_gives_the_reason_as_it_was_written(client, make_commitment):
    commitment = make_commitment(title_fr="Fait")
    move(commitment, State.PUBLISHED, reason="Repris <b>enfin</b>.")

    for path in ("changes/", f"commitments/{commitment.slug}/"):
        page = Page(client.get(f"/en/{path}").text)
        assert ("", "Repris <b>enfin</b>.") in page.spoken
        assert "loadcatalogue" not in page.markup
