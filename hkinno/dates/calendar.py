"""Calendar arithmetic on day numbers, for years of any size.

The calendar is the proleptic Gregorian one with astronomical years (ISO 8601-1:2019, 4.2.1):
year 0 is 1 BC, year -524 is 525 BC. Days are numbered as `datetime.date.toordinal` does
(0001-01-01 is day 1), but the numbering goes on below year 1 and beyond year 9999.
"""

from datetime import date
from math import inf

CYCLE_YEARS, CYCLE_DAYS = 400, 146_097  # the calendar repeats itself after 400 years
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_LENGTH = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """The number of days in a month (1-12)."""
    return 29 if month == 2 and is_leap(year) else _LENGTH[month]


def ordinal(year: int, month: int, day: int) -> int:
    """The day number of a calendar date, which must exist."""
    past = year - 1
    start = past * 365 + past // 4 - past // 100 + past // 400
    return start + _BEFORE[month] + (month > 2 and is_leap(year)) + day


def civil(day: int) -> tuple[int, int, int]:
    """The (year, month, day) of a day number; the inverse of `ordinal`."""
    cycles, rest = divmod(day - 1, CYCLE_DAYS)
    found = date.fromordinal(rest + 1)
    return found.year + cycles * CYCLE_YEARS, found.month, found.day


def month_span(year: int, month: int, count: int = 1) -> tuple[int, int]:
    """The first and the last day of `count` months from `month` on."""
    over, last = divmod(month + count - 2, 12)
    end = year + over
    return ordinal(year, month, 1), ordinal(end, last + 1, month_length(end, last + 1))


def add_months(day: int, months: int) -> int:
    """The same day of another month, or that month's last day where there is no such day."""
    year, month, number = civil(day)
    over, index = divmod(month - 1 + months, 12)
    year += over
    return ordinal(year, index + 1, min(number, month_length(year, index + 1)))


def stretch(year: int, years: int) -> int:
    """Which stretch of so many years, as 10 or 100, a year lies in, as people and EDTF count.

    18 is 1800 to 1899 (18XX), 0 begins with AD 1, and -1 ends with 1 BC: none has years of both.
    The one before 0 of single years is 1 BC itself, so that those are just the years.
    """
    return year // years if year > 0 or years == 1 else -1 - -year // years


def stretch_start(number: int, years: int) -> int:
    """The first year of a stretch."""
    if years == 1 or number > 0:
        return number * years
    return number * years + 1


def weekday(day: int) -> int:
    """Which of WEEKDAYS a day is."""
    return (day - 1) % 7


def iso(day: int) -> str:
    """A day as ISO 8601 text; beyond four digits of year in the expanded form, with a sign."""
    year, month, number = civil(day)
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{number:02d}"


def bound(day: float) -> str | None:
    """A bound of a span as ISO 8601 text; None where it is unbounded."""
    return None if day in (-inf, inf) else iso(int(day))
