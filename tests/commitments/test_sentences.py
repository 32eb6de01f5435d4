"""What the database would refuse is told as a sentence in the form, and nothing typed is lost."""

import pytest
from django.urls import reverse

from commitments.models import Commitment, Evidence, FormerSlug, ProgressReport, State
from members.models import Locality, Member
from tests.forms import address, change_url, edit, form_data, with_row

pytestmark = pytest.mark.django_db

LISTS = ("commitments_commitment", "members_member", "auth_user", "commitments_publicchange")


def told(response, field):
    """The sentence beside `field` in a form that came back, which still has what was typed."""
    assert response.status_code == 200
    return " ".join(response.context["adminform"].form.errors.get(field, []))


# Places


def test_a_locality_of_another_country(staff_client, make_commitment, nairobi):
    commitment = make_commitment(member=Member.objects.get(slug="costa-rica"))

    response = edit(staff_client, commitment, level="local-member", locality=nairobi.pk, title_en="Typed")

    assert told(response, "locality") == "The locality belongs to another country."
    assert 'value="Typed"' in response.text


def test_a_locality_without_a_country(staff_client, make_commitment, nairobi):
    response = edit(staff_client, make_commitment(), level="local-member", locality=nairobi.pk, member="")

    assert told(response, "member") == "This field is required."


def test_a_locality_that_has_commitments_stays_in_its_country(staff_client, nairobi):
    ghana = Member.objects.get(slug="ghana")

    response = edit(staff_client, nairobi, member=ghana.pk)

    assert told(response, "member") == "The locality has commitments: it stays in its country."
    assert Locality.objects.get(pk=nairobi.pk).member != ghana


def test_a_locality_without_commitments_moves(staff_client, kenya):
    moving = Locality.objects.filter(commitments=None).exclude(member=kenya).first()

    assert edit(staff_client, moving, member=kenya.pk).status_code == 302
    assert Locality.objects.get(pk=moving.pk).member == kenya


# Addresses


def test_a_former_address_that_the_save_itself_leaves_behind(staff_client, make_commitment):
    commitment = make_commitment(slug="first")
    data = form_data(staff_client.get(change_url(commitment)))

    data = with_row(data, "former_slugs", slug="first")
    response = staff_client.post(change_url(commitment), data | {"slug": "second"})

    assert response.status_code == 302, response.context["errors"]
    assert FormerSlug.objects.get(slug="first").commitment == commitment


def test_a_former_address_of_another(staff_client, make_commitment):
    FormerSlug.objects.create(slug="taken", commitment=make_commitment())
    commitment = make_commitment()
    data = form_data(staff_client.get(change_url(commitment)))

    data = with_row(data, "former_slugs", slug="taken")
    response = staff_client.post(change_url(commitment), data)

    assert response.status_code == 200
    assert "already exists" in response.text


@pytest.mark.parametrize(
    ("prefix", "row"),
    [
        ("progress_reports", {"reported_on": "2026-05-01", "status": "substantial"}),
        ("assessments", {"report_title": "R", "assessed_on": "2026-05-01", "verifiable": "yes", "relevant": "yes"}),
        ("former_slugs", {"slug": "twice"}),
    ],
)
def test_twice_what_can_be_there_once(staff_client, make_commitment, prefix, row):
    commitment = make_commitment()
    data = form_data(staff_client.get(change_url(commitment)))

    data = with_row(with_row(data, prefix, **row), prefix, **row) | {f"{prefix}-INITIAL_FORMS": 0}
    response = staff_client.post(change_url(commitment), data)

    assert response.status_code == 200
    assert "Please correct the duplicate" in response.text


# What is complete needs something that shows it


def report(client, commitment, **values):
    """Add a report of today among the rows of `commitment`."""
    data = form_data(client.get(change_url(commitment)))
    row = {"reported_on": "2026-05-01", "status": "complete", "text_en": "Done."} | values
    return client.post(change_url(commitment), with_row(data, "progress_reports", **row))


def test_complete_among_the_rows_of_a_commitment(staff_client, make_commitment):
    commitment = make_commitment()

    response = report(staff_client, commitment)
    assert response.status_code == 200
    assert "needs something that shows it" in response.text

    assert report(staff_client, commitment, status="substantial", reported_on="2026-04-01").status_code == 302
    assert report(staff_client, commitment, source_url="https://example.org/").status_code == 302
    assert commitment.progress_reports.count() == 2


def test_complete_among_the_rows_with_evidence_that_is_there(staff_client, make_commitment):
    commitment = make_commitment()
    done = ProgressReport.objects.create(commitment=commitment, reported_on="2026-05-01", status="complete")
    Evidence.objects.create(report=done, title_en="Law", url="https://example.org/")

    assert edit(staff_client, commitment, title_en="Other").status_code == 302


