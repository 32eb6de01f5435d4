"""How far a command is, for whoever watches it."""

from collections.abc import Callable

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _

#: Characters of the bar: with its label and figures it fits into 80 columns.
WIDTH = 30


def bar(stream: OutputWrapper, label: str) -> Callable[[int, int], None]:
    """Draws a bar, called with what is done and what there is to do. In a file or a pipe there is none."""

    def draw(done: int, total: int) -> None:
        if stream.isatty():
            filled = "█" * (WIDTH * done // total)
            text = _("%(done)d of %(total)d") % {"done": done, "total": total}
            stream.write(f"\r{label} {filled:░<{WIDTH}} {text}", ending="\n" if done == total else "")
            stream.flush()

    return draw
