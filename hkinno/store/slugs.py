"""Ids for events that have none yet."""

import re
import unicodedata
from collections.abc import Container

_LONGEST_ID = 60


def slug(title: str, date: str, taken: Container[str]) -> str:
    """An id made from a title, else from the date; numbered where it is taken already."""
    base = _ascii(title) or f"event-{_ascii(date) or 'undated'}"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    joined = "-".join(re.findall("[a-z0-9]+", plain.replace("'", "")))
    if len(joined) <= _LONGEST_ID:
        return joined
    return joined[: _LONGEST_ID + 1].rpartition("-")[0] or joined[:_LONGEST_ID]
