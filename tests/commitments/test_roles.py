"""Who may do what in the admin: every view of every model for every role."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user, get_user_model
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS
from django.http import Http404
from django.urls import resolve, reverse

from commitments import roles
from commitments.models import Assessment, ChallengeArea, Commitment, ProgressReport, State
from commitments.workflow import move
from members.models import Institution
from tests.forms import address, change_url, form_of

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "editor", "reviewer", "administrator")
VERBS = {"view", "add", "change", "delete"}
NOBODY = {role: set() for role in ROLES}
WORK = {"anonymous": set(), "editor": VERBS, "reviewer": VERBS, "administrator": VERBS}
COMMON = WORK | {"editor": {"view"}, "reviewer": {"view", "add", "change"}}
LOG = WORK | {role: {"view"} for role in ROLES[1:]}
ACCOUNTS = NOBODY | {"administrator": VERBS}

#: What each role may do with the records of each model that the admin knows.
RIGHTS = {
    "auth.user": ACCOUNTS,
    "auth.group": ACCOUNTS,
    "otp_totp.totpdevice": NOBODY,
    "otp_static.staticdevice": NOBODY,
    "members.region": COMMON,
    "members.member": COMMON,
    "members.locality": COMMON,
    "members.institution": WORK,
    "commitments.commitment": WORK,
    "commitments.progressreport": WORK,
    "commitments.assessment": WORK,
    "commitments.challengearea": COMMON,
    "commitments.opengovernmentvalue": COMMON,
    "commitments.actionplan": WORK,
    "commitments.publicchange": LOG,
}
#: What opening each kind of admin view asks for.
VIEWS = {
    "changelist": "view",
    "add": "add",
    "change": "view",
    "delete": "delete",
    "history": "view",
    "simple_history": "view",
    "password_change": "change",
    "preview": "view",
    "move": "change",
    "deleted": "publish",
    "config": "view",
    "qrcode": "view",
    "import": "change",
    "import_confirm": "change",
    "export": "view",
}
#: Views that take only forms, with what they answer else.
ONLY_FORMS = {"move": 404, "import_confirm": 302}
#: Views of the whole site.
SITE = {
    *("index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n"),
    *("view_on_site", "app_list"),
}
#: Kind of commitment -> the roles that change it, correct its translations, delete it.
EDITORS, PUBLISHERS = {"editor", "reviewer", "administrator"}, {"reviewer", "administrator"}
KINDS = {
    "own": (EDITORS, EDITORS, EDITORS),
    "draft": (EDITORS, EDITORS, EDITORS),
    "in-review": (EDITORS, EDITORS, EDITORS),
    "published": (PUBLISHERS, EDITORS, set()),
    "withdrawn": (PUBLISHERS, PUBLISHERS, set()),
}


class Unread(BaseStorage):
    """Messages that nobody reads."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, *args, **kwargs):
        return []


def answer(rf, user, path):
    """The status of a GET by `user`, without drawing the page: the view decides, not the template."""
    request = rf.get(path)
    request.user, request.session, request._messages = user, {}, Unread(request)
    match = resolve(path)
    try:
        return match.func(request, *match.args, **match.kwargs).status_code
    except PermissionDenied:
        return 403
    except Http404:
        return 404


def views(model_admin):
    """The named views of a model's admin, without the prefix of the model."""
    prefix = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_"
    return [pattern.name.removeprefix(prefix) for pattern in model_admin.get_urls() if pattern.name]


# The matrix


def test_every_view_has_an_expectation():
    assert {model._meta.label_lower for model in admin.site._registry} <= set(RIGHTS)
    for model_admin in admin.site._registry.values():
        assert set(views(model_admin)) <= set(VIEWS), model_admin
        assert not model_admin.list_editable
    names = {pattern.name for pattern in admin.site.get_urls() if getattr(pattern, "name", None)}
    assert names <= SITE


