"""The page of components: for staff, and complete."""

import pytest
from django.conf import settings

#: Components that others bring along.
WITHIN_OTHERS = {"marked.html", "mix.html", "option.html"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_is_for_staff(client, staff_client, language):
    assert staff_client.get(f"/{language}/styleguide/").status_code == 200
    client.logout()
    assert client.get(f"/{language}/styleguide/").status_code == 302


def test_shows_every_component():
    page = (settings.BASE_DIR / "templates" / "site" / "styleguide.html").read_text(encoding="utf-8")

    for path in (settings.BASE_DIR / "templates" / "components").glob("*.html"):
        assert path.name in WITHIN_OTHERS or f"components/{path.name}" in page, path.name
