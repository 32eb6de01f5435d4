"""Ways to search the catalogue, and to put into it exactly the texts that a test is about."""

from django.utils import timezone

from commitments.models import ChallengeArea, Commitment, SearchEntry, State
from members.models import Member
from ogp_challenge import search


def add(position, **texts):
    """A public commitment found by these texts only: `add(1, en=("Title", "Names", "Body"))`."""
    kenya = {"iso2": "KE", "iso3": "KEN", "iso_numeric": "404"}
    commitment = Commitment(
        slug=f"added-{position}",
        position=position,
        member=Member.objects.get_or_create(slug="kenya", defaults=kenya)[0],
        area=ChallengeArea.objects.get_or_create(slug="justice")[0],
        level="national",
        branch="executive",
        state=State.PUBLISHED,
        published_at=timezone.now(),
    )
    Commitment.objects.bulk_create([commitment])  # saving would index the names of Kenya and Justice
    for language, columns in texts.items():
        commitment.search_entries.create(language=language, **search.entry_values(language, *columns))
    return commitment


def find(text):
    """The positions of what `text` finds: among all commitments, so that a draft would be seen."""
    found = search.matching(Commitment.objects.all(), search.parse(text), SearchEntry)
    return set(found.values_list("position", flat=True))


def find_ranked(text):
    """The positions of what `text` finds, the most relevant first."""
    query = search.parse(text)
    found = search.matching(Commitment.objects.all(), query, SearchEntry)
    return [record.position for record in search.ranked(found, query, SearchEntry, then=["position"])]


def suggest(text, language="en"):
    """What `text` may have meant."""
    return search.suggest(search.parse(text), SearchEntry, language)
