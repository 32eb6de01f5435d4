"""Whatever is typed into the address, the selection understands or drops it; nothing raises."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from commitments.filters import FACETS, CommitmentFilter, known_values
from commitments.vocabulary import Vocabulary

NAMES = st.sampled_from([*FACETS, "q", "sort", "size", "page", "nonsense"])
VALUES = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        ["justice", "kenya", "nairobi", "national", "title", "all", "'--", "%", "\x00", "\ud800", '"', "-x"]
    ),
)


@pytest.fixture
def vocabulary(db):
    return Vocabulary.load()


def query_dict(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return data


@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=12))
@examples(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_value_is_known_or_named(vocabulary, pairs):
    known, unknown = known_values(query_dict(pairs), vocabulary)

    for name, values in known.lists():
        allowed = vocabulary.labels.get(name)
        assert allowed is None or set(values) <= set(allowed)
    given_values = {(name, value) for name, value in pairs if name in FACETS and value.strip()}
    named = {(one.parameter, one.value) for one in unknown}
    assert given_values <= named | {(name, value) for name in FACETS for value in known.getlist(name)}


@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=8))
@examples(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_canonical_query_selects_the_same(vocabulary, pairs):
    selection = CommitmentFilter(query_dict(pairs), vocabulary=vocabulary)
    again = CommitmentFilter(QueryDict(selection.query()), vocabulary=vocabulary)

    assert again.query() == selection.query()
    assert again.unknown == []
    assert list(again.qs.values_list("pk", flat=True)) == list(selection.qs.values_list("pk", flat=True))
