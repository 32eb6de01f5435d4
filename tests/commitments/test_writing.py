"""Many commitments written at once: the same that saving each would write, and all of it or nothing."""

import pytest

from commitments import indexing, writing
from commitments.models import Commitment, Involvement, PublicChange, SearchEntry, State
from commitments.reading import read
from commitments.reconciliation import compare
from tests.files import as_csv, new_row, table

pytestmark = pytest.mark.django_db

SLUG = "costa-rica-reduce-the-backlog-of-court-cases"


@pytest.fixture
def written(admin_user):
    """Writes rows for an administrator, in batches so small that there are several."""

    def write(*rows):
        comparison = compare(read("file.csv", as_csv(rows)))
        assert not comparison.problems
        writing.apply(comparison, by=admin_user, reason="a test")

    return write


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(writing, "TOGETHER", 2)


def row_of(slug, **values):
    return next(row for row in table() if row["slug"] == slug) | values


def test_the_history_has_one_row_each_with_who_why_and_the_relations(written, admin_user):
    before = Commitment.history.count()
    slugs = [row["slug"] for row in table()[:3]]

    written(
        *(row_of(slug, other_areas="justice|media-freedom") for slug in slugs),
        new_row(state="published", other_areas="justice"),
    )

    rows = Commitment.history.all()[:4]
    assert Commitment.history.count() == before + 4
    assert {(row.history_user, row.history_change_reason) for row in rows} == {(admin_user, "a test")}
    assert len({row.history_date for row in rows}) == 1
    of = {row.slug: row for row in rows}
    assert of["quite-new"].history_type == "+"
    assert of["quite-new"].state == State.PUBLISHED
    assert [link.challengearea.slug for link in of["quite-new"].other_areas.all()] == ["justice"]
    for slug in slugs:
        assert of[slug].history_type == "~"
        assert {link.challengearea.slug for link in of[slug].other_areas.all()} == {"justice", "media-freedom"}


def test_institutions_have_their_history(written):
    row = new_row(slug="two-leads", lead_institutions="|".join(names(2)))
    written(row)
    first, second = names(2)

    written(row | {"lead_institutions": second, "supporting_institutions": first})

    record = Commitment.objects.get(slug="two-leads")
    assert [(one.role, one.institution.slug) for one in record.involvements.all()] == [
        ("lead", second),
        ("supporting", first),
    ]
    histories = Involvement.history.filter(commitment_id=record.pk).order_by("history_id")
    assert sorted(one.history_type for one in histories) == ["+", "+", "+", "-", "~"]


def names(number):
    slugs = Involvement.objects.order_by("institution__slug").values_list("institution__slug", flat=True)
    return list(slugs.distinct()[:number])


def test_what_follows_from_a_text_follows(written):
    written(row_of(SLUG, title_fr="", summary_en="Other words.", title_en="Élan"))

    record = Commitment.objects.get(slug=SLUG)
    assert (record.title_state_fr, record.sort_key_en, record.sort_key_fr) == ("missing", "elan", "elan")


def test_readers_find_the_new_words_and_no_former_ones(written):
    written(
        row_of(SLUG, title_en="Zanzibarite"), new_row(state="published", title_en="Quokkas"), new_row(slug="a-draft")
    )

    public = Commitment.objects.published()
    held = {(entry.commitment_id, entry.language): entry.title for entry in SearchEntry.objects.all()}
    assert len(held) == 2 * public.count() == 2 * 91
    indexing.reindex(public)
    assert {(entry.commitment_id, entry.language): entry.title for entry in SearchEntry.objects.all()} == held


def test_the_log_tells_what_readers_see(written):
    PublicChange.objects.all().delete()

    written(
        row_of(SLUG, branch="independent"),
        row_of(table()[0]["slug"], editors_note="Nobody reads this."),
        new_row(state="published"),
        new_row(slug="a-draft"),
    )

    log = {change.commitment.slug: change for change in PublicChange.objects.all()}
    assert {slug: change.kind for slug, change in log.items()} == {SLUG: "changed", "quite-new": "published"}
    assert [entry["field"] for entry in log[SLUG].changes] == ["branch"]
    for slug, change in log.items():
        assert Commitment.objects.get(slug=slug).public_updated_at == change.at


def test_what_is_no_longer_public_leaves_the_search(written):
    written(row_of(SLUG, state="draft"))

    record = Commitment.objects.get(slug=SLUG)
    assert (record.state, record.public_snapshot) == (State.DRAFT, None)
    assert Commitment.objects.filter(slug=SLUG, public_snapshot__isnull=True).exists()
    assert not record.search_entries.exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(writing, "TOGETHER", 100)
    rows = [row | {"title_fr": f"{row['title_fr']} bis"} for row in table()]
    rows += [new_row(slug=f"new-{number}", state="published") for number in range(10)]
    comparison = compare(read("file.csv", as_csv(rows)))

    # SQLite takes few parameters in a statement: it needs one for every fifteen rows of history.
    with django_assert_max_num_queries(80):
        writing.apply(comparison)
