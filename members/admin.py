"""Where staff edit who takes part."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from members.models import Institution, Locality, Member, Region
from ogp_challenge.finding import columns, folded, names
from ogp_challenge.staff import CatalogueAdmin, beside

MEMBERSHIP = (
    _("Membership of OGP"),
    {"fields": ["joined", "status", ("status_since", "status_since_precision"), beside("note"), "sources"]},
)


class UsedInPublic:
    """A record that commitments name: once a public one does, only those who may publish change or delete it.

    The reverse name `commitments` and the permission are all that is known here of the app above.
    """

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.is_closed(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_closed(request, obj)

    def is_closed(self, request, obj):
        """Whether a change would show on public pages of which the person does not decide."""
        if obj is None or request.user.has_perm("commitments.publish_commitment"):
            return False
        return obj.commitments.in_public().exists()


@admin.register(Region)
class RegionAdmin(CatalogueAdmin):
    list_display = ["name", "slug", "on_site"]
    search_fields = [*names(""), "slug"]
    fieldsets = [(None, {"fields": [beside("name"), "slug", beside("description")]})]


@admin.register(Member)
class MemberAdmin(CatalogueAdmin):
    list_display = ["name", "iso2", "region", "joined", "status", "on_site"]
    list_filter = ["region", "status"]
    list_select_related = ["region"]
    search_fields = [*names(""), "slug", "iso2", "iso3"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    beside("name"),
                    "slug",
                    ("iso2", "iso3", "iso_numeric"),
                    ("region", "region_source"),
                ]
            },
        ),
        MEMBERSHIP,
    ]


@admin.register(Locality)
class LocalityAdmin(CatalogueAdmin):
    list_display = ["name", "member", "kind", "is_ogp_local", "status", "on_site"]
    list_filter = ["is_ogp_local", "kind", "status"]
    list_select_related = ["member"]
    search_fields = [*names("", "member"), "slug"]
    autocomplete_fields = ["member"]
    fieldsets = [
        (None, {"fields": [beside("name"), "slug", "member", "kind", "is_ogp_local", "group"]}),
        (_("On the map"), {"fields": [("latitude", "longitude")]}),
        MEMBERSHIP,
    ]

    def choice_name(self, locality):
        """Two countries may have a town of one name."""
        return locality.full_name


@admin.register(Institution)
class InstitutionAdmin(UsedInPublic, CatalogueAdmin):
    list_display = ["name", "acronym", "member", "kind"]
    list_filter = ["kind", "member"]
    list_select_related = ["member"]
    search_fields = [*names("", "member"), *folded("name_original", *columns("acronym")), "slug"]
    autocomplete_fields = ["member"]
    fieldsets = [
        (None, {"fields": [beside("name"), beside("acronym"), "name_original", "slug", "member", "kind", "url"]}),
    ]

    def choice_name(self, institution):
        """Every country has a ministry of finance."""
        if institution.member is None:
            return institution.full_name
        return f"{institution.full_name}, {institution.member.name}"
