"""Who may enter the staff pages: throttled log-in, second factor, sessions that end."""

import time
from base64 import b32encode
from binascii import unhexlify
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import devices_for_user, user_has_device
from django_otp import login as verify_session
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key
from django_otp.qr import write_qrcode_image

from ogp_challenge.views import permission_denied

#: Seconds between two notes that a session is in use: each one writes to the database.
NOTE_EVERY = 5 * 60
RECOVERY_CODES = 10
#: Where a session keeps when it began, when it was last seen, and the key of a second factor not yet confirmed.
BEGAN, SEEN, NEW_KEY = "began", "seen", "second_factor_key"


# Log-in


def client_address(request: HttpRequest) -> str | None:
    """The address that failed log-ins are counted under.

    Only the entry that our own outermost proxy added to X-Forwarded-For counts: whatever stands left of it
    came with the request and may be made up. An IPv6 client commands a whole /64, so that is what is counted.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < settings.PROXY_COUNT <= len(forwarded):
        address = _readable(forwarded[-settings.PROXY_COUNT]) or address
    return _readable(address)


def _readable(text: str) -> str | None:
    """An address in the one form in which it is counted, or None for what is none."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), 64), strict=False).network_address)
    return str(address)


def locked_out(request: HttpRequest, _answer: Any = None, _credentials: Any = None) -> HttpResponse:
    """Too many failed log-ins: when to come back. The same whether the name exists or not."""
    wait = int(settings.AXES_COOLOFF_TIME.total_seconds())
    answer = render(request, "registration/locked_out.html", {"minutes": wait // 60}, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long or comes from elsewhere: a page of the site, in its languages."""
    return permission_denied(request, PermissionDenied(reason))


class SecondFactorBackend(ModelBackend):
    """Name, password and, of whom has a second factor, its code.

    A wrong code fails as a wrong password does: it is counted, and nobody learns that the password was right.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """The user whose every factor is right, or None.

        A password too short for our rules opens nothing, even if `createsuperuser` was told to bypass them.
        """
        user: Any = super().authenticate(request, username=username, password=password, **kwargs)
        if user is None or len(password or "") < settings.SHORTEST_PASSWORD:
            return None
        if not user_has_device(user):
            return user
        user.otp_device = _accepting_device(user, request.POST.get("otp_token", "") if request else "")
        return user if user.otp_device else None


def _accepting_device(user: Any, code: str) -> Any:
    """The device of `user` that accepts `code`, or None. Asks none but those the code can be meant for."""
    code = "".join(code.split()).lower()
    if not (code.isascii() and code.isalnum() and len(code) <= 16):
        return None
    with transaction.atomic():
        for device in devices_for_user(user, for_verify=True):
            # A device slows down with each failure: a recovery code must not block the phone, nor the reverse.
            if code.isdecimal() == isinstance(device, TOTPDevice) and device.verify_token(code):
                return device
    return None


# Sessions


@receiver(user_logged_in)
def begin_session(request: HttpRequest | None, **_signal: Any) -> None:
    """Remember when somebody logged in."""
    if request is not None:
        request.session[BEGAN] = request.session[SEEN] = int(time.time())


def renew_session(session: SessionBase) -> None:
    """Let a session in use live on: SESSION_COOKIE_AGE is what it may idle."""
    now = int(time.time())
    if BEGAN in session and now - session.get(SEEN, 0) >= NOTE_EVERY:
        session[SEEN] = now


def admitted(request: HttpRequest, user: Any) -> AbstractBaseUser | AnonymousUser:
    """`user`, or nobody when the session is too old or lacks the second factor."""
    if user.is_authenticated and (_too_old(request.session) or _lacks_second_factor(user)):
        return AnonymousUser()
    return user  # type: ignore[no-any-return]


def _too_old(session: SessionBase) -> bool:
    return int(time.time()) - int(session.get(BEGAN, 0)) >= int(settings.SESSION_LONGEST)


def _lacks_second_factor(user: Any) -> bool:
    return not user.is_verified() and bool(settings.REQUIRE_SECOND_FACTOR or user_has_device(user))


def end_sessions(user: Any) -> None:
    """Log `user` out everywhere. Sessions name their user inside only; there are no more of them than staff."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


# Managing the accounts of others


def held(user: Any) -> QuerySet[Permission]:
    """What `user` may do by a role or by name, active or not; of a superuser, who may do everything, less."""
    return Permission.objects.filter(Q(group__user=user) | Q(user=user))


def may_manage(user: Any, other: Any) -> bool:
    """Whether `user` may change the account `other`, and so become its owner: when it can do no more than theirs."""
    if user.is_superuser:
        return True
    return not other.is_superuser and not held(other).exclude(pk__in=held(user)).exists()


def roles_within(user: Any) -> QuerySet[Group]:
    """The groups that `user` may put others into: those that hold nothing that `user` lacks."""
    if user.is_superuser:
        return Group.objects.all()
    return Group.objects.exclude(permissions__in=Permission.objects.exclude(pk__in=held(user)))


# Setting up a second factor


def _applicant(request: HttpRequest) -> Any:
    """The staff member who logged in and, before anything else, has to set up a second factor; or None."""
    user = get_user(request)
    if not (user.is_active and getattr(user, "is_staff", False)) or _too_old(request.session) or user_has_device(user):
        return None
    return user


def way_to_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Lead from the log-in page to the one where a second factor is set up whom only that keeps out."""
    if request.method != "GET" or request.path_info != reverse("admin:login"):
        return None
    if request.user.is_authenticated or not _applicant(request):
        return None
    return HttpResponseRedirect(reverse("admin-second-factor"))


@sensitive_post_parameters("otp_token")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up, replace or remove one's own second factor, and get new recovery codes."""
    user = _member(request)
    if user is None:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    context: dict[str, Any] = {}
    match request.POST.get("action"):
        case "confirm":
            context = _confirm(request, user)
        case "codes" if user_has_device(user):
            context = {"codes": _new_codes(user)}
        case "remove" if not settings.REQUIRE_SECOND_FACTOR:
            remove_second_factor(user)
    return _page(request, user, context)


@never_cache
@require_safe
def second_factor_qr(request: HttpRequest) -> HttpResponse:
    """The key being set up, for the camera of a phone."""
    user = _member(request)
    if user is None or NEW_KEY not in request.session:
        raise Http404
    answer = HttpResponse(content_type="image/svg+xml")
    write_qrcode_image(TOTPDevice(user=user, key=request.session[NEW_KEY]).config_url, answer)
    return answer


def _member(request: HttpRequest) -> Any:
    """Whom the session belongs to: staff, admitted or about to set up a second factor; or None."""
    if request.user.is_authenticated:
        return request.user if request.user.is_active and getattr(request.user, "is_staff", False) else None
    return _applicant(request)


def _confirm(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Take the new key into use if the code proves that the phone has it."""
    code = "".join(request.POST.get("otp_token", "").split())
    key = request.session.get(NEW_KEY)
    if key is None:
        return {}
    clock = TOTP(unhexlify(key))
    clock.time = time.time()
    if not (code.isascii() and code.isdecimal() and len(code) == 6 and clock.verify(int(code), tolerance=1)):
        return {"error": _("This is not the code that belongs to the key below. Try the next one your phone shows.")}
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        # `last_t` keeps the code just used from being used again.
        device = TOTPDevice.objects.create(user=user, name="phone", key=key, drift=clock.drift, last_t=clock.t())
        codes = _new_codes(user)
    del request.session[NEW_KEY]
    request.session.cycle_key()
    request.user = user
    verify_session(request, device)
    return {"codes": codes}


def _new_codes(user: Any) -> list[str]:
    """Recovery codes in place of all former ones. They are shown once."""
    with transaction.atomic():
        StaticToken.objects.filter(device__user=user).delete()
        device = StaticDevice.objects.filter(user=user).first()
        device = device or StaticDevice.objects.create(user=user, name="recovery")
        codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def remove_second_factor(user: Any) -> None:
    """Let the password alone suffice: the phone and the recovery codes of `user` stop working."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()


def _page(request: HttpRequest, user: Any, context: dict[str, Any]) -> HttpResponse:
    """The page of the second factor, as it stands now."""
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if "codes" not in context and (device is None or "replace" in request.GET):
        key = request.session.setdefault(NEW_KEY, default_key())
        text = b32encode(unhexlify(key)).decode()
        context["key"] = " ".join(text[at : at + 4] for at in range(0, len(text), 4))
    context |= {
        # The header with its way out is for whom has yet to set one up too.
        "user": user,
        "has_permission": True,
        "device": device,
        "left": StaticToken.objects.filter(device__user=user).count(),
        "required": settings.REQUIRE_SECOND_FACTOR,
        "title": _("Second factor"),
    }
    return render(request, "admin/second_factor.html", admin.site.each_context(request) | context)
