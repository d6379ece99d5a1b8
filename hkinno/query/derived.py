"""What follows from a date and can be asked for by name, as a column and as a condition."""

from collections.abc import Callable

from hkinno.dates.calendar import bound
from hkinno.dates.date import Date

DERIVED: dict[str, Callable[[Date], object]] = {
    "lo": lambda date: bound(date.lo),
    "hi": lambda date: bound(date.hi),
    "latest_start": lambda date: bound(date.latest_start),
    "earliest_end": lambda date: bound(date.earliest_end),
    "precision": lambda date: date.precision,
    "approximate": lambda date: date.approximate,
    "uncertain": lambda date: date.uncertain,
}


def derived_text(name: str, date: Date | None) -> str:
    """What follows from a date, as a text; empty where there is no date, or nothing to tell."""
    value = DERIVED[name](date) if date else None
    return str(value).lower() if isinstance(value, bool) else str(value or "")
