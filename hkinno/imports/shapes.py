"""The shapes of dates in tables whose meaning is that of their column: what each text may be.

A text alone does not tell whether 1/2/2019 is in January, 1911-12 one month or two years, or -300
the year 300 BC. Each shape is a pattern here with a function that gives all its readings.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from typing import NamedTuple, NoReturn

from hkinno.dates.edtf import readable
from hkinno.dates.phrases.absolute import year_text
from hkinno.errors import DateError

ORDERS = ("dmy", "mdy", "ymd")
ORDER_WORDS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_SEASONS = range(21, 42)  # ISO 8601-2, 4.8
NUMBERS = re.compile(r"([0-9]{1,4})\s*([-/.,])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})\.?")
PAIR = re.compile(r"([0-9]{3,4})([-/,]|\s*[–—]\s*|\s+(?:-|to)\s+)([0-9]{1,2}|[0-9]{4})")
MONTH_YEAR = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{4})")
NEGATIVE = re.compile(r"(?<![\w.?~%-])-([0-9]{1,1000})((?:-[0-9]{2}){0,2})(?![\w-])")
NEGATIVES = re.compile(r"[-0-9/.,?~%\[\]{} –—]*")  # all that stands around negative years
SHORT = re.compile(r"[0-9]{1,3}")
NAMED_DAY = re.compile(r"([0-9]{1,2})[-/. ]+([^\W\d_]{3,})\.?[-/., ]+'?([0-9]{2})")
NAMED_MONTH = re.compile(r"([^\W\d_]{3,})\.?(?:[-/]'?|\s+')([0-9]{2})")
FLOAT_YEAR = re.compile(r"([0-9]{4})\.0+")  # what becomes of numbers in a column with gaps
ZERO = re.compile(r"([0-9]{4})(?:([-/.])(?:([0-9]{2})\2)?00)?")
COMPACT = re.compile(
    r"((?:1[0-9]|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:T?([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?"
)
QUALIFIED = re.compile(
    r"((?:circa|circ|cca|ca|c|about|abt|around|approx(?:imately)?|est|um|vers|~)\b\.?\s*|~\s*)?"
    r"(.*?[0-9])(\s*\(?[?~%]\)?)?",
    re.IGNORECASE,
)
EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3}){0,2}")


class DayNumbers(NamedTuple):
    """A day by its numbers, as written; the year may be short, the day and the month zero."""

    year: str
    month: int
    day: int

    @property
    def is_valid(self) -> bool:
        """Whether there is such a day. Zeros at the end say that it is not known."""
        if self.month == 0 and self.day == 0:
            return True
        if not 1 <= self.month <= 12:
            return False
        year = int(self.year) if len(self.year) > 2 else 0  # 0 stands for any, leap years too
        return self.day <= monthrange(year or 2000, self.month)[1]

    def edtf(self, year: str) -> str:
        """The day, the month or the year in EDTF, in the year as EDTF has it."""
        parts = [part for part in (self.month, self.day) if part]
        return "-".join([year, *(f"{part:02}" for part in parts)])


def day_readings(found: re.Match[str]) -> dict[str, DayNumbers]:
    """What a match of `NUMBERS` may be, by the order of its numbers; a year has its place."""
    first, _, second, third = found.groups()
    ordered = {
        "dmy": DayNumbers(third, int(second), int(first)),
        "mdy": DayNumbers(third, int(first), int(second)),
        "ymd": DayNumbers(first, int(second), int(third)),
    }
    if len(first) > 2:
        ordered = {"ymd": ordered["ymd"]} if len(third) <= 2 else {}
    elif len(third) > 2:
        del ordered["ymd"]
    return {order: numbers for order, numbers in ordered.items() if numbers.is_valid}


class PairReadings(NamedTuple):
    """What `1911-12` may be; empty where it is no such thing."""

    month: str
    season: str
    years: str


def pair_readings(found: re.Match[str]) -> PairReadings:
    """What a match of `PAIR` may be: a month, a season as EDTF has them, or two years."""
    first, dash, second = found.groups()
    year, number = f"{int(first):04}", int(second)
    if dash not in ("-", "/", ","):  # which no month has
        return PairReadings("", "", _two_years(year, second))
    is_season = dash == "-" and len(second) == 2 and number in _SEASONS
    return PairReadings(
        f"{year}-{number:02}" if len(second) < 3 and 1 <= number <= 12 else "",
        f"{year}-{second}" if is_season else "",
        _two_years(year, second) if dash != "," else "",
    )


def _two_years(first: str, second: str) -> str:
    """From a year to a later one, of which only the last digits may be written."""
    last = int(first[: -len(second)] + second)
    if last == int(first) + 1 - 10 ** len(second):  # 1999-00
        last = int(first) + 1
    return f"{first}/{last:04}" if last > int(first) else ""


def bc_year(number: int) -> str:
    """A year BC in EDTF, which counts 1 BC as 0000. Raises DateError for the year 0."""
    if not number:
        raise DateError("-0", "there is no year 0 BC; 1 BC is followed by AD 1")
    return year_text(1 - number)


def refuse_epoch(found: re.Match[str]) -> NoReturn:
    """Raise DateError for a number that counts from 1970 on, with the moment that it is."""
    from datetime import UTC, datetime

    unit = ("seconds", "milliseconds", "microseconds")[(len(found[0]) - 10) // 3]
    day = datetime.fromtimestamp(int(found[0][:10]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    raise DateError(found[0], f"if it counts {unit} from 1970 on, write {day}")


def compact_day(found: re.Match[str]) -> str | None:
    """A day without anything between its numbers (ISO 8601, basic format) in EDTF; zeros at the end
    are not known. None if there is no such day.
    """
    year, month, day, hour, minute, second, zone = found.groups()
    if day == "00":
        date = readable(year if month == "00" else f"{year}-{month}")
        return date.text if date else None
    clock = f"T{hour}:{minute}:{second}{zone}" if hour else ""
    date = readable(f"{year}-{month}-{day}{clock}")
    return date.text if date and date.precision == "day" else None


def refuse_orders(said: str, texts: Mapping[str, str]) -> NoReturn:
    """Raise DateError for numbers that are different dates by the orders that they may have."""
    both = " or ".join(f"{text} ({ORDER_WORDS[order]})" for order, text in texts.items())
    options = " or ".join(f"--dates {order}" for order in texts)
    count = {2: "two", 3: "three"}[len(texts)]
    raise DateError(said, f"it has {count} readings, {both}: say {options}")


def month_of_year(found: re.Match[str]) -> str | None:
    """A month by its number and its year, in EDTF; None if there is no such month."""
    month = int(found[1])
    return f"{found[2]}-{month:02}" if 1 <= month <= 12 else None
