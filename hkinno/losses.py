"""What a format cannot carry, and what an event therefore loses in it.

A format that cannot carry all declares it, on its first lines, as `CARRIES`; one without that
carries everything and costs nothing. From these declarations come the line on standard error after
an export, `--strict`, `--explain-loss` and the table of formats in the manual.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from hkinno.dates.calendar import civil
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.dates.explain import span
from hkinno.dates.format import words, year_words
from hkinno.dates.placed import placed
from hkinno.errors import quoted
from hkinno.events import BY_COLUMN, STORED, members
from hkinno.store.store import Entry
from hkinno.text import escape_controls, listed, plural


class How(Enum):
    """How something is carried: for programs, for people alone, or not at all."""

    DATA = "●"
    WORDS = "◐"
    NOT = "○"


DATES = MappingProxyType(
    {
        "precision": "of a month or a year",
        "season": "of a season or a quarter",
        "decade": "of a decade or more",
        "mark": "with ~ or ?",
        "open-start": "without a start",
        "open-end": "without an end",
        "interval": "that last",
        "set": "of several",
        "time": "with a time of day",
        "bc": "before AD 1",
    }
)
"""The kinds of date that a format may not be able to say, in words for the manual and for losses.

A day, and nothing else, is of no kind: whatever carries dates carries that.
"""
FIELDS = (*(row.name for row in BY_COLUMN if row.name not in ("date", "title")), "other")
"""The fields that a format may not be able to say; `other` are those that hkinno does not know."""
_PERIODS = dict.fromkeys(("season", "quarter", "quadrimester", "semester"), "season")
_PERIODS |= dict.fromkeys(("decade", "century", "millennium", "years"), "decade")
_ALL: Mapping[str, How] = MappingProxyType({})


class Carries(NamedTuple):
    """What a format can carry; what is not named, it carries as data.

    `days` are the first and the last day, as numbers (`hkinno.dates.calendar`), of a format that
    puts events on days: an event outside of them, or of which no day is known, is left out. One
    that has dates as texts has no `days`. `aside` says where that is which people alone can read.
    """

    days: tuple[float, float] | None = None
    date: Mapping[str, How] = _ALL
    fields: Mapping[str, How] = _ALL
    aside: str = "in words only"

    def how(self, kind: str) -> How:
        """How a kind of date, or a field, is carried."""
        return self.date.get(kind) or self.fields.get(kind) or How.DATA


class Loss(NamedTuple):
    """Something that an event loses: "event", a kind of date or a field; how many values of it."""

    kind: str
    how: How
    values: int = 1
    why: str = ""


def losses(entry: Entry, carries: Carries) -> list[Loss]:
    """What an event loses; if it is left out, that alone."""
    if why := absence(entry.date, carries):
        return [Loss("event", How.NOT, why=why)]
    kinds = [(kind, 1) for kind in kinds_of(entry.date)] if entry.date else []
    found = [(name, count) for name, count in _filled(entry) if carries.how(name) != How.DATA]
    told = ((kind, carries.how(kind), count) for kind, count in (*kinds, *found))
    return [Loss(*one) for one in told if one[1] != How.DATA]


def absence(date: Date | None, carries: Carries) -> str:
    """Why an event of this date is left out; nothing if it is not."""
    if carries.days is None:
        return ""
    if date is None:
        return "whose date cannot be read"
    if (days := placed(date)) is None:
        return "of which no day is known"
    first, last = carries.days
    if days[0] < first:
        return f"before {year_words(civil(int(first))[0])}"
    return f"after {year_words(civil(int(last))[0])}" if days[1] > last else ""


def kept(entries: Iterable[Entry], carries: Carries) -> Iterator[tuple[Entry, Date]]:
    """The events that are not left out, for a format that puts them on days; with their dates."""
    for entry in entries:
        if entry.date and not absence(entry.date, carries):
            yield entry, entry.date


def kinds_of(date: Date) -> list[str]:
    """The kinds of a date, of `DATES`, in their order; none for a day."""
    found = set(_inner_kinds(date))
    found |= {"mark"} if date.approximate or date.uncertain else set()
    found |= {"open-start"} if date.lo == -inf else set()
    found |= {"open-end"} if date.hi == inf else set()
    known = placed(date)
    found |= {"bc"} if known and known[0] < 1 else set()
    return [kind for kind in DATES if kind in found]


def _inner_kinds(date: Date) -> Iterator[str]:
    if date.precision == "interval":
        yield "interval"
        for end in date.text.split("/"):
            if end not in ("", ".."):
                yield from _inner_kinds(parse(end))
    elif date.precision == "set":
        yield "set"
    else:
        if date.denotes is not None:  # X, with holes
            yield "set"
        elif date.lo < date.hi:
            yield _PERIODS.get(date.precision, "precision")
        if date.time > -inf:
            yield "time"


def _filled(entry: Entry) -> Iterator[tuple[str, int]]:
    """The fields that an event has, and how many values are in each."""
    for name in FIELDS[:-1]:
        if value := getattr(entry.event, name):
            yield name, 1 if isinstance(value, str) else len(value)
    if others := sum(name not in STORED for name in members(entry.raw)):
        yield "other", others


# --- in sentences


class Report(NamedTuple):
    """What a selection loses in a format: of each event that loses something, its losses."""

    name: str
    carries: Carries
    total: int
    found: Sequence[tuple[Entry, list[Loss]]]

    def line(self, end: str) -> str:
        """All of it in one sentence; nothing where nothing is lost."""
        out = Counter(loss.why for _, lost in self.found for loss in lost if loss.kind == "event")
        said = [f"leaves out {sum(out.values()):,} of {plural(self.total, 'event')} "
                f"({' or '.join(out)})"] if out else []  # fmt: skip
        if aside := self._counted(How.WORDS):
            said.append(f"says {self.carries.aside} {aside}")
        if gone := self._counted(How.NOT):
            said.append(f"drops {gone}")
        return f"{self.name} {listed(said)}{end}" if said else ""

    def _counted(self, how: How) -> str:
        """What is carried so: dates with their kinds, and the values of fields."""
        dates, kinds, fields = 0, Counter[str](), Counter[str]()
        for _, lost in self.found:
            mine = [loss for loss in lost if loss.how == how and loss.kind != "event"]
            of_date = [loss.kind for loss in mine if loss.kind in DATES]
            dates += bool(of_date)
            kinds.update(of_date)
            fields.update({loss.kind: loss.values for loss in mine if loss.kind not in DATES})
        inner = ", ".join(f"{kinds[kind]:,} {DATES[kind]}" for kind in DATES if kinds[kind])
        said = [f"{plural(dates, 'date')} ({inner})"] if dates else []
        return ", ".join([*said, *(_named(n, fields[n]) for n in FIELDS if fields[n])])

    def lines(self) -> Iterator[str]:
        """A line for each event that loses something, which begins with its id."""
        for entry, lost in self.found:
            yield escape_controls(f"{entry.event.id}: {'; '.join(self._told(entry, lost))}")

    def _told(self, entry: Entry, lost: Sequence[Loss]) -> Iterator[str]:
        if lost[0].kind == "event":
            yield f"{entry.event.date}: left out, as an event {lost[0].why}"
            return
        dates = [loss for loss in lost if loss.kind in DATES]
        if dates and entry.date:
            kinds = ", ".join(DATES[loss.kind] for loss in dates)
            where = self.carries.aside if any(d.how == How.WORDS for d in dates) else "dropped"
            days = placed(entry.date) if self.carries.days else None
            shown = f"; on the days {_days(days)}" if days else ""
            yield f"{entry.date.text}: {quoted(words(entry.date))} {where} ({kinds}){shown}"
        for loss in lost:
            if loss.kind not in DATES:
                where = self.carries.aside if loss.how == How.WORDS else "dropped"
                yield f"{_named(loss.kind, loss.values)} {where}"


def report(name: str, carries: Carries, entries: Sequence[Entry]) -> Report:
    """What events lose in the format of this name, which carries so much."""
    found = ((entry, losses(entry, carries)) for entry in entries)
    return Report(name, carries, len(entries), [(entry, lost) for entry, lost in found if lost])


def _named(field: str, count: int) -> str:
    """So many values of a field."""
    called = {"other": "other field", "media": "picture"}.get(field, field.replace("_", " "))
    return plural(count, called.removesuffix("s"))


def _days(days: tuple[int, int]) -> str:
    return span(Date("", *days, "day"))
