"""Files into a database that people edit: nothing of theirs is lost."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from commitments.models import ChallengeArea
from members.models import Region
from ogp_challenge.loading import load

pytestmark = pytest.mark.django_db


def row(**fields):
    return {
        "model": "members.region",
        "fields": {"slug": "oceans", "name_en": "Oceans", "name_fr": "Océans"} | fields,
    }


@pytest.fixture
def load_rows(tmp_path):
    """Load rows from a file and return what happened to them: (added, changed, unchanged, kept)."""

    def load_them(*rows, **options):
        path = tmp_path / "rows.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        (report,) = load([path], **options)
        return report.added, report.changed, report.unchanged, report.kept

    return load_them


def test_a_new_record_is_added_with_its_sort_keys(load_rows):
    assert load_rows(row()) == (1, 0, 0, 0)
    assert Region.objects.get(slug="oceans").sort_key_fr == "oceans"


def test_a_second_load_changes_nothing(load_rows):
    load_rows(row())

    assert load_rows(row()) == (0, 0, 1, 0)


def test_a_field_nobody_edited_follows_the_file(load_rows):
    load_rows(row())

    assert load_rows(row(name_en="All oceans")) == (0, 1, 0, 0)
    assert Region.objects.get(slug="oceans").name_en == "All oceans"


def test_a_field_staff_edited_is_kept_while_others_follow(load_rows):
    load_rows(row())
    Region.objects.filter(slug="oceans").update(name_en="High seas")

    assert load_rows(row(name_en="All oceans", name_fr="Tous les océans")) == (0, 0, 0, 1)
    region = Region.objects.get(slug="oceans")
    assert (region.name_en, region.name_fr) == ("High seas", "Tous les océans")


def test_it_stays_kept_at_the_load_after_that(load_rows):
    load_rows(row())
    Region.objects.filter(slug="oceans").update(name_en="High seas")
    load_rows(row(name_en="All oceans"))

    assert load_rows(row(name_en="All oceans")) == (0, 0, 0, 1)
    assert Region.objects.get(slug="oceans").name_en == "High seas"


def test_a_field_that_is_new_in_the_files_is_followed_where_nobody_has_written_it(load_rows):
    load_rows(row())

    assert load_rows(row(description_en="All of them.")) == (0, 1, 0, 0)
    assert Region.objects.get(slug="oceans").description_en == "All of them."


def test_a_field_that_is_new_in_the_files_is_kept_where_staff_have_written_it(load_rows):
    load_rows(row())
    Region.objects.filter(slug="oceans").update(description_en="Ours.")

    assert load_rows(row(description_en="All of them.")) == (0, 0, 0, 1)
    assert Region.objects.get(slug="oceans").description_en == "Ours."


def test_what_staff_deleted_does_not_come_back(load_rows):
    load_rows(row())
    Region.objects.filter(slug="oceans").delete()

    assert load_rows(row()) == (0, 0, 0, 1)
    assert not Region.objects.filter(slug="oceans").exists()


def test_a_record_that_staff_made_first_is_theirs(load_rows):
    Region.objects.create(slug="oceans", name_en="Seas")

    assert load_rows(row()) == (0, 0, 0, 1)
    assert Region.objects.get(slug="oceans").name_en == "Seas"


def test_overwrite_gives_the_files_the_last_word(load_rows):
    load_rows(row())
    Region.objects.filter(slug="oceans").update(name_en="High seas")

    assert load_rows(row(), overwrite=True) == (0, 1, 0, 0)
    assert Region.objects.get(slug="oceans").name_en == "Oceans"


def test_the_real_files_load_again_without_a_change():
    out = StringIO()

    call_command("loadcatalogue", stdout=out)

    lines = [line.split() for line in out.getvalue().splitlines()[1:]]
    assert sum(int(line[-4]) + int(line[-3]) + int(line[-1]) for line in lines) == 0
    assert sum(int(line[-2]) for line in lines) > 600


def test_an_edit_in_the_admin_survives_a_load():
    area = ChallengeArea.objects.get(slug="justice")
    area.name_en = "Justice and courts"
    area.save()
    out = StringIO()

    call_command("loadcatalogue", stdout=out)

    area.refresh_from_db()
    assert area.name_en == "Justice and courts"
    assert "kept as staff have edited them" in out.getvalue()
