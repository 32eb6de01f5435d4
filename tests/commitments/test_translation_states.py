"""What a translation is: out of date when its original changes; what editors may correct once it is public."""

from itertools import product

import pytest

from commitments.columns import settled
from commitments.models import ChallengeArea, Commitment, Milestone, State
from commitments.models.texts import Text, TextState, states_of
from commitments.reconciliation import Rights
from tests.forms import change_url, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def translated(make_commitment):
    """A public commitment written in English and translated into French, with something of everything."""
    commitment = make_commitment(
        title_en="Original",
        title_state_en="original",
        title_fr="Traduction",
        title_state_fr="human",
        summary_state_en="original",
        summary_fr="Traduit par une machine.",
        summary_state_fr="machine",
        state=State.PUBLISHED,
    )
    commitment.other_areas.set(ChallengeArea.objects.all()[:2])
    Milestone.objects.create(commitment=commitment, title_en="First step")
    return commitment


def states(commitment):
    commitment.refresh_from_db()
    return commitment.title_state_fr, commitment.summary_state_fr


# The rule


@pytest.mark.parametrize(
    ("en", "fr", "after"),
    [
        # A new text: nothing was said of it, or something.
        ("+", "-", "original missing"),
        ("-", "+", "missing original"),
        ("+", "+", "original human"),
        ("+", "+machine", "original machine"),
        ("+", "+original", "human original"),
        ("+human", "+", "human original"),
        ("+human", "+human", "human human"),
        # One joins it, or leaves.
        ("original", "+", "original human"),
        ("human", "+", "human human"),
        ("+", "original", "human original"),
        ("human", "-original", "human missing"),
        ("+", "-original", "original missing"),
        # A source changes alone, a translation changes alone, both change.
        ("original*", "human", "original stale"),
        ("original*", "machine", "original stale"),
        ("original*", "stale", "original stale"),
        ("original*", "original", "original stale"),
        ("human*", "human", "human stale"),
        ("human", "human*", "stale human"),
        ("human*", "machine", "human stale"),
        ("original", "human*", "original human"),
        ("original", "machine*", "original machine"),
        ("human", "machine*", "human machine"),
        ("original*", "human*", "original human"),
        ("human*", "human*", "human human"),
        # What was out of date changes in its turn; it does not make its source so.
        ("original", "stale*", "original human"),
        ("human", "stale*", "human human"),
        ("original*", "stale*", "original human"),
        # Somebody has chosen: that a text is still right, that it is out of date, what it is.
        ("original", "stale>human", "original human"),
        ("human", "stale>human", "human human"),
        ("original*", "stale>human", "original human"),
        ("original*", "human>machine", "original machine"),
        ("original", "human>stale", "original stale"),
        ("original", "stale*>machine", "original machine"),
        ("human", "stale*>human", "human human"),
        ("human", "human*>machine", "human machine"),
        ("original>human", "human>original", "human original"),
        # Nobody makes a text that is there missing.
        ("original", "human>missing", "original human"),
        ("original>", "human", "original human"),
        # Nothing happens.
        ("original", "original", "original original"),
        ("human", "human", "human human"),
        ("stale", "machine", "stale machine"),
    ],
)
def test_the_states_of_a_text(en, fr, after):
    """`+` a text comes, `-` it is gone or not there, `*` it changes, `>` somebody chooses another state."""
    now, then = {}, {}
    for code, case in (("en", en), ("fr", fr)):
        stored, _chosen, chosen = case.strip("+-").replace("*", "").partition(">")
        then[code] = Text("", "missing") if "+" in case or not stored else Text("said", stored)
        text = "" if "-" in case else "new" if "*" in case or "+" in case else "said"
        now[code] = Text(text, chosen if ">" in case else stored or "missing")

    found = states_of(now, then)

    assert " ".join(found.values()) == after
    saved = {code: Text(now[code].text, state) for code, state in found.items()}
    assert states_of(saved, saved) == found


def test_line_ends_of_a_browser_are_no_change(make_commitment):
    commitment = make_commitment(problem_en="One.\n\nTwo.", problem_fr="Un.\n\nDeux.")

    commitment.problem_en = commitment.problem_en.replace("\n", "\r\n")
    commitment.save()

    assert (commitment.problem_state_en, commitment.problem_state_fr) == ("original", "human")


# In files


def cells(texts, states):
    """The cells of the texts of a commitment of which only the title is not empty."""
    title = [f"title_{code}" for code in ("en", "fr")]
    return dict.fromkeys(Commitment.text_columns(), "") | {
        **dict(zip(title, texts, strict=True)),
        **{name.replace("title", "title_state"): state for name, state in zip(title, states, strict=True)},
    }


