"""The form of a commitment: an address for a new one that reads the same in every language."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment
from ogp_challenge.conflicts import MergingForm
from ogp_challenge.languages import fold, language_codes

#: Letters of a slug that is made here; an editor may write a longer one.
MADE_LENGTH = 80


class CommitmentForm(MergingForm):
    """A new commitment may leave its slug to us. While somebody types, static/js/admin.js suggests the same one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk and "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Part of the public address, the same in every language. Empty: made from the place and the title."
            )
            self.fields["slug"].widget.attrs["data-slug-length"] = MADE_LENGTH

    def clean(self):
        """Make the slug that was left empty."""
        data = super().clean()
        place = data.get("locality") or data.get("member")
        if not self.instance.pk and not data.get("slug") and "slug" not in self.errors and place:
            titles = [data.get(f"title_{code}") for code in language_codes()]
            data["slug"] = free_slug(place, next(filter(None, titles), ""))
        return data


def free_slug(place, title):
    """A slug that no commitment has: "costa-rica-reduce-the-backlog"."""
    wanted = slugify(fold(f"{place.slug} {title}"))
    if len(wanted) > MADE_LENGTH:
        wanted = wanted[: MADE_LENGTH + 1].rpartition("-")[0]
    taken = set(Commitment.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
