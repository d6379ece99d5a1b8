"""The axis: round dates that stand apart, for spans of days and of billions of years."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hkinno.chart.axis import GAP, Axis, short_year, ticks
from hkinno.dates.calendar import civil, ordinal
from hkinno.dates.wording import Wording
from hkinno.dates.wordings import tags, wording
from hkinno.text import width

law = settings(max_examples=200)
FAR = 10**12  # days: some 2.7 billion years


def span_of(pair: tuple[int, int]) -> tuple[int, int]:
    return pair[0], pair[0] + pair[1]


spans = st.one_of(
    st.tuples(st.integers(0, 800_000), st.integers(0, 4_000)),
    st.tuples(st.integers(-FAR, FAR), st.integers(0, FAR)),
    st.tuples(st.integers(-(10**400), 10**400), st.integers(0, 10**400)),
).map(span_of)
axes = st.tuples(spans, st.integers(14, 294)).map(lambda made: Axis(*made[0], made[1]))


def axis(first: str, last: str, columns: int) -> Axis:
    """From the first day of a year, or a day, to another, both inclusive."""
    return Axis(day(first), day(last), columns)


def day(text: str) -> int:
    year, month, number = text.rsplit("-", 2)
    return ordinal(int(year), int(month), int(number))


def labels(first: str, last: str, columns: int, tag: str = "en") -> list[str]:
    return [tick.label for tick in ticks(axis(first, last, columns), 3, wording(tag))]


# --- round dates ---


@pytest.mark.parametrize(
    ("first", "last", "columns", "expected"),
    [
        ("1997-07-01", "2025-12-31", 44, "2000 2005 2010 2015 2020 2025"),
        ("1142-01-01", "2025-12-31", 44, "1200 1400 1600 1800 2000"),
        ("2018-01-01", "2019-12-31", 44, "2018 Jul 2019 Jul"),
        ("2018-01-01", "2019-12-31", 94, "2018 Mar May Jul Sep Nov 2019 Mar May Jul Sep Nov"),
        ("2018-02-01", "2018-12-31", 44, "Apr_2018 Jul Oct"),
        ("2019-02-01", "2019-02-28", 44, "1_Feb_2019 10_Feb 20_Feb"),
        ("2018-12-20", "2019-01-20", 94, "20_Dec_2018 1_Jan_2019 10_Jan 20_Jan"),
        ("2019-02-03", "2019-02-09", 94, "3_Feb_2019 4_Feb 5_Feb 6_Feb 7_Feb 8_Feb 9_Feb"),
        ("2019-02-03", "2019-02-03", 44, "3_Feb_2019"),
    ],
)
def test_ticks_are_at_round_dates(first: str, last: str, columns: int, expected: str) -> None:
    assert [label.replace(" ", "_") for label in labels(first, last, columns)] == expected.split()


@pytest.mark.parametrize(
    ("first", "last", "columns", "expected"),
    [
        (-524, 2023, 44, ["500 BC", "AD 1", "AD 500", "1000", "1500", "2000"]),
        (-10, 12, 44, ["10 BC", "5 BC", "AD 1", "AD 5", "AD 10"]),
        (-2, 3, 44, ["3 BC", "2 BC", "1 BC", "AD 1", "AD 2", "AD 3"]),
        (-50, -43, 44, ["50 BC", "48 BC", "46 BC", "44 BC"]),
        (-13_787_000_000, 2026, 44, ["10 billion BC", "5 billion BC", "AD 1"]),
        (1, 9_000_000, 44, ["AD 1", "AD 5 million"]),
    ],
)
def test_years_are_round_as_people_count_them(
    first: int, last: int, columns: int, expected: list[str]
) -> None:
    found = labels(f"{first}-01-01", f"{last}-12-31", columns)
    assert found == expected


def test_a_label_stands_where_its_year_begins() -> None:
    """There is no year zero: 100 BC and AD 100 are 199 years apart, and AD 1 follows 1 BC."""
    found = {tick.label: civil(tick.day) for tick in ticks(axis("-250-01-01", "250-12-31", 94))}
    assert found["200 BC"] == (-199, 1, 1)
    assert found["AD 1"] == (1, 1, 1)
    assert found["AD 200"] == (200, 1, 1)
    assert not {"0 BC", "AD 0", "0"} & set(found)


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2019, "2019"),
        (44, "AD 44"),
        (0, "1 BC"),
        (-524, "525 BC"),
        (-9_999, "10,000 BC"),
        (-999_999, "1 million BC"),
        (-13_799_999_999, "13.8 billion BC"),
        (-13_787_000_000, "13,787,000,001 BC"),
        (5_000_000_000, "AD 5 billion"),
        (2_000_000_000_000, "AD 2 trillion"),
        (10**15, "1.00×10^15"),
    ],
)
def test_long_years_are_said_shortly(year: int, said: str) -> None:
    assert short_year(year) == said


@pytest.mark.parametrize(
    ("first", "last", "columns", "expected"),
    [
        ("1997-07-01", "2025-12-31", 94, "2000年 2005年 2010年 2015年 2020年 2025年"),
        ("2018-01-01", "2019-12-31", 44, "2018年 7月 2019年 7月"),
        ("2018-02-01", "2018-12-31", 44, "2018年4月 7月 10月"),
        ("2018-12-20", "2019-01-20", 110, "2018年12月20日 2019年1月1日 1月10日 1月20日"),
        ("-10-01-01", "12-12-31", 64, "公元前10年 公元前5年 公元1年 公元5年 公元10年"),
        ("-13787000000-01-01", "3000000000-12-31", 54, "公元前100億年 公元前50億年 公元1年"),
        ("-27000-01-01", "7000-12-31", 64, "公元前2萬年 公元前1萬年 公元1年"),
    ],
)
def test_round_dates_in_chinese(first: str, last: str, columns: int, expected: str) -> None:
    assert labels(first, last, columns, "zh-Hant") == expected.split()


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2019, "2019年"),
        (44, "公元44年"),
        (-524, "公元前525年"),
        (-9_999, "公元前1萬年"),
        (-24_999, "公元前2.5萬年"),
        (-12_344, "公元前12,345年"),
        (12_345, "公元12,345年"),
        (-13_799_999_999, "公元前138億年"),
        (5_000_000_000, "公元50億年"),
        (2_000_000_000_000, "公元2萬億年"),
        (10**15, "公元1.00×10^15年"),
    ],
)
def test_long_years_in_chinese(year: int, said: str) -> None:
    assert short_year(year, wording("zh-Hant")) == said


@law
@given(axes, st.integers(0, 3), st.sampled_from([*map(wording, tags())]))
def test_labels_stand_apart_and_within(found: Axis, overhang: int, row: Wording) -> None:
    shown = ticks(found, overhang, row)
    days = [tick.day for tick in shown]
    assert days == sorted(set(days))
    assert all(found.lo <= day <= found.hi for day in days)
    free = 0
    for tick in shown:
        if tick.label:
            assert found.column(tick.day) >= free
            free = found.column(tick.day) + width(tick.label) + GAP
            assert free - GAP <= found.columns + overhang


@law
@given(spans, st.integers(44, 294))
def test_there_are_ticks_but_not_too_many(span: tuple[int, int], columns: int) -> None:
    shown = ticks(Axis(*span, columns), 3)
    assert len(shown) <= columns // (GAP + 1) + 1
    if span[1] - span[0] > 1 and max(map(abs, span)) < 10**7:
        assert sum(tick.label != "" for tick in shown) >= 2


# --- to scale ---


def test_columns_are_to_scale() -> None:
    year = axis("2019-01-01", "2019-12-31", 365)
    assert [year.column(year.lo + n) for n in (0, 1, 200, 364)] == [0, 1, 200, 364]
    assert axis("2019-01-01", "2019-12-31", 73).column(day("2019-01-06")) == 1


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2000-01-01", "2000-12-31", (0, 9)),
        ("2001-01-01", "2001-12-31", (10, 19)),
        ("2001-03-01", "2001-03-01", (11, 11)),  # at least one column
        ("1990-01-01", "2000-12-31", (0, 9)),  # not off the axis
        ("2009-01-01", "2050-12-31", (90, 99)),
        ("2009-12-31", "2009-12-31", (99, 99)),
    ],
)
def test_a_stretch_covers_its_days(first: str, last: str, expected: tuple[int, int]) -> None:
    decade = axis("2000-01-01", "2009-12-31", 100)
    assert decade.stretch(day(first), day(last)) == expected


def test_an_unbounded_stretch_goes_to_the_edge() -> None:
    decade = axis("2000-01-01", "2009-12-31", 100)
    assert decade.stretch(-inf, day("2000-12-31")) == (0, 9)
    assert decade.stretch(day("2009-01-01"), inf) == (90, 99)
    assert decade.stretch(-inf, inf) == (0, 99)


@law
@given(axes, st.data())
def test_order_and_neighbours_are_kept(found: Axis, data: st.DataObject) -> None:
    inside = st.integers(found.lo, found.hi)
    first, last = sorted((data.draw(inside), data.draw(inside)))
    start, end = found.stretch(first, last)
    assert 0 <= start <= end < found.columns
    # the column in which a span ends and another begins belongs to the latter
    assert start <= found.middle(first) <= found.middle(last) <= end + 1
    if last < found.hi:
        assert found.stretch(last + 1, found.hi)[0] >= min(end, found.columns - 1)


@law
@given(axes, st.data())
def test_nothing_lies_in_a_column_or_behind_it_before_its_day(
    found: Axis, data: st.DataObject
) -> None:
    column = data.draw(st.integers(0, found.columns))
    day = found.since(column)
    assert found.column(day + 1) >= column  # nor is it much too early
    if day > found.lo:
        before = data.draw(st.integers(found.lo, day - 1))
        assert found.column(before) <= found.middle(before) < column
