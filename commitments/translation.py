"""Which texts of commitments have a column per language."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from commitments.models import (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Commitment,
    Evidence,
    FormerSlug,
    GuideChapter,
    Involvement,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
)
from members.translation import NamedTranslation


@register(ChallengeArea)
class ChallengeAreaTranslation(NamedTranslation):
    fields = ["description"]


@register(GuideChapter)
class GuideChapterTranslation(NamedTranslation):
    pass


@register(OpenGovernmentValue)
class OpenGovernmentValueTranslation(NamedTranslation):
    pass


@register(ActionPlan)
class ActionPlanTranslation(NamedTranslation):
    pass


@register(Commitment)
class CommitmentTranslation(TranslationOptions):
    """The state of a text is kept for each language, as the text is."""

    fields = [
        "sort_key",
        "featured_reason",
        "withdrawal_reason",
        *Commitment.TEXTS,
        *(f"{text}_state" for text in Commitment.TEXTS),
    ]
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


# After the translations, so that the history has a column per language too.
simple_history.register(
    Commitment, m2m_fields=["other_areas", "values"], excluded_fields=["version", "public_snapshot", "is_public"]
)
simple_history.register(GuideChapter, m2m_fields=["areas"])
for model in (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Evidence,
    FormerSlug,
    Involvement,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
):
    simple_history.register(model)
