"""Dates as people write them: `2019-02` is "Feb 2019", `2020/..` is "since 2020".

All of it is said in the language of a `hkinno.dates.wording.Wording`, in English if none is given.
What is written here for ordinary dates in English can be typed back, and most of it in the other
languages (`hkinno.dates.phrases`): what is read at all means the same span. Words are shorter than
EDTF can be: where a qualifier belongs to one component alone, the words carry it for the whole
date.
"""

import re
from math import inf

from hkinno.dates.calendar import civil, month_length
from hkinno.dates.date import Date
from hkinno.dates.edtf import GROUPINGS, parse
from hkinno.dates.wording import Wording, say_day, say_month, say_nth, say_year
from hkinno.dates.wordings.en import WORDING as ENGLISH

_DUAL = ("day", "month", "season")  # that may be named by two years
_MASKED = r"(-?)([0-9X]{4})(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?(?:T(.{5}).*)?"
_FIRST_CODES = {"season": 21, "quarter": 33, "quadrimester": 37, "semester": 40}


def words(date: Date, wording: Wording = ENGLISH) -> str:
    """The date in words, short enough for a column."""
    if "/" in date.text:
        return _interval(date.text, wording)
    if date.precision == "set":
        return _set(date.text, wording)
    text = date.text.translate({ord(q): None for q in "?~%"})
    masked = re.fullmatch(_MASKED, text)
    said = _single(date, masked, wording) if masked else _long_year(date, text, wording)
    if date.approximate:
        said = wording.approximate.format(date=said)
    return wording.uncertain.format(date=said) if date.uncertain else said


def year_words(year: int, wording: Wording = ENGLISH) -> str:
    """An astronomical year as people count: 0 is "1 BC", 44 is "AD 44"."""
    return say_year(year, wording, short=wording.short)


def day_words(day: float, wording: Wording = ENGLISH) -> str:
    """A bounded day number in words."""
    year, month, number = civil(int(day))
    return say_day(number, month, year_words(year, wording), wording)


def span_words(lo: float, hi: float, wording: Wording = ENGLISH) -> tuple[str, str]:
    """The two ends of a bounded span, in the coarsest unit that both fit: years, months or days."""
    first, last = civil(int(lo)), civil(int(hi))
    years = year_words(first[0], wording), year_words(last[0], wording)
    if first[2] != 1 or last[2] != month_length(*last[:2]):
        return day_words(lo, wording), day_words(hi, wording)
    if first[1] != 1 or last[1] != 12:
        return say_month(first[1], years[0], wording), say_month(last[1], years[1], wording)
    return years


def extent_words(lo: float, hi: float, wording: Wording = ENGLISH) -> str:
    """From when to when, in years: the extent of a chronology. No bound is an ellipsis."""
    first, last = (
        "…" if day in (-inf, inf) else year_words(civil(int(day))[0], wording) for day in (lo, hi)
    )
    return first if first == last else wording.span.format(first=first, last=last)


def fold_ends(first: str, last: str, wording: Wording) -> dict[str, str]:
    """Both ends of a span for a template, the last without what the language says once.

    Where the era stands before the year, what follows a time BC has its own: 公元前44年至14年 would
    have two readings.
    """
    start, end = (re.fullmatch(wording.once, text) for text in (first, last))
    if start and end and start[1] == end[1]:
        same_month = start[2] == end[2] and start[3] and end[3]
        return {"first": first, "last": end[3] if same_month else end[2] + (end[3] or "")}
    bc, ad, about = (
        template.partition("{")[0] for template in (wording.bc, wording.ad, wording.approximate)
    )
    if bc and bc in first and ad not in last and last != wording.unknown:
        last = re.sub(f"^(?:{about})?", rf"\g<0>{ad}", last)
    return {"first": first, "last": last}


def _between(date: Date, wording: Wording) -> str:
    first, last = span_words(date.lo, date.hi, wording)
    return first if first == last else wording.within.format(**fold_ends(first, last, wording))


# --- one date


