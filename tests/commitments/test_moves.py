"""Moves in the form of a commitment: what is typed is saved first; nothing moves without the right to."""

import pytest
from django.urls import reverse

from commitments import workflow
from commitments.models import Commitment, Involvement, State
from tests.forms import address, change_url, edit, form_data
from tests.html import Page

pytestmark = pytest.mark.django_db

LIST = reverse("admin:commitments_commitment_changelist")
ADD = reverse("admin:commitments_commitment_add")


def buttons(html):
    """(name, value) of what sends the form of a commitment, in the order of the page."""
    found = Page(html)
    sending = [
        one for one in found.elements if one.tag == "button" or (one.tag == "input" and one["type"] == "submit")
    ]
    return [(one["name"], one["value"]) for one in sending if one["name"] in ("_save", "_addanother", "_move")]


def moves(html):
    return {value for name, value in buttons(html) if name == "_move"}


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_a_move_saves_what_was_typed(staff_client, make_commitment):
    commitment = make_commitment()

    response = edit(staff_client, commitment, title_en="Typed and published", _move="published")

    assert response.url == change_url(commitment)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.title_en) == (State.PUBLISHED, "Typed and published")
    assert commitment.public_changes.get().kind == "published"
    assert commitment.public_snapshot["title_en"] == "Typed and published"


def test_a_move_that_is_refused_loses_nothing(staff_client, make_commitment):
    commitment = make_commitment()
    Involvement.objects.filter(commitment=commitment).delete()

    edit(staff_client, commitment, title_en="Typed and refused", _move="published")

    commitment.refresh_from_db()
    assert (commitment.state, commitment.title_en) == (State.DRAFT, "Typed and refused")
    text = said(staff_client.get(change_url(commitment)))
    assert "is saved" in text
    assert "It has no lead institution." in text


def test_a_withdrawal_needs_its_reason(staff_client, make_commitment):
    commitment = make_commitment(state=State.PUBLISHED)

    edit(staff_client, commitment, title_en="Once", _move="withdrawn", reason=" ")
    commitment.refresh_from_db()
    assert (commitment.state, commitment.title_en) == (State.PUBLISHED, "Once")

    edit(staff_client, commitment, title_en="Twice", _move="withdrawn", reason="The law was\x00 repealed.")
    commitment.refresh_from_db()
    assert (commitment.state, commitment.title_en) == (State.WITHDRAWN, "Twice")
    assert commitment.withdrawal_reason_en == "The law was repealed."


def test_a_conflict_moves_nothing(staff_client, make_commitment):
    commitment = make_commitment()
    opened = form_data(staff_client.get(change_url(commitment)))
    edit(staff_client, commitment, title_en="Theirs")

    response = staff_client.post(change_url(commitment), opened | {"title_en": "Mine", "_move": "published"})

    assert response.context["adminform"].form.conflicts
    commitment.refresh_from_db()
    assert (commitment.state, commitment.title_en) == (State.DRAFT, "Theirs")


def test_saving_and_moving_are_one(staff_client, make_commitment, monkeypatch):
    commitment = make_commitment(title_en="Before")
    data = form_data(staff_client.get(change_url(commitment)))

    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(workflow, "move", fail)
    with pytest.raises(RuntimeError):
        staff_client.post(change_url(commitment), data | {"title_en": "After", "_move": "published"})

    commitment.refresh_from_db()
    assert commitment.title_en == "Before"


@pytest.mark.parametrize("to", ["", "nowhere", "PUBLISHED"])
def test_a_state_that_is_none_is_no_move(staff_client, make_commitment, to):
    commitment = make_commitment()

    response = edit(staff_client, commitment, title_en="Saved", _move=to)

    assert response.url == LIST
    commitment.refresh_from_db()
    assert (commitment.state, commitment.title_en) == (State.DRAFT, "Saved")


@pytest.mark.parametrize("to", [State.PUBLISHED, State.WITHDRAWN, State.DRAFT])
@pytest.mark.parametrize("state", list(State))
def test_an_editor_does_not_move_what_concerns_the_public(editor, make_commitment, state, to):
    if (state, to) in workflow.OF_EDITORS:
        return
    commitment = make_commitment(state=state)

    editor.post(change_url(commitment), form_data(editor.get(change_url(commitment))) | {"_move": to, "reason": "So."})

    commitment.refresh_from_db()
    assert commitment.state == state


def test_an_editor_hands_over_what_was_typed(editor, make_commitment):
    commitment = make_commitment()

    edit(editor, commitment, title_en="Ready to be read", _move="in-review")

    commitment.refresh_from_db()
    assert (commitment.state, commitment.title_en) == (State.IN_REVIEW, "Ready to be read")
    assert commitment.history.first().history_user.groups.get().name == "editor"


MOVES = {
    ("editor", "draft"): {"in-review"},
    ("editor", "in-review"): {"draft"},
    ("editor", "published"): set(),
    ("editor", "withdrawn"): set(),
    ("reviewer", "draft"): {"in-review", "published"},
    ("reviewer", "in-review"): {"draft", "published"},
    ("reviewer", "published"): {"draft", "withdrawn"},
    ("reviewer", "withdrawn"): {"draft", "published"},
}


@pytest.mark.parametrize(("role", "state"), MOVES)
def test_the_form_offers_the_moves_of_the_person(log_in, make_commitment, role, state):
    client = log_in(role)

    assert moves(client.get(change_url(make_commitment(state=state))).text) == MOVES[role, state]


