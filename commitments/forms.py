"""What the forms of staff ask beyond what the fields and the database do."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UNPROVEN = _("What is complete needs something that shows it: a piece of evidence, or a source address.")


class ReportForm(forms.ModelForm):
    """A progress report among the rows of its commitment, where its evidence cannot be edited."""

    def clean(self):
        data = super().clean()
        report = self.instance
        if is_unproven(data, links=report.pk and report.evidence.exists()):
            self.add_error("source_url", UNPROVEN)
        return data


class EvidenceFormSet(forms.BaseInlineFormSet):
    """The evidence of a progress report on the report's own page."""

    def clean(self):
        super().clean()
        links = [form for form in self.forms if form.has_changed() or form.instance.pk]
        report = {"status": self.instance.status, "source_url": self.instance.source_url}
        if is_unproven(report, links=any(not self._should_delete_form(form) for form in links)):
            raise ValidationError(UNPROVEN)


class FormerSlugFormSet(forms.BaseInlineFormSet):
    """The former addresses of a commitment."""

    def save_new(self, form, commit=True):
        """Save an address that was typed, also one that the commitment itself has just left behind."""
        address = super().save_new(form, commit=False)
        address.pk = self.instance.former_slugs.filter(slug=address.slug).values_list("pk", flat=True).first()
        if commit:
            address.save()
        return address


def is_unproven(report, *, links):
    """Whether a `report` says complete and nothing shows it, neither a source nor any of the `links`."""
    return report.get("status") == "complete" and not report.get("source_url") and not links
