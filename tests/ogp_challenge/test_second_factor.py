"""The second factor of staff: asked for at log-in, set up, replaced and removed on one's own page."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from ogp_challenge import accounts
from tests.accounts import FACTOR, INDEX, LOGIN, enters, log_in
from tests.html import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    """The deployment asks for a second factor."""
    settings.REQUIRE_SECOND_FACTOR = True


def code_of(device_or_key):
    key = device_or_key if isinstance(device_or_key, bytes) else device_or_key.bin_key
    return f"{totp(key):06d}"


class TestSecondFactor:
    def test_who_has_one_needs_it(self, client, phone):
        assert log_in(client).status_code == 200
        assert not enters(client)
        assert log_in(client, code=code_of(phone)).status_code == 302
        assert enters(client)

    def test_a_code_works_once(self, client, phone):
        code = code_of(phone)
        log_in(client, code=code)
        assert log_in(Client(), code=code).status_code == 200

    @pytest.mark.parametrize("code", ["", "12", "x" * 5000, "\x00\x00", "１２３４５６", "' OR 1=1"])
    def test_anything_else_is_refused(self, client, phone, code):
        assert log_in(client, code=code).status_code == 200
        assert not enters(client)

    def test_wrong_codes_count_as_failures(self, client, phone):
        assert [log_in(client, code="000000").status_code for _time in range(10)] == [200] * 9 + [429]

    def test_a_session_from_before_it_was_set_up_is_nobodys(self, client, ada):
        client.force_login(ada)
        assert enters(client)
        TOTPDevice.objects.create(user=ada, name="phone")
        assert not enters(client)
        assert client.get(FACTOR).status_code == 302


class TestSettingUp:
    def set_up(self, client):
        """Log in and set up a phone; return the code it showed and the recovery codes."""
        log_in(client)
        client.get(FACTOR)
        code = code_of(bytes.fromhex(client.session[accounts.NEW_KEY]))
        return code, client.post(FACTOR, {"action": "confirm", "otp_token": code}).context["codes"]

    def test_it_is_for_staff_only(self, client):
        response = client.get(FACTOR)
        assert response.status_code == 302
        assert response.headers["Location"].startswith(LOGIN)
        assert client.get(f"{FACTOR}qr.svg").status_code == 404
        client.force_login(get_user_model().objects.create_user("reader"))
        assert client.get(FACTOR).status_code == 302

    def test_who_must_have_one_is_led_there(self, client, ada, required):
        log_in(client)
        response = client.get(INDEX, follow=True)
        assert response.redirect_chain[-1] == (FACTOR, 302)
        assert 'id="logout-form"' in response.text

    def test_until_then_nothing_else_opens(self, client, ada, required):
        log_in(client)
        assert client.get(reverse("admin:password_change")).status_code == 302
        assert not client.get("/en/").wsgi_request.user.is_authenticated

    def test_and_logging_out_works(self, client, ada, required):
        log_in(client)
        client.post(reverse("admin:logout"))
        assert not Session.objects.exists()

    def test_it_opens_the_staff_pages(self, client, ada, required):
        log_in(client)
        before = client.session.session_key
        self.set_up(client)
        assert client.session.session_key != before
        assert enters(client)

    def test_the_picture_is_an_image_the_policy_allows(self, client, ada):
        client.force_login(ada)
        (image,) = [one for one in Page(client.get(FACTOR).text).all("img") if "qr.svg" in one["src"]]
        picture = client.get(image["src"])
        assert image["src"].startswith("/admin/")
        assert image["alt"]
        assert picture.headers["Content-Type"] == "image/svg+xml"
        assert "style" not in picture.text

    def test_a_wrong_code_sets_nothing_up(self, client, ada):
        client.force_login(ada)
        client.get(FACTOR)
        for code in ("", "000000", "abc", "9" * 100):
            assert client.post(FACTOR, {"action": "confirm", "otp_token": code}).context["error"]
        assert not TOTPDevice.objects.exists()

    def test_the_code_of_the_setup_does_not_log_in(self, client, ada):
        code, _recovery = self.set_up(client)
        assert log_in(Client(), code=code).status_code == 200

    def test_a_recovery_code_works_once_and_does_not_hold_up_the_phone(self, client, ada):
        _code, (code, *_nine) = self.set_up(client)
        assert log_in(Client(), code=f" {code.upper()} ").status_code == 302
        assert log_in(Client(), code=code).status_code == 200
        assert TOTPDevice.objects.get().throttling_failure_count == 0

    def test_new_codes_replace_the_former(self, client, ada):
        _code, former = self.set_up(client)
        new = client.post(FACTOR, {"action": "codes"}).context["codes"]
        assert set(StaticToken.objects.values_list("token", flat=True)) == set(new)
        assert not set(new) & set(former)

    def test_another_phone_replaces_the_former_one(self, client, ada):
        self.set_up(client)
        first = TOTPDevice.objects.get()
        client.get(FACTOR, {"replace": ""})
        assert TOTPDevice.objects.get() == first
        code = code_of(bytes.fromhex(client.session[accounts.NEW_KEY]))
        client.post(FACTOR, {"action": "confirm", "otp_token": code})
        assert TOTPDevice.objects.get() != first
        assert enters(client)

    def test_it_can_be_turned_off_unless_it_is_required(self, client, ada, settings):
        self.set_up(client)
        settings.REQUIRE_SECOND_FACTOR = True
        client.post(FACTOR, {"action": "remove"})
        assert TOTPDevice.objects.exists()
        settings.REQUIRE_SECOND_FACTOR = False
        client.post(FACTOR, {"action": "remove"})
        assert not TOTPDevice.objects.exists()
        assert enters(client)

    def test_forged_posts_are_refused_with_a_page_of_the_site(self, ada):
        client = Client(enforce_csrf_checks=True)
        client.force_login(ada)
        response = client.post(FACTOR, {"action": "remove"})
        assert response.status_code == 403
        assert len(Page(response.text).all("h1")) == 1
