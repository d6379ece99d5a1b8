"""What a date is: the text, the bounds and corners of the days on which it may be, its holes.

A date denotes a set of realizations. Four corners bound them, as the time-span of CIDOC CRM does:
the earliest start `lo`, the latest start, the earliest end, the latest end `hi`. What is one single
day, though nobody knows which, may start as late as `hi` and end as early as `lo`; what lasts goes
on for certain between its latest start and its earliest end.
"""

from math import inf

from msgspec import Struct

from hkinno.dates.calendar import add_months, civil
from hkinno.dates.days import Days, Span, united


class Date(Struct, frozen=True):
    """A date as written, and what it denotes: its realizations.

    `lo` and `hi` are day numbers (`hkinno.dates.calendar`), both inclusive, within which all of it
    lies: whole numbers, or -inf and inf where it is unbounded. `core` are the latest start and the
    earliest end where these are not `hi` and `lo`; `denotes` is what tells more than the bounds
    do. `time` is when, in seconds from the start of the written day, in UTC; a time that names
    no zone is taken for UTC, and where none is written it is -inf.
    """

    text: str
    lo: float
    hi: float
    precision: str
    approximate: bool = False
    uncertain: bool = False
    time: float = -inf
    core: tuple[float, float] | None = None
    denotes: "Days | Lasting | Several | None" = None

    @property
    def latest_start(self) -> float:
        """The last day on which it may begin (CIDOC CRM: P81a of its time-span)."""
        return self.core[0] if self.core else self.hi

    @property
    def earliest_end(self) -> float:
        """The first day on which it may end (P81b); between the two, what lasts goes on."""
        return self.core[1] if self.core else self.lo

    @property
    def order(self) -> tuple[float, float, float]:
        """The sort key: by `lo`, then a wider span before a narrower, then by instant."""
        return self.lo, -self.hi, self.time

    @property
    def members(self) -> "tuple[Date | Range, ...]":
        """The dates on a day of each of which it is: itself alone, or all of a set in braces."""
        return self.denotes.members if isinstance(self.denotes, Several) else (self,)

    @property
    def days(self) -> Days:
        """All days that it may touch."""
        if isinstance(self.denotes, Days):
            return self.denotes
        if isinstance(self.denotes, Several):
            return united(member.days for member in self.denotes.members)
        return Days(((self.lo, self.hi),))


class Lasting(Struct, frozen=True):
    """What goes on from a day of one date to a day of another, and not before the first.

    An end that is no date is open if the corners say that it reaches without end, else unknown.
    """

    start: Date | None
    end: Date | None


class Several(Struct, frozen=True):
    """What is on a day of each of some dates."""

    members: "tuple[Date | Range, ...]"


class Range(Struct, frozen=True):
    """Each of the days, or of the stretches of so many months, from `lo` to `hi`.

    They are counted from `anchor`, a first day of one of them; if there are no months, they are
    days. A bound may be infinite.
    """

    lo: float
    hi: float
    months: int
    anchor: int

    @property
    def days(self) -> Days:
        """All days that it may touch."""
        return Days(((self.lo, self.hi),))

    def around(self, day: float) -> Span:
        """The first and the last day of the one in which a day of the range lies."""
        if abs(day) == inf or not self.months:
            return day, day
        start, found = civil(self.anchor), civil(int(day))
        apart = (found[0] - start[0]) * 12 + found[1] - start[1]
        first = add_months(self.anchor, apart // self.months * self.months)
        last = add_months(first, self.months) - 1
        return max(first, self.lo), min(last, self.hi)
