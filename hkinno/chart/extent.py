"""Where a drawing begins and ends: where the events are, and not where one of them was long before.

A linear axis from the first event to the last is a strip at its edge if one of 2,000 lies 900 years
before all others. So as few as possible are left out, and no more than SPARE at either end, that
the middle 90 % of the events take half of the axis. Who draws says how many those are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from hkinno.chart.marks import Shape

SPARE = 0.02  # of the events, that may be left out at an end
TAIL_SHARE = 0.05  # of the events, that are not of the middle at an end
SHARE = (11, 20)  # of the axis for the middle: half of it when there are margins beside


class Extent(NamedTuple):
    """The first and the last day of an axis, both inclusive, and how many events lie beyond."""

    lo: float
    hi: float
    earlier: int = 0
    later: int = 0


def extent(
    shapes: Iterable[Shape], keep: tuple[bool, bool] = (False, False)
) -> tuple[float, float]:
    """The first and the last day of an axis of these shapes: 1 and 0 if none of them has a bound.

    At the first end, at the last, nothing is left out that is to be kept.
    """
    begins, ends = bounded(list(shapes))
    return _trimmed(begins, ends, keep) if begins else (1, 0)


def counted(shapes: Sequence[Shape], lo: float, hi: float) -> Extent:
    """The days from one to another, and how many of these shapes lie beyond."""
    return Extent(lo, hi, len(before(shapes, lo)), len(after(shapes, hi)))


def bounded(shapes: Sequence[Shape]) -> tuple[list[float], list[float]]:
    """The first days of shapes on which something is known to begin or end, the last; in order."""
    begins, ends = sorted([shape.lo for shape in shapes]), sorted([shape.hi for shape in shapes])
    # few are unbounded, if any; to have them sorted apart takes less than to look at each
    first, last = bisect_right(begins, -inf), bisect_left(ends, inf)
    if first > 0:
        begins[:first] = [found[0] for s in shapes if s.lo == -inf and (found := bounds(s))]
        begins.sort()
    if last < len(ends):
        ends[last:] = [found[1] for s in shapes if s.hi == inf and (found := bounds(s))]
        ends.sort()
    return begins, ends


def bounds(shape: Shape) -> tuple[float, float] | None:
    """The first and the last day of a shape on which something is known to begin or end."""
    if shape.lo > -inf and shape.hi < inf:
        return shape.lo, shape.hi
    days = finite(shape.ends)
    return (min(days), max(days)) if days else None


def finite(days: Iterable[float]) -> list[float]:
    """The days that are no ends of time."""
    return [day for day in days if -inf < day < inf]


def _trimmed(
    begins: Sequence[float], ends: Sequence[float], keep: tuple[bool, bool]
) -> tuple[float, float]:
    """The first and last day, with as few events left out as that takes; else as many as may be."""
    count = len(begins)
    tail = int(count * TAIL_SHARE)
    spares = tuple(0 if kept else int(count * SPARE) for kept in keep)
    # days that the axis may have, in whole numbers, as years may be of any size
    most = (int(begins[-1 - tail]) + 1 - int(ends[tail])) * SHARE[1] // SHARE[0]
    if most <= 0:
        return begins[0], ends[-1]
    found = []
    for first in range(spares[0] + 1):
        last = count - bisect_right(ends, begins[first] + most - 1)
        if last <= spares[1]:
            found.append((first + last, first, last))
    _, first, last = min(found, default=None) or _best(begins, ends, spares)
    return begins[first], ends[-1 - last]


def _best(
    begins: Sequence[float], ends: Sequence[float], spares: Sequence[int]
) -> tuple[int, int, int]:
    """What to leave out where no choice is enough: at which ends it is worth it."""
    choices = [(first + last, first, last) for first in (0, spares[0]) for last in (0, spares[1])]
    days = [int(ends[-1 - last]) + 1 - int(begins[first]) for _, first, last in choices]
    least = min(days)
    return next(
        choice for choice, long in zip(choices, days, strict=True) if long * 9 <= least * 10
    )


def before(shapes: Iterable[Shape], day: float) -> list[Shape]:
    """The shapes of which all lies before a day."""
    return [shape for shape in shapes if shape.hi < day and is_before(shape, day)]


def after(shapes: Iterable[Shape], day: float) -> list[Shape]:
    """The shapes of which all lies after a day."""
    return [shape for shape in shapes if shape.lo > day and is_after(shape, day)]


def is_before(shape: Shape, day: float) -> bool:
    """Whether all of a shape lies before a day, also what is not known of it."""
    return shape.hi < day and shape.end.bound != "unknown"


def is_after(shape: Shape, day: float) -> bool:
    """Whether all of a shape lies after a day, also what is not known of it."""
    return shape.lo > day and shape.start.bound != "unknown"
