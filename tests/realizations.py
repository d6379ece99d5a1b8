"""What a date denotes, day by day, and what follows for any question: slow, plain, independent.

The words are those of DESIGN, sections 3 and 4. Nothing here reads EDTF and nothing is imported of
hkinno: `realized_texts` makes texts together with the sets of days that they mean, and questions
are answered here by trying the realizations.

The universe is a list of real days in order, and a day is its place in it. The years NEAR have all
their days; of the other years some stand for all, one for each way in which the texts made here
can tell years apart: by a digit, and by being before or after what is near. Of their months the
days THIN stand for all. Only what has no bound reaches the years -0001 and 10000, so the
first day of all and the last are as good as minus and plus infinity.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from edtf_strategies import Civil, length, number

Days = frozenset[int]

NEAR = range(1990, 2011)
THIN = (1, 4, 10, 29)
YEARS = sorted(
    {-1, 10_000, *NEAR}
    | {int("".join(digits)) for digits in itertools.product("0123", "019", "019", "0123456789")}
)
DAYS: list[Civil] = [
    (year, month, day)
    for year in YEARS
    for month in range(1, 13)
    for day in range(1, length(year, month) + 1)
    if year in NEAR or day in THIN
]
PLACE = {day: place for place, day in enumerate(DAYS)}
LAST = len(DAYS) - 1
ALL: Days = frozenset(range(len(DAYS)))


def units(parts: int) -> list[tuple[tuple[int, ...], Days]]:
    """Each year, each month or each day: its name and its days."""
    groups = itertools.groupby(range(len(DAYS)), lambda place: DAYS[place][:parts])
    return [(name, frozenset(group)) for name, group in groups]


UNITS = [units(1), units(2), units(3)]


def ordinal(place: int) -> float:
    """The day number of a place; infinite at both ends of the universe."""
    if place in (0, LAST):
        return float("-inf" if place == 0 else "inf")
    return number(*DAYS[place])


# --- what a date denotes ---


class Time(NamedTuple):
    """A text and what it stands for in braces: the days of each member, of one member mostly."""

    text: str
    each: tuple[Days, ...]

    @property
    def days(self) -> Days:
        return frozenset().union(*self.each)


@dataclass(frozen=True)
class One:
    """One day: a time alone, or one of several."""

    times: tuple[Time, ...]
    brackets: bool = False

    @property
    def text(self) -> str:
        inside = ",".join(time.text for time in self.times)
        return f"[{inside}]" if self.brackets else inside

    @cached_property
    def days(self) -> Days:
        return frozenset().union(*(time.days for time in self.times))


@dataclass(frozen=True)
class Lasting:
    """All days from one of the start's to one of the end's that is not before it."""

    start: Time
    end: Time

    @property
    def text(self) -> str:
        return f"{self.start.text}/{self.end.text}"

    @cached_property
    def ends(self) -> tuple[list[int], list[int]]:
        return sorted(self.start.days), sorted(self.end.days)

    @cached_property
    def days(self) -> Days:
        starts, ends = self.ends
        return frozenset(range(starts[0], ends[-1] + 1))


@dataclass(frozen=True)
class Every:
    """One day of each member."""

    times: tuple[Time, ...]

    @property
    def text(self) -> str:
        return "{" + ",".join(time.text for time in self.times) + "}"

    @cached_property
    def members(self) -> tuple[Days, ...]:
        return tuple(days for time in self.times for days in time.each)

    @cached_property
    def days(self) -> Days:
        return frozenset().union(*self.members)


Meaning = One | Lasting | Every


def realizations(meaning: Meaning) -> Iterator[Days]:
    """The days of the event, for each way in which it may have been; of small ones only."""
    if isinstance(meaning, One):
        yield from (frozenset([day]) for day in meaning.days)
    elif isinstance(meaning, Every):
        yield from map(frozenset, itertools.product(*meaning.members))
    else:
        for start, end in itertools.product(*meaning.ends):
            if start <= end:
                yield frozenset(range(start, end + 1))


# --- questions ---


class Answers(NamedTuple):
    may_touch: bool
    must_touch: bool
    may_be_inside: bool
    must_be_inside: bool


class Window:
    """A set of days that is asked about."""

    def __init__(self, days: Days) -> None:
        self.days = days
        inside = (place in days for place in range(len(DAYS)))
        self._before = [0, *itertools.accumulate(map(int, inside))]

    def touches(self, start: int, end: int) -> bool:
        return self._before[end + 1] > self._before[start]

    def holds(self, start: int, end: int) -> bool:
        return self._before[end + 1] - self._before[start] == end + 1 - start


def by_trying(every: list[Days], window: Days) -> Answers:
    """The four answers word for word, of all realizations."""
    touching = [not days.isdisjoint(window) for days in every]
    inside = [days <= window for days in every]
    return Answers(any(touching), all(touching), any(inside), all(inside))


def ask(meaning: Meaning, window: Window) -> Answers:
    """The same for all: of what begins on one day, only the shortest and the longest count."""
    if isinstance(meaning, One):
        may, must = bool(meaning.days & window.days), meaning.days <= window.days
        return Answers(may, must, may, must)
    if isinstance(meaning, Every):
        may_each = [not days.isdisjoint(window.days) for days in meaning.members]
        must_each = [days <= window.days for days in meaning.members]
        return Answers(any(may_each), any(must_each), all(may_each), all(must_each))
    short, long = zip(*shortest_and_longest(*meaning.ends), strict=True)
    return Answers(
        any(window.touches(*days) for days in long),
        all(window.touches(*days) for days in short),
        any(window.holds(*days) for days in short),
        all(window.holds(*days) for days in long),
    )


Stretch = tuple[int, int]


def shortest_and_longest(starts: list[int], ends: list[int]) -> Iterator[tuple[Stretch, Stretch]]:
    """For each start, or for each end if these are fewer, with what it can have been."""
    if len(starts) <= len(ends):
        for start in starts:
            if start <= ends[-1]:
                yield (start, ends[bisect_left(ends, start)]), (start, ends[-1])
    else:
        for end in ends:
            if starts[0] <= end:
                yield (starts[bisect_right(starts, end) - 1], end), (starts[0], end)


def corners(meaning: Meaning) -> tuple[float, float, float, float]:
    """The earliest and the latest first day, the earliest and the latest last day."""
    if isinstance(meaning, One):
        firsts = lasts = [min(meaning.days), max(meaning.days)]
    elif isinstance(meaning, Every):
        firsts = [min(map(min, meaning.members)), min(map(max, meaning.members))]
        lasts = [max(map(min, meaning.members)), max(map(max, meaning.members))]
    else:
        stretches = list(itertools.chain(*shortest_and_longest(*meaning.ends)))
        firsts, lasts = [s for s, _ in stretches], [e for _, e in stretches]
    found = (min(firsts), max(firsts), min(lasts), max(lasts))
    return (ordinal(found[0]), ordinal(found[1]), ordinal(found[2]), ordinal(found[3]))
