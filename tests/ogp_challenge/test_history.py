"""The past of a record with all that belongs to it: shown as a diff, brought back whole or not at all."""

import pytest
from django.contrib import admin
from django.urls import reverse

from commitments.models import (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Commitment,
    Evidence,
    FormerSlug,
    Involvement,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
    State,
)
from commitments.workflow import move
from members.models import Institution, Locality, Member, Region
from ogp_challenge.history import Past, versions
from tests.forms import address, change_url, edit, form_data, with_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich(staff_client, make_commitment):
    """A commitment that got something of everything in one save of its form, and its report a piece of evidence."""
    commitment = make_commitment(title_en="Rich", title_fr="Riche", slug="rich")
    supporting = Institution.objects.exclude(involvements__commitment=commitment).first()
    data = form_data(staff_client.get(change_url(commitment)))
    data["other_areas"] = [ChallengeArea.objects.exclude(pk=commitment.area_id).first().pk]
    data["values"] = [OpenGovernmentValue.objects.first().pk]
    data |= with_row(data, "involvements", institution=supporting.pk, role="supporting", position=2)
    data["involvements-INITIAL_FORMS"] = 1
    data |= with_row(data, "milestones", title_en="First step", title_fr="Première étape", position=1)
    data |= with_row(
        data,
        "progress_reports",
        reported_on="2026-05-01",
        status="complete",
        text_en="All done.",
        source_url="https://b.org/",
    )
    data |= with_row(
        *(data, "assessments"),
        **{"report_title": "Report", "assessed_on": "2026-06-01", "verifiable": "yes", "relevant": "yes"},
    )
    response = staff_client.post(change_url(commitment), data)
    assert response.status_code == 302, response.context["errors"]
    report = commitment.progress_reports.get()
    data = with_row(form_data(staff_client.get(change_url(report))), "evidence", title_en="Page", url="https://a.org/")
    assert staff_client.post(change_url(report), data).status_code == 302
    return Commitment.objects.get(pk=commitment.pk)


def whole(commitment):
    """The commitment with all that belongs to it, without counters and dates of saves."""
    report = commitment.progress_reports.values("pk", "reported_on", "status", "text_en")
    return {
        "titles": Commitment.objects.values_list("title_en", "title_fr", "branch").get(pk=commitment.pk),
        "areas": set(commitment.other_areas.values_list("pk", flat=True)),
        "values": set(commitment.values.values_list("pk", flat=True)),
        "involvements": list(commitment.involvements.values("pk", "institution", "role", "position")),
        "milestones": list(commitment.milestones.values("pk", "title_en", "title_fr", "due")),
        "reports": list(report),
        "evidence": list(Evidence.objects.filter(report__commitment=commitment).values("pk", "title_en", "url")),
        "assessments": list(commitment.assessments.values("pk", "report_title", "assessed_on")),
    }


