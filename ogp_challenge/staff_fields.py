"""Fields of the admin that come back with a sentence when they were sent with what nothing can hold."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from ogp_challenge.downloads import LONGEST_CELL
from ogp_challenge.keys import is_key


class KnownChoices:
    """A choice by autocompletion of which nothing is chosen where the form was sent with what is no record."""

    def optgroups(self, name: Any, value: Any, attr: Any = None) -> Any:
        """What is chosen; Django asks the database for it as it was sent."""
        return super().optgroups(name, [key for key in value if is_key(key)], attr)  # type: ignore[misc]


class ChoiceOfOne(KnownChoices, AutocompleteSelect):
    pass


class ChoiceOfSome(KnownChoices, AutocompleteSelectMultiple):
    pass


class Records(ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice of some records; a number that none can have is refused as any other that none has."""

    def clean(self, value: Any) -> Any:
        """Django compares a number of any size, which SQLite cannot."""
        keys = self.prepare_value(value)
        for key in keys if isinstance(keys, list) else []:
            if not is_key(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super().clean(value)


class SoundFields:
    """Fields of a page, or of rows, that come back with a sentence when they were sent with what nothing can hold."""

    formfield_overrides: Any = {TextField: {"max_length": LONGEST_CELL}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of a relation to one."""
        page: Any = self
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs["widget"] = ChoiceOfOne(db_field, page.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of a relation to some."""
        page: Any = self
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs |= {"widget": ChoiceOfSome(db_field, page.admin_site), "form_class": Records}
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class FewRows:
    """Rows in the form of a record: more than anybody needs, and no more than the server draws in a moment."""

    max_num = 100

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A forged number of rows is cut. The admin sets `max_num` to none for those who may add none."""
        return super().get_formset(request, obj, absolute_max=2 * FewRows.max_num, **kwargs)  # type: ignore[misc]
