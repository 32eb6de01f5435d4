"""Who may do what in the admin: every role at every page of every model, by the state of the record, forms forged.

The pages come from the registry of the admin: a model, a page, an action or a row without an expectation here fails.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.template.backends.django import Template
from django.urls import reverse

from commitments.models import (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Commitment,
    Evidence,
    FormerSlug,
    GuideChapter,
    Involvement,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
    PublicChange,
    State,
)
from members.models import Institution, Locality, Member, Region
from tests import matrix
from tests.matrix import GROUPS, OUTSIDERS, RECORDS, ROLES, ROWS, STATES

pytestmark = pytest.mark.django_db

VERBS = {"view", "add", "change", "delete"}
PUBLISHERS = {"reviewer", "administrator", "superuser"}


def rights(editor, reviewer, administrator, superuser=VERBS):
    """What each role may do with a model. Outsiders and staff without a group may do nothing with any."""
    of_groups = {"editor": editor, "reviewer": reviewer, "administrator": administrator, "superuser": superuser}
    return {role: set() for role in ROLES} | of_groups


WORK = rights(VERBS, VERBS, VERBS)
COMMON = rights({"view"}, {"view", "add", "change"}, VERBS)
RIGHTS = {
    User: rights(set(), set(), VERBS),
    Group: rights(set(), set(), {"view"}),
    **dict.fromkeys([Commitment, ProgressReport, Assessment, ActionPlan, Institution], WORK),
    **dict.fromkeys([Involvement, Milestone, Evidence], WORK),
    **dict.fromkeys([Region, Member, Locality, ChallengeArea, GuideChapter, OpenGovernmentValue, FormerSlug], COMMON),
    PublicChange: rights({"view"}, {"view"}, {"view"}, {"view"}),
}
#: (Model, verb, kind of record) -> the only ones who may, of those who otherwise might.
ONLY = {
    **{(Commitment, "delete", state): set() for state in ("published", "withdrawn")},
    (Commitment, "change", "withdrawn"): PUBLISHERS,
    (Commitment, "revert", "published"): PUBLISHERS,
    **{
        (model, verb, state): PUBLISHERS
        for model in (ProgressReport, Assessment, Institution, ActionPlan)
        for verb in ("change", "delete")
        for state in ("published", "withdrawn")
    },
    **{(User, verb, "superuser"): {"superuser"} for verb in ("change", "delete")},
}
#: What opening each page asks for, and what sending its form does (None: nothing, whoever sends it).
PAGES = {
    "": ("any", None),
    "changelist": ("view", None),
    "add": ("add", "add"),
    "change": ("view", "change"),
    "delete": ("delete", "delete"),
    "history": ("view", None),
    "simple_history": ("view", "revert"),
    "password_change": ("change", "change"),
    "reset_second_factor": ("change", "change"),
    "preview": ("view", None),
    "move": ("any", None),
    "deleted": ("publish", None),
    "import": ("add", None),
    "import_confirm": ("add", None),
    "export": ("view", None),
}
#: What a page answers, where it is another thing than itself: some take forms only.
OPENS = {"": 302, "move": 404, "import_confirm": 302}
OF_THE_LIST = ("changelist", "deleted", "import", "import_confirm", "export")
#: What is also done in the window that a form opens.
POPUPS = ("add", "change", "delete")
#: Columns that only a move changes.
STORED = ("state", "published_at", "is_public")
#: Pages of the whole site.
SITE = {
    *("index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n"),
    *("view_on_site", "app_list"),
}
#: (From, to) -> who makes this move.
EDITORS = {*GROUPS, "superuser"}
MOVES = {
    ("draft", "in-review"): EDITORS,
    ("in-review", "draft"): EDITORS,
    ("draft", "published"): PUBLISHERS,
    ("in-review", "published"): PUBLISHERS,
    ("published", "draft"): PUBLISHERS,
    ("published", "withdrawn"): PUBLISHERS,
    ("withdrawn", "draft"): PUBLISHERS,
    ("withdrawn", "published"): PUBLISHERS,
}
#: Action of the list of commitments -> the state it moves to.
ACTIONS = {"submit_for_review": "in-review", "publish": "published", "return_to_draft": "draft"}


def may(role, verb, model, kind=None):
    """Whether `role` may do this with a record of this kind."""
    if verb == "any":
        return role not in OUTSIDERS
    if verb == "publish":
        return role in PUBLISHERS
    if verb == "revert" and not may(role, "change", model, kind):
        return False
    return verb in RIGHTS[model][role] | {"revert"} and role in ONLY.get((model, verb, kind), ROLES)


def refused(role):
    """Who is not let in is led to the log-in, others are told no."""
    return 302 if role in OUTSIDERS else 403


@pytest.fixture
def people(db):
    """Role -> somebody who has it."""
    return {role: matrix.person(role) for role in ROLES}


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """No page is drawn: the view decides who may, not the template."""
    monkeypatch.setattr(Template, "render", lambda self, *_context: "")


# Nothing is missing


def test_every_model_and_page_has_an_expectation():
    assert set(admin.site._registry) == set(RECORDS) <= set(RIGHTS)
    assert {view for model in RECORDS for view in matrix.views(model)} == set(PAGES)
    assert {pattern.name for pattern in admin.site.get_urls() if getattr(pattern, "name", None)} <= SITE
    inlines = [inline for model_admin in admin.site._registry.values() for inline in model_admin.inlines]
    assert {inline.model for inline in inlines} == set(ROWS) <= set(RIGHTS)
    assert not any(model_admin.list_editable for model_admin in admin.site._registry.values())


def test_every_action_has_an_expectation(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    for model, model_admin in admin.site._registry.items():
        own = set(ACTIONS) if model is Commitment else set()
        assert set(model_admin.get_actions(request)) - {"delete_selected"} == own


# Pages and their forms

EVERY_KIND = [(model, kind) for model, kinds in RECORDS.items() for kind in kinds]
of_every_kind = pytest.mark.parametrize(
    ("model", "kind"), EVERY_KIND, ids=[f"{model._meta.model_name}-{kind}" for model, kind in EVERY_KIND]
)


def pages(model, kind):
    """The pages of a model's admin; those that are of no one record once only."""
    first = kind == next(iter(RECORDS[model]))
    return [view for view in matrix.views(model) if first or view not in OF_THE_LIST]


