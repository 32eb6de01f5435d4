"""Two people at once: the second to save sees what the first has saved beside their own, and merges; nothing is lost.

Every form of a record carries what it was opened with: the query string that a browser would send of it, untouched.
When it comes back, that is compared with what is stored and with what was sent (`merging.py`). Values decide, not a
number of the version: so it does not matter which page, command or part of the record the other save came by.
"""

from ogp_challenge.conflicts.admin import MergingAdmin, MergingForm

__all__ = ["MergingAdmin", "MergingForm"]
