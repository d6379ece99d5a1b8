"""The columns of an event: all that a query asks, in whole numbers and folded text.

Days are numbers as in `hkinno.dates.calendar`, in 64 bits: what is unbounded is the least and the
greatest of these, and what lies beyond is the next one inside, with `lo_beyond` and `hi_beyond`
beside it, texts that sort as the numbers do. `holes` says that the four corners of a date do not
tell all of it, `odd` that a value has the mark which stands between values. No engine is known
here.
"""

from collections.abc import Callable, Iterable, Sequence
from math import inf
from operator import attrgetter
from typing import Any, NamedTuple

from hkinno.dates.date import Date, Lasting, Several
from hkinno.dates.days import Days
from hkinno.events import VALUES, Event, Field, searched_texts, values_of
from hkinno.query.order import SORTS, folded

VERSION = 2
"""Of the columns: what is written with another one cannot be read."""
KEY = "hkinno"
"""The name under which a file says of itself that it has these columns, and what else it has."""
APART = "\x1f"
"""What stands around each value in a key (the unit separator of ASCII)."""
LEAST, MOST = -(1 << 63), (1 << 63) - 1
SPANS = 366, 40_000
"""How many days a date of the span classes 0 and 1 has at most: a year, and a little more than a
century. What is longer, or open, is of class 2."""
UNREADABLE = len(SPANS) + 1
"""The span class of what has no date."""
NO_TIME = -(1 << 31)
"""The instant of what has no time of day, which comes before all that have one."""


class Column(NamedTuple):
    """A column: its name, of what it is (int, bool, text, texts), and what it has of each event."""

    name: str
    kind: str
    of: Callable[[Sequence[Event], Sequence[Date | None]], list[Any]]


def day(number: float) -> int:
    """A day in 64 bits."""
    if LEAST + 1 < number < MOST - 1:
        return int(number)
    if number in (-inf, inf):
        return MOST if number > 0 else LEAST
    return MOST - 1 if number > 0 else LEAST + 1


def beyond(number: float) -> str:
    """A day that does not fit, as text that sorts as these days do; empty for one that does."""
    if LEAST + 1 < number < MOST - 1 or number in (-inf, inf):
        return ""
    digits = str(abs(int(number)))
    size = f"{len(digits):05}"
    if number > 0:
        return f"+{size}{digits}"
    return "-" + "".join(str(9 - int(digit)) for digit in f"{size}{digits}")


def fold(texts: Iterable[str]) -> str:
    """Values, each folded and once, so that one can be found with its marks; empty without any."""
    kept = dict.fromkeys(text.casefold() for text in texts)
    return f"{APART}{APART.join(kept)}{APART}" if kept else ""


def has_holes(date: Date) -> bool:
    """Whether the four corners do not tell all of a date, or one of them does not fit."""
    known = date.denotes
    if isinstance(known, Days | Several):
        return True
    if isinstance(known, Lasting):
        ends = (end for end in (known.start, known.end) if end)
        if any(isinstance(end.denotes, Days) for end in ends):
            return True
    return bool(beyond(date.lo) or beyond(date.hi))  # the other two lie between


def _of_dates(name: str, kind: str, of: Callable[[Date], object], without: object) -> Column:
    """A column of what follows from a date, and what it has where there is none."""
    return Column(name, kind, lambda _, dates: [of(d) if d else without for d in dates])


def _of_events(name: str, kind: str, of: Callable[[Event], object]) -> Column:
    return Column(name, kind, lambda events, _: list(map(of, events)))


def span(date: Date | None) -> int:
    """In which class a date is by its days, so that those which are alike can lie together."""
    if date is None:
        return UNREADABLE
    if inf in (-date.lo, date.hi):  # of which no number of 1,000 digits can be taken away
        return len(SPANS)
    return next((n for n, most in enumerate(SPANS) if date.hi - date.lo < most), len(SPANS))


def _kind(date: Date) -> str:
    if isinstance(date.denotes, Lasting):
        return "lasting"
    return "several" if isinstance(date.denotes, Several) else "single"


def _instant(date: Date) -> int:
    return int(date.time) if date.time > -inf else NO_TIME


def _is_odd(event: Event) -> bool:
    found = (values_of(event, row) for row in VALUES)
    return any(APART in value for values in found if values for value in values)


def _search_key(event: Event) -> str:
    return APART.join(searched_texts(event)).casefold()


def _values(row: Field) -> Callable[[Event], object]:
    return lambda event: values_of(event, row)


def _key(row: Field) -> Callable[[Event], str]:
    return lambda event: fold(values_of(event, row))


def _sort(text: Callable[[Event], str | None]) -> Callable[[Event], str]:
    return lambda event: folded(event, text)


COLUMNS = (
    _of_events("id", "text", attrgetter("id")),
    _of_events("date", "text", attrgetter("date")),
    Column("undated", "bool", lambda _, dates: [date is None for date in dates]),
    _of_dates("lo", "int", lambda date: day(date.lo), 0),
    _of_dates("latest_start", "int", lambda date: day(date.latest_start), 0),
    _of_dates("earliest_end", "int", lambda date: day(date.earliest_end), 0),
    _of_dates("hi", "int", lambda date: day(date.hi), 0),
    _of_dates("lo_beyond", "text", lambda date: beyond(date.lo), ""),
    _of_dates("hi_beyond", "text", lambda date: beyond(date.hi), ""),
    _of_dates("holes", "bool", has_holes, False),
    _of_dates("instant", "int", _instant, NO_TIME),
    _of_dates("span", "int", span, UNREADABLE),
    _of_dates("kind", "text", _kind, ""),
    _of_dates("precision", "text", attrgetter("precision"), ""),
    _of_dates("approximate", "bool", attrgetter("approximate"), False),
    _of_dates("uncertain", "bool", attrgetter("uncertain"), False),
    *(_of_events(row.name, "texts", _values(row)) for row in VALUES),
    *(_of_events(f"{row.name}_key", "text", _key(row)) for row in VALUES),
    *(_of_events(f"{name}_sort", "text", _sort(text)) for name, text in SORTS.items() if text),
    _of_events("search_key", "text", _search_key),
    _of_events("odd", "bool", _is_odd),
)
"""All but `place`, which stands before them, and `event`, its JSON as stored, behind them."""
