"""The pages of staff in a real browser: hints, what is unsaved, a suggested address, accessibility."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, STAFF
from tests.browser.test_accessibility import OPTIONS

pytestmark = pytest.mark.browser

COMMITMENTS = "/admin/commitments/commitment/"
ADD = f"{COMMITMENTS}add/"
#: Show a field that is folded away.
UNFOLD = "(field) => field.closest('details')?.setAttribute('open', '')"
#: Of what Django's admin brings: select2 gives its boxes no name that axe finds.
UPSTREAM = {"exclude": [[".select2"]]}


def log_in(page, site):
    page.goto(f"{site}/admin/login/")
    page.locator("#id_username").fill(STAFF)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    expect(page).to_have_url(f"{site}/admin/")


def open_form(page, site):
    """The form of one commitment; its address."""
    page.goto(f"{site}{COMMITMENTS}?q=backlog+court")
    page.locator("#result_list .field-title a").first.click()
    expect(page).to_have_url(re.compile(r"/change/"))
    page.wait_for_load_state()
    return page.url


@pytest.fixture
def staff(quiet, site):
    log_in(quiet, site)
    return quiet


@pytest.fixture
def form(staff, site):
    """The address of the form of one commitment, which `staff` looks at."""
    return open_form(staff, site)


def test_a_hint_says_how_long_a_text_is(staff, form):
    title = staff.locator("#id_title_en")
    hint = staff.locator("#id_title_en_length")
    expect(hint).to_have_text(re.compile(r"^\d+ of 100 characters$"))
    expect(title).to_have_attribute("aria-describedby", re.compile("id_title_en_length"))

    title.fill("é" * 33)
    expect(hint).to_have_text("33 of 100 characters")
    expect(staff.locator("#id_title_en ~ [role=status]")).to_have_text("33 of 100 characters")
    expect(hint).not_to_have_attribute("data-over", "")
    title.fill("é" * 101)
    expect(hint).to_have_attribute("data-over", "")

    staff.locator("#id_summary_fr").fill("Un deux\ntrois ")
    expect(staff.locator("#id_summary_fr_length")).to_have_text("3 of 75 words")


def test_what_is_unsaved_is_not_left_by_mistake(staff, form, site):
    asked = []
    staff.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    home = staff.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Home")

    staff.locator("#id_editors_note").evaluate(UNFOLD)
    staff.locator("#id_editors_note").fill("Not saved yet")
    home.click()
    expect(staff).to_have_url(form)
    assert asked == ["beforeunload"]

    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff).to_have_url(re.compile("changelist|commitment/"))
    staff.goto(form)
    staff.locator("#id_title_en").click()
    home.click()
    expect(staff).to_have_url(f"{site}/admin/")
    assert asked == ["beforeunload"]


def test_the_address_of_a_new_commitment_is_suggested(staff, site):
    staff.goto(f"{site}{ADD}")
    staff.locator("#id_slug").evaluate(UNFOLD)
    slug = staff.locator("#id_slug")
    staff.locator("#id_title_en").fill("Ouvrir l’accès aux données")
    staff.locator(".fieldBox.field-member .select2-selection").click()
    staff.locator(".select2-search__field").last.fill("senegal")
    staff.get_by_role("option", name="Senegal").click()
    expect(slug).to_have_value("senegal-ouvrir-lacces-aux-donnees")

    staff.locator("#id_title_en").fill("word " * 40)
    expect(slug).to_have_value(re.compile(r"^senegal(-word){14}$"))
    slug.fill("my-own")
    staff.locator("#id_title_en").fill("Another")
    expect(slug).to_have_value("my-own")
    staff.on("dialog", lambda dialog: dialog.accept())


def test_a_move_without_script(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, site)
    open_form(page, site)
    page.locator("#id_title_fr").fill("Un titre sans script")
    page.get_by_role("button", name="Return to draft").first.click()

    expect(page.locator(".messagelist")).to_contain_text("1 commitment is now: draft.")
    expect(page.locator("#id_title_fr")).to_have_value("Un titre sans script")
    page.get_by_role("button", name="Publish").last.click()
    expect(page.locator(".messagelist")).to_contain_text("1 commitment is now: published.")
    context.close()


def test_staff_choose_their_language(staff, site):
    staff.get_by_role("button", name="Français").click()
    expect(staff.locator("html")).to_have_attribute("lang", "fr")

    staff.goto(f"{site}/en/")
    expect(staff.locator("html")).to_have_attribute("lang", "en")


def test_the_keyboard_skips_to_the_content(staff, form):
    staff.keyboard.press("Tab")
    expect(staff.locator(".skip-to-content-link")).to_be_focused()
    expect(staff.locator(".skip-to-content-link")).to_be_in_viewport()
    staff.keyboard.press("Enter")
    expect(staff.locator("#content-start")).to_be_focused()


def test_filters_stay_folded(staff, site):
    staff.goto(f"{site}{COMMITMENTS}")
    staff.locator(".list-filters > summary").click()
    expect(staff.locator("#changelist-filter")).to_be_hidden()

    staff.goto(f"{site}/admin/members/institution/")
    expect(staff.locator("#changelist-filter")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("language", ["English", "Français"])
def test_pages_are_no_wider_than_the_screen(staff, form, site, width, language):
    staff.set_viewport_size({"width": width, "height": 900})
    staff.get_by_role("button", name=language).click()
    for address in (form, f"{site}{ADD}", f"{site}{COMMITMENTS}", f"{site}/admin/", f"{site}{COMMITMENTS}import/"):
        staff.goto(address)
        assert staff.evaluate("document.documentElement.scrollWidth") <= width, address
    if width == 1280:
        staff.goto(f"{site}{COMMITMENTS}")
        results = staff.locator("#changelist .results")
        assert results.evaluate("(one) => one.scrollWidth - one.clientWidth") == 0


def conflict(page, context, form):
    """Bring `page`, which shows `form`, into a conflict with somebody else's save."""
    page.goto(form)
    other = context.new_page()
    other.goto(form)
    other.locator("#id_problem_en").evaluate(UNFOLD)
    other.locator("#id_problem_en").fill(f"Theirs {time.monotonic_ns()}")
    other.get_by_role("button", name="Save", exact=True).first.click()
    other.wait_for_url(re.compile(r"commitment/\?|commitment/$"))
    other.close()
    page.locator("#id_title_en").fill("Mine")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".conflicts")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violations(browser, site, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}, locale="en")
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())

    def check(name):
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        result = Axe().run(page, context=UPSTREAM, options=OPTIONS)
        assert result.violations_count == 0, f"{name}\n{result.generate_report()}"

    page.goto(f"{site}/admin/login/")
    check("log-in")
    log_in(page, site)
    for path in ("", "second-factor/", "commitments/commitment/", "commitments/commitment/add/"):
        page.goto(f"{site}/admin/{path}")
        check(path)
    for path in ("deleted/", "import/"):
        page.goto(f"{site}{COMMITMENTS}{path}")
        check(path)
    form = open_form(page, site).partition("?")[0]
    for path in ("", "../history/", "../delete/", "../preview/fr/"):
        page.goto(f"{form}{path}")
        check(path or "form")
    conflict(page, context, form)
    check("conflict")
    context.close()
