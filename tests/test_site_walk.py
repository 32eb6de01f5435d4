"""Every public address in both languages: it answers, it is well made, and it tells nothing it should not."""

import re

import pytest
from django.urls import translate_url

from members.models import Institution
from ogp_challenge.views import server_error
from tests.addresses import NO_PAGE, ROUTES, file_addresses, public_addresses, route_names
from tests.html import Page

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fr")

#: DESIGN.md section 2: mistranslations of the source that are never printed.
FORBIDDEN = re.compile(
    r"\bFournisseurs?\b|Demandeur d.emploi|Cadre Exécutif|Bresil\b|Ouverture fiscale|Les états-unis d.Amérique",
    re.IGNORECASE,
)

#: Words that are English and never French, in running text.
ENGLISH = re.compile(
    r"\b(the|and|of|with|from|by|their|for|not|commitments?|countr(y|ies)|locality|localities|search|filters?|all|"
    r"next|page size|yes|no|government|public participation|anti-corruption agency|draft)\b",
    re.IGNORECASE,
)
#: Names that stay English in French.
NAMES = re.compile(
    r"Open (Contracting|Government|Gov)[^.,;:]*|Roma Capitale|CC BY 4.0|THIVIC[^.,;:]*|OGP Local|Vcentri HUB", re.I
)


def test_every_route_is_walked():
    assert route_names() == set(ROUTES) | set(NO_PAGE)


def check_structure(page, path, language):
    assert len(page.all("h1")) == 1, path
    assert page.all("html")[0]["lang"] == language
    (title,) = re.findall(r"<title>(.*?)</title>", page.markup.partition("</head>")[0], re.DOTALL)
    assert title.strip(), path
    assert "<" not in title, (path, title)
    assert len(page.all("main", id="main")) == 1
    assert page.all("a", href="#main")[0]["class"] == "skip-link"
    for landmark in ("header", "nav", "footer"):
        assert page.all(landmark), (path, landmark)
    ids = [element["id"] for element in page.having("id")]
    assert len(ids) == len(set(ids)), (path, sorted({one for one in ids if ids.count(one) > 1}))
    for reference in ("aria-labelledby", "aria-describedby", "for"):
        for element in page.having(reference):
            assert set(element[reference].split()) <= set(ids), (path, element)


def check_languages(page, path, language):
    alternates = {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate") if link["hreflang"]}
    assert set(alternates) == {*LANGUAGES, "x-default"}, path
    assert alternates["x-default"] == alternates["en"]
    for code in LANGUAGES:
        assert alternates[code] == f"http://testserver{translate_url(path, code)}"
    (canonical,) = page.all("link", rel="canonical")
    assert canonical["href"] == f"http://testserver{path}"


def check_policy(page, path):
    """A strict Content-Security-Policy: nothing inline, nothing from elsewhere."""
    assert not page.having("style"), path
    assert not page.all("style"), path
    for script in page.all("script"):
        assert script["src"].startswith("/static/"), path
        assert not script.text.strip()
    for element in page.elements:
        assert not any(name.startswith(("on", "hx-on")) for name in element.attributes), (path, element)
        if element["src"]:
            assert element["src"].startswith("/"), (path, element)


def check_words(page, path, language):
    """No English in any text, label, alternative or title of a French page, but what says that it is English."""
    for spoken_in, text in page.spoken:
        text = re.sub(r"https?://\S+", "", text)
        found = ENGLISH.search(NAMES.sub("", text)) if (language, spoken_in) == ("fr", "fr") else None
        # The original name of a body stands beside the French one, in its own language.
        if found and not Institution.objects.filter(name_original__in=text.split(" · ")).exists():
            pytest.fail(f"{path}: {text}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_walk(client, language):
    for path in public_addresses(language):
        response = client.get(path)

        assert response.status_code == 200, path
        assert response.headers["Content-Language"] == language
        assert "Cookie" not in response.headers.get("Vary", ""), path
        assert not response.cookies, path
        assert not FORBIDDEN.search(response.text), (path, FORBIDDEN.search(response.text))
        page = Page(response.text)
        check_structure(page, path, language)
        check_languages(page, path, language)
        check_policy(page, path)
        check_words(page, path, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_files(client, language):
    for path in file_addresses(language):
        response = client.get(path)

        assert response.status_code == 200, path
        assert response.headers["Content-Language"] == language
        assert not response.cookies, path
        assert not FORBIDDEN.search(response.text), (path, FORBIDDEN.search(response.text))


def test_the_root_follows_the_readers_language(client):
    for accepted, expected in (("fr-CA,fr;q=0.9", "/fr/"), ("en", "/en/"), ("de", "/en/"), ("", "/en/")):
        response = client.get("/", headers={"accept-language": accepted})

        assert (response.status_code, response.headers["Location"]) == (302, expected)
        assert "Accept-Language" in response.headers["Vary"]


def test_the_language_link_leads_there_and_back(client):
    for path in [*public_addresses("en", most=2), "/en/commitments/?q=corruption&area=justice&page=1"]:
        (there,) = {link["href"] for link in Page(client.get(path).text).all("a", hreflang="fr")}
        (back,) = {link["href"] for link in Page(client.get(there).text).all("a", hreflang="en")}

        assert back == path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/nowhere/", 404),
        ("/fr/commitments/rien/", 404),
        ("/en/commitments/?page=99", 404),
        ("/en/members/kenya/bogota/", 404),
        ("/en/commitments/?q=%00", 400),
        ("/en/commitments/?q=%ff", 400),
        ("/en/%00", 400),
    ],
)
def test_errors_are_pages_of_the_site(client, path, status):
    response = client.get(path)

    assert response.status_code == status
    page = Page(response.text)
    check_structure(page, path, path[1:3])
    check_policy(page, path)
    assert page.all("meta", name="robots", content="noindex")


def test_an_error_of_ours_is_a_page_that_asks_nothing_of_the_database(client, rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(rf.get("/en/"))

    assert response.status_code == 500
    assert len(Page(response.text).all("h1")) == 1


def test_security_headers(client):
    headers = client.get("/en/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