def test_the_enter_key_saves_and_does_not_move(staff_client, make_commitment):
    """A browser sends a form by its first button when Enter is pressed in a field."""
    for url in (change_url(make_commitment(state=State.PUBLISHED)), ADD):
        assert buttons(staff_client.get(url).text)[0] == ("_save", "Save")
    assert "_addanother" in dict(buttons(staff_client.get(ADD).text))


@pytest.mark.parametrize(("role", "told"), [("editor", True), ("reviewer", False)])
def test_who_may_only_correct_translations_is_told(log_in, make_commitment, role, told):
    html = log_in(role).get(change_url(make_commitment(state=State.PUBLISHED, title_fr="Fait"))).text

    assert ("You may correct its translations" in html) is told
    assert "_addanother" not in dict(buttons(html))


# A new commitment


def new(client, **values):
    like = Commitment.objects.filter(level="national").first()
    given = {"title_en": "Publier “l’Œuvre”, enfin: at last", "member": like.member_id, "area": like.area_id}
    data = form_data(client.get(ADD)) | given | {"level": "national", "branch": "executive"} | values
    return like.member, client.post(ADD, data)


def test_a_new_commitment_comes_last_and_gets_an_address(staff_client):
    last = Commitment.objects.order_by("-position").first()

    member, response = new(staff_client)
    _member, second = new(staff_client)

    assert (response.status_code, second.status_code) == (302, 302), response.context["errors"]
    made, again = Commitment.objects.order_by("-pk")[:2][::-1]
    assert (made.position, again.position) == (last.position + 1, last.position + 2)
    assert made.slug == f"{member.slug}-publier-loeuvre-enfin-at-last"
    assert again.slug == f"{made.slug}-2"


def test_the_address_may_be_written(staff_client):
    new(staff_client, slug="my-own", _move="in-review")

    made = Commitment.objects.get(slug="my-own")
    assert made.state == State.IN_REVIEW


def test_a_long_title_makes_a_short_address(staff_client):
    member, _response = new(staff_client, title_en="word " * 50)

    slug = Commitment.objects.latest("pk").slug
    assert slug.startswith(f"{member.slug}-word-")
    assert len(slug) <= 80
    assert slug.endswith("-word")


def test_without_a_place_the_form_says_what_is_missing(staff_client):
    _member, response = new(staff_client, member="")

    assert set(response.context["adminform"].form.errors) == {"member"}


def test_the_address_of_what_exists_is_not_emptied(staff_client, make_commitment):
    commitment = make_commitment(slug="kept")

    response = edit(staff_client, commitment, slug="")

    assert "slug" in response.context["adminform"].form.errors


# Lists


def test_taking_pages_down_is_confirmed(staff_client, make_commitment):
    public, draft = make_commitment(state=State.PUBLISHED, title_en="On the site"), make_commitment(state="in-review")
    chosen = {"action": "return_to_draft", "_selected_action": [public.pk, draft.pk]}

    asked = staff_client.post(LIST, chosen)
    assert "On the site" in asked.text
    assert Commitment.objects.get(pk=public.pk).is_public

    fields = {one["name"]: one["value"] for one in Page(asked.text).all("input", type="hidden")}
    again = {name: fields[name] for name in ("action", "select_across", "confirmed")}
    staff_client.post(LIST, again | {"_selected_action": chosen["_selected_action"]})
    assert set(Commitment.objects.filter(pk__in=[public.pk, draft.pk]).values_list("state", flat=True)) == {"draft"}


def test_what_was_public_is_not_deleted_with_others(staff_client, make_commitment):
    public, draft = make_commitment(state=State.PUBLISHED, title_en="On the site"), make_commitment()
    chosen = {"action": "delete_selected", "_selected_action": [public.pk, draft.pk], "post": "yes"}

    response = staff_client.post(LIST, chosen, follow=True)

    assert "“On the site” is or was public and is not deleted. Withdraw it instead" in said(response)
    assert Commitment.objects.filter(pk__in=[public.pk, draft.pk]).count() == 2
    staff_client.post(LIST, chosen | {"_selected_action": [draft.pk]})
    assert not Commitment.objects.filter(pk=draft.pk).exists()


# Preview


def test_a_preview_leads_back_and_on(log_in, make_commitment):
    client, commitment = log_in("reviewer"), make_commitment(state="in-review")

    page = Page(client.get(reverse("admin:commitments_commitment_preview", args=[commitment.pk, "fr"])).text)

    links = {one["href"] for one in page.all("a")}
    assert change_url(commitment) in links
    assert reverse("admin:commitments_commitment_preview", args=[commitment.pk, "en"]) in links
    assert {one["value"] for one in page.all("button", name="to")} == {"draft", "published"}
    data = {"to": "published", "version": page.all("input", name="version")[0]["value"]}
    client.post(address(Commitment, "move", commitment), data)
    assert Commitment.objects.get(pk=commitment.pk).is_public


def test_the_public_page_knows_nothing_of_it(client, make_commitment):
    commitment = make_commitment(state=State.PUBLISHED)

    html = client.get(f"/en/commitments/{commitment.slug}/").text

    assert "/admin/" not in html
    assert "csrfmiddlewaretoken" not in html


def test_a_record_without_words_of_a_source_has_no_empty_table(client, make_commitment):
    commitment = make_commitment(state=State.PUBLISHED)
    path = f"/en/commitments/{commitment.slug}/"

    assert not Page(client.get(path).text).all("table", **{"class": "provenance"})
    Commitment.objects.filter(pk=commitment.pk).update(source_level="Local")
    assert Page(client.get(path).text).all("table", **{"class": "provenance"})
