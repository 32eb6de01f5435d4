"""The pages staff work with: preview, conflict, history, deleted records."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.models import (
    Assessment,
    ChallengeArea,
    Commitment,
    Evidence,
    Involvement,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
    State,
)
from commitments.workflow import move, restore
from members.models import Institution
from tests.forms import address, change_url, edit, form_data, with_row
from tests.html import Page

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/commitment/"
DELETED = f"{LIST}deleted/"


def preview(commitment, language):
    return f"{LIST}{commitment.pk}/preview/{language}/"


# Preview


@pytest.mark.parametrize(("language", "title"), [("en", "Tax records in the open"), ("fr", "Impôts à livre ouvert")])
@pytest.mark.parametrize("state", list(State))
def test_preview_is_the_page_as_it_will_look(staff_client, make_commitment, state, language, title):
    commitment = make_commitment(
        title_en="Tax records in the open", title_fr="Impôts à livre ouvert", state=state, slug="tax-records"
    )

    response = staff_client.get(preview(commitment, language))

    assert response.status_code == 200
    page = Page(response.text)
    assert page.all("html")[0]["lang"] == language
    assert title in page.all("h1")[0].text
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


def test_preview_is_for_staff(client, log_in, make_user, make_commitment):
    draft = make_commitment()
    assert client.get(preview(draft, "en")).status_code == 302

    nobody = make_user("editor")
    nobody.groups.clear()
    client.force_login(nobody)
    assert client.get(preview(draft, "en")).status_code == 403

    assert log_in("editor").get(preview(draft, "en")).status_code == 200
    assert client.get(preview(draft, "de")).status_code == 404
    assert client.get(f"{LIST}99999999999999999999/preview/en/").status_code == 404


# Two people at once


def test_the_second_to_save_sees_both_texts_and_may_save_again(staff_client, make_commitment):
    commitment = make_commitment(title_fr="Fait", state=State.PUBLISHED)
    institution = Institution.objects.exclude(involvements__commitment=commitment).first()
    url = change_url(commitment)
    opened = form_data(staff_client.get(url))
    staff_client.post(url, opened | {"title_en": "Theirs"})

    mine = with_row(opened, "involvements", institution=institution.pk, role="supporting", position=2)
    mine |= {"title_en": "Mine", "summary_en": "My summary."}
    mine["involvements-INITIAL_FORMS"] = 1
    conflict = staff_client.post(url, mine)

    assert conflict.status_code == 200
    assert "Two people at once" in conflict.text
    assert [(one.stored, one.mine) for one in conflict.context["adminform"].form.conflicts] == [
        ("Theirs", "Mine"),
        ("translation out of date", "translated by a person"),  # their title has left the French one behind
    ]
    commitment.refresh_from_db()
    assert (commitment.title_en, commitment.involvements.count()) == ("Theirs", 1)

    again = form_data(conflict)
    assert again["involvements-1-institution"] == str(institution.pk)
    assert staff_client.post(url, again).status_code == 302
    commitment.refresh_from_db()
    assert (commitment.title_en, commitment.summary_en) == ("Mine", "My summary.")
    assert commitment.involvements.count() == 2
    titles = list(commitment.history.order_by("history_id").values_list("title_en", flat=True))
    assert {"Theirs", "Mine"} <= set(titles)


def test_a_decision_on_what_somebody_has_changed_since_is_not_carried_out(staff_client, make_commitment):
    commitment = make_commitment(state="in-review")
    edit(staff_client, commitment, title_en="Changed meanwhile")
    url = reverse("admin:commitments_commitment_move", args=[commitment.pk])

    response = staff_client.post(url, {"to": "published", "version": commitment.version}, follow=True)

    assert "Look at it again" in response.text
    commitment.refresh_from_db()
    assert commitment.state == "in-review"


def test_a_move_counts_as_a_save(staff_client, make_commitment):
    commitment = make_commitment()
    url = change_url(commitment)
    opened = form_data(staff_client.get(url))
    move(commitment, State.PUBLISHED)

    response = staff_client.post(url, opened | {"title_en": "Changed while it was being published"})

    assert response.context["adminform"].form.conflicts
    commitment.refresh_from_db()
    assert commitment.state == State.PUBLISHED
    assert commitment.title_en != "Changed while it was being published"


@pytest.mark.parametrize(
    "opened",
    ["", "999", "title_en=x", "milestones-TOTAL_FORMS=²", f"milestones-TOTAL_FORMS={'9' * 5000}", "%ff=%00&=&&"],
    ids=lambda opened: opened[:30],
)
def test_a_forged_beginning_is_no_way_past(staff_client, make_commitment, opened):
    commitment = make_commitment()

    response = edit(staff_client, commitment, opened=opened, title_en="Forged")

    assert response.status_code == 200
    commitment.refresh_from_db()
    assert commitment.title_en != "Forged"


def test_rows_that_somebody_added_meanwhile_stay(staff_client, make_commitment):
    commitment = make_commitment()
    url = change_url(commitment)
    opened = form_data(staff_client.get(url))
    staff_client.post(url, with_row(opened, "milestones", title_en="Theirs", position=1))

    conflict = staff_client.post(url, with_row(opened, "milestones", title_en="Mine", position=2))
    response = staff_client.post(url, form_data(conflict))

    assert response.status_code == 302, response.context["errors"]
    assert set(commitment.milestones.values_list("title_en", flat=True)) == {"Theirs", "Mine"}


# History


def history(client, commitment):
    return client.get(address(Commitment, "history", commitment)).text


def test_the_history_says_who_when_before_and_after(staff_client, make_commitment):
    commitment = make_commitment(title_en="Before the edit")

    edit(staff_client, commitment, title_en="After the edit")

    text = history(staff_client, commitment)
    row = commitment.history.first()
    assert "Before the edit" in text
    assert "After the edit" in text
    assert row.history_user.username == "staff"
    assert re.search(rf'/admin/auth/user/{row.history_user_id}/change/">\s*staff', text)
    assert f"{timezone.localtime(row.history_date):%Y}" in text


def test_a_move_stands_in_the_history_with_its_reason(staff_client, make_commitment):
    commitment = make_commitment(state=State.PUBLISHED)

    staff_client.post(
        address(Commitment, "move", commitment), {"to": "withdrawn", "reason": "The law was\x00 repealed."}
    )

    commitment.refresh_from_db()
    assert commitment.state == State.WITHDRAWN
    text = history(staff_client, commitment)
    assert "The law was repealed." in text
    assert "withdrawn" in text


def test_a_former_version_is_brought_back(staff_client, make_commitment):
    commitment = make_commitment(title_en="Right", slug="right")
    edit(staff_client, commitment, title_en="Wrong", slug="wrong")
    row = commitment.history.filter(title_en="Right").first()
    url = reverse("admin:commitments_commitment_simple_history", args=[commitment.pk, row.history_id])

    response = staff_client.post(url, form_data(staff_client.get(url)))

    assert response.status_code == 302
    commitment.refresh_from_db()
    assert (commitment.title_en, commitment.slug) == ("Right", "right")
    assert list(commitment.former_slugs.values_list("slug", flat=True)) == ["wrong"]
    assert commitment.history.first().history_user.username == "staff"


def test_bringing_back_over_somebodys_save_is_a_conflict(staff_client, make_commitment):
    commitment = make_commitment(title_en="First")
    edit(staff_client, commitment, title_en="Second")
    row = commitment.history.filter(title_en="First").first()
    url = reverse("admin:commitments_commitment_simple_history", args=[commitment.pk, row.history_id])
    opened = form_data(staff_client.get(url))
    edit(staff_client, commitment, title_en="Third")

    response = staff_client.post(url, opened)

    assert response.status_code == 200
    commitment.refresh_from_db()
    assert commitment.title_en == "Third"


# Deleted records


@pytest.fixture
def deleted(staff_client, make_commitment):
    """The row of history of a commitment that was deleted in the admin with all it had."""
    commitment = make_commitment(title_en="Lost and found", slug="lost-and-found", ogp_code="CR9998")
    supporting = Institution.objects.exclude(involvements__commitment=commitment).first()
    Involvement.objects.create(commitment=commitment, institution=supporting, role="supporting", position=3)
    commitment.other_areas.set(ChallengeArea.objects.exclude(pk=commitment.area_id)[:2])
    commitment.values.set(OpenGovernmentValue.objects.all()[:1])
    Milestone.objects.create(commitment=commitment, title_en="First step")
    report = ProgressReport.objects.create(commitment=commitment, reported_on="2026-05-01", status="complete")
    Evidence.objects.create(report=report, title_en="Page", url="https://example.org/")
    Assessment.objects.create(commitment=commitment, report_title="Report", assessed_on="2026-06-01")
    staff_client.post(address(Commitment, "delete", commitment), {"post": "yes"})
    assert not Commitment.objects.filter(slug="lost-and-found").exists()
    return Commitment.history.get(slug="lost-and-found", history_type="-")


def test_a_deleted_commitment_comes_back_with_all_it_had(staff_client, deleted):
    assert "Lost and found" in staff_client.get(DELETED).text

    response = staff_client.post(DELETED, {"row": deleted.history_id}, follow=True)

    assert "is back, as a draft" in response.text
    commitment = Commitment.objects.get(slug="lost-and-found")
    assert (commitment.state, commitment.ogp_code, commitment.pk) == (State.DRAFT, "CR9998", deleted.id)
    assert list(commitment.involvements.values_list("role", "position")) == [("lead", 1), ("supporting", 3)]
    assert (commitment.other_areas.count(), commitment.values.count()) == (2, 1)
    assert commitment.milestones.get().title_en == "First step"
    assert commitment.progress_reports.get().evidence.get().url == "https://example.org/"
    assert commitment.assessments.get().report_title == "Report"
    assert commitment.history.first().history_user.username == "staff"
    assert "Lost and found" not in Page(staff_client.get(DELETED).text).all("main")[0].text
    assert staff_client.post(DELETED, {"row": deleted.history_id}).status_code == 404


def test_an_address_that_was_given_away_is_said(staff_client, make_commitment, deleted):
    make_commitment(slug="lost-and-found")

    response = staff_client.post(DELETED, {"row": deleted.history_id}, follow=True)

    assert response.status_code == 200
    assert "already exists" in response.text
    assert Commitment.objects.filter(slug="lost-and-found").count() == 1


def test_an_institution_that_is_gone_does_not_hinder(admin_user, make_commitment):
    commitment = make_commitment()
    institution = Institution.objects.create(slug="dissolved", name_en="Dissolved")
    Involvement.objects.create(commitment=commitment, institution=institution, role="supporting")
    commitment.delete()
    institution.delete()

    restored = restore(Commitment.history.get(slug=commitment.slug, history_type="-"), by=admin_user)

    assert list(restored.involvements.values_list("role", flat=True)) == ["lead"]
