"""Dates as people write them."""

import datetime
import math
import re

import edtf_strategies as edtf
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hkinno.dates import calendar as days
from hkinno.dates.calendar import bound
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.dates.explain import explain
from hkinno.dates.format import day_words, extent_words, span_words, words, year_words
from hkinno.dates.phrases.parse import read
from hkinno.dates.wording import Wording, say_year
from hkinno.dates.wordings.en import WORDING as ENGLISH
from hkinno.dates.wordings.zh_hant import WORDING as CHINESE
from hkinno.errors import DateError

TABLE = [
    # years, months, days
    ("2002", "2002"),
    ("2019-02", "Feb 2019"),
    ("2022-07-07", "7 Jul 2022"),
    ("1997-07-01", "1 Jul 1997"),
    ("1997-07-01T00:30:00", "1 Jul 1997 00:30"),
    ("1997-07-01T23:59:59Z", "1 Jul 1997 23:59"),
    ("2004-01-01T10:10:10+05:30", "1 Jan 2004 10:10"),
    # qualifiers
    ("2018~", "c. 2018"),
    ("2018?", "2018?"),
    ("2018%", "c. 2018?"),
    ("2019-02~", "c. Feb 2019"),
    ("2019-02-03?", "3 Feb 2019?"),
    ("?2018", "2018?"),
    ("2004-06~-11", "c. 11 Jun 2004"),
    ("2004?-06-11", "11 Jun 2004?"),
    # digits that are not known
    ("201X", "2010s"),
    ("201X~", "c. 2010s"),
    ("000X", "between 1 BC and AD 9"),
    ("004X", "between AD 40 and AD 49"),
    ("18XX", "19th century"),
    ("19XX?", "20th century?"),
    ("20XX", "21st century"),
    ("10XX", "11th century"),
    ("11XX", "12th century"),
    ("12XX", "13th century"),
    ("01XX", "2nd century"),
    ("02XX", "3rd century"),
    ("2XXX", "between 2000 and 2999"),
    ("XXXX", "between 1 BC and 9999"),
    ("2019-XX", "2019"),
    ("2019-XX-XX", "2019"),
    ("2021-12-XX", "Dec 2021"),
    ("2021-XX-12", "between 12 Jan 2021 and 12 Dec 2021"),
    ("2021-X7", "Jul 2021"),
    ("2021-1X", "between Oct 2021 and Dec 2021"),
    ("2021-12-1X", "between 10 Dec 2021 and 19 Dec 2021"),
    ("156X-12-25", "25 Dec 156x"),
    ("156X-12", "Dec 156x"),
    ("1XXX-XX", "between 1000 and 1999"),
    ("200X-21", "spring 200x"),
    # long ago
    ("-0524", "525 BC"),
    ("0000", "1 BC"),
    ("-0001", "2 BC"),
    ("0044", "AD 44"),
    ("0044-03-15", "15 Mar AD 44"),
    ("-0043-03-15", "15 Mar 44 BC"),
    ("0999", "AD 999"),
    ("1000", "1000"),
    ("-05XX", "6th century BC"),
    ("-052X", "between 530 BC and 521 BC"),
    ("-00XX", "between 100 BC and 2 BC"),
    ("-052X-06", "between Jun 530 BC and Jun 521 BC"),
    # long years, exponents, significant digits
    ("Y170000002", "170,000,002"),
    ("Y-170000002", "170,000,003 BC"),
    ("Y-17E7", "170,000,001 BC"),
    ("1950S2", "1950 (between 1900 and 1999)"),
    ("Y171010000S3", "171,010,000 (between 171,000,000 and 171,999,999)"),
    ("-1950S2", "1951 BC (between 2000 BC and 1901 BC)"),
    # seasons and other parts of a year
    ("2001-21", "spring 2001"),
    ("2001-22", "summer 2001"),
    ("2001-23", "autumn 2001"),
    ("2001-24", "winter 2001"),
    ("2001-25", "spring 2001 (north)"),
    ("2001-32", "winter 2001 (south)"),
    ("2001-33", "2001 Q1"),
    ("2001-36", "2001 Q4"),
    ("2001-38", "2001 T2"),
    ("2001-41", "2001 H2"),
    ("-0044-22", "summer 45 BC"),
    ("2001-21~", "c. spring 2001"),
    # intervals
    ("2021/2025", "2021–2025"),
    ("2020/..", "since 2020"),
    ("../1985", "until 1985"),
    ("2020/", "2020 – ?"),
    ("/1985", "? – 1985"),
    ("2004-06/2004-08", "Jun 2004 – Aug 2004"),
    ("2004-02-01/2005-02-08", "1 Feb 2004 – 8 Feb 2005"),
    ("1984~/2004-06", "c. 1984 – Jun 2004"),
    ("1984?/2004%", "1984? – c. 2004?"),
    ("-0524/-0499", "525–500 BC"),
    ("-0524/0044", "525 BC – AD 44"),
    ("-0524~/-0455~", "c. 525 BC – c. 456 BC"),
    ("0900/0950", "AD 900 – AD 950"),
    ("201X/202X", "2010s – 2020s"),
    ("1984-06-02?/..", "since 2 Jun 1984?"),
    # sets
    ("[1667,1668,1670..1672]", "1667, 1668 or 1670–1672"),
    ("{1960,1961-12}", "1960 and Dec 1961"),
    ("[..1984]", "1984 or before"),
    ("{..1984}", "1984 and before"),
    ("[1984..]", "1984 or later"),
    ("[2001]", "2001"),
    ("[1760-01,1760-02,1760-12..]", "Jan 1760, Feb 1760 or Dec 1760 or later"),
]


