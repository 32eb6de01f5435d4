"""The outlines of the map: their file, and the projection."""

import gzip
import math
import re
from itertools import pairwise

import pytest
from django.conf import settings

from ogp_challenge.charts.outlines import EQUATOR, HEIGHT, WIDTH, outlines, project, rings
from ogp_challenge.charts.world import PIXEL
from tests.places import located, members

FILE = settings.BASE_DIR / "static" / "img" / "world.svg"


def sides(ring):
    return pairwise([*ring, ring[0]])


def winding(point, path):
    """How often `path` goes around `point`: what SVG fills is where this is not zero."""
    x, y = point
    turns = 0
    for ring in rings(path):
        for (x1, y1), (x2, y2) in sides(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
                turns += 1 if y2 > y1 else -1
    return turns


def distance(point, path):
    """From `point` to the shore or border of `path`; zero inside."""

    def to_side(start, end):
        along = (end[0] - start[0], end[1] - start[1])
        share = sum((p - s) * a for p, s, a in zip(point, start, along, strict=True)) / sum(a * a for a in along)
        share = max(0, min(1, share))
        return math.dist(point, (start[0] + share * along[0], start[1] + share * along[1]))

    return 0 if winding(point, path) else min(to_side(*side) for ring in rings(path) for side in sides(ring))


class TestFile:
    def test_is_light_and_says_where_it_is_from(self):
        raw = FILE.read_bytes()
        content = raw.decode()

        assert len(raw) < 60_000
        assert len(gzip.compress(raw, 9)) < 20_000
        assert "Natural Earth, public domain, through world-atlas 2.0.2" in content
        assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in content

    def test_keys_are_codes_or_names(self):
        named = {key for key in outlines() if not re.fullmatch(r"\d{3}", key)}

        assert named == {"kosovo", "somaliland", "n-cyprus", "siachen-glacier", "indian-ocean-ter"}
        assert "010" not in outlines()  # Antarctica

    @pytest.mark.parametrize("key", outlines())
    def test_outlines_are_closed_and_lie_in_the_box(self, key):
        outline = outlines()[key]

        assert re.fullmatch(r"(M\d+ \d+l(-?\d+[ -]?)+z)+", outline.path)
        for ring in rings(outline.path):
            assert len(ring) >= 3
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring)
            # A line that long would run from one edge of the map to the other.
            assert all(math.dist(start, end) < WIDTH / 4 for start, end in sides(ring))
        assert winding(outline.centre, outline.path)

    def test_every_member_has_an_outline(self):
        assert len(members()) == 84
        assert set(members().values()) <= set(outlines())

    def test_a_country_of_two_records_is_whole(self):
        """Natural Earth files a reef under Australia's code too."""
        assert outlines()["036"].across > 150

    def test_a_country_inside_another_is_a_hole_in_it(self):
        lesotho, south_africa = outlines()["426"], outlines()["710"]

        assert not winding(lesotho.centre, south_africa.path)
        assert winding(lesotho.centre, lesotho.path + south_africa.path)

    @pytest.mark.parametrize(("key", "latitude", "longitude"), located())
    def test_places_lie_in_their_country(self, key, latitude, longitude):
        x, y = project(latitude, longitude)

        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
        # An islet too small to be drawn, a town at the end of a cape.
        assert distance((x, y), outlines()[key].path) < 2 * PIXEL


class TestProjection:
    def test_known_points(self):
        assert project(0, 11) == (WIDTH / 2, EQUATOR)
        # Equal Earth is 2.05458 times as wide as high, and its poles are lines 0.5925 as long as the equator.
        top, bottom = project(90, 11), project(-90, 11)
        assert bottom[1] - top[1] == pytest.approx(WIDTH / 2.05458, rel=1e-5)
        assert project(90, -169 + 360 - 1e-9)[0] - WIDTH / 2 == pytest.approx(WIDTH / 2 * 0.5925, rel=1e-3)

    def test_edges(self):
        assert project(0, -169)[0] == pytest.approx(0)
        assert project(0, -169.000001)[0] == pytest.approx(WIDTH, abs=0.01)
        assert project(5, 190) == pytest.approx(project(5, -170))

    @pytest.mark.parametrize(("latitude", "east"), [(0, 60), (35.5, 10), (62, 179)])
    def test_symmetric(self, latitude, east):
        x, y = project(latitude, 11 + east)

        assert project(latitude, 11 - east) == pytest.approx((WIDTH - x, y))
        assert project(-latitude, 11 + east) == pytest.approx((x, 2 * EQUATOR - y))

    def test_areas_are_equal(self):
        def area_per_square_degree(latitude, longitude):
            """The determinant of the derivatives, over how much narrower a degree is than at the equator."""
            step = 1e-4
            x, y = project(latitude, longitude)
            east, north = project(latitude, longitude + step), project(latitude + step, longitude)
            area = (east[0] - x) * (y - north[1]) - (north[0] - x) * (y - east[1])
            return area / step**2 / math.cos(math.radians(latitude))

        areas = [area_per_square_degree(latitude, 70) for latitude in (-55, -20, 0, 45, 75)]

        assert areas == pytest.approx([areas[0]] * 5, rel=1e-3)
