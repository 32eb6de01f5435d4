"""Tags that templates of commitments need: the fields of a change, and what waits for staff."""

from django import template
from django.db.models import Q

from commitments import changes, dashboard
from commitments.admin_filters import work_to_do
from commitments.models import Commitment, TextState
from ogp_challenge.languages import language_codes

register = template.Library()


@register.simple_tag
def differences(change):
    """The fields of a public change, with labels."""
    return changes.differences(change)


@register.inclusion_tag("admin/dashboard.html", takes_context=True)
def staff_dashboard(context):
    """What waits, how far the translation is, and who did what last."""
    total = Commitment.objects.count()
    done = {
        code: Commitment.objects.exclude(
            Q(**{f"title_state_{code}": TextState.MISSING}) | Q(**{f"summary_state_{code}": TextState.MISSING})
        ).count()
        for code in language_codes()
    }
    return {
        "perms": context["perms"],
        "work": work_to_do(),
        "translated": [(code, number, round(100 * number / total) if total else 0) for code, number in done.items()],
        "total": total,
        "waiting": dashboard.waiting(context["request"].user),
        "latest": dashboard.latest_changes(),
    }
