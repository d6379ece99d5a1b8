"""Sets of days with holes: spans, and patterns of the calendar that are never written out.

`201X-07-04` is a day of ten years, `[1999,2005]` two spans of 365. A pattern says for each day of
a year in which years it is meant (`hkinno.dates.years`), so that what two patterns share, or how
many days of one lie in a span, is found for all years at once.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from heapq import merge
from math import inf
from operator import and_, or_

from msgspec import Struct

from hkinno.dates.calendar import civil, month_length, ordinal
from hkinno.dates.years import (
    EVERY,
    count_years,
    each_year,
    from_to,
    highest,
    leap_years,
    lowest,
    near_leap,
    next_years,
)

Span = tuple[float, float]  # the first and the last day, both inclusive

_LEAP_YEAR = 2000  # a year that has every day which any year has
_DAY = 32  # a day of the year is its month times this, and its number
_FEW = 31  # days that are looked for one by one, which is quicker than for each day of the year
_FEB_29 = 2 * _DAY + 29
_DAYS_OF_YEAR = 365  # without 29 February
_Edge = tuple[float, int]


class Days(Struct, frozen=True):
    """A set of days: spans in order and apart, and a pattern that shares no day with them.

    `years` are the years in which a day of the year is meant, as bits. Where a day is asked for
    that is not there, the answer is infinite.
    """

    spans: tuple[Span, ...] = ()
    years: Mapping[int, int] = {}

    def __repr__(self) -> str:
        """The spans, and how many days of the year are in the pattern: its bits are too many."""
        return f"Days(spans={self.spans!r}, years of {len(self.years)} days)"

    @property
    def lo(self) -> float:
        """The first day; inf if there is none."""
        found = self.spans[0][0] if self.spans else inf
        if not self.years:
            return found
        year, key = min((lowest(bits), key) for key, bits in self.years.items())
        return min(found, _day(key, year))

    @property
    def hi(self) -> float:
        """The last day; -inf if there is none."""
        found = self.spans[-1][1] if self.spans else -inf
        if not self.years:
            return found
        year, key = max((highest(bits), key) for key, bits in self.years.items())
        return max(found, _day(key, year))

    def first(self, day: float) -> float:
        """The first day of the set that is not before a day; inf if there is none."""
        place = bisect_right(self.spans, (day, inf))
        if place and self.spans[place - 1][1] >= day:
            return day
        found = self.spans[place][0] if place < len(self.spans) else inf
        return min([found, *self._nearest(day, True)]) if self.years else found

    def last(self, day: float) -> float:
        """The last day of the set that is not after a day; -inf if there is none."""
        place = bisect_right(self.spans, (day, inf))
        found = min(self.spans[place - 1][1], day) if place else -inf
        return max([found, *self._nearest(day, False)]) if self.years else found

    def has(self, day: float) -> bool:
        """Whether a day is in the set."""
        place = bisect_right(self.spans, (day, inf))
        return bool(place and self.spans[place - 1][1] >= day) or self._repeats(day)

    def gap(self, day: float) -> float:
        """The first day that is not before a day and not in the set; inf if there is none."""
        while day < inf:
            after = bisect_right(self.spans, (day, inf))
            if after and self.spans[after - 1][1] >= day:
                day = self.spans[after - 1][1] + 1
            elif self._repeats(day):
                day += 1
            else:
                break
        return day

    def runs(self) -> Iterator[Span]:
        """The stretches without holes, in order; not of what is meant in any year."""
        found: Span | None = None
        for lo, hi in merge(self.spans, self._pattern_spans()):
            if found and lo == found[1] + 1:
                found = found[0], hi
            else:
                yield from (found,) if found else ()
                found = lo, hi
        yield from (found,) if found else ()

    def meets(self, lo: float, hi: float) -> bool:
        """Whether a day of the span is in the set."""
        if self.years and _is_short(lo, hi):
            return any(map(self.has, range(int(lo), int(hi) + 1)))
        found = self.first(lo)
        return found <= hi and (found < inf or lo == inf)  # a span may have no end itself

    def covers(self, lo: float, hi: float) -> bool:
        """Whether all days of the span are in the set."""
        if self.years and _is_short(lo, hi):
            return all(map(self.has, range(int(lo), int(hi) + 1)))
        place = bisect_right(self.spans, (lo, inf))
        if place and self.spans[place - 1][1] >= hi:
            return True
        if place:
            lo = max(lo, self.spans[place - 1][1] + 1)
        if self.spans and self.spans[-1][1] >= hi:
            hi = min(hi, self.spans[-1][0] - 1)
        bounded = inf not in (-lo, hi)
        return bool(self.years) and bounded and self.count(lo, hi) == hi + 1 - lo

    def count(self, lo: float, hi: float) -> int:
        """How many days of a span are in the set; the span, or the set, has to have ends."""
        found = sum(
            int(min(end, hi) + 1 - max(start, lo))
            for start, end in self.spans
            if start <= hi and end >= lo
        )
        edges = _edges(lo, hi)
        for key, bits in self.years.items():
            first, last = _years_within(key, *edges)
            found += count_years(bits, first, last, key == _FEB_29)
        return found

    def within(self, lo: float, hi: float) -> "Days":
        """Those days of the set, which is not meant in any year, that lie in a span."""
        spans = tuple(
            (max(start, lo), min(end, hi)) for start, end in self.spans if start <= hi and end >= lo
        )
        edges = _edges(lo, hi)
        years = {k: bits & from_to(*_years_within(k, *edges)) for k, bits in self.years.items()}
        return Days(spans, {key: bits for key, bits in years.items() if bits})

    def shares(self, other: "Days") -> bool:
        """Whether a day is in both sets."""
        return (
            any(self.years.get(key, 0) & bits for key, bits in other.years.items())
            or any(self.meets(*span) for span in other.spans)
            or any(other.meets(*span) for span in self.spans)
        )

    def contains(self, other: "Days") -> bool:
        """Whether all days of another set, which is not meant in any year, are in this one."""
        rest = {key: bits & ~self.years.get(key, 0) for key, bits in other.years.items()}
        left = _without({key: bits for key, bits in rest.items() if bits}, self.spans)
        return not left and all(self.covers(*span) for span in other.spans)

    def _nearest(self, day: float, after: bool) -> Iterator[float]:
        """For each day of the year the nearest one that is not before, or not after, a day."""
        edges = _edges(day, inf) if after else _edges(-inf, day)
        for key, bits in self.years.items():
            first, last = _years_within(key, *edges)
            if bits == EVERY:
                near = first if after else last
                yield _day(key, near_leap(near, after) if key == _FEB_29 else near)
            elif left := bits & from_to(first, last):
                yield _day(key, lowest(left) if after else highest(left))

    def _pattern_spans(self) -> Iterator[Span]:
        """The spans of the pattern, in order: days, and years of which each day is meant."""
        pairs = sorted(self.years.items())
        whole = self._whole_years()
        for year in each_year(reduce(or_, self.years.values(), 0)):
            one = from_to(year, year)
            if whole & one:
                yield ordinal(year, 1, 1), ordinal(year, 12, 31)
            else:
                days = (ordinal(year, *divmod(key, _DAY)) for key, bits in pairs if bits & one)
                yield from ((day, day) for day in days)

    def _whole_years(self) -> int:
        """The years of which each day is in the pattern."""
        usual = [bits for key, bits in self.years.items() if key != _FEB_29]
        if len(usual) < _DAYS_OF_YEAR:
            return 0
        return reduce(and_, usual) & (self.years.get(_FEB_29, 0) | ~leap_years())

    def _repeats(self, day: float) -> bool:
        """Whether a day is in the pattern."""
        if not self.years or abs(day) == inf:
            return False
        year, month, number = civil(int(day))
        bits = self.years.get(month * _DAY + number, 0)
        return bits == EVERY or bool(bits & from_to(year, year))


NO_DAYS = Days()


def of_days(days: Iterable[int]) -> Days:
    """The set of some days, in order."""
    spans: list[tuple[int, int]] = []
    for day in days:
        if spans and day == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], day
        else:
            spans.append((day, day))
    return Days(tuple(spans))


def days_of_year(year: int, months: Iterable[int], numbers: Sequence[int]) -> Iterator[int]:
    """The days of a year with these numbers in these months, as far as they exist."""
    for month in months:
        over, index = divmod(month - 1, 12)
        long = month_length(year + over, index + 1)
        yield from (ordinal(year + over, index + 1, number) for number in numbers if number <= long)


def united(sets: Iterable[Days]) -> Days:
    """The set of all days of sets."""
    found = list(sets)
    merged: list[Span] = []
    for lo, hi in sorted(span for days in found for span in days.spans):
        if merged and lo <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(hi, merged[-1][1])
        else:
            merged.append((lo, hi))
    years: dict[int, int] = {}
    for days in found:
        for key, bits in days.years.items():
            years[key] = years.get(key, 0) | bits
    return Days(tuple(merged), _without(years, merged))


def repeated(years: int, months: Iterable[int], numbers: Sequence[int]) -> Days:
    """The days with these numbers in these months of these years, as far as they exist.

    Months after the 12th are those of the next year.
    """
    found = {}
    for month in months:
        over, index = divmod(month - 1, 12)
        meant = next_years(years) if over else years
        for number in numbers:
            if 1 <= number <= month_length(_LEAP_YEAR, index + 1):
                found[(index + 1) * _DAY + number] = meant
    if years != EVERY and _FEB_29 in found:
        found[_FEB_29] &= leap_years()
    return Days((), {key: bits for key, bits in found.items() if bits})


def _is_short(lo: float, hi: float) -> bool:
    """Whether a span has few days; a year of 400 digits cannot be taken from an infinite one."""
    return inf not in (abs(lo), abs(hi)) and hi - lo <= _FEW


def _without(years: Mapping[int, int], spans: Iterable[Span]) -> dict[int, int]:
    """A pattern without the days of spans."""
    left = dict(years)
    for span in spans if left else ():
        edges = _edges(*span)
        for key in left:
            left[key] &= ~from_to(*_years_within(key, *edges))
    return {key: bits for key, bits in left.items() if bits}


def _day(key: int, year: float) -> float:
    return ordinal(int(year), *divmod(key, _DAY)) if abs(year) != inf else year


def _edges(lo: float, hi: float) -> tuple[_Edge, _Edge]:
    """The ends of a span, each as its year and its day of the year."""
    return _edge(lo), _edge(hi)


def _edge(day: float) -> _Edge:
    if abs(day) == inf:
        return day, 0
    year, month, number = civil(int(day))
    return year, month * _DAY + number


def _years_within(key: int, lo: _Edge, hi: _Edge) -> Span:
    """The first and the last year whose day of this kind lies in a span, as if it had it."""
    return lo[0] + (lo[1] > key), hi[0] - (hi[1] < key)
