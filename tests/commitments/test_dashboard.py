"""What waits for staff: the filters of the list, and the dashboard that counts what they find."""

import datetime
import re

import pytest
from django.utils import timezone

from commitments.admin_filters import NEEDS
from commitments.models import ActionPlan, Commitment, ProgressReport, State
from members.models import Member
from tests.forms import edit
from tests.html import Page

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/commitment/"


@pytest.fixture
def work(make_commitment):
    """One commitment for each thing that waits, by the value of the filter."""
    long_ago = timezone.now() - datetime.timedelta(days=400)
    whole = {
        "title_fr": "Fait",
        "summary_fr": "Quelqu’un fera quelque chose.",
        "route": "standalone",
        "source_url": "https://example.org/",
    }
    return {
        "untranslated": make_commitment(**whole | {"title_fr": ""}),
        "stale": make_commitment(**whole, title_state_fr="stale"),
        "machine": make_commitment(**whole, summary_state_fr="machine"),
        "incomplete": make_commitment(**whole | {"source_url": ""}),
        "no-report": make_commitment(**whole, state=State.PUBLISHED, published_at=long_ago),
        "in-review": make_commitment(**whole, state=State.IN_REVIEW),
    }


@pytest.mark.parametrize("need", NEEDS)
def test_a_filter_finds_what_needs_work(staff_client, work, need):
    response = staff_client.get(LIST, {"needs": need})

    found = set(response.context["cl"].queryset) & set(work.values())
    expected = {work[need]} | ({work["untranslated"]} if need == "incomplete" else set())
    assert found == expected


NOW, YEAR_AGO = datetime.timedelta(days=10), datetime.timedelta(days=400)


@pytest.mark.parametrize(
    ("report", "start", "plan", "publication", "owes"),
    [
        (NOW, YEAR_AGO, YEAR_AGO, YEAR_AGO, False),
        (YEAR_AGO, NOW, NOW, NOW, True),
        (None, YEAR_AGO, NOW, NOW, True),
        (None, NOW, YEAR_AGO, YEAR_AGO, False),
        (None, None, YEAR_AGO, NOW, True),
        (None, None, NOW, YEAR_AGO, False),
        (None, None, None, YEAR_AGO, True),
        (None, None, None, NOW, False),
    ],
)
def test_from_when_a_report_is_owed(staff_client, make_commitment, report, start, plan, publication, owes):
    """The last report, else the start, else the action plan, else the publication."""
    today = timezone.localdate()
    values = {"published_at": timezone.now() - publication}
    if start:
        values |= {"start": today - start, "start_precision": "day"}
    if plan:
        year = today.year if plan == NOW else today.year - 2
        member = Member.objects.first()
        years = {"start_year": year, "end_year": year + 2}
        values["action_plan"] = ActionPlan.objects.create(slug="plan", name_en="Plan", member=member, **years)
        values["route"] = "action-plan"
    commitment = make_commitment(state=State.PUBLISHED, **values)
    if report:
        ProgressReport.objects.create(commitment=commitment, reported_on=today - report, status="complete")

    found = staff_client.get(LIST, {"needs": "no-report", "q": commitment.slug}).context["cl"].queryset

    assert (commitment in found) is owes


def test_some_of_the_catalogue_owe_a_report(staff_client):
    assert staff_client.get(LIST, {"needs": "no-report"}).context["cl"].result_count > 10


@pytest.mark.parametrize(("text", "missing"), [("problem", False), ("description", True)])
def test_only_what_another_language_has_is_untranslated(staff_client, make_commitment, text, missing):
    commitment = make_commitment(title_fr="Fait", summary_fr="Fait.", route="standalone", source_url="https://a.org/")
    if missing:
        edit(staff_client, commitment, **{f"{text}_en": "Said in English alone."})

    for need in ("untranslated", "incomplete"):
        assert (commitment in staff_client.get(LIST, {"needs": need}).context["cl"].queryset) is missing


def test_an_unknown_need_shows_everything(staff_client):
    assert staff_client.get(LIST, {"needs": "nonsense"}).context["cl"].result_count == 90


def test_the_numbers_of_the_dashboard_are_those_of_the_lists(staff_client, work):
    page = Page(staff_client.get("/admin/").text)
    rows = re.findall(r'<a href="([^"]*\?[^"]*)">[^<]*</a></th><td>(\d+)</td>', page.markup)

    assert len(rows) == len(NEEDS) + 2
    for href, number in rows:
        listed = staff_client.get(href.replace("&amp;", "&")).context["cl"].result_count
        assert listed == int(number), href
        assert listed > 0, href


def coverage(client):
    """The dashboard's {language: [number]} of commitments, each number checked against the list it leads to."""
    page = client.get("/admin/")
    found = {}
    for name, cells in page.context["coverage"]["rows"]:
        for number, query in cells:
            assert f'{LIST}?{query}">{number}</a>' in page.text
            assert client.get(f"{LIST}?{query}").context["cl"].result_count == number, query
        found[name] = [number for number, _query in cells]
    return page.context["coverage"]["labels"], found


def test_the_coverage_of_translation_counts_what_is_there(staff_client, make_commitment):
    labels, before = coverage(staff_client)
    make_commitment(title_fr="Fait", summary_fr="Quelqu’un fera quelque chose.")  # problem and description are nowhere
    make_commitment(title_fr="Fait", summary_fr=None)
    make_commitment(title_fr=None, summary_fr=None, problem_fr="Un problème.")
    make_commitment(title_fr="Fait", title_state_fr="stale", summary_fr="Fait.", summary_state_fr="machine")

    _labels, after = coverage(staff_client)

    assert labels == ["out of date", "by a machine", "missing", "complete"]
    more = {name: [now - then for now, then in zip(after[name], before[name], strict=True)] for name in after}
    assert more == {"English": [0, 0, 1, 3], "French": [1, 1, 2, 1]}


def test_a_title_that_is_out_of_date_is_not_a_complete_translation(staff_client):
    _labels, before = coverage(staff_client)

    edit(staff_client, Commitment.objects.get(ogp_code="CR0072"), title_en="Other words")

    _labels, after = coverage(staff_client)
    assert (before["French"], after["French"]) == ([0, 0, 0, 90], [1, 0, 0, 89])


def test_the_dashboard_tells_the_latest_changes(staff_client, make_commitment):
    edit(staff_client, make_commitment(), title_en="The latest of all")

    assert "The latest of all" in staff_client.get("/admin/").text


def test_the_dashboard_is_for_those_who_may_look(client, make_user):
    user = make_user("editor")
    user.groups.clear()
    client.force_login(user)

    assert "staff-dashboard" not in client.get("/admin/").text
