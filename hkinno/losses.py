"""What a format cannot carry, and what an event therefore loses in it.

A format that cannot carry all declares it, on its first lines, as `CARRIES`; one without that
carries everything and costs nothing. From these declarations come the line on standard error after
an export, `--strict`, `--explain-loss` and the table of formats in the manual.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
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

    @property
    def lossy(self) -> list[str]:
        """The fields that are not carried as data."""
        return [name for name in FIELDS if self.how(name) != How.DATA]

    def headed_by(self, field: str) -> "Carries":
        """The same where a field is in the headings, for people to read."""
        if self.how(field) != How.NOT:
            return self
        return self._replace(fields={**self.fields, field: How.WORDS})


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
    kinds = kinds_of(entry.date) if entry.date else ()
    found = [Loss(kind, how) for kind in kinds if (how := carries.how(kind)) != How.DATA]
    counts = ((name, _count(entry, name)) for name in carries.lossy)
    return found + [Loss(name, carries.how(name), count) for name, count in counts if count]


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


def kinds_of(date: Date) -> tuple[str, ...]:
    """The kinds of a date, of `DATES`, in their order; none for a day."""
    return _kinds_of(date.text)


@lru_cache(maxsize=10_000)  # many events are of the same year
def _kinds_of(text: str) -> tuple[str, ...]:
    date = parse(text)
    found = set(_inner_kinds(date))
    found |= {"mark"} if date.approximate or date.uncertain else set()
    found |= {"open-start"} if date.lo == -inf else set()
    found |= {"open-end"} if date.hi == inf else set()
    known = placed(date)
    found |= {"bc"} if known and known[0] < 1 else set()
    return tuple(kind for kind in DATES if kind in found)


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


def _count(entry: Entry, field: str) -> int:
    """How many values an event has in a field."""
    if field == "other":
        return sum(name not in STORED for name in members(entry.raw))
    value = getattr(entry.event, field)
    return 1 if value and isinstance(value, str) else len(value or ())


# --- in sentences


class Report:
    """What events lose in the format of this name, which carries so much: counted, and in words."""

    def __init__(self, name: str, carries: Carries, entries: Sequence[Entry]) -> None:
        self._name, self._carries, self._entries = name, carries, entries
        self._absent = Counter[str]()  # by reason
        self._dates = Counter[How]()
        self._counts: dict[How, Counter[str]] = {how: Counter() for how in How}
        for entry in entries:
            self._add(losses(entry, carries))

    def _add(self, lost: Sequence[Loss]) -> None:
        hows = set()
        for loss in lost:
            if loss.kind == "event":
                self._absent[loss.why] += 1
                continue
            self._counts[loss.how][loss.kind] += loss.values
            if loss.kind in DATES:
                hows.add(loss.how)
        self._dates.update(hows)

    @property
    def absent(self) -> int:
        """How many events are left out."""
        return self._absent.total()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is lost."""
        return not self._absent and not any(self._counts.values())

    def line(self, end: str = "") -> str:
        """All of it in one sentence with this end; nothing where nothing is lost."""
        said = []
        if self._absent:
            of = f"{self.absent:,} of {plural(len(self._entries), 'event')}"
            said.append(f"leaves out {of} ({' or '.join(self._absent)})")
        if aside := self._counted(How.WORDS):
            said.append(f"says {self._carries.aside} {aside}")
        if gone := self._counted(How.NOT):
            said.append(f"drops {gone}")
        return f"{self._name} {listed(said)}{end}" if said else ""

    def _counted(self, how: How) -> str:
        """What is carried so: dates with their kinds, and the values of fields."""
        counts = self._counts[how]
        inner = ", ".join(
            f"{counts[kind]:,} {said}" for kind, said in DATES.items() if counts[kind]
        )
        said = [f"{plural(self._dates[how], 'date')} ({inner})"] if inner else []
        return ", ".join([*said, *(_named(n, counts[n]) for n in FIELDS if counts[n])])

    def lines(self) -> Iterator[str]:
        """A line for each event that loses something, which begins with its id."""
        for entry in self._entries:
            if lost := losses(entry, self._carries):
                yield escape_controls(f"{entry.event.id}: {'; '.join(self._told(entry, lost))}")

    def _told(self, entry: Entry, lost: Sequence[Loss]) -> Iterator[str]:
        if lost[0].kind == "event":
            yield f"{entry.event.date}: left out, as an event {lost[0].why}"
            return
        dates = [loss for loss in lost if loss.kind in DATES]
        if dates and entry.date:
            kinds = ", ".join(DATES[loss.kind] for loss in dates)
            days = placed(entry.date) if self._carries.days else None
            shown = f"; on the days {_days(days)}" if days else ""
            said = f"{quoted(words(entry.date))} {self._where(dates[0].how)}"
            yield f"{entry.date.text}: {said} ({kinds}){shown}"
        for loss in lost:
            if loss.kind not in DATES:
                yield f"{_named(loss.kind, loss.values)} {self._where(loss.how)}"

    def _where(self, how: How) -> str:
        return self._carries.aside if how == How.WORDS else "dropped"


def _named(field: str, count: int) -> str:
    """So many values of a field."""
    called = {"other": "other field", "media": "picture"}.get(field, field.replace("_", " "))
    return plural(count, called.removesuffix("s"))


def _days(days: tuple[int, int]) -> str:
    return span(Date("", *days, "day"))