@of_every_kind
def test_every_page_opens_to_whom_it_should(people, model, kind):
    record = RECORDS[model][kind](people["editor"])
    for view in pages(model, kind):
        url = matrix.url_of(model, view, record)
        for role, user in people.items():
            expected = OPENS.get(view, 200) if may(role, PAGES[view][0], model, kind) else refused(role)
            assert matrix.status(user, url) == expected, (role, view)


@of_every_kind
def test_every_form_does_what_it_should_and_nothing_else(people, model, kind):
    record = RECORDS[model][kind](people["editor"])
    for view in pages(model, kind):
        verb = PAGES[view][1]
        data, url = matrix.forged(view, record, people["superuser"]), matrix.url_of(model, view, record)
        for form in (data, data | {"_popup": "1", "_to_field": "id"}) if view in POPUPS else [data]:
            for role, user in people.items():
                outcome = matrix.outcome(user, url, form, record)
                assert (outcome == "done") is does(role, verb, model, kind), (role, view, outcome)
                if verb and not may(role, verb, model):
                    assert outcome == refused(role), (role, view)


def does(role, verb, model, kind):
    """Whether sending the form of a page changes something."""
    if verb is None or not may(role, verb, model, kind):
        return False
    if verb == "delete" and model in (Institution, ActionPlan):
        return kind == "any"  # nobody deletes what is used
    if verb == "add" and model in (ProgressReport, Assessment):
        return may(role, "change", model, kind)  # to the commitment that the form names
    return True


@pytest.mark.parametrize("kind", RECORDS[Commitment])
def test_of_what_is_public_editors_correct_translations_only(people, kind):
    commitment = RECORDS[Commitment][kind](people["editor"])
    everything = {
        "ogp_code": "CR9999",
        "title_en": "Corrected",
        "position": 7,
        "featured": True,
        "title_fr": "Corrigé",
    }
    moved = {"state": "published", "is_public": "on", "published_at": "2026-01-01", "public_snapshot": "{}"}
    data = matrix.whole_form(commitment, people["superuser"]) | everything | moved
    for role, user in people.items():
        with matrix.undone():
            before = matrix.stored(commitment)
            matrix.status(user, matrix.url_of(Commitment, "change", commitment), data)
            after = matrix.stored(commitment)
        changing = may(role, "change", Commitment, kind)
        whole = changing and (kind != "published" or role in PUBLISHERS)
        changed = {name for name in everything if after[name] == everything[name]}
        assert changed == (set(everything) if whole else {"title_fr"} if changing else set()), role
        assert [after[name] for name in STORED] == [before[name] for name in STORED], role


