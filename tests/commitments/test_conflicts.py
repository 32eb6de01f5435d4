"""Two people at once in the admin: each opens a form, both save, and the second merges."""

import pytest
from django.urls import reverse

from commitments.models import (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Commitment,
    Evidence,
    GuideChapter,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
    State,
)
from commitments.workflow import move
from members.models import Institution, Locality, Member, Region
from ogp_challenge.conflicts import MergingAdmin
from tests.forms import address, change_url, edit, form_data, with_row
from tests.html import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(make_commitment):
    """A commitment with two milestones."""
    commitment = make_commitment(
        title_fr="Fait", title_state_en="original", summary_fr="Quelqu’un fera quelque chose.", branch="executive"
    )
    for position, title in enumerate(("First step", "Second step"), start=1):
        Milestone.objects.create(commitment=commitment, title_en=title, position=position)
    return commitment


@pytest.fixture
def both(staff_client):
    """What the second to save sees after both had opened the form of a record."""

    def save(record, theirs, mine):
        url = change_url(record)
        opened = form_data(staff_client.get(url))
        first = staff_client.post(url, opened | theirs)
        assert first.status_code == 302, first.context["errors"]
        return staff_client.post(url, opened | mine)

    return save


def told(response):
    """Label, stored, mine and whether there is a choice, of each difference on the page of a conflict."""
    conflicts = response.context["adminform"].form.conflicts
    return [(one.label, one.stored, one.mine, bool(one.name)) for one in conflicts]


def save_again(client, record, response, **values):
    again = client.post(change_url(record), form_data(response) | values)
    assert again.status_code == 302, (again.context["errors"], told(again))
    record.refresh_from_db()


# Fields


def test_what_only_the_first_has_changed_is_taken_over(staff_client, draft, both):
    page = both(draft, {"title_en": "Theirs"}, {"summary_fr": "Le mien."})

    assert told(page) == [
        ("Title [en]", "Theirs", draft.title_en, False),
        ("State of the title [fr]", "translation out of date", "translated by a person", False),
    ]
    save_again(staff_client, draft, page)
    assert (draft.title_en, draft.summary_fr, draft.title_state_fr) == ("Theirs", "Le mien.", "stale")


@pytest.mark.parametrize(("choice", "outcome"), [("theirs", "Theirs"), ("mine", "Mine"), (None, "Both")])
def test_what_both_have_changed_is_chosen_or_written_anew(staff_client, draft, both, choice, outcome):
    page = both(draft, {"title_en": "Theirs"}, {"title_en": "Mine"})

    assert told(page)[0] == ("Title [en]", "Theirs", "Mine", True)
    assert form_data(page)["title_en"] == "Mine"
    save_again(staff_client, draft, page, **({"take-title_en": choice} if choice else {"title_en": "Both"}))
    assert draft.title_en == outcome


def test_the_same_from_both_is_no_conflict(draft, both):
    assert both(draft, {"branch": "judicial"}, {"branch": "judicial"}).status_code == 302


def test_nor_is_what_does_not_change_anything(draft, both):
    assert both(draft, {}, {"title_en": "Mine"}).status_code == 302
    draft.refresh_from_db()
    assert draft.title_en == "Mine"


def test_a_third_save_is_a_conflict_again(staff_client, draft, both):
    page = both(draft, {"title_en": "Theirs"}, {"title_en": "Mine"})
    edit(staff_client, draft, title_en="A third one’s")

    again = staff_client.post(change_url(draft), form_data(page))

    assert told(again)[0] == ("Title [en]", "A third one’s", "Mine", True)


def test_relations_and_boxes(staff_client, draft, both):
    area, other = ChallengeArea.objects.exclude(pk=draft.area_id)[:2]

    page = both(draft, {"other_areas": [area.pk], "featured": "on"}, {"other_areas": [other.pk], "position": 7})

    assert told(page) == [
        ("Further challenge areas", str(area), str(other), True),
        ("Featured", "yes", "no", False),
    ]
    save_again(staff_client, draft, page, **{"take-other_areas": "theirs"})
    assert (list(draft.other_areas.all()), draft.featured, draft.position) == ([area], True, 7)


