"""The columns of an event: all that a query asks, in whole numbers and folded text.

Days are numbers as in `hkinno.dates.calendar`, in 64 bits: what is unbounded is the least and the
greatest of these, and what lies beyond is the next one inside, with `lo_beyond` and `hi_beyond`
beside it, texts that sort as the numbers do. `holes` says that the four corners of a date do not
tell all of it, `odd` that a value has the mark which stands between values. No engine is known
here.
"""

from collections.abc import Callable, Iterable
from math import inf
from typing import NamedTuple

from hkinno.dates.date import Date, Lasting, Several
from hkinno.dates.days import Days
from hkinno.events import VALUES, Event, Field, searched_texts, values_of
from hkinno.query.order import SORTS, folded

VERSION = 1
"""Of the columns: what is written with another one cannot be read."""
KEY = "hkinno"
"""The name under which a file says of itself that it has these columns, and what else it has."""
APART = "\x1f"
"""What stands around each value in a key (the unit separator of ASCII)."""
LEAST, MOST = -(1 << 63), (1 << 63) - 1
NO_TIME = -(1 << 31)
"""The instant of what has no time of day, which comes before all that have one."""


class Column(NamedTuple):
    """A column: its name, of what it is (int, bool, text, texts), and what it has of an event."""

    name: str
    kind: str
    of: Callable[[Event, Date | None], object]


def day(number: float) -> int:
    """A day in 64 bits."""
    if number in (-inf, inf):
        return MOST if number > 0 else LEAST
    return int(max(LEAST + 1, min(MOST - 1, number)))


def beyond(number: float) -> str:
    """A day that does not fit, as text that sorts as these days do; empty for one that does."""
    if number in (-inf, inf) or LEAST + 1 < number < MOST - 1:
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
    corners = (date.lo, date.latest_start, date.earliest_end, date.hi)
    return any(beyond(corner) for corner in corners)


def _corner(name: str) -> Callable[[Event, Date | None], int]:
    return lambda _, date: day(getattr(date, name)) if date else 0


def _told(name: str, without: object) -> Callable[[Event, Date | None], object]:
    return lambda _, date: getattr(date, name) if date else without


def _span(_: Event, date: Date | None) -> str:
    if date is None:
        return ""
    if isinstance(date.denotes, Lasting):
        return "lasting"
    return "several" if isinstance(date.denotes, Several) else "single"


def _values(row: Field) -> Callable[[Event, Date | None], object]:
    return lambda event, _: list(values_of(event, row))


def _key(row: Field) -> Callable[[Event, Date | None], object]:
    return lambda event, _: fold(values_of(event, row))


def _sort(text: Callable[[Event], str | None]) -> Callable[[Event, Date | None], object]:
    return lambda event, _: folded(event, text)


def _is_odd(event: Event, _: Date | None) -> bool:
    found = (values_of(event, row) for row in VALUES)
    return any(APART in value for values in found if values for value in values)


COLUMNS = (
    Column("id", "text", lambda event, _: event.id),
    Column("date", "text", lambda event, _: event.date),
    Column("undated", "bool", lambda _, date: date is None),
    Column("lo", "int", _corner("lo")),
    Column("latest_start", "int", _corner("latest_start")),
    Column("earliest_end", "int", _corner("earliest_end")),
    Column("hi", "int", _corner("hi")),
    Column("lo_beyond", "text", lambda _, date: beyond(date.lo) if date else ""),
    Column("hi_beyond", "text", lambda _, date: beyond(date.hi) if date else ""),
    Column("holes", "bool", lambda _, date: date is not None and has_holes(date)),
    Column("instant", "int", lambda _, d: int(d.time) if d and d.time > -inf else NO_TIME),
    Column("span", "text", _span),
    Column("precision", "text", _told("precision", "")),
    Column("approximate", "bool", _told("approximate", False)),
    Column("uncertain", "bool", _told("uncertain", False)),
    *(Column(row.name, "texts", _values(row)) for row in VALUES),
    *(Column(f"{row.name}_key", "text", _key(row)) for row in VALUES),
    *(Column(f"{name}_sort", "text", _sort(text)) for name, text in SORTS.items() if text),
    Column("search_key", "text", lambda event, _: APART.join(searched_texts(event)).casefold()),
    Column("odd", "bool", _is_odd),
)
"""All but `place`, which stands before them, and `event`, its JSON as stored, behind them."""


def row_of(event: Event, date: Date | None) -> list[object]:
    """What an event has in each of COLUMNS."""
    return [column.of(event, date) for column in COLUMNS]
