"""The search a second time, short and slow, straight from the files: what the kit's answers are compared with.

Nothing of it is the kit's. It hands words to Snowball with their accents, as a dictionary spells them, where the kit
folds them first and repairs what that does to the endings. It takes well-formed queries only.
"""

import json
import re
import unicodedata
from collections import defaultdict
from functools import cache

import snowballstemmer
from django.conf import settings

STEMMERS = {"en": snowballstemmer.stemmer("english"), "fr": snowballstemmer.stemmer("french")}

#: The little words in the queries of corpus.py, without accents.
LITTLE = {"en": {"a", "of", "the", "to"}, "fr": {"a", "d", "de", "en", "ils", "l"}}

#: Words whose forms the kit tells otherwise, on purpose: publication goes with publish, publique with public; a last i
#: is taken off (finance and financier); employés and très cannot be known without their accents.
DEPARTURES = {
    *("public", "publicly", "publics", "publique", "publiquement", "publiques", "pública", "públicas", "publication"),
    *("publish", "published", "publishers", "publishes", "publishing"),
    *("publier", "publiera", "publiée", "publiées", "publiés"),
    *("finance", "financement", "finances", "financiers", "financière"),
    *("justice", "justicia", "parliament", "tangier"),
    *("modifications", "modifier", "modifiera", "modifiée"),
    *("armenia", "asturias", "colombia", "colombie", "emilia", "mongolia"),
    *("de", "emploi", "emploie", "emploieront", "employés", "essai", "essayés", "trees"),
}

_ELIDED = re.compile(r"\b(?:[cdjlmnst]|(?:jus|lors|puis)?qu)['’]|['’]s\b")
_TERM = re.compile(r'(-?)(?:"([^"]+)"|(\S+))')


def _rows(name):
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))


def _texts():
    """Position -> language -> everything of the commitment that is searched, each text for itself."""
    files = ("members", "localities", "areas", "institutions")
    named = {(row["model"], row["fields"]["slug"]): row["fields"] for name in files for row in _rows(name)}
    rows = [(row["model"], row["fields"]) for row in _rows("commitments")]
    involved = defaultdict(list)
    for model, fields in rows:
        if model == "commitments.involvement":
            involved[fields["commitment"][0]].append(named["members.institution", *fields["institution"]])
    texts = {}
    for fields in (fields for model, fields in rows if model == "commitments.commitment"):
        records = [named["members.member", *fields["member"]], named["commitments.challengearea", *fields["area"]]]
        records += [named["members.locality", slug] for slug in fields["locality"] or []]
        records += involved[fields["slug"]]
        texts[fields["position"]] = {
            code: [fields["ogp_code"] or "", *(fields[f"{text}_{code}"] for text in ("title", "summary"))]
            + [record.get(name, "") for record in records for name in (f"name_{code}", f"acronym_{code}")]
            + [record.get("name_original", "") for record in records]
            for code in STEMMERS
        }
    return texts


def words(text):
    """The words of a text in lower case, with their accents."""
    return re.findall(r"[^\W_]+", _ELIDED.sub(" ", unicodedata.normalize("NFC", text).lower()))


@cache
def letters(word):
    """A word without its accents."""
    return unicodedata.normalize("NFD", word.replace("œ", "oe")).encode("ascii", "ignore").decode()


@cache
def stem(word, code):
    """The stem of a word, without accents, as Snowball has it."""
    return letters(STEMMERS[code].stemWord(word))


#: Position -> language -> the words of each text.
CATALOGUE = {
    position: {code: [words(text) for text in texts[code] if text] for code in STEMMERS}
    for position, texts in _texts().items()
}
#: Language -> all of its words.
VOCABULARY = {
    code: {word for by_code in CATALOGUE.values() for text in by_code[code] for word in text} for code in STEMMERS
}
_SPELLINGS = defaultdict(set)
for _word in VOCABULARY["en"] | VOCABULARY["fr"]:
    _SPELLINGS[letters(_word)].add(_word)


@cache
def stems(typed, code):
    """The stems of a word as typed, without accents, and with those that the catalogue gives it."""
    return {stem(word, code) for word in {typed, letters(typed)} | _SPELLINGS.get(letters(typed), set())}


def same(typed, word, code):
    """Whether both are forms of one word."""
    return stem(word, code) in stems(typed, code)


def has(texts, term, code):
    """Whether one of the texts has the words of the term in a row. A last "*" makes its word a beginning too."""
    run = [word.rstrip("*") for word in term]
    for text in texts:
        if term[-1].endswith("*") and any(letters(word).startswith(letters(run[0])) for word in text):
            return True
        for start in range(len(text) - len(run) + 1):
            if all(same(typed, word, code) for typed, word in zip(run, text[start:], strict=False)):
                return True
    return False


def terms(text):
    """What a query wants loose, wants in a row and does not want: three lists of lists of words."""
    loose, phrases, unwanted = [], [], []
    for match in _TERM.finditer(text):
        minus, phrase, word = match.groups()
        if minus:
            unwanted.append(words(phrase or word))
        elif phrase:
            phrases.append(words(phrase))
        else:
            loose += [[part] for part in words(word)]
            if match.end() == len(text) and len(loose[-1][0]) > 2:
                loose[-1] = [f"{loose[-1][0]}*"]  # still being typed
    return loose, phrases, unwanted


def find(text):
    """The positions of what a query finds."""
    loose, phrases, unwanted = terms(text)

    def wanted(code):
        telling = [term for term in loose if letters(term[0]).rstrip("*") not in LITTLE[code]]
        return telling + phrases or loose

    return {
        position
        for position, texts in CATALOGUE.items()
        if any(all(has(texts[code], term, code) for term in wanted(code)) for code in STEMMERS)
        and not any(has(texts[code], term, code) for term in unwanted for code in STEMMERS)
    }
