"""Filters by date: the bounds that people give, and the window of days that they leave open.

A new one is a row of `DATE_FILTERS`.
"""

from collections.abc import Callable, Mapping
from math import inf
from typing import NamedTuple

from hkinno.dates.calendar import iso
from hkinno.dates.date import Date
from hkinno.dates.days import Span
from hkinno.dates.edtf import parse
from hkinno.errors import UsageError, quoted
from hkinno.query.window import Neighbourhood, Window, window


class DateFilter(NamedTuple):
    """A bound that people give as a date, and the days that it leaves open.

    `holes` says that the window has those of the date, which may then be a day of any year.
    """

    name: str
    help: str
    span: Callable[[Date], Span]
    holes: bool = False


DATE_FILTERS = (
    DateFilter("since", "Keep what may have been on the first day of DATE or later.",
               lambda bound: (bound.lo, inf)),
    DateFilter("until", "Keep what may have been on the last day of DATE or earlier.",
               lambda bound: (-inf, bound.hi)),
    DateFilter("on", "Keep what may have been on a day of DATE; '4 July' is that of any year.",
               lambda bound: (bound.lo, bound.hi), holes=True),
)  # fmt: skip  # a row a filter


def window_of(bounds: Mapping[str, object], near: Neighbourhood | None) -> Window | None:
    """The days that bounds leave open, given by the names of their rows; None where there are none.

    A bound is a `Date` or EDTF text. Raises UsageError for days that do not meet, DateError.
    """
    dates = {name: date for name, value in bounds.items() if (date := _date(value))}
    rows = [row for row in DATE_FILTERS if row.name in dates]
    spans = [row.span(dates[row.name]) for row in rows] + ([near.span] if near else [])
    if not spans:
        return None
    _refuse_crossed(dates.get("since"), dates.get("until"))
    found = window(spans, next((dates[row.name].days for row in rows if row.holes), None))
    if found is None:
        said = [f"--{row.name.replace('_', '-')} {quoted(dates[row.name].text)}" for row in rows]
        said += [f"--around {quoted(near.id)}"] if near else []
        raise UsageError(f"there is no day that is in all of {' and '.join(said)}")
    return found


def _date(value: object) -> Date | None:
    if value is None or isinstance(value, Date):
        return value
    if isinstance(value, str):
        return parse(value)
    raise UsageError(f"{quoted(str(value))} is no date")


def _refuse_crossed(since: Date | None, until: Date | None) -> None:
    if since and until and since.lo > until.hi:
        raise UsageError(
            f"--since {quoted(since.text)} begins after --until {quoted(until.text)} ends "
            f"({iso(int(since.lo))} > {iso(int(until.hi))})"
        )
