"""The words commitments are described with: areas, values, plans, levels, branches, routes."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Locality, Member, Named, lower_case_slug
from members.querysets import Alphabetical, NaturalKeyManager


class ChallengeArea(Named):
    """One of the ten policy areas of the Challenge."""

    description = models.TextField(_("description"), blank=True, help_text=_("One sentence."))
    ogp_page = models.URLField(_("page of OGP"), blank=True, help_text=_("What OGP itself says of the area."))

    objects = NaturalKeyManager.from_queryset(Alphabetical)()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("challenge area")
        verbose_name_plural = _("challenge areas")
        constraints = [lower_case_slug("commitments")]

    def get_absolute_url(self):
        return reverse("area", args=[self.slug])


class GuideChapter(Named):
    """A chapter of OGP's Open Gov Guide, which tells reformers what can be done in an area."""

    url = models.URLField(_("address"))
    areas = models.ManyToManyField(ChallengeArea, related_name="chapters", verbose_name=_("challenge areas"))

    objects = NaturalKeyManager.from_queryset(Alphabetical)()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("chapter of the Open Gov Guide")
        verbose_name_plural = _("chapters of the Open Gov Guide")
        constraints = [lower_case_slug("commitments")]


class OpenGovernmentValue(Named):
    """Transparency, civic participation or public accountability: a commitment serves at least one."""

    objects = NaturalKeyManager.from_queryset(Alphabetical)()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("open government value")
        verbose_name_plural = _("open government values")
        constraints = [lower_case_slug("commitments")]


class ActionPlan(Named):
    """The action plan, of one cycle of a government, that contains a commitment."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="action_plans", verbose_name=_("member"))
    locality = models.ForeignKey(
        Locality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_plans",
        verbose_name=_("locality"),
    )
    start_year = models.PositiveSmallIntegerField(_("first year of the cycle"))
    end_year = models.PositiveSmallIntegerField(_("last year of the cycle"))

    objects = NaturalKeyManager.from_queryset(Alphabetical)()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        constraints = [
            lower_case_slug("commitments"),
            models.CheckConstraint(
                name="commitments_actionplan_ends_after_start", condition=Q(end_year__gte=F("start_year"))
            ),
        ]

    @property
    def cycle(self):
        """The years of the cycle, "2023–2025"."""
        return f"{self.start_year}–{self.end_year}"


class Level(models.TextChoices):
    """Level of government, as recorded for one commitment."""

    NATIONAL = "national", pgettext_lazy("level of government", "National")
    LOCAL_MEMBER = "local-member", pgettext_lazy("level of government", "Local (OGP Local member)")
    LOCAL_NON_MEMBER = "local-non-member", pgettext_lazy("level of government", "Local (non-member)")


#: Local governments learn from each other, members of OGP Local or not.
LOCAL = (Level.LOCAL_MEMBER, Level.LOCAL_NON_MEMBER)


class Branch(models.TextChoices):
    """Branch of government. It belongs to the commitment, not to its institution."""

    EXECUTIVE = "executive", pgettext_lazy("branch of government", "Executive")
    LEGISLATIVE = "legislative", pgettext_lazy("branch of government", "Legislative")
    JUDICIAL = "judicial", pgettext_lazy("branch of government", "Judicial")
    INDEPENDENT = "independent", pgettext_lazy("branch of government", "Independent")


class Route(models.TextChoices):
    """How a commitment came into the Challenge."""

    ACTION_PLAN = "action-plan", _("In an action plan")
    STANDALONE = "standalone", _("Standalone")