def test_an_error_of_mine_does_not_hide_the_conflict(staff_client, draft, both):
    page = both(draft, {"title_en": "Theirs"}, {"title_en": "Mine", "start": "never"})

    assert told(page)[0] == ("Title [en]", "Theirs", "Mine", True)
    assert "start" in page.context["adminform"].form.errors


def test_an_editor_hears_what_others_changed_in_fields_that_are_not_theirs(log_in, client, draft, make_user):
    move(draft, State.PUBLISHED)
    editor = log_in("editor")
    url = change_url(draft)
    opened = form_data(editor.get(url))
    client.force_login(make_user("reviewer"))
    edit(client, draft, title_en="The reviewer’s", **{"milestones-0-title_en": "The reviewer’s"})
    client.force_login(make_user("editor"))

    page = client.post(url, opened | {"title_fr": "De la rédaction"})

    assert ("Title [en]", "The reviewer’s", "Made 91", False) in told(page)
    save_again(client, draft, page)
    assert (draft.title_en, draft.title_fr) == ("The reviewer’s", "De la rédaction")
    assert draft.milestones.first().title_en == "The reviewer’s"


# Rows


def test_a_row_that_only_the_first_has_changed_stays_theirs(staff_client, draft, both):
    page = both(draft, {"milestones-0-title_en": "Theirs"}, {"milestones-1-title_en": "Mine"})

    assert told(page) == [("Milestone (Theirs): Step [en]", "Theirs", "First step", False)]
    save_again(staff_client, draft, page)
    assert list(draft.milestones.values_list("title_en", flat=True)) == ["Theirs", "Mine"]


@pytest.mark.parametrize(("choice", "outcome"), [("theirs", "Theirs"), ("mine", "Mine")])
def test_a_row_that_both_have_changed(staff_client, draft, both, choice, outcome):
    page = both(draft, {"milestones-1-title_en": "Theirs"}, {"milestones-1-title_en": "Mine", "title_en": "New"})

    assert told(page) == [("Milestone (Theirs): Step [en]", "Theirs", "Mine", True)]
    save_again(staff_client, draft, page, **{"take-milestones-1-title_en": choice})
    assert list(draft.milestones.values_list("title_en", flat=True)) == ["First step", outcome]
    assert draft.title_en == "New"


def test_a_row_that_the_first_has_deleted_is_no_trap(staff_client, draft, both):
    page = both(draft, {"milestones-0-DELETE": "on"}, {"milestones-1-title_en": "Mine"})

    assert told(page) == [("Milestone", "", "Step [en]: First step\nOrder: 1", False)]
    (rows,) = [one for one in page.context["inline_admin_formsets"] if one.formset.prefix == "milestones"]
    shown = [(row.original.pk, row.form["title_en"].value()) for row in rows if row.original]
    assert shown == [(draft.milestones.get().pk, "Mine")]
    save_again(staff_client, draft, page)
    assert list(draft.milestones.values_list("title_en", flat=True)) == ["Mine"]


@pytest.mark.parametrize(("choice", "outcome"), [("theirs", ["Second step"]), ("mine", ["Mine", "Second step"])])
def test_a_row_of_mine_that_the_first_has_deleted_is_offered_as_a_new_one(staff_client, draft, both, choice, outcome):
    page = both(draft, {"milestones-0-DELETE": "on"}, {"milestones-0-title_en": "Mine"})

    assert told(page) == [("Milestone", "", "Step [en]: Mine\nOrder: 1", True)]
    save_again(staff_client, draft, page, **{"take-milestones-1-DELETE": choice})
    assert list(draft.milestones.values_list("title_en", flat=True)) == outcome


