"""Accounts of staff: throttled log-in, sessions that end, nothing of it cached or logged."""

import datetime
import logging
import re
import time
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ogp_challenge import accounts
from ogp_challenge.env import Env
from tests.accounts import FACTOR, INDEX, LOGIN, PASSWORD, enters, log_in
from tests.html import Page

pytestmark = pytest.mark.django_db


def fail(client, times, **options):
    return [log_in(client, password="wrong", **options).status_code for _time in range(times)]


class TestPasswords:
    @pytest.mark.parametrize("password", ["elevenchars", "password1234", "123456789012345", "ada-lovelace"])
    def test_weak_ones_are_refused(self, password):
        user = get_user_model()(username="ada-lovelace")
        validate_password("correct horse battery", user)
        with pytest.raises(ValidationError):
            validate_password(password, user)

    def test_a_short_one_opens_nothing_however_it_was_set(self, client, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "elevenchars")
        call_command("createsuperuser", "--noinput", username="ada", email="ada@example.org", stdout=StringIO())
        assert log_in(client, password="elevenchars").status_code == 200
        assert not enters(client)


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

    @pytest.mark.parametrize("name", ["ada", "eve", "gone", "barred"])
    def test_for_as_much_work(self, client, ada, name, monkeypatch):
        """What takes the time is hashing: once, whether there is nobody, somebody, or one who may not log in."""
        get_user_model().objects.create_user("gone", password=PASSWORD, is_active=False)
        get_user_model().objects.create_user("barred", password=None)
        hasher, hashed = type(get_hasher()), []
        encode = hasher.encode
        monkeypatch.setattr(hasher, "encode", lambda *args: hashed.append(args) or encode(*args))

        log_in(client, name=name, password="wrong")

        assert len(hashed) == 1

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
