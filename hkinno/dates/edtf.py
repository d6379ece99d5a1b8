"""EDTF text to dates: what a store may say, and what may be true if it says so.

The language is EDTF levels 0, 1 and 2 (Library of Congress, 4 February 2019; ISO 8601-2:2019,
annex A). Every date denotes a set of realizations: one day among some, a stretch from one day to
another (`a/b`), or a day of each of several dates (`{all of}`). Qualifiers (`~` approximate, `?`
uncertain, `%` both) are kept and shown, but never change that set.

    2002  2019-02  2022-07-07  2004-01-01T10:10:10Z        level 0; a time stays on its day
    2018~  201X  2019-XX  2001-21  2020/..  1985/  Y170000002  -0524     level 1
    1950S2  Y-17E7  156X-12-25  2004-06~-11  2001-34  [1667,1670..1672]  level 2

Choices where the specification leaves one: seasons are those of meteorology (21 is March to May,
24 is December to February of the next year), an `X` in the month stands for a month and not for a
season, an empty end of an interval is any day that leaves it an interval, and a range in braces
stands for each year, month or day of it, as its ends are written.
"""

import datetime
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from math import inf

from hkinno.dates.calendar import add_months, civil, month_length, month_span, ordinal
from hkinno.dates.date import Date, Lasting, Range, Several
from hkinno.dates.days import NO_DAYS, Days, Span, days_of_year, of_days, repeated, united
from hkinno.dates.years import matching
from hkinno.errors import DateError, quoted

MAX_YEAR_DIGITS = 1000  # a longer year is a slip or an attack, and Python's integers slow down
fromisoformat = datetime.date.fromisoformat
_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?").fullmatch
# `re` compiles these when a date first needs them; here it would be a hundredth of every start
TIMED = (
    r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
    r"(?:Z|([+-])([01][0-9]|2[0-3])(?::([0-5][0-9]))?)?"
)
MASKED = r"[?~%]?(-?)([0-9X]{4})[?~%]?(?:-[?~%]?([0-9X]{2})[?~%]?(?:-[?~%]?([0-9X]{2})[?~%]?)?)?"
YEAR = r"(?:Y(-?)([1-9][0-9]*)(?:E([1-9][0-9]{0,4}))?|(-?)([0-9]{4}))(?:S([1-9][0-9]{0,4}))?[?~%]?"

# ISO 8601-2:2019, 4.8: the code of a sub-year grouping -> what it is, its first month, its months
GROUPINGS: dict[int, tuple[str, int, int]] = {
    **{21 + i: ("season", 3 + 3 * i, 3) for i in range(4)},
    **{25 + i: ("season", 3 + 3 * i, 3) for i in range(4)},  # northern hemisphere
    **{29 + i: ("season", (9, 12, 3, 6)[i], 3) for i in range(4)},  # southern hemisphere
    **{33 + i: ("quarter", 1 + 3 * i, 3) for i in range(4)},
    **{37 + i: ("quadrimester", 1 + 4 * i, 4) for i in range(3)},
    **{40 + i: ("semester", 1 + 6 * i, 6) for i in range(2)},
}
EXAMPLES = "as in 2002, 2019-02, 2018~ or 2020/.."
_MONTHS = {"day": 0, "month": 1, "season": 3, "quarter": 3, "quadrimester": 4, "semester": 6}
_ANY_DAY = ((None, None), ("XX", None), ("XX", "XX"))  # months and days that leave a year whole
_NO_DATE = ("", "..")  # ends of an interval that are unknown, or open
_DIGITS_OPEN = ("year", "decade", "century", "millennium")


def plain_day(text: str) -> int | None:
    """The number of a day such as 2022-07-07, as most dates are; quick. None for all else."""
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return fromisoformat(text).toordinal()
        except ValueError:
            pass  # X, qualifiers, year 0000, or no date at all
    return None


@lru_cache(maxsize=1 << 14)
def parse(text: str) -> Date:
    """Read EDTF text, strictly: no blanks around it, no words. Raises DateError."""
    if number := plain_day(text):
        return Date(text, number, number, "day")
    plain = _PLAIN(text)
    if plain:
        year, month, day = plain.groups()
        return Date(text, *_calendar(text, int(year), month, day))
    if "/" in text:
        return _parse_interval(text)
    if text.startswith(("[", "{")):
        return _parse_set(text)
    if "T" in text and (timed := re.fullmatch(TIMED, text)):
        whole = parse(timed[1])
        return Date(text, whole.lo, whole.hi, "day", time=_seconds(*timed.groups()[1:]))
    if year_only := re.fullmatch(YEAR, text):
        return Date(text, *_parse_year(text, year_only), *_doubts(text))
    if masked := re.fullmatch(MASKED, text):
        lo, hi, precision, days = _masked(text, *masked.groups())
        return Date(text, lo, hi, precision, *_doubts(text), denotes=days)
    raise DateError(text, "it is not EDTF", EXAMPLES)


