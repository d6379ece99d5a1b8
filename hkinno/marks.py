"""What is drawn of a date: which days, whether all or some time of them, and what is not known.

A drawing must not say more than the date does. So a date of reduced precision is a span within
which something happened, an interval is a span through which it went on, and qualifiers, masked
digits and missing ends have each a form of their own.
"""

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from hkinno.dates import Date, parse

FARTHEST = 10**300  # days; what lies beyond it (years of 300 digits) is drawn there
OPEN, UNKNOWN = "open", "unknown"
Span = tuple[float, float]


class Mark(NamedTuple):
    """The drawing of a date, without a scale.

    `parts` are closed spans of day numbers, bounded and in order: the members of a set, else one.
    `start` and `end` are "" where the first and the last part end there, "open" where it goes on
    without end on that side, "unknown" where it has an end that nobody knows.
    """

    parts: tuple[Span, ...]
    solid: bool = False  # an interval: all of the span, not some time within it
    start: str = ""
    end: str = ""
    approximate: bool = False
    uncertain: bool = False
    masked: bool = False

    @property
    def lo(self) -> float:
        """The first day that is drawn."""
        return self.parts[0][0]

    @property
    def hi(self) -> float:
        """The last day that is drawn."""
        return self.parts[-1][1]

    @property
    def point(self) -> bool:
        """Whether it is a single day."""
        return self.lo == self.hi and not (self.start or self.end)


def mark(date: Date) -> Mark:
    """The mark of a date."""
    first, interval, last = date.text.partition("/")
    return Mark(
        parts=tuple((_day(lo), _day(hi)) for lo, hi in _parts(date)),
        solid=bool(interval),
        start=_end(date.lo == -inf, interval, first),
        end=_end(date.hi == inf, interval, last),
        approximate=date.approximate,
        uncertain=date.uncertain,
        masked="X" in date.text,
    )


def _end(unbounded: bool, interval: str, text: str) -> str:
    if not unbounded:
        return ""
    return UNKNOWN if interval and not text else OPEN


def _day(day: float) -> float:
    return max(-FARTHEST, min(day, FARTHEST))


def _parts(date: Date) -> Iterator[Span]:
    """The bounded spans of a date, in order of time; members of a set that touch are one."""
    if date.precision == "interval":
        start, _, end = date.text.replace("..", "").partition("/")
        yield _between(start, end)
    elif date.precision == "set":
        members = (text.partition("..") for text in date.text[1:-1].split(","))
        spans = sorted(_between(start, end if dots else start) for start, dots, end in members)
        lo, hi = spans[0]
        for start_day, end_day in spans[1:]:
            if start_day > hi + 1:
                yield lo, hi
                lo, hi = start_day, end_day
            hi = max(hi, end_day)
        yield lo, hi
    else:
        yield date.lo, date.hi


def _between(start: str, end: str) -> Span:
    """From one date to another; where one is missing, the other alone."""
    return parse(start or end).lo, parse(end or start).hi
