"""Headings for events: the sections of a table, a row each.

A heading of time is honest: an event stands under a year only if its whole span lies in that
year; otherwise its own span is the heading. An event with several tags stands under each.
"""

from collections.abc import Callable, Iterable
from math import inf

from hkinno.dates import Date
from hkinno.days import civil
from hkinno.events import Event
from hkinno.words import MONTHS, words, year_words

NONE = "(none)"
Unit = Callable[[int, int], tuple[int, str]]  # year, month -> the unit's number, its heading


def _within(unit: Unit) -> Callable[[Event, Date | None], Iterable[str]]:
    def headings(_: Event, date: Date | None) -> Iterable[str]:
        if date is None:
            return ("unreadable date",)
        if date.lo == -inf or date.hi == inf:
            return (words(date),)
        first, heading = unit(*civil(int(date.lo))[:2])
        last, _heading = unit(*civil(int(date.hi))[:2])
        return (heading if first == last else words(date),)

    return headings


def _year(year: int, _: int) -> tuple[int, str]:
    return year, year_words(year)


def _month(year: int, month: int) -> tuple[int, str]:
    return year * 12 + month, f"{MONTHS[month]} {year_words(year)}"


def _decade(year: int, _: int) -> tuple[int, str]:
    start = year // 10 * 10
    return start, f"{start}s" if start >= 1000 else f"{year_words(start)} – {year_words(start + 9)}"


def _century(year: int, _: int) -> tuple[int, str]:
    start = year // 100 * 100
    return start, f"{year_words(start)} – {year_words(start + 99)}"


def _values(get: Callable[[Event], Iterable[str]]) -> Callable[[Event, Date | None], Iterable[str]]:
    return lambda event, _: tuple(dict.fromkeys(get(event))) or (NONE,)


GROUPS: dict[str, Callable[[Event, Date | None], Iterable[str]]] = {
    "year": _within(_year),
    "month": _within(_month),
    "decade": _within(_decade),
    "century": _within(_century),
    "category": _values(lambda e: (e.category,) if e.category else ()),
    "tag": _values(lambda e: e.tags or ()),
    "place": _values(lambda e: e.places or ()),
    "actor": _values(lambda e: e.actors or ()),
}
