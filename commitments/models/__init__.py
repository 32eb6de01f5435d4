"""What was promised and what became of it."""

from commitments.models.change import PublicChange
from commitments.models.commitment import (
    Commitment,
    FormerSlug,
    Involvement,
    State,
)
from commitments.models.progress import Assessment, Evidence, Milestone, ProgressReport
from commitments.models.search import SearchEntry
from commitments.models.texts import TextState
from commitments.models.vocabulary import (
    LOCAL,
    ActionPlan,
    Branch,
    ChallengeArea,
    GuideChapter,
    Level,
    OpenGovernmentValue,
    Route,
)

__all__ = [
    "LOCAL",
    "ActionPlan",
    "Assessment",
    "Branch",
    "ChallengeArea",
    "Commitment",
    "Evidence",
    "FormerSlug",
    "GuideChapter",
    "Involvement",
    "Level",
    "Milestone",
    "OpenGovernmentValue",
    "ProgressReport",
    "PublicChange",
    "Route",
    "SearchEntry",
    "State",
    "TextState",
]
