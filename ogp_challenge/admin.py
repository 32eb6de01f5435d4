"""Where administrators keep the accounts of staff, within what they may do themselves."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from ogp_challenge import accounts

# The devices' own pages would show keys and recovery codes; who lost a phone needs no more than `reset_second_factor`.
admin.site.unregister([User, Group, TOTPDevice, StaticDevice])


def role_name(group: Group) -> str:
    """What staff call a role: groups are named in English, and the names of our own are in the catalogues."""
    return gettext(group.name)


class RoleField(ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Roles to tick."""

    widget = CheckboxSelectMultiple

    def label_from_instance(self, group: Group) -> str:
        return role_name(group)


class RoleFilter(admin.SimpleListFilter):
    """Accounts that have a role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(group.name, role_name(group)) for group in Group.objects.order_by("pk")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    """An account without anything of its password: a link leads to the page that sets another."""

    password = None  # type: ignore[assignment]


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Nobody manages an account that can do what they cannot, nor grants what they do not have."""

    form = AccountForm
    add_form = UserCreationForm
    list_display = ("username", "full_name", "roles", "is_active", "second_factor_on", "last_login")
    list_filter = ("is_active", RoleFilter)
    filter_horizontal = ("user_permissions",)
    readonly_fields = ("password_page", "second_factor", "last_login", "date_joined")
    #: What nobody changes of themselves, so that nobody shuts themselves out.
    rights = ("is_active", "groups", "is_staff", "is_superuser", "user_permissions")
    person: Any = (_("Who it is"), {"fields": ("username", "first_name", "last_name", "email")})
    add_fieldsets = (
        person,
        (_("What they may do"), {"fields": ("groups",)}),
        (_("How they log in"), {"fields": ("password1", "password2")}),
    )
    fieldsets = (
        person,
        (_("What they may do"), {"fields": ("is_active", "groups")}),
        (_("How they log in"), {"fields": ("password_page", "second_factor")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    beyond_roles = (_("Beyond the roles"), {"fields": ("is_staff", "is_superuser", "user_permissions")})

    def get_urls(self) -> list[Any]:
        """The page of this class before those of the admin, whose last pattern takes everything."""
        return [
            path(
                "<str:object_id>/reset-second-factor/",
                self.admin_site.admin_view(self.reset_second_factor),
                name="auth_user_reset_second_factor",
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With what the list shows."""
        everybody: QuerySet[User] = super().get_queryset(request).prefetch_related("groups")
        return everybody.annotate(has_device=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)))

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Of those who can do no more than oneself."""
        return super().has_change_permission(request, obj) and (obj is None or accounts.may_manage(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only what was made by mistake: whoever has ever logged in stands in the history, and is made inactive."""
        return super().has_delete_permission(request, obj) and (
            obj is None or (obj.last_login is None and accounts.may_manage(request.user, obj))
        )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only superusers make superusers, and give permissions apart from roles."""
        fieldsets = super().get_fieldsets(request, obj)
        return (*fieldsets, self.beyond_roles) if obj and request.user.is_superuser else fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *self.rights) if obj == request.user else fields

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer, and take, only roles that hold nothing the person lacks."""
        if db_field.name == "groups":
            groups = accounts.roles_within(request.user).order_by("pk")
            return RoleField(groups, required=False, label=_("Roles"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Everybody with an account is staff; who is not active any more is out at once, and stays so."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            accounts.end_sessions(obj)

    # How they log in

    def reset_second_factor(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask, then take the second factor of somebody away who has lost it. One's own has a page."""
        user = self.get_object(request, unquote(object_id))
        if user == request.user or not self.has_change_permission(request, user):
            raise PermissionDenied
        if user is None:
            raise Http404
        if request.method == "POST":
            accounts.remove_second_factor(user)
            accounts.end_sessions(user)
            self.log_change(request, user, [{"changed": {"fields": ["second factor"]}}])
            text = gettext(
                "The second factor of %(name)s is gone. The password alone lets them in, to set up another."
            )
            messages.success(request, text % {"name": user})
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))
        context = {"title": gettext("Reset the second factor"), "opts": self.opts, "original": user}
        return render(
            request, "admin/auth/user/reset_second_factor.html", self.admin_site.each_context(request) | context
        )

    # What is shown

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(role_name(group) for group in user.groups.all())

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor_on(self, user: User) -> bool:
        return user.has_device  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("password"))
    def password_page(self, user: User) -> str:
        """The way to the page that sets another password."""
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a class="button" href="{}">{}</a>', address, gettext("Set another password"))

    @admin.display(description=_("second factor"))
    def second_factor(self, user: User) -> str:
        """Whether there is one, never what it is; and the way to take it away."""
        if not user.has_device:  # type: ignore[attr-defined]
            return gettext("None")
        left = StaticToken.objects.filter(device__user=user).count()
        text = ngettext("Set up, %(n)d recovery code left", "Set up, %(n)d recovery codes left", left) % {"n": left}
        address = reverse("admin:auth_user_reset_second_factor", args=[user.pk])
        link = gettext("Phone lost: reset")
        return format_html('{} <a class="button" href="{}">{}</a>', text, address, link)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """What a role may do is decided by superusers: it decides what everybody in it can."""

    list_display = ("role", "people")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """With what the list shows."""
        return super().get_queryset(request).annotate(people=Count("user"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return bool(request.user.is_superuser)

    @admin.display(description=_("role"), ordering="name")
    def role(self, group: Group) -> str:
        return role_name(group)

    @admin.display(description=_("people"), ordering="people")
    def people(self, group: Group) -> int:
        return group.people  # type: ignore[attr-defined, no-any-return]
