"""What tests of accounts share."""

import pytest
from django.contrib.auth import get_user_model
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts import PASSWORD


@pytest.fixture
def ada(db):
    """A member of staff who may do everything, without a second factor."""
    return get_user_model().objects.create_superuser("ada", password=PASSWORD)


@pytest.fixture
def phone(ada):
    """Ada's second factor."""
    return TOTPDevice.objects.create(user=ada, name="phone")
