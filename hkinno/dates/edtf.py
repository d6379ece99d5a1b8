"""EDTF text to dates: what a store may say, and the span of days that it means.

The language is EDTF levels 0, 1 and 2 (Library of Congress, 4 February 2019; ISO 8601-2:2019,
annex A). Every date denotes a span of whole days, `lo` to `hi`, both inclusive. Qualifiers
(`~` approximate, `?` uncertain, `%` both) are kept and shown, but never move a bound.

    2002  2019-02  2022-07-07  2004-01-01T10:10:10Z        level 0; a time stays on its day
    2018~  201X  2019-XX  2001-21  2020/..  1985/  Y170000002  -0524     level 1
    1950S2  Y-17E7  156X-12-25  2004-06~-11  2001-34  [1667,1670..1672]  level 2

Choices where the specification leaves one: seasons are those of meteorology (21 is March to May,
24 is December to February of the next year), an `X` in the month stands for a month and not for a
season, an empty end of an interval is unbounded, and a set means the hull of its members.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from math import inf

from msgspec import Struct

from hkinno.dates.calendar import month_length, month_span, ordinal
from hkinno.errors import DateError, quoted

MAX_YEAR_DIGITS = 1000  # a longer year is a slip or an attack, and Python's integers slow down
fromisoformat = datetime.date.fromisoformat
_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?").fullmatch
# `re` compiles these when a date first needs them; here it would be a hundredth of every start
_TIMED = (
    r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?"
)
_MASKED = r"[?~%]?(-?)([0-9X]{4})[?~%]?(?:-[?~%]?([0-9X]{2})[?~%]?(?:-[?~%]?([0-9X]{2})[?~%]?)?)?"
_YEAR = r"(?:Y(-?)([1-9][0-9]*)(?:E([1-9][0-9]{0,4}))?|(-?)([0-9]{4}))(?:S([1-9][0-9]{0,4}))?[?~%]?"

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
_LEAP = 2000  # a year that has every day which any year has
_DIGITS_OPEN = ("year", "decade", "century", "millennium")


class Date(Struct, frozen=True):
    """A date as written, and the span of days that it denotes.

    `lo` and `hi` are day numbers (`hkinno.dates.calendar`), both inclusive: whole numbers, or -inf
    and inf where the span is unbounded. `time` is in seconds into the day as written, whatever its
    zone, and -1 where none is written.
    """

    text: str
    lo: float
    hi: float
    precision: str
    approximate: bool = False
    uncertain: bool = False
    time: int = -1

    @property
    def order(self) -> tuple[float, float, int]:
        """The sort key: by `lo`, then a wider span before a narrower, then by time of day."""
        return self.lo, -self.hi, self.time


@lru_cache(maxsize=1 << 14)
def parse(text: str) -> Date:
    """Read EDTF text, strictly: no blanks around it, no words. Raises DateError."""
    if len(text) == 10 and text[4] == text[7] == "-":  # most dates are days; this is quickest
        try:
            number = fromisoformat(text).toordinal()
            return Date(text, number, number, "day")
        except ValueError:
            pass  # X, qualifiers, year 0000, or no date: what follows tells
    plain = _PLAIN(text)
    if plain:
        year, month, day = plain.groups()
        return Date(text, *_calendar(text, int(year), month, day))
    if "/" in text:
        lo, hi, precision = _parse_interval(text)
    elif text.startswith(("[", "{")):
        lo, hi, precision = _parse_set(text)
    elif "T" in text and (timed := re.fullmatch(_TIMED, text)):
        whole = parse(timed[1])
        seconds = int(timed[2]) * 3600 + int(timed[3]) * 60 + int(timed[4])
        return Date(text, whole.lo, whole.hi, "day", time=seconds)
    elif year_only := re.fullmatch(_YEAR, text):
        lo, hi, precision = _parse_year(text, year_only)
    elif masked := re.fullmatch(_MASKED, text):
        lo, hi, precision = _masked(text, *masked.groups())
    else:
        raise DateError(text, "it is not EDTF", EXAMPLES)
    both = "%" in text
    return Date(text, lo, hi, precision, both or "~" in text, both or "?" in text)


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
) -> tuple[float, float, str]:
    """A date with qualifiers or with X: the first and the last of its valid completions."""
    if "X" not in text:
        if sign and year == "0000":
            raise DateError(text, "there is no year -0000; 0000 is 1 BC")
        return _calendar(text, int(sign + year), month, day)
    if month and "X" not in month and int(month) in GROUPINGS and day is None:
        spans = [month_span(y, *GROUPINGS[int(month)][1:]) for y in _extreme_years(sign, year)]
        return spans[0][0], spans[-1][1], GROUPINGS[int(month)][0]
    if month is None:
        first, last = _extreme_years(sign, year)
        return ordinal(first, 1, 1), ordinal(last, 12, 31), _masked_precision(year)
    lo = _first_valid(_years(sign, year, up=True), month, day, up=True)
    hi = _first_valid(_years(sign, year, up=False), month, day, up=False)
    if lo is None or hi is None:
        raise DateError(text, "no digits in the place of X make it one")
    return lo, hi, "day" if day else "month"


def _masked_precision(year: str) -> str:
    """That of a year with X: a decade if only the last digit is open, and so on."""
    known = year.rstrip("X")
    return _years_precision(len(year) - len(known) if "X" not in known else len(year))


def _completions(pattern: str, up: bool) -> Iterator[int]:
    """The numbers that a pattern of digits and X can stand for, in order."""
    digits = "0123456789" if up else "9876543210"
    return (int("".join(made)) for made in product(*(digits if c == "X" else c for c in pattern)))


def _years(sign: str, pattern: str, up: bool) -> Iterator[int]:
    if not sign:
        return _completions(pattern, up)
    return (-number for number in _completions(pattern, not up) if number)  # no year -0000


def _extreme_years(sign: str, pattern: str) -> Iterable[int]:
    return [next(_years(sign, pattern, up)) for up in (True, False)]


def _first_valid(years: Iterator[int], month: str, day: str | None, up: bool) -> int | None:
    """The first day (`up`) or the last one of the completions that exist."""
    pairs = [
        (number, found)
        for number in _completions(month, up)
        for found in (_completions(day, up) if day else range(1, 32)[:: 1 if up else -1])
        if 1 <= number <= 12 and 1 <= found <= month_length(_LEAP, number)
    ]
    valid = (
        ordinal(year, number, found)
        for year in (years if pairs else ())
        for number, found in pairs
        if found <= month_length(year, number)
    )
    return next(valid, None)


def _parse_member(text: str, whole: str, what: str) -> Date:
    """A date inside an interval or a set: neither of these itself, and without a time of day."""
    date = None if text[0] in "[{" else parse(text)  # brackets could be nested without end
    if date is None or date.time >= 0 or date.precision == "interval":
        raise DateError(whole, f"{quoted(text)} cannot be part of {what}")
    return date


def _span(start: Date | None, end: Date | None, whole: str) -> tuple[float, float]:
    lo, hi = start.lo if start else -inf, end.hi if end else inf
    if lo > hi:
        raise DateError(whole, "it ends before it starts")
    return lo, hi


def _parse_interval(text: str) -> tuple[float, float, str]:
    """`a/b`: from the first day of a to the last of b; `..` and nothing are unbounded."""
    ends = text.split("/")
    if len(ends) != 2 or not any(end not in ("", "..") for end in ends):
        raise DateError(text, "an interval has two ends, at least one of them a date")
    start, end = (None if e in ("", "..") else _parse_member(e, text, "an interval") for e in ends)
    return *_span(start, end, text), "interval"


def _parse_set(text: str) -> tuple[float, float, str]:
    """`[a,b..c]` (one of) and `{a,b..c}` (all of): the hull of the members."""
    if text[-1] != {"[": "]", "{": "}"}[text[0]]:
        raise DateError(text, "its bracket is not closed")
    members = text[1:-1].split(",")
    spans = []
    for place, member in enumerate(members):
        first, dots, last = member.partition("..")
        if (not first and place > 0) or (dots and not last and place < len(members) - 1):
            raise DateError(text, "only its first member can begin, and its last end, with ..")
        start = _parse_member(first, text, "a set") if first else None
        end = _parse_member(last, text, "a set") if last else None if dots else start
        if start is end is None:
            raise DateError(text, "a set has at least one date")
        if start and end and start.precision != end.precision:
            raise DateError(text, "the ends of a range in a set have one precision")
        spans.append(_span(start, end, text))
    return min(lo for lo, _ in spans), max(hi for _, hi in spans), "set"
