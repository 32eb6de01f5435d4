"""Two people save one record at the same moment, a hundred times: one wins, the other sees both texts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connections
from django.test import RequestFactory

from commitments.models import ChallengeArea, Commitment, Involvement, Milestone, State
from commitments.workflow import move
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
    values |= {"title_en": "Contested", "summary_en": "Somebody will do something."}
    commitment = Commitment.objects.create(slug="contested", area=area, **values)
    Involvement.objects.create(commitment=commitment, institution=institution)
    people = [get_user_model().objects.create_superuser(f"racer-{number}") for number in range(2)]
    return commitment.pk, people


def unmake(pk, people):
    Commitment.objects.filter(pk=pk).delete()
    for person in people:
        person.delete()
    Commitment.history.filter(id=pk).delete()
    for model in (Involvement, Milestone):
        model.history.filter(commitment_id=pk).delete()


def visit(person, model, pk, data=None):
    """The answer of the form of record `pk` to `person`. It is not drawn, which would take most of the time."""
    request = RequestFactory().post("/", data) if data else RequestFactory().get("/")
    request.user, request.session, request._dont_enforce_csrf_checks = person, {}, True
    request._messages = FallbackStorage(request)
    response = admin.site._registry[model].change_view(request, str(pk))
    if response.status_code == 200:
        response.context = response.context_data
    return response


def decide(person, pk, to, version):
    """Move commitment `pk` as the buttons under its form do; the messages for `person`."""
    request = RequestFactory().post("/", {"to": to, "version": version})
    request.user, request.session, request._dont_enforce_csrf_checks = person, {}, True
    request._messages = FallbackStorage(request)
    admin.site._registry[Commitment].move_view(request, pk)
    return [str(message) for message in request._messages]


@pytest.fixture
def race(staff):
    """Lets both do something at the same moment; what each got."""
    together = Barrier(2)

    def run(*acts):
        def begin(act):
            together.wait()
            return act()

        return [one.result() for one in [person.submit(begin, act) for person, act in zip(staff, acts, strict=True)]]

    return run


def saves(people, model, pk, opened, *changes):
    """For each of the people, the saving of what both have opened with their own changes."""
    return [
        lambda person=person, change=change: visit(person, model, pk, opened | change)
        for person, change in zip(people, changes, strict=True)
    ]


def winner(answers):
    """Which of the two saves was the first; the other one sees a conflict."""
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    return [answer.status_code for answer in answers].index(302)


def told(answer):
    """What is stored and what was typed, of each difference on the page of a conflict."""
    return [(one.stored, one.mine) for one in answer.context["adminform"].form.conflicts]


def test_one_wins_and_nothing_is_lost(staff, race, contested):
    pk, people = contested
    first = staff[0].submit(lambda: Commitment.objects.get(pk=pk).version).result()
    opened = staff[0].submit(lambda: form_data(visit(people[0], Commitment, pk))).result()

    won = []
    for pair in range(PAIRS):
        titles = [f"Pair {pair}, person {number}" for number in range(2)]
        answers = race(*saves(people, Commitment, pk, opened, *({"title_en": title} for title in titles)))

        at = winner(answers)
        assert told(answers[1 - at]) == [(titles[at], titles[1 - at])]
        won.append(titles[at])
        # What the loser has seen is what both go on with.
        opened |= {"title_en": titles[at], "opened": answers[1 - at].context["opened"]}

    def kept():
        rows = Commitment.history.filter(id=pk, title_en__startswith="Pair").order_by("history_id")
        return Commitment.objects.get(pk=pk), list(rows.values_list("title_en", "history_user__username"))

    commitment, history = staff[0].submit(kept).result()
    assert (commitment.title_en, commitment.version) == (won[-1], first + PAIRS)
    assert [title for title, _user in history] == won
    assert all(title[-1] == user[-1] for title, user in history)


def test_different_rows_of_one_commitment(staff, race, contested):
    """Each changes a milestone of their own: the second is told, saves again, and both changes are there."""
    pk, people = contested
    staff[0].submit(milestones, pk).result()

    for pair in range(PAIRS // 4):
        opened = staff[0].submit(lambda: form_data(visit(people[0], Commitment, pk))).result()
        texts = [f"Pair {pair}, person {number}" for number in range(2)]
        changes = [{f"milestones-{number}-title_en": text} for number, text in enumerate(texts)]
        answers = race(*saves(people, Commitment, pk, opened, *changes))

        loser = 1 - winner(answers)
        ((stored, _before),) = told(answers[loser])
        assert stored == texts[1 - loser]
        data = form_data(answers[loser])
        assert staff[loser].submit(visit, people[loser], Commitment, pk, data).result().status_code == 302
        assert staff[0].submit(milestones, pk).result() == texts


def milestones(pk):
    """The titles of the two milestones of a commitment, which are made when there are none."""
    for position in () if Milestone.objects.filter(commitment=pk) else (1, 2):
        Milestone.objects.create(commitment_id=pk, title_en=f"Step {position}", position=position)
    return list(Milestone.objects.filter(commitment=pk).values_list("title_en", flat=True))


def test_two_on_a_page_of_members(staff, race, contested):
    _pk, people = contested
    pk = staff[0].submit(lambda: Institution.objects.create(slug="contested", name_en="Contested").pk).result()

    for pair in range(PAIRS):
        opened = staff[0].submit(lambda: form_data(visit(people[0], Institution, pk))).result()
        names = [f"Pair {pair}, person {number}" for number in range(2)]
        answers = race(*saves(people, Institution, pk, opened, *({"name_en": name} for name in names)))

        at = winner(answers)
        assert told(answers[1 - at]) == [(names[at], names[1 - at])]

    staff[0].submit(lambda: Institution.objects.get(pk=pk).delete()).result()
    staff[0].submit(lambda: Institution.history.filter(id=pk).delete()).result()


def test_publish_against_edit(staff, race, contested):
    """Either the edit is the first and the decision is not carried out, or the edit sees that it was published."""
    pk, people = contested

    for pair in range(PAIRS):
        staff[0].submit(reset, pk, State.IN_REVIEW).result()
        opened = staff[0].submit(lambda: form_data(visit(people[0], Commitment, pk))).result()
        version = staff[0].submit(lambda: Commitment.objects.get(pk=pk).version).result()
        title = f"Pair {pair}"
        edit = saves(people[:1], Commitment, pk, opened, {"title_en": title})[0]
        answer, messages = race(edit, lambda version=version: decide(people[1], pk, "published", version))

        commitment = staff[0].submit(lambda: Commitment.objects.get(pk=pk)).result()
        if answer.status_code == 302:
            assert (commitment.title_en, commitment.state) == (title, State.IN_REVIEW)
            assert "Look at it again" in messages[0]
        else:
            assert (commitment.title_en, commitment.state) == (opened["title_en"], State.PUBLISHED)
            assert ("published", "in review") in told(answer)


def test_approve_against_reject(staff, race, contested):
    """One decision is carried out, the other one is told to look again: never one after the other."""
    pk, people = contested
    decisions = [State.PUBLISHED, State.DRAFT]

    for _pair in range(PAIRS):
        version = staff[0].submit(reset, pk, State.IN_REVIEW).result()
        acts = [
            lambda person=person, to=to, version=version: decide(person, pk, to, version)
            for person, to in zip(people, decisions, strict=True)
        ]
        messages = race(*acts)

        refused = ["Look at it again" in " ".join(texts) for texts in messages]
        assert sorted(refused) == [False, True]
        state = staff[0].submit(lambda: Commitment.objects.get(pk=pk).state).result()
        assert state == decisions[refused.index(False)]


def reset(pk, state):
    """Bring commitment `pk` back to a state; its version."""
    commitment = Commitment.objects.get(pk=pk)
    if commitment.state != State.DRAFT:
        move(commitment, State.DRAFT)
    move(commitment, state)
    return commitment.version
