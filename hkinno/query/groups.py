"""Headings for events: the sections of a table, a row each.

A heading of time is honest: an event stands under a year only if its whole span lies in that
year; otherwise its own span is the heading. An event with several tags stands under each.
"""

from collections.abc import Callable, Iterable
from math import inf

from hkinno.dates.calendar import civil, stretch, stretch_start
from hkinno.dates.edtf import Date
from hkinno.dates.format import MONTHS, words, year_words
from hkinno.events import VALUES, Event, Field, values_of

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


def _year_heading(year: int, _: int) -> tuple[int, str]:
    return year, year_words(year)


def _month(year: int, month: int) -> tuple[int, str]:
    return year * 12 + month, f"{MONTHS[month]} {year_words(year)}"


def _decade(year: int, _: int) -> tuple[int, str]:
    return (year // 10, f"{year // 10}0s") if year >= 1000 else _stretch(year, 10)


def _century(year: int, _: int) -> tuple[int, str]:
    return _stretch(year, 100)


def _stretch(year: int, years: int) -> tuple[int, str]:
    number = stretch(year, years)
    first, after = (stretch_start(n, years) for n in (number, number + 1))
    return number, f"{year_words(first)} – {year_words(after - 1)}"


def _values(row: Field) -> Callable[[Event, Date | None], Iterable[str]]:
    return lambda event, _: tuple(dict.fromkeys(values_of(event, row))) or (NONE,)


GROUPS: dict[str, Callable[[Event, Date | None], Iterable[str]]] = {
    "year": _within(_year_heading),
    "month": _within(_month),
    "decade": _within(_decade),
    "century": _within(_century),
    **{row.option: _values(row) for row in VALUES},
}
