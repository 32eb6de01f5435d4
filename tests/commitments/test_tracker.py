"""Copies of OGP's tracker: each row is the right commitment or none, and only what is new in it is written."""

import pytest
from django.core.management import call_command

from commitments import writing
from commitments.models import Commitment, Involvement, State
from commitments.reconciliation import Rights, compare
from commitments.tracker import read
from members.models import Institution
from tests.files import tracker, tracker_row

pytestmark = pytest.mark.django_db

SLUG = "costa-rica-reduce-the-backlog-of-court-cases"
WIND = {
    "institution": "Ministère du Vent",
    "summary": "Résumé : Le ministère publiera tout ce que le vent lui apporte, chaque mois et sans exception aucune.",
    "level": "Nationales",
    "area": "Justice",
    "branch": "Cadre Exécutif",
    "region": "Europe",
}


@pytest.fixture
def catalogue(db):
    return list(Commitment.objects.in_listing_order())


@pytest.fixture
def court(db):
    return Commitment.objects.get(slug=SLUG)


def compared(rows, language="fr", **rights):
    return compare(read("file.csv", tracker(rows, language)), Rights(**rights))


def changes(comparison):
    return {
        one.slug: {change.column: (change.before, change.after) for change in one.changes}
        for one in comparison.changed
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_tracker_as_it_was_has_no_differences(catalogue, language):
    comparison = compared([tracker_row(record, language) for record in catalogue], language)

    assert comparison == type(comparison)(unchanged=90)


@pytest.mark.parametrize(
    ("language", "label", "words"), [("fr", "Fournisseur", "Fournisseur"), ("en", "Independent", "Independent")]
)
def test_a_new_label_changes_the_source_and_our_code(catalogue, court, language, label, words):
    rows = [tracker_row(record, language) for record in catalogue if record != court]

    comparison = compared([*rows, tracker_row(court, language, branch=label)], language)

    assert changes(comparison) == {
        SLUG: {"branch": ("judicial", "independent"), "source_branch": ("Judiciaire", words)}
    }
    assert (comparison.unchanged, comparison.removed, comparison.unmatched) == (89, (), ())


def test_what_staff_have_corrected_stays(court):
    court.branch = "legislative"
    court.save()

    assert compared([tracker_row(court)]).unchanged == 1
    comparison = compared([tracker_row(court, branch="Fournisseur")])

    assert changes(comparison) == {SLUG: {"source_branch": ("Judiciaire", "Fournisseur")}}


@pytest.mark.parametrize(
    ("before", "label", "after"),
    [
        ("local-member", "Local (non membre)", "local-non-member"),
        ("local-member", "Nationales", None),
        ("national", "Local (non membre)", None),
    ],
)
def test_a_level_follows_only_where_the_participant_allows_it(catalogue, before, label, after):
    record = next(one for one in catalogue if one.level == before)

    found = changes(compared([tracker_row(record, level=label)]))[record.slug]

    assert found.pop("source_level")[1] == label
    assert found == ({"level": (before, after)} if after else {})


def test_another_institution_is_taken_over_where_we_know_it(court):
    rows = [tracker_row(court, institution="Ministère du Vent")]
    assert changes(compared(rows)) == {SLUG: {"source_institution": (court.source_institution, "Ministère du Vent")}}

    Institution.objects.create(slug="wind", name_fr="Ministère du Vent", name_en="Ministry of Wind")
    ours = court.involvements.get().institution
    ours.name_fr = court.source_institution
    ours.save()

    assert changes(compared(rows))[SLUG]["lead_institutions"] == (ours.slug, "wind")


def test_rows_that_are_gone_are_listed(catalogue):
    comparison = compared([tracker_row(record) for record in catalogue[2:]])

    assert [one.slug for one in comparison.removed] == [record.slug for record in catalogue[:2]]
    assert not comparison.applicable


@pytest.mark.parametrize(
    ("language", "participant", "slugs"),
    [
        ("fr", "Finlande", ("finland", None)),
        ("fr", "Ukraine", ("ukraine", None)),
        ("fr", "Kiev, Ukraine", ("ukraine", "kyiv")),
        ("fr", "Les états-unis d'Amérique", ("united-states", None)),
        ("en", "Nairobi, Kenya", ("kenya", "nairobi")),
        ("en", "Nairobi", ("kenya", "nairobi")),
    ],
)
def test_a_new_row_becomes_a_draft_of_its_participant(language, participant, slugs):
    level = "Nationales" if slugs[1] is None else "Local (non-member)"
    row = WIND | {"participant": participant, "level": level}

    writing.apply(compared([row], language))

    new = Commitment.objects.get(source_institution="Ministère du Vent")
    assert (new.member.slug, new.locality and new.locality.slug) == slugs
    assert (new.state, new.area.slug, new.branch, new.source_level) == (State.DRAFT, "justice", "executive", level)
    assert getattr(new, f"title_{language}").startswith("Le ministère publiera tout")
    assert getattr(new, f"title_state_{language}") == ("machine" if language == "fr" else "original")
    assert not new.summary_en
    assert not new.summary_fr
    assert "chaque mois" in new.editors_note
    assert compared([row], language).unchanged == 1


def test_the_participant_of_an_institution_we_know_is_known(catalogue, court):
    rows = [tracker_row(record) for record in catalogue]
    rows.append(tracker_row(court) | {"summary": WIND["summary"], "title": "Publier le vent"})

    (new,) = compared(rows).added

    assert new.slug == "costa-rica-publier-le-vent"
    assert (new.values["country"], new.values["locality"], new.values["state"]) == ("costa-rica", "", "draft")
    leads = court.involvements.filter(role=Involvement.Role.LEAD)
    assert new.values["lead_institutions"] in ("", *leads.values_list("institution__slug", flat=True))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({}, "participant is not known"),
        ({"participant": "Finlande", "area": ""}, "Area, level or branch"),
        ({"participant": "Finlande", "summary": ""}, "neither a title nor a summary"),
        ({"participant": "Nairobi"}, "national commitment has no locality"),
        ({"participant": "Finlande", "level": "Local (non membre)"}, "local commitment has one"),
    ],
)
def test_what_cannot_become_a_draft_is_told_with_its_reason(cells, words):
    comparison = compared([WIND | cells])

    (one,) = comparison.unmatched
    assert (one.row, one.institution) == (2, "Ministère du Vent")
    assert words in one.reason
    assert not comparison.applicable


