"""The geometry of bars, dial and sheets, as data."""

import math
from itertools import combinations, pairwise

import pytest

from ogp_challenge.charts import sheets
from ogp_challenge.charts.bars import GAP, WIDTH, bars, stacked
from ogp_challenge.charts.dial import INNER, STEP, Spoke, dial
from ogp_challenge.charts.sheets import bar_sheet, dial_sheet, framed, grid_sheet, map_sheet, stack_sheet
from ogp_challenge.charts.world import world_map


class TestBars:
    def test_the_longest_fills_the_box(self):
        found = bars([("x", "a", 3, "?a"), ("y", "b", 4, "?b"), ("z", "c", 0, "?c")])

        assert [bar.width for bar in found] == [75.0, WIDTH, 0.0]
        assert [(bar.key, bar.label, bar.value, bar.query) for bar in found][:1] == [("x", "a", 3, "?a")]

    @pytest.mark.parametrize("values", [[], [("x", "a", 0, "")]])
    def test_nothing_to_draw(self, values):
        assert [bar.width for bar in bars(values)] == [0.0] * len(values)


class TestStacked:
    def test_fills_the_box_with_gaps_between(self):
        segments = stacked([("a", 2), ("b", 5), ("c", 1)])

        assert segments[0].x == 0
        assert segments[-1].x + segments[-1].width == pytest.approx(WIDTH)
        for one, other in pairwise(segments):
            assert other.x - (one.x + one.width) == pytest.approx(GAP, abs=0.02)

    def test_parts_of_zero_are_left_out_but_keep_their_colour(self):
        assert [(one.label, one.part) for one in stacked([("a", 1), ("b", 0), ("c", 1)])] == [("a", 1), ("c", 3)]

    def test_one_part_is_the_whole(self):
        assert [(one.x, one.width) for one in stacked([("a", 0), ("b", 7)])] == [(0, WIDTH)]

    def test_nothing(self):
        assert stacked([("a", 0)]) == stacked([]) == ()

    @pytest.mark.parametrize("rest", [50, 111, 499, 10_000])
    def test_a_small_part_can_be_seen(self, rest):
        assert all(segment.width > 0 for segment in stacked([("small", 1), ("rest", rest)]))


class TestDial:
    @pytest.fixture
    def drawn(self):
        return dial([Spoke(str(number), "A rather long name", ("national",) * number) for number in range(10)])

    def test_a_ray_a_group_a_dot_a_member(self, drawn):
        assert [len(ray.dots) for ray in drawn.rays] == list(range(10))
        assert drawn.total == 45

    def test_begins_at_noon_and_runs_clockwise(self, drawn):
        first, second = drawn.rays[0], drawn.rays[1]

        assert first.start[0] == 0
        assert first.start[1] < 0
        assert second.dots[0].x > 0

    def test_dots_do_not_touch(self, drawn):
        dots = [dot for ray in drawn.rays for dot in ray.dots]

        assert all(math.dist((one.x, one.y), (other.x, other.y)) > STEP - 0.2 for one, other in combinations(dots, 2))
        assert all(math.hypot(dot.x, dot.y) >= INNER - 0.1 for dot in dots)

    def test_everything_lies_in_the_box(self, drawn):
        left, top, width, height = map(int, drawn.box.split())

        for ray in drawn.rays:
            for x, y in [(dot.x, dot.y) for dot in ray.dots] + [ray.icon, ray.text, (ray.reach, ray.lines[-1].y)]:
                assert left - 1 <= x <= left + width + 1
                assert top <= y <= top + height

    def test_of_nothing_is_its_middle(self):
        drawn = dial([])
        left, top, width, height = map(int, drawn.box.split())

        assert (drawn.rays, drawn.total) == ((), 0)
        assert left < 0 < left + width
        assert top < 0 < top + height

    def test_names_break_in_even_halves(self, drawn):
        assert [line.text for line in drawn.rays[0].lines] == ["A rather", "long name"]
        assert [line.text for line in dial([Spoke("a", "Justice", ())]).rays[0].lines] == ["Justice"]


class TestBarSheet:
    def test_bars_fit_between_labels_and_numbers(self):
        sheet = bar_sheet([("a", 10), ("b", 5), ("c", 0)])

        assert [bar.width for bar in sheet.bars] == [sheets.WIDTH - sheets.LABELS - sheets.NUMBERS, 235.0, 0.0]
        assert [bar.y for bar in sheet.bars] == [sheets.HEAD + sheets.LINE * at for at in range(3)]
        assert sheet.bars[-1].y + sheets.LINE == sheet.bottom

    def test_nothing(self):
        assert bar_sheet([]).bars == ()
        assert [bar.width for bar in bar_sheet([("a", 0)]).bars] == [0.0]


