"""SQL agrees with the slow second implementation, for hundreds of random selections."""

import random

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from commitments.facets import facets, tally
from commitments.filters import FACETS, CommitmentFilter
from commitments.models import Commitment
from commitments.statistics import rows
from commitments.vocabulary import Vocabulary
from tests import oracle

#: Words with few, some and many hits, and with none.
WORDS = ["corruption", "budget", "participation", "nairobi", "données", '"open contracting"', "zzzz"]


def random_selections(number, labels):
    """Reproducible selections: up to three values in up to four facets, sometimes with a search."""
    chance = random.Random(20280331)
    for _number in range(number):
        chosen = {
            name: chance.sample(list(labels[name]), k=min(len(labels[name]), chance.randint(1, 3)))
            for name in chance.sample(FACETS, k=chance.randint(0, 4))
        }
        yield chosen, chance.choice(WORDS) if chance.random() < 0.25 else ""


@pytest.mark.django_db
def test_selections_counts_and_totals_agree():
    vocabulary = Vocabulary.load()
    published = Commitment.objects.published()
    everything = oracle.catalogue()
    all_rows = rows(published, vocabulary)

    for chosen, text in random_selections(320, vocabulary.labels):
        query = urlencode({"q": text, **chosen}, doseq=True)
        selection = CommitmentFilter(QueryDict(query), vocabulary=vocabulary)
        found = selection.found(published)
        slugs = set(found.values_list("slug", flat=True))
        plain = [row for row in everything if row.slug in slugs]

        expected = oracle.select(plain, chosen)
        numbers = tally(all_rows, selection.chosen, rows(found, vocabulary))

        # The order is compared where it is OGP's own; by relevance, the set.
        results = list(selection.qs.values_list("slug", flat=True))
        assert (sorted(results) == sorted(expected)) if text else (results == expected), query
        assert numbers.total == len(expected), query
        expected_counts = oracle.counts(plain, chosen)
        for facet in facets(selection, numbers):
            for choice in facet.choices:
                for one in (choice, *choice.children):
                    assert one.count == expected_counts[one.parameter][one.value], (query, one)
