"""What the source printed of a commitment, beside what we show."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

#: Machine translations of the source that are wrong and are kept in the record, but never printed:
#: the branches Independent and Executive, the level Local, the area Fiscal Openness.
MISTRANSLATION = re.compile(
    r"\bFournisseur\b|Demandeur d[’']emploi|Cadre Exécutif|Ouverture fiscale|\bBresil\b|\bNetherlands\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Statement:
    """One field: the words of the source (empty where they are a known mistranslation), and ours."""

    field: str
    source: str
    shown: str


def provenance(commitment):
    """The statements of the source about `commitment`, those it makes."""
    leads = [lead.institution for lead in commitment.involvements.all() if lead.role == "lead"]
    separator = pgettext("between items", "; ")
    pairs = [
        (_("Lead institution"), commitment.source_institution, separator.join(lead.full_name for lead in leads)),
        (_("Challenge area"), commitment.source_area, commitment.area.name),
        (_("Level"), commitment.source_level, commitment.get_level_display()),
        (_("Branch"), commitment.source_branch, commitment.get_branch_display()),
        (_("Region"), commitment.source_region, str(commitment.member.region or "")),
    ]
    return [
        Statement(field, "" if MISTRANSLATION.search(source) else source, shown)
        for field, source, shown in pairs
        if source
    ]
