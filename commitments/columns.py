"""The columns of a commitment as a file has them, declared once: codes and slugs, the same in every language."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from commitments.models import (
    ActionPlan,
    ChallengeArea,
    Commitment,
    Involvement,
    OpenGovernmentValue,
    State,
)
from commitments.models.texts import UNSAID, TextState, languages_of, states_of
from members.models import Institution, Locality, Member
from ogp_challenge.dates import Precision, from_partial_iso, partial_iso
from ogp_challenge.downloads import printable
from ogp_challenge.languages import language_codes

SEPARATOR = "|"


class References:
    """The records that a cell may name by slug, each kind loaded once."""

    def __init__(self):
        self.loaded = {}

    def find(self, model, slug):
        """The record of `model` with that slug. Raises ValidationError when there is none."""
        if model not in self.loaded:
            records = model._base_manager.all()
            if model is Member:
                records = records.select_related("region")
            self.loaded[model] = {record.slug: record for record in records}
        if slug not in self.loaded[model]:
            raise ValidationError(
                _("There is no %(kind)s “%(slug)s”.") % {"kind": model._meta.verbose_name, "slug": slug[:80]}
            )
        return self.loaded[model][slug]

    def find_all(self, model, slugs):
        """The records of a cell that names several."""
        return [self.find(model, slug) for slug in slugs.split(SEPARATOR) if slug]


@dataclass(frozen=True)
class Column:
    """One column: how a commitment is read into its cell, and how a cell is understood and written back.

    Every value is a text in one canonical spelling, so that two values are equal when their texts are.
    """

    name: str
    label: str
    read: Callable[[Commitment], str]
    #: From the text of a cell to its canonical spelling. Raises ValidationError with a sentence.
    clean: Callable[[str, References], str]
    #: None where the value is no field of the commitment: it follows from others, or `relate` writes it.
    write: Callable[[Commitment, str, References], None] | None
    #: Writes a relation to many, for any number of saved commitments with their texts; the rows it added and changed
    #: that have a history of their own.
    relate: Callable[[list[tuple[Commitment, str]], References], tuple[list, list]] | None = None
    #: The language of a text, "" where the value has none.
    language: str = ""

    @property
    def field(self):
        """The field of the model whose errors belong to this column."""
        return {"country": "member"}.get(self.name, self.name)


def _label(field, code=""):
    name = Commitment._meta.get_field(field).verbose_name
    return format_lazy("{} ({})", name, get_language_info(code)["name_local"]) if code else name


def _as_it_is(text, references):
    return text


def _as_text(value):
    return printable(str(value or "")).strip()


def plain(name, *, base="", code="", empty=""):
    """A column of one text field, or of one language of the field `base`; `empty` is how the field says nothing."""
    return Column(
        name,
        _label(base or name, code),
        lambda record: _as_text(getattr(record, name)),
        _as_it_is,
        lambda record, text, _references: setattr(record, name, text or empty),
        language=code,
    )


def number(name):
    """A column of a whole number."""

    def clean(text, references):
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise ValidationError(_("“%(text)s” is no whole number.") % {"text": text[:80]})
        return str(int(text))

    return Column(
        name,
        _label(name),
        lambda record: str(getattr(record, name)),
        clean,
        lambda record, text, _references: setattr(record, name, int(text)),
    )


def boolean(name):
    """A column of yes and no, written "true" and "false"."""

    def clean(text, references):
        if text.lower() not in ("true", "false"):
            raise ValidationError(_("“%(text)s” is neither true nor false.") % {"text": text[:80]})
        return text.lower()

    return Column(
        name,
        _label(name),
        lambda record: str(getattr(record, name)).lower(),
        clean,
        lambda record, text, _references: setattr(record, name, text == "true"),
    )


def reference(name, model, *, field=""):
    """A column that names one record by its slug."""
    field = field or name

    def read(record):
        referred = getattr(record, field)
        return referred.slug if referred else ""

    def clean(text, references):
        return references.find(model, text).slug if text else ""

    def write(record, text, references):
        setattr(record, field, references.find(model, text) if text else None)

    return Column(name, _label(field), read, clean, write)


def references_of(name, model):
    """A column that names any number of records, in no order."""

    def clean(text, references):
        slugs = {slug.strip() for slug in text.split(SEPARATOR) if slug.strip()}
        return SEPARATOR.join(sorted(references.find(model, slug).slug for slug in slugs))

    def read(record):
        return SEPARATOR.join(sorted(other.slug for other in getattr(record, name).all()))

    def relate(pairs, references):
        field = Commitment._meta.get_field(name)
        through, owner, other = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
        owners = {f"{owner}__in": [record.pk for record, _text in pairs]}
        present = {tuple(link): pk for pk, *link in through.objects.filter(**owners).values_list("pk", owner, other)}
        wanted = {(record.pk, one.pk) for record, text in pairs for one in references.find_all(model, text)}
        through.objects.filter(pk__in=[pk for link, pk in present.items() if link not in wanted]).delete()
        through.objects.bulk_create([through(**{owner: a, other: b}) for a, b in sorted(wanted - set(present))])
        return [], []

    return Column(name, _label(name), read, clean, None, relate)


def institutions(name, label, role):
    """A column of the institutions of one role, in their order."""

    def read(record):
        involved = [one for one in record.involvements.all() if one.role == role]
        involved.sort(key=lambda one: (one.position, one.pk))
        return SEPARATOR.join(one.institution.slug for one in involved)

    def clean(text, references):
        slugs = [slug.strip() for slug in text.split(SEPARATOR) if slug.strip()]
        if len(slugs) != len(set(slugs)):
            raise ValidationError(_("An institution is named twice."))
        return SEPARATOR.join(references.find(Institution, slug).slug for slug in slugs)

    def relate(pairs, references):
        involved = Involvement.objects.filter(role=role, commitment__in=[record for record, _text in pairs])
        present = {(one.commitment_id, one.institution_id): one for one in involved}
        new, moved = [], []
        for record, text in pairs:
            for position, institution in enumerate(references.find_all(Institution, text), start=1):
                one = present.pop((record.pk, institution.pk), None)
                if one is None:
                    new.append(Involvement(commitment=record, institution=institution, role=role, position=position))
                elif one.position != position:
                    one.position = position
                    moved.append(one)
        for one in present.values():
            one.delete()
        Involvement.objects.bulk_create(new)
        Involvement.objects.bulk_update(moved, ["position"])
        return new, moved

    return Column(name, label, read, clean, None, relate)


def period(name, *, last):
    """A column of the start or the end of a commitment: a date that may be known to the year only."""

    def clean(text, references):
        return partial_iso(*from_partial_iso(text, last=last)) if text else ""

    def write(record, text, references):
        date, precision = from_partial_iso(text, last=last) if text else (None, "")
        setattr(record, name, date)
        setattr(record, f"{name}_precision", precision)

    return Column(
        name,
        _label(name),
        lambda record: partial_iso(getattr(record, name), getattr(record, f"{name}_precision")),
        clean,
        write,
    )


def day(name):
    """A column of a full date."""

    def clean(text, references):
        if text and len(text) != 10:
            raise ValidationError(_("“%(text)s” is no date. Write 2025-03-01, as text.") % {"text": text[:80]})
        return from_partial_iso(text)[0].isoformat() if text else ""

    def write(record, text, references):
        setattr(record, name, datetime.date.fromisoformat(text) if text else None)

    return Column(name, _label(name), lambda record: partial_iso(getattr(record, name), Precision.DAY), clean, write)


def region():
    """OGP's region of the country: read only, as it belongs to the member."""

    def read(record):
        return record.member.region.slug if record.member.region else ""

    return Column("region", Member._meta.get_field("region").verbose_name, read, _as_it_is, None)


