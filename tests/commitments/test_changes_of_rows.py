"""Reports and assessments are public: whatever page changes them, the log of their commitment tells it once."""

import csv
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments import changes
from commitments.models import Assessment, Commitment, Evidence, ProgressReport
from tests.forms import address, change_url, edit, form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(db):
    """A public one, of which the log knows the publication."""
    return Commitment.objects.get(ogp_code="CR0072")


def differences(commitment):
    """The fields of the latest change as a reader sees them."""
    return [(one.label, one.before, one.after) for one in changes.differences(commitment.public_changes.first())]


@pytest.fixture
def report(commitment):
    """A report of the public commitment, of which the log knows."""
    made = ProgressReport.objects.create(
        commitment=commitment, reported_on="2026-05-01", status="complete", source_url="https://c.org/"
    )
    Evidence.objects.create(report=made, title_en="Page", url="https://example.org/page")
    changes.record(commitment)
    return made


@pytest.fixture
def assessment(commitment):
    made = Assessment.objects.create(commitment=commitment, report_title="Report", assessed_on="2026-06-01")
    changes.record(commitment)
    return made


@contextmanager
def one_change(commitment, *fields):
    """The log gets one entry, with these fields, and "last updated" moves; without fields nothing of this."""
    commitment.refresh_from_db()
    known, updated = commitment.public_changes.count(), commitment.public_updated_at
    yield
    commitment.refresh_from_db()
    assert commitment.public_changes.count() == known + bool(fields)
    assert (commitment.public_updated_at > updated) is bool(fields)
    if fields:
        assert {entry["field"] for entry in commitment.public_changes.first().changes} == set(fields)


def test_a_report_on_its_own_page(staff_client, commitment):
    data = {"commitment": commitment.pk, "reported_on": "2026-08-01", "status": "complete", "text_fr": "Fait."}
    data |= {"evidence-TOTAL_FORMS": 1, "evidence-INITIAL_FORMS": 0}
    data |= {"evidence-0-title_en": "Page", "evidence-0-url": "https://example.org/"}
    reported = ["reported_on", "status", "text_fr"]

    with one_change(
        commitment, *(f"progress_reports.{name}" for name in reported), "evidence.title_en", "evidence.url"
    ):
        response = staff_client.post("/admin/commitments/progressreport/add/", data)
        assert response.status_code == 302, response.context["errors"]

    assert [(label, after) for label, _before, after in differences(commitment)][:2] == [
        ("progress report (Aug. 1, 2026): reported on", "Aug. 1, 2026"),
        ("progress report (Aug. 1, 2026): status", "Complete"),
    ]


def test_its_evidence_is_public_too(staff_client, commitment, report):
    for name, value in {"title_fr": "Page web", "url": "https://a.org/", "archive_url": "https://b.org/"}.items():
        with one_change(commitment, f"evidence.{name}"):
            edit(staff_client, report, **{f"evidence-0-{name}": value})
    with one_change(commitment, *(f"evidence.{name}" for name in ("title_en", "title_fr", "url", "archive_url"))):
        edit(staff_client, report, **{"evidence-0-DELETE": "on"})


def test_saving_a_row_as_it_is_changes_nothing(staff_client, commitment, report, assessment):
    for row in (report, assessment):
        with one_change(commitment):
            assert edit(staff_client, row).status_code == 302


def test_an_assessment_on_its_own_page(staff_client, commitment, assessment):
    with one_change(commitment, "assessments.completion", "assessments.verifiable"):
        edit(staff_client, assessment, completion="limited", verifiable="no")

    assert ("IRM assessment (June 1, 2026): completion", "nothing", "limited") in differences(commitment)


def test_a_row_that_moves_is_a_change_of_both(staff_client, commitment, assessment):
    other = Commitment.objects.published().exclude(pk=commitment.pk).first()
    fields = [f"assessments.{name}" for name in ("assessed_on", "verifiable", "relevant", "report_title")]

    with one_change(commitment, *fields), one_change(other, *fields):
        edit(staff_client, assessment, commitment=other.pk)


@pytest.mark.parametrize("by", ["page", "action"])
def test_a_deleted_row_is_a_change(staff_client, commitment, report, by):
    gone = [f"progress_reports.{name}" for name in ("reported_on", "status", "source_url")]
    with one_change(commitment, *gone, "evidence.title_en", "evidence.url"):
        if by == "page":
            staff_client.post(address(ProgressReport, "delete", report), {"post": "yes"})
        else:
            action = {"action": "delete_selected", "_selected_action": [report.pk], "post": "yes"}
            staff_client.post(address(ProgressReport, "changelist", report), action)

    assert not commitment.progress_reports.exists()


def test_a_row_counts_as_a_save_of_its_commitment(staff_client, commitment, report):
    opened = form_data(staff_client.get(change_url(commitment)))
    edit(staff_client, report, status="substantial")

    response = staff_client.post(change_url(commitment), opened)

    assert response.status_code == 200
    assert "Somebody else has saved" in response.text


def test_an_import_is_a_change_of_what_is_featured(staff_client, commitment):
    text = staff_client.get(address(Commitment, "export", None)).getvalue().decode("utf-8-sig")
    rows = [row for row in csv.DictReader(StringIO(text)) if row["slug"] == commitment.slug]
    sheet = StringIO()
    writer = csv.DictWriter(sheet, rows[0])
    writer.writeheader()
    writer.writerow(rows[0] | {"featured": "true", "featured_reason_en": "Look."})

    with one_change(commitment, "featured", "featured_reason_en"):
        upload = SimpleUploadedFile("featured.csv", sheet.getvalue().encode())
        response = staff_client.post(address(Commitment, "import", None), {"file": upload})
        fingerprint = response.context["comparison"].fingerprint
        staff_client.post(address(Commitment, "import_confirm", None), {"fingerprint": fingerprint})

    assert differences(commitment)[0] == ("featured", "no", "yes")
