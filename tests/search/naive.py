"""The search a second time, short and slow, straight from the files: what the kit's answers are compared with.

Nothing of it is the kit's. It hands words to Snowball with their accents, as a dictionary spells them, where the kit
folds them first and then repairs what that does to the endings.
"""

import json
import re
import unicodedata
from functools import cache

import snowballstemmer
from django.conf import settings

STEMMERS = {"en": snowballstemmer.stemmer("english"), "fr": snowballstemmer.stemmer("french")}

#: The little words of the queries in test_matching.py, not of the languages.
LITTLE = {"en": {"a", "and", "for", "from", "in", "of", "on", "s", "t", "the", "to"}}
LITTLE["fr"] = {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "ils", "l", "la", "le", "les", "pour", "t"}

_ELIDED = re.compile(r"\b(?:[cdjlmnst]|(?:jus|lors|puis)?qu)['’]|['’]s\b")
_TERM = re.compile(r'(-?)"([^"]+)"|(-?)(\S+)')


def _rows(name):
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))


def _texts():
    """Position -> language -> everything a reader may search, each text for itself."""
    names = ("members", "localities", "areas", "institutions")
    named = {(row["model"], row["fields"]["slug"]): row["fields"] for name in names for row in _rows(name)}
    rows = [(row["model"], row["fields"]) for row in _rows("commitments")]
    texts = {}
    for fields in (fields for model, fields in rows if model == "commitments.commitment"):
        records = [named["members.member", *fields["member"]], named["commitments.challengearea", *fields["area"]]]
        if fields["locality"]:
            records.append(named["members.locality", *fields["locality"]])
        for model, involved in rows:
            if model == "commitments.involvement" and involved["commitment"] == [fields["slug"]]:
                records.append(named["members.institution", *involved["institution"]])
        texts[fields["position"]] = {
            code: [fields[f"title_{code}"], fields[f"summary_{code}"], fields["ogp_code"] or ""]
            + [record[f"name_{code}"] for record in records]
            + [record.get(f"acronym_{code}", "") for record in records]
            + [record.get("name_original", "") for record in records]
            for code in STEMMERS
        }
    return texts


def words(text):
    """The words of a text in lower case, their accents kept."""
    return re.findall(r"[^\W_]+", _ELIDED.sub(" ", unicodedata.normalize("NFC", text).lower()))


@cache
def letters(word):
    """A word without its accents."""
    return unicodedata.normalize("NFD", word.replace("œ", "oe")).encode("ascii", "ignore").decode()


@cache
def stem(word, code):
    return letters(STEMMERS[code].stemWord(word))


#: Position -> language -> the words of each text.
CATALOGUE = {
    position: {code: [words(text) for text in texts[code]] for code in STEMMERS}
    for position, texts in _texts().items()
}
VOCABULARY = {word for by_code in CATALOGUE.values() for texts in by_code.values() for text in texts for word in text}


@cache
def stems(typed, code):
    """The stems of a typed word, with accents, without, and with those the catalogue has: they are optional."""
    spellings = {typed, letters(typed)} | {word for word in VOCABULARY if letters(word) == letters(typed)}
    return {stem(word, code) for word in spellings}


def same(typed, word, code):
    """Whether both are forms of one word."""
    return letters(typed) == letters(word) or stem(word, code) in stems(typed, code)


def has(texts, term, begins, code):
    """Whether one of the texts has the words of `term` in a row, or a word that begins as `begins` does."""
    for text in texts:
        if begins and any(letters(word).startswith(letters(begins)) for word in text):
            return True
        for start in range(len(text) - len(term) + 1):
            if all(same(typed, text[start + number], code) for number, typed in enumerate(term)):
                return True
    return False


def find(text):
    """The positions of what `text` finds. It must be a well-formed query."""
    wanted, unwanted = [], []
    for minus, phrase, hyphen, loose in _TERM.findall(text):
        if minus or hyphen:
            unwanted.append((words(phrase or loose), False))
        elif phrase:
            wanted.append((words(phrase), False))
        else:
            wanted += [([word], True) for word in words(loose)]
    last = wanted[-1][0][-1] if wanted and wanted[-1][1] and text.endswith(text.split()[-1][-1]) else ""

    def matches(texts, code):
        telling = [term for term, loose in wanted if not (loose and letters(term[0]) in LITTLE[code])]
        return all(
            has(texts, term, last if term == [last] and len(last) > 2 else "", code)
            for term in telling or [term for term, _loose in wanted]
        )

    return {
        position
        for position, by_code in CATALOGUE.items()
        if any(matches(texts, code) for code, texts in by_code.items())
        and not any(has(texts, term, "", code) for code, texts in by_code.items() for term, _loose in unwanted)
    }
