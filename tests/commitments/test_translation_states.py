"""What a translation is: out of date when its original changes; what editors may correct once it is public."""

import pytest

from commitments.models import State
from tests.forms import change_url, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def translated(make_commitment):
    """A public commitment written in English and translated into French."""
    return make_commitment(
        title_en="Original",
        title_state_en="original",
        title_fr="Traduction",
        title_state_fr="human",
        summary_state_en="original",
        summary_fr="Traduit par une machine.",
        summary_state_fr="machine",
        state=State.PUBLISHED,
    )


def states(commitment):
    commitment.refresh_from_db()
    return commitment.title_state_fr, commitment.summary_state_fr


def test_a_translation_is_stale_when_its_original_changes(staff_client, translated):
    edit(staff_client, translated, title_en="Original, changed")
    assert states(translated) == ("stale", "machine")

    edit(staff_client, translated, summary_en="Changed, too.")
    assert states(translated) == ("stale", "stale")


def test_it_is_not_when_both_change(staff_client, translated):
    edit(staff_client, translated, title_en="Original, changed", title_fr="Traduction, changée")

    assert states(translated) == ("human", "machine")


def test_nor_when_the_translation_changes_alone(staff_client, translated):
    edit(staff_client, translated, title_fr="Traduction, changée")

    assert states(translated) == ("human", "machine")
    assert translated.title_state_en == "original"


def test_an_editor_corrects_only_translations_of_what_is_public(log_in, translated):
    editor = log_in("editor")

    response = edit(editor, translated, title_fr="Corrigée", title_en="Forged", slug="forged", level="forged")

    assert response.status_code == 302
    former = (translated.slug, translated.level)
    translated.refresh_from_db()
    assert (translated.title_fr, translated.title_en) == ("Corrigée", "Original")
    assert (translated.slug, translated.level) == former
    fields = editor.get(change_url(translated)).context["adminform"].form.fields
    free = {name for name, field in fields.items() if not field.disabled}
    assert {"title_fr", "title_state_fr", "summary_fr"} <= free
    assert not {"title_en", "summary_en", "slug", "member", "withdrawal_reason_fr", "editors_note"} & free
    assert translated.public_changes.exists()