@pytest.mark.parametrize(("choice", "outcome"), [("theirs", ["Theirs", "Second step"]), ("mine", ["Second step"])])
def test_a_row_i_delete_that_the_first_has_changed(staff_client, draft, both, choice, outcome):
    page = both(draft, {"milestones-0-title_en": "Theirs"}, {"milestones-0-DELETE": "on"})

    assert told(page) == [("Milestone: Theirs", "Step [en]: Theirs\nOrder: 1", "", True)]
    save_again(staff_client, draft, page, **{"take-milestones-0-DELETE": choice})
    assert list(draft.milestones.values_list("title_en", flat=True)) == outcome


def test_a_row_that_both_have_deleted(draft, both):
    deletion = {"milestones-0-DELETE": "on"}

    assert both(draft, deletion, deletion | {"title_en": "Mine"}).status_code == 302
    assert draft.milestones.count() == 1


def test_institutions_and_former_addresses_are_rows_too(staff_client, draft, both):
    institution = Institution.objects.exclude(involvements__commitment=draft).first()
    url = change_url(draft)
    opened = form_data(staff_client.get(url))
    theirs = with_row(opened, "involvements", institution=institution.pk, role="supporting", position=2)
    theirs |= {"involvements-INITIAL_FORMS": 1, "slug": "another-address"}

    page = both(draft, theirs, {"title_en": "Mine"})

    assert [(label, stored) for label, stored, _mine, _choice in told(page)] == [
        ("Slug", "another-address"),
        (
            f"Institution involved: Supporting institution: {institution}",
            f"Institution: {institution}\nRole: Supporting institution\nOrder: 2",
        ),
        (f"Former slug: {draft.slug}", f"Slug: {draft.slug}"),
    ]
    save_again(staff_client, draft, page)
    assert (draft.slug, draft.involvements.count(), draft.former_slugs.count()) == ("another-address", 2, 1)


def test_an_error_in_a_hidden_field_is_shown(staff_client, draft, monkeypatch):
    """As when a row goes in the moment between the comparison and the save."""
    opened = form_data(staff_client.get(change_url(draft)))
    draft.milestones.last().delete()
    monkeypatch.setattr(MergingAdmin, "settle", lambda *_arguments, **_options: None)

    page = staff_client.post(change_url(draft), opened)

    assert page.status_code == 200
    assert "Select a valid choice" in page.text


# The pages of rows of their own


@pytest.fixture
def reported(draft):
    """A progress report with evidence and an assessment of `draft`."""
    report = ProgressReport.objects.create(
        commitment=draft, reported_on="2026-05-01", status="complete", text_en="Done."
    )
    Evidence.objects.create(report=report, title_en="Page", url="https://example.org/")
    return report, Assessment.objects.create(commitment=draft, report_title="Report", assessed_on="2026-06-01")


def test_a_save_on_the_page_of_a_row_is_a_save_of_the_commitment(staff_client, draft, reported):
    for record, values in zip(reported, ({"text_en": "All done."}, {"report_title": "Final report"}), strict=True):
        opened = form_data(staff_client.get(change_url(draft)))
        version = Commitment.objects.get(pk=draft.pk).version

        assert edit(staff_client, record, **values).status_code == 302

        assert Commitment.objects.get(pk=draft.pk).version == version + 1
        page = staff_client.post(change_url(draft), opened | {"title_en": "Mine"})
        assert [(stored, choice) for _label, stored, _mine, choice in told(page)] == [(*values.values(), False)]


def test_the_decision_on_a_commitment_that_got_a_report_meanwhile_is_not_carried_out(staff_client, draft, reported):
    move(draft, State.IN_REVIEW)
    seen = draft.version
    edit(staff_client, reported[0], text_en="All done.")

    for to in ("published", "draft"):
        staff_client.post(reverse("admin:commitments_commitment_move", args=[draft.pk]), {"to": to, "version": seen})

    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW


