"""Keeps the search entries true: one a language for every public commitment, none for any other."""

from contextlib import contextmanager
from contextvars import ContextVar

from commitments.models import ChallengeArea, Commitment, Involvement, SearchEntry
from members.models import Institution, Locality, Member
from ogp_challenge import search
from ogp_challenge.languages import language_codes, localized

#: From a model to the lookup of the commitments whose words a record of it belongs to.
BELONGS_TO = {
    Commitment: "pk",
    Institution: "institutions",
    Member: "member",
    Locality: "locality",
    ChallengeArea: "area",
}


def reindex(commitments):
    """Make the entries of the queryset `commitments` anew."""
    pks = set(commitments.values_list("pk", flat=True))
    public = (
        Commitment.objects.published()
        .filter(pk__in=pks)
        .select_related("member", "locality", "area")
        .prefetch_related("institutions")
    )
    SearchEntry.objects.filter(commitment__in=pks).exclude(commitment__in=public.values("pk")).delete()
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(commitment=record, language=code, **search.entry_values(code, *words(record, code)))
            for record in public
            for code in language_codes()
        ],
        update_conflicts=True,
        unique_fields=["commitment", "language"],
        update_fields=["title", "names", "body", "words"],
    )


def words(commitment, code):
    """What is searched of `commitment` in a language: its title, the names in it, its texts."""

    def text(record, field):
        return localized(record, field, code).text

    places = [place for place in (commitment.member, commitment.locality, commitment.area) if place]
    institutions = list(commitment.institutions.all())
    names = [text(record, "name") for record in (*places, *institutions)]
    names += [text(institution, "acronym") for institution in institutions]
    names += [institution.name_original for institution in institutions]
    names.append(commitment.ogp_code or "")
    texts = [text(commitment, field) for field in Commitment.TEXTS if field != "title"]
    return text(commitment, "title"), search.BREAK.join(names), search.BREAK.join(texts)


#: The ids of the commitments whose entries wait to be renewed together; None where they do not wait.
_WAITING = ContextVar("waiting", default=None)
#: Commitments that are renewed with one set of queries: few enough for SQLite's parameters.
TOGETHER = 500


@contextmanager
def together():
    """Renew the entries once at the end, not at every save. For a transaction.

    Gives the set of ids that wait: who writes past the signals adds to it.
    """
    waiting = set()
    token = _WAITING.set(waiting)
    try:
        yield waiting
    finally:
        _WAITING.reset(token)
    pks = sorted(waiting)
    for start in range(0, len(pks), TOGETHER):
        reindex(Commitment.objects.filter(pk__in=pks[start : start + TOGETHER]))


def reindex_for(sender, instance, origin=None, created=False, **_kwargs):
    """The words of `instance` have changed: renew the entries of the commitments they belong to."""
    if getattr(origin, "model", type(origin)) is Commitment:
        return  # its involvements are deleted before it is, and entries made now would be left without it
    if sender is Involvement:
        belonging = Commitment.objects.filter(pk=instance.commitment_id)
    elif not created or sender is Commitment:  # nothing belongs yet to a place or an area that is new
        belonging = Commitment.objects.filter(**{BELONGS_TO[sender]: instance.pk})
    else:
        return
    waiting = _WAITING.get()
    if waiting is None:
        reindex(belonging)
    else:
        waiting.update(belonging.values_list("pk", flat=True))
