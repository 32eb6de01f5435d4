"""What tests of the staff pages share."""

import pytest


@pytest.fixture
def log_in(client, make_user):
    """Makes `client` somebody with a role."""

    def enter(role):
        if role != "anonymous":
            client.force_login(make_user(role))
        return client

    return enter


@pytest.fixture
def editor(log_in):
    return log_in("editor")
