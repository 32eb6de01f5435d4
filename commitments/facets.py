"""What the filter form and the chips show: frozen objects with their counts and their links ready."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from commitments.filters import FACETS

#: Parameters that are one facet: their values are ORed with each other.
PARTICIPANT = ("country", "locality")


@dataclass(frozen=True)
class Choice:
    """One value of a facet, as the form prints it."""

    parameter: str
    value: str
    label: str
    #: Results if this value alone were chosen in its facet, the other facets as they are.
    count: int
    selected: bool
    children: tuple["Choice", ...] = ()


@dataclass(frozen=True)
class Facet:
    """One group of the form."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self):
        """How many of its values are chosen."""
        nested = [child for choice in self.choices for child in choice.children]
        return sum(choice.selected for choice in (*self.choices, *nested))


@dataclass(frozen=True)
class Chip:
    """A chosen value and the query string of the selection without it."""

    parameter: str
    label: str
    query: str
    #: Results of the selection without it; only counted where the selection has none.
    count: int | None = None


@dataclass
class Tally:
    """Every number of a page of results, folded from one grouped query."""

    total: int = 0
    catalogue_total: int = 0
    countries: set = field(default_factory=set)
    localities: set = field(default_factory=set)
    #: Parameter -> everybody who takes part in the Challenge, whatever the selection.
    participants: dict = field(default_factory=lambda: {name: set() for name in PARTICIPANT})
    #: Parameter -> value -> results if that value alone were chosen in its facet.
    counts: dict = field(default_factory=lambda: {name: Counter() for name in FACETS})


def groups(chosen):
    """The facets of a selection: each a dict of parameter -> chosen values, ORed within, ANDed between."""
    participant = {name: chosen[name] for name in PARTICIPANT if name in chosen}
    others = [{name: values} for name, values in chosen.items() if name not in PARTICIPANT]
    return [participant, *others] if participant else others


def matches(row, group):
    """Whether `row` has a chosen value of this facet."""
    return any(getattr(row, name) in values for name, values in group.items())


def tally(all_rows, chosen, found=None):
    """Fold rows into the numbers of the selection `chosen` (parameter -> values).

    `all_rows` are those of the whole catalogue, `found` those with the words searched for (None: all of them).

    A row counts for the options of a facet when it matches every *other* facet: so a row that misses no facet
    counts everywhere, a row that misses one counts for the options of that one, any other row nowhere.
    """
    result = Tally()
    facets = groups(chosen)
    for row in all_rows:
        result.catalogue_total += row.size
        result.participants["country"].add(row.country)
        if row.locality:
            result.participants["locality"].add(row.locality)
    for row in all_rows if found is None else found:
        missed = [group for group in facets if not matches(row, group)]
        if len(missed) > 1:
            continue
        for name in FACETS:
            value = getattr(row, name)
            if value and (not missed or name in missed[0] or (name in PARTICIPANT and participates(missed[0]))):
                result.counts[name][value] += row.size
        if not missed:
            result.total += row.size
            if row.locality:
                result.localities.add(row.locality)
            else:
                result.countries.add(row.country)
    return result


def selected(all_rows, chosen):
    """The rows of the selection `chosen`."""
    facets = groups(chosen)
    return [row for row in all_rows if all(matches(row, group) for group in facets)]


def participates(group):
    """Whether this is the participant facet."""
    return any(name in PARTICIPANT for name in group)


def facets(selection, numbers):
    """The form of `selection`: every facet with every option, those with zero results too."""
    labels, chosen = selection.vocabulary.labels, selection.chosen

    def choice(parameter, value, children=(), label=None):
        return Choice(
            parameter,
            value,
            label or labels[parameter][value],
            numbers.counts[parameter][value],
            value in chosen.get(parameter, ()),
            tuple(children),
        )

    return [
        Facet("participant", _("Country or locality"), tuple(participants(selection, numbers, choice))),
        *(
            Facet(name, str(selection.filters[name].label), tuple(choice(name, value) for value in labels[name]))
            for name in FACETS
            if name not in PARTICIPANT
        ),
    ]


def participants(selection, numbers, choice):
    """Countries with their localities nested: those that take part in the Challenge, and any that is chosen."""
    vocabulary = selection.vocabulary
    shown = {name: numbers.participants[name].union(selection.chosen.get(name, ())) for name in PARTICIPANT}
    nested = {}
    for locality in vocabulary.localities:
        if locality.slug in shown["locality"]:
            nested.setdefault(locality.member_id, []).append(choice("locality", locality.slug, label=locality.name))
    for member in vocabulary.members:
        if member.slug in shown["country"] or member.pk in nested:
            yield choice("country", member.slug, nested.get(member.pk, ()))


def chips(selection, all_rows=None, found=None):
    """The words searched for and the chosen values, each with the link that removes it.

    Give the rows where the selection is empty: each chip then says how many results its removal would bring.
    """
    labels = selection.vocabulary.labels
    if selection.text:
        count = None if all_rows is None else tally(all_rows, selection.chosen).total
        yield Chip("q", _("“%(text)s”") % {"text": selection.text}, selection.query(q=None), count)
    for parameter, values in selection.chosen.items():
        for value in values:
            count = None
            if all_rows is not None:
                rest = {
                    name: [other for other in others if (name, other) != (parameter, value)]
                    for name, others in selection.chosen.items()
                }
                count = tally(all_rows, {name: others for name, others in rest.items() if others}, found).total
            yield Chip(
                parameter,
                labels[parameter][value],
                selection.query(drop=(parameter, value)),
                count,
            )
