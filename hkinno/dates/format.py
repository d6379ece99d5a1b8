"""Dates as people write them: `2019-02` is "Feb 2019", `2020/..` is "since 2020".

What is written here for ordinary dates can be typed back (`hkinno.dates.phrases`) and means the
same span. Words are shorter than EDTF can be: where a qualifier belongs to one component alone, the
words carry it for the whole date.
"""

import re

from hkinno.dates.calendar import civil
from hkinno.dates.date import Date
from hkinno.dates.edtf import GROUPINGS, parse
from hkinno.dates.wording import ENGLISH, say_day, say_ends, say_extent, say_year

MONTHS = ENGLISH.months
_DUAL = ("day", "month", "season")  # that may be named by two years
_SEASONS = ("spring", "summer", "autumn", "winter")
_MASKED = r"(-?)([0-9X]{4})(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?(?:T(.{5}).*)?"


def words(date: Date) -> str:
    """The date in words, short enough for a column."""
    if "/" in date.text:
        return _format_interval(date.text)
    if date.precision == "set":
        return _format_set(date.text)
    text = date.text.translate({ord(q): None for q in "?~%"})
    masked = re.fullmatch(_MASKED, text)
    plain = _single(date, *masked.groups()) if masked else _long_year(date, text)
    return ("c. " if date.approximate else "") + plain + ("?" if date.uncertain else "")


def year_words(year: int) -> str:
    """An astronomical year as people count: 0 is "1 BC", 44 is "AD 44"."""
    return say_year(year, ENGLISH)


def day_words(day: float) -> str:
    """A bounded day number in words."""
    year, month, number = civil(int(day))
    return say_day(number, month, year_words(year), ENGLISH)


def span_words(lo: float, hi: float) -> tuple[str, str]:
    """The two ends of a bounded span, in the coarsest unit that both fit: years, months or days."""
    return say_ends(lo, hi, ENGLISH)


def extent_words(lo: float, hi: float) -> str:
    """From when to when, in years: the extent of a chronology."""
    return say_extent(lo, hi, ENGLISH)


def _between(date: Date) -> str:
    first, last = span_words(date.lo, date.hi)
    return first if first == last else f"between {first} and {last}"


def _ordinal(number: int) -> str:
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{suffix or 'th'}"


def _single(
    date: Date, sign: str, year: str, month: str | None, day: str | None, time: str | None
) -> str:
    day = None if day == "XX" else day
    month = None if month == "XX" and not day else month
    if "X" in (month or "") + (day or ""):
        return _between(date)
    if month is None:
        return _masked_year(date, sign, year) if "X" in year else year_words(int(sign + year))
    if "X" not in year:
        said = year_words(int(sign + year))
    elif sign:
        return _between(date)
    else:
        said = year.replace("X", "x")
    if int(month) in GROUPINGS:
        return _grouping(int(month), said)
    number = f"{int(day)} " if day else ""
    return f"{number}{MONTHS[int(month)]} {said}" + (f" {time}" if time else "")


def _masked_year(date: Date, sign: str, year: str) -> str:
    if date.precision == "decade" and not sign and year > "0":
        return f"{year[:3]}0s" if year[0] != "0" else _between(date)
    if date.precision == "century" and (not sign or year != "00XX"):
        return f"{_ordinal(int(year[:2]) + 1)} century" + (" BC" if sign else "")
    return _between(date)


def _grouping(code: int, year: str) -> str:
    kind = GROUPINGS[code][0]
    if kind == "season":
        half = {0: "", 1: " (north)", 2: " (south)"}[(code - 21) // 4]
        return f"{_SEASONS[(code - 21) % 4]} {year}{half}"
    start = {"quarter": 33, "quadrimester": 37, "semester": 40}[kind]
    letter = {"quarter": "Q", "quadrimester": "T", "semester": "H"}[kind]
    return f"{year} {letter}{code - start + 1}"


def _long_year(date: Date, text: str) -> str:
    """A year with Y, an exponent, or significant digits."""
    estimate, _, significant = text.partition("S")
    if not significant:
        return year_words(civil(int(date.lo))[0])
    known = words(parse(estimate))
    return "{} (between {} and {})".format(known, *span_words(date.lo, date.hi))


def _format_interval(text: str) -> str:
    start, end = text.split("/")
    if start == ".." or end == "..":
        return f"until {words(parse(end))}" if start == ".." else f"since {words(parse(start))}"
    first = words(parse(start)) if start else "?"
    last = words(parse(end)) if end else "?"
    alike = len(first) == len(last)  # 490–79 BC could be read as 490–479 BC
    if alike and last.endswith(" BC") and f"{first[:-3]}{last[:-3]}".isdigit():
        first = first[:-3]  # 525–500 BC
    if last.isdigit() and start and parse(start).precision in _DUAL:
        return f"from {first} to {last}"  # winter 1962–1963 is one winter, Feb 1731–1732 one month
    close = first.isdigit() and last.removesuffix(" BC").isdigit()
    return f"{first}–{last}" if close else f"{first} – {last}"


def _format_set(text: str) -> str:
    link = "or" if text[0] == "[" else "and"
    first, _, last = text[1:-1].partition("..")
    if first and last and "," not in text:  # a range alone: some time within, or all of them
        ends = words(parse(first)), words(parse(last))
        if text[0] == "[":
            return "between {} and {}".format(*ends)
        return f"every {parse(first).precision} {_format_interval(f'{first}/{last}')}"
    said = [_format_member(part, link) for part in text[1:-1].split(",")]
    if ".." not in text and all(map(str.isdigit, said[1:])):
        said = [*said[1:], said[0]] if not said[0].isdigit() else said  # 1963 or May 1962
    return f"{', '.join(said[:-1])} {link} {said[-1]}" if len(said) > 1 else said[0]


def _format_member(text: str, link: str) -> str:
    first, dots, last = text.partition("..")
    if not dots:
        return words(parse(first))
    if not first:
        return f"{words(parse(last))} {link} before"
    if not last:
        return f"{words(parse(first))} {link} later"
    return _format_interval(f"{first}/{last}")
