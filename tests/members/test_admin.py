"""Who edits who takes part: an institution of a public commitment stands in public with it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from commitments.models import Involvement, State
from commitments.workflow import move
from members.models import Institution
from tests.forms import change_url
from tests.html import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution(db):
    return Institution.objects.create(slug="made", name_en="Made")


@pytest.fixture
def editor(client, make_user):
    client.force_login(make_user("editor"))
    return client


def rename(client, institution, **values):
    """Post the form of `institution` with another name, whatever the page shows."""
    data = {"slug": institution.slug, "name_en": "Renamed", "kind": "other"} | values
    context = client.get(change_url(institution)).context or {}
    if opened := context.get("opened"):
        data["opened"] = opened
    response = client.post(change_url(institution), data)
    institution.refresh_from_db()
    return response.status_code, institution.name_en


def test_it_is_anybodys_until_a_commitment_with_it_is_public(editor, make_commitment, institution):
    draft, other = make_commitment(), make_commitment()
    for commitment in (draft, other):
        Involvement.objects.create(commitment=commitment, institution=institution, role="supporting")
    assert rename(editor, institution) == (302, "Renamed")

    move(other, State.PUBLISHED)
    assert rename(editor, institution, name_en="Again") == (403, "Renamed")
    move(other, State.WITHDRAWN, reason="Because.")
    assert rename(editor, institution, name_en="Again") == (403, "Renamed")
    move(other, State.DRAFT)
    assert rename(editor, institution, name_en="Again") == (302, "Again")


def test_its_page_says_so_by_having_nothing_to_fill_in(editor, make_commitment, institution):
    commitment = make_commitment()
    Involvement.objects.create(commitment=commitment, institution=institution)
    url = f"{change_url(institution)}?_popup=1"
    assert Page(editor.get(url).text).all("input", name="name_en")
    move(commitment, State.PUBLISHED)
    response = editor.get(url)
    assert response.status_code == 200
    assert not Page(response.text).all("input", name="name_en")


def test_the_right_to_publish_by_hand_suffices(editor, make_commitment, institution):
    commitment = make_commitment()
    Involvement.objects.create(commitment=commitment, institution=institution)
    move(commitment, State.PUBLISHED)
    publishing = Group.objects.get(name="reviewer").permissions.get(codename="publish_commitment")
    Group.objects.get(name="editor").permissions.add(publishing)
    assert rename(editor, institution) == (302, "Renamed")


def test_an_institution_that_is_used_is_deleted_by_nobody(staff_client, make_commitment, institution):
    Involvement.objects.create(commitment=make_commitment(), institution=institution)
    staff_client.post(reverse("admin:members_institution_delete", args=[institution.pk]), {"post": "yes"})
    assert Institution.objects.filter(pk=institution.pk).exists()
