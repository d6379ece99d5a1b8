"""The order of events: a table of sorts. What breaks the ties of each is the date.

The order is total: by `lo` ascending, `hi` descending (a year heads its months), without a time
first and then by instant, place in the store; reversed, by all of these but the place from the
other end. What has no sort key (no category, an unreadable date) comes last in either.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
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

_Key = tuple[float, ...]
_Kept = Iterable[tuple[Event, int, Date | None]]


def ordered(kept: _Kept, sort: str, reverse: bool, limit: int | None) -> list[Hit]:
    """Events with their places and dates, in the order of the store, in that of a sort.

    At least so many as the limit says are there.
    """
    text = SORTS[sort]
    if text is None and limit is not None:
        hits = (Hit(place, date) for _, place, date in kept)
        some = heapq.nlargest if reverse else heapq.nsmallest  # which keep ties as they are
        # at least one: even for --limit 0 the store is read, checked and counted
        return some(max(1, limit), hits, key=lambda hit: time_key(hit.date, reverse))
    texts, found = list[str](), list[Hit]()
    for event, place, date in kept:
        found.append(Hit(place, date))
        if text:
            texts.append(folded(event, text))
    order = by_time([hit.date for hit in found], reverse and not text)
    return [found[number] for number in (by_text(order, texts, reverse) if text else order)]


def time_key(date: Date | None, reverse: bool) -> _Key:
    """What is compared of dates; an unreadable one is last, also reversed, the greatest first."""
    return (0, *date.order) if date else (-1,) if reverse else (1,)


def folded(event: Event, text: Callable[[Event], str | None]) -> str:
    """What is compared of texts: empty where there is none."""
    return (text(event) or "").casefold()


def by_time(dates: Sequence[Date | None], reverse: bool) -> list[int]:
    """The numbers of dates in their order; those of one time, or unreadable, as they are."""
    keys = [time_key(date, reverse) for date in dates]
    return sorted(range(len(keys)), key=keys.__getitem__, reverse=reverse)


def by_text(order: Iterable[int], texts: Sequence[str], reverse: bool) -> list[int]:
    """Numbers of texts, that are in order of time, in that of the texts; the empty ones last."""
    found = sorted(order, key=texts.__getitem__, reverse=reverse)
    return [*(n for n in found if texts[n]), *(n for n in found if not texts[n])]
