"""A commitment in which every text is a word that occurs nowhere else, with everything that hangs on it."""

from itertools import count

from django.db import models

from commitments.models import (
    ActionPlan,
    Assessment,
    Commitment,
    Involvement,
    ProgressReport,
    PublicChange,
    SearchEntry,
)
from members.models import Institution
from ogp_challenge.languages import language_codes

NUMBERS = count(100)

#: What hangs on a commitment and is written by the code alone.
DERIVED = (PublicChange, SearchEntry)


class Secret:
    """The record `commitment`, of an existing `place`, and its `words`: "model.field" -> word."""

    def __init__(self, place):
        self.words = {}
        self.place = {"member": place.member, "locality": place}
        self.required = {
            ProgressReport: {"reported_on": "2026-05-01", "status": "substantial"},
            Assessment: {"assessed_on": "2026-06-01"},
            Involvement: {"institution": self.make(Institution, member=place.member)},
        }
        plan = self.make(ActionPlan, **self.place, start_year=2025, end_year=2028)
        like = Commitment.objects.filter(level="local-member").first()
        shown = {"featured": True, "position": 0, "route": "action-plan", "action_plan": plan}
        self.commitment = self.make(
            Commitment, **self.place, **shown, level=like.level, branch=like.branch, area=like.area
        )
        self.hang_on(self.commitment)

    def make(self, model, **values):
        """A record of `model` whose texts are words of their own, but for `values`."""
        for field in model._meta.concrete_fields:
            if field.name not in values and is_text(field):
                word = self.words[f"{model._meta.model_name}.{field.name}"] = f"zq{next(NUMBERS)}x"
                values[field.name] = f"https://{word}.example/" if isinstance(field, models.URLField) else word
        return model.objects.create(**values)

    def hang_on(self, record):
        """Make a record of everything that belongs to `record`, and of what belongs to that."""
        for relation in record._meta.related_objects:
            if relation.one_to_many and relation.related_model not in DERIVED:
                given = {relation.field.name: record} | self.required.get(relation.related_model, {})
                self.hang_on(self.make(relation.related_model, **given))

    def word(self, *names):
        """The words of these fields of the commitment."""
        return {self.words[f"commitment.{name}"] for name in names}


def is_text(field):
    """Whether people write a text in the column: no code, nothing the code writes, no translated field's alias."""
    names = {column.name for column in field.model._meta.concrete_fields}
    is_alias = any(f"{field.name}_{code}" in names for code in language_codes())
    written = isinstance(field, models.CharField | models.TextField) and field.editable
    return written and not field.choices and not is_alias
