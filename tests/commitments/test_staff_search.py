"""The search of the admin: blind to accents and case, over all names, the same on both databases."""

import pytest
from django.contrib import admin
from django.urls import reverse

from commitments.models import Assessment, Commitment, ProgressReport, PublicChange
from members.models import Institution, Locality
from ogp_challenge.languages import fold, language_codes, sort_key
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:commitments_commitment_changelist")


def texts(commitment):
    """Every text that the search of commitments looks into, folded."""
    institutions = list(commitment.institutions.all())
    named = [commitment.member, *institutions, *([commitment.locality] if commitment.locality else [])]
    for code in language_codes():
        yield sort_key(getattr(commitment, f"title_{code}") or "")
        yield from (sort_key(getattr(record, f"name_{code}") or "") for record in named)
        yield from (fold(getattr(institution, f"acronym_{code}") or "") for institution in institutions)
    yield from (fold(institution.name_original) for institution in institutions)
    yield from (commitment.slug, fold(commitment.ogp_code or ""))


@pytest.mark.parametrize(
    "term",
    [
        *("bresil", "BRÉSIL", "brazil", "ministere", "autorite", "AUTORITÉ", "SÉNÉGAL", "senegal", "arriéré"),
        *("costa rica backlog", "backlog costa", "Función", "funcion publica", "DAFP", "CR0072", "cr0072"),
        *("costa-rica-reduce-the-backlog", "nairobi", "l’arriere", "l'arriere"),
    ],
)
def test_every_word_is_found_in_some_text(staff_client, term):
    found = set(staff_client.get(LIST, {"q": term, "all": ""}).context["cl"].queryset)

    words = sort_key(term).split()
    everything = {
        commitment: list(texts(commitment))
        for commitment in Commitment.objects.select_related("member", "locality").prefetch_related("institutions")
    }
    assert found == {
        one for one, all_of in everything.items() if all(any(w in text for text in all_of) for w in words)
    }
    assert found


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_a_straight_apostrophe_will_do(staff_client, apostrophe):
    found = staff_client.get(LIST, {"q": f"cote d{apostrophe}ivoire"}).context["cl"].queryset

    assert set(found) == set(Commitment.objects.filter(member__iso2="CI"))
    assert found


@pytest.mark.parametrize("term", ["%", "_", "'", "’ -", "zzz", "costa zzz"])
def test_what_is_nowhere_is_not_found(staff_client, term):
    assert staff_client.get(LIST, {"q": term}).context["cl"].result_count == 0


@pytest.mark.parametrize(
    "name",
    ["ŒUVRE d’État", "Straße", "İSTANBUL Iğdır", "Łódź", "ØRESUND", "Ñandú", "Đà Nẵng", "Ἀθῆναι", "Министерство"],
)
def test_the_database_folds_as_we_do(name):
    institution = Institution.objects.create(slug="folded", name_original=name)

    for word in sort_key(name).split():
        assert institution in Institution.objects.filter(name_original__folded=word), word
    assert institution not in Institution.objects.filter(name_original__folded="x%")


def test_lists_of_what_belongs_to_a_commitment_have_a_search(staff_client):
    commitment = Commitment.objects.filter(member__name_fr="Brésil").first()
    ProgressReport.objects.create(commitment=commitment, reported_on="2026-05-01", status="complete", text_fr="Achevé")
    Assessment.objects.create(commitment=commitment, report_title="Évaluation", assessed_on="2026-06-01")
    PublicChange.objects.filter(commitment=commitment).update(reason="Décidé")

    for model, own in ((ProgressReport, "acheve"), (Assessment, "evaluation"), (PublicChange, "decide")):
        url = reverse(f"admin:commitments_{model._meta.model_name}_changelist")
        for term in ("bresil", own, f"{own} bresil"):
            found = staff_client.get(url, {"q": term}).context["cl"].queryset
            assert {row.commitment.member.name_en for row in found} == {"Brazil"}, (model, term)


def test_every_list_of_the_catalogue_has_a_search(staff_client):
    for model, page in admin.site._registry.items():
        if model._meta.app_label in ("commitments", "members"):
            assert page.search_fields, model
            url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            assert staff_client.get(url, {"q": "zzz é"}).context["cl"].result_count == 0


def test_the_search_takes_the_same_queries_whatever_it_finds(staff_client):
    def queries(term):
        return queries_of(lambda: staff_client.get(LIST, {"q": term}))

    queries("a")  # what is asked once

    assert queries("e") == queries("CR0072") == queries("costa rica backlog")


def choices(client, field, term, model="commitment"):
    query = {"app_label": "commitments", "model_name": model, "field_name": field, "term": term}
    return client.get(reverse("admin:autocomplete"), query).json()["results"]


def test_what_is_chosen_says_which_of_two_it_is(staff_client, django_assert_max_num_queries):
    for member in {one.member for one in Commitment.objects.select_related("member")[:6]}:
        Institution.objects.create(slug=f"weather-{member.slug}", name_en="Ministry of Weather", member=member)
    Institution.objects.create(slug="weather-nowhere", name_en="Ministry of Weather")

    with django_assert_max_num_queries(8):
        names = [one["text"] for one in choices(staff_client, "institution", "weather ministry", "involvement")]

    assert len(names) == len(set(names)) >= 4
    assert "Ministry of Weather" in names
    locality = Locality.objects.get(slug="nairobi")
    assert choices(staff_client, "locality", "NAÏROBI")[0] == {
        "id": str(locality.pk),
        "text": locality.full_name,
        "slug": "nairobi",
    }


def test_what_was_chosen_bears_the_same_name(staff_client):
    commitment = Commitment.objects.filter(involvements__institution__member__isnull=False).first()
    institution = commitment.involvements.first().institution

    html = staff_client.get(reverse("admin:commitments_commitment_change", args=[commitment.pk])).text

    assert f"selected>{institution.full_name}, {institution.member.name}</option>" in html
