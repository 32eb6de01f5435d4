"""What people do with the list, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def total(page):
    return int(page.locator("#results").get_attribute("data-total"))


@pytest.fixture
def scriptless(browser):
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_filter_without_script(scriptless, site):
    page = scriptless
    page.goto(f"{site}/en/commitments/")
    page.get_by_role("checkbox", name=re.compile("^Justice")).check()
    page.get_by_role("checkbox", name=re.compile("^Judicial")).check()
    page.get_by_role("button", name="Apply filters").click()

    expect(page).to_have_url(f"{site}/en/commitments/?area=justice&branch=judicial")
    expect(page).to_have_title(re.compile("^7 of 90 commitments: Justice, Judicial"))
    page.get_by_role("link", name="Remove filter: Judicial").click()
    assert total(page) == 10
    page.get_by_role("link", name="Clear all").click()
    assert total(page) == 90


def test_a_summary_opens_in_place_without_script(scriptless, site):
    page = scriptless
    page.goto(f"{site}/en/commitments/")
    row = page.locator("[data-commitment]").nth(1)
    expect(row.get_by_text("Delayed proceedings")).to_be_hidden()
    row.locator("summary").click()

    expect(row.get_by_text("Delayed proceedings")).to_be_visible()


def test_filter_with_script(quiet, site):
    page = quiet
    page.goto(f"{site}/en/commitments/")
    page.evaluate("window.same = true")
    box = page.get_by_role("checkbox", name=re.compile("^Justice"))
    box.check()

    expect(page).to_have_url(f"{site}/en/commitments/?area=justice")
    expect(page.locator("#results")).to_have_attribute("data-total", "10")
    expect(page).to_have_title(re.compile("^10 of 90 commitments: Justice"))
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^10 of 90 commitments, \d countries and \d localit"))
    expect(page.get_by_role("checkbox", name=re.compile("^Justice"))).to_be_focused()
    assert page.evaluate("window.same"), "the page was loaded again"

    page.get_by_role("checkbox", name=re.compile("^Judicial")).check()
    expect(page.locator("#results")).to_have_attribute("data-total", "7")
    page.get_by_role("link", name="Remove filter: Justice").click()
    expect(page).to_have_url(f"{site}/en/commitments/?branch=judicial")
    assert page.evaluate("window.same")


def test_search_while_typing(quiet, site):
    page = quiet
    page.goto(f"{site}/fr/commitments/")
    page.get_by_role("searchbox", name="Rechercher", exact=True).press_sequentially("arriere", delay=40)

    expect(page.locator("#results mark").first).to_be_visible()
    expect(page).to_have_url(f"{site}/fr/commitments/?q=arriere")
    expect(page.get_by_role("searchbox", name="Rechercher", exact=True)).to_be_focused()
    expect(page.get_by_role("searchbox", name="Rechercher", exact=True)).to_have_value("arriere")


def test_back_and_forward(quiet, site):
    page = quiet
    page.goto(f"{site}/en/commitments/")
    page.get_by_role("checkbox", name=re.compile("^Justice")).check()
    expect(page.locator("#results")).to_have_attribute("data-total", "10")
    page.get_by_role("checkbox", name=re.compile("^Europe")).check()
    expect(page.locator("#results")).not_to_have_attribute("data-total", "10")

    page.go_back()
    expect(page.locator("#results")).to_have_attribute("data-total", "10")
    expect(page.get_by_role("checkbox", name=re.compile("^Justice"))).to_be_checked()
    page.go_back()
    expect(page.locator("#results")).to_have_attribute("data-total", "90")
    page.go_forward()
    expect(page.locator("#results")).to_have_attribute("data-total", "10")


def test_narrowing_the_62(quiet, site):
    page = quiet
    page.goto(f"{site}/fr/commitments/")
    page.get_by_role("searchbox", name=re.compile("Pays ou localité")).fill("senegal")

    visible = page.locator("#facet-participant > .option:visible")
    expect(visible).to_have_count(1)
    expect(visible).to_contain_text("Yoff")
    assert total(page) == 90


def test_switching_the_language_keeps_the_selection(quiet, site):
    page = quiet
    page.goto(f"{site}/en/commitments/?area=justice&sort=title")
    page.locator("header").get_by_role("link", name="Français").click()

    expect(page).to_have_url(f"{site}/fr/commitments/?area=justice&sort=title")
    assert total(page) == 10
    page.locator("header").get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{site}/en/commitments/?area=justice&sort=title")


def test_keyboard_only(quiet, site):
    page = quiet
    page.goto(f"{site}/en/commitments/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _step in range(200):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.id")
        if focused == "choice-area-justice":
            break
    page.keyboard.press("Space")

    expect(page.locator("#results")).to_have_attribute("data-total", "10")
    expect(page.locator("#choice-area-justice")).to_be_focused()


def test_keyboard_reaches_a_country_of_the_map(quiet, site):
    page = quiet
    page.goto(f"{site}/en/")
    colombia = page.get_by_role("link", name="Colombia, 8", exact=True)
    for _step in range(200):
        page.keyboard.press("Tab")
        if colombia.evaluate("(one) => one === document.activeElement"):
            break
    expect(colombia).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{site}/en/commitments/?country=colombia")
    assert total(page) == 8


BACKLOG, PILOT = "costa-rica-reduce-the-backlog-of-court-cases", "costa-rica-open-courts-pilot-program"
PATHS = [
    *("/", "/commitments/", "/commitments/?q=corruption", "/members/", "/areas/", "/areas/justice/"),
    *("/commitments/coverage/", "/commitments/coverage/?by=country&gaps=1", "/members/colombia/"),
    f"/commitments/compare/?c={BACKLOG}&c={PILOT}",
]


@pytest.mark.parametrize("path", PATHS, ids=str)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_sideways_scrolling_at_320_pixels(browser, site, path, language):
    """320 CSS pixels is also 1280 at 400 %, which is more than the 200 % of WCAG 1.4.4."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site}/{language}{path}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_works_at_200_per_cent(browser, site):
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page = context.new_page()
    page.goto(f"{site}/en/commitments/")
    page.locator("#filters > summary").click()
    page.get_by_role("checkbox", name=re.compile("^Justice")).check()

    expect(page.locator("#results")).to_have_attribute("data-total", "10")
    expect(page.locator("#filters")).to_have_attribute("open", "")
    context.close()


def test_without_htmx_the_links_still_work(browser, site):
    """Script that does not arrive must not take the page with it."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/htmx*", lambda route: route.abort())
    page.goto(f"{site}/en/commitments/?area=justice&branch=judicial")
    page.get_by_role("link", name="Remove filter: Judicial").click()

    expect(page).to_have_url(f"{site}/en/commitments/?area=justice")
    assert total(page) == 10
    context.close()
