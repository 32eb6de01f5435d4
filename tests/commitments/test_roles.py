"""The roles of staff, as a migration makes them. What they come to at every page: tests/test_role_matrix.py."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from django.urls import reverse

from commitments import roles

pytestmark = pytest.mark.django_db

PUBLISHERS = {"reviewer", "administrator"}


@pytest.mark.parametrize(("role", "actions"), [("editor", 3), ("reviewer", 4), ("administrator", 4)])
def test_actions_that_are_offered(log_in, role, actions):
    response = log_in(role).get(reverse("admin:commitments_commitment_changelist"))

    offered = {value for value, _label in response.context["action_form"].fields["action"].choices if value}
    assert {"submit_for_review", "return_to_draft", "delete_selected"} <= offered
    assert ("publish" in offered) is (role != "editor")
    assert len(offered) >= actions


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
