"""The public change log, as a page and as a feed."""

from django.contrib.syndication.views import Feed
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.changes import differences
from commitments.models import PublicChange, State
from ogp_challenge.pagination import paginate

#: How many changes the feed holds.
MOST = 50


def public_changes():
    """The changes of what is public, or was until it was withdrawn; those of what is a draft again are not shown."""
    shown = PublicChange.objects.filter(commitment__state__in=[State.PUBLISHED, State.WITHDRAWN])
    return shown.select_related("commitment__member", "commitment__locality__member")


@require_safe
def change_log(request):
    """What changed in public: when, before and after."""
    page = paginate(request, public_changes())
    return render(request, "commitments/changes.html", {"page": page, "section": "changes"})


class ChangeFeed(Feed):
    """The change log as an Atom feed, in the language of its address."""

    feed_type = Atom1Feed
    link = reverse_lazy("changes")

    def title(self):
        return _("Open Gov Challenge: changes of the catalogue")

    def items(self):
        return public_changes()[:MOST]

    def item_title(self, change):
        return plain(f"{change.commitment.title} ({change.get_kind_display()})")

    def item_description(self, change):
        line = _("%(label)s: %(value)s")
        lines = [line % {"label": one.label, "value": f"{one.before} → {one.after}"} for one in differences(change)]
        return plain("\n".join(lines) or change.public_reason or change.get_kind_display())

    def item_link(self, change):
        return change.commitment.get_absolute_url()

    def item_guid(self, change):
        return f"urn:open-gov-challenge:change:{change.pk}:{get_language()}"

    def item_updateddate(self, change):
        return change.at

    def item_pubdate(self, change):
        return change.at


def plain(text):
    """`text` without the characters that XML cannot hold: one of them would break the feed for everybody."""
    return "".join(one for one in text if (one >= " " or one in "\n\t") and one not in "\ufffe\uffff")
