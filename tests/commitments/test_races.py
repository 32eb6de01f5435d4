"""Two people save one commitment at the same moment, a hundred times: one wins, the other sees both texts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connections
from django.test import RequestFactory

from commitments.models import ChallengeArea, Commitment, Involvement
from members.models import Institution
from tests.forms import form_data

PAIRS = 100


@pytest.fixture
def staff(database):
    """Runs things in one of two threads, each somebody at work with a connection of their own."""
    people = [ThreadPoolExecutor(max_workers=1) for _person in range(2)]
    yield people
    for person in people:
        person.submit(connections.close_all).result()
        person.shutdown()


@pytest.fixture
def contested(staff):
    """The number of a commitment that both have open, and the two of them."""
    made = staff[0].submit(make).result()
    yield made
    staff[0].submit(unmake, *made).result()


def make():
    institution = Institution.objects.filter(member__isnull=False).first()
    values = {"member": institution.member, "level": "national", "branch": "executive", "position": 1}
    area = ChallengeArea.objects.first()
    commitment = Commitment.objects.create(slug="contested", title_en="Contested", area=area, **values)
    Involvement.objects.create(commitment=commitment, institution=institution)
    people = [get_user_model().objects.create_superuser(f"racer-{number}") for number in range(2)]
    return commitment.pk, people


def unmake(pk, people):
    Commitment.objects.filter(pk=pk).delete()
    for person in people:
        person.delete()
    for history in (Commitment.history.filter(id=pk), Involvement.history.filter(commitment_id=pk)):
        history.delete()


def visit(person, pk, data=None):
    """The answer of the form of commitment `pk` to `person`. It is not drawn, which would take most of the time."""
    request = RequestFactory().post("/", data) if data else RequestFactory().get("/")
    request.user, request.session, request._dont_enforce_csrf_checks = person, {}, True
    request._messages = FallbackStorage(request)
    response = admin.site._registry[Commitment].change_view(request, str(pk))
    if response.status_code == 200:
        response.context = response.context_data
    return response


def test_one_wins_and_nothing_is_lost(staff, contested):
    pk, people = contested
    opened = staff[0].submit(lambda: form_data(visit(people[0], pk))).result()
    together = Barrier(2)

    def save(person, title, version):
        together.wait()
        return visit(person, pk, opened | {"title_en": title, "version": version})

    won, first = [], int(opened["version"])
    for pair in range(PAIRS):
        titles = [f"Pair {pair}, person {number}" for number in range(2)]
        saves = [staff[at].submit(save, people[at], titles[at], first + pair) for at in range(2)]
        answers = [one.result() for one in saves]

        assert sorted(answer.status_code for answer in answers) == [200, 302]
        winner = 0 if answers[0].status_code == 302 else 1
        conflicts = answers[1 - winner].context["adminform"].form.conflicts
        assert [(one.stored, one.mine) for one in conflicts] == [(titles[winner], titles[1 - winner])]
        won.append(titles[winner])

    def kept():
        rows = Commitment.history.filter(id=pk, title_en__startswith="Pair").order_by("history_id")
        return Commitment.objects.get(pk=pk), list(rows.values_list("title_en", "history_user__username"))

    commitment, history = staff[0].submit(kept).result()
    assert (commitment.title_en, commitment.version) == (won[-1], first + PAIRS)
    assert [title for title, _user in history] == won
    assert all(title[-1] == user[-1] for title, user in history)
