"""Dates in Traditional Chinese."""

import datetime
import math
import re
from functools import partial

import edtf_strategies as edtf
import pytest
from hypothesis import HealthCheck, assume, given, settings
from test_format import TABLE as IN_ENGLISH

from hkinno.dates import explain as known
from hkinno.dates import format as written
from hkinno.dates.calendar import iso
from hkinno.dates.edtf import parse
from hkinno.dates.phrases.parse import read
from hkinno.dates.wordings.zh_hant import WORDING as CHINESE
from hkinno.errors import DateError

words = partial(written.words, wording=CHINESE)
explain = partial(known.explain, wording=CHINESE)
day_words = partial(written.day_words, wording=CHINESE)
year_words = partial(written.year_words, wording=CHINESE)
span_words = partial(written.span_words, wording=CHINESE)
extent_words = partial(written.extent_words, wording=CHINESE)
TODAY = datetime.date(2026, 11, 22)
TABLE = [
    ("2002", "2002年"),
    ("2019-02", "2019年2月"),
    ("2019-02-18", "2019年2月18日"),
    ("1997-07-01T00:30:00", "1997年7月1日 00:30"),
    ("2018~", "約2018年"),
    ("2018?", "2018年？"),
    ("2018%", "約2018年？"),
    ("2004-06~-11", "約2004年6月11日"),
    # digits that are not known
    ("199X", "1990年代"),
    ("000X", "公元前1年至公元9年之間"),
    ("18XX", "19世紀"),
    ("01XX", "公元2世紀"),
    ("-05XX", "公元前6世紀"),
    ("2XXX", "2000年至2999年之間"),
    ("2019-XX-XX", "2019年"),
    ("2021-XX-12", "2021年1月12日至12月12日之間"),
    ("2021-1X", "2021年10月至12月之間"),
    ("2021-1X~", "約2021年10月至12月之間"),
    ("156X-12-25", "156□年12月25日"),
    ("200X-24", "200□年冬季"),
    # long ago
    ("-0524", "公元前525年"),
    ("0044-03-15", "公元44年3月15日"),
    ("-0043-03-15", "公元前44年3月15日"),
    ("Y-13799999999", "公元前138億年"),
    ("Y-170000002", "公元前170,000,003年"),
    ("1950S2", "1950年（1900年至1999年之間）"),
    # parts of a year
    ("1962-21", "1962年春季"),
    ("1962-24", "1962/63年冬季"),
    ("1999-24", "1999/2000年冬季"),
    ("2001-30", "2001/02年夏季（南半球）"),
    ("2001-32", "2001年冬季（南半球）"),
    ("-0044-24", "公元前45年冬季"),
    ("2019-33", "2019年第1季"),
    ("2019-38", "2019年第2個四個月"),
    ("2019-40", "2019年上半年"),
    # intervals
    ("2021/2025", "2021年至2025年"),
    ("2020/..", "2020年起"),
    ("../1990", "至1990年"),
    ("2020/", "2020年至？"),
    ("/1985", "？至1985年"),
    ("2004-06/2004-08", "2004年6月至8月"),
    ("2004-06-01/2004-06-08", "2004年6月1日至8日"),
    ("2004-06-01/2004-08-01", "2004年6月1日至8月1日"),
    ("2004-06-01/2005-06-08", "2004年6月1日至2005年6月8日"),
    ("2004-06~/2004-08", "約2004年6月至2004年8月"),
    ("-0524/-0499", "公元前525年至公元前500年"),
    ("-0524/0044?", "公元前525年至公元44年？"),
    ("-0524/1850~", "公元前525年至約公元1850年"),
    ("-05XX/18XX", "公元前6世紀至公元19世紀"),
    ("-0524/18XX", "公元前525年至公元19世紀"),
    ("1962-24/1963-24", "1962/63年冬季至1963/64年冬季"),
    # sets
    ("[1890..1900]", "1890年至1900年之間"),
    ("[1890-03..1890-05]", "1890年3月至5月之間"),
    ("{1960..1962}", "1960年至1962年每年"),
    ("[1667,1668,1670..1672]", "1667年、1668年或1670年至1672年"),
    ("{1960,1961-12}", "1960年及1961年12月"),
    ("[..1984]", "1984年或之前"),
    ("{1984..}", "1984年及之後"),
    ("[..1888,1907..]", "1888年或之前，或1907年或之後"),
]
KNOWN = [
    ("2002", "一年，2002-01-01至2002-12-31"),
    ("2019-02-18", "一日"),
    ("2019-02-18T10:00:00Z", "一日，時間為10:00:00（世界標準時間），2019-02-18"),
    ("201X?", "十年之內的某個時間，2010-01-01至2019-12-31；部分數字不詳；不確定"),
    ("[2001-02-03,2002-05-06]", "多個日期之一，2001-02-03至2002-05-06"),
    ("[1890..1900]", "1890-01-01至1900-12-31之間的某個時間"),
    ("[..1984]", "1984-12-31或之前的某個時間"),
    ("[1984..]", "1984-01-01或之後的某個時間"),
    ("2019-01-01/..", "一段時期，2019-01-01起；沒有終點"),
    (
        "/1985",
        "一段時期，至1985-12-31；起始日期不詳；最遲於1985-12-31開始；最早於1985-01-01結束",
    ),
]


