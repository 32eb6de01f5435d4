"""The map of the world: what is drawn on it, and how close."""

import math
import re
from itertools import combinations, pairwise

import pytest

from ogp_challenge.charts import world
from ogp_challenge.charts.outlines import HEIGHT, WIDTH, outlines, project, rings
from ogp_challenge.charts.world import DOT, MARKER, PIXEL, Place, Spot, world_map
from tests.places import PLACES, located, members


def place(key, value=1):
    return Place(key, f"Country {key}", value, f"?country={key}")


def spots(places):
    return [Spot(latitude, longitude, f"Place {number}", 1, "#") for number, (_, latitude, longitude) in places]


def land_within(frame, key):
    """The part of a country's land, by area of its rings, that lies within the frame with all its corners."""
    whole = within = 0
    for ring in rings(outlines()[key].path):
        area = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])))
        whole += area
        if all(0 <= x - frame.x <= frame.width and 0 <= y - frame.y <= frame.height for x, y in ring):
            within += area
    return within / whole


def corners(path):
    """The corners of a target, which is written in absolute numbers."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


#: With the United States and Australia on it, a map shows the whole world.
FAR_APART = [place("840"), place("036")]


class TestFrame:
    def test_the_world_when_the_whole_of_it_is_needed_or_nothing_is(self):
        for drawn in (world_map(FAR_APART), world_map([])):
            assert drawn.frame.box == f"0 0 {WIDTH} {HEIGHT}"
            assert drawn.frame.share == 1

    @pytest.mark.parametrize("keys", [("484", "170"), ("250", "804"), ("608",), ("470",), ("686", "288", "384")])
    def test_holds_what_it_shows_with_room_around(self, keys):
        """Mexico and Colombia, France and Ukraine, the Philippines, Malta, three of West Africa."""
        frame = world_map([place(key) for key in keys]).frame

        assert WIDTH / 6 <= frame.width < WIDTH / 2
        for key in keys:
            assert land_within(frame, key) > 0.85
            west, north, east, south = outlines()[key].bounds
            assert frame.x < west < east < frame.x + frame.width
            assert frame.y < north < south < frame.y + frame.height
        assert 0 <= frame.x <= WIDTH - frame.width
        assert 0 <= frame.y <= HEIGHT - frame.height

    @pytest.mark.parametrize("key", ["608", "840", "554", "152", "620", "392", "360"])
    def test_islands_belong_to_their_country(self, key):
        """The Philippines, the United States, New Zealand, Chile, Portugal, Japan, Indonesia."""
        assert land_within(world_map([place(key)]).frame, key) > 0.97

    def test_a_tall_part_of_the_world_is_drawn_tall(self):
        """The Americas, from Mexico to Chile."""
        frame = world_map([place(key) for key in ("484", "170", "076", "152")]).frame

        assert frame.width < WIDTH / 2
        assert frame.height > frame.width * HEIGHT / WIDTH

    def test_the_key_has_the_tints_that_occur(self):
        assert [tint.step for tint in world_map([place("404", 7), place("076", 1)]).tints] == [1, 3]

    def test_dots_alone_are_framed_too(self):
        drawn = world_map([], spots(enumerate(PLACES[2:6])))

        assert drawn.frame.width < WIDTH / 4
        for dot in drawn.dots:
            assert drawn.frame.x < dot.circle.x < drawn.frame.x + drawn.frame.width

    def test_sizes_follow_the_frame_and_targets_grow_on_the_page(self):
        """On a map 340 px wide, as on a phone, a target that nothing is next to is 24 px across."""
        (dot,) = world_map([], spots(enumerate(PLACES[:1]))).dots
        far, *_others = world_map(FAR_APART, spots(enumerate(PLACES[:1]))).dots
        across = [
            max(xs) - min(xs) for xs, _ys in (zip(*corners(one.circle.target), strict=True) for one in (dot, far))
        ]

        assert far.circle.radius / 6 < dot.circle.radius < far.circle.radius
        assert across[0] * 340 / (WIDTH / 6) >= 24
        assert across[0] * 340 / (WIDTH / 6) > across[1] * 340 / WIDTH

    @pytest.mark.parametrize("key", ["499", "807", "051", "470"])
    def test_small_countries_can_be_hit_on_a_phone(self, key):
        """Montenegro, North Macedonia, Armenia and Malta, beside Spain and Ukraine."""
        drawn = world_map([place("724"), place("804"), place(key)])
        small = drawn.countries[-1]

        assert small.place.key == key
        xs, _ys = zip(*corners(small.marker.target), strict=True)
        assert (max(xs) - min(xs)) * 340 / drawn.frame.width >= 23


class TestCountries:
    def test_the_others_are_one_path(self):
        drawn = world_map([place("404"), place("076")])

        assert [country.place.key for country in drawn.countries] == ["404", "076"]
        assert drawn.land == "".join(shape.path for key, shape in outlines().items() if key not in {"404", "076"})
        assert drawn.countries[0].path == outlines()["404"].path
        assert drawn.countries[0].marker is None

    @pytest.mark.parametrize("key", ["470", "132", "690", "442", "438", "492", "780", "499"])
    def test_small_ones_get_a_circle_one_can_hit(self, key):
        """Malta, Cabo Verde, Seychelles, Luxembourg, Liechtenstein, Monaco, Trinidad and Tobago, Montenegro."""
        *_others, country = world_map([*FAR_APART, place(key)]).countries

        xs, ys = zip(*corners(country.marker.target), strict=True)
        assert max(xs) - min(xs) >= 24 * PIXEL - 0.5
        assert max(ys) - min(ys) >= 24 * PIXEL - 0.5
        assert math.dist((country.marker.x, country.marker.y), country.centre) < PIXEL

    def test_every_member_can_be_seen(self):
        drawn = world_map([place(code) for code in members().values()])

        assert len(drawn.countries) == 84
        for country in drawn.countries:
            assert country.marker or outlines()[country.place.key].across > world.SMALL

    def test_circles_lie_on_top(self):
        drawn = world_map([place("470"), *FAR_APART, place("499"), place("566")])

        assert [country.place.key for country in drawn.countries] == ["840", "036", "566", "470", "499"]

    def test_one_without_outline_is_left_out(self):
        assert world_map([place("798"), place("xyz")]).countries == ()

    @pytest.mark.parametrize(
        ("value", "step"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4), (15, 4), (16, 5), (900, 5)]
    )
    def test_tints(self, value, step):
        drawn = world_map([place("404", value)])

        assert drawn.countries[0].step == step
        assert [tint.step for tint in drawn.tints] == [step] * bool(step)
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
