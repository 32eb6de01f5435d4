"""Which of our commitments a row of OGP's tracker is: by institution, codes and words, as the tracker has no key."""

import re
from collections import defaultdict
from functools import lru_cache

from commitments.models import Involvement
from ogp_challenge.languages import fold, language_codes, sort_key

#: What the tracker says of a commitment that we have a code for.
CODES = ("area", "level", "branch", "region")

#: The share of words by which two summaries are alike: of a row that agrees in all codes, of any other, and of one
#: that names another institution. Ours are written anew, so it is small: 0.19 to 0.65 between the tracker's 90 and
#: ours, up to 0.23 between strangers, who seldom have the same institution. Among several, the best must lead by a
#: factor.
LIKE_WITH_CODES, LIKE, LIKE_WITHOUT_NAME, LEAD = 0.1, 0.18, 0.3, 1.4
#: One after the other: the codes that agree, how alike the summaries are, whether the institution is the same.
ROUNDS = (
    (CODES, LIKE_WITH_CODES, True),
    ((), LIKE, True),
    (CODES, LIKE_WITHOUT_NAME, False),
    ((), LIKE_WITHOUT_NAME, False),
)


class Matcher:
    """Finds the commitments of rows among `records`."""

    def __init__(self, records):
        self.records = records
        self.texts = {record.pk: _texts(record) for record in records}
        self.named = defaultdict(list)
        for record in records:
            for name in institution_names(record):
                self.named[name].append(record)

    def of_institution(self, name):
        """The commitments whose lead institution is called `name`."""
        return self.named.get(sort_key(name), [])

    def pairs(self, rows):
        """Number of a row -> the commitment it is for certain.

        Row and commitment belong together when they name the same lead institution, their summaries are alike, and no
        other free row or commitment fits; where several do, when the summaries are clearly more alike than others.
        First those that agree in everything, then the others, at last those that name another institution, or the same
        in another language.
        """
        pairs, taken = {}, set()
        for agreed, least, by_name in ROUNDS:
            claims = defaultdict(list)
            for row in rows:
                if row.number not in pairs:
                    known = self.of_institution(row.cells["institution"]) if by_name else self.records
                    free = [one for one in known if one.pk not in taken and agree(row, one, agreed)]
                    if record := self.likeliest(row, free, least):
                        claims[record.pk].append((row.number, record))
            for claimants in claims.values():
                if len(claimants) == 1:  # a commitment that two rows claim is certain for neither
                    ((number, record),) = claimants
                    pairs[number] = record
                    taken.add(record.pk)
        return pairs

    def likeliest(self, row, candidates, least):
        """The candidate that the texts of a row are certainly of, or None."""
        ranked = sorted(((self.alike(row, record), record.pk, record) for record in candidates), reverse=True)
        if not ranked or ranked[0][0] < least:
            return None
        if len(ranked) > 1 and ranked[0][0] < LEAD * ranked[1][0]:
            return None
        return ranked[0][2]

    def alike(self, row, record):
        """The share of words that row and commitment have in common, in the language in which it is largest."""
        words = _words(f"{row.cells['title']} {row.cells['summary']}")
        shares = (len(words & ours) / len(words | ours) for ours in self.texts[record.pk] if words and ours)
        return max(shares, default=0)


def agree(row, record, names):
    """Whether row and commitment have the same participant, where the row says one, and the same codes `names`."""
    if row.participant and row.participant != (record.member, record.locality):
        return False
    return all(row.codes.get(name) in (None, code_of(record, name)) for name in names)


def code_of(record, name):
    """The code of a commitment that the tracker has a label for."""
    value = {"area": record.area, "region": record.member.region}.get(name)
    return value.slug if value else str(getattr(record, name, ""))


def leads(record):
    """The lead institutions of a commitment, in their order."""
    involved = [one for one in record.involvements.all() if one.role == Involvement.Role.LEAD]
    return [one.institution for one in sorted(involved, key=lambda one: one.position)]


def institution_names(record):
    """Every spelling of the lead institutions of a commitment, folded; the source's own among them."""
    of_each = zip(*(spellings(institution) for institution in leads(record)), strict=True)
    return {sort_key(name) for name in (record.source_institution, *map(", ".join, of_each))} - {""}


def spellings(record):
    """What a record is called: in every language, and in its own."""
    names = [getattr(record, f"name_{code}") for code in language_codes()]
    return [name or "" for name in (*names, getattr(record, "name_original", ""))]


def _texts(record):
    """The words of what we say of a commitment in each language; of a new one, of what the tracker said."""
    texts = [record.editors_note]
    for code in language_codes():
        texts.append(f"{getattr(record, f'title_{code}') or ''} {getattr(record, f'summary_{code}') or ''}")
    return [_words(text) for text in texts]


@lru_cache(maxsize=2_000)
def _words(text):
    """The longer words of a text, cut to their beginning, so that endings do not matter."""
    return {word[:6] for word in re.findall(r"\w+", fold(text)) if len(word) > 3}
