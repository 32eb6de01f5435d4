"""Which texts of members have a column per language."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from members.models import Institution, Locality, Member, Region


class NamedTranslation(TranslationOptions):
    """`fallback_undefined`: modeltranslation makes columns nullable; one spelling of "nothing" is enough."""

    fields = ["name", "sort_key"]
    required_languages = {"en": ["name"]}
    fallback_undefined = ""


@register(Region)
class RegionTranslation(NamedTranslation):
    fields = ["description"]


@register(Member)
class MemberTranslation(NamedTranslation):
    fields = ["note"]


@register(Locality)
class LocalityTranslation(NamedTranslation):
    fields = ["note"]


@register(Institution)
class InstitutionTranslation(NamedTranslation):
    fields = ["acronym"]


# After the translations, so that the history has a column per language too.
for model in (Institution, Locality, Member, Region):
    simple_history.register(model)
