"""The public change log: compares what the public sees of a commitment with what it saw before."""

from dataclasses import dataclass

from django.db.models import Choices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commitments.models import (
    ActionPlan,
    Branch,
    ChallengeArea,
    Commitment,
    Involvement,
    Level,
    OpenGovernmentValue,
    PublicChange,
    Route,
    State,
)
from members.models import Institution, Locality, Member
from ogp_challenge.dates import Precision
from ogp_challenge.languages import language_codes

#: Single values of the record that readers see.
PLAIN = (
    *("slug", "ogp_code", "level", "branch", "route"),
    *("start", "start_precision", "end", "end_precision", "source_url"),
)
#: Relations, kept by slug.
RELATED = ("member", "locality", "area", "action_plan")
MANY = ("other_areas", "values")


def snapshot(commitment):
    """What the public sees of `commitment`: codes, slugs and texts, as JSON keeps them."""
    seen = {name: str(getattr(commitment, name) or "") for name in PLAIN}
    for name in RELATED:
        record = getattr(commitment, name)
        seen[name] = record.slug if record else ""
    for name in MANY:
        seen[name] = sorted(one.slug for one in getattr(commitment, name).all())
    involved = sorted(commitment.involvements.all(), key=lambda one: (one.role, one.position, one.pk))
    seen["institutions"] = [f"{one.role}: {one.institution.slug}" for one in involved]
    for text in Commitment.TEXTS:
        for code in language_codes():
            seen[f"{text}_{code}"] = getattr(commitment, f"{text}_{code}") or ""
    return seen


def record(commitment, *, reason=""):
    """Write to the log what has changed in public since the last call, if anything. Call it in the transaction."""
    before = commitment.public_snapshot
    if change := noticed(commitment, timezone.now(), reason):
        change.save()
    if commitment.public_snapshot != before:
        # Without a row of history: nothing that staff wrote has changed.
        Commitment.objects.filter(pk=commitment.pk).update(
            public_snapshot=commitment.public_snapshot, public_updated_at=commitment.public_updated_at
        )


def noticed(commitment, now, reason=""):
    """What has changed in public since `commitment` was last asked about, as a PublicChange to be saved, or None.

    The commitment remembers what the public sees and since when, in memory; whoever calls this saves that too.
    """
    before, after = commitment.public_snapshot, None
    kind, at, differing = "", now, []
    if commitment.state == State.PUBLISHED:
        after = snapshot(commitment)
        if before is None:
            kind = "published"
            # The first time it carries the date of publication, which may lie before the log began.
            at = now if commitment.public_changes.all() else commitment.published_at
        elif before != after:
            kind = "changed"
            differing = [
                {"field": name, "before": before.get(name, ""), "after": after[name]}
                for name in after
                if before.get(name, "") != after[name]
            ]
    elif commitment.state == State.WITHDRAWN and before is not None:
        kind = "withdrawn"
    commitment.public_snapshot = after
    if not kind:
        return None
    commitment.public_updated_at = at
    return PublicChange(commitment=commitment, at=at, kind=kind, reason=reason, changes=differing)


@dataclass(frozen=True)
class Difference:
    """One field of a change, as a reader sees it; `language` where it is a text."""

    label: str
    before: str
    after: str
    language: str


def differences(change):
    """The fields of a PublicChange with labels for codes and names for slugs."""
    found = []
    for entry in change.changes:
        field, before, after = entry["field"], entry["before"], entry["after"]
        code = field.rpartition("_")[2]
        language = code if code in language_codes() else ""
        found.append(Difference(label(field), shown(field, before), shown(field, after), language))
    return found


def label(field):
    """What a reader calls a field."""
    base, _separator, code = field.rpartition("_")
    if code in language_codes() and base in Commitment.TEXTS:
        return f"{Commitment._meta.get_field(base).verbose_name} ({code})"
    return str(Commitment._meta.get_field(field).verbose_name)


#: Field -> the choices or the model that its values come from.
VALUES = {
    "level": Level,
    "branch": Branch,
    "route": Route,
    "start_precision": Precision,
    "end_precision": Precision,
    "member": Member,
    "locality": Locality,
    "area": ChallengeArea,
    "action_plan": ActionPlan,
    "other_areas": ChallengeArea,
    "values": OpenGovernmentValue,
    "institutions": Institution,
}


def shown(field, value):
    """A stored value as a reader sees it; what no longer exists by its slug."""
    if isinstance(value, list):
        return pgettext("between items", "; ").join(shown(field, item) for item in value) or _("nothing")
    if not value:
        return _("nothing")
    source = VALUES.get(field)
    if source is None:
        return value
    if issubclass(source, Choices):
        return str(dict(source.choices).get(value, value))
    role, _separator, slug = value.rpartition(": ")
    name = str(source.objects.filter(slug=slug).first() or slug)
    return _("%(label)s: %(value)s") % {"label": Involvement.Role(role).label, "value": name} if role else name
