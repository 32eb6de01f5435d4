"""Accounts as administrators keep them: within their own rights, whatever form is sent."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from ogp_challenge.admin import role_name
from tests.accounts import PASSWORD
from tests.forms import change_url, edit, form_data

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/auth/user/", "/admin/auth/user/add/"


@pytest.fixture
def administrator(client, make_user):
    """A client of an administrator who is no superuser."""
    client.force_login(make_user("administrator"))
    return client


@pytest.fixture
def boss(db):
    """A superuser with a second factor."""
    boss = User.objects.create_superuser("boss", "boss@example.org", PASSWORD)
    TOTPDevice.objects.create(user=boss, name="phone")
    return boss


@pytest.fixture
def robin(make_user):
    """An editor who has logged in before, with a phone and recovery codes."""
    robin = make_user("editor")
    robin.set_password(PASSWORD)
    robin.save()
    TOTPDevice.objects.create(user=robin, name="phone")
    device = StaticDevice.objects.create(user=robin, name="recovery")
    StaticToken.objects.create(device=device, token="recovery-code")
    return robin


def page(name, user):
    return reverse(f"admin:auth_user_{name}", args=[user.pk])


def rights(user):
    """All that somebody may do, and who they are."""
    fresh = User.objects.get(pk=user.pk)
    named = [set(fresh.groups.values_list("name", flat=True)), set(fresh.user_permissions.all())]
    return [fresh.username, fresh.email, fresh.password, fresh.is_superuser, fresh.is_staff, fresh.is_active, *named]


class TestManaging:
    def test_a_new_account_is_staff_and_in_its_role(self, administrator):
        reviewer = Group.objects.get(name="reviewer")
        data = {"username": "new", "groups": [reviewer.pk], "password1": PASSWORD, "password2": PASSWORD}

        administrator.post(ADD, data | {"is_superuser": "on", "user_permissions": [Permission.objects.first().pk]})

        new = User.objects.get(username="new")
        assert (new.is_staff, new.is_superuser, new.is_active) == (True, False, True)
        assert (list(new.groups.all()), new.user_permissions.count()) == ([reviewer], 0)
        assert new.check_password(PASSWORD)

    @pytest.mark.parametrize("password", ["elevenchars", "password1234", "123456789012345", ""])
    def test_weak_passwords_are_refused_in_every_form(self, administrator, robin, password):
        twice = {"password1": password, "password2": password, "usable_password": "true"}
        assert administrator.post(ADD, {"username": "new", **twice}).status_code == 200
        assert administrator.post(page("password_change", robin), twice).status_code == 200
        own = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
        client = Client()
        robin.totpdevice_set.all().delete()
        robin.staticdevice_set.all().delete()
        client.force_login(robin)
        assert client.post(reverse("admin:password_change"), own).status_code == 200
        assert not User.objects.filter(username="new").exists()
        assert User.objects.get(pk=robin.pk).check_password(PASSWORD)

    def test_roles_are_changed(self, administrator, robin):
        reviewer = Group.objects.get(name="reviewer")
        edit(administrator, robin, groups=[reviewer.pk])
        assert list(robin.groups.all()) == [reviewer]

    def test_whoever_has_logged_in_is_not_deleted(self, administrator, robin):
        Client().force_login(robin)
        assert administrator.post(page("delete", robin), {"post": "yes"}).status_code == 403
        administrator.post(LIST, {"action": "delete_selected", "_selected_action": [robin.pk], "post": "yes"})
        assert User.objects.filter(pk=robin.pk).exists()

    def test_nobody_shuts_themselves_out(self, client, make_user, boss):
        boss.totpdevice_set.all().delete()
        for user in (make_user("administrator"), boss):
            client.force_login(user)
            before = rights(user)
            data = form_data(client.get(change_url(user))) | {"first_name": "Ada", "groups": [], "is_active": ""}
            assert client.post(change_url(user), data).status_code == 302
            assert rights(user) == before
            assert User.objects.get(pk=user.pk).first_name == "Ada"
            assert client.post(page("delete", user), {"post": "yes"}).status_code == 403
            assert client.post(page("reset_second_factor", user)).status_code == 403

    @pytest.mark.parametrize(
        "query", ["", "?role=editor", "?role=nobody", "?role=%00x", "?is_active__exact=1", "?q=é"]
    )
    def test_the_list(self, administrator, robin, query):
        response = administrator.get(LIST + query)
        if "%00" in query:
            assert response.status_code == 400
        else:
            assert response.status_code == 200
            assert (robin in response.context["cl"].result_list) is (
                query in ("", "?role=editor", "?is_active__exact=1")
            )

    def test_the_list_asks_no_more_for_more_people(self, administrator, make_user, django_assert_max_num_queries):
        for _person in range(20):
            make_user("editor")
        with django_assert_max_num_queries(16):
            administrator.get(LIST)

    def test_roles_are_named_in_the_language_of_the_page(self, administrator, robin):
        field = administrator.get(change_url(robin)).context["adminform"].form.fields["groups"]
        assert {label for _value, label in field.choices} == {role_name(group) for group in Group.objects.all()}
        with override("fr"):
            assert role_name(Group(name="technician")) == "technician"


class TestEscalation:
    """An administrator becomes nobody who can do more, and makes nobody who can."""

    def test_nothing_is_granted_beyond_a_role(self, administrator, robin):
        before = rights(robin)
        everything = list(Permission.objects.values_list("pk", flat=True))
        edit(administrator, robin, is_superuser="on", user_permissions=everything, is_staff="on")
        assert rights(robin) == before

    def test_nor_to_oneself(self, administrator):
        me = User.objects.get(pk=administrator.session["_auth_user_id"])
        before = rights(me)
        edit(administrator, me, is_superuser="on", user_permissions=[Permission.objects.first().pk], groups=[])
        assert rights(me) == before

    def test_a_superuser_is_not_touched(self, administrator, boss):
        before = rights(boss)
        data = {"username": "boss", "email": "evil@example.org", "password": "x", "is_active": ""}
        password = {"password1": "another-long-password", "password2": "another-long-password"}

        assert administrator.get(change_url(boss)).status_code == 200  # to look at
        assert administrator.post(change_url(boss), data).status_code == 403
        for method in (administrator.get, administrator.post):
            assert method(page("password_change", boss), password).status_code == 403
            assert method(page("reset_second_factor", boss)).status_code == 403
            assert method(page("delete", boss), {"post": "yes"}).status_code == 403
        administrator.post(LIST, {"action": "delete_selected", "_selected_action": [boss.pk], "post": "yes"})
        administrator.post(LIST, {"form-TOTAL_FORMS": 1, "form-0-id": boss.pk, "form-0-is_active": "", "_save": "1"})

        assert rights(boss) == before
        assert TOTPDevice.objects.filter(user=boss).exists()

    @pytest.mark.parametrize("active", [True, False])
    @pytest.mark.parametrize("by", ["group", "name"])
    def test_nor_is_anybody_who_can_do_more(self, administrator, robin, by, active):
        more = Permission.objects.get(codename="delete_session")
        if by == "name":
            robin.user_permissions.add(more)
        else:
            technicians = Group.objects.create(name="technician")
            technicians.permissions.add(more)
            robin.groups.add(technicians)
        User.objects.filter(pk=robin.pk).update(is_active=active)
        password = {"password1": "another-long-password", "password2": "another-long-password"}

        assert administrator.post(change_url(robin), {"username": "robin"}).status_code == 403
        assert administrator.post(page("password_change", robin), password).status_code == 403
        assert administrator.post(page("reset_second_factor", robin)).status_code == 403

    def test_nobody_is_put_into_a_group_that_can_do_more(self, administrator, robin):
        technicians = Group.objects.create(name="technician")
        technicians.permissions.add(Permission.objects.get(codename="delete_session"))
        response = edit(administrator, robin, groups=[technicians.pk])
        assert "groups" in response.context["adminform"].form.errors
        new = {"username": "new", "groups": [technicians.pk], "password1": PASSWORD, "password2": PASSWORD}
        administrator.post(ADD, new)
        assert not technicians.user_set.exists()

    def test_what_a_group_may_do_is_not_changed(self, administrator, make_user):
        # Even the permission, given by hand, does not suffice: it would be all others.
        me = User.objects.get(pk=administrator.session["_auth_user_id"])
        me.user_permissions.set(Permission.objects.filter(content_type__model="group"))
        everything = list(Permission.objects.values_list("pk", flat=True))
        group = Group.objects.get(name="administrator")
        before = group.permissions.count()

        assert administrator.get(change_url(group)).status_code == 200
        assert administrator.post(change_url(group), {"name": "x", "permissions": everything}).status_code == 403
        add = reverse("admin:auth_group_add")
        assert administrator.post(add, {"name": "x", "permissions": everything}).status_code == 403
        assert administrator.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"}).status_code == 403
        assert Group.objects.get(name="administrator").permissions.count() == before

    def test_superusers_do_all_of_it(self, staff_client, robin):
        permission = Permission.objects.first()
        edit(staff_client, robin, is_superuser="on", user_permissions=[permission.pk])
        robin.refresh_from_db()
        assert robin.is_superuser
        assert list(robin.user_permissions.all()) == [permission]


class TestSessions:
    @pytest.fixture
    def elsewhere(self, robin):
        """Robin, logged in on another machine, without a second factor."""
        robin.totpdevice_set.all().delete()
        robin.staticdevice_set.all().delete()
        elsewhere = Client()
        elsewhere.force_login(robin)
        assert elsewhere.get("/admin/").status_code == 200
        return elsewhere

    def test_dead_with_the_account_and_dead_when_it_is_back(self, administrator, robin, elsewhere):
        edit(administrator, robin, is_active="")
        assert elsewhere.get("/admin/").status_code == 302
        User.objects.filter(pk=robin.pk).update(is_active=True)
        assert elsewhere.get("/admin/").status_code == 302
        assert administrator.get("/admin/").status_code == 200

    def test_dead_with_a_new_password(self, administrator, robin, elsewhere):
        new = {"password1": "another-long-password", "password2": "another-long-password", "usable_password": "true"}
        assert administrator.post(page("password_change", robin), new).status_code == 302
        assert elsewhere.get("/admin/").status_code == 302
        assert administrator.get("/admin/").status_code == 200


class TestSecondFactor:
    def test_an_administrator_takes_a_lost_one_away(self, administrator, robin, rf):
        url = page("reset_second_factor", robin)
        assert url in administrator.get(change_url(robin)).text

        assert administrator.get(url).status_code == 200
        assert TOTPDevice.objects.filter(user=robin).exists()
        assert authenticate(rf.post("/"), username=robin.username, password=PASSWORD) is None

        assert administrator.post(url, follow=True).redirect_chain == [(change_url(robin), 302)]
        assert not TOTPDevice.objects.filter(user=robin).exists()
        assert not StaticDevice.objects.filter(user=robin).exists()
        assert authenticate(rf.post("/"), username=robin.username, password=PASSWORD) == robin
        assert url not in administrator.get(change_url(robin)).text
        assert "second factor" in administrator.get(page("history", robin)).text.lower()

    def test_it_needs_a_form_of_the_site(self, robin, make_user):
        client = Client(enforce_csrf_checks=True)
        client.force_login(make_user("administrator"))
        assert client.post(page("reset_second_factor", robin)).status_code == 403
        assert TOTPDevice.objects.filter(user=robin).exists()

    def test_of_nobody(self, administrator):
        assert administrator.get("/admin/auth/user/0/reset-second-factor/").status_code == 404

    def test_no_page_shows_keys_codes_or_hashes(self, staff_client, robin):
        secrets = [robin.totpdevice_set.get().key, "recovery-code", robin.password.rpartition("$")[2][:6]]
        pages = [LIST, *(page(name, robin) for name in ("change", "password_change", "history", "delete"))]
        for address in (*pages, page("reset_second_factor", robin), "/admin/"):
            text = staff_client.get(address).text
            assert not [secret for secret in secrets if secret in text], address

    @pytest.mark.parametrize("path", ["otp_totp/totpdevice/", "otp_static/staticdevice/", "otp_totp/"])
    def test_devices_have_no_pages_of_their_own(self, staff_client, path):
        assert staff_client.get(f"/admin/{path}").status_code == 404
