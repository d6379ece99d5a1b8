"""Which part of what may be true touches a stretch of time: what is expected there of an event.

Each realization of a date is taken for as likely as the other: the days of a single time alike, the
start and the end of what lasts independent of each other as long as it does not end before it
starts.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from math import inf
from typing import NamedTuple

from hkinno.dates.date import Date, Lasting, Range
from hkinno.dates.days import Days
from hkinno.query.window import Window

Share = Callable[[float, float], float]  # of a stretch from a day to another, both inclusive


def has_share(date: Date | Range) -> bool:
    """Whether there is saying: not of a single time without bound, nor where an end is unknown."""
    if isinstance(date, Range):
        return True
    if not isinstance(known := date.denotes, Lasting):
        return date.lo > -inf and date.hi < inf
    starts = known.start is not None or date.latest_start == -inf
    return starts and (known.end is not None or date.earliest_end == inf)


def share_of(date: Date | Range) -> Share | None:
    """The share of the realizations of a date that touch a stretch, by its first and last day.

    None where it has none. What is on all of its dates (`Date.members`) has one of each of them.
    """
    if not has_share(date):
        return None
    if isinstance(date, Range):
        return partial(_range_share, date)
    if isinstance(date.denotes, Lasting):
        return _lasting_share(date.denotes)
    return _single_share(date.days)


def _single_share(days: Days) -> Share:
    total = days.count(-inf, inf)
    return lambda lo, hi: days.count(lo, hi) / total


def _lasting_share(known: Lasting) -> Share:
    """That of what starts and ends; one that is open on a side begins or ends on the other."""
    if known.start is None:
        assert known.end is not None  # an interval has an end that is a date
        ended = _single_share(known.end.days)
        return lambda lo, _: 1 - ended(-inf, lo - 1)
    if known.end is None:
        began = _single_share(known.start.days)
        return lambda _, hi: began(-inf, hi)
    pairs = [*_paired(known.start.days, known.end.days)]
    total = pairs[-1].started
    days = [pair.day for pair in pairs]

    def touching(lo: float, hi: float) -> float:
        before = pairs[bisect_right(days, lo - 1) - 1].at(lo - 1).ended
        return (pairs[bisect_right(days, hi) - 1].at(hi).started - before) / total

    return touching


class Pairs(NamedTuple):
    """How many pairs of a start and an end not before it have started before a day, and ended.

    From that day up to that of the next ones in a list it stays the same whether a day is one of
    the possible starts, and of the ends. `starts` are those before, `ends` those from then on.
    """

    day: float
    is_start: bool
    is_end: bool
    starts: int
    ends: int
    started: int = 0
    ended: int = 0

    def at(self, day: float) -> "Pairs":
        """The same at the end of a day."""
        n = int(day + 1 - self.day) if self.day > -inf else 0
        starts, ends = self.starts + n * self.is_start, self.ends - n * self.is_end
        # the nth start has the ends from it on, the nth end the starts up to it
        started = self.started + self.is_start * (n * self.ends - self.is_end * n * (n - 1) // 2)
        ended = self.ended + self.is_end * (n * self.starts + self.is_start * n * (n + 1) // 2)
        return Pairs(day + 1, self.is_start, self.is_end, starts, ends, started, ended)


def _paired(first: Days, last: Days) -> Iterator[Pairs]:
    """The pairs of a day of one set and one of another, from edge to edge of both, in order."""
    edges: dict[int, list[int]] = {}
    for which, days in enumerate((first, last)):
        for lo, hi in days.runs():
            edges.setdefault(int(lo), [0, 0])[which] += 1
            edges.setdefault(int(hi) + 1, [0, 0])[which] -= 1
    found = Pairs(-inf, False, False, 0, last.count(-inf, inf))
    yield found
    for day in sorted(edges):
        start, end = edges[day]
        found = found.at(day - 1)._replace(
            is_start=found.is_start + start > 0, is_end=found.is_end + end > 0
        )
        yield found


def _range_share(member: Range, lo: float, hi: float) -> float:
    """That of each of some stretches: one that lies in [lo, hi] is enough, else two reach in."""
    if Window(lo, hi).must_touch(member):
        return 1.0
    if not Window(lo, hi).touches(member):
        return 0.0
    ends = member.around(max(lo, member.lo)), member.around(min(hi, member.hi))
    missing = 1.0
    for span in dict.fromkeys(ends):
        missing *= 1 - _single_share(Days((span,)))(lo, hi)
    return 1 - missing
