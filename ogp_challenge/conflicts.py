"""Two people at once: the second to save sees both texts and can merge; nothing is lost."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ogp_challenge.history import many


@dataclass(frozen=True)
class Conflict:
    """A field in which what is stored now differs from what the form says."""

    label: str
    stored: str
    mine: str


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a model with a counter `version`, which every save moves on.

    The admin's change view is one transaction, so the row stays locked from the comparison to the commit.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version or 1
        if former := getattr(self.instance, "_history", None):  # read from its history, which has its relations too
            for field in former._history_m2m_fields:
                self.initial[field.name] = list(many(former, field))
        self.conflicts: list[Conflict] = []

    def clean(self) -> dict[str, Any]:
        """Refuse a save over a version that is not the one the form was made from, and tell the differences."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.pk:
            data["version"] = 0
            return data
        stored = type(self.instance)._base_manager.select_for_update().get(pk=self.instance.pk)
        if data.get("version") != stored.version:
            self.conflicts = list(self.differences(stored, data))
            # Saving again, after having seen both, is meant.
            posted: Any = self.data
            self.data = posted.copy()
            self.data[self.add_prefix("version")] = stored.version  # type: ignore[index]
            raise ValidationError(
                _("Somebody else has saved this record since you opened it. Nothing is lost: compare below and save."),
                code="stale",
            )
        return data

    def differences(self, stored: models.Model, data: dict[str, Any]) -> Any:
        """The fields whose stored value is another than that of the form."""
        for name, mine in data.items():
            if name == "version" or name not in self.fields:
                continue
            theirs: Any = getattr(stored, name, None)
            if hasattr(theirs, "all"):
                theirs, mine = list(theirs.all()), list(mine)
            if (theirs or "") != (mine or ""):
                yield Conflict(str(self.fields[name].label), _text(theirs), _text(mine))


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
