"""What the public sees, field by field: whatever changes the page goes to the log once, and nothing else does."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import escape
from django.utils.translation import override

from commitments import changes
from commitments.models import (
    ActionPlan,
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
from commitments.provenance import provenance
from commitments.snapshot import ROWS, compare, row_fields, snapshot
from commitments.workflow import move
from members.models import Institution, Locality, Region
from tests.forms import edit

pytestmark = pytest.mark.django_db

#: Case -> (what is typed into the form of the commitment, the fields that the log tells of).
TYPED = {
    "slug": ({"slug": "another-address"}, {"slug"}),
    "code": ({"ogp_code": "CR9997"}, {"ogp_code"}),
    **{
        f"{text}_{code}": ({f"{text}_{code}": "Something else"}, {f"{text}_{code}"})
        for text in Commitment.TEXTS
        for code in ("en", "fr")
    },
    "state of a text": ({"summary_state_fr": "machine"}, set()),
    "branch": ({"branch": "judicial"}, {"branch"}),
    "route": ({"route": "standalone", "action_plan": ""}, {"route", "action_plan"}),
    "start": ({"start": "2025-02-01"}, {"start"}),
    "precision": ({"start_precision": "year"}, {"start"}),
    "end": ({"end": "2027-11-30"}, {"end"}),
    "address of the source": ({"source_url": "https://example.org/else"}, {"source_url"}),
    "date of the copy": ({"source_copied_on": "2026-02-01"}, {"source_copied_on"}),
    "confidence": ({"confidence": "likely"}, {"confidence"}),
    **{
        name: ({name: "Autres mots"}, {name})
        for name in ("source_institution", "source_area", "source_branch", "source_level", "source_region")
    },
    "a mistranslation": ({"source_branch": "Fournisseur"}, {"source_branch"}),
    "not featured": ({"featured": ""}, {"featured", "featured_reason_en", "featured_reason_fr"}),
    "featured_reason_en": ({"featured_reason_en": "Because of this"}, {"featured_reason_en"}),
    "featured_reason_fr": ({"featured_reason_fr": "À cause de cela"}, {"featured_reason_fr"}),
    "role": ({"involvements-1-role": "lead"}, {"institutions"}),
    "order of institutions": ({"involvements-0-position": "5"}, set()),
    "no institution": ({"involvements-1-DELETE": "on"}, {"institutions"}),
    "step": ({"milestones-0-title_en": "Another step"}, {"milestones.title_en"}),
    "step in French": ({"milestones-0-title_fr": "Une autre étape"}, {"milestones.title_fr"}),
    "due": ({"milestones-0-due": "2027-03-01"}, {"milestones.due"}),
    "precision of due": ({"milestones-0-due_precision": "year"}, {"milestones.due"}),
    "completed on": ({"milestones-0-completed_on": "2026-06-01"}, {"milestones.completed_on"}),
    "numbers of milestones": ({"milestones-0-position": "2", "milestones-1-position": "7"}, set()),
    "order of milestones": ({"milestones-0-position": "9"}, {"milestones"}),
    "no milestone": (
        {"milestones-0-DELETE": "on"},
        {"milestones.title_en", "milestones.title_fr", "milestones.due"},
    ),
    "reported on": ({"progress_reports-0-reported_on": "2026-05-02"}, {"progress_reports.reported_on"}),
    "status": ({"progress_reports-0-status": "not-started"}, {"progress_reports.status"}),
    "text": ({"progress_reports-0-text_en": "Not much."}, {"progress_reports.text_en"}),
    "text in French": ({"progress_reports-0-text_fr": "Pas grand-chose."}, {"progress_reports.text_fr"}),
    "reason": ({"progress_reports-0-delay_reason": "approvals"}, {"progress_reports.delay_reason"}),
    "source": ({"progress_reports-0-source_url": "https://example.org/r"}, {"progress_reports.source_url"}),
    "assessed on": ({"assessments-0-assessed_on": "2026-06-02"}, {"assessments.assessed_on"}),
    "verifiable": ({"assessments-0-verifiable": "no"}, {"assessments.verifiable"}),
    "lens": ({"assessments-0-relevant": "no"}, {"assessments.relevant"}),
    "ambition": ({"assessments-0-ambition": "modest"}, {"assessments.ambition"}),
    "completion": ({"assessments-0-completion": "limited"}, {"assessments.completion"}),
    "early results": ({"assessments-0-early_results": "moderate"}, {"assessments.early_results"}),
    "IRM report": ({"assessments-0-report_title": "Second report"}, {"assessments.report_title"}),
    "its address": ({"assessments-0-report_url": "https://example.org/i"}, {"assessments.report_url"}),
    "note": ({"editors_note": "Looked at again."}, set()),
    "listing order": ({"position": "4000"}, set()),
    "reason of a withdrawal": ({"withdrawal_reason_en": "Not yet."}, set()),
    "nothing": ({}, set()),
}


@pytest.fixture
def whole(make_commitment):
    """A public commitment that has something of everything."""
    texts = {f"{text}_{code}": f"The {text} ({code})" for text in Commitment.TEXTS for code in ("en", "fr")}
    commitment = make_commitment(
        **texts,
        **{f"source_{name}": f"Source de {name}" for name in ("institution", "area", "branch", "level", "region")},
        slug="whole",
        ogp_code="CR9998",
        route="action-plan",
        action_plan=ActionPlan.objects.first(),
        start="2025-01-01",
        start_precision="month",
        end="2027-12-31",
        end_precision="month",
        source_url="https://example.org/source",
        source_copied_on="2026-01-01",
        position=0,
        featured=True,
        featured_reason_en="Why it matters",
        featured_reason_fr="Pourquoi cela compte",
    )
    Commitment.objects.exclude(pk=commitment.pk).update(featured=False)
    supporting = Institution.objects.exclude(involvements__commitment=commitment).first()
    Involvement.objects.create(commitment=commitment, institution=supporting, role="supporting", position=1)
    commitment.other_areas.set(ChallengeArea.objects.exclude(pk=commitment.area_id)[:1])
    commitment.values.set(OpenGovernmentValue.objects.all()[:1])
    first = {"title_en": "First step", "title_fr": "Première étape", "due": "2026-12-01", "due_precision": "month"}
    Milestone.objects.create(commitment=commitment, position=1, **first)
    Milestone.objects.create(commitment=commitment, position=2, title_en="Second step", title_fr="Deuxième étape")
    report = ProgressReport.objects.create(
        **{"commitment": commitment, "reported_on": "2026-05-01", "status": "limited", "delay_reason": "funding"},
        **{"text_en": "Little.", "text_fr": "Peu.", "source_url": "https://example.org/report"},
    )
    Evidence.objects.create(report=report, title_en="Page", title_fr="Page web", url="https://example.org/page")
    Assessment.objects.create(
        **{"commitment": commitment, "report_title": "First report", "assessed_on": "2026-06-01"},
        **{"verifiable": "yes", "relevant": "yes", "ambition": "substantial", "completion": "substantial"},
        **{"early_results": "none", "report_url": "https://example.org/irm"},
    )
    move(commitment, State.PUBLISHED)
    return Commitment.objects.get(pk=commitment.pk)


def page(commitment, language):
    """The page of the commitment, without what it says of others."""
    record = Commitment.objects.for_detail().get(pk=commitment.pk)
    context = {"commitment": record, "provenance": provenance(record), "changes": record.public_changes.all()[:1]}
    with override(language):
        text = render_to_string(
            "commitments/detail.html", context, RequestFactory().get(f"/{language}/commitments/{record.slug}/")
        )
    return text.partition('<section aria-labelledby="d-changes">')


def check(client, commitment, fields, change):
    """That `change()` is in the log once, with `fields` that both languages can read; nowhere when there are none."""
    on_front_page = any("featured" in name for name in fields)

    def pages():
        found = [page(commitment, language)[0] for language in ("en", "fr")]
        return [*found, *(client.get(f"/{language}/").text for language in ("en", "fr") if on_front_page)]

    before, updated = pages(), commitment.public_updated_at
    known = set(commitment.public_changes.values_list("pk", flat=True))

    response = change()

    assert response.status_code == 302, response.context["errors"]
    assert (pages() != before) is bool(fields)
    new = commitment.public_changes.exclude(pk__in=known)
    commitment.refresh_from_db()
    assert commitment.public_snapshot == snapshot(Commitment.objects.get(pk=commitment.pk))
    if not fields:
        assert not new
        assert commitment.public_updated_at == updated
        return
    (entry,) = new
    assert {one["field"] for one in entry.changes} == fields
    assert commitment.public_updated_at == entry.at > updated
    for language in ("en", "fr"):
        with override(language):
            shown = changes.differences(entry)
        printed = page(commitment, language)[2]
        for one in shown:
            assert one.before != one.after
            for text in (one.label, one.before, one.after):
                assert escape(text) in printed, one


@pytest.mark.parametrize("case", TYPED)
def test_what_is_typed_into_the_form(staff_client, whole, case):
    values, fields = TYPED[case]

    check(staff_client, whole, fields, lambda: edit(staff_client, whole, **values))


def test_other_records_are_chosen(staff_client, whole):
    place = Locality.objects.exclude(member=whole.member).filter(member__region__isnull=False).first()
    while place.member.region == whole.member.region:
        place = Locality.objects.filter(pk__gt=place.pk, member__region__isnull=False).first()
    chosen = {"member": place.member_id, "locality": place.pk, "level": "local-member"}
    check(
        *(staff_client, whole, {"member", "locality", "level", "region"}),
        lambda: edit(staff_client, whole, **chosen),
    )
    other = ChallengeArea.objects.exclude(pk=whole.area_id).exclude(pk__in=whole.other_areas.all()).first()
    check(staff_client, whole, {"area"}, lambda: edit(staff_client, whole, area=other.pk))
    check(staff_client, whole, {"other_areas"}, lambda: edit(staff_client, whole, other_areas=[]))
    check(staff_client, whole, {"values"}, lambda: edit(staff_client, whole, values=[]))
    plan = ActionPlan.objects.exclude(pk=whole.action_plan_id).last()
    check(staff_client, whole, {"action_plan"}, lambda: edit(staff_client, whole, action_plan=plan.pk))


#: Case -> (the record whose form is filled in, what is typed, the fields of the commitment that change).
NAMED = {
    "institution": (lambda one: one.institutions.first(), {"name_en": "Another body"}, {"institutions"}),
    "institution in French": (lambda one: one.institutions.first(), {"name_fr": "Un autre"}, {"institutions"}),
    "acronym": (lambda one: one.institutions.first(), {"acronym_en": "XYZ"}, {"institutions"}),
    "original name": (lambda one: one.institutions.first(), {"name_original": "Otro"}, {"institutions"}),
    "website": (lambda one: one.institutions.first(), {"url": "https://example.org/body"}, {"institutions"}),
    "member": (lambda one: one.member, {"name_en": "Elsewhere"}, {"member"}),
    "region": (lambda one: one.member.region, {"name_fr": "Ailleurs"}, {"region"}),
    "region of the member": (lambda one: one.member, {"region": "other"}, {"region"}),
    "area": (lambda one: one.area, {"name_en": "Another area"}, {"area"}),
    "further area": (lambda one: one.other_areas.get(), {"name_en": "Another area"}, {"other_areas"}),
    "value": (lambda one: one.values.get(), {"name_fr": "Une autre valeur"}, {"values"}),
    "plan": (lambda one: one.action_plan, {"name_en": "Another plan"}, {"action_plan"}),
    "note on a member": (lambda one: one.member, {"note_en": "Was there."}, set()),
    "kind of an institution": (lambda one: one.institutions.first(), {"kind": "other"}, set()),
}


@pytest.mark.parametrize("case", NAMED)
def test_what_other_records_are_called(staff_client, whole, case):
    choose, values, fields = NAMED[case]
    record = choose(whole)
    if "region" in values:
        values = {"region": Region.objects.exclude(pk=record.region_id).first().pk}

    check(staff_client, whole, fields, lambda: edit(staff_client, record, **values))


@pytest.mark.parametrize(
    "choose",
    [
        lambda one: one.institutions.first(),
        lambda one: one.action_plan,
        lambda one: one.values.get(),
    ],
    ids=["institution", "plan", "value"],
)
def test_a_new_slug_is_a_change_of_no_commitment(staff_client, whole, choose):
    check(staff_client, whole, set(), lambda: edit(staff_client, choose(whole), slug="renamed"))


def test_nor_is_that_of_a_place_or_an_area_though_links_follow_it(staff_client, whole):
    known = set(whole.public_changes.all())

    for record in (whole.member, whole.area, whole.other_areas.get()):
        assert edit(staff_client, record, slug=f"{record.slug}-renamed").status_code == 302
    edit(staff_client, whole)

    assert set(whole.public_changes.all()) == known


def test_a_name_that_is_new_in_one_language_is_shown_in_it(staff_client, whole):
    lead = whole.institutions.first()
    former = lead.name_fr

    edit(staff_client, lead, name_fr="Un tout autre nom")

    with override("en"):
        (one,) = changes.differences(whole.public_changes.first())
    assert one.language == "fr"
    assert former in one.before
    assert "Un tout autre nom" in one.after


def test_every_field_is_walked():
    walked = set().union(*(fields for _values, fields in TYPED.values()))
    walked |= set().union(*(fields for _record, _values, fields in NAMED.values())) | {"locality", "level"}
    rows = {f"{relation}.{name}" for relation in ROWS for name in row_fields(relation) if relation != "evidence"}
    fields = set(snapshot(Commitment.objects.published().first())) - set(ROWS)

    assert fields | rows <= walked


# Snapshots of before


def test_what_was_not_looked_at_has_not_changed(whole):
    former = {name: value for name, value in whole.public_snapshot.items() if name not in ROWS}

    assert compare(former, snapshot(whole)) == []
    assert [one["field"] for one in compare(former | {"title_en": "Former"}, snapshot(whole))] == ["title_en"]


def test_a_catalogue_of_an_earlier_release_is_taken_over_in_silence(staff_client, whole):
    earlier = {name: value for name, value in whole.public_snapshot.items() if name not in (*ROWS, "featured")}
    earlier |= {"member": whole.member.slug, "institutions": ["lead: something-else"]}
    Commitment.objects.filter(pk=whole.pk).update(public_snapshot=earlier)
    known, updated = set(whole.public_changes.all()), whole.public_updated_at

    changes.renew("default")

    edit(staff_client, whole)
    whole.refresh_from_db()
    assert whole.public_snapshot == snapshot(whole)
    assert (set(whole.public_changes.all()), whole.public_updated_at) == (known, updated)


def test_rows_that_were_only_written_anew_have_not_changed(whole):
    before = snapshot(whole)
    after = before | {"milestones": [row | {"pk": row["pk"] + 1000} for row in before["milestones"]]}

    assert compare(before, after) == []


def test_a_row_without_a_name_can_be_told(whole):
    entry = {"field": "milestones.due", "of": {"en": "", "fr": ""}, "before": "", "after": "2026-12"}

    one = changes.difference(entry)

    assert (one.label, one.before, one.after) == ("milestone (): due", "nothing", "December 2026")
