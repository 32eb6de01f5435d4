"""Numbers of records as they come from outside: what cannot be one, no database can look for."""

import re

#: A number with as many digits as the largest BigAutoField.
TOO_LARGE = re.compile(r"[+-]?\d{19,}")


def is_key(text: str) -> bool:
    """Whether `text` can be the number of a record."""
    return text.isascii() and text.isdecimal() and not TOO_LARGE.fullmatch(text)
