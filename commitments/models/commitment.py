"""The commitment, its institutions and its former addresses."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models.texts import Texts, text_state
from commitments.models.vocabulary import (
    ActionPlan,
    Branch,
    ChallengeArea,
    Level,
    OpenGovernmentValue,
    Route,
)
from commitments.querysets import CommitmentManager, CommitmentQuerySet
from members.models import Institution, Locality, Member, lower_case_slug
from ogp_challenge.dates import Precision, paired, partial_date
from ogp_challenge.languages import SortedByName


class State(models.TextChoices):
    """Where a record stands between editor and public. Only `workflow.py` changes it."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Commitment(Texts, SortedByName):
    """One reform promised by one participant in one primary challenge area."""

    sorts_by = "title"
    TEXTS = ("title", "summary", "problem", "description")
    #: What belongs to it: its history is part of the commitment's, and a former version brings it back.
    PARTS = ("involvements", "milestones", "progress_reports", "assessments", "former_slugs")

    # What it is called
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("Part of the public address, the same in every language. A former slug redirects."),
    )
    ogp_code = models.CharField(
        _("OGP code"), max_length=20, unique=True, null=True, blank=True, help_text=_("For example CR0072.")
    )
    title = models.CharField(_("title"), max_length=300)
    title_state = text_state(_("state of the title"))

    # Who promised it
    member = models.ForeignKey(Member, models.PROTECT, related_name="commitments", verbose_name=_("member"))
    locality = models.ForeignKey(
        Locality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("locality"),
        help_text=_("Only for a commitment of a local government."),
    )
    level = models.CharField(_("level of government"), max_length=16, choices=Level)
    branch = models.CharField(_("branch"), max_length=12, choices=Branch)
    institutions = models.ManyToManyField(
        Institution, through="Involvement", related_name="commitments", verbose_name=_("institutions")
    )

    # What it says
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("Two to three plain sentences: what is wrong, what will be done and by whom."),
    )
    summary_state = text_state(_("state of the summary"))
    problem = models.TextField(_("problem"), blank=True, help_text=_("What the commitment sets out to solve."))
    problem_state = text_state(_("state of the problem"))
    description = models.TextField(_("description"), blank=True, help_text=_("What will be done, in full."))
    description_state = text_state(_("state of the description"))

    # Where it belongs
    area = models.ForeignKey(
        ChallengeArea,
        models.PROTECT,
        related_name="commitments",
        verbose_name=_("primary challenge area"),
        help_text=_("Assigned by the OGP Support Unit; it says nothing of the jurisdiction of the submitter."),
    )
    other_areas = models.ManyToManyField(
        ChallengeArea, blank=True, related_name="+", verbose_name=_("further challenge areas")
    )
    values = models.ManyToManyField(
        OpenGovernmentValue, blank=True, related_name="+", verbose_name=_("open government values")
    )
    route = models.CharField(
        _("route"), max_length=12, choices=Route, blank=True, help_text=_("Empty when not established.")
    )
    action_plan = models.ForeignKey(
        ActionPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("action plan"),
    )

    # When
    start = models.DateField(_("start"), null=True, blank=True, help_text=_("First day of the period."))
    start_precision = models.CharField(_("precision of start"), max_length=6, choices=Precision, blank=True)
    end = models.DateField(_("end"), null=True, blank=True, help_text=_("Last day of the period."))
    end_precision = models.CharField(_("precision of end"), max_length=6, choices=Precision, blank=True)

    # How it is shown
    position = models.PositiveIntegerField(
        _("listing order"), db_index=True, help_text=_("OGP's own order of the list.")
    )
    featured = models.BooleanField(_("featured"), default=False, help_text=_("Shown on the home page."))
    featured_reason = models.TextField(
        _("why it matters"), blank=True, help_text=_("One or two sentences, shown where it is featured.")
    )
    state = models.CharField(_("publication state"), max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(
        _("reason of the withdrawal"), blank=True, help_text=_("Shown at the address of the commitment.")
    )
    public_updated_at = models.DateTimeField(_("last public change"), null=True, blank=True, editable=False)
    public_snapshot = models.JSONField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, help_text=_("Counts the saves, to notice two at once."))
    is_public = models.GeneratedField(
        expression=Q(state=State.PUBLISHED), output_field=models.BooleanField(), db_persist=True
    )

    # Where we know it from
    source_url = models.URLField(_("source address"), max_length=300, blank=True)
    source_copied_on = models.DateField(_("date of the copy"), null=True, blank=True)
    source_institution = models.TextField(
        _("lead institution in the source"), blank=True, help_text=_("The source's own words, unchanged.")
    )
    source_area = models.CharField(_("challenge area in the source"), max_length=100, blank=True)
    source_branch = models.CharField(_("branch in the source"), max_length=100, blank=True)
    source_level = models.CharField(_("level in the source"), max_length=100, blank=True)
    source_region = models.CharField(_("region in the source"), max_length=100, blank=True)
    confidence = models.CharField(
        _("confidence"),
        max_length=10,
        choices=[("certain", _("certain")), ("likely", _("likely"))],
        default="certain",
        help_text=_("How sure we are that country, institution and source page are the right ones."),
    )
    editors_note = models.TextField(
        _("note for editors"), blank=True, help_text=_("How the record was established. Not shown in public.")
    )

    objects = CommitmentManager.from_queryset(CommitmentQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        permissions = [("publish_commitment", _("Can publish, withdraw and decide on reviews"))]
        indexes = [
            models.Index(fields=["is_public", "position"], name="commitments_public_position"),
            # All that the counting pass of the facets reads.
            models.Index(
                fields=["member", "locality", "area", "branch", "level", "route"],
                condition=Q(is_public=True),
                name="commitments_public_facets",
            ),
        ]
        constraints = [
            lower_case_slug("commitments"),
            models.CheckConstraint(
                name="commitments_commitment_slug_not_an_address",
                condition=~Q(slug__in=["compare", "coverage"]),
                violation_error_message=_("This slug is the address of another page."),
            ),
            models.CheckConstraint(
                name="commitments_commitment_national_without_locality",
                condition=Q(level=Level.NATIONAL, locality__isnull=True)
                | (~Q(level=Level.NATIONAL) & Q(locality__isnull=False)),
                violation_error_message=_("A national commitment has no locality, and a local commitment has one."),
            ),
            models.CheckConstraint(
                name="commitments_commitment_ends_after_start",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The end is before the start."),
            ),
            models.CheckConstraint(
                name="commitments_commitment_start_has_precision",
                condition=paired("start", "start_precision"),
                violation_error_message=_("A start date and its precision go together."),
            ),
            models.CheckConstraint(
                name="commitments_commitment_end_has_precision",
                condition=paired("end", "end_precision"),
                violation_error_message=_("An end date and its precision go together."),
            ),
            models.CheckConstraint(
                name="commitments_commitment_published_has_date",
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="commitments_commitment_withdrawn_has_date",
                condition=~Q(state=State.WITHDRAWN) | Q(withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="commitments_commitment_plan_means_route",
                condition=Q(action_plan__isnull=True) | ~Q(route=""),
                violation_error_message=_("A commitment with an action plan needs a route."),
            ),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def from_db(cls, db, field_names, values):
        commitment = super().from_db(db, field_names, values)
        commitment.stored_slug = commitment.__dict__.get("slug")
        return commitment

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self.keep_former_slug()

    def clean(self):
        """What the database holds to be true without a sentence of its own (`guards.py`)."""
        super().clean()
        if self.locality_id and self.member_id and self.locality.member_id != self.member_id:
            raise ValidationError({"locality": _("The locality belongs to another country.")})

    def keep_former_slug(self):
        """Let the address the commitment had until now redirect to the new one."""
        former, self.stored_slug = getattr(self, "stored_slug", None), self.slug
        if former and former != self.slug:
            FormerSlug.objects.filter(slug=self.slug).delete()
            FormerSlug.objects.update_or_create(slug=former, defaults={"commitment": self})

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = [
        "members.member",
        "members.locality",
        "commitments.challengearea",
        "commitments.opengovernmentvalue",
        "commitments.actionplan",
    ]

    def get_absolute_url(self):
        return reverse("commitment", args=[self.slug])

    @property
    def participant(self):
        """The government that made the commitment: its locality, or else its member."""
        return self.locality or self.member

    @property
    def start_text(self):
        """The start as far as it is known, in the active language."""
        return partial_date(self.start, self.start_precision)

    @property
    def end_text(self):
        """The end as far as it is known, in the active language."""
        return partial_date(self.end, self.end_precision)


class FormerSlug(models.Model):
    """An address a commitment once had. It redirects to the present one for good."""

    #: Bringing back a former version of the commitment takes none away: links that were given out go on working.
    FOR_GOOD = True

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="former_slugs", verbose_name=_("commitment")
    )

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")

    def __str__(self):
        return self.slug


class InvolvementManager(models.Manager):
    """Lets fixtures name an involvement by what is unique in it."""

    def get_by_natural_key(self, commitment, role, institution):
        return self.get(commitment__slug=commitment, role=role, institution__slug=institution)


class Involvement(models.Model):
    """An institution that leads a commitment or supports it, in the order of the source."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead institution")
        SUPPORTING = "supporting", _("Supporting institution")

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="involvements", verbose_name=_("commitment")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="involvements", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.LEAD)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = InvolvementManager()

    class Meta:
        ordering = ["role", "position", "pk"]
        verbose_name = _("institution involved")
        verbose_name_plural = _("institutions involved")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "role", "institution"], name="commitments_involvement_once_per_role"
            ),
        ]

    def __str__(self):
        return gettext("%(label)s: %(value)s") % {"label": self.get_role_display(), "value": self.institution}

    def natural_key(self):
        return (self.commitment.slug, self.role, self.institution.slug)

    natural_key.dependencies = ["commitments.commitment", "members.institution"]
