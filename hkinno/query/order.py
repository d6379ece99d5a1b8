"""The order of events: a table of sorts. What breaks the ties of each is the date.

The order is total: by `lo` ascending, `hi` descending (a year heads its months), without a time
first and then by instant, place in the store; reversed, by all of these but the place from the
other end. What has no sort key (no category, an unreadable date) comes last in either.
"""

from collections.abc import Callable, Iterable, Sequence
from math import inf
from sys import maxsize
from typing import NamedTuple

from msgspec import Struct

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
_AT_ONCE = 1_000  # events that are put in order, beyond the limit, before what is over is dropped


class Kept(Struct, frozen=True, gc=False):
    """An event that a query keeps, before it is in its place in the order: as a `Hit`.

    `text` is that by which events are sorted, folded; empty where there is none, or by date.
    """

    place: int
    date: Date | None
    text: str = ""


class Ordering:
    """What is kept, taken in in the order of the store, and given in that of a sort.

    With a limit, what comes too late for it is dropped now and then. Then no event is wanted any
    more that begins before the day `least`, or after the day `most`.
    """

    def __init__(self, sort: str, reverse: bool, limit: int | None) -> None:
        self._by_text, self._reverse, self._limit = SORTS[sort] is not None, reverse, limit
        self._found: list[Kept] = []
        # by text all have to be known; else so many that it pays to put them in order
        self._room = maxsize if self._by_text or limit is None else limit + _AT_ONCE
        self.least, self.most = -inf, inf

    def add(self, kept: Kept) -> None:
        """Take in the next one."""
        self._found.append(kept)
        if len(self._found) >= self._room:
            self._found = self.in_order()
            if self._found and (last := self._found[-1].date):
                self.least, self.most = (last.lo, inf) if self._reverse else (-inf, last.lo)

    def in_order(self) -> list[Kept]:
        """What was taken in so far, in order, cut to the limit."""
        found = self._found
        order = by_time([each.date for each in found], self._reverse and not self._by_text)
        if self._by_text:
            order = by_text(order, [each.text for each in found], self._reverse)
        return [found[number] for number in order[: self._limit]]


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
