"""Tags that templates of commitments need: the fields of a change, and what waits for staff."""

from django import template

from commitments import changes, dashboard
from commitments.admin_filters import translation_coverage, work_to_do

register = template.Library()


@register.simple_tag
def differences(change):
    """The fields of a public change, with labels."""
    return changes.differences(change)


@register.inclusion_tag("admin/dashboard.html", takes_context=True)
def staff_dashboard(context):
    """What waits, how far the translation is, and who did what last."""
    return {
        "perms": context["perms"],
        "work": work_to_do(),
        "coverage": translation_coverage(),
        "waiting": dashboard.waiting(context["request"].user),
        "latest": dashboard.latest_changes(),
    }
