"""Questions asked of members and localities. No model is imported: a queryset speaks through `self`."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q


class Alphabetical(models.QuerySet):
    """Anything with a name in the page's language."""

    def alphabetical(self):
        """By name, as the page's language sorts it."""
        return self.order_by("sort_key", "slug")


class MemberQuerySet(Alphabetical):
    """Countries. The reverse name `commitments` is the one thing known here of the app above."""

    def with_commitment_counts(self):
        """Adds `national_count` and `local_count`: published commitments of the country and of its localities."""
        public = Q(commitments__is_public=True)
        return self.annotate(
            national_count=Count("commitments", filter=public & Q(commitments__locality=None)),
            local_count=Count("commitments", filter=public & Q(commitments__locality__isnull=False)),
        )

    def participating(self):
        """Countries that count as participating: with a published commitment of the national government."""
        return self.filter(Exists(self._commitments().filter(member=OuterRef("pk"), locality=None, is_public=True)))

    def with_any_commitment(self):
        """Countries with a published commitment, be it national or of a locality."""
        return self.filter(Exists(self._commitments().filter(member=OuterRef("pk"), is_public=True)))

    def _commitments(self):
        return self.model._meta.get_field("commitments").related_model.objects.all()


class LocalityQuerySet(Alphabetical):
    """Local governments."""

    def with_commitment_counts(self):
        """Adds `local_count`, the number of published commitments."""
        return self.annotate(local_count=Count("commitments", filter=Q(commitments__is_public=True)))

    def participating(self):
        """Localities with a published commitment."""
        commitments = self.model._meta.get_field("commitments").related_model.objects
        return self.filter(Exists(commitments.filter(locality=OuterRef("pk"), is_public=True)))


class NaturalKeyManager(models.Manager):
    """Lets fixtures name a record by its slug."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)
