"""What every test may use: the real catalogue, loaded once into the test database, and ways to add to it."""

import os
import secrets
import shutil
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from commitments.models import Commitment, Involvement, State
from members.models import Institution, Locality, Member


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The 90 commitments are there from the beginning: tests run on real input."""
    with django_db_blocker.unblock():
        call_command("loadcatalogue", stdout=StringIO())


@pytest.fixture(autouse=True)
def in_english():
    """A page in French leaves its language behind; the next test begins in English."""
    with override("en"):
        yield


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """A real database, with commits, for several threads.

    SQLite's test database lives in memory, where connections cannot wait for each other: the threads get a copy of it
    in a file. PostgreSQL's is used as it is, and who writes takes away what was added.
    """
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            place, name = connection.settings_dict, connection.settings_dict["NAME"]
            path = tmp_path / "catalogue.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(path)])
            place["NAME"] = str(path)
            yield
            place["NAME"] = name
        else:
            yield


@pytest.fixture
def published(db):
    """Every public commitment."""
    return Commitment.objects.published()


@pytest.fixture
def make_commitment(db):
    """Adds a commitment; whatever is not given is that of an ordinary national one in draft."""

    def make(**values):
        like = Commitment.objects.filter(level="national").first()
        number = Commitment.objects.count() + 1
        defaults = {
            "slug": f"made-{number}",
            "title_en": f"Made {number}",
            "summary_en": "Something will be done by somebody.",
            "position": 1000 + number,
            "member": like.member,
            "level": "national",
            "branch": "executive",
            "area": like.area,
            "state": State.DRAFT,
        }
        if values.get("state") in (State.PUBLISHED, State.WITHDRAWN):
            defaults |= {"published_at": timezone.now()}
        if values.get("state") == State.WITHDRAWN:
            defaults |= {"withdrawn_at": timezone.now()}
        commitment = Commitment.objects.create(**(defaults | values))
        lead = Institution.objects.filter(member=like.member).first()
        Involvement.objects.create(commitment=commitment, institution=lead)
        return commitment

    return make


@pytest.fixture
def kenya(db):
    return Member.objects.get(slug="kenya")


@pytest.fixture
def nairobi(db):
    return Locality.objects.get(slug="nairobi")


@pytest.fixture
def make_user(db):
    """Makes a member of staff with a role."""

    def make(role):
        user = get_user_model().objects.create_user(f"{role}-{secrets.token_hex(4)}", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def staff_client(client, db):
    """A client of somebody who may do everything in the admin."""
    client.force_login(get_user_model().objects.create_superuser("staff", password="a-long-password-for-tests"))
    return client


def pytest_collection_modifyitems(config, items):
    """Without Chromium the browser journeys are left out, in one line; in CI that is a failure."""
    if os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser"):
        return
    journeys = [item for item in items if item.get_closest_marker("browser")]
    if journeys and os.environ.get("CI") == "true":
        pytest.exit("Chromium is missing: CI does not leave the browser journeys out.", returncode=1)
    items[:] = [item for item in items if item not in journeys]
    config.left_out = len(journeys)


def pytest_terminal_summary(terminalreporter, config):
    if left_out := getattr(config, "left_out", 0):
        terminalreporter.write_line(f"{left_out} browser journeys were left out: there is no Chromium here.")
