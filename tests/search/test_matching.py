"""What a query finds: each engine is compared with the same literals, and with a second implementation."""

import unicodedata

import pytest
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments.models import ChallengeArea, Commitment, SearchEntry
from ogp_challenge import search
from ogp_challenge.search.stemming import STOP_WORDS
from tests.search import naive
from tests.search.catalogue import add, find, find_ranked
from tests.search.corpus import ALL, CORRUPTION, DISGUISES, FOUND, HOSTILE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("text", "positions"), FOUND)
def test_a_query_finds_these_commitments_on_every_engine(text, positions):
    assert find(text) == positions


def telling(text):
    """The words of a text that are no little ones. Which are is the kit's to say; the literals hold some."""
    return [word for word in text if not {naive.letters(word)} & (STOP_WORDS["en"] | STOP_WORDS["fr"])]


@st.composite
def queries(draw):
    """A query out of the texts of one commitment: words, phrases, and perhaps what it must not have."""
    by_code = naive.CATALOGUE[draw(st.sampled_from(sorted(ALL)))]
    texts = st.sampled_from(by_code[draw(st.sampled_from(["en", "fr"]))])
    anything = st.sampled_from(sorted(naive.VOCABULARY["en"] | naive.VOCABULARY["fr"]))
    terms = draw(st.lists(texts.filter(telling).flatmap(lambda text: st.sampled_from(telling(text))), max_size=3))
    if draw(st.booleans()):
        text = draw(texts)
        start = draw(st.integers(0, len(text) - 1))
        terms.append('"{}"'.format(" ".join(text[start : start + draw(st.integers(1, 4))])))
    terms += [f"-{word}" for word in draw(st.lists(anything, max_size=2))]
    return " ".join(draw(st.permutations(terms))) + draw(st.sampled_from(["", " "]))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=queries().filter(lambda text: not naive.DEPARTURES & set(naive.words(text))))
def test_any_query_out_of_the_catalogue_finds_what_the_second_implementation_finds(text):
    assert find(text) == naive.find(text)


@pytest.mark.parametrize(
    "text", ["", " ", '"', '""', "-", '-""', "*", "%", "'", "\x00", "\x1f", "🎉", "&|!", "\ud800"]
)
def test_a_query_without_a_word_selects_everything(text):
    assert find(text) == ALL


@pytest.mark.parametrize("quotes", ["“{}”", "„{}“", "«{}»", "«\u202f{}\u202f»", "″{}″"])
def test_typographic_quotes_are_quotes(quotes):
    phrase = find('"open contracting"')

    assert find(quotes.format("open contracting")) == phrase
    assert find("open contracting") > phrase


@pytest.mark.parametrize("disguise", DISGUISES)
def test_syntax_around_a_word_is_not_syntax(disguise):
    assert find(disguise.format("corruption")) == CORRUPTION


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_made_up_word_finds_nothing_in_any_disguise(disguise):
    assert find(disguise.format("zqxvbrt")) == set()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_finds_a_set_and_never_raises(text):
    assert find(text) <= ALL


@pytest.mark.parametrize(("text", "positions"), FOUND)
def test_case_and_accents_and_how_they_are_written_change_nothing(text, positions):
    decomposed = unicodedata.normalize("NFD", text)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))

    assert find(decomposed) == positions
    assert find(plain.replace("œ", "oe").replace("’", "'").upper()) == positions


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80) | st.text(alphabet="\"-*:()&|!<>%_\\'’ aeéœzc0\x00\x1f\ud800", max_size=80))
def test_nothing_makes_the_database_raise(text):
    query = search.parse(text)
    found = search.matching(Commitment.objects.all(), query, SearchEntry)

    assert found.count() == len(search.ranked(found, query, SearchEntry))
    search.suggest(query, SearchEntry, "fr", version="hypothesis")


def test_a_match_combines_with_filters_and_counts_in_one_query(django_assert_num_queries):
    query = search.parse('"open contracting" -ukraine')
    found = search.matching(Commitment.objects.exclude(position=8), query, SearchEntry)

    with django_assert_num_queries(2):
        by_area = dict(ChallengeArea.objects.filter(commitments__in=found).values_list("slug").annotate(n=Count("pk")))
        total = found.count()

    assert total == sum(by_area.values()) == len({10, 22, 40, 57, 76})


def test_terms_must_meet_in_one_language(no_commitments):
    add(1, en=("Justice", "", ""), fr=("Tribunaux", "", ""))

    assert find("justice tribunaux") == set()


def test_an_unwanted_word_counts_in_any_language(no_commitments):
    add(1, en=("Justice", "", ""), fr=("Tribunaux", "", ""))

    assert find("justice -tribunal") == set()


def test_a_phrase_does_not_run_from_one_column_into_the_next(no_commitments):
    add(1, en=("Open", "Justice", "Court"), fr=("", "", ""))

    assert find('"open justice"') == find('"justice court"') == set()
    assert find("open justice court") == {1}


def test_a_phrase_does_not_run_over_a_break(no_commitments):
    add(1, en=("", search.BREAK.join(["Open", "", "Justice Kenya"]), search.BREAK))

    assert find('"open justice"') == find('"open kenya"') == set()
    assert find('"justice kenya"') == find("open justice") == {1}


def test_a_phrase_needs_its_little_words(no_commitments):
    add(1, en=("Access to the information", "", ""))
    add(2, en=("Information on access", "", ""))

    assert find('"access to the information"') == {1}
    assert find('"access the information"') == set()
    assert find("access of the information") == {1, 2}


def test_letters_outside_latin_are_found(no_commitments):
    add(1, en=("Київ і право", "", ""))

    assert find("КИЇВ") == find("прав") == find('"і право"') == {1}


def test_a_language_without_a_stemmer_is_found_by_its_words(no_commitments, settings):
    settings.LANGUAGES = [("en", "English"), ("tlh", "Klingon"), ("es", "Español")]
    add(1, tlh=("Qapla batlh", "", ""))
    add(2, es=("Participaciones públicas", "", ""))

    assert find("qapla ") == {1}
    assert find("participación ") == find("PARTICIPACION ") == {2}


def test_relevance_puts_title_before_names_before_body(no_commitments):
    add(1, en=("Budget", "Ministry", "Of justice"))
    add(2, en=("Budget", "Ministry of justice", ""))
    add(3, en=("Open justice", "Ministry", ""))
    add(4, fr=("Justice ouverte", "", ""))

    assert find_ranked("justice") == [3, 4, 2, 1]


def test_relevance_puts_all_words_before_some_and_the_title_before_the_names(no_commitments):
    add(1, en=("Budget", "Ministry", "Open justice"))
    add(2, en=("Budget", "Open data", "Justice"))
    add(3, en=("Budget", "Open justice", ""))
    add(4, en=("Open data", "Ministry", "Justice"))
    add(5, en=("Open justice", "Ministry", ""))

    assert find_ranked("open justice") == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        # In a title, then in a name (the area's is Justice), then in a summary
        ("justice", [13, 17, 44, 54, 2, 6, 12, 39, 47, 56, 75, 37]),
        ("climat", [64, 65, 68, 69, 77, 18, 21, 1]),
        # Both words in a title, one in a title, none
        ("open contracting", [8, 10, 22, 36, 76, 34, 40, 31, 57]),
        ("accès à l'information", [9, 25, 39, 41, 72, 74, 67, 38, 73, 36]),
    ],
)
def test_relevance_over_the_real_commitments(text, positions):
    assert find_ranked(text) == positions


def test_without_a_wanted_word_the_order_is_the_callers(db):
    assert find_ranked("-justice") == sorted(find("-justice"))
