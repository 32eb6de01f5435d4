"""What can be found of a commitment. Kept by commitments/indexing.py, for public commitments only."""

from django.db import models

from commitments.models.commitment import Commitment
from ogp_challenge.search.models import SearchEntry as Entry


class SearchEntry(Entry):
    """The searchable words of a public commitment in one language."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="search_entries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "language"], name="commitments_searchentry_one_a_language")
        ]

    def __str__(self):
        return f"{self.commitment_id} {self.language}"
