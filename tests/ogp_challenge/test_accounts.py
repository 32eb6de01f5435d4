"""Accounts of staff: throttled log-in, second factor, sessions that end, nothing of it cached or logged."""

import datetime
import logging
import re
import time

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from ogp_challenge import accounts
from ogp_challenge.env import Env
from tests.html import Page

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-password-for-tests"
LOGIN, INDEX, FACTOR = "/admin/login/", "/admin/", "/admin/second-factor/"


@pytest.fixture
def ada(db):
    """A member of staff who may do everything, without a second factor."""
    return get_user_model().objects.create_superuser("ada", password=PASSWORD)


@pytest.fixture
def phone(ada):
    """Ada's second factor."""
    return TOTPDevice.objects.create(user=ada, name="phone")


@pytest.fixture
def required(settings):
    """The deployment asks for a second factor."""
    settings.REQUIRE_SECOND_FACTOR = True


def log_in(client, name="ada", password=PASSWORD, code="", **headers):
    return client.post(LOGIN, {"username": name, "password": password, "otp_token": code, "next": INDEX}, **headers)


def code_of(device_or_key):
    key = device_or_key if isinstance(device_or_key, bytes) else device_or_key.bin_key
    return f"{totp(key):06d}"


def enters(client):
    """Whether the client is let in to the staff pages."""
    return client.get(INDEX).status_code == 200


def fail(client, times, **options):
    return [log_in(client, password="wrong", **options).status_code for _time in range(times)]


class TestPasswords:
    @pytest.mark.parametrize("password", ["elevenchars", "password1234", "123456789012345", "ada-lovelace"])
    def test_weak_ones_are_refused(self, password):
        user = get_user_model()(username="ada-lovelace")
        validate_password("correct horse battery", user)
        with pytest.raises(ValidationError):
            validate_password(password, user)


class TestThrottle:
    def test_ten_failures_of_a_name_close_it_from_everywhere(self, client, ada):
        statuses = []
        for number in range(10):
            statuses += fail(client, 1, REMOTE_ADDR=f"192.0.2.{number}", HTTP_USER_AGENT=f"Browser {number}")
        assert statuses == [200] * 9 + [429]
        assert log_in(client, REMOTE_ADDR="198.51.100.7").status_code == 429
        assert not enters(client)

    def test_ten_failures_of_an_address_close_it_for_every_name(self, client, ada):
        for number in range(10):
            log_in(client, name=f"nobody-{number}", password="wrong")
        assert log_in(client).status_code == 429
        assert log_in(client, REMOTE_ADDR="198.51.100.7").status_code == 302

    def test_forged_headers_do_not_help(self, client, ada):
        for number in range(10):
            forged = dict.fromkeys(("x-forwarded-for", "x-real-ip", "client-ip"), f"203.0.113.{number}")
            log_in(client, name=f"nobody-{number}", password="wrong", headers=forged)
        assert log_in(client, headers={"x-forwarded-for": "203.0.113.99"}).status_code == 429

    def test_forged_entries_left_of_the_proxys_do_not_help(self, client, ada, settings):
        settings.PROXY_COUNT = 1
        for number in range(10):
            forwarded = f"203.0.113.{number}, 198.51.100.1"
            log_in(client, name=f"nobody-{number}", password="wrong", headers={"x-forwarded-for": forwarded})
        assert log_in(client, headers={"x-forwarded-for": "198.51.100.1"}).status_code == 429
        assert log_in(client, headers={"x-forwarded-for": "198.51.100.2"}).status_code == 302

    def test_an_account_of_ones_own_does_not_clear_the_count(self, client, ada):
        get_user_model().objects.create_superuser("bob", password=PASSWORD)
        fail(client, 9)
        log_in(Client(), name="bob")
        assert fail(client, 1) == [429]

    @pytest.mark.parametrize(("minutes", "status"), [(5, 429), (14, 429), (16, 302)])
    def test_it_lasts_fifteen_minutes(self, client, ada, minutes, status):
        fail(client, 10)
        AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(minutes=minutes))
        assert log_in(client).status_code == status

    def test_trying_on_does_not_prolong_it(self, client, ada):
        fail(client, 10)
        AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(minutes=14))
        before = AccessAttempt.objects.get().attempt_time
        fail(client, 3)
        assert AccessAttempt.objects.get().attempt_time == before

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_the_page_says_when_to_come_back(self, client, ada, language):
        fail(client, 10)
        response = log_in(client, headers={"accept-language": language})
        page = Page(response.text)
        assert response.headers["Retry-After"] == "900"
        assert "no-store" in response.headers["Cache-Control"]
        assert page.all("html")[0]["lang"] == language
        assert len(page.all("h1")) == 1
        assert "15 minutes" in response.text


