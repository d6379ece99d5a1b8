"""Histograms that do not lie: how many events are in each bin, and how many may be.

Each bin has three counts, of what touches it: `possible` are the events of which some realization
does, `certain` those of which each does, and `expected` adds up the shares of realizations that do
(`hkinno.stats.shares`). So a single time is spread over its days, and counts one in all; what lasts
counts wherever it is going on. What has no end counts in every bin that it reaches, and stands in a
bin of its own kind beside; so does an event whose date cannot be read, which may lie anywhere.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from math import inf
from typing import NamedTuple

from hkinno.dates.calendar import WEEKDAYS, weekday
from hkinno.dates.date import Date, Lasting, Range, Several
from hkinno.dates.days import Days, united
from hkinno.dates.format import year_words
from hkinno.query.groups import NONE, UNITS, Unit
from hkinno.query.window import Window
from hkinno.stats.shares import share_of

OPEN, UNREADABLE = "open end", "unreadable date"
COUNTS = ("possible", "certain", "expected")
PRECISIONS = (
    *("day", "month", "season", "quarter", "quadrimester", "semester", "year", "decade"),
    *("century", "millennium", "years", "interval", "set"),
)


Runs = list[tuple[int, int]]  # of stretches, by their numbers: from, to


class Bin(NamedTuple):
    """A bin and its counts; `lo` and `hi` are its first and last day, if it is a stretch of time.

    `empty` is how many bins of the unit it stands for, if it is a gap.
    """

    label: str
    lo: int | None = None
    hi: int | None = None
    possible: int = 0
    certain: int = 0
    expected: float = 0
    empty: int = 0


def coarser(unit: Unit) -> Unit:
    """The next unit: year, decade, century, and so on without end."""
    if unit.years < 100:
        return UNITS[UNITS.index(unit) + 1]
    years = unit.years * 10
    return Unit("millennium" if years == 1000 else f"{year_words(years)} years", years)


def known_unit(dates: Iterable[Date | None]) -> Unit:
    """The finest unit in which single times are known: nine of ten are no longer than one of it.

    What lasts has no say, since it is known to be in many.
    """
    single = [
        (int(date.lo), int(date.hi))
        for date in dates
        if date
        and not isinstance(date.denotes, (Lasting, Several))
        and inf not in (-date.lo, date.hi)
    ]
    unit = UNITS[0]
    while sum(_is_longer(*span, unit) for span in single) * 10 > len(single):
        unit = coarser(unit)
    return unit


def _is_longer(lo: int, hi: int, unit: Unit) -> bool:
    number = unit.number(lo)
    return hi - lo >= unit.first(number + 1) - unit.first(number)


def over_time(
    dates: Iterable[Date | None], unit: Unit, rows: int, gaps: bool = False
) -> tuple[Unit, list[Bin]]:
    """The bins of a unit, those without a possible event left out, or joined where `gaps`.

    They run from the first to the last bounded corner of a date. Where they would be more than
    `rows`, a coarser unit is taken, which is told.
    """
    known = list(dates)
    dated = [date for date in known if date]
    corners = [
        int(day)
        for date in dated
        for day in (date.lo, date.latest_start, date.earliest_end, date.hi)
        if abs(day) != inf
    ]
    ends = min(corners, default=0), max(corners, default=0)
    counted = Counter(date.text for date in dated)  # events share dates
    distinct = {date.text: date for date in dated}
    everything = united(date.days for date in distinct.values())
    while _count_rows(runs := _stretches(unit, everything, ends, rows), gaps) > rows:
        unit = coarser(unit)
    reached = partial(_reached, unit, ends)
    found = [(date, counted[text], reached(date)) for text, date in distinct.items()]
    bins = _fill_bins(unit, runs, found, reached)
    listed = _with_gaps(unit, bins) if gaps else [bins[number] for number in sorted(bins)]
    endless = sum(date.lo == -inf or date.hi == inf for date in dated)
    return unit, [*listed, *_whole(OPEN, endless), *_whole(UNREADABLE, known.count(None))]


def _merged(found: Iterable[tuple[int, int]]) -> Runs:
    """Runs of stretches, from and to, in order and apart."""
    runs: Runs = []
    for start, end in sorted(found):
        if runs and start <= runs[-1][1] + 1:
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((start, end))
    return runs


def _stretches(unit: Unit, days: Days, ends: tuple[int, int], rows: float = inf) -> Runs:
    """Which ones some days reach between two ends; of a pattern no more than are too many."""
    first, last = unit.first(unit.number(ends[0])), unit.first(unit.number(ends[1]) + 1) - 1
    spans = days.within(first, last).spans
    found = [(unit.number(int(lo)), unit.number(int(hi))) for lo, hi in spans]
    day, apart = days.first(first) if days.years else inf, 0
    while day <= last and apart <= rows:
        number = unit.number(int(day))
        found.append((number, number))
        day, apart = days.first(unit.first(number + 1)), apart + 1
    return _merged(found)


def _reached(unit: Unit, ends: tuple[int, int], date: Date | Range) -> Runs:
    """Which ones a date reaches between two ends."""
    if isinstance(date, Date) and isinstance(date.denotes, (Days, Several)):
        return _stretches(unit, date.days, ends)
    lo, hi = max(date.lo, ends[0]), min(date.hi, ends[1])  # it has no holes
    if lo > hi:
        return []
    start = unit.number(int(lo))
    return [(start, start if lo == hi else unit.number(int(hi)))]


def _count_rows(runs: Sequence[tuple[int, int]], gaps: bool) -> int:
    return sum(last + 1 - first for first, last in runs) + (len(runs) if gaps else 0)


def _fill_bins(
    unit: Unit,
    runs: Runs,
    found: Iterable[tuple[Date, int, Runs]],
    reached: Callable[[Date | Range], Runs],
) -> dict[int, Bin]:
    """The bins of runs, from dates, how many events have them, and the runs that they reach."""
    numbers = [number for first, last in runs for number in range(first, last + 1)]
    windows = {n: Window(unit.first(n), unit.first(n + 1) - 1) for n in numbers}
    possible, certain = dict.fromkeys(numbers, 0), dict.fromkeys(numbers, 0)
    expected = dict.fromkeys(numbers, 0.0)
    steps = dict.fromkeys([*numbers, *(last + 1 for _, last in runs)], 0)
    for date, count, there in found:
        touched: dict[int, tuple[bool, float]] = {}  # whether it must be there, how much is not
        bounded = date.lo > -inf and date.hi < inf
        if bounded and len(there) == 1 and there[0][0] == there[0][1]:
            touched[there[0][0]] = True, 0.0  # all of it
        for member in () if touched else date.members:
            share, part = share_of(member), there if member is date else reached(member)
            core = _core(unit, member, part) if share else range(0)
            if core:
                steps[core.start] += count
                steps[core.stop] -= count
            for number in (n for run in part for n in _outside(core, *run)):
                window, (must, missing) = windows[number], touched.get(number, (False, 1.0))
                must = must or window.must_touch(member)
                touched[number] = must, missing * (1 - share(window.lo, window.hi) if share else 1)
        for number, (must, missing) in touched.items():
            possible[number] += count
            certain[number] += must * count
            expected[number] += (1 - missing) * count
    going, bins = 0, {}  # what is on for certain, from a step up to a step down
    for n in sorted(steps):
        going += steps[n]
        if n not in windows:  # a gap begins here
            continue
        days = int(windows[n].lo), int(windows[n].hi)
        counts = possible[n] + going, certain[n] + going
        bins[n] = Bin(unit.label(n, n), *days, *counts, expected[n] + going)
    return bins


def _core(unit: Unit, date: Date | Range, reached: Sequence[tuple[int, int]]) -> range:
    """The stretches that what lasts touches for certain since it goes on through all of them."""
    if isinstance(date, Range) or not isinstance(date.denotes, Lasting):
        return range(0)
    first, last = date.latest_start, date.earliest_end
    if first > last:
        return range(0)
    start = unit.number(int(first)) if first > -inf else reached[0][0]
    return range(start, (unit.number(int(last)) if last < inf else reached[-1][1]) + 1)


def _outside(core: range, first: int, last: int) -> Iterable[int]:
    """The numbers from one to another that are not of the core, which lies among them if at all."""
    if not core:
        return range(first, last + 1)
    return (*range(first, core.start), *range(core.stop, last + 1))


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
    return [_bin(label, count)] if count else []


def by_weekday(dates: Iterable[Date | None]) -> list[Bin]:
    """Monday to Sunday, of dates that are known to the day; the others are left out."""
    counts = [0] * 7
    for date in dates:
        if date and date.lo == date.hi:
            counts[weekday(int(date.lo))] += 1
    return [_bin(name, count) for name, count in zip(WEEKDAYS, counts, strict=True)]


def by_values(events: Iterable[Iterable[str]], order: Callable[[Bin], float]) -> list[Bin]:
    """A bin for each value that an event has, and one for none."""
    counts: dict[str, int] = {}
    for found in events:
        for value in dict.fromkeys(found) or (NONE,):
            counts[value] = counts.get(value, 0) + 1
    return sorted((_bin(value, count) for value, count in counts.items()), key=order)


def _bin(label: str, count: int) -> Bin:
    """A bin of which there is no doubt what is in it."""
    return Bin(label, None, None, count, count, count)
