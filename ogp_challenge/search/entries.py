"""What is stored of a record so that it can be found."""

import unicodedata

from ogp_challenge.search.stemming import is_stop_word
from ogp_challenge.search.text import find_words, tokens

#: Shorter words are not suggested: every one of them has another for a neighbour.
SHORTEST_SUGGESTION = 4


def entry_values(language: str, title: str, names: str = "", body: str = "") -> dict[str, str]:
    """The columns of a `SearchEntry` for texts in `language`: for `update_or_create`'s defaults.

    Several texts in one column are joined by BREAK.
    """
    return {
        "title": tokens(title, language),
        "names": tokens(names, language),
        "body": tokens(body, language),
        "words": " ".join(sorted(_spelt_words(f"{title} {names} {body}", language))),
    }


def _spelt_words(text: str, language: str) -> set[str]:
    """The distinct words worth suggesting, in lower case, with their accents."""
    text = unicodedata.normalize("NFC", text)
    return {
        text[word.start : word.end].lower()
        for word in find_words(text)
        if len(word.folded) >= SHORTEST_SUGGESTION
        and word.folded.isalpha()
        and not is_stop_word(word.folded, language)
    }