def test_what_may_be_a_commitment_of_ours_is_not_added_again(court):
    row = tracker_row(court) | {"summary": "Tout autre chose, sans aucun rapport.", "participant": "Costa Rica"}

    (one,) = compared([row]).unmatched

    assert court.title in one.reason


def test_two_rows_of_one_commitment_are_neither(court):
    comparison = compared([tracker_row(court), tracker_row(court)])

    assert len(comparison.unmatched) == 2


@pytest.mark.parametrize(("name", "text"), [("level", "Nationwide"), ("area", "Sports"), ("participant", "Atlantis")])
def test_a_label_that_nobody_knows_is_told_with_its_place(court, name, text):
    comparison = compared([tracker_row(court, **{name: text})])

    assert [(one.row, one.column) for one in comparison.problems] == [(2, name)]
    assert text in comparison.problems[0].message


def test_who_may_not_publish_does_not_change_what_is_public(court):
    comparison = compared([tracker_row(court, branch="Fournisseur")], publish=False)

    assert {one.column for one in comparison.problems} == {"branch", "source_branch"}


def test_the_command_writes_a_copy_of_the_tracker(court, tmp_path, capsys):
    path = tmp_path / "tracker.csv"
    path.write_bytes(tracker([tracker_row(court, branch="Fournisseur"), WIND | {"participant": "Finlande"}, WIND]))

    call_command("reconcile", path, "--apply")

    assert "Written: 1 added, 1 changed." in capsys.readouterr().out
    assert Commitment.objects.get(slug=SLUG).branch == "independent"