@pytest.mark.parametrize(
    ("evidence", "deleted", "saved"), [(False, False, False), (True, False, True), (True, True, False)]
)
def test_complete_on_the_page_of_a_report(staff_client, make_commitment, evidence, deleted, saved):
    done = ProgressReport.objects.create(commitment=make_commitment(), reported_on="2026-05-01", status="substantial")
    data = form_data(staff_client.get(change_url(done))) | {"status": "complete"}
    if evidence:
        data = with_row(data, "evidence", title_en="Law", url="https://example.org/")
    if deleted:
        data["evidence-0-DELETE"] = "on"

    response = staff_client.post(change_url(done), data)

    assert response.status_code == (302 if saved else 200)
    assert saved or "needs something that shows it" in response.text


def test_the_last_evidence_of_what_is_complete_stays(staff_client, make_commitment):
    done = ProgressReport.objects.create(commitment=make_commitment(), reported_on="2026-05-01", status="complete")
    Evidence.objects.create(report=done, title_en="Law", url="https://example.org/")

    assert edit(staff_client, done, **{"evidence-0-DELETE": "on"}).status_code == 200
    forged = {"evidence-0-DELETE": "on", "source_url": "https://example.org/"}
    assert edit(staff_client, done, **forged).status_code == 302


# Why


def test_a_withdrawal_asks_for_a_reason_in_each_language(staff_client, make_commitment):
    public, draft = make_commitment(state=State.PUBLISHED), make_commitment()

    assert 'name="reason_fr" lang="fr" maxlength="500"' in staff_client.get(change_url(public)).text
    assert 'name="reason_fr"' not in staff_client.get(change_url(draft)).text

    url = address(Commitment, "move", public)
    staff_client.post(url, {"to": "withdrawn", "reason_en": " ", "reason_fr": "Abandonné.\x00" + "x" * 600})
    public.refresh_from_db()
    assert public.state == State.WITHDRAWN
    assert not public.withdrawal_reason_en
    assert public.withdrawal_reason_fr.startswith("Abandonné.xxx")
    assert len(public.withdrawal_reason_fr) == 500


# What no form of ours would send


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("chosen", ["abc", "", "\x00", "²", "-1", "9" * 30])
def test_chosen_rows_that_are_none(staff_client, page, chosen):
    url = reverse(f"admin:{page}_changelist")

    for action in ("delete_selected", "publish", "nonsense"):
        assert staff_client.post(url, {"action": action, "_selected_action": chosen}).status_code == 400


@pytest.mark.parametrize("key", ["abc", "_5F", "²", "9" * 30, "x" * 500])
def test_addresses_of_records_that_are_none(staff_client, key):
    for page in LISTS:
        url = reverse(f"admin:{page}_changelist")
        for view in ("change", "delete", "history"):
            assert staff_client.get(f"{url}{key}/{view}/").status_code == 404
    record = Commitment.objects.first()
    assert staff_client.get(f"/admin/commitments/commitment/{record.pk}/history/{key}/").status_code == 404


def test_a_filter_by_a_number_that_no_record_has(staff_client):
    url = reverse("admin:commitments_commitment_changelist")

    assert staff_client.get(url, {"member__region__id__exact": "9" * 30}).status_code == 400
    assert staff_client.get(url, {"p": "9" * 30}).status_code == 400
    assert staff_client.get(url, {"q": "9" * 30}).context["cl"].result_count == 0


@pytest.mark.parametrize("key", ["abc", "a\x00b", "²", "9" * 30])
def test_chosen_records_that_are_none(staff_client, make_commitment, nairobi, key):
    commitment = make_commitment()

    for record, field in ((commitment, "area"), (commitment, "other_areas"), (nairobi, "member")):
        assert told(edit(staff_client, record, **{field: key}), field)
    assert edit(staff_client, commitment, **{"involvements-0-institution": key}).status_code == 200


def test_a_text_longer_than_a_file_could_hold(staff_client, make_commitment, nairobi):
    for record, field in ((make_commitment(), "summary_en"), (nairobi, "note_fr")):
        assert "at most 32767 characters" in told(edit(staff_client, record, **{field: "x" * 32_768}), field)


def test_a_forged_number_of_rows(staff_client, make_commitment):
    response = edit(staff_client, make_commitment(), **{"milestones-TOTAL_FORMS": "9" * 9})

    formset = response.context["inline_admin_formsets"][1].formset
    assert (formset.prefix, len(formset.forms)) == ("milestones", 200)


@pytest.mark.parametrize("field", ["title_en", "summary_fr", "slug", "source_url", "editors_note", "position"])
def test_a_nul_in_a_field(staff_client, make_commitment, field):
    commitment = make_commitment()

    response = edit(staff_client, commitment, **{field: "a\x00b"})

    assert told(response, field)
