"""A file against the catalogue: exact differences, all or nothing, and nothing moved that did not change."""

import io

import pytest
from django.core.management import CommandError, call_command

from commitments import writing
from commitments.models import Commitment, Involvement, PublicChange, State
from commitments.reading import read
from commitments.reconciliation import Rights, compare
from commitments.rules import TOLD
from ogp_challenge.refusal import RefusedError
from tests.files import as_csv, edited, exported, new_row, table

pytestmark = pytest.mark.django_db

SLUG = "costa-rica-reduce-the-backlog-of-court-cases"


def compared(data, rights=None, name="file.csv"):
    return compare(read(name, data), rights or Rights())


def applied(data, rights=None):
    comparison = compared(data, rights)
    assert not comparison.problems
    writing.apply(comparison, reason="test")
    return comparison


def stamps():
    return list(Commitment.objects.order_by("pk").values_list("version", "public_updated_at", "published_at"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exported_then_imported_changes_nothing(kind):
    comparison = compared(exported(kind), name=f"file.{kind}")

    assert comparison.unchanged == Commitment.objects.count() == 90
    assert comparison == type(comparison)(unchanged=90)
    assert not comparison.applicable


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_hard_to_write_survives_the_way_there_and_back(kind, make_commitment):
    hard = '\'=1+1\n-x, "quoted"; _x0041_ ＝ é 🏛 <b>&amp;</b>'
    make_commitment(
        title_en="=SUM(A1)",
        summary_en=hard,
        problem_fr="'already",
        start="2025-03-01",
        start_precision="season",
        ogp_code="00012",
        state=State.WITHDRAWN,
    )

    assert compared(exported(kind), name=f"file.{kind}").unchanged == 91


def test_one_change_is_one_change_and_the_rest_is_not_saved():
    before, history = stamps(), Commitment.history.count()

    comparison = applied(edited(SLUG, title_fr="Un autre titre"))

    assert [(change.column, change.after) for change in comparison.changed[0].changes] == [
        ("title_fr", "Un autre titre")
    ]
    assert (len(comparison.changed), comparison.unchanged) == (1, 89)
    assert Commitment.objects.get(slug=SLUG).title_fr == "Un autre titre"
    assert sum(old != new for old, new in zip(before, stamps(), strict=True)) == 1
    assert Commitment.history.count() == history + 1
    assert Commitment.history.first().history_change_reason == "test"


def test_a_public_change_is_in_the_log_once():
    applied(edited(SLUG, branch="independent"))

    (change,) = PublicChange.objects.filter(commitment__slug=SLUG, kind="changed")
    assert [entry["field"] for entry in change.changes] == ["branch"]


def test_a_second_import_of_the_same_file_finds_nothing():
    rows = [row | ({"title_en": "Other words"} if row["slug"] == SLUG else {}) for row in table()]
    data = as_csv([*rows, new_row(title_fr="", start="2025", end="2026-03")])

    first = applied(data)
    second = compared(data)

    assert (len(first.added), len(first.changed)) == (1, 1)
    assert (second.added, second.changed, second.problems) == ((), (), ())


def test_a_new_row_is_a_draft_with_all_that_the_row_says():
    row = new_row(other_areas="justice|media-freedom", start="2025", end="2026-03")

    applied(as_csv([row]))

    new = Commitment.objects.get(slug="quite-new")
    assert (new.state, new.title_en, new.member.slug) == (State.DRAFT, "Quite New", row["country"])
    assert [area.slug for area in new.other_areas.order_by("slug")] == ["justice", "media-freedom"]
    assert (str(new.start), new.start_precision, str(new.end)) == ("2025-01-01", "year", "2026-03-31")
    leads = new.involvements.filter(role=Involvement.Role.LEAD)
    assert "|".join(lead.institution.slug for lead in leads) == row["lead_institutions"]


@pytest.mark.parametrize(("publish", "state"), [(True, State.PUBLISHED), (False, State.DRAFT)])
def test_a_new_row_is_published_only_by_those_who_may(publish, state):
    applied(as_csv([new_row(state="published")]), Rights(publish=publish))

    assert Commitment.objects.get(slug="quite-new").state == state


def test_rows_that_are_not_in_the_file_are_listed_and_stay():
    comparison = applied(as_csv([*table()[:3], new_row()]))

    assert len(comparison.removed) == 87
    assert Commitment.objects.count() == 91


def test_an_institution_changes_its_place():
    two = next(row for row in table() if "|" in row["lead_institutions"])
    turned = "|".join(reversed(two["lead_institutions"].split("|")))

    applied(edited(two["slug"], lead_institutions=turned, supporting_institutions=""))

    record = Commitment.objects.get(slug=two["slug"])
    assert [one.institution.slug for one in record.involvements.all()] == turned.split("|")


WRONG = {
    "level": ({"locality": "nairobi"}, "locality"),
    "locality elsewhere": ({"level": "local-member", "locality": "nairobi", "country": "colombia"}, "locality"),
    "end before start": ({"start": "2026", "end": "2025"}, "end"),
    "plan without route": ({"action_plan": "PLAN", "route": ""}, "route"),
    "no title": ({"title_en": "", "title_fr": ""}, "title_en"),
    "no country": ({"country": ""}, "country"),
    "no level": ({"level": "", "locality": ""}, "level"),
    "no such branch": ({"branch": "Exécutif"}, "branch"),
    "title too long": ({"title_en": "x" * 301}, "title_en"),
    "address that is none": ({"source_url": "javascript:alert(1)"}, "source_url"),
    "slug that is none": ({"slug": "Not A Slug"}, "slug"),
    "region of another country": ({"region": "nowhere"}, "region"),
    "slug in capitals": ({"slug": "Quite-New"}, "slug"),
    "address of another page": ({"slug": "compare"}, "slug"),
    "withdrawn": ({"state": "withdrawn"}, "state"),
    "published without a summary": ({"state": "published", "summary_en": "", "summary_fr": ""}, "summary_en"),
    "published without a lead": ({"state": "published", "lead_institutions": ""}, "lead_institutions"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_row_that_breaks_a_rule_is_told_with_its_column(case):
    cells, column = WRONG[case]
    plan = next(row["action_plan"] for row in table() if row["action_plan"])
    cells = {name: plan if cell == "PLAN" else cell for name, cell in cells.items()}

    comparison = compared(as_csv([*table(), new_row(**cells)]))

    assert column in [problem.column for problem in comparison.problems]
    assert {problem.row for problem in comparison.problems} == {92}
    assert not comparison.applicable


def test_the_rules_that_are_told_are_those_of_the_database():
    names = {constraint.name for constraint in Commitment._meta.constraints}

    assert {name for name in TOLD if not name.endswith("slug_lower_case")} <= names


def test_all_or_nothing(monkeypatch):
    data = as_csv([*table()[:1], new_row(), new_row(slug="second-new", state="published")])
    comparison = compared(data)
    before = stamps()

    def refuse(*_args, **_options):
        raise writing.workflow.ForbiddenMoveError("No.")

    monkeypatch.setattr(writing.workflow, "bring", refuse)
    with pytest.raises(RefusedError, match="Row 4"):
        writing.apply(comparison)

    assert stamps() == before


def test_what_changed_after_the_comparison_is_not_overwritten():
    comparison = compared(edited(SLUG, title_fr="Un autre titre"))
    record = Commitment.objects.get(slug=SLUG)
    record.title_fr, record.version = "Entre-temps", record.version + 1
    record.save()

    with pytest.raises(writing.OutdatedError):
        writing.apply(comparison)

    assert Commitment.objects.get(slug=SLUG).title_fr == "Entre-temps"


def test_what_was_added_after_the_comparison_is_not_added_twice(make_commitment):
    comparison = compared(as_csv([new_row()]))
    make_commitment(slug="quite-new")

    with pytest.raises(writing.OutdatedError):
        writing.apply(comparison)


def test_an_editor_corrects_translations_of_what_is_public_and_nothing_else():
    rights = Rights(publish=False)

    assert not compared(edited(SLUG, title_fr="Un autre titre"), rights).problems
    for name, text in (("title_en", "Other"), ("branch", "independent"), ("state", "draft")):
        problems = compared(edited(SLUG, **{name: text}), rights).problems
        assert name in [problem.column for problem in problems]


def test_what_a_person_may_not_change_is_refused():
    comparison = compared(edited(SLUG, title_fr="Autre"), Rights(change=lambda record: record.slug != SLUG))

    assert [(problem.row, problem.column) for problem in comparison.problems] == [(3, "slug")]


@pytest.fixture
def reconcile(tmp_path):
    """Runs the command on a file with these bytes; what it printed."""

    def run(data, *options, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        out = io.StringIO()
        call_command("reconcile", path, *options, stdout=out)
        return out.getvalue()

    return run


def test_the_command_writes_nothing_unless_told(reconcile):
    data = edited(SLUG, title_fr="Un autre titre")

    text = reconcile(data)

    assert "1 changed, 89 unchanged" in text
    assert "title_fr: 'Réduire l’arriéré judiciaire' -> 'Un autre titre'" in text
    assert Commitment.objects.get(slug=SLUG).title_fr != "Un autre titre"
    assert "Written: 0 added, 1 changed." in reconcile(data, "--apply")
    assert "90 unchanged" in reconcile(data, "--apply")
    assert Commitment.objects.get(slug=SLUG).title_fr == "Un autre titre"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"", "empty"),
        (lambda: b"slug;title_en\r\nx;y\r\n", "commas"),
        (lambda: as_csv([new_row(area="nope")]), "problems above"),
    ],
)
def test_the_command_fails_with_a_sentence(reconcile, make, words):
    with pytest.raises(CommandError, match=words):
        reconcile(make(), "--apply")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("reconcile", tmp_path / "none.csv")