class TestSameAnswer:
    def answers(self, address, name):
        """Eleven failures: the last two are refused. Only the name and the token of the form may differ."""
        client = Client(REMOTE_ADDR=address)
        responses = [log_in(client, name=name, password="wrong") for _time in range(11)]
        texts = [re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", response.text) for response in responses]
        statuses = [(response.status_code, sorted(response.headers)) for response in responses]
        return statuses, [text.replace(name, "NAME") for text in texts]

    def test_for_known_and_unknown_names(self, ada):
        assert self.answers("192.0.2.1", "ada") == self.answers("192.0.2.2", "eve")

    def test_a_wrong_code_answers_as_a_wrong_password(self, client, phone):
        (right,) = log_in(client, code="000000").context["form"].non_field_errors()
        (wrong,) = log_in(client, password="wrong", code="000000").context["form"].non_field_errors()
        assert right == wrong


class TestAddress:
    @pytest.mark.parametrize(
        ("proxies", "remote", "forwarded", "counted"),
        [
            (0, "192.0.2.1", "203.0.113.5", "192.0.2.1"),
            (1, "10.0.0.1", "203.0.113.5", "203.0.113.5"),
            (1, "10.0.0.1", "1.1.1.1, 203.0.113.5", "203.0.113.5"),
            (2, "10.0.0.1", "1.1.1.1, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
            (2, "10.0.0.1", "203.0.113.5", "10.0.0.1"),
            (1, "10.0.0.1", "no address", "10.0.0.1"),
            (1, "10.0.0.1", "", "10.0.0.1"),
            (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
            (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
            (0, "", "203.0.113.5", None),
        ],
    )
    def test_only_what_our_proxy_saw(self, rf, settings, proxies, remote, forwarded, counted):
        settings.PROXY_COUNT = proxies
        request = rf.get(LOGIN, REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded})
        assert accounts.client_address(request) == counted

    def test_trusting_no_proxy_at_all_is_refused(self):
        with pytest.raises(ImproperlyConfigured, match="PROXY_COUNT"):
            Env(secret_key="k" * 50, allowed_hosts=["a.example"], trusted_proxy=True, proxy_count=0).check()


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

    def test_nobody_reads_the_key_of_others(self, staff_client, phone):
        html = staff_client.get(reverse("admin:otp_totp_totpdevice_change", args=[phone.pk])).text
        assert phone.key not in html
        assert staff_client.get(reverse("admin:otp_totp_totpdevice_qrcode", args=[phone.pk])).status_code == 403

    def test_forged_posts_are_refused_with_a_page_of_the_site(self, ada):
        client = Client(enforce_csrf_checks=True)
        client.force_login(ada)
        response = client.post(FACTOR, {"action": "remove"})
        assert response.status_code == 403
        assert len(Page(response.text).all("h1")) == 1


class TestSessions:
    def test_a_new_one_at_log_in(self, client, ada):
        client.get(LOGIN)
        session = client.session
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        log_in(client)
        assert client.session.session_key != session.session_key

    def test_dead_at_log_out(self, client, ada):
        log_in(client)
        stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.post(reverse("admin:logout"))
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
        assert not enters(thief)

    def test_dead_when_the_account_is_disabled(self, client, ada):
        log_in(client)
        get_user_model().objects.update(is_active=False)
        assert not enters(client)

    def test_use_keeps_it_alive_and_idling_ends_it(self, client, ada):
        log_in(client)
        session = client.session
        session[accounts.SEEN] -= accounts.NOTE_EVERY
        session.save()
        soon = timezone.now() + datetime.timedelta(minutes=1)
        Session.objects.update(expire_date=soon)

        assert settings.SESSION_COOKIE_NAME in client.get(INDEX).cookies
        assert Session.objects.get().expire_date > soon + datetime.timedelta(hours=7)
        Session.objects.update(expire_date=timezone.now())
        assert not enters(client)

    def test_it_ends_after_a_day_however_busy(self, client, ada):
        log_in(client)
        session = client.session
        session[accounts.BEGAN] = int(time.time()) - settings.SESSION_LONGEST
        session.save()
        assert not enters(client)

    def test_public_pages_stay_free_of_it_and_it_is_not_written_at_every_request(self, client, ada):
        log_in(client)
        assert settings.SESSION_COOKIE_NAME not in client.get(INDEX).cookies
        response = client.get("/en/")
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("path", [LOGIN, INDEX, FACTOR, "/admin/nowhere/", "/admin/jsi18n/"])
def test_nothing_of_it_is_kept(client, ada, path):
    for _who in range(2):
        response = client.get(path)
        assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))
        client.force_login(ada)


def test_cookies_are_hardened(client, ada):
    client.get(LOGIN)
    log_in(client)
    assert set(client.cookies) >= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_logs_and_records_hold_no_password_code_or_query(client, phone, caplog):
    caplog.set_level(logging.DEBUG)

    for _time in range(11):
        client.post(
            f"{LOGIN}?next=/admin/canary-query/",
            {"username": "ada", "password": "canary-password", "otp_token": "canary-code"},
        )
    log_in(client, code="canary-code")

    attempt = AccessAttempt.objects.get()
    assert "canary" not in caplog.text + attempt.get_data + attempt.post_data + attempt.path_info
    assert caplog.records


def test_log_in_leads_nowhere_else(client, ada):
    for target in ("//evil.example/", "/\\evil.example", "https:evil.example", "https://evil.example/"):
        response = client.post(LOGIN, {"username": "ada", "password": PASSWORD, "next": target})
        assert response.headers["Location"].startswith("/admin/"), target
        client.logout()
