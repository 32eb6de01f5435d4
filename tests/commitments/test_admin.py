"""Where staff edit the catalogue: every page answers, an edit lands, a state changes only through the workflow."""

import pytest
from django.contrib import admin
from django.urls import reverse

from commitments.models import Commitment, FormerSlug, PublicChange, State
from tests.forms import form_data

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", list(admin.site._registry), ids=str)
def test_every_model_has_a_list_and_a_form(staff_client, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    assert staff_client.get(reverse(f"{name}_changelist")).status_code == 200
    assert staff_client.get(reverse(f"{name}_changelist"), {"q": "é'\"%;"}).status_code == 200
    assert staff_client.get(reverse(f"{name}_add")).status_code == (403 if model is PublicChange else 200)
    if record := model.objects.first():
        assert staff_client.get(reverse(f"{name}_change", args=[record.pk])).status_code == 200


def test_both_languages_stand_side_by_side(staff_client):
    commitment = Commitment.objects.first()

    html = staff_client.get(reverse("admin:commitments_commitment_change", args=[commitment.pk])).text

    places = [html.index(f'id="id_{name}_{code}"') for code in ("en", "fr") for name in ("title", "title_state")]
    assert places == sorted(places)  # in each language, the text and then its state
    assert 'class="form-row field-title_en field-title_state_en field-title_fr field-title_state_fr"' in html
    assert 'id="id_title"' not in html


@pytest.mark.parametrize(
    ("term", "found"), [("arriere", 1), ("ARRIÉRÉ", 1), ("CR0072", 1), ("nairobi", 2), ("zzz", 0)]
)
def test_search_ignores_accents_and_case(staff_client, term, found):
    response = staff_client.get(reverse("admin:commitments_commitment_changelist"), {"q": term})

    assert response.context["cl"].result_count == found


def test_an_edit_lands_and_a_new_slug_redirects(staff_client, client):
    commitment = Commitment.objects.get(ogp_code="CR0072")
    former = commitment.slug
    url = reverse("admin:commitments_commitment_change", args=[commitment.pk])
    data = form_data(staff_client.get(url))

    response = staff_client.post(url, data | {"title_fr": "Un titre nouveau", "slug": "a-new-slug"})

    assert response.status_code == 302, response.context["errors"]
    commitment.refresh_from_db()
    assert (commitment.title_fr, commitment.sort_key_fr) == ("Un titre nouveau", "un titre nouveau")
    assert FormerSlug.objects.get(slug=former).commitment == commitment


def test_a_forged_state_changes_nothing(staff_client, make_commitment):
    commitment = make_commitment(summary_en="A summary.")
    url = reverse("admin:commitments_commitment_change", args=[commitment.pk])
    data = form_data(staff_client.get(url))

    staff_client.post(url, data | {"state": "published", "published_at": "2026-01-01"})

    commitment.refresh_from_db()
    assert commitment.state == State.DRAFT


def test_actions_move_the_state_and_report(staff_client, make_commitment):
    drafts = [make_commitment(), make_commitment()]
    url = reverse("admin:commitments_commitment_changelist")

    response = staff_client.post(
        url, {"action": "publish", "_selected_action": [draft.pk for draft in drafts]}, follow=True
    )

    assert "2 commitments are now: published." in response.text
    assert Commitment.objects.published().filter(pk__in=[draft.pk for draft in drafts]).count() == 2


def test_an_action_that_is_not_allowed_says_so(staff_client, make_commitment):
    draft = make_commitment()
    url = reverse("admin:commitments_commitment_changelist")

    response = staff_client.post(url, {"action": "return_to_draft", "_selected_action": [draft.pk]}, follow=True)

    assert "cannot become" in response.text
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_autocomplete_finds_participants_and_institutions(staff_client):
    for app, model, field, term in (
        ("commitments", "commitment", "member", "senegal"),
        ("commitments", "commitment", "locality", "bogota"),
        ("commitments", "involvement", "institution", "corruption"),
    ):
        answer = staff_client.get(
            reverse("admin:autocomplete"), {"app_label": app, "model_name": model, "field_name": field, "term": term}
        )
        assert answer.json()["results"], term


def test_only_what_is_public_has_a_page_to_view(staff_client, make_commitment):
    draft, public = make_commitment(), Commitment.objects.published().first()

    for commitment, shown in ((draft, False), (public, True)):
        html = staff_client.get(reverse("admin:commitments_commitment_change", args=[commitment.pk])).text
        assert ("viewsitelink" in html) is shown
