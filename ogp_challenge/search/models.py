"""The table that is searched: one row a record and language."""

from django.db import models


class SearchEntry(models.Model):
    """What can be found of a public record in one language.

    The concrete model adds the foreign key to the record and makes (record, language) unique. The app writes
    rows with `entry_values` for public records only, so nothing else can be found or suggested.
    """

    language = models.CharField(max_length=10)

    # Tokens, see ogp_challenge.search.text
    title = models.TextField()
    names = models.TextField(blank=True)
    body = models.TextField(blank=True)

    #: The distinct words of the three as a reader spells them: what a suggestion is made of.
    words = models.TextField(blank=True)

    class Meta:
        abstract = True
