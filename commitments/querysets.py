"""Questions asked of commitments. No model is imported: a queryset speaks through `self`."""

from django.db import models
from django.db.models import Prefetch


class CommitmentManager(models.Manager):
    """Lets fixtures name a commitment by its slug."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class CommitmentQuerySet(models.QuerySet):
    """The words every list, count, file and page of commitments is built from."""

    def published(self):
        """What the public may see. Every public surface starts here."""
        return self.filter(is_public=True)

    def withdrawn(self):
        """What was public once and is not any more: its address says so."""
        return self.filter(state="withdrawn")

    def in_public(self):
        """What the public sees or is told was withdrawn: whatever belongs to it is for those who may publish."""
        return self.filter(state__in=["published", "withdrawn"])

    def in_listing_order(self):
        """OGP's own order, the default of the catalogue."""
        return self.order_by("position", "pk")

    def for_list(self):
        """Everything a row of the catalogue prints, in two queries."""
        return self.select_related("member__region", "locality__member", "area").prefetch_related(
            self._lead_institutions()
        )

    def for_detail(self):
        """Everything the page of one commitment prints."""
        return self.select_related("member__region", "locality__member", "area", "action_plan").prefetch_related(
            "involvements__institution",
            "other_areas",
            "values",
            "milestones",
            "progress_reports__evidence",
            "assessments",
        )

    def _lead_institutions(self):
        involvements = self.model._meta.get_field("involvements").related_model.objects
        leading = involvements.filter(role="lead").select_related("institution").order_by("position")
        return Prefetch("involvements", queryset=leading, to_attr="leads")
