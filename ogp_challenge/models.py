"""What the kit itself keeps: the values that were last loaded from the catalogue's files."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class LoadedRecord(models.Model):
    """The values a record had in the files when it was last loaded.

    A field that no longer has its loaded value was edited by staff, and is not touched by the next load.
    """

    model = models.CharField(max_length=100)
    key = models.CharField(max_length=400)
    values = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="ogp_challenge_loadedrecord_unique")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
