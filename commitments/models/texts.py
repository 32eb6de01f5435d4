"""The texts of a record in every language, and what each of them is: written, translated, missing, out of date."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from ogp_challenge.languages import language_codes


class TextState(models.TextChoices):
    """What a text in one language is."""

    ORIGINAL = "original", _("original")
    HUMAN = "human", _("translated by a person")
    MACHINE = "machine", _("machine translation")
    MISSING = "missing", _("missing")
    STALE = "stale", _("translation out of date")


#: The states that say nothing of a text that is there: whoever wrote it leaves them as they found them.
UNSAID = (TextState.MISSING, "", None)


class Text(NamedTuple):
    """A text in one language, with its state."""

    text: str
    state: str


NO_TEXT = Text("", TextState.MISSING)


def text_state(verbose_name):
    """The state of a translated text; `translation.py` gives it, too, a column per language."""
    return models.CharField(verbose_name, max_length=8, choices=TextState, default=TextState.MISSING)


def sources(states):
    """The languages that the others say again, of {language: state}.

    They are the originals. Where none is, they are what people have written: the original is in a language that the
    site does not have, or nobody has said which it is.
    """
    for kind in (TextState.ORIGINAL, TextState.HUMAN):
        if found := {code for code, state in states.items() if state == kind}:
            return found
    return set()


def states_of(now, then):
    """{language: state} of one text that is saved as `now` over `then`, both {language: Text}; {} if it is new.

    A state that somebody has chosen holds. Where nothing was said, the first language of a new text is the original,
    and what joins it a translation. A text is out of date when a source has changed and it has not, be it translated
    or written for itself; when it changes in its turn, it is a translation again.
    """
    before = {code: then.get(code, NO_TEXT) for code in now}
    filled = {code: one for code, one in now.items() if one.text}
    kept = {code for code in filled if before[code].text}
    changed = {code for code in kept if filled[code].text != before[code].text}
    states = {code: before[code].state if one.state in UNSAID else one.state for code, one in filled.items()}

    unsaid = [code for code, state in states.items() if state in UNSAID]
    is_new = not kept and TextState.ORIGINAL not in states.values()
    states |= dict.fromkeys(unsaid, TextState.HUMAN)
    if is_new and unsaid:
        states[unsaid[0]] = TextState.ORIGINAL

    was_stale = {code for code in kept if before[code].state == TextState.STALE}
    renewed = changed & sources({code: state for code, state in states.items() if code not in was_stale})
    for code in kept:
        if states[code] != before[code].state:
            continue  # chosen
        if code in changed & was_stale:
            states[code] = TextState.HUMAN
        elif code not in changed and renewed:
            states[code] = TextState.STALE
    return {code: states.get(code, TextState.MISSING) for code in now}


class Texts(models.Model):
    """A record whose translated texts each have a state, which every save brings up to date."""

    #: The translated texts that readers see and whose state is kept.
    TEXTS = ()
    #: What their columns held when the record was read or last saved.
    stored_texts = {}

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.set_text_states()
        super().save(*args, **kwargs)
        self.stored_texts = {name: getattr(self, name) for name in self.text_columns()}

    @classmethod
    def from_db(cls, db, field_names, values):
        record = super().from_db(db, field_names, values)
        record.stored_texts = {name: record.__dict__.get(name) for name in cls.text_columns()}
        return record

    @classmethod
    def text_columns(cls):
        """The columns of every text in every language, and of their states."""
        return [
            f"{name}_{code}" for text in cls.TEXTS for name in (text, f"{text}_state") for code in language_codes()
        ]

    def set_text_states(self):
        """Give every text the state that follows from what has changed since the record was read."""
        columns = {name: getattr(self, name) for name in self.text_columns()}
        for text in self.TEXTS:
            now, then = languages_of(text, columns), languages_of(text, self.stored_texts)
            for code, state in states_of(now, then).items():
                setattr(self, f"{text}_state_{code}", state)

    def translations(self):
        """{column: values it may not take} of the texts that are translations: what editors correct in public.

        A translation has its source beside it, in a language that stays as it is. So a text without one is none, nor
        are two of which neither is known to be the original: both could be replaced by what nobody else has read. Nor
        does a translation become an original.
        """
        columns = {name: getattr(self, name) for name in self.text_columns()}
        found = {}
        for text in self.TEXTS:
            states = {code: one.state for code, one in languages_of(text, columns).items()}
            if beside := sources(states):
                for code in states.keys() - beside:
                    found |= {f"{text}_{code}": (), f"{text}_state_{code}": (TextState.ORIGINAL,)}
        return found


def languages_of(text, columns):
    """{language: Text} of one text, from {column: value}."""
    return {
        code: Text((columns.get(f"{text}_{code}") or "").replace("\r\n", "\n"), columns.get(f"{text}_state_{code}"))
        for code in language_codes()
    }
