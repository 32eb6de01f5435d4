"""Forged forms: whatever an editor sends to any page of the admin, nothing of what is public changes."""

import csv
from contextlib import contextmanager
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commitments import changes
from commitments.models import (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Commitment,
    Milestone,
    ProgressReport,
    PublicChange,
    State,
)
from commitments.workflow import move
from members.models import Institution, Region
from tests.forms import address, change_url, edit, form_data, form_of, with_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(make_commitment):
    """A public commitment that has something of everything."""
    commitment = make_commitment(title_fr="Fait", title_state_en="original")
    Milestone.objects.create(commitment=commitment, title_en="First step")
    ProgressReport.objects.create(commitment=commitment, reported_on="2026-05-01", status="complete")
    Assessment.objects.create(commitment=commitment, report_title="Report", assessed_on="2026-06-01")
    move(commitment, State.PUBLISHED)
    return commitment


@contextmanager
def nothing_changes():
    """Every record of the catalogue and every right is the same afterwards."""
    before = everything()
    yield
    assert everything() == before


def everything():
    models = [*apps.get_app_config("commitments").get_models(), *apps.get_app_config("members").get_models()]
    models += [get_user_model(), Group, Group.permissions.through, get_user_model().groups.through]
    return {
        model: list(model._base_manager.order_by("pk").values())
        for model in models
        if model._meta.managed and not model.__name__.startswith("Historical")
    }


def test_an_editor_does_not_publish_by_a_field(editor, make_commitment):
    draft = make_commitment()

    edit(editor, draft, state="published", published_at="2026-01-01", is_public="on", public_snapshot="{}")

    draft.refresh_from_db()
    assert (draft.state, draft.published_at, draft.public_snapshot) == (State.DRAFT, None, None)


@pytest.mark.parametrize(
    "forged",
    [
        {"to": "published"},
        {"to": "withdrawn", "reason": "Because."},
        {"to": "draft"},
        {"to": "in-review"},
    ],
    ids=lambda forged: forged["to"],
)
@pytest.mark.parametrize("state", [State.IN_REVIEW, State.PUBLISHED, State.WITHDRAWN])
def test_an_editor_does_not_move_what_concerns_the_public(editor, make_commitment, forged, state):
    commitment = make_commitment(state=state)
    if state == State.IN_REVIEW and forged["to"] == "draft":
        return  # taking back is an editor's own move

    with nothing_changes():
        editor.post(address(Commitment, "move", commitment), forged)


@pytest.mark.parametrize("to", ["nowhere", "", "PUBLISHED"])
def test_a_state_that_is_none(staff_client, make_commitment, to):
    url = address(Commitment, "move", make_commitment())

    with nothing_changes():
        assert staff_client.post(url, {"to": to}).status_code == 404


def test_an_editor_adds_and_changes_no_rows_of_what_is_public(editor, public):
    url = change_url(public)
    involvement, milestone = public.involvements.get(), public.milestones.get()
    data = form_data(editor.get(url)) | form_of(Commitment.objects.get(pk=public.pk))
    for prefix, row in (("involvements", involvement), ("milestones", milestone)):
        data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1}
        data |= {f"{prefix}-0-id": row.pk, f"{prefix}-0-commitment": public.pk, f"{prefix}-0-position": 9}
    data |= {"involvements-0-institution": involvement.institution_id, "involvements-0-role": "supporting"}
    data |= {"involvements-0-DELETE": "on", "milestones-0-title_en": "Forged"}
    data = with_row(data, "progress_reports", reported_on="2026-07-01", status="complete")
    data = with_row(data, "assessments", report_title="Forged", assessed_on="2026-07-01")
    data = with_row(data, "former_slugs", slug="forged")

    before = everything()
    editor.post(url, data)

    after = everything()
    assert {model: rows for model, rows in after.items() if model is not Commitment} == {
        model: rows for model, rows in before.items() if model is not Commitment
    }


def test_an_editor_does_not_reach_the_rows_by_their_own_pages(editor, public):
    for model in (ProgressReport, Assessment):
        record = model.objects.get(commitment=public)
        with nothing_changes():
            forged = {"commitment": public.pk, "reported_on": "2026-08-01", "status": "substantial"}
            forged |= {"report_title": "Forged", "assessed_on": "2026-08-01", "verifiable": "yes", "relevant": "yes"}
            forged |= {"evidence-TOTAL_FORMS": 0, "evidence-INITIAL_FORMS": 0}
            assert editor.post(change_url(record), forged).status_code == 403
            assert editor.post(address(model, "delete", record), {"post": "yes"}).status_code == 403
            for view in ("simple_history", "add"):
                assert editor.post(address(model, view, record), forged).status_code in (200, 403)  # 200: an error
            action = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
            editor.post(address(model, "changelist", record), action)