def _seconds(
    hours: str, minutes: str, seconds: str, sign: str | None, off: str | None, more: str | None
) -> float:
    """From the start of a day until an instant on it, in UTC."""
    local = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return local - int(f"{sign or ''}1") * (int(off or 0) * 3600 + int(more or 0) * 60)


def readable(text: str) -> Date | None:
    """What a text means; None where it is no date."""
    try:
        return parse(text)
    except DateError:
        return None


def _calendar(text: str, year: int, month: str | None, day: str | None) -> tuple[float, float, str]:
    """The span of a year, a month (or a grouping of months), or a day."""
    if month is None:
        return ordinal(year, 1, 1), ordinal(year, 12, 31), "year"
    number = int(month)
    if day is None and number in GROUPINGS:
        precision, first, count = GROUPINGS[number]
        return *month_span(year, first, count), precision
    if not 1 <= number <= 12:
        raise DateError(text, f"there is no month {month}")
    if day is None:
        return *month_span(year, number), "month"
    if not 1 <= int(day) <= month_length(year, number):
        leap = " in a common year" if (number, day) == (2, "29") else ""
        raise DateError(text, f"month {month} has no day {day}{leap}")
    lo = ordinal(year, number, int(day))
    return lo, lo, "day"


def _parse_year(text: str, found: re.Match[str]) -> tuple[float, float, str]:
    """A year alone: of four digits or prefixed with Y, exponential, of significant digits."""
    long_sign, long, exponent, sign, short, significant = found.groups()
    digits = long or short or ""
    width = len(digits) + int(exponent or 0)
    if width > MAX_YEAR_DIGITS:
        raise DateError(text, f"a year has at most {MAX_YEAR_DIGITS} digits here")
    if long and width <= 4:
        raise DateError(text, "Y is for years of more than four digits")
    if (sign or long_sign) and not digits.strip("0"):
        raise DateError(text, "there is no year -0000; 0000 is 1 BC")
    spare = width - int(significant or width)
    if spare < 0:
        raise DateError(text, f"a year of {width} digits has no {significant} significant ones")
    number = int(digits) * 10 ** int(exponent or 0)
    first = number - number % 10**spare
    last = first + 10**spare - 1
    if sign or long_sign:  # the digits are those of the magnitude: -1950S2 is -1999 to -1900
        first, last = -last, -(first or 1)
    return ordinal(first, 1, 1), ordinal(last, 12, 31), _years_precision(spare)


def _years_precision(open_digits: int) -> str:
    return _DIGITS_OPEN[open_digits] if open_digits < len(_DIGITS_OPEN) else "years"


def _masked(
    text: str, sign: str, year: str, month: str | None, day: str | None
) -> tuple[float, float, str, Days | None]:
    """A date with qualifiers or with X: the bounds of its valid completions, and their holes."""
    if sign and year == "0000":
        raise DateError(text, "there is no year -0000; 0000 is 1 BC")
    if "X" not in text:
        return *_calendar(text, int(sign + year), month, day), None
    precision = _masked_precision(year) if month is None else "day" if day else "month"
    open_days = (month, day) in _ANY_DAY
    if open_days and "X" not in year.rstrip("X"):  # no holes
        return *_extremes(sign, year), precision, None
    months = _fitting(month or "XX", 12)
    if month and "X" not in month and int(month) in GROUPINGS and day is None:
        precision, first, count = GROUPINGS[int(month)]
        months = range(first, first + count)
    numbers = _fitting(day or "XX", 31)
    if "X" in year:
        days = repeated(matching(sign, year), months, numbers)
    else:
        days = of_days(days_of_year(int(sign + year), months, numbers))
    if days == NO_DAYS:
        raise DateError(text, "no digits in the place of X make it one")
    lo, hi = days.lo, days.hi
    return lo, hi, precision, days if days.gap(lo) <= hi else None


@cache
def _fitting(pattern: str, most: int) -> Sequence[int]:
    """The numbers up to one for which two digits stand some of which are X."""
    return [
        number
        for number in range(1, most + 1)
        if all(w in ("X", d) for w, d in zip(pattern, f"{number:02}", strict=True))
    ]


