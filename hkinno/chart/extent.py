"""Where a drawing begins and ends: where the events are, and not where one of them was long before.

A linear axis from the first event to the last is a strip at its edge if one of 2,000 lies 900 years
before all others. So as few as possible are left out, and no more than SPARE at either end, that
the middle 90 % of the events take half of the axis. Who draws says how many those are.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import product
from math import inf
from typing import NamedTuple

from hkinno.chart.marks import Shape
from hkinno.dates.days import Span

SPARE = 0.02  # of the events, that may be left out at an end
TAIL_SHARE = 0.05  # of the events, that are not of the middle at an end
SHARE = (11, 20)  # of the axis for the middle: half of it when there are margins beside


class Extent(NamedTuple):
    """The first and the last day of an axis, both inclusive, and how many events lie beyond."""

    lo: float
    hi: float
    earlier: int = 0
    later: int = 0


def extent(shapes: Iterable[Shape]) -> Span:
    """The first and the last day of an axis of these shapes: 1 and 0 if none has a bound."""
    known = [found for each in shapes if (found := bounds(each))]
    return trimmed([sorted(lo for lo, _ in known)], [sorted(hi for _, hi in known)])


def trimmed(
    begins: Sequence[Sequence[float]],
    ends: Sequence[Sequence[float]],
    window: Span = (-inf, inf),
    keep: tuple[bool, bool] = (False, False),
) -> Span:
    """The first and the last day of an axis; 1 and 0 if there are no events.

    Days on which events are known to begin, and to end, are in lists, each in order; of those
    before a window and after it, its ends stand there. As few events are left out as that takes,
    else as many as may be; none at the first end, at the last, if nothing is to be left out there.
    """
    count = sum(map(len, begins))
    if not count:
        return 1, 0
    tail = int(count * TAIL_SHARE)
    spares = tuple(0 if kept else int(count * SPARE) for kept in keep)
    first_days = _within(_lowest(begins, spares[0] + 1), window)
    last_days = _within(_highest(ends, spares[1] + 1), window)
    inner = _within([_lowest(ends, tail + 1)[-1], _highest(begins, tail + 1)[0]], window)
    # days that the axis may have, in whole numbers, as years may be of any size
    most = (int(inner[1]) + 1 - int(inner[0])) * SHARE[1] // SHARE[0]
    if most <= 0:
        return first_days[0], last_days[-1]
    found = []
    for first, day in enumerate(first_days):
        last = len(last_days) - bisect_right(last_days, day + most - 1)
        if last <= spares[1]:
            found.append((first + last, first, last))
    if found:
        _, first, last = min(found)
        return first_days[first], last_days[-1 - last]
    return _best(first_days, last_days)


def _lowest(lists: Sequence[Sequence[float]], count: int) -> list[float]:
    """So many of the first days of lists, in order."""
    return sorted(day for days in lists for day in days[:count])[:count]


def _highest(lists: Sequence[Sequence[float]], count: int) -> list[float]:
    """So many of the last days of lists, in order."""
    return sorted(day for days in lists for day in days[-count:])[-count:]


def _within(days: Iterable[float], window: Span) -> list[float]:
    """The days in a window, or its end that is nearest."""
    first, last = window
    return [min(max(day, first), last) for day in days]


def _best(first_days: Sequence[float], last_days: Sequence[float]) -> Span:
    """The days of an axis where no choice is enough: leaving out at which ends it is worth it."""
    firsts, lasts = (first_days[0], first_days[-1]), (last_days[-1], last_days[0])
    choices = list(product(firsts, lasts))
    days = [int(hi) + 1 - int(lo) for lo, hi in choices]
    least = min(days)
    return next(
        choice for choice, long in zip(choices, days, strict=True) if long * 9 <= least * 10
    )


def bounds(shape: Shape) -> Span | None:
    """The first and the last day of a shape on which something is known to begin or end."""
    if shape.lo > -inf and shape.hi < inf:
        return shape.lo, shape.hi
    days = finite(shape.ends)
    return (min(days), max(days)) if days else None


def finite(days: Iterable[float]) -> list[float]:
    """The days that are no ends of time."""
    return [day for day in days if -inf < day < inf]


def is_before(shape: Shape, day: float) -> bool:
    """Whether all of a shape lies before a day, also what is not known of it."""
    return shape.hi < day and shape.end.bound != "unknown"


def is_after(shape: Shape, day: float) -> bool:
    """Whether all of a shape lies after a day, also what is not known of it."""
    return shape.lo > day and shape.start.bound != "unknown"
