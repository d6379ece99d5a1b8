"""Which part of what may be true touches a stretch of time: what is expected there of an event.

Each realization of a date is taken for as likely as the other: the days of a single time alike,
the start and the end of what lasts independent of each other as long as it does not end before it
starts, and so are the dates of what is on all of them.
"""

from collections.abc import Callable
from functools import partial
from math import inf

from hkinno.dates.date import Date, Lasting, Range, Several
from hkinno.dates.days import Days
from hkinno.query.window import Window

Share = Callable[[int, int], float]  # of a stretch from a day to another, both inclusive


def share_of(date: Date) -> Share | None:
    """The share of the realizations of a date that touch a stretch, by its first and last day.

    None where there is no saying: of a single time without bound, and where an end is not known.
    """
    known = date.denotes
    if isinstance(known, Several):
        return partial(_any_share, [_member_share(member) for member in known.members])
    if isinstance(known, Lasting):
        return _lasting_share(date, known)
    if date.lo == -inf or date.hi == inf:
        return None
    return _single_share(date.days)


def _single_share(days: Days) -> Share:
    total = days.count(-inf, inf)
    return lambda lo, hi: days.count(lo, hi) / total


def _lasting_share(date: Date, known: Lasting) -> Share | None:
    """That of what starts and ends; one that is open on a side begins or ends on the other."""
    if known.start is None:
        if date.latest_start > -inf or known.end is None:
            return None
        ends, number = known.end.days, known.end.days.count(-inf, inf)
        return lambda lo, _: ends.count(lo, inf) / number
    if known.end is None:
        starts, count = known.start.days, known.start.days.count(-inf, inf)
        return (lambda _, hi: starts.count(-inf, hi) / count) if date.earliest_end == inf else None
    first, last = known.start.days, known.end.days
    total = _pairs(first, last)

    def touching(lo: int, hi: int) -> float:
        before = _pairs(first.within(-inf, lo - 1), last.within(-inf, lo - 1))
        after = _pairs(first.within(hi + 1, inf), last.within(hi + 1, inf))
        return (total - before - after) / total

    return touching


def _pairs(first: Days, last: Days) -> int:
    """How many pairs of a day of one set, and one of the other that is not before it, there are."""
    found = 0
    for lo, hi in first.runs():
        start, end = int(lo), int(hi)
        found += (end + 1 - start) * last.count(end + 1, inf)
        for a, b in last.within(start, end).runs():
            # whole numbers, which are right for any size of year
            found += (int(b) + 1 - int(a)) * (int(a) + int(b) - 2 * start + 2) // 2
    return found


def _any_share(shares: list[Share], lo: int, hi: int) -> float:
    missing = 1.0
    for share in shares:
        missing *= 1 - share(lo, hi)
    return 1 - missing


def _member_share(member: Date | Range) -> Share:
    return (
        partial(_range_share, member) if isinstance(member, Range) else _single_share(member.days)
    )


def _range_share(member: Range, lo: int, hi: int) -> float:
    """That of each of some stretches: one that lies in [lo, hi] is enough, else two reach in."""
    if Window(lo, hi).must_touch(member):
        return 1.0
    if not Window(lo, hi).touches(member):
        return 0.0
    ends = member.around(max(lo, member.lo)), member.around(min(hi, member.hi))
    return _any_share([_single_share(Days((span,))) for span in dict.fromkeys(ends)], lo, hi)