def test_an_editor_reports_on_a_draft(editor, make_commitment):
    draft = make_commitment()
    data = {"commitment": draft.pk, "reported_on": "2026-08-01", "status": "complete"}
    data |= {"source_url": "https://example.org/"}
    data |= {"evidence-TOTAL_FORMS": 0, "evidence-INITIAL_FORMS": 0}

    response = editor.post(reverse("admin:commitments_progressreport_add"), data)

    assert response.status_code == 302, response.context["errors"]
    assert draft.progress_reports.count() == 1


@pytest.mark.parametrize("action", ["publish", "return_to_draft", "submit_for_review", "delete_selected"])
@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
def test_bulk_actions_of_an_editor(editor, make_commitment, action, state):
    chosen = [make_commitment(state=state).pk for _number in range(2)]
    if state == State.PUBLISHED:
        chosen += Commitment.objects.published().values_list("pk", flat=True)[:3]

    with nothing_changes():
        forged = {"action": action, "_selected_action": chosen, "post": "yes", "select_across": "0"}
        editor.post(reverse("admin:commitments_commitment_changelist"), forged)


def test_an_editor_does_not_publish_by_an_action(editor, make_commitment):
    draft = make_commitment()

    with nothing_changes():
        forged = {"action": "publish", "_selected_action": [draft.pk]}
        editor.post(reverse("admin:commitments_commitment_changelist"), forged)


def test_an_editor_does_not_bring_back(editor, make_commitment):
    draft = make_commitment()
    draft.delete()
    row = Commitment.history.filter(history_type="-").latest("history_date")

    with nothing_changes():
        assert editor.post(reverse("admin:commitments_commitment_deleted"), {"row": row.history_id}).status_code == 403


@pytest.mark.parametrize("row", ["", "abc", "²", "0", "999999999999999999999999", "-1"])
def test_a_forged_number_of_a_deleted_record(staff_client, row):
    with nothing_changes():
        assert staff_client.post(reverse("admin:commitments_commitment_deleted"), {"row": row}).status_code == 404


def history_post(client, record, row, **values):
    """Save the former version `row` of `record` from its page in the history."""
    url = reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_simple_history", args=[record.pk, row.history_id]
    )
    return client.post(url, form_data(client.get(url)) | values)


def test_the_history_is_no_way_round_the_workflow(editor, make_commitment):
    commitment = make_commitment()
    move(commitment, State.PUBLISHED)
    draft_row = commitment.history.filter(state="draft").first()

    with nothing_changes():
        assert history_post(editor, commitment, draft_row, title_en="Forged").status_code == 403

    move(commitment, State.DRAFT)
    public_row = commitment.history.filter(state="published").first()
    assert history_post(editor, commitment, public_row).status_code == 302
    commitment.refresh_from_db()
    assert commitment.state == State.DRAFT


def test_the_history_answers_no_window_of_another_form(staff_client, make_commitment):
    for record in (make_commitment(), Region.objects.first()):
        record.save()
        with nothing_changes():
            forged = form_data(staff_client.get(change_url(record))) | {"name_en": "Forged", "_popup": "1"}
            assert staff_client.post(address(type(record), "simple_history", record), forged).status_code == 400


def test_the_history_of_what_was_withdrawn_is_not_an_editors(editor, make_commitment):
    commitment = make_commitment(state=State.WITHDRAWN)

    with nothing_changes():
        assert history_post(editor, commitment, commitment.history.first(), title_en="Forged").status_code == 403


def test_an_editor_brings_back_no_former_version_of_what_belongs_to_the_public(editor, public):
    """Nor a version from the time of the draft, nor that of a row, with whatever is typed into the form."""
    forged = {"version": public.version, "title_en": "Forged", "slug": "forged", "position": 1, "branch": "executive"}
    report, assessment = public.progress_reports.get(), public.assessments.get()
    row_forged = {"commitment": public.pk, "reported_on": "2026-08-01", "assessed_on": "2026-08-01"}
    row_forged |= {"report_title": "Forged", "status": "complete", "verifiable": "yes", "relevant": "yes"}

    for record, data in ((public, forged), (report, row_forged), (assessment, row_forged)):
        for row in record.history.all():
            url = reverse(
                f"admin:{record._meta.app_label}_{record._meta.model_name}_simple_history",
                args=[record.pk, row.history_id],
            )
            with nothing_changes():
                assert editor.post(url, data).status_code == 403
                assert history_post(editor, record, row).status_code == 403


