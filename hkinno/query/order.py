"""The order of events: a table of sorts. What breaks the ties of each is the date.

The order is total: by `lo` ascending, `hi` descending (a year heads its months), without a time
first and then by instant, place in the store; reversed, by all of these but the place from the
other end. What has no sort key (no category, an unreadable date) comes last in either.
"""

import heapq
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import NamedTuple

from hkinno.dates.date import Date
from hkinno.events import Event


class Hit(NamedTuple):
    """An event that a query keeps: its place among all events, and its date, if readable."""

    place: int
    date: Date | None


SORTS: dict[str, Callable[[Event], str | None] | None] = {
    "date": None,
    "title": lambda e: e.title,
    "category": lambda e: e.category,
    "id": lambda e: e.id,
}
_LAST = (1, 0.0, 0.0, 0)  # where an unreadable date stands, in either order

_Kept = Iterable[tuple[Event, int, Date | None]]


def ordered(kept: _Kept, sort: str, reverse: bool, limit: int | None) -> list[Hit]:
    """Events with their places and dates, in the order of the store, in that of a sort.

    At least so many as the limit says are there.
    """
    text = SORTS[sort]
    if text is not None:
        return _by_text(kept, text, reverse)
    key = _newest_first if reverse else _oldest_first
    if limit is None:  # sorts are stable, so that the place breaks ties: half the time of tuples
        hits = [Hit(place, date) for _, place, date in kept]
        return sorted(hits, key=lambda hit: key(hit.date))
    keyed = ((key(date), place, date) for _, place, date in kept)
    # at least one: even for --limit 0 the store is read, checked and counted
    return [Hit(place, date) for _, place, date in heapq.nsmallest(max(1, limit), keyed)]


def _by_text(kept: _Kept, text: Callable[[Event], str | None], reverse: bool) -> list[Hit]:
    rows = [
        ((text(event) or "").casefold(), _oldest_first(date), Hit(place, date))
        for event, place, date in kept
    ]
    rows.sort(key=itemgetter(1))
    rows.sort(key=itemgetter(0), reverse=reverse)
    rows.sort(key=lambda row: not row[0])  # sorts are stable: only what has no text moves
    return [hit for *_, hit in rows]


def _oldest_first(date: Date | None) -> tuple[float, ...]:
    return (0, *date.order) if date else _LAST


def _newest_first(date: Date | None) -> tuple[float, ...]:
    if not date:
        return _LAST
    lo, minus_hi, time = date.order
    return 0, -lo, -minus_hi, -time
