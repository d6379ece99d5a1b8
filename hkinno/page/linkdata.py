"""A chronology as schema.org says it (JSON-LD), for machines that read pages: name, count, span."""

from collections.abc import Sequence

import msgspec

from hkinno.dates.calendar import bound
from hkinno.store.store import Entry

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def island(data: bytes) -> str:
    """JSON for a script element: nothing in it can end the element or begin a comment."""
    return data.decode().translate(_ESCAPES)


def collection(entries: Sequence[Entry], title: str) -> str:
    """The collection, ready for a script element; its events are in the page itself."""
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": ["Collection", "ItemList"],
        "name": title,
        "numberOfItems": len(entries),
    }
    dates = [entry.date for entry in entries if entry.date]
    if dates:
        lo, hi = min(date.lo for date in dates), max(date.hi for date in dates)
        said["temporalCoverage"] = f"{_end(lo)}/{_end(hi)}"
    return island(msgspec.json.encode(said))


def _end(day: float) -> str:
    """A day in ISO 8601, open ends as that has them."""
    return bound(day) or ".."
