"""The list and the page of one commitment, as a reader without script sees them."""

import pytest

from commitments.models import Assessment, Commitment, Evidence, Milestone, ProgressReport
from tests.html import Page

pytestmark = pytest.mark.django_db


def get(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return Page(response.text)


def results(page):
    (container,) = page.having("data-total")
    return int(container["data-total"]), int(container["data-catalogue-total"])


def listed(page):
    return [element["data-commitment"] for element in page.having("data-commitment")]


class TestList:
    def test_markup_hooks(self, client):
        page = get(client, "/en/commitments/?area=justice&branch=judicial")

        assert results(page) == (7, 90)
        assert len(listed(page)) == 7
        (justice,) = [one for one in page.having("data-facet") if one["data-value"] == "justice"]
        assert (justice["data-facet"], justice["data-count"]) == ("area", "7")

    def test_each_record_once_with_what_the_tracker_shows(self, client):
        response = client.get("/en/commitments/?size=all")

        slugs = listed(Page(response.text))
        assert len(slugs) == len(set(slugs)) == 90
        for commitment in Commitment.objects.published().for_list():
            for text in (commitment.summary[:40], commitment.leads[0].institution.name[:30]):
                assert text in response.text.replace("&#x27;", "'"), commitment.slug

    def test_the_same_selection_in_both_languages(self, client):
        query = "?q=budget&level=local-member&sort=newest"

        assert listed(get(client, f"/en/commitments/{query}")) == listed(get(client, f"/fr/commitments/{query}"))

    def test_count_in_title_and_heading(self, client):
        page = get(client, "/en/commitments/?area=justice&branch=judicial")

        assert page.all("title")[0].text.strip().startswith("7 of 90 commitments: Justice, Judicial")
        spoken = " ".join(text for _language, text in page.spoken)
        assert "7 of 90 commitments" in spoken
        assert "4 countries and 1 locality" in spoken

    def test_chips_are_links_without_their_value(self, client):
        page = get(client, "/en/commitments/?area=justice&area=civic-space&branch=judicial&page=1")
        removals = [link["href"] for link in page.all("a") if link["class"] == "chip"]

        assert removals == [
            "?area=civic-space&branch=judicial",
            "?area=justice&branch=judicial",
            "?area=justice&area=civic-space",
        ]

    def test_an_unknown_value_is_named_and_dropped(self, client):
        response = client.get("/fr/commitments/?area=atlantis&branch=judicial&nonsense=1")

        assert results(Page(response.text)) == (7, 90)
        assert "atlantis" in response.text
        assert "nonsense" not in response.text.replace("nonsense=1", "")

    def test_nothing_found_gives_a_way_out_for_every_filter(self, client):
        page = get(client, "/en/commitments/?area=media-freedom&region=europe&q=corruption")
        spoken = " ".join(text for _language, text in page.spoken)

        assert results(page)[0] == 0
        for advice in ("Without Europe: 0", "Without Media Freedom: ", "Without “corruption”: 0"):
            assert advice in spoken
        (link,) = [link for link in page.all("a") if link["href"] == "?q=corruption&region=europe"][:1]
        promised = int(spoken.split("Without Media Freedom: ")[1].split()[0])
        assert results(get(client, f"/en/commitments/{link['href']}"))[0] == promised

    def test_a_misspelt_word_is_offered_rightly_spelt(self, client):
        page = get(client, "/en/commitments/?q=corupption")

        assert "?q=corruption" in {link["href"] for link in page.all("a")}

    def test_matches_are_marked(self, client):
        page = get(client, "/fr/commitments/?q=arriere")

        assert page.all("mark")

    def test_headers_sort_and_say_so(self, client):
        page = get(client, "/en/commitments/?sort=area&region=europe")

        (header,) = page.all("th", aria_sort="ascending")
        assert header.tag == "th"
        assert "?region=europe&sort=title" in {link["href"] for link in page.all("a")}

    def test_pages_keep_the_selection(self, client):
        page = get(client, "/en/commitments/?level=national&page=2")

        assert len(listed(page)) == 20
        assert "?level=national&page=3" in {link["href"] for link in page.all("a", rel="next")}
        assert "?level=national&page=1" in {link["href"] for link in page.all("a", rel="prev")}

    def test_a_page_beyond_the_last_says_so(self, client):
        response = client.get("/en/commitments/?page=6")

        assert response.status_code == 404
        assert "There is no page 6: the list has 5 pages." in response.text

    @pytest.mark.parametrize("number", ["0", "-1", "x", "１", ""])
    def test_a_page_that_is_no_number_is_the_first(self, client, number):
        assert len(listed(Page(client.get("/en/commitments/", {"page": number}, follow=True).text))) == 20

    def test_parameters_left_empty_by_the_form_go_from_the_address(self, client):
        response = client.get("/en/commitments/?q=&area=justice&sort=")

        assert (response.status_code, response.headers["Location"]) == (302, "/en/commitments/?area=justice")

    def test_htmx_gets_the_finder_with_title_and_announcement(self, client):
        response = client.get("/en/commitments/?area=justice", headers={"HX-Request": "true"})

        assert "<html" not in response.text
        page = Page(response.text)
        assert page.all("title")[0].text.strip().startswith("10 of 90")
        assert page.all("div", id="finder")
        assert page.all("p", id="announcement")[0]["hx-swap-oob"]
        assert "HX-Request" in response.headers["Vary"]

    def test_going_back_gets_the_whole_page(self, client):
        headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

        assert "<html" in client.get("/en/commitments/", headers=headers).text


class TestDetail:
    def path(self, code="CR0072", language="en"):
        return f"/{language}/commitments/{Commitment.objects.get(ogp_code=code).slug}/"

    def test_facts(self, client):
        response = client.get(self.path())

        for text in (
            "Reduce the Backlog of Court Cases",
            "Judiciary of Costa Rica",
            "Poder Judicial",
            "CR0072",
            "Costa Rica Action Plan 2023–2027 (December)",
            "No report yet",
            "Review pending",
            "Pouvoir judiciaire du Costa Rica",
        ):
            assert text in response.text, text

    def test_a_period_as_far_as_it_is_known(self, client):
        assert "July 2023 to December 2025" in client.get(self.path("MXROO0005")).text
        assert "juillet 2023\u00a0– décembre 2025" in client.get(self.path("MXROO0005", "fr")).text

    def test_progress_of_both_sides(self, client):
        commitment = Commitment.objects.get(ogp_code="CR0072")
        Milestone.objects.create(
            commitment=commitment, title_en="Open the platform", due="2026-06-01", due_precision="month"
        )
        report = ProgressReport.objects.create(
            commitment=commitment, reported_on="2026-05-01", status="limited", delay_reason="funding", text_en="Half."
        )
        Evidence.objects.create(report=report, title_en="The platform", url="https://example.org/platform")
        Assessment.objects.create(commitment=commitment, report_title="Review 2026", assessed_on="2026-07-01")

        english, french = client.get(self.path()).text, client.get(self.path(language="fr")).text

        for text in ("Open the platform", "June 2026", "Limited progress", "funding", "The platform", "Review 2026"):
            assert text in english, text
        assert "No report yet" not in english
        assert 'lang="en">Open the platform' in french

    def test_a_text_in_one_language_only_is_marked(self, client, make_commitment):
        commitment = make_commitment(
            title_en="Only English", summary_en="Only in English.", state="published", published_at="2026-01-01T00:00Z"
        )

        page = get(client, f"/fr/commitments/{commitment.slug}/")

        assert page.all("h1")[0]["lang"] == "en"
        assert ("fr", "Disponible uniquement en anglais") in page.spoken

    def test_a_former_address_redirects_for_good(self, client):
        commitment = Commitment.objects.get(ogp_code="CR0072")
        former, commitment.slug = commitment.slug, "shorter"
        commitment.save()

        response = client.get(f"/fr/commitments/{former}/")

        assert (response.status_code, response.headers["Location"]) == (301, "/fr/commitments/shorter/")

    def test_a_former_address_of_what_is_no_longer_public_is_gone(self, client):
        commitment = Commitment.objects.get(ogp_code="CR0072")
        former, commitment.slug = commitment.slug, "shorter"
        commitment.save()
        Commitment.objects.filter(pk=commitment.pk).update(state="draft")

        assert client.get(f"/fr/commitments/{former}/").status_code == 404

    def test_neighbours_are_those_of_the_selection(self, client):
        found = list(
            Commitment.objects.published()
            .filter(area__slug="justice")
            .in_listing_order()
            .values_list("slug", flat=True)
        )
        page = get(client, f"/en/commitments/{found[1]}/?area=justice")

        (previous,) = page.all("a", rel="prev")
        (following,) = page.all("a", rel="next")
        assert previous["href"] == f"/en/commitments/{found[0]}/?area=justice"
        assert following["href"] == f"/en/commitments/{found[2]}/?area=justice"

    def test_similar_commitments_give_their_reason(self, client):
        page = get(client, self.path())
        spoken = [text for _language, text in page.spoken]

        assert len(listed(page)) == 5
        assert "Same challenge area, same branch, same level of government, same region, another country" in spoken

    def test_citations_in_both_languages(self, client):
        response = client.get(self.path())

        assert "“Reduce the Backlog of Court Cases”, Costa Rica (CR0072)." in response.text
        assert "http://testserver/fr/commitments/" in response.text

    def test_the_way_to_report_an_error(self, client):
        (letter,) = [link for link in get(client, self.path()).all("a") if (link["href"] or "").startswith("mailto:")]

        assert "Reduce%20the%20Backlog" in letter["href"]

    def test_mistranslations_of_the_source_are_told_but_not_repeated(self, client):
        response = client.get(self.path("MW0006"))

        assert "a mistranslation, which we do not repeat" in response.text
        assert "Fournisseur" not in response.text
