"""The columns of a file: declared once, language-neutral, and the way back of each."""

import pytest
from django.core.exceptions import ValidationError

from commitments import columns as module
from commitments.columns import References, columns, row, settled
from commitments.models import Commitment, State
from ogp_challenge.dates import from_partial_iso, partial_iso

pytestmark = pytest.mark.django_db


def column(name):
    return next(column for column in columns() if column.name == name)


def test_names_are_there_once_and_every_column_has_a_label():
    names = [column.name for column in columns()]

    assert len(set(names)) == len(names) <= 60
    assert all(str(column.label) for column in columns())


def test_every_field_that_staff_edit_has_a_column():
    covered = {column.field for column in columns()} | {"start_precision", "end_precision"}
    generated = {"id", "is_public", "published_at", "withdrawn_at", "version", "public_snapshot", "public_updated_at"}
    generated |= {"title", "title_state", "summary", "summary_state", "problem", "problem_state"}
    generated |= {"description", "description_state", "featured_reason", "sort_key", "sort_key_en", "sort_key_fr"}
    withdrawal = {"withdrawal_reason", "withdrawal_reason_en", "withdrawal_reason_fr"}  # given where it is withdrawn

    assert {field.name for field in Commitment._meta.fields} - covered - generated - withdrawal == set()


def test_a_third_language_brings_its_columns(monkeypatch):
    monkeypatch.setattr(module, "language_codes", lambda: ["en", "fr", "es"])

    names = [column.name for column in columns()]

    assert {"title_es", "title_state_es", "summary_es", "featured_reason_es"} <= set(names)
    assert names.index("title_fr") < names.index("title_es") < names.index("summary_en")


def test_values_are_codes_and_slugs_whatever_the_language(settings):
    commitment = Commitment.objects.get(ogp_code="CR0072")

    cells = dict(zip((column.name for column in columns()), row(commitment, columns()), strict=True))

    assert (cells["country"], cells["area"], cells["branch"]) == ("costa-rica", "justice", "judicial")
    assert (cells["region"], cells["featured"], cells["state"]) == ("americas", "false", "published")
    assert cells["lead_institutions"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-03-07", "2025-03-07", "2025-03-07"),
        ("2025-21", "2025-03-01", "2025-05-31"),
        ("2025-24", "2025-01-01", "2025-02-28"),
    ],
)
def test_partial_dates_there_and_back(text, first, last):
    for is_last, expected in ((False, first), (True, last)):
        date, precision = from_partial_iso(text, last=is_last)
        assert date.isoformat() == expected
        assert partial_iso(date, precision) == text


@pytest.mark.parametrize(
    "text", ["25", "2025-13", "2025-00", "2025-02-30", "01/02/2025", "45717", "0000", "２０２５", "2025 "]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValidationError):
        from_partial_iso(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("country", "colmbia"),
        ("area", "Justice"),
        ("other_areas", "justice|nope"),
        ("lead_institutions", "nope"),
        ("position", "-1"),
        ("position", "1.5"),
        ("featured", "yes"),
        ("state", "public"),
        ("start", "soon"),
        ("source_copied_on", "2025-03"),
    ],
)
def test_a_cell_that_means_nothing_is_refused(name, text):
    with pytest.raises(ValidationError):
        column(name).clean(text, References())


def test_sets_have_one_spelling_and_institutions_keep_their_order():
    references = References()
    commitment = Commitment.objects.filter(involvements__role="lead").first()
    one, two = Commitment.objects.exclude(pk=commitment.pk).values_list("institutions__slug", flat=True)[:2]

    assert column("other_areas").clean(" media-freedom|justice|justice", references) == "justice|media-freedom"
    cell = column("lead_institutions").clean(f"{two}|{one}", references)
    column("lead_institutions").relate([(commitment, cell)], references)

    assert column("lead_institutions").read(Commitment.objects.get(pk=commitment.pk)) == f"{two}|{one}"
    with pytest.raises(ValidationError):
        column("lead_institutions").clean(f"{one}|{one}", references)


def values_of(commitment, **other):
    present = {column.name: column.read(commitment) for column in columns()}
    return present, settled(present | other, present)


def test_the_states_of_texts_are_those_a_save_would_give(make_commitment):
    commitment = make_commitment(title_state_en="original", title_fr="Fait", title_state_fr="human")

    present, values = values_of(commitment, title_en="Other words", problem_en="New", problem_state_en="missing")

    for name, text in values.items():
        if text != present[name]:
            column(name).write(commitment, text, References())
    commitment.save()
    after, _values = values_of(Commitment.objects.get(pk=commitment.pk))
    assert after == values
    assert (values["title_state_fr"], values["problem_state_en"]) == ("stale", "original")


def test_a_file_does_not_make_a_stale_translation_good_again(make_commitment):
    commitment = make_commitment(title_fr="Fait", title_state_fr="stale")

    assert values_of(commitment, title_state_fr="human")[1]["title_state_fr"] == "stale"
    assert values_of(commitment, title_state_fr="human", title_fr="Refait")[1]["title_state_fr"] == "human"


def test_state_and_region_are_never_written_by_their_columns():
    assert {column.name for column in columns() if not (column.write or column.relate)} == {"state", "region"}
    assert not any(column.write and column.relate for column in columns())
    assert column("state").clean(State.DRAFT, References()) == "draft"
