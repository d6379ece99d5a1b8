"""The words for dates, as patterns, and what they are in EDTF."""

import re
from collections.abc import Callable
from datetime import date as Day  # noqa: N812 - as in hkinno.dates.phrases.parse
from typing import NamedTuple

from hkinno.dates.calendar import iso
from hkinno.dates.wordings.en import WORDING as ENGLISH

LONGEST = 300  # characters; no words for a date are longer, EDTF may be
FORMS = (
    "write EDTF (2019, 2019-02, 2019-02-03, 2018~, 201X, 2019/2021, 2020/..) or words "
    "(Feb 2019, 1 July 1997, 2010s, 2019 Q1, circa 1620, 525 BC, last year, 5 years ago, "
    "2019 to 2021, since 2020)"
)
MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
PARTS = (  # parts of a year and their EDTF codes (ISO 8601-2:2019, 4.8)
    {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
    | {f"q{n}": 32 + n for n in (1, 2, 3, 4)}
    | {f"t{n}": 36 + n for n in (1, 2, 3)}
    | {f"h{n}": 39 + n for n in (1, 2)}
    | {f"{n}q": 32 + n for n in (1, 2, 3, 4)}
    | {f"{n}h": 39 + n for n in (1, 2)}
    | {f"{nth} quarter": 33 + n for n, nth in enumerate(("first", "second", "third", "fourth"))}
    | {f"{nth} quarter": 33 + n for n, nth in enumerate(("1st", "2nd", "3rd", "4th"))}
    | {"first half": 40, "1st half": 40, "second half": 41, "2nd half": 41}
    | {"last quarter": 36, "last half": 41}
)


class PhraseUnit(NamedTuple):
    """A length of time in months and days, and the EDTF text of the one that a day lies in."""

    months: int
    days: int
    around: Callable[[Day], str]


def _week(day: Day) -> str:
    monday = day.toordinal() - day.weekday()
    return f"{iso(monday)}/{iso(monday + 6)}"


UNITS = {
    "day": PhraseUnit(0, 1, Day.isoformat),
    "week": PhraseUnit(0, 7, _week),
    "month": PhraseUnit(1, 0, lambda day: day.isoformat()[:7]),
    "quarter": PhraseUnit(3, 0, lambda day: f"{day.isoformat()[:4]}-{33 + (day.month - 1) // 3}"),
    "year": PhraseUnit(12, 0, lambda day: day.isoformat()[:4]),
    "decade": PhraseUnit(120, 0, lambda day: f"{day.isoformat()[:3]}X"),
    "century": PhraseUnit(1200, 0, lambda day: f"{day.isoformat()[:2]}XX"),
}

SCALES = {name.strip(): unit for unit, name, _ in ENGLISH.scales}
SCALED = rf"(?:[0-9]+(?:\.[0-9]{{1,3}})? ?(?:{'|'.join(SCALES)}))"  # 13.8 billion
YEAR = rf"(?P<year>ad ?(?:[0-9]+|{SCALED})|(?:[0-9]+|{SCALED}) ?(?:bce?|ce|ad)|[0-9x]{{4}})"
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
NTH = "(?P<nth>[0-9]+)(?:st|nd|rd|th)"
PART = f"(?P<part>{'|'.join(PARTS)})"
NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
COUNT = f"(?P<count>[0-9]+|an?|{'|'.join(NUMBERS)}) (?P<unit>{'|'.join(UNITS)}|centurie)s?"
WEEKDAY = (
    "(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)"
)
ABOUT = (
    *("circa", "circ", "cca", "ca", "c", "about", "abt", "around", "approximately", "approx"),
    *("roughly", "~", "±"),
    # GEDCOM's: an estimate, and what was calculated, as a birth from an age, which is as good as
    # what it was calculated from, and seldom exact
    *("estimated", "est", "calculated", "calc", "cal"),
)
MAYBE = (
    *("possibly", "poss", "probably", "prob", "perhaps", "maybe", "presumably", "likely"),
    *("apparently", "uncertain"),
)
MARKS = dict.fromkeys(ABOUT, "~") | dict.fromkeys(MAYBE, "?")
WEEK = "w(?P<week>[0-9]{2})"  # as `tidy` spells it
NOW = "now|today|date|present(?: day)?|current(?:ly)?|(?:still )?(?:ongoing|going on)"
NEW_STYLE = "1752"  # in it England let the year begin in January; Europe had done so before
TWICE = "⁄"  # joins two years that are said of one time, as in 11 Feb 1731/32


def bare(pattern: str) -> str:
    """The pattern without names for its groups, so that it can stand in another twice."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)
