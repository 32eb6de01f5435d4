"""The directory of everybody who takes part."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.directory import SHOWN, Directory


@require_safe
def directory(request):
    """Countries, or localities, A to Z by the letters of the page's language."""
    context = {"directory": Directory(request.GET), "choices": SHOWN.items(), "section": "members"}
    return render(request, "members/directory.html", context)
