"""The bar of a command: drawn for whoever watches, absent from files and pipes."""

import io

from django.core.management.base import OutputWrapper

from ogp_challenge.progress import bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_bar_grows_on_one_line_and_ends_it():
    terminal = Terminal()
    draw = bar(OutputWrapper(terminal), "Writing")
    for done in (0, 15, 30):
        draw(done, 30)

    first, second, third = terminal.getvalue().split("\r")[1:]
    assert [text.count("█") for text in (first, second, third)] == [0, 15, 30]
    assert third.endswith(" 30 of 30\n")
    assert "\n" not in first + second


def test_nothing_is_drawn_in_a_pipe():
    pipe = io.StringIO()

    bar(OutputWrapper(pipe), "Writing")(1, 2)

    assert pipe.getvalue() == ""
