"""How much time lies between two dates: as little as may be, and as much.

It is counted from the last day of the first to the first day of the second: two days in a row are
one day apart. Neither day need be known, so that the answer is a range.
"""

from collections.abc import Callable
from datetime import date as Day  # noqa: N812 - as in hkinno.dates.phrases.parse
from math import inf
from typing import NamedTuple

from hkinno.dates.calendar import CYCLE_DAYS, CYCLE_YEARS
from hkinno.dates.date import Date, Lasting
from hkinno.dates.days import Days
from hkinno.dates.wording import Wording, say_number
from hkinno.dates.wordings.en import WORDING as ENGLISH

_BASE = 2 * CYCLE_DAYS  # a day from which on dateutil can count two cycles, in the year 801


class Length(NamedTuple):
    """A length of time on the calendar, and the same in days."""

    years: int
    months: int
    days: int
    total_days: int


class Between(NamedTuple):
    """The shortest and the longest time from one date to another, None where it has no end.

    `order` is whether the first is over before the second begins: "certain", "possible" or
    "never", in which case there is no time between them.
    """

    order: str
    shortest: Length | None
    longest: Length | None


def between(first: Date, second: Date) -> Between:
    """The time from the last day of a date to the first day of another."""
    if first.earliest_end >= second.latest_start:
        return Between("never", None, None)
    order = "certain" if first.hi < second.lo else "possible"
    endless = inf in (-first.earliest_end, second.latest_start)
    ends, starts = _last_days(first), _first_days(second)
    return Between(
        order,
        _least(ends, starts),
        None if endless else elapsed(int(first.earliest_end), int(second.latest_start)),
    )


def _last_days(date: Date) -> Days:
    """The days on which a date may end."""
    end = date.denotes.end if isinstance(date.denotes, Lasting) else None
    days = end.days if end else date.days
    return days.within(date.earliest_end, date.hi)


def _first_days(date: Date) -> Days:
    """The days on which a date may begin."""
    start = date.denotes.start if isinstance(date.denotes, Lasting) else None
    days = start.days if start else date.days
    return days.within(date.lo, date.latest_start)


def _least(ends: Days, starts: Days) -> Length:
    """The shortest way from a day of one set to a day of another that is not before it."""
    best = None
    for lo, hi in ends.runs():
        day = starts.first(lo)
        if day <= hi:
            return Length(0, 0, 0, 0)
        if day < inf and (best is None or day - hi < best[1] - best[0]):
            best = int(hi), int(day)
    assert best is not None  # else it would never be before
    return elapsed(*best)


def elapsed(first: int, last: int) -> Length:
    """From a day to a later one, as people count: whole years, then months, then days."""
    from dateutil.relativedelta import relativedelta  # slow to load, and seldom needed

    cycles, rest = divmod(last - first, CYCLE_DAYS)
    start = _BASE + first % CYCLE_DAYS  # the same day of another cycle
    found = relativedelta(Day.fromordinal(start + rest), Day.fromordinal(start))
    years = found.years + cycles * CYCLE_YEARS
    return Length(years, found.months, found.days, last - first)


def length_words(length: Length, most: int = 3, wording: Wording = ENGLISH) -> str:
    """A length in words, in its largest units: "15 years 1 day"; "no time" where there is none."""
    parts = zip((length.years, length.months, length.days), wording.lengths, strict=True)
    said = [words[n != 1].format(n=say_number(n, wording)) for n, words in parts if n]
    return wording.length_join.join(said[:most]) or wording.no_time


def between_words(
    found: Between, wording: Wording = ENGLISH, around: Callable[[str], str] = str
) -> str:
    """A range in words, as in "15 years 1 day to 16 years"; what has no end is "or more".

    It is empty where it may be none or any. `around` says more of it: "later".
    """
    if found.shortest is None:
        return wording.no_time
    least = length_words(found.shortest, wording=wording)
    most = length_words(found.longest, wording=wording) if found.longest else ""
    if not found.shortest.total_days:
        return wording.up_to.format(most=around(most)) if most else ""
    if not most:
        return around(wording.or_more.format(least=least))
    if found.shortest == found.longest:
        return around(least)
    return around(wording.least_to_most.format(least=least, most=most))


def must_overlap(first: Date, second: Date) -> bool:
    """Whether two dates have days in common, or one goes on between days of the other, for sure."""
    return first.latest_start <= second.earliest_end and second.latest_start <= first.earliest_end


def overlap_words(first: Date, second: Date) -> str:
    """Why A, the first of two dates, is never over before B, the second, begins."""
    if first.earliest_end == inf:
        return "A has no end"
    if second.latest_start == -inf:
        return "B has no start"
    if second.hi < first.lo:
        return "B is over before A begins"
    if first.lo == first.hi == second.lo == second.hi:
        return "they are on the same day"
    return "B begins before A is over"
