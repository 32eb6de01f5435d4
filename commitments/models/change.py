"""What changed in public: written by commitments/changes.py, read by the change log."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.models.commitment import Commitment


class PublicChange(models.Model):
    """One change of what the public sees of a commitment."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("published")
        CHANGED = "changed", _("changed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    #: The reason of what the catalogue's own files say: the name of a command, which tells readers nothing.
    LOADED = "loadcatalogue"

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="public_changes", verbose_name=_("commitment")
    )
    at = models.DateTimeField(_("date"), db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    reason = models.TextField(_("reason"), blank=True)
    #: [{"field": ..., "before": ..., "after": ...}], codes and texts, not labels.
    changes = models.JSONField(_("changes"), default=list)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")

    def __str__(self):
        return f"{self.commitment}: {self.get_kind_display()}"

    @property
    def public_reason(self):
        """Why, as somebody has put it, in whatever language."""
        return "" if self.reason == self.LOADED else self.reason
