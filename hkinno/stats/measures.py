"""What can be measured along time: the figures that events carry, and the silences between them."""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from hkinno.dates.between import elapsed, length_words
from hkinno.dates.date import Date
from hkinno.dates.wording import Wording
from hkinno.dates.wordings.en import WORDING as ENGLISH
from hkinno.events import BOUNDS, Event

UNKNOWN = "unknown"
_SIDES = {"at least": 1, "more than": 1, "at most": -1, "less than": -1}  # where the value lies
UPPER = tuple(bound for bound, side in _SIDES.items() if side < 0)
_STRICT = ("more than", "less than")
Dated = tuple[Event, Date | None]


class Reading(NamedTuple):
    """A figure at a date. `change` is the part by which it differs from the one before.

    That is the one before in the same unit; without such a one, or after zero, there is none.
    Where one of them is a bound, so is the change: `change_bound`; where both are, and leave all
    open, that is `UNKNOWN`, and the change None.
    """

    event: Event
    date: Date | None
    name: str
    value: int | float
    unit: str | None
    approximate: bool
    bound: str | None = None
    change: float | None = None
    change_bound: str | None = None


class Silence(NamedTuple):
    """Days, both inclusive, on which no event can lie; after and before what."""

    lo: int
    hi: int
    after: Event
    before: Event

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return self.hi + 1 - self.lo


def figure_names(events: Iterable[Event]) -> dict[str, int]:
    """The names of all figures and how often each is stated, by first appearance."""
    found: dict[str, int] = {}
    for event in events:
        for figure in event.figures or ():
            found[figure.name] = found.get(figure.name, 0) + 1
    return found


def readings(events: Iterable[Dated], name: str) -> list[Reading]:
    """A figure over time, by its name in whatever case; unreadable dates come last."""
    found = [
        Reading(event, date, f.name, f.value, f.unit, bool(f.approximate), f.bound)
        for event, date in events
        for f in event.figures or ()
        if f.name.casefold() == name.casefold()
    ]
    found.sort(
        key=lambda reading: (reading.date is None, reading.date.order if reading.date else ())
    )
    before: dict[str | None, Reading] = {}
    for place, reading in enumerate(found):
        if reading.date and reading.unit in before:
            part, limit = change(before[reading.unit], reading)
            found[place] = reading._replace(change=part, change_bound=limit)
        if reading.date:
            before[reading.unit] = reading
    return found


def change(before: Reading, after: Reading) -> tuple[float | None, str | None]:
    """By which part a figure has changed, and as which bound: 1500 to 4000 is 1.667.

    From 1500 to more than 4000 it is more than that, from more than 1500 to 4000 it is less.
    """
    try:
        part = (after.value - before.value) / abs(before.value)
    except (ZeroDivisionError, OverflowError):
        return None, None
    limit = _limit(before, after)
    return (None if limit == UNKNOWN else part), limit


def _limit(before: Reading, after: Reading) -> str | None:
    """Of what a change is known: the four cases of a fraction with bounds, above zero."""
    if not (before.bound or after.bound):
        return None
    known = {None, *_SIDES}
    below = before.bound and min(before.value, after.value) < 0  # a base that may be zero, or turn
    if below or not {before.bound, after.bound} <= known:
        return UNKNOWN
    if after.value == 0 and not after.bound:
        return None  # nothing is left, of however much
    sides = {_SIDES[after.bound]} if after.bound else set()
    sides |= {-_SIDES[before.bound]} if before.bound else set()
    if len(sides) > 1:
        return UNKNOWN
    strict = after.bound in _STRICT or (before.bound in _STRICT and after.value != 0)
    return next(
        bound for bound in BOUNDS if {_SIDES[bound]} == sides and (bound in _STRICT) is strict
    )


def silences(events: Iterable[Dated]) -> list[Silence]:
    """The stretches between events on which none of them can lie, the longest first.

    After an event that has no end there is none. An unreadable date may be anywhere: it is left
    out here.
    """
    dated = [(lo, hi, event) for event, date in events if date for lo, hi in date.days.runs()]
    found = []
    latest, last = -inf, None
    for lo, hi, event in sorted(dated, key=lambda row: row[:2]):
        if last and lo > latest + 1:
            found.append(Silence(int(latest) + 1, int(lo) - 1, last, event))
        if not last or hi > latest:
            latest, last = hi, event
    return sorted(found, key=lambda silence: (-silence.days, silence.lo))


def lasting(lo: int, hi: int, wording: Wording = ENGLISH) -> str:
    """How long it is from a day to another, both inclusive, in its two largest units."""
    length = elapsed(lo, hi + 1)
    return length_words(length, 1 if length.years >= 100 else 2, wording)
