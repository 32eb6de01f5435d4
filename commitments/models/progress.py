"""What became of a commitment: dated steps, the government's own reports, the independent assessment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commitments.models.commitment import Commitment
from ogp_challenge.dates import Precision, paired, partial_date


class Milestone(models.Model):
    """A dated step of a commitment."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="milestones", verbose_name=_("commitment"))
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("step"), max_length=500)
    due = models.DateField(_("due"), null=True, blank=True)
    due_precision = models.CharField(_("precision of due"), max_length=6, choices=Precision, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.CheckConstraint(
                name="commitments_milestone_due_has_precision",
                condition=paired("due", "due_precision"),
                violation_error_message=_("A due date and its precision go together."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def due_text(self):
        """When the step is due, as far as it is known, in the active language."""
        return partial_date(self.due, self.due_precision)


class ProgressReport(models.Model):
    """What the government itself says of its progress. Never merged with the independent assessment."""

    #: What belongs to it: its history is part of the report's, and a former version brings it back.
    PARTS = ("evidence",)

    class Status(models.TextChoices):
        NOT_STARTED = "not-started", pgettext_lazy("progress", "Not started")
        LIMITED = "limited", pgettext_lazy("progress", "Limited progress")
        SUBSTANTIAL = "substantial", pgettext_lazy("progress", "Substantial progress")
        COMPLETE = "complete", pgettext_lazy("progress", "Complete")

    class DelayReason(models.TextChoices):
        FUNDING = "funding", _("funding")
        RESOURCES = "resources", _("staff or other resources")
        PRIORITIES = "priorities", _("change of priorities")
        APPROVALS = "approvals", _("approvals outstanding")
        DEPENDENCY = "dependency", _("depends on something else")
        OTHER = "other", _("other reason")

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="progress_reports", verbose_name=_("commitment")
    )
    reported_on = models.DateField(_("reported on"))
    status = models.CharField(_("status"), max_length=12, choices=Status)
    text = models.TextField(_("what was done"), blank=True)
    delay_reason = models.CharField(
        _("reason for the delay"),
        max_length=12,
        choices=DelayReason,
        blank=True,
        help_text=_("Required when the reform has not started or progress is limited."),
    )
    source_url = models.URLField(_("source address"), blank=True)

    class Meta:
        ordering = ["-reported_on", "-pk"]
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "reported_on"], name="commitments_progressreport_one_a_day"),
            models.CheckConstraint(
                name="commitments_progressreport_delay_has_reason",
                condition=~Q(status__in=["not-started", "limited"]) | ~Q(delay_reason=""),
                violation_error_message=_("Say why the reform is late."),
            ),
        ]

    def __str__(self):
        return gettext("%(label)s: %(value)s") % {"label": self.reported_on, "value": self.get_status_display()}


class Evidence(models.Model):
    """A public page or file that shows what a progress report says."""

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="evidence", verbose_name=_("progress report")
    )
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=500)
    archive_url = models.URLField(_("archived copy"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return self.title


class Assessment(models.Model):
    """What OGP's Independent Reporting Mechanism (IRM) says of a commitment in one of its reports."""

    class Verdict(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        PENDING = "pending", _("pending")

    class Ambition(models.TextChoices):
        UNCLEAR = "unclear", pgettext_lazy("potential for results", "unclear")
        MODEST = "modest", pgettext_lazy("potential for results", "modest")
        SUBSTANTIAL = "substantial", pgettext_lazy("potential for results", "substantial")

    class Completion(models.TextChoices):
        NO_EVIDENCE = "no-evidence", pgettext_lazy("completion", "no evidence available")
        NOT_STARTED = "not-started", pgettext_lazy("completion", "not started")
        LIMITED = "limited", pgettext_lazy("completion", "limited")
        SUBSTANTIAL = "substantial", pgettext_lazy("completion", "substantial")
        COMPLETE = "complete", pgettext_lazy("completion", "complete")

    class EarlyResults(models.TextChoices):
        NONE = "none", pgettext_lazy("early results", "no notable results")
        MODERATE = "moderate", pgettext_lazy("early results", "moderate results")
        SIGNIFICANT = "significant", pgettext_lazy("early results", "significant results")

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="assessments", verbose_name=_("commitment")
    )
    report_title = models.CharField(_("IRM report"), max_length=300)
    report_url = models.URLField(_("address of the report"), blank=True)
    assessed_on = models.DateField(_("date of the report"))
    verifiable = models.CharField(_("verifiable"), max_length=7, choices=Verdict, default=Verdict.PENDING)
    relevant = models.CharField(
        _("has an open government lens"), max_length=7, choices=Verdict, default=Verdict.PENDING
    )
    ambition = models.CharField(_("potential for results"), max_length=11, choices=Ambition, blank=True)
    completion = models.CharField(_("completion"), max_length=11, choices=Completion, blank=True)
    early_results = models.CharField(_("early results"), max_length=11, choices=EarlyResults, blank=True)

    class Meta:
        ordering = ["-assessed_on", "-pk"]
        verbose_name = _("IRM assessment")
        verbose_name_plural = _("IRM assessments")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "assessed_on"], name="commitments_assessment_one_a_day"),
        ]

    def __str__(self):
        return self.report_title