@pytest.mark.parametrize(("text", "said"), TABLE)
def test_words(text: str, said: str) -> None:
    assert words(parse(text)) == said


@pytest.mark.parametrize(("text", "said"), KNOWN)
def test_what_is_known(text: str, said: str) -> None:
    assert explain(parse(text)) == said


QUICK = settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(edtf.texts())
def test_any_date_can_be_said_on_one_line_without_latin_letters(text: str) -> None:
    date = parse(text)
    for said in (words(date), explain(date)):
        assert said
        assert said.isprintable()
        assert said == said.strip()
        assert not re.search("  |[A-Za-z]", said)


@QUICK
@given(edtf.texts())
def test_qualifiers_are_always_said(text: str) -> None:
    date = parse(text)
    said = words(date)
    assert ("約" in said) == date.approximate
    if text.replace("//", "/").strip("/") == text:  # an end that is not known is a ？ too
        assert ("？" in said) == date.uncertain
    assert ("大約" in explain(date)) == date.approximate
    assert ("不確定" in explain(date)) == date.uncertain


@QUICK
@given(edtf.texts())
def test_an_explanation_names_both_ends(text: str) -> None:
    date = parse(text)
    said = explain(date)
    for end in (date.lo, date.hi):
        assert math.isinf(end) or iso(int(end)) in said or iso(int(end)) == text
    assert ("數字不詳" in said) == ("X" in text)
    assert ("一段時期" in said) == ("/" in text)


# --- typed back


ORDINARY = (
    *(edtf.date, edtf.date_and_time, edtf.time_interval, edtf.prefixed_year, edtf.season),
    *(edtf.unspecified_right, edtf.extended_interval, edtf.negative_year, edtf.sub_year_grouping),
    *(edtf.partly_qualified, lambda roll: f"[{edtf.a_range(roll)}]"),
)


@QUICK
@given(edtf.texts(*ORDINARY))
def test_words_for_ordinary_dates_can_be_typed_back(text: str) -> None:
    date = parse(text)
    assume("^" not in words(date))  # a year of more than 15 digits is said roughly
    typed = read(words(date), TODAY)
    assert (typed.lo, typed.hi) == (date.lo, date.hi)
    assert (typed.approximate, typed.uncertain) == (date.approximate, date.uncertain)


@pytest.mark.parametrize(
    "text", [row[0] for row in (*TABLE, *IN_ENGLISH) if not re.search("S|,|{.+\\.\\..+}", row[0])]
)
def test_words_of_the_tables_can_be_typed_back(text: str) -> None:
    typed, date = read(words(parse(text)), TODAY), parse(text)
    assert (typed.lo, typed.hi) == (date.lo, date.hi)
    assert (typed.approximate, typed.uncertain) == (date.approximate, date.uncertain)


@QUICK
@given(edtf.texts())
def test_words_that_are_typed_back_never_mean_other_days(text: str) -> None:
    date = parse(text)
    try:
        typed = read(words(date), TODAY)
    except DateError:
        return
    assert (typed.lo, typed.hi) == (date.lo, date.hi)


# --- days, years, spans


@QUICK
@given(edtf.days())
def test_a_day_is_said_whole(day: tuple[int, int, int]) -> None:
    year, month, number = day
    said = words(parse(f"{edtf.spell(year)}-{month:02}-{number:02}"))
    assert said == f"{year_words(year)}{month}月{number}日"
    assert day_words(edtf.number(*day)) == said


@pytest.mark.parametrize(
    ("year", "said"),
    [(0, "公元前1年"), (-9, "公元前10年"), (1, "公元1年"), (999, "公元999年"), (1000, "1000年"),
     (9999, "9999年"), (10000, "公元1萬年"), (12345, "公元12,345年")],
)  # fmt: skip
def test_years(year: int, said: str) -> None:
    assert year_words(year) == said


@pytest.mark.parametrize(
    ("lo", "hi", "said"),
    [
        ("2002-01-01", "2003-12-31", ("2002年", "2003年")),
        ("2002-01-01", "2003-11-30", ("2002年1月", "2003年11月")),
        ("2002-01-02", "2003-12-31", ("2002年1月2日", "2003年12月31日")),
    ],
)
def test_ends_in_the_coarsest_unit(lo: str, hi: str, said: tuple[str, str]) -> None:
    assert span_words(parse(lo).lo, parse(hi).hi) == said


@pytest.mark.parametrize(
    ("lo", "hi", "said"),
    [
        (1, 1, "公元1年"),
        (0, 1, "公元前1年至公元1年"),
        (-math.inf, 1, "…至公元1年"),
        (1, math.inf, "公元1年至…"),
        (-math.inf, math.inf, "…"),
    ],
)
def test_the_extent_of_a_chronology(lo: float, hi: float, said: str) -> None:
    assert extent_words(lo, hi) == said
