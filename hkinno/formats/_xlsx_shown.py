"""What a cell of a spreadsheet shows of a day or a time, by its number format (ECMA-376, 18.8.31).

Excel makes a whole day of "Feb 2019", which it then shows as `Feb-19`: what is not shown is not
known. So a year that is shown is a year, and a day that is shown without its year has none.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

Moment = date | datetime | time | timedelta
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_FIELD = re.compile(r"general|am/pm|a/p|\[?([ymdhsegab])\1*\]?", re.IGNORECASE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = 3  # letters, from which on a day is one of the week
IN_THEIR_LANGUAGE = frozenset((*range(27, 37), *range(50, 59)))
"""The numbers of formats that are others in Chinese, Japanese and Korean (18.8.30)."""
_SURE = {30: "m/d/yy", 31: "yyyy/m/d", 32: "h:mm", 33: "h:mm:ss"}  # of these, the same in all
_FOREIGN = (  # what marks formats in other languages, and what their letters are there
    (re.compile("(?=.*t)(?=.*j)"), str.maketrans("tj", "dy")),  # German
    (re.compile("(?=.*d)(?=.*j)|.*jjjj"), str.maketrans("j", "y")),  # Dutch
    (re.compile("(?=.*j)(?=.*a)"), str.maketrans("ja", "dy")),  # French
    (re.compile("(?=.*g)(?=.*a)"), str.maketrans("ga", "dy")),  # Italian
    (re.compile("(?=.*d)(?=.*a)|(?=.*m).*aaaa"), str.maketrans("a", "y")),  # Spanish, Portuguese
)


@lru_cache
def fields(code: str) -> frozenset[str]:
    """What a number format shows: some of year, month, day, weekday, hour, minute, second."""
    plain = _LITERAL.sub("", code.partition(";")[0]).lower()
    if not re.search("[ye]", plain):
        plain = next((plain.translate(to) for mark, to in _FOREIGN if mark.match(plain)), plain)
    found: list[str] = []
    before = ""
    for match in _FIELD.finditer(plain):
        token = match[0].strip("[]")
        name = _name(token)
        if name == "month" and len(token) < 3 and before == "hour":
            name = "minute"
        elif name == "second" and before == "month":
            found[-1] = "minute"  # of mm:ss
        if name:
            found.append(name)
            before = name
    return frozenset(found)


def _name(token: str) -> str:
    """What a token of a format shows, of which `m` may be a minute as well."""
    if token == "general" or "/" in token:
        return ""
    if token.startswith("a"):  # in Japanese
        return "weekday"
    if token.startswith("d"):
        return "weekday" if len(token) >= _WEEKDAY else "day"
    return {"m": "month", "h": "hour", "s": "second", "g": ""}.get(token[0], "year")


def code_of(number: int, code: str) -> str | None:
    """The format by its number; None where that depends on the language of the program."""
    return _SURE.get(number) if number in IN_THEIR_LANGUAGE else code


def is_dated(code: str) -> bool:
    """Whether a format shows anything of a day."""
    return not fields(code).isdisjoint(("year", "month", "day", "weekday"))


def shown(value: Moment, code: str) -> str:
    """A day or a time as text, as far as its format shows it; midnight is no time of a day."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    there = fields(code)
    if not there:  # a day by its type, as in Strict Open XML
        there = frozenset(("year", "month", "day", "hour", "minute", "second"))
    clock = _clock(value, there)
    if isinstance(value, time) or there <= {"hour", "minute", "second"}:
        return clock
    day = _day(value, there)
    if not {"year", "month", "day"} <= there or clock in ("", "00:00", "00:00:00"):
        return day
    return f"{day}T{clock}"


def _day(value: date, there: frozenset[str]) -> str:
    year, month = f"{value.year:04}", _MONTHS[value.month - 1]
    if {"year", "month", "day"} <= there:
        return f"{year}-{value.month:02}-{value.day:02}"
    if "year" in there:
        return f"{month} {year}" if "month" in there else year
    if "day" in there or "month" in there:
        parts = (str(value.day) * ("day" in there), month * ("month" in there))
        return " ".join(filter(None, parts))
    return _DAYS[value.weekday()]


def _clock(value: Moment, there: frozenset[str]) -> str:
    """The time of day. Minutes and seconds alone are shown with their hour, which they lack."""
    if not isinstance(value, datetime | time) or there.isdisjoint(("hour", "minute", "second")):
        return ""
    clock = f"{value.hour:02}:{value.minute:02}"
    return f"{clock}:{value.second:02}" if "second" in there else clock