class TestGridSheet:
    def test_cells_stand_in_rows_and_columns(self):
        sheet = grid_sheet(["x", "y"], [("a", [(1, 1), (0, 0)]), ("b", [(9, 4), (2, 2)])])

        assert [cell.number.text for cell in sheet.cells] == ["1", "–", "9", "2"]
        assert [cell.step for cell in sheet.cells] == [1, 0, 4, 2]
        assert sheet.cells[0].y == sheet.cells[1].y < sheet.rows[0].y == sheet.cells[0].number.y
        assert sheet.cells[0].number.x == sheet.columns[0].x == sheet.cells[0].x + sheet.cells[0].width / 2
        assert sheet.cells[0].x == sheet.cells[2].x == sheets.LABELS
        assert sheet.cells[-1].y + sheets.LINE == sheet.bottom
        assert sheet.width >= sheets.WIDTH

    def test_grows_with_its_columns(self):
        sheet = grid_sheet([str(number) for number in range(32)], [("a", [(0, 0)] * 32)])

        assert all(cell.width >= 106 for cell in sheet.cells)
        assert sheet.cells[-1].x + sheet.cells[-1].width <= sheet.width

    def test_without_columns(self):
        assert grid_sheet([], [("a", [])]).cells == ()

    @pytest.mark.parametrize(
        ("label", "lines"),
        [
            ("Europe", ("Europe",)),
            ("Africa and the Middle East", ("Africa and the", "Middle East")),
            ("Donaudampfschifffahrt", ("Donaudampfschifffahrt",)),
            ("Donaudampfschifffahrt und mehr", ("Donaudampfschifffahrt", "und mehr")),
        ],
    )
    def test_labels_wrap(self, label, lines):
        assert tuple(line.text for line in grid_sheet([label], []).columns) == lines


class TestStackSheet:
    def test_parts_follow_each_other_and_the_longest_fills_the_room(self):
        sheet = stack_sheet(["a", "b", "c"], [("one", [1, 0, 2]), ("two", [3, 2, 1])])

        assert [stack.total.text for stack in sheet.stacks] == ["3", "6"]
        assert [(part.part, part.value) for part in sheet.stacks[0].segments] == [(1, 1), (3, 2)]
        for stack in sheet.stacks:
            assert stack.segments[0].x == sheets.LABELS
            for one, other in pairwise(stack.segments):
                assert other.x == pytest.approx(one.x + one.width, abs=0.1)
        last = sheet.stacks[1].segments[-1]
        assert last.x + last.width == pytest.approx(sheets.WIDTH - sheets.NUMBERS, abs=0.1)

    def test_the_key_names_every_part_above_the_bars(self):
        sheet = stack_sheet(["a", "b", "c"], [("one", [1, 0, 2])])

        assert [(one.label.text, one.part) for one in sheet.key] == [("a", 1), ("b", 2), ("c", 3)]
        assert len({(one.x, one.y) for one in sheet.key}) == 3
        assert max(one.y for one in sheet.key) + 13 < sheet.stacks[0].y

    def test_nothing(self):
        assert stack_sheet(["a"], []).stacks == ()
        assert stack_sheet(["a"], [("one", [0])]).stacks[0].segments == ()


class TestDialSheet:
    def test_the_whole_dial_lies_on_it(self):
        drawn = dial([Spoke(str(number), "A rather long name", ("national",) * number) for number in range(10)])
        sheet = dial_sheet(drawn, [("national", "National"), ("local", "Local")])

        assert sheet.x + drawn.left >= 0
        assert sheet.x + drawn.left + drawn.width <= sheet.width
        assert max(one.label.y for one in sheet.key) < sheet.y + drawn.top
        assert sheet.y + drawn.top + drawn.height <= sheet.bottom


class TestMapSheet:
    def test_the_map_lies_between_title_and_source(self):
        sheet = map_sheet(world_map([]))

        assert sheet.y >= sheets.HEAD
        assert (sheet.width, sheet.y + sheet.height) == (960, sheet.bottom)


class TestFrame:
    def test_one_line(self):
        frame = framed("Title", "A source.", bar_sheet([("a", 1)]))

        assert (frame.title, frame.width) == ("Title", sheets.WIDTH)
        assert [line.text for line in frame.source] == ["A source."]
        assert frame.source[0].y < frame.height

    @pytest.mark.parametrize("source", ["Many words " * 40, "x" * 500])
    def test_a_long_source_has_the_lines_it_needs(self, source):
        drawing = bar_sheet([("a", 1)])
        frame = framed("Title", source, drawing)

        assert "".join(line.text for line in frame.source).replace(" ", "") == source.replace(" ", "")
        assert all(sheets.LETTER * len(line.text) <= frame.width - 2 * sheets.MARGIN for line in frame.source)
        assert drawing.bottom < frame.source[0].y < frame.source[-1].y < frame.height