def _single(date: Date, masked: re.Match[str], wording: Wording) -> str:
    sign, year, month, day, time = masked.groups()
    day = None if day == "XX" else day
    month = None if month == "XX" and not day else month
    unknown = "X" in year
    if "X" in (month or "") + (day or "") or (month and unknown and sign):
        return _between(date, wording)
    if month is None and unknown:
        return _masked_year(date, sign, year, wording)
    if unknown:
        said = wording.year.format(year=year.replace("X", wording.digit))
    else:
        said = year_words(int(sign + year), wording)
    if month is None:
        return said
    if int(month) in GROUPINGS:
        return _grouping(int(month), said, "" if unknown else sign + year, wording)
    if not day:
        return say_month(int(month), said, wording)
    said = say_day(int(day), int(month), said, wording)
    return wording.timed.format(date=said, time=time) if time else said


def _masked_year(date: Date, sign: str, year: str, wording: Wording) -> str:
    if date.precision == "decade" and not sign and year[0] != "0":
        return wording.decade.format(year=f"{year[:3]}0")
    if date.precision == "century" and (not sign or year != "00XX"):
        early = wording.century_ad if year < "09XX" else wording.century
        number = int(year[:2]) + 1
        return (wording.century_bc if sign else early).format(
            n=number, nth=say_nth(number, wording)
        )
    return _between(date, wording)


def _grouping(code: int, said: str, year: str, wording: Wording) -> str:
    """A part of a year, which is in words and, if all of it is known, in digits."""
    kind, first, count = GROUPINGS[code]
    place = code - _FIRST_CODES[kind]
    if wording.two_years and first + count > 13 and "1000" <= year < "9999":
        following = f"{int(year) + 1}"
        short = following if following.endswith("00") else following[2:]
        said = wording.two_years.format(first=year, last=short)
    part = wording.groupings[kind][place % 4].format(year=said)
    return wording.hemispheres[place // 4].format(season=part) if kind == "season" else part


def _long_year(date: Date, text: str, wording: Wording) -> str:
    """A year with Y, an exponent, or significant digits."""
    estimate, _, significant = text.partition("S")
    if not significant:
        return year_words(civil(int(date.lo))[0], wording)
    ends = fold_ends(*span_words(date.lo, date.hi, wording), wording)
    return wording.estimate.format(date=words(parse(estimate), wording), **ends)


# --- several


def _interval(text: str, wording: Wording) -> str:
    start, end = text.split("/")
    if start == "..":
        return wording.until.format(date=words(parse(end), wording))
    if end == "..":
        return wording.since.format(date=words(parse(start), wording))
    first, last = (
        words(parse(text), wording) if text else wording.unknown for text in (start, end)
    )
    before, _, era = wording.bc.partition("{year}")
    era = "" if before else era  # else it stands before the year
    alike = era and len(first) == len(last)  # 490–79 BC could be read as 490–479 BC
    if alike and f"{first.removesuffix(era)}{last.removesuffix(era)}".isdigit():
        first = first.removesuffix(era) if last.endswith(era) else first  # 525–500 BC
    if last.isdigit() and start and parse(start).precision in _DUAL:
        template = wording.from_to  # winter 1962–1963 is one winter, Feb 1731–1732 one month
    elif first.isdigit() and last.removesuffix(era).isdigit():
        template = wording.years
    else:
        template = wording.span
    return template.format(**fold_ends(first, last, wording))


def _set(text: str, wording: Wording) -> str:
    link = wording.links[text[0] == "{"]
    first, _, last = text[1:-1].partition("..")
    if first and last and "," not in text:  # a range alone: some time within, or all of them
        if text[0] == "[":
            ends = words(parse(first), wording), words(parse(last), wording)
            return wording.within.format(**fold_ends(*ends, wording))
        span = _interval(f"{first}/{last}", wording)
        return wording.each[parse(first).precision].format(span=span)
    said = [_member(part, link, wording) for part in text[1:-1].split(",")]
    if ".." not in text and all(map(str.isdigit, said[1:])):
        said = [*said[1:], said[0]] if not said[0].isdigit() else said  # 1963 or May 1962
    if len(said) == 1:
        return said[0]
    pause = wording.pause if ".." in (text[1:3], text[-3:-1]) else ""
    others = wording.comma.join(said[:-1]) + pause
    return wording.joined.format(others=others, link=link, last=said[-1])


def _member(text: str, link: str, wording: Wording) -> str:
    first, dots, last = text.partition("..")
    if not dots:
        return words(parse(first), wording)
    if not first:
        return wording.before.format(date=words(parse(last), wording), link=link)
    if not last:
        return wording.later.format(date=words(parse(first), wording), link=link)
    return _interval(f"{first}/{last}", wording)
