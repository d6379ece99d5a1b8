"""Headings for events: the sections of a table, a row each.

A heading of time is honest: an event stands under a year only if its whole span lies in that
year; otherwise its own span is the heading. An event with several tags stands under each.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from math import inf
from typing import NamedTuple

from hkinno.dates.calendar import civil, ordinal, stretch, stretch_start
from hkinno.dates.date import Date
from hkinno.dates.format import span_words, words, year_words
from hkinno.dates.wording import say_month
from hkinno.dates.wordings.en import WORDING as ENGLISH
from hkinno.events import VALUES, Event, Field, values_of

NONE, UNREADABLE = "(none)", "unreadable date"
_KNOWN = 1 << 10  # labels of stretches that are kept


class Unit(NamedTuple):
    """A stretch of the calendar: a month, or so many years."""

    name: str
    years: int = 0

    def number(self, day: int) -> int:
        """Which of these stretches a day lies in."""
        year, month, _ = civil(day)
        return stretch(year, self.years) if self.years else year * 12 + month - 1

    def first(self, number: int) -> int:
        """The first day of a stretch."""
        if self.years:
            return ordinal(stretch_start(number, self.years), 1, 1)
        return ordinal(number // 12, number % 12 + 1, 1)

    def label(self, first: int, last: int) -> str:
        """The name of the stretches from one number to another."""
        year = stretch_start(first, self.years or 1)
        if first < last or self.years > 10 or (self.years == 10 and year < 1000):
            return " – ".join(span_words(self.first(first), self.first(last + 1) - 1))
        if self.years:
            return f"{year}s" if self.years == 10 else year_words(year)
        return say_month(first % 12 + 1, year_words(first // 12), ENGLISH)


UNITS = (Unit("month"), Unit("year", 1), Unit("decade", 10), Unit("century", 100))


def _within(unit: Unit) -> Callable[[Event, Date | None], Iterable[str]]:
    @lru_cache(maxsize=_KNOWN)
    def label(number: int) -> tuple[str]:
        return (unit.label(number, number),)

    near = 0, -1, 0  # the stretch that was found last: most events that come next lie in it, too

    def headings(_: Event, date: Date | None) -> Iterable[str]:
        if date is None:
            return (UNREADABLE,)
        nonlocal near
        begin, end, number = near
        if date.lo < begin or date.hi > end:
            if date.lo == -inf or date.hi == inf:
                return (words(date),)
            number = unit.number(int(date.lo))
            begin, end = unit.first(number), unit.first(number + 1) - 1
            if date.hi > end:
                return (words(date),)
            near = begin, end, number
        return label(number)

    return headings


def _values(row: Field) -> Callable[[Event, Date | None], Iterable[str]]:
    return lambda event, _: tuple(dict.fromkeys(values_of(event, row))) or (NONE,)


GROUPS: dict[str, Callable[[Event, Date | None], Iterable[str]]] = {
    **{unit.name: _within(unit) for unit in UNITS},
    **{row.option: _values(row) for row in VALUES},
}
