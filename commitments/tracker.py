"""Copies of OGP's own tracker: its labels, right and wrong, as our codes, and its rows as our commitments."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from commitments.columns import columns, for_rows
from commitments.comparison import Change, Changed, Comparison, Removed, Unmatched
from commitments.models import Branch, ChallengeArea, Commitment, Level
from members.models import Region
from ogp_challenge.languages import fold, language_codes, sort_key
from ogp_challenge.refusal import Problem

#: Labels of the tracker that are not ours, the wrong ones of its machine translation among them, folded.
LABELS = {
    "area": {
        "anti corruption": "anti-corruption",
        "ouverture fiscale": "fiscal-openness",
    },
    "branch": {
        "cadre executif": Branch.EXECUTIVE,
        "executif": Branch.EXECUTIVE,
        "executive": Branch.EXECUTIVE,
        "fournisseur": Branch.INDEPENDENT,
        "independant": Branch.INDEPENDENT,
        "independent": Branch.INDEPENDENT,
        "judiciaire": Branch.JUDICIAL,
        "judicial": Branch.JUDICIAL,
        "judiciary": Branch.JUDICIAL,
        "legislatif": Branch.LEGISLATIVE,
        "legislatives": Branch.LEGISLATIVE,
        "legislative": Branch.LEGISLATIVE,
    },
    "level": {
        "national": Level.NATIONAL,
        "nationales": Level.NATIONAL,
        "local": Level.LOCAL_MEMBER,
        "demandeur d emploi local national": Level.LOCAL_MEMBER,
        "local membre d ogp local": Level.LOCAL_MEMBER,
        "local ogp local member": Level.LOCAL_MEMBER,
        "local non membre": Level.LOCAL_NON_MEMBER,
        "local non member": Level.LOCAL_NON_MEMBER,
    },
    "region": {
        "l afrique et le moyen orient": "africa-and-the-middle-east",
        "africa middle east": "africa-and-the-middle-east",
        "asie et le pacifique": "asia-and-the-pacific",
        "asia pacific": "asia-and-the-pacific",
    },
}

#: What the tracker says of a commitment that we have a code for.
CODES = ("area", "level", "branch", "region")
#: The code of a label that nobody knows. It is no commitment's.
UNKNOWN = "?"

#: The share of words by which two summaries are alike: of a row that agrees in all codes, and of any other. Ours are
#: written anew, so it is small: 0.19 to 0.65 between the tracker's 90 and ours, up to 0.23 between strangers, who
#: seldom have the same institution. Among several, the best must lead by a factor.
LIKE_WITH_CODES, LIKE, LEAD = 0.1, 0.18, 1.4


def compare(sheet):
    """The Comparison of a copy of the tracker with the catalogue. It reports; it is never written."""
    labels = _labels()
    problems = [*sheet.problems]
    rows = []
    for line in sheet.lines:
        codes = {}
        for name in CODES:
            text = sheet.cell(line, name)
            if text:
                codes[name] = labels[name].get(sort_key(text), UNKNOWN)
            if codes.get(name) == UNKNOWN:
                problems.append(Problem(_("“%(text)s” is not known.") % {"text": text[:80]}, line.number, name))
        rows.append((line, codes))
    records = list(for_rows(Commitment.objects.in_listing_order()))
    pairs = _matched(sheet, rows, records)
    changed, unchanged = [], 0
    for line, codes in rows:
        if record := pairs.get(line.number):
            if changes := tuple(_changes(record, codes)):
                changed.append(Changed(line.number, record.slug, str(record), record.version, changes))
            else:
                unchanged += 1
    met = {record.pk for record in pairs.values()}
    return Comparison(
        changed=tuple(changed),
        removed=tuple(Removed(record.slug, str(record)) for record in records if record.pk not in met),
        unmatched=tuple(
            Unmatched(line.number, sheet.cell(line, "institution"), sheet.cell(line, "summary")[:200])
            for line, _codes in rows
            if line.number not in pairs
        ),
        unchanged=unchanged,
        problems=tuple(problems),
        writable=False,
    )


def _labels():
    """Column -> folded label -> code: our own names in every language, and the tracker's."""
    known = {name: {sort_key(label): str(code) for label, code in labels.items()} for name, labels in LABELS.items()}
    for name, model in (("area", ChallengeArea), ("region", Region)):
        for record in model.objects.all():
            known[name] |= {sort_key(getattr(record, f"name_{code}") or ""): record.slug for code in language_codes()}
        known[name].pop("", None)
    return known


def _changes(record, codes):
    """Where the tracker's codes are other than ours."""
    for column in columns():
        theirs = codes.get(column.name, UNKNOWN)
        if theirs != UNKNOWN:
            ours = column.read(record)
            if theirs != ours:
                yield Change(column.name, str(column.label), ours, theirs)


def _matched(sheet, rows, records):
    """Number of a row -> the commitment it is for certain. First the rows that agree in everything, then the others.

    A row and a commitment belong together when they name the same lead institution, their summaries are alike, and
    no other free row or commitment fits; where several do, when the summaries are clearly more alike than others.
    """
    named = defaultdict(list)
    for record in records:
        for name in _institution_names(record):
            named[name].append(record)
    pairs, taken = {}, set()
    for agreed, least in ((CODES, LIKE_WITH_CODES), ((), LIKE)):
        wishes = {}
        for line, codes in rows:
            if line.number in pairs:
                continue
            candidates = [
                record
                for record in named[sort_key(sheet.cell(line, "institution"))]
                if record.pk not in taken and all(codes.get(name) in (None, _code(record, name)) for name in agreed)
            ]
            if record := _likeliest(sheet.cell(line, "summary"), candidates, least):
                wishes.setdefault(record.pk, []).append((line.number, record))
        for claims in wishes.values():
            if len(claims) == 1:  # a commitment that two rows claim is certain for neither
                ((number, record),) = claims
                pairs[number] = record
                taken.add(record.pk)
    return pairs


def _code(record, name):
    value = {"area": record.area, "region": record.member.region}.get(name)
    return value.slug if value else str(getattr(record, name, ""))


def _institution_names(record):
    """Every spelling of the lead institution, folded."""
    leads = sorted((one for one in record.involvements.all() if one.role == "lead"), key=lambda one: one.position)
    spellings = {record.source_institution}
    for name in ("name_original", *(f"name_{code}" for code in language_codes())):
        spellings.add(", ".join(getattr(one.institution, name) or "" for one in leads))
    return {sort_key(spelling) for spelling in spellings} - {""}


def _likeliest(text, candidates, least):
    """The candidate that the summary `text` is certainly of, or None."""
    ranked = sorted(((_alike(text, record), record.pk, record) for record in candidates), reverse=True)
    if not ranked or ranked[0][0] < least:
        return None
    if len(ranked) > 1 and ranked[0][0] < LEAD * ranked[1][0]:
        return None
    return ranked[0][2]


def _alike(text, record):
    """The share of words that two summaries have in common, in the language in which they have most."""
    words = _words(text)
    shares = []
    for code in language_codes():
        ours = _words(f"{getattr(record, f'title_{code}') or ''} {getattr(record, f'summary_{code}') or ''}")
        if words and ours:
            shares.append(len(words & ours) / len(words | ours))
    return max(shares, default=0)


def _words(text):
    """The longer words of a text, cut to their beginning, so that endings do not matter."""
    return {word[:6] for word in re.findall(r"\w+", fold(text)) if len(word) > 3}
