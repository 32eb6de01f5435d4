"""Import and export in the admin: the list as a file, a file into the list, and nobody who may not."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments import admin_files
from commitments.models import Commitment, State
from ogp_challenge.tables import MOST_BYTES, read
from tests.files import as_csv, edited, exported, new_row, table, tracker, tracker_row
from tests.hostile import BAD

pytestmark = pytest.mark.django_db

SLUG = "costa-rica-reduce-the-backlog-of-court-cases"
LIST = "admin:commitments_commitment_changelist"


def upload(client, data, name="file.csv", **headers):
    url = reverse("admin:commitments_commitment_import")
    return client.post(url, {"file": SimpleUploadedFile(name, data)}, headers=headers)


def confirm(client, response, **more):
    fingerprint = response.context["comparison"].fingerprint
    return client.post(
        reverse("admin:commitments_commitment_import_confirm"), {"fingerprint": fingerprint} | more, follow=True
    )


def export(client, kind="csv", **query):
    return client.get(reverse("admin:commitments_commitment_export", args=[kind]), query)


@pytest.fixture
def as_role(client, make_user):
    """A client of somebody with that role."""

    def log_in(role):
        client.force_login(make_user(role))
        return client

    return log_in


def test_the_list_leads_to_files_with_its_own_filters(staff_client):
    html = staff_client.get(reverse(LIST), {"branch__exact": "judicial"}).text

    assert reverse("admin:commitments_commitment_import") in html
    assert re.search(r'export/csv/\?branch__exact=judicial"', html)
    assert re.search(r'export/xlsx/\?branch__exact=judicial"', html)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_has_what_the_list_shows(staff_client, kind):
    for query in ({}, {"branch__exact": "judicial"}, {"q": "arriere"}, {"state__exact": "draft"}, {"p": "1"}):
        shown = staff_client.get(reverse(LIST), query).context["cl"].result_count

        response = export(staff_client, kind, **query)

        if shown:
            assert len(read(f"file.{kind}", response.getvalue()).lines) == shown
        assert response["Content-Disposition"].endswith(f'{timezone.now():%Y-%m-%d}.{kind}"')
        assert "no-cache" in response["Cache-Control"] or "no-store" in response["Cache-Control"]


def test_an_unknown_format_is_not_found(staff_client):
    assert export(staff_client, "pdf").status_code == 404


def test_a_filter_that_makes_no_sense_leads_back_to_the_list(staff_client):
    assert export(staff_client, featured__exact="maybe").status_code in (302, 200)


def test_the_export_takes_a_fixed_number_of_queries(staff_client, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        export(staff_client).getvalue()


def test_a_text_that_fits_in_no_cell_is_told_and_not_cut(staff_client, make_commitment):
    make_commitment(summary_en="x" * 40_000)

    response = staff_client.get(reverse("admin:commitments_commitment_export", args=["xlsx"]), follow=True)

    assert "too long for a cell" in response.text
    assert "summary_en" in response.text


def test_what_was_exported_is_imported_without_a_change(staff_client):
    for kind in ("csv", "xlsx"):
        response = upload(staff_client, export(staff_client, kind).getvalue(), f"file.{kind}")

        assert response.context["comparison"].unchanged == 90
        assert "There is nothing to write." in response.text


def test_upload_look_confirm(staff_client):
    data = as_csv([*table(edited(SLUG, title_fr="Un <b>autre</b> titre")), new_row()])

    version = Commitment.objects.get(slug=SLUG).version

    page = upload(staff_client, data)

    assert "Un &lt;b&gt;autre&lt;/b&gt; titre" in page.text
    assert 'lang="fr"' in page.text
    assert Commitment.objects.get(slug=SLUG).title_fr == "Réduire l’arriéré judiciaire"
    answer = confirm(staff_client, page)
    assert "1 commitment added." in answer.text
    assert "1 commitment changed." in answer.text
    changed = Commitment.objects.get(slug=SLUG)
    assert (changed.title_fr, changed.version) == ("Un <b>autre</b> titre", version + 1)
    assert changed.history.first().history_user.username == "staff"
    assert changed.history.first().history_change_reason == "import of file.csv"
    assert Commitment.objects.get(slug="quite-new").state == State.DRAFT


def test_a_second_confirmation_writes_nothing(staff_client):
    page = upload(staff_client, edited(SLUG, title_fr="Autre"))
    confirm(staff_client, page)
    version = Commitment.objects.get(slug=SLUG).version

    answer = confirm(staff_client, page)

    assert "no file that waits" in answer.text
    assert Commitment.objects.get(slug=SLUG).version == version


def test_what_changed_since_the_preview_is_shown_again_and_not_overwritten(staff_client):
    page = upload(staff_client, edited(SLUG, title_fr="Autre"))
    record = Commitment.objects.get(slug=SLUG)
    record.title_fr, record.version = "Entre-temps", record.version + 1
    record.save()

    answer = confirm(staff_client, page)

    assert "Nothing was written" in answer.text
    assert Commitment.objects.get(slug=SLUG).title_fr == "Entre-temps"
    confirm(staff_client, answer)
    assert Commitment.objects.get(slug=SLUG).title_fr == "Autre"


def test_another_file_uploaded_in_another_window_is_not_confirmed_by_mistake(staff_client):
    first = upload(staff_client, edited(SLUG, title_fr="Premier"))
    upload(staff_client, edited(SLUG, title_fr="Second"))

    answer = confirm(staff_client, first)

    assert "Nothing was written" in answer.text
    assert "Second" in answer.text
    assert Commitment.objects.get(slug=SLUG).title_fr == "Réduire l’arriéré judiciaire"


def test_a_file_waits_for_its_own_person_alone_and_not_for_ever(staff_client, as_role, monkeypatch):
    page = upload(staff_client, edited(SLUG, title_fr="Autre"))
    sessions = Session.objects.count()
    upload(staff_client, edited(SLUG, title_fr="Encore"))
    assert Session.objects.count() == sessions  # the former file is gone

    staff_client.logout()
    answer = confirm(as_role("administrator"), page)

    assert "no file that waits" in answer.text
    monkeypatch.setattr(admin_files, "WAITS", -1)
    page = upload(staff_client, edited(SLUG, title_fr="Autre"))
    assert "no file that waits" in confirm(staff_client, page).text
    assert Commitment.objects.get(slug=SLUG).title_fr == "Réduire l’arriéré judiciaire"


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_answered_with_a_sentence_and_writes_nothing(staff_client, case):
    name, content, row, _column, words = BAD[case]
    history = Commitment.history.count()

    response = upload(staff_client, content(), name)

    assert response.status_code == 200
    problems = response.context.get("problems") or response.context["comparison"].problems
    assert words in problems[0].message
    assert not row or f"<td>{row}</td>" in response.text
    assert (Commitment.objects.count(), Commitment.history.count()) == (90, history)


def test_a_row_with_a_cell_that_is_not_read_is_not_called_a_change(staff_client):
    page = upload(staff_client, edited(SLUG, title_en="=HYPERLINK(1)"))

    comparison = page.context["comparison"]
    assert (len(comparison.problems), comparison.changed, comparison.unchanged) == (1, (), 89)


def test_a_right_file_after_a_wrong_one_is_imported(staff_client):
    upload(staff_client, b"%PDF", "file.xlsx")

    confirm(staff_client, upload(staff_client, edited(SLUG, title_fr="Autre")))

    assert Commitment.objects.get(slug=SLUG).title_fr == "Autre"


def test_a_file_that_is_too_large_is_not_read(staff_client, monkeypatch):
    response = upload(staff_client, b"x" * (MOST_BYTES + 10))

    assert "larger than 50 MB" in response.text


def test_no_file_at_all(staff_client):
    response = staff_client.post(reverse("admin:commitments_commitment_import"))

    assert response.context["form"].errors
    assert staff_client.get(reverse("admin:commitments_commitment_import_confirm")).status_code == 302


def test_the_pages_are_strict_and_in_the_language_of_the_reader(staff_client):
    response = upload(staff_client, edited(SLUG, title_fr="Autre"), **{"Accept-Language": "fr"})

    assert '<html lang="fr"' in response.text
    assert "Ce qui changerait" in response.text or "Modifiés" in response.text
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son\w+=", response.text)


def test_long_lists_are_cut_on_the_page_and_written_whole(staff_client, monkeypatch):
    monkeypatch.setattr(admin_files, "SHOWN", 2)
    rows = [new_row(slug=f"quite-new-{number}") for number in range(5)]

    page = upload(staff_client, as_csv(rows))

    assert "The first 2 of 5 are shown" in page.text
    confirm(staff_client, page)
    assert Commitment.objects.filter(slug__startswith="quite-new-").count() == 5


def test_more_than_a_request_can_write_is_shown_and_not_written(staff_client, monkeypatch):
    monkeypatch.setattr(admin_files, "MOST_WRITTEN", 2)

    page = upload(staff_client, as_csv([new_row(slug=f"quite-new-{number}") for number in range(3)]))

    assert "no more than 2 can be written here" in page.text
    assert "no file that waits" in confirm(staff_client, page).text
    assert Commitment.objects.count() == 90


def test_a_copy_of_the_tracker_is_looked_at_and_confirmed(staff_client):
    first, *others = Commitment.objects.in_listing_order()
    rows = [tracker_row(one) for one in others]
    wind = {"institution": "Ministère du Vent", "summary": "Le vent.", "participant": "Finlande"}
    rows += [tracker_row(others[0], **wind), tracker_row(others[0], **wind | {"participant": ""})]
    rows[others.index(Commitment.objects.get(slug=SLUG))]["branch"] = "Fournisseur"

    page = upload(staff_client, tracker(rows))
    answer = confirm(staff_client, page)

    assert first.title in page.text
    assert "Its participant is not known." in page.text
    assert "1 commitment added." in answer.text
    assert "1 commitment changed." in answer.text
    assert Commitment.objects.get(slug=SLUG).source_branch == "Fournisseur"
    assert Commitment.objects.get(source_institution="Ministère du Vent").state == State.DRAFT
    assert not upload(staff_client, tracker(rows)).context["comparison"].applicable


def test_what_is_shown_again_calls_nothing_missing(staff_client):
    page = upload(staff_client, edited(SLUG, title_fr="Autre"))
    Commitment.objects.filter(slug=SLUG).update(version=99)

    again = confirm(staff_client, page)

    assert "Nothing was written" in again.text
    assert again.context["comparison"].removed == ()


def test_an_editor_brings_drafts_and_translations_and_nothing_that_the_form_would_not_let(as_role):
    client = as_role("editor")

    page = upload(client, as_csv([*table(edited(SLUG, title_fr="Autre")), new_row(state="published")]))
    confirm(client, page)

    assert Commitment.objects.get(slug="quite-new").state == State.DRAFT
    assert Commitment.objects.get(slug=SLUG).title_fr == "Autre"
    for cells in ({"title_en": "Other"}, {"state": "draft"}, {"branch": "independent"}):
        assert not upload(client, edited(SLUG, **cells)).context["comparison"].applicable


def test_a_reviewer_publishes_with_a_file(as_role):
    client = as_role("reviewer")

    confirm(client, upload(client, as_csv([new_row(state="published")])))

    assert Commitment.objects.published().filter(slug="quite-new").exists()


def test_rights_lost_after_the_preview_count(as_role):
    client = as_role("reviewer")
    page = upload(client, edited(SLUG, title_fr="Autre"))
    user = page.wsgi_request.user
    user.groups.clear()

    assert client.post(reverse("admin:commitments_commitment_import_confirm")).status_code == 403
    assert Commitment.objects.get(slug=SLUG).title_fr == "Réduire l’arriéré judiciaire"


@pytest.mark.parametrize("name", ["import", "import_confirm"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_without_both_permissions_imports(client, make_user, name, method):
    user = make_user("editor")
    user.groups.clear()
    url = reverse(f"admin:commitments_commitment_{name}")

    assert getattr(client, method)(url).status_code == 302  # to the log-in
    client.force_login(user)
    for codename in ("view_commitment", "change_commitment"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
        assert getattr(client, method)(url).status_code == 403


def test_nobody_without_view_permission_exports(client, make_user):
    user = make_user("editor")
    user.groups.clear()

    assert export(client).status_code == 302
    client.force_login(user)
    assert export(client).status_code == 403


def test_a_forged_upload_is_refused(staff_client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = staff_client.cookies

    assert upload(strict, exported()).status_code == 403
    assert strict.post(reverse("admin:commitments_commitment_import_confirm")).status_code == 403


def test_the_file_is_the_one_of_the_columns():
    header = next(csv.reader(io.StringIO(exported().decode())))

    assert header[:4] == ["slug", "ogp_code", "state", "position"]