def test_a_file_is_settled_once_and_as_a_save_would(monkeypatch):
    """Whatever is stored and whatever the file says: a second import finds nothing, a save gives what was shown."""
    monkeypatch.setattr(Commitment, "TEXTS", ("title",))
    record = Commitment()
    files = list(product(product(["", "said", "new"], repeat=2), product(["", *TextState.values], repeat=2)))
    for stored in product(TextState.values, repeat=2):
        present = cells(["" if state == "missing" else "said" for state in stored], stored)
        for file in (cells(*file) for file in files):
            shown = settled(file, present)
            assert settled(file, shown) == shown, (stored, file)
            record.__dict__.update(shown, stored_texts=present)
            record.set_text_states()
            assert {name: getattr(record, name) for name in shown} == shown, (stored, file)


def test_a_save_of_the_catalogue_as_it_was_loaded_changes_no_state():
    for record in Commitment.objects.all():
        before = dict(record.stored_texts)
        record.set_text_states()
        assert {name: getattr(record, name) for name in before} == before, record


# In the form


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
    assert free == {"title_fr", "title_state_fr", "summary_fr", "summary_state_fr"}
    assert translated.public_changes.exists()


@pytest.mark.parametrize(
    ("en", "fr", "free"),
    [
        ("original", "human", {"fr"}),
        ("original", "machine", {"fr"}),
        ("original", "stale", {"fr"}),
        ("original", "missing", {"fr"}),
        ("human", "stale", {"fr"}),
        ("human", "missing", {"fr"}),
        ("missing", "original", {"en"}),
        ("original", "original", set()),
        # Nothing to check them against that stays as it is.
        ("human", "human", set()),
        ("missing", "missing", set()),
        ("missing", "machine", set()),
        ("stale", "machine", set()),
    ],
)
def test_an_editor_puts_nothing_on_a_public_page_that_is_no_translation(log_in, make_commitment, en, fr, free):
    states = {"en": en, "fr": fr}
    texts = {f"problem_{code}": "" if state == "missing" else "Said." for code, state in states.items()}
    commitment = make_commitment(
        state=State.PUBLISHED, **texts, **{f"problem_state_{code}": state for code, state in states.items()}
    )
    new = {f"problem_{code}": "Brand new." for code in states}

    edit(log_in("editor"), commitment, **new)

    commitment.refresh_from_db()
    assert {code for code in states if getattr(commitment, f"problem_{code}") == "Brand new."} == free
    rights = Rights(publish=False)
    assert {code for code in states if rights.may_write(commitment, f"problem_{code}", "New.")} <= free


def test_an_editor_does_not_get_at_an_original_in_two_steps(log_in, translated):
    """Neither by calling the translation the original, nor by bringing the original out of date."""
    editor = log_in("editor")

    refused = edit(editor, translated, title_state_fr="original", title_fr="Forgée")
    assert set(refused.context["adminform"].form.errors) == {"title_state_fr"}
    assert [len(rows.formset.forms) for rows in refused.context["inline_admin_formsets"]] == [1, 1, 0, 0, 0]
    assert not Rights(publish=False).may_write(translated, "title_state_fr", "original")
    for state in ("human", "machine", "stale", "missing"):
        edit(editor, translated, title_state_fr=state, title_fr=f"Forgée, {state}")
        edit(editor, translated, title_state_en="stale", title_en="Forged", summary_en="Forged")

    translated.refresh_from_db()
    assert (translated.title_en, translated.title_state_en) == ("Original", "original")
    assert translated.summary_en == "Something will be done by somebody."
    assert translated.title_fr == "Forgée, missing"


def test_a_summary_of_the_catalogue_is_a_reviewers(log_in):
    """Both languages are originals; once a reviewer has changed one, the other is an editor's to bring up to date."""
    commitment = Commitment.objects.published().first()

    edit(log_in("editor"), commitment, summary_fr="Forgé.")
    commitment.refresh_from_db()
    assert commitment.summary_fr != "Forgé."

    edit(log_in("reviewer"), commitment, summary_en="Corrected.")
    edit(log_in("editor"), commitment, summary_fr="Corrigé.", summary_en="Forged.")
    commitment.refresh_from_db()
    assert (commitment.summary_en, commitment.summary_fr) == ("Corrected.", "Corrigé.")
    assert (commitment.summary_state_en, commitment.summary_state_fr) == ("original", "human")
