"""Who takes part: regions, countries, local governments and their institutions."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.querysets import Alphabetical, LocalityQuerySet, MemberQuerySet, NaturalKeyManager
from members.sources import source_names
from ogp_challenge.dates import Precision, paired, partial_date
from ogp_challenge.languages import SortedByName

#: OGP was launched on 20 September 2011.
FIRST_YEAR = 2011


def lower_case_slug(app_label):
    """Slugs are part of public addresses: the database itself refuses a second spelling."""
    return models.CheckConstraint(
        name=f"{app_label}_%(class)s_slug_lower_case", condition=Q(slug=Lower("slug")) & ~Q(slug="")
    )


class Named(SortedByName):
    """A record with a slug that programs use and a name that people read."""

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Part of public addresses, the same in every language. Links break when it changes."),
    )
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class Region(Named):
    """One of OGP's four regions. OGP's own grouping: never derived from country codes."""

    description = models.TextField(_("description"), blank=True, help_text=_("One sentence."))

    objects = NaturalKeyManager.from_queryset(Alphabetical)()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [lower_case_slug("members")]

    def get_absolute_url(self):
        return reverse("region", args=[self.slug])


class Status(models.TextChoices):
    """Standing in OGP, where a source establishes it."""

    ACTIVE = "active", _("active")
    INACTIVE = "inactive", _("inactive")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("has left OGP")


class Membership(models.Model):
    """What is known of a government's membership of OGP. Taking part in the Challenge is another fact."""

    joined = models.PositiveSmallIntegerField(
        _("joined in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(2100)],
        help_text=_("The year, where a source gives it."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        blank=True,
        help_text=_("Leave empty when it is not established."),
    )
    status_since = models.DateField(_("status since"), null=True, blank=True)
    status_since_precision = models.CharField(
        _("precision of status since"), max_length=6, choices=Precision, blank=True
    )
    note = models.TextField(
        _("note on membership"), blank=True, help_text=_("One or two sentences for readers, with the date.")
    )
    sources = models.CharField(
        _("sources"), max_length=200, blank=True, help_text=_("Codes of the sources, separated by commas.")
    )

    class Meta:
        abstract = True

    @property
    def source_names(self):
        """Where the membership is known from, for readers."""
        return source_names(self.sources)

    @property
    def status_date(self):
        """When the status began, as far as it is known, in the active language."""
        return partial_date(self.status_since, self.status_since_precision)


def membership_constraints():
    """What holds of every membership, for the Meta of the models that have one."""
    return [
        models.CheckConstraint(
            name="members_%(class)s_joined_since_2011",
            condition=Q(joined__isnull=True) | Q(joined__gte=FIRST_YEAR),
        ),
        models.CheckConstraint(
            name="members_%(class)s_status_since_has_precision",
            condition=paired("status_since", "status_since_precision"),
        ),
    ]


class Member(Named, Membership):
    """A country that is, or was, a member of OGP."""

    iso2 = models.CharField(
        _("ISO 3166-1 alpha-2"), max_length=2, unique=True, validators=[RegexValidator(r"^[A-Z]{2}\Z")]
    )
    iso3 = models.CharField(
        _("ISO 3166-1 alpha-3"), max_length=3, unique=True, validators=[RegexValidator(r"^[A-Z]{3}\Z")]
    )
    iso_numeric = models.CharField(
        _("ISO 3166-1 numeric"), max_length=3, unique=True, validators=[RegexValidator(r"^[0-9]{3}\Z")]
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("region"),
        help_text=_("OGP's own region. Empty when no source gives it."),
    )
    region_source = models.CharField(
        _("source of the region"),
        max_length=20,
        choices=[("ogp", _("read from OGP")), ("geography", _("set from geography by us"))],
        blank=True,
    )

    objects = NaturalKeyManager.from_queryset(MemberQuerySet)()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [lower_case_slug("members"), *membership_constraints()]

    def get_absolute_url(self):
        return reverse("member", args=[self.slug])


class Locality(Named, Membership):
    """A local government of a country. It may or may not be a member of OGP Local."""

    class Kind(models.TextChoices):
        BOROUGH = "borough", _("borough")
        CITY = "city", _("city")
        COUNTY = "county", _("county")
        DEPARTMENT = "department", _("department")
        DISTRICT = "district", _("district")
        MUNICIPALITY = "municipality", _("municipality")
        NATION = "nation", _("nation")
        PROVINCE = "province", _("province")
        REGENCY = "regency", _("regency")
        REGION = "region", _("region")
        STATE = "state", _("state")
        VILLAGE = "village", _("village")

    member = models.ForeignKey(Member, models.PROTECT, related_name="localities", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    is_ogp_local = models.BooleanField(
        _("OGP Local member"), null=True, blank=True, help_text=_("Unknown when sources disagree.")
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Of the place or the seat of government, in degrees north. The map shows a dot there."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees east."),
    )
    group = models.CharField(
        _("group"),
        max_length=200,
        blank=True,
        help_text=_("Local governments that joined OGP Local together carry the same name of the group."),
    )

    objects = NaturalKeyManager.from_queryset(LocalityQuerySet)()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("locality")
        verbose_name_plural = _("localities")
        constraints = [
            lower_case_slug("members"),
            *membership_constraints(),
            models.CheckConstraint(
                name="members_locality_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Latitude and longitude go together."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("locality", args=[self.member.slug, self.slug])

    def clean(self):
        """A commitment of a locality is one of its country; the database holds it, without a sentence of its own."""
        super().clean()
        if self.pk and self.member_id and self.commitments.exclude(member=self.member_id).exists():
            raise ValidationError({"member": _("The locality has commitments: it stays in its country.")})

    @property
    def full_name(self):
        """With its country, as the participant list of the Challenge names it: "Austin, United States"."""
        return f"{self.name}, {self.member.name}"


class Institution(Named):
    """A body that leads a commitment or helps with it."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government")
        CIVIL_SOCIETY = "civil-society", _("civil society")
        PRIVATE = "private", _("private sector")
        OTHER = "other", _("other")

    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    name_original = models.CharField(
        _("original name"), max_length=300, blank=True, help_text=_("In the institution's own language.")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.GOVERNMENT)
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name=_("member"),
    )
    url = models.URLField(_("website"), blank=True)

    objects = NaturalKeyManager.from_queryset(Alphabetical)()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [lower_case_slug("members")]

    @property
    def full_name(self):
        """With the acronym, where it has one."""
        return f"{self.name} ({self.acronym})" if self.acronym else self.name
