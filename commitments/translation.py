"""Which texts of commitments have a column per language."""

from modeltranslation.translator import TranslationOptions, register

from commitments.models import (
    ActionPlan,
    ChallengeArea,
    Commitment,
    Evidence,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
)
from members.translation import NamedTranslation


@register(ChallengeArea)
class ChallengeAreaTranslation(NamedTranslation):
    fields = ["description"]


@register(OpenGovernmentValue)
class OpenGovernmentValueTranslation(NamedTranslation):
    pass


@register(ActionPlan)
class ActionPlanTranslation(NamedTranslation):
    pass


@register(Commitment)
class CommitmentTranslation(TranslationOptions):
    """The state of a text is kept for each language, as the text is."""

    fields = ["sort_key", "featured_reason", *Commitment.TEXTS, *(f"{text}_state" for text in Commitment.TEXTS)]
    fallback_undefined = ""


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ["title"]
    fallback_undefined = ""


@register(ProgressReport)
class ProgressReportTranslation(TranslationOptions):
    fields = ["text"]
    fallback_undefined = ""


@register(Evidence)
class EvidenceTranslation(TranslationOptions):
    fields = ["title"]
    fallback_undefined = ""
