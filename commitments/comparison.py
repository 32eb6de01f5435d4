"""What a file would do to the catalogue: frozen, so that a page, a command and a test see the same."""

import hashlib
import json
from dataclasses import dataclass

from commitments.models import State
from ogp_challenge.refusal import Problem


@dataclass(frozen=True)
class Change:
    """One field of a commitment, before and after. `language` is that of a text, "" for a code."""

    column: str
    label: str
    before: str
    after: str
    language: str = ""


@dataclass(frozen=True)
class Added:
    """A row of which the catalogue has no commitment."""

    row: int
    slug: str
    title: str
    values: dict[str, str]

    @property
    def state_label(self):
        """The publication state it will have, in words."""
        return State(self.values["state"]).label


@dataclass(frozen=True)
class Changed:
    """A row that says other than the commitment does."""

    row: int
    slug: str
    title: str
    #: The version of the commitment that was compared.
    version: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Removed:
    """A commitment of which the file has no row. It is listed, never deleted."""

    slug: str
    title: str


@dataclass(frozen=True)
class Unmatched:
    """A row of the tracker that is no commitment of ours for certain and cannot become a new one; says why."""

    row: int
    institution: str
    text: str
    reason: str


@dataclass(frozen=True)
class Comparison:
    """All there is to say of a file."""

    added: tuple[Added, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[Removed, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def applicable(self):
        """Whether there is something to write and nothing in the way."""
        return not self.problems and bool(self.added or self.changed)

    @property
    def rows(self):
        """The numbers of the rows that would be written."""
        return {one.row for one in (*self.added, *self.changed)}

    @property
    def fingerprint(self):
        """The same for two comparisons that would write the same over the same, whatever the language of the page."""
        said = [(one.slug, sorted(one.values.items())) for one in self.added]
        said += [
            (one.slug, one.version, [(change.column, change.after) for change in one.changes]) for one in self.changed
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()