def state():
    """The publication state. It is written by the workflow, never by the column."""

    def clean(text, references):
        if text and text not in State.values:
            raise ValidationError(_("“%(text)s” is no publication state.") % {"text": text[:80]})
        return text

    return Column("state", _label("state"), lambda record: str(record.state), clean, None)


def columns():
    """Every column in the order of the file. They follow the languages of the site as it is configured."""
    codes = language_codes()
    texts = [column for text in Commitment.TEXTS for code in codes for column in text_columns(text, code)]
    reasons = [plain(f"featured_reason_{code}", base="featured_reason", code=code) for code in codes]
    lead, supporting = Involvement.Role.LEAD, Involvement.Role.SUPPORTING
    return (
        plain("slug"),
        plain("ogp_code", empty=None),
        state(),
        number("position"),
        reference("country", Member, field="member"),
        reference("locality", Locality),
        region(),
        plain("level"),
        plain("branch"),
        reference("area", ChallengeArea),
        references_of("other_areas", ChallengeArea),
        references_of("values", OpenGovernmentValue),
        plain("route"),
        reference("action_plan", ActionPlan),
        institutions("lead_institutions", gettext_lazy("lead institutions"), lead),
        institutions("supporting_institutions", gettext_lazy("supporting institutions"), supporting),
        period("start", last=False),
        period("end", last=True),
        *texts,
        boolean("featured"),
        *reasons,
        plain("source_url"),
        day("source_copied_on"),
        *(plain(f"source_{name}") for name in ("institution", "area", "branch", "level", "region")),
        plain("confidence"),
        plain("editors_note"),
    )


def text_columns(text, code):
    """The columns of a text in one language, and of the state of that text."""
    state_column = plain(f"{text}_state_{code}", base=f"{text}_state", code=code)
    return plain(f"{text}_{code}", base=text, code=code), replace(state_column, language="")


def row(record, chosen):
    """The cells of `record` in the columns `chosen`."""
    return [column.read(record) for column in chosen]


def for_rows(queryset):
    """`queryset` with everything the columns read, in a fixed number of queries."""
    return queryset.select_related("member__region", "locality", "area", "action_plan").prefetch_related(
        "involvements__institution", "other_areas", "values"
    )


def settled(values, present):
    """`values` (name -> text) with the states of texts that a save would give them; `present` are those stored.

    A file neither makes a text out of date nor good again: that follows from the texts, and what was exported before
    says nothing of it. So a second import of a file finds nothing to do.
    """
    values = dict(values)
    for text in Commitment.TEXTS:
        now, then = languages_of(text, values), languages_of(text, present)
        for code, stored in then.items():
            said, unchanged = now[code].state, now[code].text == stored.text
            says_nothing = said in (*UNSAID, TextState.STALE) or (unchanged and stored.state == TextState.STALE)
            if stored.text and says_nothing:
                now[code] = now[code]._replace(state=stored.state)
            if unchanged:
                then[code] = now[code]  # the file has it so, whoever chose it and when
        values |= {f"{text}_state_{code}": str(state) for code, state in states_of(now, then).items()}
    return values