# Rows in the forms of other records


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("model", [Commitment, ProgressReport], ids=lambda model: model._meta.model_name)
def test_every_row_in_a_form(people, model, state):
    record = RECORDS[model][state](people["editor"])
    rows = {inline.model: inline.model.objects.latest("pk") for inline in admin.site._registry[model].inlines}
    data = matrix.whole_form(record, people["superuser"])
    for verb in ("add", "change", "delete"):
        form = data | {
            name: value for row in rows for name, value in matrix.forged_row(verb, row, model, data).items()
        }
        for role, user in people.items():
            with matrix.undone():
                before = {row: matrix.fingerprint(there) for row, there in rows.items()}
                matrix.status(user, matrix.url_of(model, "change", record), form)
                done = {row for row, there in rows.items() if matrix.fingerprint(there) != before[row]}
            assert done == {row for row in rows if may_row(role, verb, model, row, state)}, (role, verb)


def may_row(role, verb, model, row, state):
    """Whether `role` may do this with a row of a record."""
    public = state in ("published", "withdrawn")
    return may(role, "change", model, state) and may(role, verb, row) and (not public or role in PUBLISHERS)


# Moves and actions


@pytest.mark.parametrize("kind", RECORDS[Commitment])
def test_every_move_and_action_on_commitments(people, kind):
    commitment = RECORDS[Commitment][kind](people["editor"])
    url = matrix.url_of(Commitment, "move", commitment)
    for role, user in people.items():
        for to in State.values:
            makes = role in MOVES.get((commitment.state, to), set())
            outcome = matrix.outcome(user, url, {"to": to, "reason": "Because."}, commitment)
            assert (outcome == "done") is makes, (role, to)
        for action, to in ACTIONS.items():
            makes = role in MOVES.get((commitment.state, to), set())
            assert acts(user, action, commitment) is makes, (role, action)


@of_every_kind
def test_deleting_from_the_list(people, model, kind):
    record = RECORDS[model][kind](people["editor"])
    for role, user in people.items():
        assert acts(user, "delete_selected", record) is does(role, "delete", model, kind), role


def acts(user, action, record):
    """Whether an action of the list does something to `record`."""
    url = matrix.url_of(type(record), "changelist", None)
    data = {"action": action, "_selected_action": [record.pk], "post": "yes", "confirmed": "yes", "select_across": "0"}
    return matrix.outcome(user, url, data, record) == "done"


def test_bringing_back(people):
    commitment = matrix.new_commitment("draft")
    commitment.delete()
    row = Commitment.history.filter(history_type="-").latest("history_date")
    for role, user in people.items():
        with matrix.undone():
            matrix.status(user, matrix.url_of(Commitment, "deleted", None), {"row": row.history_id})
            assert Commitment.objects.filter(slug="made").exists() is (role in PUBLISHERS), role


# Pages of the whole site


def relations():
    """Every relation from a model of the catalogue to one whose records the admin can find."""
    for model in RIGHTS:
        for field in model._meta.get_fields():
            if field.concrete and field.related_model in RECORDS:
                yield model, field.name, field.related_model


def test_autocomplete(people):
    for model, field, remote in relations():
        query = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field}&term=a"
        found = 200 if admin.site._registry[remote].search_fields else 404
        for role, user in people.items():
            expected = refused(role) if not may(role, "view", remote) else found
            if found == 404 and role not in OUTSIDERS:
                expected = 404
            assert matrix.status(user, f"{reverse('admin:autocomplete')}?{query}") == expected, (role, model, field)


@pytest.mark.parametrize("name", ["index", "password_change", "jsi18n"])
def test_pages_of_the_site(people, name):
    for role, user in people.items():
        assert matrix.status(user, reverse(f"admin:{name}")) == (302 if role in OUTSIDERS else 200), role
