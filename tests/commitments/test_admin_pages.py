"""What staff see: texts once, hints, evidence, the language, refusals, the first page."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from modeltranslation.translator import translator

from commitments.dashboard import latest_changes
from commitments.models import Assessment, Commitment, Evidence, ProgressReport, PublicChange, State
from members.models import Institution
from tests.forms import address, change_url, edit, form_data, with_row
from tests.html import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def translated(form):
    """The translated fields of the model of `form`."""
    model = type(form.instance)
    known = model in translator.get_registered_models()
    return set(translator.get_options_for_model(model).get_field_names()) if known else set()


def test_every_text_has_one_box_a_language(staff_client, make_commitment):
    """A box for the text of no language is lost when the form is saved."""
    report = ProgressReport.objects.create(commitment=make_commitment(), reported_on="2026-05-01", status="complete")
    Assessment.objects.create(commitment=report.commitment, report_title="Report", assessed_on="2026-06-01")
    boxes = 0
    for model in admin.site._registry:
        if model._meta.app_label not in ("commitments", "members") or model is PublicChange:
            continue
        context = staff_client.get(change_url(model._base_manager.first())).context
        forms = [context["adminform"].form, *(one.formset.empty_form for one in context["inline_admin_formsets"])]
        for form in forms:
            assert not translated(form) & set(form.fields), form
            boxes += sum(name.endswith("_fr") for name in form.fields)
    assert boxes > 20


def test_lengths_are_told_in_the_language_of_the_page(staff_client):
    url = reverse("admin:commitments_commitment_add")

    page = Page(staff_client.get(url).text)

    title, summary = page.all("input", id="id_title_en")[0], page.all("textarea", id="id_summary_fr")[0]
    assert (title["data-length-in"], title["data-length-most"]) == ("characters", "100")
    assert title["data-length-hint"] == "{} of 100 characters"
    assert summary["data-length-hint"] == "{} of 75 words"
    scripts = [one for one in page.all("script") if "js/admin.js" in (one["src"] or "")]
    assert len(scripts) == 1
    assert "defer" in scripts[0].attributes


# Evidence


def test_a_new_report_leads_to_its_evidence(staff_client, make_commitment):
    commitment = make_commitment()
    data = with_row(
        form_data(staff_client.get(change_url(commitment))),
        "progress_reports",
        reported_on="2026-05-01",
        status="complete",
        text_en="Done.",
        source_url="https://example.org/",
    )

    response = staff_client.post(change_url(commitment), data | {"_continue": "1"}, follow=True)

    report = commitment.progress_reports.get()
    there = f"{change_url(report)}#evidence-group"
    links = [one["href"] for one in Page(response.text).all("a")]
    assert links.count(there) == 2  # in the message, and in the row
    assert "None yet." in response.text

    data = with_row(
        form_data(staff_client.get(change_url(report))), "evidence", title_en="The law", url="https://example.org/"
    )
    assert staff_client.post(change_url(report), data).status_code == 302
    assert Evidence.objects.get(report=report).title_en == "The law"
    assert "<li>The law</li>" in staff_client.get(change_url(commitment)).text


def test_rows_of_reports_take_the_same_queries_however_many(staff_client, make_commitment):
    commitment = make_commitment()
    staff_client.get(change_url(commitment))

    numbers = []
    for day in (1, 2, 3):
        report = ProgressReport.objects.create(commitment=commitment, reported_on=f"2026-05-0{day}", status="complete")
        Evidence.objects.create(report=report, title_en="Page", url="https://example.org/")
        numbers.append(queries_of(lambda: staff_client.get(change_url(commitment))))
    assert len(set(numbers)) == 1


# Language


def test_staff_choose_their_language(client, staff_client):
    response = staff_client.post(reverse("admin-language"), {"language": "fr", "next": "/admin/members/region/"})

    assert response.url == "/admin/members/region/"
    cookie = response.cookies["staff-language"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    page = Page(staff_client.get("/admin/members/region/").text)
    assert page.all("html")[0]["lang"] == "fr"
    buttons = page.all("button", name="language")
    assert [(one["value"], one["aria-current"]) for one in buttons] == [("en", None), ("fr", "true")]
    assert page.all("input", name="next")[0]["value"] == "/admin/members/region/"


@pytest.mark.parametrize(
    "following", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_the_choice_of_language_leads_nowhere_else(staff_client, following):
    response = staff_client.post(reverse("admin-language"), {"language": "fr", "next": following})

    assert response.status_code in (204, 302)
    assert "example" not in response.headers.get("Location", "")
    assert "script" not in response.headers.get("Location", "")


@pytest.mark.parametrize("language", ["xx", "", "../fr", "fr" * 300])
def test_a_language_that_is_none(staff_client, language):
    staff_client.post(reverse("admin-language"), {"language": language, "next": "/admin/"})

    assert Page(staff_client.get("/admin/").text).all("html")[0]["lang"] == "en"


def test_in_public_the_address_alone_says_the_language(client):
    client.cookies["staff-language"] = "fr"

    for path, language in (("/en/", "en"), ("/fr/", "fr"), ("/en/commitments/", "en"), ("/en/nowhere/", "en")):
        response = client.get(path)
        assert Page(response.text).all("html")[0]["lang"] == language
        assert "Cookie" not in response.headers.get("Vary", "")


def test_the_public_page_is_offered_in_every_language(staff_client):
    commitment = Commitment.objects.published().first()

    html = staff_client.get(change_url(commitment)).text

    for code in ("en", "fr"):
        with override(code):
            assert f'href="{commitment.get_absolute_url()}" class="viewsitelink" hreflang="{code}"' in html


# Refusals


def test_a_refusal_stays_among_the_pages_of_staff(editor, make_commitment):
    public = make_commitment(state=State.PUBLISHED)

    response = editor.get(address(Commitment, "delete", public))

    assert response.status_code == 403
    page = Page(response.text)
    assert page.all("a", href=reverse("admin:index"))
    assert page.all("form", id="logout-form")
    assert page.all("h1")[0].text == "You may not do this"


def test_a_form_that_was_open_for_too_long_too(make_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("editor"))

    response = client.post(reverse("admin:commitments_commitment_add"), {})

    assert response.status_code == 403
    assert Page(response.text).all("form", id="logout-form")


def test_others_see_the_page_of_the_site(client):
    response = client.get(reverse("admin:commitments_commitment_changelist"))

    assert response.status_code == 302


# Lists and first page


def test_pages_are_called_after_what_they_hold(staff_client):
    commitment = Commitment.objects.first()

    for url, title in (
        (address(Commitment, "changelist", None), "Commitments"),
        (change_url(commitment), "Commitment"),
        (address(Commitment, "add", None), "Add: commitment"),
    ):
        assert Page(staff_client.get(url).text).all("h1")[0].text == title


def test_the_list_shows_state_and_place(staff_client, make_commitment):
    make_commitment(state="in-review", title_en="Waits")
    page = staff_client.get(address(Commitment, "changelist", None))

    assert page.context["cl"].list_display[1:] == ["title", "state", "place", "area", "on_site"]
    assert 'class="on-site" href="/fr/' in page.text
    assert 'lang="fr" hreflang="fr">Français</a>' in page.text


def test_reviewers_see_reviews_and_editors_drafts(log_in, make_commitment):
    make_commitment(state="in-review", title_en="Waits for a review")
    make_commitment(title_en="Waits for an editor")

    for role, shown in (("reviewer", "Waits for a review"), ("editor", "Waits for an editor")):
        waiting = log_in(role).get("/admin/").context["waiting"]
        assert [one.title_en for one in waiting] == [shown]


def test_many_changes_of_one_person_are_one(staff_client, make_commitment):
    made = [make_commitment(title_en=f"Number {number}") for number in range(5)]
    for commitment in made:
        edit(staff_client, commitment, summary_en="Changed.")
    institution = Institution.objects.first()
    edit(staff_client, institution, acronym_en="NEW")

    last, before = latest_changes()[:2]

    assert (last.kind, last.who, last.number) == ("institution", "staff", 1)
    assert last.records == ((str(institution), address(Institution, "history", institution)),)
    assert (before.kind, before.who, before.number) == ("commitment", "staff", 5)
    assert [name for name, _address in before.records] == ["Number 4", "Number 3", "Number 2"]


def test_what_belongs_to_a_commitment_is_told_with_it(staff_client, make_commitment):
    commitment = make_commitment(title_en="Has a report")
    report = ProgressReport.objects.create(commitment=commitment, reported_on="2026-05-01", status="complete")
    Evidence.objects.create(report=report, title_en="The law", url="https://example.org/")

    evidence, reported = latest_changes()[:2]

    assert (evidence.kind, evidence.records[0][0]) == ("piece of evidence", "The law")
    assert reported.records == (("Has a report", address(Commitment, "history", commitment)),)
    commitment.delete()
    gone = latest_changes()[0]
    assert gone.records == (("Has a report", ""),)
    assert staff_client.get("/admin/").status_code == 200


def test_the_first_page_takes_the_same_queries_however_much_happened(staff_client, make_commitment):
    numbers = []
    staff_client.get("/admin/")
    for _time in range(2):
        for _number in range(3):
            commitment = make_commitment(state="in-review")
            ProgressReport.objects.create(commitment=commitment, reported_on="2026-05-01", status="complete")
        numbers.append(queries_of(lambda: staff_client.get("/admin/")))
    assert numbers[0] == numbers[1]
