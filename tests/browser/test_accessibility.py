"""axe-core on every kind of page, in both languages, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

#: WCAG 2.2 AA and axe's best practices. `preload` injects styles, which the page's policy refuses.
OPTIONS = {
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

KINDS = [
    "",
    "commitments/",
    "commitments/?q=corruption&region=europe&area=atlantis",
    "commitments/?area=media-freedom&region=europe",
    "commitments/costa-rica-reduce-the-backlog-of-court-cases/?area=justice",
    "commitments/compare/",
    "commitments/compare/?c=costa-rica-reduce-the-backlog-of-court-cases&c=atlantis&q=justice",
    "commitments/coverage/",
    "commitments/coverage/?by=country&gaps=1&region=europe&area=atlantis",
    "members/",
    "members/colombia/",
    "members/united-states/",
    "members/kenya/nairobi/",
    "regions/europe/",
    "areas/",
    "areas/justice/",
    "nowhere/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_violations(browser, site, language, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    for kind in KINDS:
        page.goto(f"{site}/{language}/{kind}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        result = Axe().run(page, options=OPTIONS)
        assert result.violations_count == 0, f"{kind}\n{result.generate_report()}"
    context.close()


def test_the_check_can_fail(browser, site):
    """A page with faults put in is found out: the test above is not blind."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/en/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\"><input>')"
    )

    found = {violation["id"] for violation in Axe().run(page, options=OPTIONS).response["violations"]}

    assert {"image-alt", "label"} <= found
    context.close()


def test_cards_on_a_phone(browser, site):
    context = browser.new_context(viewport={"width": 375, "height": 760})
    page = context.new_page()
    for kind in ("", "commitments/?area=justice", "members/colombia/"):
        page.goto(f"{site}/en/{kind}")
        result = Axe().run(page, options=OPTIONS)
        assert result.violations_count == 0, f"{kind}\n{result.generate_report()}"
    context.close()
