"""The world map: its file of outlines, its projection, what is drawn on it."""

import gzip
import json
import math
import re
from itertools import combinations, pairwise

import pytest
from django.conf import settings

from ogp_challenge.charts import world
from ogp_challenge.charts.world import (
    DOT,
    HEIGHT,
    MARKER,
    PIXEL,
    WIDTH,
    Place,
    Spot,
    outlines,
    project,
    rings,
    world_map,
)

FILE = settings.BASE_DIR / "static" / "img" / "world.svg"

#: Places that must not be mixed up, with the country they lie in; some are next to each other, two are one.
PLACES = [
    ("840", 30.27, -97.74),  # Austin
    ("320", 15.06, -90.24),  # San Jerónimo
    ("170", 3.43, -76.52),  # Cali
    ("170", 3.43, -76.52),  # and the seat of Valle del Cauca
    ("484", 19.43, -99.13),  # Mexico City
    ("484", 19.45, -99.15),  # and its borough Cuauhtémoc
    ("484", 19.54, -99.2),  # and its neighbour Tlalnepantla
    ("686", 14.75, -17.47),  # Yoff
    ("404", 0.67, 35.51),  # Iten
    ("804", 50.45, 30.52),  # Kyiv
    ("499", 42.09, 19.1),  # Bar
    ("608", 16.42, 120.59),  # Baguio
]


def fixture(name):
    rows = json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))
    return [row["fields"] for row in rows]


def members():
    return {member["slug"]: member["iso_numeric"] for member in fixture("members")}


def located():
    """The places above and all local governments of which the fixtures say where they are."""
    codes = members()
    return PLACES + [
        (codes[row["member"][0]], float(row["latitude"]), float(row["longitude"]))
        for row in fixture("localities")
        if row.get("latitude") is not None
    ]


def place(key, value=1):
    return Place(key, f"Country {key}", value, f"?country={key}")


def spots(places):
    return [Spot(latitude, longitude, f"Place {number}", 1, "#") for number, (_, latitude, longitude) in places]


def corners(path):
    """The corners of a target, which is written in absolute numbers."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


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
        assert project(0, 11) == (WIDTH / 2, world.EQUATOR)
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
        assert project(-latitude, 11 + east) == pytest.approx((x, 2 * world.EQUATOR - y))

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


class TestCountries:
    def test_the_others_are_one_path(self):
        drawn = world_map([place("404"), place("076")])

        assert drawn.box == f"0 0 {WIDTH} {HEIGHT}"
        assert [country.place.key for country in drawn.countries] == ["404", "076"]
        assert drawn.land == "".join(shape.path for key, shape in outlines().items() if key not in {"404", "076"})
        assert drawn.countries[0].path == outlines()["404"].path
        assert drawn.countries[0].marker is None

    @pytest.mark.parametrize("key", ["470", "132", "690", "442", "438", "492", "780", "499"])
    def test_small_ones_get_a_circle_one_can_hit(self, key):
        """Malta, Cabo Verde, Seychelles, Luxembourg, Liechtenstein, Monaco, Trinidad and Tobago, Montenegro."""
        (country,) = world_map([place(key)]).countries

        xs, ys = zip(*corners(country.marker.target), strict=True)
        assert max(xs) - min(xs) >= 24 * PIXEL
        assert max(ys) - min(ys) >= 24 * PIXEL
        assert math.dist((country.marker.x, country.marker.y), country.centre) < PIXEL

    def test_every_member_can_be_seen(self):
        drawn = world_map([place(code) for code in members().values()])

        assert len(drawn.countries) == 84
        for country in drawn.countries:
            assert country.marker or outlines()[country.place.key].across > world.SMALL

    def test_circles_lie_on_top(self):
        drawn = world_map([place("470"), place("404"), place("499"), place("566")])

        assert [country.place.key for country in drawn.countries] == ["404", "566", "470", "499"]

    def test_one_without_outline_is_left_out(self):
        assert world_map([place("798"), place("xyz")]).countries == ()

    @pytest.mark.parametrize(
        ("value", "step"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4), (15, 4), (16, 5), (900, 5)]
    )
    def test_tints(self, value, step):
        drawn = world_map([place("404", value)])

        assert drawn.countries[0].step == step
        assert [tint.step for tint in drawn.tints] == list(range(1, step + 1))
        if value:
            assert drawn.tints[-1].low <= value <= (drawn.tints[-1].high or value)

    def test_the_key_leaves_no_gap(self):
        key = world.tints()

        assert [(tint.low, tint.high) for tint in key] == [(1, 1), (2, 3), (4, 7), (8, 15), (16, None)]


class TestDots:
    def all(self):
        return world_map([place(code) for code in members().values()], spots(enumerate(located())))

    def test_a_lone_one_lies_where_it_should(self):
        (dot,) = world_map([], spots(enumerate(PLACES[:1]))).dots

        assert (dot.circle.x, dot.circle.y) == pytest.approx(project(30.27, -97.74), abs=0.05)
        assert dot.spot.label == "Place 0"

    def test_none_covers_another(self):
        dots = [dot.circle for dot in self.all().dots]

        assert len(dots) == len(located())
        for one, other in combinations(dots, 2):
            assert math.dist((one.x, one.y), (other.x, other.y)) >= 2 * DOT

    def test_none_covers_the_middle_of_a_circle(self):
        drawn = self.all()
        markers = [country.marker for country in drawn.countries if country.marker]

        for one, other in combinations(markers, 2):
            assert math.dist((one.x, one.y), (other.x, other.y)) >= 2 * MARKER
        for dot in drawn.dots:
            assert all(math.dist((dot.circle.x, dot.circle.y), (other.x, other.y)) >= MARKER for other in markers)

    def test_they_move_no_further_than_they_must(self):
        same = [("170", 3.43, -76.52)] * 7
        dots = world_map([], spots(enumerate(same))).dots
        home = project(3.43, -76.52)

        assert max(math.dist((dot.circle.x, dot.circle.y), home) for dot in dots) < 5 * DOT

    def test_the_same_every_time(self):
        assert self.all() == self.all()

    def test_targets_do_not_overlap(self):
        drawn = self.all()
        circles = [dot.circle for dot in drawn.dots] + [
            country.marker for country in drawn.countries if country.marker
        ]

        def beyond_rim(corner, circle):
            """How far outside; compared so, a larger circle keeps more of the room between two."""
            return math.dist(corner, (circle.x, circle.y)) - circle.radius

        for circle in circles:
            assert len(corners(circle.target)) >= 3
            for corner in corners(circle.target):
                # Numbers are whole, and the line between two of unequal size is straight where this is bent.
                assert all(beyond_rim(corner, circle) <= beyond_rim(corner, other) + 3 * PIXEL for other in circles)