@pytest.mark.parametrize("model", [ProgressReport, Assessment, Institution, ActionPlan, ChallengeArea, Region])
def test_an_editor_brings_nothing_deleted_back(editor, public, model):
    if model in (ProgressReport, Assessment):
        model.objects.get(commitment=public).delete()
    else:
        plan = {"member": public.member, "start_year": 2025, "end_year": 2027} if model is ActionPlan else {}
        model.objects.create(slug="lost", name_en="Lost", **plan).delete()
    changes.record(Commitment.objects.get(pk=public.pk))
    row = model.history.filter(history_type="-").first()

    with nothing_changes():
        assert editor.get(address(model, "deleted", None)).status_code == 403
        assert editor.post(address(model, "deleted", None), {"row": row.history_id}).status_code == 403
        # The page of its last version is no way round, for nobody.
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_simple_history", args=[row.id, row.pk])
        assert editor.post(url, {"commitment": public.pk, "name_en": "Lost", "slug": "lost"}).status_code == 404


def test_an_editor_takes_nothing_from_the_public_by_a_former_version(editor, public, make_commitment):
    """A report that moved from a draft to what is public stays there when the draft is brought back."""
    draft = make_commitment()
    report = ProgressReport.objects.create(commitment=draft, reported_on="2026-07-01", status="complete")
    draft.save()
    row = draft.history.first()
    report.commitment = public
    report.save()
    changes.record(public)

    assert history_post(editor, draft, row).status_code == 302

    report.refresh_from_db()
    assert report.commitment == public
    assert public.progress_reports.count() == 2


def test_who_may_only_view_brings_nothing_back(editor):
    region = Region.objects.first()
    region.save()
    area = ChallengeArea.objects.first()
    area.save()

    for record in (region, area):
        with nothing_changes():
            url = address(type(record), "simple_history", record)
            forged = {"name_en": "Forged", "name_fr": "Forgé", "slug": record.slug}
            assert editor.post(url, forged).status_code == 403


@pytest.mark.parametrize("role", ["anonymous", "editor", "reviewer"])
def test_only_an_administrator_reaches_users_and_groups(log_in, role):
    client = log_in(role)
    somebody = get_user_model().objects.create_user("somebody", is_staff=True)
    users = [somebody, get_user_model().objects.get(pk=client.session.get("_auth_user_id", somebody.pk))]
    refused = 302 if role == "anonymous" else 403

    with nothing_changes():
        for user in users:
            forged = {"username": user.username, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
            assert client.post(change_url(user), forged).status_code == refused
            password = {"password1": "a-long-forged-password", "password2": "a-long-forged-password"}
            assert client.post(address(type(user), "password_change", user), password).status_code == refused
            assert client.post(address(type(user), "delete", user), {"post": "yes"}).status_code == refused
        for group in Group.objects.all():
            forged = {"name": group.name, "permissions": list(Permission.objects.values_list("pk", flat=True))}
            assert client.post(change_url(group), forged).status_code == refused
        for name in ("user", "group"):
            new = {"username": "forged", "name": "forged", **password}
            assert client.post(reverse(f"admin:auth_{name}_add"), new).status_code == refused


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
def test_the_log_is_written_by_nobody(log_in, role):
    client, change = log_in(role), PublicChange.objects.first()

    with nothing_changes():
        forged = {"kind": "withdrawn", "reason": "Forged.", "commitment": change.commitment_id}
        assert client.post(change_url(change), forged).status_code == 403
        assert client.post(address(PublicChange, "delete", change), {"post": "yes"}).status_code == 403
        assert client.post(address(PublicChange, "add", change), forged).status_code == 403
        action = {"action": "delete_selected", "_selected_action": [change.pk], "post": "yes"}
        client.post(address(PublicChange, "changelist", change), action)


def test_an_editor_does_not_publish_by_a_file(editor, make_commitment):
    draft = make_commitment()
    public = Commitment.objects.published().first()
    sheet = list(
        csv.DictReader(StringIO(editor.get(address(Commitment, "export", None)).getvalue().decode("utf-8-sig")))
    )
    rows = {row["slug"]: row for row in sheet}

    for slug, column, value in ((draft.slug, "state", "published"), (public.slug, "title_en", "Forged")):
        forged = StringIO()
        writer = csv.DictWriter(forged, sheet[0])
        writer.writeheader()
        writer.writerow(rows[slug] | {column: value})
        with nothing_changes():
            upload = SimpleUploadedFile("forged.csv", forged.getvalue().encode())
            response = editor.post(address(Commitment, "import", None), {"file": upload})
            fingerprint = getattr(response.context.get("comparison"), "fingerprint", "")
            editor.post(address(Commitment, "import_confirm", None), {"fingerprint": fingerprint})
