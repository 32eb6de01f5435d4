"""Nothing of what is not published shows anywhere; of what was withdrawn, what it is called and why it is gone."""

import re

import pytest

from commitments import changes
from commitments.models import Commitment, Evidence, SearchEntry, State
from commitments.workflow import move
from members.models import Locality
from tests.addresses import file_addresses, public_addresses
from tests.html import Page
from tests.secrets import Secret

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fr")
#: The history of each: a draft, one in review, one that was public and is a draft again, one that was withdrawn.
LIVES = {
    "draft": [],
    "in review": [State.IN_REVIEW],
    "draft again": [State.PUBLISHED, State.DRAFT],
    "withdrawn": [State.PUBLISHED, State.WITHDRAWN],
}


@pytest.fixture
def files(client, db):
    """What the files say while there is nothing to hide."""
    return {path: client.get(path).content for language in LANGUAGES for path in file_addresses(language)}


@pytest.fixture
def secrets(files):
    """One Secret for each life, of a place that has no commitment else."""
    place = Locality.objects.filter(commitments=None, latitude__isnull=False, is_ogp_local=True).first()
    return {life: live(Secret(place), moves) for life, moves in LIVES.items()}


def live(secret, moves):
    """Move the commitment of `secret` as told; what it says changes while it is public, and is in the log."""
    for to in moves:
        move(secret.commitment, to)
        if to == State.PUBLISHED:
            record = Commitment.objects.get(pk=secret.commitment.pk)
            record.summary_en = secret.words["commitment.summary_en, later"] = f"zqlater{record.pk}x"
            record.save()
            changes.record(record)
    return secret


def found(secrets, text):
    """The words of `secrets` that stand in `text`."""
    words = {word for secret in secrets for word in secret.words.values()}
    return words & set(re.findall("|".join(words), text.lower()))


def test_a_secret_holds_a_word_in_every_text(secrets):
    names = set(secrets["draft"].words)

    assert {f"commitment.{text}_{code}" for text in Commitment.TEXTS for code in LANGUAGES} <= names
    hanging = {"involvement", "milestone", "progressreport", "evidence", "assessment", "formerslug"}
    assert {name.partition(".")[0] for name in names} >= (hanging - {"involvement"}) | {"institution", "actionplan"}
    assert names >= {
        *("commitment.ogp_code", "commitment.withdrawal_reason_fr", "commitment.featured_reason_en"),
        *("commitment.editors_note", "commitment.source_institution", "commitment.source_url"),
        *("evidence.archive_url", "assessment.report_url", "institution.name_original", "actionplan.slug"),
    }
    assert Evidence.objects.filter(report__commitment=secrets["draft"].commitment).count() == 1
    assert len(set(secrets["draft"].words.values())) == len(names) > 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_tells_a_word_of_it(client, secrets, language):
    gone = secrets["withdrawn"]
    allowed = gone.word("title_en", "title_fr", "withdrawal_reason_en", "withdrawal_reason_fr", "slug")
    log = (f"/{language}/changes/", f"/{language}/changes/feed.atom")

    for path in {*public_addresses(language), *log, "/robots.txt"}:
        told = found(secrets.values(), client.get(path).text)
        assert told <= (allowed if path in log else set()), path
        assert path not in log or told >= gone.word(f"title_{language}", "slug"), path
    assert 'data-catalogue-total="90"' in client.get(f"/{language}/commitments/").text


def test_no_file_tells_it_or_counts_it(client, files, secrets):
    for path, before in files.items():
        assert client.get(path).content == before, path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("life", LIVES)
def test_its_own_addresses(client, secrets, life, language):
    secret = secrets[life]
    pages = [f"/{language}/commitments/{secret.words[name]}/" for name in ("commitment.slug", "formerslug.slug")]

    for path in pages:
        response = client.get(path, follow=True)
        told = found([secret], response.text)
        if life == "withdrawn":
            assert response.status_code == 410
            assert told - secret.word("slug") == secret.word(f"title_{language}", f"withdrawal_reason_{language}")
        else:
            assert response.status_code == 404
            assert told <= {path.split("/")[3]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_does_not_know_it(client, secrets, language):
    public = Commitment.objects.published().first()

    for secret in secrets.values():
        response = client.get(f"/{language}/commitments/compare/", {"c": [public.slug, secret.commitment.slug]})
        assert [one.commitment for one in response.context["columns"]] == [public]
        assert found([secret], response.text) <= secret.word("slug")  # a notice names what was asked for


def test_no_search_finds_it(client, secrets):
    """Not by any of its words, nor is a word of it what somebody may have meant."""
    commitments = [secret.commitment for secret in secrets.values()]
    assert not SearchEntry.objects.filter(commitment__in=commitments).exists()
    for secret in (secrets["draft"], secrets["withdrawn"]):
        for word in secret.words.values():
            response = client.get("/en/commitments/", {"q": word})
            assert response.context["numbers"].total == 0, word
            assert not Page(response.text).having("data-commitment")
        for word in secret.word("title_en", "summary_fr"):
            assert found([secret], client.get("/en/commitments/", {"q": f"{word[:-1]}y"}).text) == set(), word
