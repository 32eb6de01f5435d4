"""The search entries stay true, whatever changes: of a commitment, and of the records it is searched by."""

import pytest
from django.conf import settings

from commitments.indexing import reindex
from commitments.models import Commitment, Involvement, SearchEntry, State
from commitments.workflow import move
from members.models import Institution
from tests.search.catalogue import find, suggest

pytestmark = pytest.mark.django_db

#: A word that no text of the catalogue has, and what it is when misspelt.
WORD, MISSPELT = "Zanzibarite", "zanzibarrite"


@pytest.fixture
def commitment(db):
    """A public commitment of a local government: Nairobi."""
    return Commitment.objects.published().get(position=76)


@pytest.fixture
def institution(db):
    """An institution without commitments."""
    return Institution.objects.create(slug="office", name_en=f"{WORD} Office", name_fr=f"Office {WORD}")


def entries():
    """All that is stored: primary key -> what it holds."""
    return {row["id"]: row for row in SearchEntry.objects.values()}


def test_every_public_commitment_has_an_entry_in_every_language(published, make_commitment):
    make_commitment()

    stored = set(SearchEntry.objects.values_list("commitment", "language"))

    assert stored == {
        (pk, code) for pk in published.values_list("pk", flat=True) for code, _name in settings.LANGUAGES
    }
    assert SearchEntry.objects.count() == len(stored) == 90 * 2


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN])
def test_the_unpublished_is_never_found_and_never_suggested(make_commitment, state):
    made = make_commitment(title_en=WORD, title_fr=WORD, state=state)
    made.summary_en = f"The {WORD}"
    made.save()

    assert not made.search_entries.exists()
    assert find(WORD) == set()
    assert suggest(MISSPELT) is None


@pytest.mark.parametrize("back", [State.DRAFT, State.WITHDRAWN])
def test_publishing_makes_entries_and_taking_back_removes_them(make_commitment, back):
    made = make_commitment(title_en=WORD)

    move(made, State.PUBLISHED)
    assert find(WORD) == {made.position}
    assert suggest(MISSPELT) == WORD.lower()

    move(made, back, reason="Given up.")
    assert find(WORD) == set()
    assert suggest(MISSPELT) is None
    assert not made.search_entries.exists()

    move(made, State.PUBLISHED)
    assert find(WORD) == {made.position}
    assert made.search_entries.count() == 2


@pytest.mark.parametrize(
    "field",
    ["title_en", "title_fr", "summary_en", "summary_fr", "problem_fr", "description_en", "ogp_code"],
)
def test_the_words_of_a_commitment_are_followed(commitment, field):
    setattr(commitment, field, WORD)
    commitment.save()
    assert find(WORD) == {76}

    setattr(commitment, field, "Another")
    commitment.save()
    assert find(WORD) == set()


@pytest.mark.parametrize("field", ["name_en", "name_fr"])
@pytest.mark.parametrize("relation", ["member", "locality", "area"])
def test_a_renamed_record_is_followed_in_all_its_commitments(commitment, relation, field):
    record = getattr(commitment, relation)
    positions = set(record.commitments.values_list("position", flat=True))

    setattr(record, field, WORD)
    record.save()
    assert find(WORD) == positions

    setattr(record, field, "Another")
    record.save()
    assert find(WORD) == set()


@pytest.mark.parametrize("field", ["name_en", "name_fr", "acronym_en", "acronym_fr", "name_original"])
def test_a_renamed_institution_is_followed_in_all_its_commitments(commitment, field):
    institution = commitment.institutions.first()
    positions = set(institution.commitments.values_list("position", flat=True))

    setattr(institution, field, WORD)
    institution.save()
    assert find(WORD) == positions

    setattr(institution, field, "Another")
    institution.save()
    assert find(WORD) == set()


def test_a_rename_does_not_publish_a_draft(make_commitment, kenya):
    made = make_commitment(member=kenya)

    kenya.name_en = WORD
    kenya.save()

    assert made.position not in find(WORD)
    assert not made.search_entries.exists()


def test_a_rename_leaves_the_entries_of_the_others_alone(kenya):
    before = entries()

    kenya.name_en = WORD
    kenya.save()
    after = entries()

    changed = {before[pk]["commitment_id"] for pk in before if before[pk] != after[pk]}
    assert set(before) == set(after)
    assert changed == set(kenya.commitments.values_list("pk", flat=True))


@pytest.mark.parametrize("role", Involvement.Role)
def test_an_institution_that_joins_and_leaves_is_followed(commitment, institution, role):
    involvement = Involvement.objects.create(commitment=commitment, institution=institution, role=role)
    assert find(WORD) == {76}

    involvement.delete()
    assert find(WORD) == set()


def test_an_institution_in_the_place_of_another_is_followed(commitment, institution):
    involvement = commitment.involvements.first()

    involvement.institution = institution
    involvement.save()

    assert find(WORD) == {76}


def test_an_institution_that_is_removed_is_followed(commitment, institution):
    Involvement.objects.create(commitment=commitment, institution=institution)

    commitment.institutions.remove(institution)

    assert find(WORD) == set()


def test_an_institution_joins_a_draft_unseen(make_commitment, institution):
    made = make_commitment()

    Involvement.objects.create(commitment=made, institution=institution)

    assert find(WORD) == set()
    assert not made.search_entries.exists()


def test_a_deleted_commitment_leaves_no_entry(commitment):
    assert commitment.involvements.exists()
    pk = commitment.pk

    commitment.delete()

    assert not SearchEntry.objects.filter(commitment_id=pk).exists()
    assert SearchEntry.objects.count() == 89 * 2


def test_commitments_deleted_together_leave_no_entry(kenya):
    kenya.commitments.all().delete()

    assert set(SearchEntry.objects.values_list("commitment", flat=True)) == set(
        Commitment.objects.values_list("pk", flat=True)
    )


def test_a_text_in_one_language_is_found_by_the_pages_of_both(commitment):
    commitment.title_en, commitment.title_fr = f"{WORD} Courts", ""
    commitment.save()

    for entry in commitment.search_entries.all():
        assert "zanzibarite" in entry.words, entry


def test_a_phrase_does_not_run_from_one_text_into_the_next(commitment, institution):
    Involvement.objects.create(commitment=commitment, institution=institution)
    commitment.summary_en, commitment.description_en = "Open", "Justice"
    commitment.save()

    assert find('"kenya nairobi"') == find('"nairobi anti corruption"') == set()
    assert 76 not in find('"open justice"')
    assert find(f'"{WORD} office"') == {76}


def test_making_entries_again_changes_nothing(published):
    before = entries()

    reindex(published)

    assert entries() == before


def test_the_number_of_queries_does_not_grow(published, django_assert_num_queries):
    few, many = published.filter(position__lte=3), published.filter(position__lte=60)

    for commitments in (few, many):
        with django_assert_num_queries(5):  # keys, entries deleted; commitments, institutions, entries made
            reindex(commitments)
