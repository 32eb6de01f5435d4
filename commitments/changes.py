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
        seen[name] = sorted(getattr(commitment, name).values_list("slug", flat=True))
    involved = commitment.involvements.order_by("role", "position", "pk")
    seen["institutions"] = [f"{role}: {slug}" for role, slug in involved.values_list("role", "institution__slug")]
    for text in Commitment.TEXTS:
        for code in language_codes():
            seen[f"{text}_{code}"] = getattr(commitment, f"{text}_{code}") or ""
    return seen


def record(commitment, *, reason=""):
    """Write to the log what has changed in public since the last call, if anything. Call it in the transaction."""
    now = timezone.now()
    if commitment.state == State.WITHDRAWN:
        if commitment.public_snapshot is not None:
            PublicChange.objects.create(commitment=commitment, at=now, kind="withdrawn", reason=reason)
            keep(commitment, None, now)
        return
    if commitment.state != State.PUBLISHED:
        if commitment.public_snapshot is not None:
            keep(commitment, None, commitment.public_updated_at)
        return
    before, after = commitment.public_snapshot, snapshot(commitment)
    if before is None:
        # The first time it carries the date of publication, which may lie before the log began.
        again = commitment.public_changes.exists()
        at = now if again else commitment.published_at
        PublicChange.objects.create(commitment=commitment, at=at, kind="published", reason=reason)
        keep(commitment, after, at)
    elif before != after:
        changes = [
            {"field": name, "before": before.get(name, ""), "after": after[name]}
            for name in after
            if before.get(name, "") != after[name]
        ]
        PublicChange.objects.create(commitment=commitment, at=now, kind="changed", reason=reason, changes=changes)
        keep(commitment, after, now)


def keep(commitment, seen, at):
    """Remember what the public sees, without a row of history: nothing that staff wrote has changed."""
    commitment.public_snapshot, commitment.public_updated_at = seen, at
    Commitment.objects.filter(pk=commitment.pk).update(public_snapshot=seen, public_updated_at=at)


@dataclass(frozen=True)
class Difference:
    """One field of a change, as a reader sees it; `language` where it is a text."""

    label: str
    before: str
    after: str
    language: str


def differences(change):
    """The fields of a PublicChange with labels for codes and names for slugs; none of what was withdrawn since."""
    found = []
    if change.commitment.state == State.WITHDRAWN:
        return found
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
