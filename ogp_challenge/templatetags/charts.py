"""The colours of charts that are files, where no style sheet of ours reaches."""

from django import template

register = template.Library()

#: What is painted -> its colours, from step 1 on; further steps have the last.
PALETTES = {
    "part": ("#1e3568", "#5279bd", "#a9bee3", "#d9dde6"),
    "cell": ("#e6ecf7", "#c9d6ee", "#a9bee3", "#86a3d6"),
    "country": ("#a9bee3", "#7f9fd3", "#5279bd", "#33549c", "#1e3568"),
}


@register.filter
def ink(step: int, palette: str) -> str:
    """The colour of a step, from 1, in a palette."""
    colours = PALETTES[palette]
    return colours[min(step, len(colours)) - 1]
