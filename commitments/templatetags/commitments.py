"""Tags that templates of commitments need: the fields of a change, and what waits for staff."""

from django import template

from commitments import changes
from commitments.admin_filters import translation_coverage, work_to_do
from commitments.models import Commitment

register = template.Library()


@register.simple_tag
def differences(change):
    """The fields of a public change, with labels."""
    return changes.differences(change)


@register.inclusion_tag("admin/dashboard.html", takes_context=True)
def staff_dashboard(context):
    """What waits, how far the translation is, and who did what last."""
    return {
        "request": context["request"],
        "work": work_to_do(),
        "coverage": translation_coverage(),
        "latest": Commitment.history.select_related("history_user").order_by("-history_date")[:8],
    }