@pytest.mark.parametrize("role", ROLES)
def test_every_view_of_every_model(rf, make_user, make_commitment, role):
    user = AnonymousUser() if role == "anonymous" else make_user(role)
    draft = make_commitment()
    ProgressReport.objects.create(commitment=draft, reported_on="2026-05-01", status="complete")
    Assessment.objects.create(commitment=draft, report_title="Report", assessed_on="2026-06-01")
    make_user("editor")  # somebody else
    for model, model_admin in admin.site._registry.items():
        allowed = RIGHTS[model._meta.label_lower][role] | ({"publish"} if role in PUBLISHERS else set())
        record = draft if model is Commitment else model._base_manager.first()
        if record is None:
            device = {"user": get_user_model().objects.first(), "name": "phone"}
            record = model.objects.create(**device)
        for view in views(model_admin):
            status = answer(rf, user, address(model, view, record))
            expected = 200 if VIEWS[view] in allowed else 403
            if expected == 200:
                expected = ONLY_FORMS.get(view, 200)
            if role == "anonymous":
                expected = 302
            assert status == expected, (model, view)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_view_of_every_kind_of_commitment(rf, log_in, make_commitment, role, kind):
    client = log_in(role)
    user = get_user(client)
    commitment = make_commitment(title_en="Made", title_fr="Fait", title_state_en="original", state=State.DRAFT)
    if kind == "own":
        commitment.history.update(history_user=user.pk)
    if kind == "in-review":
        move(commitment, State.IN_REVIEW)
    if kind in ("published", "withdrawn"):
        move(commitment, State.PUBLISHED)
    if kind == "withdrawn":
        move(commitment, State.WITHDRAWN, reason="Given up.")
    changing, correcting, deleting = KINDS[kind]
    refused = 302 if role == "anonymous" else 403

    for view in ("change", "history", "simple_history", "preview"):
        expected = 302 if role == "anonymous" else 200
        assert answer(rf, user, address(Commitment, view, commitment)) == expected, view
    expected = 200 if role in deleting else refused
    assert answer(rf, user, address(Commitment, "delete", commitment)) == expected

    data = form_of(commitment) | {"ogp_code": "CR9999", "title_fr": "Corrigé", "title_en": "Corrected"}
    response = client.post(change_url(commitment), data)
    assert response.status_code == (302 if role in correcting else refused)
    commitment.refresh_from_db()
    assert (commitment.ogp_code == "CR9999") is (role in changing)
    assert (commitment.title_en == "Corrected") is (role in changing)
    assert (commitment.title_fr == "Corrigé") is (role in correcting)

    client.post(address(Commitment, "delete", commitment), {"post": "yes"})
    assert Commitment.objects.filter(pk=commitment.pk).exists() is (role not in deleting)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("model", "field"), [("commitment", "member"), ("commitment", "area"), ("involvement", "institution")]
)
def test_autocomplete(log_in, role, model, field):
    query = {"app_label": "commitments", "model_name": model, "field_name": field, "term": "a"}

    response = log_in(role).get(reverse("admin:autocomplete"), query)

    assert response.status_code == (302 if role == "anonymous" else 200)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("model", "makers"), [(Institution, EDITORS), (ChallengeArea, PUBLISHERS)])
def test_popups_ask_for_the_same_rights(log_in, role, model, makers):
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add") + "?_popup=1"

    log_in(role).post(url, {"name_en": "New", "slug": "new-one", "kind": "other", "_popup": "1"})

    assert model.objects.filter(slug="new-one").exists() is (role in makers)


@pytest.mark.parametrize(("role", "actions"), [("editor", 3), ("reviewer", 4), ("administrator", 4)])
def test_actions_that_are_offered(log_in, role, actions):
    response = log_in(role).get(reverse("admin:commitments_commitment_changelist"))

    offered = {value for value, _label in response.context["action_form"].fields["action"].choices if value}
    assert {"submit_for_review", "return_to_draft", "delete_selected"} <= offered
    assert ("publish" in offered) is (role != "editor")
    assert len(offered) >= actions


def test_staff_without_a_role_see_nothing(rf, make_user):
    user = make_user("editor")
    user.groups.clear()

    for model in admin.site._registry:
        for view in ("changelist", "add"):
            assert answer(rf, user, address(model, view, None)) == 403, model


# The roles themselves


def test_the_roles_are_there_after_a_migration():
    assert set(Group.objects.values_list("name", flat=True)) >= set(roles.ROLES)
    publishing = Group.objects.filter(permissions__codename="publish_commitment")
    assert set(publishing.values_list("name", flat=True)) == PUBLISHERS
    on_accounts = Group.objects.filter(permissions__content_type__app_label="auth")
    assert set(on_accounts.values_list("name", flat=True)) == {"administrator"}


def test_a_further_migration_keeps_what_was_added_by_hand():
    extra = Permission.objects.get(codename="view_session")
    editors = Group.objects.get(name="editor")
    editors.permissions.add(extra)
    count = editors.permissions.count()

    roles.install(DEFAULT_DB_ALIAS)

    assert extra in editors.permissions.all()
    assert editors.permissions.count() == count
