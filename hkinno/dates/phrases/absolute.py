"""Words for one date that mean the same on every day, to EDTF text."""

import re
from collections.abc import Callable
from datetime import date as Day  # noqa: N812 - as in hkinno.dates.phrases.parse

from hkinno.dates.calendar import civil, is_leap, iso, ordinal
from hkinno.dates.phrases.vocabulary import (
    DAY,
    MONTH,
    MONTHS,
    NTH,
    PART,
    PARTS,
    SCALES,
    TWICE,
    WEEK,
    YEAR,
    bare,
)
from hkinno.errors import DateError

_WINTERS = ("24", "28", "30")  # the groupings that run into the next year


def absolute(said: str) -> str | None:
    """The EDTF text of words that do not need today; None if no pattern fits them."""
    for pattern, build in ABSOLUTE:
        if found := re.fullmatch(pattern, said):
            return build(found)
    return None


def year_text(year: int) -> str:
    """An astronomical year in EDTF."""
    return f"{'-' * (year < 0)}{abs(year):04}" if abs(year) <= 9999 else f"Y{year}"


def _year_of(said: str) -> str:
    found = re.fullmatch(r"(?:ad ?)?([0-9]+)(?:\.([0-9]+))? ?([a-z]*illion)? ?([a-e]*)", said)
    if not found or found[0] == found[1]:
        return said.upper()
    whole, decimals, scale, era = found.groups(default="")
    number = int(whole + decimals) * SCALES.get(scale, 1) // 10 ** len(decimals)
    if not number:
        raise DateError(said, "there is no year 0, 1 BC is followed by AD 1")
    return year_text(1 - number if "b" in era else number)


def _calendar(found: re.Match[str]) -> str:
    """A year, a month or a day."""
    said = found.groupdict()
    month = f"-{MONTHS.index(said['month'][:3]) // 3 + 1:02}" if said["month"] else ""
    return _year_of(said["year"]) + month + (f"-{int(said['day']):02}" if said["day"] else "")


def _part(found: re.Match[str]) -> str:
    """A season, a quarter, a quadrimester or a semester."""
    code, half = PARTS[found["part"]], found.groupdict().get("half")
    if half and code > 24:
        raise DateError(found[0], "only seasons differ between north and south")
    return f"{_year_of(found['year'])}-{code + {None: 0, 'north': 4, 'south': 8}[half]}"


def _age(found: re.Match[str]) -> str:
    """A century or a millennium: the 19th is 18XX, and the 5th BC, 500 to 401 BC, is -04XX."""
    nth, bc, width = int(found["nth"]), bool(found["bc"]), 2 if found["age"] == "century" else 3
    if not 0 < nth <= 10 ** (4 - width):
        raise DateError(found[0], f"there is none before the 1st or after {10 ** (4 - width)}")
    if bc and nth == 1:
        return f"-{10**width - 1:04}/0000"  # 1 BC is not in -00XX
    return "-" * bc + f"{nth - 1:0{4 - width}}" + "X" * width


def _decade(found: re.Match[str]) -> str:
    return f"{found[1]}X"


def _slashed(found: re.Match[str]) -> str:
    return "-".join(found.group(1, 3, 4))


def _decade_bc(found: re.Match[str]) -> str:
    """The 480s BC, 489 to 480: one of these years, which no mask of EDTF has in it."""
    first = int(found[1]) * 10
    return f"[{year_text(-8 - first)}..{year_text(1 - first)}]"


def _week(found: re.Match[str]) -> str:
    """A week of ISO 8601 from its Monday to its Sunday, or its day from 1 to 7."""
    said = found.groupdict()
    year, week, number = int(said["year"]), int(said["week"]), said.get("number")
    try:
        days = [Day.fromisocalendar(year, week, n) for n in (int(number or 1), int(number or 7))]
    except ValueError as fault:
        raise DateError(found[0], f"{said['year']} has no week {week}") from fault
    return days[0].isoformat() if number else "/".join(day.isoformat() for day in days)


def _day_of_year(found: re.Match[str]) -> str:
    """An ordinal date of ISO 8601: the year and the number of the day in it."""
    year, number = map(int, found.groups())
    day = ordinal(year, 1, 1) + number - 1
    if not number or civil(day)[0] != year:
        raise DateError(found[0], f"the days of {found[1]} go from 001 to {365 + is_leap(year)}")
    return iso(day)


# --- one time of two years


def _twice(found: re.Match[str]) -> str:
    """A winter, or a day of the months that were at the end of a year when it began in March."""
    one, first, link, second, rest = found.groups()
    following = str(int(first) + (-1 if "b" in rest else 1))
    if not following.endswith(second):
        last = first[: -len(second)] + second
        later = int(last) < int(first) if "b" in rest else int(last) > int(first)
        hint = f"; {_as_span(one, first, last)}" if later else "; write both ends whole"
        raise DateError(None, f"two years of one time follow each other{hint}")
    span = _as_span(one, first, following + rest)
    if re.fullmatch(PART, one):
        text = absolute(f"{one} {first}{rest}") or ""
        if text.endswith(_WINTERS):
            return text
        raise DateError(None, f"of the parts of a year only a winter has two years; {span}")
    text = absolute(f"{one} {following}") or ""
    if not text or text[5:] > "03-25":
        why = "two years are for days from 1 January to 25 March, with which the year once ended"
        raise DateError(None, f"{why}; {span}")
    if link != TWICE:
        raise DateError(None, f"it has two readings, write {text} for one time; {span}")
    return text


def _as_span(one: str, first: str, last: str) -> str:
    named = re.sub(rf"\b(?:{bare(MONTH)}|[qth][1-4])\b", lambda month: month[0].title(), one)
    return f"for a span write {named} {first} to {last.replace('bc', 'BC')}"


ABSOLUTE: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (f"(?:{DAY}[ -]?)?{MONTH},?[ -]?{YEAR}", _calendar),
    (f"{MONTH} ?{DAY}(?:, ?| ){YEAR}", _calendar),
    (f"{YEAR}(?:[ -]?{MONTH}(?:[ -]?{DAY})?)?", _calendar),
    (f"{YEAR}[ -]?{PART}", _part),
    (rf"{PART},?[ -]?{YEAR}(?: \((?P<half>north|south)\))?", _part),
    ("([0-9]{3})0'?s", _decade),
    ("([1-9][0-9]*)0'?s bce?", _decade_bc),
    (f"(?P<year>[0-9]{{4}})[ -]?{WEEK}", _week),
    (f"(?P<year>[0-9]{{4}})-{WEEK}-(?P<number>[1-7])", _week),
    (f"(?P<year>[0-9]{{4}}){WEEK}(?P<number>[1-7])", _week),
    (f"{WEEK}(?:, ?|[ -])(?P<year>[0-9]{{4}})", _week),
    ("([0-9]{4})-([0-9]{3})", _day_of_year),
    (f"{NTH} (?P<age>century|millennium)(?: (?:(?P<bc>bce?)|ad|ce))?", _age),
    (r"([0-9]{4})([/.])([0-9]{2})\2([0-9]{2})", _slashed),
    (f"(.+?),? ?([0-9]+)({TWICE}+)([0-9]+)((?: (?:bce?|ad|ce))?)", _twice),
)
