"""Whether a date touches a window of days or lies inside it: in some realization, or in every one.

The window may have holes, and so may the date. Nothing is enumerated that may be long: corners
answer for what has no holes, sets of days (`hkinno.dates.days`) for the rest.
"""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from msgspec import Struct

from hkinno.dates.calendar import CYCLE_DAYS
from hkinno.dates.date import Date, Lasting, Range, Several
from hkinno.dates.days import Days, Span
from hkinno.dates.years import EVERY

_SHORTEST = 28  # days of a month
_ALWAYS = Days(((-inf, inf),))


class Neighbourhood(NamedTuple):
    """The days around those of an event, and its id, which is left out."""

    span: Span
    id: str


class Window(Struct, frozen=True):
    """The days that are asked for: those of `days` from `lo` to `hi`; `whole` if these are all."""

    lo: float
    hi: float
    days: Days = _ALWAYS
    whole: bool = True

    def touches(self, date: Date | Range) -> bool:
        """Whether some realization has a day in the window."""
        if date.lo > self.hi or date.hi < self.lo:
            return False
        known = None if isinstance(date, Range) else date.denotes
        if isinstance(known, Days):
            return self._shares(known)
        if isinstance(known, Several):
            return any(map(self.touches, known.members))
        return self.whole or self._meets(date.lo, date.hi)

    def must_touch(self, date: Date | Range) -> bool:
        """Whether every realization has a day in the window."""
        if isinstance(date, Range):
            return self._covers_one(date)
        known = date.denotes
        if date.latest_start > self.hi or date.earliest_end < self.lo:
            return False
        if isinstance(known, Several):
            return any(map(self.must_touch, known.members))
        if isinstance(known, Lasting):
            return self.whole or self._lasting(date, known, every=True)
        return self._contains(date)

    def may_lie_inside(self, date: Date) -> bool:
        """Whether some realization has no day outside the window."""
        known = date.denotes
        if isinstance(known, Several):
            return all(map(self._may_hold, known.members))
        if not isinstance(known, Lasting):
            return self.touches(date)
        if date.latest_start < self.lo or date.earliest_end > self.hi:
            return False
        return self._lasting(date, known, every=False)

    def must_lie_inside(self, date: Date) -> bool:
        """Whether no realization has a day outside the window."""
        if date.lo < self.lo or date.hi > self.hi:
            return False
        if self.whole:
            return True
        known = date.denotes
        if isinstance(known, Several):
            return all(map(self._contains, known.members))
        return self._contains(date)

    # --- the window as a set of days

    def _meets(self, lo: float, hi: float) -> bool:
        first, last = max(lo, self.lo), min(hi, self.hi)
        return first <= last and (self.whole or self.days.meets(first, last))

    def _covers(self, lo: float, hi: float) -> bool:
        return lo >= self.lo and hi <= self.hi and (self.whole or self.days.covers(lo, hi))

    def _shares(self, days: Days) -> bool:
        if self.whole:
            return days.meets(self.lo, self.hi)
        return self.days.shares(days.within(self.lo, self.hi))

    def _contains(self, date: Date | Range) -> bool:
        """Whether all days that a date may touch are in the window."""
        if isinstance(date, Date) and isinstance(date.denotes, Days) and not self.whole:
            inside = date.lo >= self.lo and date.hi <= self.hi
            return inside and self.days.contains(date.denotes)
        return self._covers(date.lo, date.hi)

    def _first(self, day: float) -> float:
        found = self.days.first(max(day, self.lo))
        return found if found <= self.hi else inf

    def _gap(self, day: float) -> float:
        return day if day < self.lo else min(self.days.gap(day), max(day, self.hi + 1))

    # --- what lasts

    def _lasting(self, date: Date, known: Lasting, every: bool) -> bool:
        """Whether every realization touches the window, or else whether some lies inside it.

        What was going on for certain, the core, is a part of each. Where there is none, there are
        realizations of a single day, on each day that may be both its start and its end.
        """
        start, end = date.latest_start, date.earliest_end
        if start <= end:
            return self._meets(start, end) if every else self._covers(start, end)
        first = (known.start or known.end or date).days
        last = (known.end or known.start or date).days
        if _is_whole(first) and _is_whole(last):
            return self._covers(end, start) if every else self._meets(end, start)
        return not self._misses(first, last) if every else self._holds(first, last)

    def _misses(self, first: Days, last: Days) -> bool:
        """Whether some stretch from a day of a set to one of another has no day in the window."""
        start = first.lo
        while start < inf:
            inside = self._first(start)
            if last.first(start) < inside:
                return True
            start = first.first(self._gap(inside))
        return False

    def _holds(self, first: Days, last: Days) -> bool:
        """Whether some stretch from a day of a set to one of another lies in the window."""
        start = first.first(self._first(first.lo))
        while start < inf:
            after = self._gap(start)
            if last.first(start) < after:
                return True
            start = max(start, first.first(self._first(after)))
        return False

    # --- ranges of what is on all of its members

    def _may_hold(self, member: Date | Range) -> bool:
        """Whether each of the dates that are meant has a day in the window."""
        if not isinstance(member, Range):
            return self.touches(member)
        if not member.months:
            return self._covers(member.lo, member.hi)
        ends = (member.around(member.lo), member.around(member.hi))
        if not all(self._meets(*span) for span in ends):
            return False
        return self.whole or not self._misses_one(member)

    def _misses_one(self, member: Range) -> bool:
        """Whether one of the stretches has no day in the window, which both ends of them have."""
        yearly = EVERY in self.days.years.values()
        day = member.anchor if yearly and member.lo == -inf else max(member.lo, self._gap(-inf))
        last = min(member.hi, day + 2 * CYCLE_DAYS) if yearly else member.hi
        while day <= last and day < inf:
            lo, hi = member.around(day)
            inside = self._first(lo)
            if inside > hi:
                return True
            day = max(hi + 1, self._gap(inside))
        return False

    def _covers_one(self, member: Range) -> bool:
        """Whether all days of one of the stretches are in the window."""
        if not member.months:
            return self._meets(member.lo, member.hi)
        if not self.days.spans and len(self.days.years) < _SHORTEST * member.months:
            return False
        day = self._first(member.lo)
        while day <= member.hi and day < inf:
            lo, hi = member.around(day)
            if lo < day:
                lo, hi = member.around(hi + 1)
            if lo > member.hi:
                break
            if self._gap(lo) > hi:
                return True
            day = self._first(hi + 1)
        return False


def window(spans: Sequence[Span], days: Days | None = None) -> Window | None:
    """The days that lie in all of these; None if there are none."""
    known = days or _ALWAYS
    lo = max((first for first, _ in spans), default=-inf)
    hi = min((last for _, last in spans), default=inf)
    if lo > hi:
        return None
    lo, hi = known.first(lo), known.last(hi)
    if lo > hi or lo == inf:
        return None
    gap = known.gap(lo)
    return Window(lo, hi, known, gap > hi or gap == inf)


def _is_whole(days: Days) -> bool:
    return len(days.spans) == 1 and not days.years