def _extremes(sign: str, pattern: str) -> Span:
    """The bounds of the years for which digits stand of which the last ones are X."""
    first, last = int(pattern.replace("X", "0")), int(pattern.replace("X", "9"))
    if sign:
        first, last = -last, -(first or 1)  # no year -0000
    return ordinal(first, 1, 1), ordinal(last, 12, 31)


def _masked_precision(year: str) -> str:
    """That of a year with X: a decade if only the last digit is open, and so on."""
    known = year.rstrip("X")
    return _years_precision(len(year) - len(known) if "X" not in known else len(year))


def _parse_member(text: str, whole: str, what: str) -> Date:
    """A date inside an interval or a set: neither of these itself, and without a time of day."""
    date = None if text[0] in "[{" else parse(text)  # brackets could be nested without end
    if date is None or date.time > -inf or date.precision == "interval":
        raise DateError(whole, f"{quoted(text)} cannot be part of {what}")
    return date


def _bounds(start: Date | None, end: Date | None, whole: str) -> Span:
    lo, hi = start.lo if start else -inf, end.hi if end else inf
    if lo > hi:
        raise DateError(whole, "it ends before it starts")
    return lo, hi


def _parse_interval(text: str) -> Date:
    """`a/b`: from a day of a to a day of b; `..` is open, and nothing is not known."""
    first, _, last = text.partition("/")
    known = first not in _NO_DATE or last not in _NO_DATE
    if not known or "/" in last:
        raise DateError(text, "an interval has two ends, at least one of them a date")
    start = None if first in _NO_DATE else _parse_member(first, text, "an interval")
    end = None if last in _NO_DATE else _parse_member(last, text, "an interval")
    lo, hi = _bounds(start, end, text)
    latest, earliest = -inf if first else hi, inf if last else lo
    if start:
        latest = start.hi if start.hi <= hi else start.days.last(hi)
    if end:
        earliest = end.lo if end.lo >= lo else end.days.first(lo)
    core = latest, earliest
    return Date(text, lo, hi, "interval", *_doubts(text), -inf, core, Lasting(start, end))


def _doubts(text: str) -> tuple[bool, bool]:
    """Whether a date is approximate, and whether it is uncertain."""
    both = "%" in text
    return both or "~" in text, both or "?" in text


def _parse_set(text: str) -> Date:
    """`[a,b..c]`, one of these days, and `{a,b..c}`, a day of each of these dates."""
    if text[-1] != {"[": "]", "{": "}"}[text[0]]:
        raise DateError(text, "its bracket is not closed")
    members = _parse_members(text)
    lo, hi = min(member.lo for member in members), max(member.hi for member in members)
    doubts = _doubts(text)
    if text[0] == "[":
        days = united(member.days for member in members)
        return Date(text, lo, hi, "set", *doubts, denotes=days if days.gap(lo) <= hi else None)
    ends = [_inner_ends(member) for member in members]
    core = min(first for first, _ in ends), max(last for _, last in ends)
    return Date(text, lo, hi, "set", *doubts, core=core, denotes=Several(tuple(members)))


def _parse_members(text: str) -> Sequence[Date | Range]:
    parts = text[1:-1].split(",")
    members: list[Date | Range] = []
    for place, part in enumerate(parts):
        first, dots, last = part.partition("..")
        if (not first and place > 0) or (dots and not last and place < len(parts) - 1):
            raise DateError(text, "only its first member can begin, and its last end, with ..")
        start = _parse_member(first, text, "a set") if first else None
        end = _parse_member(last, text, "a set") if last else None if dots else start
        known = start or end
        if known is None:
            raise DateError(text, "a set has at least one date")
        if start and end and start.precision != end.precision:
            raise DateError(text, "the ends of a range in a set have one precision")
        members.append(_range(start, end, text) if dots else known)
    return members


def _range(start: Date | None, end: Date | None, whole: str) -> Range:
    lo, hi = _bounds(start, end, whole)
    known = start or end
    assert known is not None  # who calls has seen to it
    years = civil(int(known.hi))[0] + 1 - civil(int(known.lo))[0]
    months = _MONTHS.get(known.precision, 12 * years)
    anchor = known.lo if start or not months else add_months(int(known.hi) + 1, -months)
    return Range(lo, hi, months, int(anchor))


def _inner_ends(member: Date | Range) -> Span:
    """The last day of what comes first, and the first of what comes last."""
    if isinstance(member, Range):
        return member.around(member.lo)[1], member.around(member.hi)[0]
    return member.hi, member.lo