@pytest.mark.parametrize(("text", "said"), TABLE)
def test_words(text: str, said: str) -> None:
    assert words(parse(text)) == said


QUICK = settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(edtf.texts())
def test_any_date_can_be_said_on_one_line(text: str) -> None:
    date = parse(text)
    for said in (words(date), explain(date)):
        assert said
        assert said.isprintable()
        assert said == said.strip()
        assert "  " not in said


@QUICK
@given(edtf.texts())
def test_qualifiers_are_always_said(text: str) -> None:
    date = parse(text)
    said = words(date)
    assert ("c. " in said) == date.approximate
    known = text.replace("//", "/").strip("/") == text  # an end that is not known is a ? too
    if known:
        assert ("?" in said) == date.uncertain
    assert ("approximate" in explain(date)) == date.approximate
    assert ("uncertain" in explain(date)) == date.uncertain


@QUICK
@given(edtf.days())
def test_a_day_is_said_whole(day: tuple[int, int, int]) -> None:
    year, month, number = day
    said = words(parse(f"{edtf.spell(year)}-{month:02}-{number:02}"))
    assert said == f"{number} {datetime.date(2000, month, 1):%b} {year_words(year)}"
    assert day_words(edtf.number(*day)) == said


@pytest.mark.parametrize(
    ("year", "said"),
    [(0, "1 BC"), (-9, "10 BC"), (-9999, "10,000 BC"), (1, "AD 1"), (1000, "1000"),
     (9999, "9999"), (10000, "10,000")],
)  # fmt: skip
def test_years(year: int, said: str) -> None:
    assert year_words(year) == said


@pytest.mark.parametrize(
    ("lo", "hi", "said"),
    [
        ("2002-01-01", "2003-12-31", ("2002", "2003")),
        ("2002-01-01", "2003-11-30", ("Jan 2002", "Nov 2003")),
        ("2002-01-02", "2003-12-31", ("2 Jan 2002", "31 Dec 2003")),
        ("2004-02-01", "2004-02-29", ("Feb 2004", "Feb 2004")),
    ],
)
def test_ends_in_the_coarsest_unit(lo: str, hi: str, said: tuple[str, str]) -> None:
    assert span_words(parse(lo).lo, parse(hi).hi) == said


@pytest.mark.parametrize(
    ("lo", "hi", "said"),
    [
        (1, 1, "AD 1"),
        (0, 1, "1 BC – AD 1"),
        (-math.inf, 1, "… – AD 1"),
        (1, math.inf, "AD 1 – …"),
        (-math.inf, math.inf, "…"),
    ],
)
def test_the_extent_of_a_chronology(lo: float, hi: float, said: str) -> None:
    assert extent_words(lo, hi) == said


@QUICK
@given(edtf.texts())
def test_an_explanation_names_both_ends(text: str) -> None:
    date: Date = parse(text)
    said = explain(date)
    for end in (date.lo, date.hi):
        if not math.isinf(end):
            assert days.iso(int(end)) in said or bound(date.lo) == bound(date.hi) == text
    assert ("an interval" in said) == ("/" in text)
    assert ("X are not known" in said) == ("X" in text)


TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(("text", "said"), [row for row in TABLE if not re.search("[YS]", row[0])])
def test_words_can_be_typed_back(text: str, said: str) -> None:
    typed, date = read(said, TODAY), parse(text)
    assert (typed.lo, typed.hi) == (date.lo, date.hi)
    assert (typed.approximate, typed.uncertain) == (date.approximate, date.uncertain)


@QUICK
@given(
    st.integers(1, 999_999),
    st.integers(0, 8),
    st.booleans(),
    st.sampled_from([ENGLISH, CHINESE]),
)
def test_long_years_as_an_axis_says_them_can_be_typed_back(
    digits: int, zeros: int, before: bool, wording: Wording
) -> None:
    number = max(digits * 10**zeros, 10_001)
    year = 1 - number if before else number
    said = say_year(year, wording, short=True)
    assume(not said.replace(",", "").isdigit())  # 44,197 may be a spreadsheet's number of a day
    assert read(said, TODAY) == parse(f"Y{year}")


@QUICK
@given(edtf.texts())
def test_words_that_are_typed_back_never_mean_other_days(text: str) -> None:
    date = parse(text)
    try:
        typed = read(words(date), TODAY)
    except DateError:
        return  # words are shorter than EDTF can be, and need not all be understood
    assert (typed.lo, typed.hi) == (date.lo, date.hi)
