"""Dates: every example of the EDTF specification, and the laws that hold for any text.

The specification is that of the Library of Congress, 4 February 2019; where it leaves a choice,
DESIGN section 3 decides. Bounds are written by hand, days as ISO 8601 text.
"""

import datetime
import itertools
import json
import math
import random
import re
import subprocess
import sys

import edtf_strategies as edtf
import pytest
from edtf_strategies import Production, length, number, spell, texts
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hkinno.dates import calendar as days
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.dates.format import words
from hkinno.errors import DateError

# Neither hypothesis setting that measures time: a slow machine is no fault.
law = settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])


def bound(text: str) -> float:
    """A bound written by hand: an ISO day, or `-inf` or `inf`."""
    if text in {"-inf", "inf"}:
        return float(text)
    year, month, day = text.rsplit("-", 2)
    return number(int(year), int(month), int(day))


def span(text: str) -> tuple[float, float]:
    date = parse(text)
    return date.lo, date.hi


def holds(outer: Date, inner: Date) -> bool:
    return outer.lo <= inner.lo and inner.hi <= outer.hi


def plain(text: str) -> str:
    """The text without its qualifiers."""
    return re.sub("[?~%]", "", text)


# --- the specification, example by example ---

LEVEL_0 = [
    # Extended format
    ("2005-09-24T10:00:00", "2005-09-24", "2005-09-24", "day"),
    # Date
    ("1985-04-12", "1985-04-12", "1985-04-12", "day"),
    ("1985-04", "1985-04-01", "1985-04-30", "month"),
    ("1985", "1985-01-01", "1985-12-31", "year"),
    # Date and Time
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12", "day"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "day"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", "day"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12", "day"),
    # Time Interval
    ("1964/2008", "1964-01-01", "2008-12-31", "interval"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31", "interval"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "interval"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", "interval"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31", "interval"),
    ("2005/2006-02", "2005-01-01", "2006-02-28", "interval"),
]
LEVEL_1 = [
    # Letter-prefixed calendar year
    ("Y170000002", "170000002-01-01", "170000002-12-31", "year"),
    ("Y-170000002", "-170000002-01-01", "-170000002-12-31", "year"),
    # Seasons
    ("2001-21", "2001-03-01", "2001-05-31", "season"),
    # Qualification of a date (complete)
    ("1984?", "1984-01-01", "1984-12-31", "year"),
    ("2004-06~", "2004-06-01", "2004-06-30", "month"),
    ("2004-06-11%", "2004-06-11", "2004-06-11", "day"),
    # Unspecified digit(s) from the right
    ("201X", "2010-01-01", "2019-12-31", "decade"),
    ("20XX", "2000-01-01", "2099-12-31", "century"),
    ("2004-XX", "2004-01-01", "2004-12-31", "month"),
    ("1985-04-XX", "1985-04-01", "1985-04-30", "day"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", "day"),
    # Extended Interval: open end, open start, unknown end, unknown start
    ("1985-04-12/..", "1985-04-12", "inf", "interval"),
    ("1985-04/..", "1985-04-01", "inf", "interval"),
    ("1985/..", "1985-01-01", "inf", "interval"),
    ("../1985-04-12", "-inf", "1985-04-12", "interval"),
    ("../1985-04", "-inf", "1985-04-30", "interval"),
    ("../1985", "-inf", "1985-12-31", "interval"),
    ("1985-04-12/", "1985-04-12", "inf", "interval"),
    ("1985-04/", "1985-04-01", "inf", "interval"),
    ("1985/", "1985-01-01", "inf", "interval"),
    ("/1985-04-12", "-inf", "1985-04-12", "interval"),
    ("/1985-04", "-inf", "1985-04-30", "interval"),
    ("/1985", "-inf", "1985-12-31", "interval"),
    # Negative calendar year
    ("-1985", "-1985-01-01", "-1985-12-31", "year"),
]
LEVEL_2 = [
    # Exponential year
    ("Y-17E7", "-170000000-01-01", "-170000000-12-31", "year"),
    # Significant digits
    ("1950S2", "1900-01-01", "1999-12-31", "century"),
    ("Y171010000S3", "171000000-01-01", "171999999-12-31", "years"),
    ("Y3388E2S3", "338000-01-01", "338999-12-31", "millennium"),
    # Sub-year groupings, in the order of their codes
    ("2001-21", "2001-03-01", "2001-05-31", "season"),
    ("2001-22", "2001-06-01", "2001-08-31", "season"),
    ("2001-23", "2001-09-01", "2001-11-30", "season"),
    ("2001-24", "2001-12-01", "2002-02-28", "season"),
    ("2001-25", "2001-03-01", "2001-05-31", "season"),
    ("2001-26", "2001-06-01", "2001-08-31", "season"),
    ("2001-27", "2001-09-01", "2001-11-30", "season"),
    ("2001-28", "2001-12-01", "2002-02-28", "season"),
    ("2001-29", "2001-09-01", "2001-11-30", "season"),
    ("2001-30", "2001-12-01", "2002-02-28", "season"),
    ("2001-31", "2001-03-01", "2001-05-31", "season"),
    ("2001-32", "2001-06-01", "2001-08-31", "season"),
    ("2001-33", "2001-01-01", "2001-03-31", "quarter"),
    ("2001-34", "2001-04-01", "2001-06-30", "quarter"),
    ("2001-35", "2001-07-01", "2001-09-30", "quarter"),
    ("2001-36", "2001-10-01", "2001-12-31", "quarter"),
    ("2001-37", "2001-01-01", "2001-04-30", "quadrimester"),
    ("2001-38", "2001-05-01", "2001-08-31", "quadrimester"),
    ("2001-39", "2001-09-01", "2001-12-31", "quadrimester"),
    ("2001-40", "2001-01-01", "2001-06-30", "semester"),
    ("2001-41", "2001-07-01", "2001-12-31", "semester"),
    # Set representation: one of a set
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31", "set"),
    ("[..1760-12-03]", "-inf", "1760-12-03", "set"),
    ("[1760-12..]", "1760-12-01", "inf", "set"),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01", "inf", "set"),
    ("[1667,1760-12]", "1667-01-01", "1760-12-31", "set"),
    ("[..1984]", "-inf", "1984-12-31", "set"),
    # Set representation: all members
    ("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31", "set"),
    ("{1960,1961-12}", "1960-01-01", "1961-12-31", "set"),
    ("{..1984}", "-inf", "1984-12-31", "set"),
    # Group qualification
    ("2004-06-11%", "2004-06-11", "2004-06-11", "day"),
    ("2004-06~-11", "2004-06-11", "2004-06-11", "day"),
    ("2004?-06-11", "2004-06-11", "2004-06-11", "day"),
    # Qualification of individual component
    ("?2004-06-~11", "2004-06-11", "2004-06-11", "day"),
    ("2004-%06-11", "2004-06-11", "2004-06-11", "day"),
    # Unspecified digit
    ("156X-12-25", "1560-12-25", "1569-12-25", "day"),
    ("15XX-12-25", "1500-12-25", "1599-12-25", "day"),
    ("XXXX-12-XX", "0000-12-01", "9999-12-31", "day"),
    ("1XXX-XX", "1000-01-01", "1999-12-31", "month"),
    ("1XXX-12", "1000-12-01", "1999-12-31", "month"),
    ("1984-1X", "1984-10-01", "1984-12-31", "month"),
    # Interval
    ("2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20", "interval"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", "interval"),
]


@pytest.mark.parametrize(("text", "lo", "hi", "precision"), LEVEL_0 + LEVEL_1 + LEVEL_2)
def test_examples_of_the_specification(text: str, lo: str, hi: str, precision: str) -> None:
    date = parse(text)
    assert (date.lo, date.hi) == (bound(lo), bound(hi))
    assert date.precision == precision
    assert date.text == text


# What the specification says in words, or leaves open and DESIGN section 3 decides.
CHOICES = [
    # Years are astronomical and of any size
    ("0000", "0000-01-01", "0000-12-31", "year"),
    ("0000-02-29", "0000-02-29", "0000-02-29", "day"),
    ("-0524", "-524-01-01", "-524-12-31", "year"),
    ("-0004-02-29", "-4-02-29", "-4-02-29", "day"),
    ("-9999-12-31", "-9999-12-31", "-9999-12-31", "day"),
    ("Y10000", "10000-01-01", "10000-12-31", "year"),
    ("Y-10000", "-10000-01-01", "-10000-12-31", "year"),
    ("Y17E8", "1700000000-01-01", "1700000000-12-31", "year"),
    # Reduced precision fills outwards
    ("2019-02", "2019-02-01", "2019-02-28", "month"),
    ("2020-02", "2020-02-01", "2020-02-29", "month"),
    ("1900-02", "1900-02-01", "1900-02-28", "month"),
    ("2000-02", "2000-02-01", "2000-02-29", "month"),
    # A time of day stays on the day that is written, whatever its shift
    ("2000-01-01T00:00:00+14:00", "2000-01-01", "2000-01-01", "day"),
    ("1999-12-31T23:59:59-12", "1999-12-31", "1999-12-31", "day"),
    ("-0044-03-15T12:00:00", "-44-03-15", "-44-03-15", "day"),
    # X: the first and the last day among the valid completions
    ("2021-12-XX", "2021-12-01", "2021-12-31", "day"),
    ("201X-02-29", "2012-02-29", "2016-02-29", "day"),
    ("20XX-02-29", "2000-02-29", "2096-02-29", "day"),
    ("XXXX-02-29", "0000-02-29", "9996-02-29", "day"),
    ("-000X-02-29", "-8-02-29", "-4-02-29", "day"),
    ("20XX-02", "2000-02-01", "2099-02-28", "month"),
    ("199X-02-XX", "1990-02-01", "1999-02-28", "day"),
    ("2019-XX-31", "2019-01-31", "2019-12-31", "day"),
    ("2019-XX-30", "2019-01-30", "2019-12-30", "day"),
    ("2019-X2-3X", "2019-12-30", "2019-12-31", "day"),
    ("2019-04-3X", "2019-04-30", "2019-04-30", "day"),
    ("2019-02-X9", "2019-02-09", "2019-02-19", "day"),
    ("2020-02-X9", "2020-02-09", "2020-02-29", "day"),
    ("2019-01-0X", "2019-01-01", "2019-01-09", "day"),
    ("2019-01-X0", "2019-01-10", "2019-01-30", "day"),
    ("2019-1X-31", "2019-10-31", "2019-12-31", "day"),
    ("X9X9", "909-01-01", "9999-12-31", "years"),
    ("2X19", "2019-01-01", "2919-12-31", "years"),
    ("XXXX", "0000-01-01", "9999-12-31", "years"),
    ("1XXX", "1000-01-01", "1999-12-31", "millennium"),
    # ... and in the place of a month stands for the months 01 to 12, never for a season
    ("2004-0X", "2004-01-01", "2004-09-30", "month"),
    ("2004-X1", "2004-01-01", "2004-11-30", "month"),
    ("2004-X2", "2004-02-01", "2004-12-31", "month"),
    ("2004-X0", "2004-10-01", "2004-10-31", "month"),
    ("2004-X9", "2004-09-01", "2004-09-30", "month"),
    # ... and of years before the year 0 is never -0000
    ("-000X", "-9-01-01", "-1-12-31", "decade"),
    ("-00XX", "-99-01-01", "-1-12-31", "century"),
    ("-0XXX", "-999-01-01", "-1-12-31", "millennium"),
    ("-XXXX", "-9999-01-01", "-1-12-31", "years"),
    ("-019X", "-199-01-01", "-190-12-31", "decade"),
    # Seasons of a decade: the first day of the first, the last of the last
    ("201X-24", "2010-12-01", "2020-02-29", "season"),
    ("201X-21", "2010-03-01", "2019-05-31", "season"),
    # Winter ends with the February of the next year
    ("2019-24", "2019-12-01", "2020-02-29", "season"),
    ("-0001-24", "-1-12-01", "0000-02-29", "season"),
    ("9999-30", "9999-12-01", "10000-02-29", "season"),
    # Qualifiers of seasons and of long years
    ("2001-21?", "2001-03-01", "2001-05-31", "season"),
    ("2001-34~", "2001-04-01", "2001-06-30", "quarter"),
    ("Y170000002~", "170000002-01-01", "170000002-12-31", "year"),
    ("1950S2%", "1900-01-01", "1999-12-31", "century"),
    ("201X~", "2010-01-01", "2019-12-31", "decade"),
    # S: the digits after the significant ones may be any
    ("1953S3", "1950-01-01", "1959-12-31", "decade"),
    ("1953S4", "1953-01-01", "1953-12-31", "year"),
    ("1953S1", "1000-01-01", "1999-12-31", "millennium"),
    ("-1953S2", "-1999-01-01", "-1900-12-31", "century"),
    ("0050S2", "0000-01-01", "0099-12-31", "century"),  # of the four digits as written
    ("-0050S2", "-99-01-01", "-1-12-31", "century"),
    ("Y-17E7S2", "-179999999-01-01", "-170000000-12-31", "years"),
    # Intervals: equal and nested ends
    ("2019/2019", "2019-01-01", "2019-12-31", "interval"),
    ("2019-06-01/2019-06-01", "2019-06-01", "2019-06-01", "interval"),
    ("2019-06/2019", "2019-06-01", "2019-12-31", "interval"),
    ("2019/2019-06", "2019-01-01", "2019-06-30", "interval"),
    ("-0044/0014", "-44-01-01", "14-12-31", "interval"),
    ("1984~/2004-06%", "1984-01-01", "2004-06-30", "interval"),
    ("201X/2021-33", "2010-01-01", "2021-03-31", "interval"),
    ("Y-20000/-9999", "-20000-01-01", "-9999-12-31", "interval"),
    ("1950S2/..", "1900-01-01", "inf", "interval"),
    # Sets: the hull, in whatever order
    ("[1984]", "1984-01-01", "1984-12-31", "set"),
    ("[1670,1667]", "1667-01-01", "1670-12-31", "set"),
    ("{2019-02-28..2019-03-02}", "2019-02-28", "2019-03-02", "set"),
    ("[..1667,1984]", "-inf", "1984-12-31", "set"),
    ("[..1667,1984..]", "-inf", "inf", "set"),
    ("[156X,1570~]", "1560-01-01", "1570-12-31", "set"),
]


@pytest.mark.parametrize(("text", "lo", "hi", "precision"), CHOICES)
def test_what_the_examples_leave_open(text: str, lo: str, hi: str, precision: str) -> None:
    date = parse(text)
    assert (date.lo, date.hi) == (bound(lo), bound(hi))
    assert date.precision == precision


MARKS = [  # approximate, uncertain
    ("1984", False, False),
    ("1984~", True, False),
    ("1984?", False, True),
    ("1984%", True, True),
    ("~1984", True, False),
    ("2004-06-~11", True, False),
    ("?2004-06-~11", True, True),
    ("2004-%06-11", True, True),
    ("2004?-06-11", False, True),
    ("?2004?-~06~-%11%", True, True),
    ("2001-21~", True, False),
    ("201X?", False, True),
    ("1984~/2004", True, False),
    ("1984/2004?", False, True),
    ("1984~/2004?", True, True),
    ("1984%/..", True, True),
    ("/1984?", False, True),
    ("[1984~,1990]", True, False),
    ("{1984,1990?}", False, True),
    ("1985-04-12T23:20:30", False, False),
]


@pytest.mark.parametrize(("text", "approximate", "uncertain"), MARKS)
def test_qualifiers_are_told(text: str, approximate: bool, uncertain: bool) -> None:
    date = parse(text)
    assert (date.approximate, date.uncertain) == (approximate, uncertain)


TIMES = [
    ("1985-04-12", -1),
    ("1985", -1),
    ("1985-04-12T00:00:00", 0),
    ("1985-04-12T00:00:01", 1),
    ("1985-04-12T23:20:30", 84_030),
    ("1985-04-12T23:20:30Z", 84_030),
    ("1985-04-12T23:20:30-04", 84_030),
    ("1985-04-12T23:20:30+04:30", 84_030),
    ("1985-04-12T23:59:59", 86_399),
    ("1984/1985", -1),
]


@pytest.mark.parametrize(("text", "seconds"), TIMES)
def test_the_time_is_the_one_written(text: str, seconds: float) -> None:
    assert parse(text).time == seconds


REFUSED = [
    # DESIGN section 3, "Not dates"
    *["2019-13", "2019-02-29", "2019-2", "2021/2019", "-0000", "２０１９", " 2019", "2019 ", ""],
    # No text, half a text, another text
    *[" ", "\n", "\0", "-", "--", "/", "..", "X", "Y", "?", "[", "T", "Z", "today", "Feb 2019"],
    # Extended format: separators are there, and are hyphen and colon
    *["20050924T100000", "20050924", "200509", "2005-0924", "2005/09/24", "2005.09.24"],
    # Date: four digits, then two and two; no sign but minus; no week or ordinal dates
    *["201", "20", "2", "20190", "02019", "+2019", "2019-", "2019-02-", "2019-2-3", "2019-002"],
    *["2019-W01", "2019-W01-1", "19-02-2019", "03/04/2019", "2019-00", "2019-01-00", "2019-01-32"],
    *["2019-04-31", "1900-02-29", "2019-02-30", "2020-02-30", "-0001-02-29", "2019\u201302"],
    # ... and nothing after it
    *["2019\n", "2019-02-28\n", "1985-04-12T23:20:30\n", "2019/2020\n", "[2019]\n", "201X\n"],
    *["2019\r", "\ufeff2019", "2019\u200b", "2019\u00a0", "20 19", "2019 -02", "2019 /2020"],
    # Digits of other scripts
    *["2019-０2", "٢٠١٩", "201²", "2019-02-2８", "Y１70000002", "１９50S2", "1950S２", "Y17E７"],
    # Letters are large
    *["201x", "y170000002", "Y17e7", "1950s2", "1985-04-12t23:20:30", "1985-04-12T23:20:30z"],
    *["2004-xx", "1985u", "201u", "open/2019", "unknown/2019", "2019/open"],
    # Date and Time: complete, in the hours of a day, with a day, with Z, hours or hours and minutes
    *["1985-04-12T", "1985-04-12T23", "1985-04-12T23:20", "1985-04-12T2320", "1985-04-12 23:20:30"],
    *["1985-04-12T24:00:00", "1985-04-12T23:59:60", "1985-04-12T23:60:00", "1985-04-12T25:00:00"],
    *["1985-04-12T23:20:30.5", "1985-04-12T23:20:30,5", "1985-04-12T1:20:30", "1985T23:20:30"],
    *["1985-04T23:20:30", "T23:20:30", "23:20:30", "1985-04-12T23:20:30+4", "1985-02-29T10:00:00"],
    *["1985-04-12T23:20:30+0430", "1985-04-12T23:20:30+04:60", "1985-04-12T23:20:30+24"],
    *["1985-04-12T23:20:30\u221204", "1985-04-12T23:20:30ZZ", "1985-04-12T23:20:30 Z"],
    # Letter-prefixed year: when and only when it exceeds four digits, and it is year only
    *["Y2002", "Y02002", "Y-2002", "Y0", "Y9999", "Y-9999", "Y+20020", "Y-0", "Y00000", "Y017E7"],
    *["Y170000002-01", "Y17E7-12-26", "Y170000002-21", "Y 170000002", "Y-", "-Y20000", "YY20000"],
    # Exponential year: the exponent is a positive integer; the year exceeds four digits
    *["Y17E", "Y17E0", "YE7", "Y17E-7", "Y17E+7", "17E7", "Y2E3", "Y0E9", "Y1.7E7", "Y17E7E2"],
    # Significant digits: a positive integer, after a year only
    *["1950S", "1950S0", "1950S-2", "S2", "1950S2-05", "1950-05S2", "1950S2S2", "1950S2X"],
    # Sub-year groupings: 21 to 41, in place of a month and without a day
    *["2001-20", "2001-42", "2001-99", "2001-21-01", "2001-33-XX", "2001-XX-41"],
    # Unspecified digits: some completion is valid
    *["2019-02-3X", "2019-2X", "2019-3X", "2019-4X", "2019-XX-32", "2019-00-XX", "2019-XX-00"],
    *["X001-02-29", "200X-02-30", "-0000-XX", "2019-1X-4X", "X", "XX", "XXX", "XXXXX", "2019-X"],
    *["XXXX-XX-XX-XX", "X019-X-01"],
    # Qualifiers: one at most at each side of a component
    *[
        "1984??",
        "1984?~",
        "1984~?",
        "??1984",
        "19?84",
        "1984-?",
        "1984-0?5",
        "?",
        "-?1984",
        "1984-~",
    ],
    *["(2004)?-06", "2004-(06)?-11", "2004-06-11?~", "2004-06?~-11", "2004?~-06"],
    # Intervals: two ends, one of them a date, no time of day, no duration, no set; in order
    *[
        "../..",
        "/..",
        "../",
        "//",
        "2019//2020",
        "2019/2020/2021",
        "/2019/",
        "../2019/..",
        "..2019",
    ],
    *["1985-04-12T23:20:30/1985-04-13", "1985/1985-04-12T23:20:30", "../1985-04-12T23:20:30Z"],
    *[
        "2019/P1Y",
        "P1Y/2019",
        "2019-06-02/2019-06-01",
        "2019-03/2019-02",
        "2020-01/2019",
        "2019..2020",
    ],
    *[
        "[2019]/2020",
        "2019/{2020}",
        "-0001/-0002",
        "Y20000/9999",
        "2019/...",
        "0000/-0001",
        "2019/?",
    ],
    # Sets: brackets that match, dates between commas, no blank
    *["[]", "{}", "[..]", "{..}", "[2019", "2019]", "[2019}", "{2019]", "[2019,]", "[,2019]"],
    *["[2019,,2020]", "[2019, 2020]", "[ 2019]", "[[2019]]", "[2019,{2020}]", "[2019][2020]"],
    *[
        "[2019;2020]",
        "[2019]?",
        "?[2019]",
        "[2019,2020]~",
        "[..,2019]",
        "[2019,..]",
        "[2019...2020]",
    ],
    # ... the double dot at their beginning or end, or between two dates of one precision, in order
    *["[2018,..2019]", "[2018..,2019]", "[2018..2019-02]", "[2018-02..2019]", "[2019..2018]"],
    *["{2019-02-02..2019-02-01}", "[2018..2019..2020]", "[2018....2019]", "[2018/2019]"],
]


@pytest.mark.parametrize("text", REFUSED)
def test_not_dates(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    assert is_one_sentence(str(caught.value))


def is_one_sentence(message: str) -> bool:
    """One line that a terminal can show, not the whole of a hostile text."""
    return bool(message) and message.isprintable() and len(message) < 400


def test_years_of_more_than_a_thousand_digits_are_refused() -> None:
    for text in ("Y" + "9" * 1000, "Y-" + "9" * 1000, "Y1E999", "Y9E999", "Y-1E999", "Y12E998"):
        assert parse(text).lo < parse(text).hi
    for text in ("Y" + "9" * 1001, "Y-" + "9" * 1001, "Y1E1000", "Y-1E1000", "Y12E999"):
        with pytest.raises(DateError):
            parse(text)


MANY = 100_000
HOSTILE = [
    *["Y1E999999999", "Y-1E999999999", "Y9E" + "9" * 5000, "Y" + "9" * 5000 + "E1"],
    *["Y1E1S" + "9" * 5000, "Y9" * 5000, "9" * MANY, "Y" + "9" * MANY, "1950S" + "9" * MANY],
    *["X" * MANY, "[" * MANY, "[" * MANY + "]" * MANY, "{[" * MANY, "[" + "2019," * MANY],
    *["[" + "," * MANY + "]", "/" * MANY, "2019/" * MANY, "." * MANY, "[" + "2019.." * MANY + "]"],
    *["-" * MANY, "?" * MANY, "?2019" * MANY, "2019" + "?" * MANY, " " * MANY + "2019"],
    *["2019" + "\n" * MANY, "2019-02-28T" * MANY, "2019-02-28T10:00:00" + "+" * MANY],
    *[
        "0" * MANY + "x",
        "-XX" * MANY,
        "[" * MANY + "2019" + "]" * MANY,
        "{" + "[2019]," * MANY + "1}",
    ],
]


def test_hostile_texts_are_refused_and_nothing_hangs() -> None:
    program = """
import json, sys
from hkinno.dates.edtf import parse
for text in json.load(sys.stdin):
    try:
        answer = f"read {parse(text).precision}"
    except Exception as error:
        answer = f"{type(error).__name__} {len(str(error)) < 400}"
    print(f"{text[:20]!r}: {answer}")
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(HOSTILE),
        capture_output=True,
        text=True,
        timeout=60,  # a hang: all of them together take about a second
        check=True,
    )
    assert done.stdout.splitlines() == [f"{text[:20]!r}: DateError True" for text in HOSTILE]


def test_long_sets_are_dates() -> None:
    text = "[" + ",".join(spell(year) for year in range(10_000)) + "]"
    assert span(text) == (bound("0000-01-01"), bound("9999-12-31"))


def test_a_date_is_a_value() -> None:
    date = parse("2019-02")
    assert date == parse("2019-02")
    assert hash(date) == hash(parse("2019-02"))
    assert date != parse("2019-03")
    with pytest.raises(AttributeError):
        date.lo = 0  # type: ignore[misc]  # what this test is about


# --- laws: what is a date ---


@pytest.mark.parametrize("production", edtf.PRODUCTIONS, ids=lambda one: one.__name__)
def test_every_production_is_read(production: Production) -> None:
    @law
    @given(texts(production))
    def check(text: str) -> None:
        date = parse(text)
        assert date.text == text
        assert parse(date.text) == date
        assert date.lo <= date.hi
        assert all(math.isinf(one) or isinstance(one, int) for one in (date.lo, date.hi))
        assert words(date)
        assert is_one_sentence(words(date)) or len(text) > 100

    check()


@pytest.mark.parametrize("near_miss", edtf.NEAR_MISSES, ids=lambda one: one.__name__)
def test_every_near_miss_is_refused(near_miss: Production) -> None:
    @law
    @given(texts(near_miss))
    def check(text: str) -> None:
        with pytest.raises(DateError) as caught:
            parse(text)
        assert is_one_sentence(str(caught.value))

    check()


def date_or_message(text: str) -> Date | str:
    try:
        return parse(text)
    except DateError as error:
        return str(error)


@settings(law, max_examples=1000)
@given(
    st.text()
    | st.text("0129-X?~%/.,[]{}YEST:Z+")
    | texts(edtf.mutant)
    | st.from_regex(r"\A\W*\d{4}.*")
)
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    found = date_or_message(text)
    if isinstance(found, str):
        assert is_one_sentence(found)
    else:
        assert found.text == text
        assert found.lo <= found.hi
        assert re.fullmatch(r"[0-9XYEST:Z+\-?~%/.,\[\]{}]+", text)
        assert words(found).isprintable()


# --- laws: bounds ---


@law
@given(edtf.days())
def test_precision_fills_outwards(day: edtf.Civil) -> None:
    year, month, _ = day
    text = "{}-{:02}-{:02}".format(spell(year), *day[1:])
    assert span(text) == (number(*day), number(*day))
    assert span(text[:-3]) == (number(year, month, 1), number(year, month, length(year, month)))
    assert span(text[:-6]) == (number(year, 1, 1), number(year, 12, 31))


@law
@given(edtf.days(), st.data())
def test_every_spelling_of_a_day_holds_it(day: edtf.Civil, data: st.DataObject) -> None:
    text = edtf.spelling(lambda low, high: data.draw(st.integers(low, high)), day)
    date = parse(text)
    assert date.lo <= number(*day) <= date.hi


@law
@given(texts(edtf.date, edtf.unspecified_digit), st.data())
def test_an_x_in_place_of_a_digit_never_narrows(text: str, data: st.DataObject) -> None:
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    assume(digits)
    at = data.draw(st.sampled_from(digits))
    assert holds(parse(text[:at] + "X" + text[at + 1 :]), parse(text))


@law
@given(texts(edtf.date, edtf.unspecified_digit, edtf.partly_qualified))
def test_dropping_a_component_never_narrows(text: str) -> None:
    whole, dash, _ = text.rpartition("-")
    assume(dash and any(sign in "0123456789X" for sign in whole))
    assert holds(parse(whole), parse(text))


@law
@given(texts(*edtf.PRODUCTIONS))
def test_qualifiers_move_no_bound(text: str) -> None:
    marked, bare = parse(text), parse(plain(text))
    assert (marked.lo, marked.hi, marked.time) == (bare.lo, bare.hi, bare.time)
    assert marked.precision == bare.precision
    assert marked.order == bare.order
    assert marked.approximate == bool(set(text) & set("~%"))
    assert marked.uncertain == bool(set(text) & set("?%"))


def completions(pattern: str) -> tuple[int, int] | None:
    """The first and the last day among all that the pattern may stand for, by trying each."""
    sign = -1 if pattern.startswith("-") else 1
    parts = pattern.removeprefix("-").split("-")
    years, *rest = [
        [int("".join(digits)) for digits in itertools.product(*choices)]
        for choices in (
            [("0123456789" if sign == "X" else sign) for sign in part] for part in parts
        )
    ]
    found: list[int] = []
    for ordered in (sorted, lambda numbers: sorted(numbers, reverse=True)):
        towards = (
            number(sign * year, month, day)
            for year in (ordered(years) if sign > 0 else ordered([-y for y in years]))
            for year in [abs(year)]
            if (sign, year) != (-1, 0)
            for month in ordered(rest[0] if rest else range(1, 13))
            if 1 <= month <= 12
            for day in ordered(rest[1] if rest[1:] else range(1, 32))
            if 1 <= day <= length(sign * year, month)
        )
        found.extend(itertools.islice(towards, 1))
    return (found[0], found[1]) if found else None


PATTERNS = st.tuples(
    st.sampled_from(["", "-"]),
    st.text("0123489X", min_size=4, max_size=4),
    st.sampled_from(["", "-02", "-XX"]) | st.from_regex(r"-[01X][0-9X]", fullmatch=True),
    st.sampled_from(["", "-29", "-3X", "-XX"]) | st.from_regex(r"-[0-3X][0-9X]", fullmatch=True),
).map(lambda parts: "".join(parts if parts[2] else parts[:2]))


@settings(law, max_examples=600)
@given(PATTERNS)
def test_x_is_the_first_and_last_of_the_completions(pattern: str) -> None:
    assume("X" in pattern)
    expected = completions(pattern)
    if expected is None:
        with pytest.raises(DateError):
            parse(pattern)
    else:
        assert span(pattern) == expected


@law
@given(edtf.days().map(lambda day: day[0]), st.sampled_from(list(edtf.GROUPINGS)))
def test_groupings_are_whole_months(year: int, code: int) -> None:
    month, months = edtf.GROUPINGS[code]
    last_year, last_month = divmod(year * 12 + month - 1 + months - 1, 12)
    first = number(year, month, 1)
    last = number(last_year, last_month + 1, length(last_year, last_month + 1))
    assert span(f"{spell(year)}-{code}") == (first, last)


@law
@given(st.integers(1000, 10**12), st.sampled_from([1, -1]), st.data())
def test_significant_digits_leave_the_others_open(
    size: int, sign: int, data: st.DataObject
) -> None:
    kept = data.draw(st.integers(1, len(str(size))))
    year = sign * size
    text = f"Y{year}S{kept}" if size > 9999 else f"{spell(year)}S{kept}"
    step = 10 ** (len(str(size)) - kept)
    ends = sorted((sign * (size // step * step), sign * (size // step * step + step - 1)))
    assert span(text) == (number(ends[0], 1, 1), number(ends[1], 12, 31))


@law
@given(st.integers(1, 10**6), st.sampled_from(["", "-"]), st.integers(1, 30), st.data())
def test_an_exponent_is_so_many_zeros(
    base: int, sign: str, zeros: int, data: st.DataObject
) -> None:
    assume(base * 10**zeros > 9999)
    written, short = f"Y{sign}{base}{'0' * zeros}", f"Y{sign}{base}E{zeros}"
    assert span(short) == span(written)
    digits = data.draw(st.integers(1, len(str(base)) + zeros))
    assert span(f"{short}S{digits}") == span(f"{written}S{digits}")


@law
@given(
    texts(edtf.date, edtf.unspecified_digit, edtf.sub_year_grouping, edtf.prefixed_year), st.data()
)
def test_an_interval_reaches_from_lo_to_hi(first: str, data: st.DataObject) -> None:
    last = data.draw(texts(edtf.date, edtf.qualified, edtf.unspecified_and_qualified))
    start, end = parse(first), parse(last)
    if start.lo > end.hi:
        with pytest.raises(DateError):
            parse(f"{first}/{last}")
    else:
        assert span(f"{first}/{last}") == (start.lo, end.hi)
    assert span(f"{first}/..") == span(f"{first}/") == (start.lo, math.inf)
    assert span(f"../{last}") == span(f"/{last}") == (-math.inf, end.hi)


@law
@given(
    st.lists(
        texts(edtf.date, edtf.unspecified_digit, edtf.partly_qualified), min_size=1, max_size=5
    )
)
def test_a_set_is_the_hull_of_its_members(members: list[str]) -> None:
    dates = [parse(member) for member in members]
    lo, hi = min(date.lo for date in dates), max(date.hi for date in dates)
    inside = ",".join(members)
    assert span(f"[{inside}]") == span(f"{{{inside}}}") == (lo, hi)
    assert span(f"[{','.join(reversed(members))}]") == (lo, hi)


@law
@given(texts(edtf.date), texts(edtf.date))
def test_a_range_in_a_set_is_of_one_precision_and_in_order(first: str, last: str) -> None:
    start, end = parse(first), parse(last)
    text = f"[{first}..{last}]"
    if start.precision == end.precision and start.lo <= end.lo:
        assert span(text) == (start.lo, end.hi)
    else:
        with pytest.raises(DateError):
            parse(text)
    assert span(f"[..{first},{last}]") == (-math.inf, max(start.hi, end.hi))
    assert span(f"[{first},{last}..]") == (min(start.lo, end.lo), math.inf)


@law
@given(texts(edtf.date_and_time))
def test_a_time_moves_no_day(text: str) -> None:
    day, clock = text.split("T")
    hour, minute, second = (int(clock[at : at + 2]) for at in (0, 3, 6))
    timed, bare = parse(text), parse(day)
    assert (timed.lo, timed.hi) == (bare.lo, bare.hi)
    assert (
        timed.time == datetime.timedelta(hours=hour, minutes=minute, seconds=second).total_seconds()
    )
    assert bare.order < timed.order  # the day heads its hours


# --- laws: order ---


@law
@given(st.lists(texts(), min_size=3, max_size=3))
def test_order_is_total(three: list[str]) -> None:
    a, b, c = (parse(text).order for text in three)
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a < b) == (b > a)
    assert (a <= c) or not (a <= b <= c)
    assert sorted([a, b, c]) == sorted([c, b, a]) == sorted([b, c, a])


@law
@given(texts(), texts())
def test_order_is_by_lo_then_widest_then_time(one: str, other: str) -> None:
    a, b = parse(one), parse(other)
    assert a.order == (a.lo, -a.hi, a.time)
    if a.lo < b.lo or (a.lo == b.lo and a.hi > b.hi):
        assert a.order < b.order


def test_a_year_heads_its_months_and_these_their_days() -> None:
    ordered = ["../2019", "201X", "2019/..", "2019", "2019-33", "2019-01", "2019-01-01"]
    ordered += ["2019-01-01T00:00:00", "2019-01-01T10:00:00Z", "2019-01-02", "2019-02"]
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=lambda text: parse(text).order) == ordered


# --- laws: days ---


@law
@given(st.dates())
def test_days_agree_with_datetime(day: datetime.date) -> None:
    assert days.ordinal(day.year, day.month, day.day) == day.toordinal()
    assert days.civil(day.toordinal()) == (day.year, day.month, day.day)
    assert days.iso(day.toordinal()) == day.isoformat()
    assert days.month_length(day.year, day.month) == length(day.year, day.month)


@law
@given(st.integers() | st.integers(-(10**400), 10**400) | st.integers(-800, 800))
def test_ordinal_and_civil_are_inverse(day: int) -> None:
    year, month, date = days.civil(day)
    assert 1 <= month <= 12
    assert 1 <= date <= length(year, month)
    assert days.ordinal(year, month, date) == number(year, month, date) == day
    assert days.civil(day + 1) > (year, month, date)


@law
@given(edtf.days())
def test_iso_is_what_edtf_reads(day: edtf.Civil) -> None:
    assert span(days.iso(number(*day))) == (number(*day), number(*day))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ((2019, 2, 28), "2019-02-28"),
        ((0, 1, 1), "0000-01-01"),
        ((-524, 1, 1), "-0524-01-01"),
        ((-9999, 12, 31), "-9999-12-31"),
        ((10_000, 1, 1), "+10000-01-01"),
        ((170_000_002, 1, 1), "+170000002-01-01"),
        ((-170_000_002, 1, 1), "-170000002-01-01"),
    ],
)
def test_iso_of_any_year(day: edtf.Civil, text: str) -> None:
    assert days.iso(number(*day)) == text


@law
@given(edtf.days(), st.integers(-100_000, 100_000))
def test_adding_months_keeps_the_day_or_clips_it(day: edtf.Civil, months: int) -> None:
    year, month = divmod(day[0] * 12 + day[1] - 1 + months, 12)
    expected = number(year, month + 1, min(day[2], length(year, month + 1)))
    assert days.add_months(number(*day), months) == expected


def test_an_error_says_what_is_wrong_and_what_would_be_right_apart() -> None:
    with pytest.raises(DateError) as found:
        parse("2019-2")
    assert found.value.text == "2019-2"
    assert found.value.why == "it is not EDTF"
    assert str(found.value).endswith(f"it is not EDTF, {found.value.advice}")