def former_url(record, row):
    """The page of a former version."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_simple_history"
    return reverse(name, args=[record.pk, row.history_id])


def revert(client, record, row, **values):
    """Press the button on the page of a former version."""
    url = former_url(record, row)
    return client.post(url, form_data(client.get(url)) | values)


def impoverish(client, commitment):
    """Take everything away, in one save."""
    data = form_data(client.get(change_url(commitment)))
    for prefix in ("milestones", "progress_reports", "assessments"):
        data[f"{prefix}-0-DELETE"] = "on"
    data |= {"involvements-1-DELETE": "on", "other_areas": [], "values": [], "title_en": "Poor"}
    assert client.post(change_url(commitment), data).status_code == 302


# Versions


def test_a_save_is_one_version_whatever_it_writes(rich):
    rows = versions(Commitment).filter(id=rich.pk)

    assert rows.count() == 3  # made, filled, evidence
    assert Commitment.history.filter(id=rich.pk).count() > 3
    past = Past(Commitment, rich.pk)
    filled = past.version(rows[1]).parts
    assert [len(filled[model]) for model in (Milestone, ProgressReport, Evidence, Involvement)] == [1, 1, 0, 2]


def test_each_transaction_of_a_request_has_its_own_date(staff_client, make_commitment, monkeypatch):
    chosen = [make_commitment(state=State.IN_REVIEW) for _number in range(2)]
    monkeypatch.setattr(
        "django.db.transaction.on_commit", lambda follows: follows()
    )  # as where tests roll nothing back

    action = {"action": "publish", "_selected_action": [one.pk for one in chosen]}
    staff_client.post(address(Commitment, "changelist", None), action)

    first, second = (one.history.first() for one in chosen)
    assert (first.state, second.state) == (State.PUBLISHED, State.PUBLISHED)
    assert first.history_date != second.history_date


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "Milestone (First step): step [en]",
                "Complete",
                "Before",
                "After",
                "Piece of evidence (Page)",
                "All done.",
            ],
        ),
        ("fr", ["Jalon (Première étape)", "Réalisé", "Avant", "Après"]),
    ],
)
def test_the_history_tells_what_belongs_to_the_record(staff_client, rich, language, words):
    edit(staff_client, rich, **{"milestones-0-title_en": "Another step"})

    page = staff_client.get(address(Commitment, "history", rich), headers={"accept-language": language})

    latest = page.context["page_obj"][0]
    (difference,) = latest.differences
    assert (difference.before, difference.after, difference.language) == ("First step", "Another step", "en")
    assert latest.history_user.username == "staff"
    for word in (*words, "All done."):
        assert word in page.text, word
    assert page.context["page_obj"][-1].history_type == "+"
    assert 'lang="en"' in page.text


def test_a_history_that_nobody_has(staff_client, rich):
    for path in ("abc/history/", "99999999/history/", "abc/history/1/", f"{rich.pk}/history/abc/"):
        assert staff_client.get(f"/admin/commitments/commitment/{path}").status_code == 404, path
        assert staff_client.post(f"/admin/commitments/commitment/{path}").status_code in (404, 405), path


# Bringing back a former version


def test_a_former_version_comes_back_whole(staff_client, rich):
    before, row, count = whole(rich), rich.history.first(), rich.history.count()
    impoverish(staff_client, rich)
    assert whole(rich)["milestones"] == []
    version = Commitment.objects.get(pk=rich.pk).version

    page = staff_client.get(former_url(rich, row))
    assert "Milestone (First step): step [en]" in page.text
    response = revert(staff_client, rich, row)

    assert response.status_code == 302
    assert whole(rich) == before
    assert rich.history.count() > count + 1
    assert Commitment.objects.get(pk=rich.pk).version == version + 1
    assert rich.milestones.get().history.first().history_user.username == "staff"


def test_so_does_the_version_before(staff_client, rich):
    full, first = whole(rich), versions(Commitment).filter(id=rich.pk).last()

    assert revert(staff_client, rich, first).status_code == 302

    poor = whole(rich)
    assert len(poor.pop("involvements")) == 1
    assert not any(poor[name] for name in ("areas", "values", "milestones", "reports", "evidence", "assessments"))
    assert revert(staff_client, rich, versions(Commitment).filter(id=rich.pk)[1]).status_code == 302
    assert whole(rich) == full


def test_it_is_recorded_where_it_is_public_and_leaves_the_state(staff_client, rich):
    draft_row = rich.history.first()
    move(rich, State.PUBLISHED)
    published_at = rich.published_at
    edit(staff_client, rich, title_en="Poor", **{"milestones-0-DELETE": "on"})
    known = rich.public_changes.count()

    assert revert(staff_client, rich, draft_row).status_code == 302

    rich.refresh_from_db()
    assert (rich.state, rich.published_at) == (State.PUBLISHED, published_at)
    assert rich.public_changes.count() == known + 1
    fields = {entry["field"] for entry in rich.public_changes.first().changes}
    assert fields == {"title_en", "milestones.title_en", "milestones.title_fr"}


def test_all_of_it_or_nothing(staff_client, rich, monkeypatch):
    row = rich.history.first()
    impoverish(staff_client, rich)
    before, count = whole(rich), rich.history.count()

    def fail(*_arguments, **_options):
        raise RuntimeError

    monkeypatch.setattr(admin.site._registry[Commitment], "after_bringing_back", fail)
    with pytest.raises(RuntimeError):
        revert(staff_client, rich, row)

    assert whole(rich) == before
    assert (rich.history.count(), rich.milestones.count()) == (count, 0)


def test_an_error_in_the_form_brings_nothing_back(staff_client, rich):
    row = rich.history.first()
    impoverish(staff_client, rich)
    before = whole(rich)

    response = revert(staff_client, rich, row, slug="")

    assert response.status_code == 200
    assert whole(rich) == before


def test_addresses_that_were_given_out_go_on_redirecting(staff_client, rich):
    row = rich.history.first()
    edit(staff_client, rich, slug="second")
    with_former = rich.history.first()
    edit(staff_client, rich, **{"former_slugs-0-DELETE": "on", "slug": "third"})
    assert set(rich.former_slugs.values_list("slug", flat=True)) == {"second"}

    revert(staff_client, rich, with_former)
    assert set(rich.former_slugs.values_list("slug", flat=True)) == {"rich", "third"}

    revert(staff_client, rich, row)
    assert set(rich.former_slugs.values_list("slug", flat=True)) == {"second", "third"}


def test_what_is_gone_or_belongs_elsewhere_does_not_come_back(staff_client, rich, make_commitment):
    row, report, other = rich.history.first(), rich.progress_reports.get(), make_commitment()
    supporting = rich.involvements.get(role="supporting")
    impoverished = form_data(staff_client.get(change_url(rich))) | {"involvements-1-DELETE": "on"}
    staff_client.post(change_url(rich), impoverished)
    supporting.institution.involvements.all().delete()
    supporting.institution.delete()
    edit(staff_client, report, commitment=other.pk)

    assert revert(staff_client, rich, row).status_code == 302

    assert list(rich.involvements.values_list("role", flat=True)) == ["lead"]
    assert (rich.progress_reports.count(), other.progress_reports.get()) == (0, report)
    assert report.evidence.count() == 1


def test_a_clash_is_said_and_nothing_written(staff_client, rich):
    row, report = rich.history.first(), rich.progress_reports.get()
    edit(staff_client, report, reported_on="2026-07-01")
    ProgressReport.objects.create(commitment=rich, reported_on="2026-05-01", status="complete")
    ProgressReport.history.filter(reported_on="2026-05-01").exclude(id=report.pk).delete()  # unknown to the history
    before = whole(rich)

    response = staff_client.post(
        former_url(rich, row), form_data(staff_client.get(former_url(rich, row))), follow=True
    )

    assert "already exists" in response.text
    assert whole(rich) == before


def test_a_report_comes_back_with_its_evidence(staff_client, rich):
    report = rich.progress_reports.get()
    row, count = report.history.first(), versions(Commitment).filter(id=rich.pk).count()
    edit(staff_client, report, status="substantial", **{"evidence-0-DELETE": "on"})

    assert revert(staff_client, report, row).status_code == 302

    report.refresh_from_db()
    assert (report.status, report.evidence.get().title_en) == ("complete", "Page")
    assert versions(Commitment).filter(id=rich.pk).count() == count + 2


@pytest.mark.parametrize("model", [Region, Member, Locality, Institution, ActionPlan, ChallengeArea])
def test_of_other_records_too_all_or_nothing(staff_client, model, monkeypatch):
    record = model.objects.first()
    record.save()
    row, former = record.history.first(), record.name_en
    assert edit(staff_client, record, name_en="Renamed").status_code == 302

    def fail(*_arguments, **_options):
        raise RuntimeError

    model_admin = admin.site._registry[model]
    with monkeypatch.context() as patched:
        patched.setattr(model_admin, "log_change", fail)
        with pytest.raises(RuntimeError):
            revert(staff_client, record, row)
        record.refresh_from_db()
        assert (record.name_en, record.history.first().name_en) == ("Renamed", "Renamed")

    assert revert(staff_client, record, row).status_code == 302
    record.refresh_from_db()
    assert record.name_en == former


# Bringing back what was deleted


def bring_back(client, model, row):
    return client.post(address(model, "deleted", None), {"row": row.history_id}, follow=True)


@pytest.mark.parametrize("model", [Region, Member, Locality, Institution, ActionPlan, ChallengeArea])
def test_a_deleted_record_comes_back(staff_client, model):
    like = {
        Member: {"iso2": "ZZ", "iso3": "ZZZ", "iso_numeric": "999"},
        Locality: {"member": Member.objects.first()},
        ActionPlan: {"member": Member.objects.first(), "start_year": 2025, "end_year": 2027},
    }
    record = model.objects.create(slug="lost", name_en="Lost", name_fr="Perdu", **like.get(model, {}))
    staff_client.post(address(model, "delete", record), {"post": "yes"})
    assert not model.objects.filter(slug="lost").exists()
    assert "Lost" in staff_client.get(address(model, "deleted", None)).text
    assert address(model, "deleted", None) in staff_client.get(address(model, "changelist", None)).text

    response = bring_back(staff_client, model, model.history.first())

    assert "is back" in response.text
    restored = model.objects.get(slug="lost")
    assert (restored.pk, restored.name_fr) == (record.pk, "Perdu")
    assert restored.history.first().history_user.username == "staff"


@pytest.mark.parametrize("model", [ProgressReport, Assessment])
def test_a_deleted_row_comes_back_to_its_commitment(staff_client, rich, model):
    move(rich, State.PUBLISHED)
    record, before = model.objects.get(commitment=rich), whole(rich)
    staff_client.post(address(model, "delete", record), {"post": "yes"})
    assert whole(rich) != before
    assert "Rich" in staff_client.get(address(model, "deleted", None)).text

    bring_back(staff_client, model, model.history.first())

    assert whole(rich) == before
    assert [change.kind for change in rich.public_changes.all()] == ["changed", "changed", "published"]


def test_what_it_belongs_to_must_be_there(staff_client, rich):
    record = rich.assessments.get()
    record.delete()
    row = Assessment.history.first()
    rich.delete()

    response = bring_back(staff_client, Assessment, row)

    assert "no longer there" in response.text
    assert not Assessment.objects.exists()


def test_only_the_last_deletion_is_offered(staff_client):
    record = Institution.objects.create(slug="lost", name_en="Lost")
    for _time in range(2):
        Institution.objects.get(slug="lost").delete()
        row = Institution.history.first()
        bring_back(staff_client, Institution, row)
    Institution.objects.get(slug="lost").delete()

    rows = staff_client.get(address(Institution, "deleted", None)).context["rows"]

    assert [row.pk for _name, row in rows if row.id == record.pk] == [Institution.history.first().pk]


def test_a_deleted_commitment_comes_back_with_its_former_addresses(staff_client, rich):
    edit(staff_client, rich, slug="renamed")
    before = whole(rich)
    staff_client.post(address(Commitment, "delete", rich), {"post": "yes"})
    FormerSlug.objects.all().delete()

    bring_back(staff_client, Commitment, Commitment.history.first())

    restored = Commitment.objects.get(slug="renamed")
    assert whole(restored) == before
    assert restored.former_slugs.get().slug == "rich"