def test_a_deleted_row_is_a_save_of_the_commitment(staff_client, draft, reported):
    report, assessment = reported
    version = Commitment.objects.get(pk=draft.pk).version

    staff_client.post(address(ProgressReport, "delete", report), {"post": "yes"})
    action = {"action": "delete_selected", "_selected_action": [assessment.pk], "post": "yes"}
    staff_client.post(address(Assessment, "changelist", assessment), action)

    assert Commitment.objects.get(pk=draft.pk).version == version + 2


def test_a_row_that_moves_to_another_commitment_is_a_save_of_both(staff_client, draft, reported, make_commitment):
    other = make_commitment()

    edit(staff_client, reported[0], commitment=other.pk)

    versions = Commitment.objects.filter(pk__in=[draft.pk, other.pk]).values_list("version", flat=True)
    assert list(versions) == [2, 2]


def test_two_on_the_page_of_a_report(staff_client, reported, both):
    report = reported[0]
    page = both(report, {"text_en": "Theirs."}, {"text_en": "Mine.", "evidence-0-title_en": "My page"})

    assert told(page) == [("What was done [en]", "Theirs.", "Mine.", True)]
    save_again(staff_client, report, page, **{"take-text_en": "theirs"})
    assert (report.text_en, report.evidence.get().title_en) == ("Theirs.", "My page")


# Every page of the catalogue


NAMED = [Region, Member, Locality, Institution, ChallengeArea, GuideChapter, OpenGovernmentValue, ActionPlan]


@pytest.mark.parametrize("model", NAMED, ids=lambda model: model.__name__)
def test_the_second_to_save_sees_both_texts(staff_client, both, model):
    record = model.objects.first() or model.objects.create(slug="made", name_en="Made", name_fr="Fait")

    page = both(record, {"name_en": "Theirs", "name_fr": "La leur"}, {"name_en": "Mine"})

    assert told(page) == [
        ("Name [en]", "Theirs", "Mine", True),
        ("Name [fr]", "La leur", record.name_fr or "", False),
    ]
    save_again(staff_client, record, page)
    assert (record.name_en, record.name_fr) == ("Mine", "La leur")


def test_every_page_that_edits_the_catalogue_notices(staff_client, draft, reported):
    for record in (*(model.objects.first() for model in NAMED if model.objects.exists()), draft, *reported):
        page = staff_client.get(change_url(record))
        assert Page(page.text).all("input", name="opened"), record


# A former version


def test_bringing_back_is_compared_with_what_stood_when_it_was_opened(staff_client, draft):
    edit(staff_client, draft, title_en="Second", branch="judicial")
    row = draft.history.filter(title_en="Made 91").first()
    url = reverse("admin:commitments_commitment_simple_history", args=[draft.pk, row.history_id])
    opened = form_data(staff_client.get(url))
    edit(staff_client, draft, title_en="Third", position=7)

    page = staff_client.post(url, opened)

    assert told(page) == [("Title [en]", "Third", "Made 91", True), ("Listing order", "7", "1091", False)]
    assert staff_client.post(url, form_data(page)).status_code == 302
    draft.refresh_from_db()
    assert (draft.title_en, draft.branch, draft.position) == ("Made 91", "executive", 7)


# How it looks


@pytest.mark.parametrize(
    ("language", "heading", "branch"),
    [("en", "Two people at once", "Judicial"), ("fr", "en même temps", "Judiciaire")],
)
def test_the_page_speaks_the_readers_language(staff_client, draft, both, language, heading, branch):
    staff_client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    page = both(draft, {"branch": "judicial", "title_fr": "Le leur"}, {"branch": "independent", "title_fr": "Mien"})

    assert [stored for _label, stored, _mine, _choice in told(page)][:2] == ["Le leur", branch]
    assert heading in page.text
    choices = [one for one in Page(page.text).all("input", type="radio") if one["name"].startswith("take-")]
    assert [(one["name"], one["value"], "checked" in one.attributes) for one in choices] == [
        (f"take-{name}", value, value == "mine") for name in ("title_fr", "branch") for value in ("theirs", "mine")
    ]
    assert page.text.index("errornote") < page.text.index("conflicts-heading")
    assert '<div class="text" lang="fr">' in page.text
