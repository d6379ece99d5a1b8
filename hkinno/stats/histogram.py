"""Histograms that do not lie: how many events lie in each bin, and how many may.

Each bin has three counts. `possible` are the events that may lie in it, `certain` those of which
every day does. `spread` is what is expected if each day of an event is as likely as the other: an
event's share of a bin is the share of its days there, so that the bins add up to the number of
events. An event that is unbounded has no such shares; it counts whole in a bin of its own kind,
and beyond that only as possible. So does one whose date cannot be read, which may lie anywhere.

An event with several values, as tags, has them all: under each it is possible, under an only one
certain, and its spread is divided equally.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from typing import NamedTuple

from hkinno.dates.date import Date
from hkinno.dates.format import year_words
from hkinno.query.groups import NONE, UNITS, Unit

OPEN, UNREADABLE = "open end", "unreadable date"
COUNTS = ("spread", "possible", "certain")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PRECISIONS = (
    *("day", "month", "season", "quarter", "quadrimester", "semester", "year", "decade"),
    *("century", "millennium", "years", "interval", "set"),
)


class Bin(NamedTuple):
    """A bin and its counts; `lo` and `hi` are its first and last day, if it is a stretch of time.

    `empty` is how many bins of the unit it stands for, if it is a gap.
    """

    label: str
    lo: int | None = None
    hi: int | None = None
    spread: float = 0
    possible: int = 0
    certain: int = 0
    empty: int = 0


def coarser(unit: Unit) -> Unit:
    """The next unit: year, decade, century, and so on without end."""
    if unit.years < 100:
        return UNITS[UNITS.index(unit) + 1]
    years = unit.years * 10
    return Unit("millennium" if years == 1000 else f"{year_words(years)} years", years)


def over_time(
    dates: Iterable[Date | None], unit: Unit, rows: int, gaps: bool = False
) -> tuple[Unit, list[Bin]]:
    """The bins of a unit, those without a possible event left out, or joined where `gaps`.

    Where they would be more than `rows`, a coarser unit is taken, which is told.
    """
    known = list(dates)
    bounded = [
        (int(date.lo), int(date.hi)) for date in known if date and -inf < date.lo and date.hi < inf
    ]
    unbounded = [date for date in known if date and (date.lo == -inf or date.hi == inf)]
    ends = [int(end) for date in unbounded for end in (date.lo, date.hi) if -inf < end < inf]
    numbers = _numbers(unit, bounded, ends)
    while _count_rows(numbers, gaps) > rows:
        unit = coarser(unit)
        numbers = _numbers(unit, bounded, ends)
    bins = _fill_bins(unit, numbers, bounded, unbounded)
    listed = _with_gaps(unit, bins) if gaps else [found for _, found in sorted(bins.items())]
    return unit, [*listed, *_whole(OPEN, len(unbounded)), *_whole(UNREADABLE, known.count(None))]


def _numbers(
    unit: Unit, bounded: Iterable[tuple[int, int]], ends: Iterable[int]
) -> list[tuple[int, int]]:
    """Which stretches some event may lie in: from, to, in order and apart."""
    runs: list[tuple[int, int]] = []
    spans = [*bounded, *((end, end) for end in ends)]
    for first, last in sorted((unit.number(lo), unit.number(hi)) for lo, hi in spans):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = runs[-1][0], max(last, runs[-1][1])
        else:
            runs.append((first, last))
    return runs


def _count_rows(runs: Sequence[tuple[int, int]], gaps: bool) -> int:
    return sum(last + 1 - first for first, last in runs) + (len(runs) if gaps else 0)


def _fill_bins(
    unit: Unit,
    runs: Iterable[tuple[int, int]],
    bounded: Iterable[tuple[int, int]],
    unbounded: Iterable[Date],
) -> dict[int, Bin]:
    numbers = [number for first, last in runs for number in range(first, last + 1)]
    spread = dict.fromkeys(numbers, 0.0)
    possible, certain = dict.fromkeys(numbers, 0), dict.fromkeys(numbers, 0)
    days = {number: (unit.first(number), unit.first(number + 1) - 1) for number in numbers}
    for lo, hi in bounded:
        first, last = unit.number(lo), unit.number(hi)
        if first == last:
            certain[first] += 1
        for number in range(first, last + 1):
            start, end = days[number]
            possible[number] += 1
            # whole numbers, divided: right for any size of year
            spread[number] += (min(hi, end) + 1 - max(lo, start)) / (hi + 1 - lo)
    for date in unbounded:
        for number, (start, end) in days.items():
            possible[number] += date.lo <= end and date.hi >= start
    return {n: Bin(unit.label(n, n), *days[n], spread[n], possible[n], certain[n]) for n in numbers}


def _with_gaps(unit: Unit, bins: Mapping[int, Bin]) -> list[Bin]:
    listed: list[Bin] = []
    before = None
    for number, found in sorted(bins.items()):
        if before is not None and number > before + 1:
            days = unit.first(before + 1), unit.first(number) - 1
            label = unit.label(before + 1, number - 1)
            listed.append(Bin(label, *days, empty=number - before - 1))
        listed.append(found)
        before = number
    return listed


def _whole(label: str, count: int) -> list[Bin]:
    """A bin of events that are in it for certain, if there are any."""
    return [Bin(label, None, None, count, count, count)] if count else []


def by_weekday(dates: Iterable[Date | None]) -> list[Bin]:
    """Monday to Sunday; a month or a year lies on all of them."""
    known = list(dates)
    spread, possible, certain = [0.0] * 7, [0] * 7, [0] * 7
    unbounded = [date for date in known if date and (date.lo == -inf or date.hi == inf)]
    for date in known:
        if date and -inf < date.lo and date.hi < inf:
            lo, days = int(date.lo), int(date.hi) + 1 - int(date.lo)
            for place in range(min(days, 7)):  # day 1 is a Monday
                weekday = (lo + place - 1) % 7
                spread[weekday] += (days // 7 + (place < days % 7)) / days
                possible[weekday] += 1
                certain[weekday] += days == 1
    open_ones = len(unbounded)
    bins = [
        Bin(name, None, None, spread[n], possible[n] + open_ones, certain[n])
        for n, name in enumerate(WEEKDAYS)
    ]
    return [*bins, *_whole(OPEN, open_ones), *_whole(UNREADABLE, known.count(None))]


def by_values(events: Iterable[Iterable[str]], order: Callable[[Bin], float]) -> list[Bin]:
    """A bin for each value that an event has, and one for none."""
    spread: dict[str, float] = {}
    possible: dict[str, int] = {}
    certain: dict[str, int] = {}
    for found in events:
        values = tuple(dict.fromkeys(found)) or (NONE,)
        for value in values:
            spread[value] = spread.get(value, 0.0) + 1 / len(values)
            possible[value] = possible.get(value, 0) + 1
            certain[value] = certain.get(value, 0) + (len(values) == 1)
    bins = [Bin(v, None, None, spread[v], possible[v], certain[v]) for v in spread]
    return sorted(bins, key=order)
