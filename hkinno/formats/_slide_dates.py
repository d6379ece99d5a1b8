"""Dates as TimelineJS has them: a start and perhaps an end, each no finer than it is known.

Years are those of astronomers. TimelineJS puts them where they belong, but calls -524 "524 BCE" and
the year 0 "0"; what it should say then, and of all that is no day, month or year, is in words.
"""

import re
from math import inf

from hkinno.dates.calendar import civil, month_length
from hkinno.dates.date import Date
from hkinno.dates.edtf import TIMED, parse

Parts = dict[str, int]
_CLOCK = ("hour", "minute", "second")
is_plain = re.compile(r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?").fullmatch
"""Whether TimelineJS says a date of this text as it is meant: a year from 1 on, a month, a day."""


def slide_dates(date: Date) -> dict[str, Parts]:
    """Where the slide of a date is, which has to be one that is placed."""
    if timed := re.fullmatch(TIMED, date.text):
        clock = dict(zip(_CLOCK, map(int, timed.groups()[1:4]), strict=True))
        return {"start_date": _parts(date.lo, "day") | clock}
    start, end = _ends(date)
    first, last = _parts(start.lo, _unit(start)), _parts(end.hi, _unit(end))
    return {"start_date": first} | ({"end_date": last} if last != first and date.hi < inf else {})


def _ends(date: Date) -> tuple[Date, Date]:
    """Of what is written of a date, what begins first and what ends last."""
    spans = [
        [parse(end) for end in re.split(r"\.\.|/", text) if end]
        for text in date.text.strip("[]{}").split(",")
    ]
    first, last = (span[0] for span in spans), (span[-1] for span in spans)
    return min(first, key=lambda d: d.lo), max(last, key=lambda d: d.hi)


def _unit(date: Date) -> str:
    """The coarsest unit that both ends of a date fit, as years the span of a decade."""
    first, last = civil(int(date.lo)), civil(int(date.hi))
    if date.precision == "day" or first[2] != 1 or last[2] != month_length(*last[:2]):
        return "day"
    return "year" if (first[1], last[1]) == (1, 12) else "month"


def _parts(day: float, unit: str) -> Parts:
    year, month, number = civil(int(day))
    parts = {"year": year, "month": month, "day": number}
    return {name: parts[name] for name in list(parts)[: list(parts).index(unit) + 1]}
