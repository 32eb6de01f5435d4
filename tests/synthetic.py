"""Many plausible commitments, to see that the work of a page does not grow with the catalogue."""

import itertools

from commitments.models import Commitment, Involvement, State


def fill(number):
    """Add public commitments until there are `number`: the real ones over and over, places and areas mixed anew."""
    originals = list(Commitment.objects.published().select_related("member").prefetch_related("involvements"))
    areas = itertools.cycle([commitment.area_id for commitment in originals[::7]])
    made = []
    for at, original in zip(range(number - len(originals)), itertools.cycle(originals), strict=False):
        values = {
            field.attname: getattr(original, field.attname)
            for field in Commitment._meta.concrete_fields
            if not field.generated and not field.primary_key
        }
        values |= {
            "slug": f"synthetic-{at}",
            "ogp_code": None,
            "position": 1000 + at,
            "area_id": next(areas),
            "state": State.PUBLISHED,
        }
        made.append(Commitment(**values))
    made = Commitment.objects.bulk_create(made, batch_size=500)
    Involvement.objects.bulk_create(
        [
            Involvement(
                commitment=commitment, institution_id=involvement.institution_id, position=involvement.position
            )
            for commitment, original in zip(made, itertools.cycle(originals), strict=False)
            for involvement in original.involvements.all()
        ],
        batch_size=500,
    )
