"""The numbers of the Challenge (DESIGN.md section 3), computed from what is loaded, on both databases."""

import re
from collections import Counter

import pytest

from commitments.models import Commitment, Involvement
from commitments.statistics import counters, rows
from commitments.vocabulary import Vocabulary
from members.models import Institution, Locality, Member, Region
from tests.participants import COUNTRIES, LOCALITIES

pytestmark = pytest.mark.django_db


def test_counters():
    numbers = counters(rows(Commitment.objects.published(), Vocabulary.load()))

    assert (numbers.countries, numbers.localities, numbers.commitments) == (26, 36, 90)
    assert (numbers.all_countries, numbers.through_localities) == (32, 6)


@pytest.mark.parametrize(
    ("field", "tallies"),
    [
        (
            "area__slug",
            {
                "anti-corruption": 21,
                "public-participation": 20,
                "justice": 10,
                "access-to-information": 9,
                "gender-and-inclusion": 8,
                "fiscal-openness": 8,
                "climate-and-environment": 7,
                "civic-space": 3,
                "digital-governance": 3,
                "media-freedom": 1,
            },
        ),
        ("branch", {"executive": 72, "judicial": 7, "independent": 6, "legislative": 5}),
        ("level", {"national": 47, "local-member": 35, "local-non-member": 8}),
        (
            "member__region__slug",
            {"americas": 38, "europe": 23, "africa-and-the-middle-east": 19, "asia-and-the-pacific": 10},
        ),
    ],
)
def test_tallies(published, field, tallies):
    assert Counter(published.values_list(field, flat=True)) == tallies


def test_every_participant_owns_exactly_its_commitments(published):
    for slug, positions in COUNTRIES.items():
        owned = published.filter(member__slug=slug, locality=None).order_by("position")
        assert list(owned.values_list("position", flat=True)) == positions, slug
    for slug, positions in LOCALITIES.items():
        owned = published.filter(locality__slug=slug).order_by("position")
        assert list(owned.values_list("position", flat=True)) == positions, slug


def test_nobody_else_takes_part():
    assert set(Member.objects.participating().values_list("slug", flat=True)) == set(COUNTRIES)
    assert set(Locality.objects.participating().values_list("slug", flat=True)) == set(LOCALITIES)


def test_regions_are_those_of_ogp():
    assert Member.objects.get(slug="armenia").region.slug == "asia-and-the-pacific"
    assert Region.objects.count() == 4


def test_every_commitment_has_its_texts_in_both_languages(published):
    for commitment in published:
        for code in ("en", "fr"):
            title, summary = getattr(commitment, f"title_{code}"), getattr(commitment, f"summary_{code}")
            assert title, commitment.slug
            assert 25 <= len(summary.split()) <= 90, (commitment.slug, code)
            assert getattr(commitment, f"summary_state_{code}") == "original"


def test_every_commitment_has_a_lead_institution(published):
    leading = Involvement.objects.filter(role="lead").values("commitment")

    assert not published.exclude(pk__in=leading).exists()


def test_provenance_is_kept(published):
    assert not published.filter(source_branch="").exists()
    assert set(published.filter(branch="independent").values_list("source_branch", flat=True)) == {"Fournisseur"}
    assert published.filter(confidence="likely").count() == 14


def texts():
    """Every text of the catalogue that readers see: (language, text)."""
    for model, names in (
        (Region, ["name", "description"]),
        (Member, ["name", "note"]),
        (Locality, ["name", "note"]),
        (Institution, ["name"]),
        (Commitment, ["title", "summary"]),
    ):
        for record in model.objects.all():
            for name in names:
                for code in ("en", "fr"):
                    yield code, getattr(record, f"{name}_{code}")


def test_typography():
    for code, text in texts():
        assert "'" not in text, text
        assert '"' not in text, text
        if code == "fr":
            assert not re.search(r"[^\u202f\u00a0][;!?»]", text), text
            assert not re.search(r"(?<![\u202f\u00a0\d]):", text), text


def test_mistranslations_of_the_source_do_not_return():
    wrong = re.compile(r"Fournisseur\b|Demandeur d[’']emploi|Cadre Exécutif|Bresil|Ouverture fiscale", re.IGNORECASE)
    for code, text in texts():
        if code == "fr":
            assert not wrong.search(text), text
            assert "Netherlands" not in text
