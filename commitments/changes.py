"""The public change log: compares what the public sees of a commitment with what it saw before."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from commitments.models import (
    ActionPlan,
    ChallengeArea,
    Commitment,
    Involvement,
    OpenGovernmentValue,
    PublicChange,
    State,
)
from commitments.snapshot import ROWS, TEXTS, compare, snapshot
from members.models import Institution, Locality, Member, Region
from ogp_challenge.dates import from_partial_iso, partial_date
from ogp_challenge.history import Difference, part_label
from ogp_challenge.languages import language_codes

#: A record whose name is printed -> the lookups of the commitments on whose pages it is.
PRINTED_ON = {
    Region: ["member__region"],
    Member: ["member"],
    Locality: ["locality"],
    Institution: ["institutions"],
    ActionPlan: ["action_plan"],
    ChallengeArea: ["area", "other_areas"],
    OpenGovernmentValue: ["values"],
}
#: Commitments that are read together: few enough for SQLite's parameters.
TOGETHER = 500


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
        elif differing := compare(before, after):
            kind = "changed"
    elif commitment.state == State.WITHDRAWN and before is not None:
        kind = "withdrawn"
    commitment.public_snapshot = after
    if not kind:
        return None
    commitment.public_updated_at = at
    return PublicChange(commitment=commitment, at=at, kind=kind, reason=reason, changes=differing)


def record_renaming(sender, instance, created, **_kwargs):
    """A record whose name is printed was saved: where readers now see another name, it goes to the log."""
    if not created:  # nothing is printed yet of what is new
        known = Commitment.objects.published().filter(public_snapshot__isnull=False)
        printed = [known.filter(**{lookup: instance.pk}) for lookup in PRINTED_ON[sender]]
        record_all({pk for commitments in printed for pk in commitments.values_list("pk", flat=True)})


@transaction.atomic
def record_all(pks):
    """`record` for each of the commitments `pks`. Each is locked first, so that nobody else's save is overwritten."""
    pks = sorted(pks)
    for start in range(0, len(pks), TOGETHER):
        chosen = Commitment.objects.filter(pk__in=pks[start : start + TOGETHER]).order_by("pk")
        for commitment in chosen.for_detail().select_for_update(of=("self",)):
            record(commitment)


def renew(using):
    """Take anew the snapshots of a time when the log looked at less, or the site had fewer languages.

    What they lack was not looked at: no reader saw it change, so nothing of it goes to the log.
    """
    published = Commitment.objects.using(using).published().filter(public_snapshot__isnull=False).for_detail()
    if some := published.first():
        for commitment in published.exclude(public_snapshot__has_keys=list(snapshot(some))):
            Commitment.objects.using(using).filter(pk=commitment.pk).update(public_snapshot=snapshot(commitment))


def differences(change):
    """The fields of a PublicChange as the reader of the page sees them: labels for codes, names for records.

    Of what was withdrawn since, none are told.
    """
    if change.commitment.state == State.WITHDRAWN:
        return []
    return [difference(entry) for entry in change.changes]


def difference(entry):
    """One entry of the log for the reader of the page."""
    relation, _dot, name = entry["field"].rpartition(".")
    base, _underscore, code = name.rpartition("_")
    is_text = base in TEXTS.get(relation, ())
    model = ROWS[relation].model if relation else Commitment
    field = Member._meta.get_field(name) if name == "region" else model._meta.get_field(base if is_text else name)
    label = str(getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural)
    here = get_language()[:2]
    # What has a name in each language may have got another one elsewhere than here: then that is what changed.
    languages = [code] if is_text else dict.fromkeys([here, *language_codes()])
    sides = {one: [shown(field, entry[side], one) for side in ("before", "after")] for one in languages}
    language = next((one for one, (before, after) in sides.items() if before != after), next(iter(sides)))
    if is_text:
        label = f"{label} ({code})"
    if relation:
        row = shown(model._meta.get_field(ROWS[relation].named_by), entry["of"], here)
        label = part_label(model, row, label)
    return Difference(label, *sides[language], language if is_text or language != here else "")


def shown(field, value, language):
    """A stored value of `field` as a reader sees it."""
    if isinstance(value, list):
        return pgettext("between items", "; ").join(shown(field, one, language) for one in value) or _("nothing")
    if isinstance(value, dict):
        texts = (value.get(code) for code in (language, *language_codes()))
        return in_role(value.get("role"), next(filter(None, texts), ""))
    if not value:
        return _("nothing")
    if isinstance(field, models.BooleanField):
        return _("yes") if value == "yes" else _("no")
    if isinstance(field, models.DateField):
        return partial_date(*from_partial_iso(value))
    if field.is_relation:  # the log held slugs before it held names
        role, _colon, slug = value.rpartition(": ")
        return in_role(role, str(field.related_model._base_manager.filter(slug=slug).first() or slug))
    return str(dict(field.flatchoices).get(value, value))


def in_role(role, name):
    """An institution with what it does, anything else by its name alone."""
    return _("%(label)s: %(value)s") % {"label": Involvement.Role(role).label, "value": name} if role else name
