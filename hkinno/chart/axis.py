"""A time axis: a span of days over so many columns, and the round dates at which it has ticks.

It is linear, so that what is drawn on it is to scale, and exact for any size of year: columns are
found in whole numbers. Years are round as people count them, without a year zero: 200 BC, 100 BC,
AD 1, AD 100. A column may be a character, or what one of a label takes in another drawing.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from hkinno.dates.calendar import civil, ordinal
from hkinno.dates.wording import Wording, say_day, say_month, say_year
from hkinno.dates.wordings.en import WORDING as ENGLISH
from hkinno.text import width

GAP = 3  # columns between two labels at least; fewer look crowded
DAYS_OF_MONTH: tuple[tuple[float, frozenset[int]], ...] = (  # days from tick to tick, and which
    (1, frozenset(range(1, 32))),
    (5, frozenset((1, 5, 10, 15, 20, 25))),
    (10, frozenset((1, 10, 20))),
    (15, frozenset((1, 15))),
)
MONTH, YEAR = 30.4, 365  # days, about
MONTH_STEPS, YEAR_STEPS = (1, 2, 3, 6), (1, 2, 5)  # the latter times a power of ten


class Tick(NamedTuple):
    """A round date: the first day of what its label says. The label is empty where none fits."""

    day: int
    label: str


class Axis(NamedTuple):
    """The days from `lo` to `hi`, both inclusive, over `columns` of equal width."""

    lo: int
    hi: int
    columns: int

    def column(self, day: int) -> int:
        """The column, from 0, in which a day begins."""
        return (day - self.lo) * self.columns // (self.hi + 1 - self.lo)

    def middle(self, day: int) -> int:
        """The column in which the middle of a day lies."""
        return (2 * (day - self.lo) + 1) * self.columns // (2 * (self.hi + 1 - self.lo))

    def begin(self, column: int) -> int:
        """The first day that begins in a column or behind it."""
        return self.lo - (-column * (self.hi + 1 - self.lo) // self.columns)

    def since(self, column: int) -> int:
        """A day before which none begins, and none has its middle, in a column or behind it."""
        return self.lo + column * (self.hi + 1 - self.lo) // self.columns

    def stretch(self, lo: float, hi: float) -> tuple[int, int]:
        """The first and the last column of a span of days, at least one and none off the axis.

        The span may be unbounded. What ends on a day and what begins on the next do not share a
        column, if both have one.
        """
        first = 0 if lo < self.lo else min(self.column(int(lo)), self.columns - 1)
        last = self.columns - 1 if hi > self.hi else self.column(int(hi) + 1) - 1
        return first, max(first, last)


def ticks(axis: Axis, overhang: int = 0, wording: Wording = ENGLISH) -> list[Tick]:
    """The finest round dates on the axis whose labels stand apart.

    A label begins at its tick's column and may end `overhang` columns beyond the axis.
    """
    best: list[Tick] = []
    for days in _units(axis, wording):
        fitted = _fit_labels(axis, list(days), overhang)
        labels = sum(tick.label != "" for tick in fitted)
        if labels > 1 and all(tick.label for tick in fitted[:-1]):
            return fitted
        if labels > 1 or not best:
            best = fitted
    return best  # labels are long here: some ticks go without


def _fit_labels(axis: Axis, found: list[Tick], overhang: int) -> list[Tick]:
    """The ticks, those without their label whose label does not fit behind the one before."""
    fitted, free = [], 0
    for day, label in found:
        column = axis.column(day)
        end = column + width(label)
        fits = column >= free and end <= axis.columns + overhang
        fitted.append(Tick(day, label if fits else ""))
        free = end + GAP if fits else free
    return fitted


def _units(axis: Axis, wording: Wording) -> Iterator[Iterable[Tick]]:
    """Ticks of each unit that is not much too fine, from fine to coarse."""
    room = axis.columns // (GAP + 1) + 1  # more labels than this cannot stand apart
    days = axis.hi + 1 - axis.lo
    for length, numbers in DAYS_OF_MONTH:
        if days <= room * length:
            chosen = [d for d in range(axis.lo, axis.hi + 1) if civil(d)[2] in numbers]
            yield _label_ticks(chosen, _day_label, wording)
    for step in MONTH_STEPS:
        if days <= room * step * MONTH:
            yield _label_ticks(_months(axis, step), _month_label, wording)
    power = 1
    while power * 5 * YEAR * room < days:
        power *= 10
    while power * YEAR <= days * 10:
        for step in YEAR_STEPS:
            yield _label_ticks(_years(axis, step * power), _year_label, wording)
        power *= 10


def _months(axis: Axis, step: int) -> Iterator[int]:
    for index in range(_month_index(axis.lo), _month_index(axis.hi) + 1):
        day = ordinal(index // 12, index % 12 + 1, 1)
        if index % 12 % step == 0 and day >= axis.lo:
            yield day


def _month_index(day: int) -> int:
    year, month, _ = civil(day)
    return year * 12 + month - 1


def _years(axis: Axis, step: int) -> Iterator[int]:
    """The first days of round years: those whose number, BC or AD, is a multiple of the step."""
    first, last = civil(axis.lo)[0], civil(axis.hi)[0]
    before = range((1 - first) // step * step, max(-last, 0), -step)  # numbers of years BC
    # beside 100 BC and AD 100 there is no round year but AD 1
    middle = [1] if step > 1 and first <= 1 <= last else []
    after = range(-(-max(first, 1) // step) * step, last + 1, step)
    days = (ordinal(year, 1, 1) for year in (*(1 - n for n in before), *middle, *after))
    return (day for day in days if day >= axis.lo)


_Civil = tuple[int, int, int]
_Label = Callable[[_Civil, _Civil | None, Wording], str]


def _label_ticks(days: Iterable[int], label: _Label, wording: Wording) -> Iterator[Tick]:
    before = None
    for day in days:
        date = civil(day)
        yield Tick(day, label(date, before, wording))
        before = date


def _day_label(date: _Civil, before: _Civil | None, wording: Wording) -> str:
    year, month, day = date
    is_new = not before or before[0] != year
    return say_day(day, month, short_year(year, wording) if is_new else "", wording)


def _month_label(date: _Civil, before: _Civil | None, wording: Wording) -> str:
    year, month, _ = date
    if month == 1:
        return short_year(year, wording)
    return say_month(month, "" if before else short_year(year, wording), wording)


def _year_label(date: _Civil, _: _Civil | None, wording: Wording) -> str:
    return short_year(date[0], wording)


def short_year(year: int, wording: Wording = ENGLISH) -> str:
    """A year in words, a round one of many digits shortly: "13.8 billion BC"."""
    return say_year(year, wording, short=True)
