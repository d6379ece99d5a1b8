"""Dates of a column in one style: read as it means or refused, never silently otherwise."""

import json
from collections.abc import Sequence
from datetime import date as Day  # noqa: N812 - a day of the calendar
from pathlib import Path
from typing import NamedTuple

import edtf_strategies as edtf
import pytest
from conftest import Done, call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hkinno.dates.edtf import readable
from hkinno.imports.clock import read_time
from hkinno.imports.datereader import DateReader
from hkinno.imports.evidence import DateEvidence
from hkinno.imports.styles import DateStyle

pytestmark = pytest.mark.usefixtures("state", "elsewhere")
TODAY = ("--today", "2026-11-22")
ORDERS = {"dmy": "{d}{s}{m}{s}{y}", "mdy": "{m}{s}{d}{s}{y}", "ymd": "{y}{s}{m}{s}{d}"}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Column(NamedTuple):
    """A column of dates as somebody writes them, and what each means; the options that say how."""

    texts: list[str]
    meant: list[str]
    options: tuple[str, ...]


def imported(column: Sequence[str], folder: Path, *options: str) -> tuple[Done, list[str]]:
    """What becomes of a column: the dates in the order of its rows, if all were read."""
    table, store = folder / "x.csv", folder / "s.json"
    rows = "".join(f'"{text}",T{n}\n' for n, text in enumerate(column))
    table.write_text(f"Date,Title\n{rows}", "utf-8")
    store.write_text("[]")
    done = call("import", str(table), "-s", str(store), *TODAY, *options)
    events = {e["title"]: e["date"] for e in json.loads(store.read_text("utf-8"))}
    return done, [events[f"T{n}"] for n in range(len(column))] if events else []


# --- the law ---


def _numbers(draw: st.DrawFn) -> Column:
    """Days in numbers, in one order, with years of four digits or of two."""
    order, mark = draw(st.sampled_from(sorted(ORDERS))), draw(st.sampled_from("/-."))
    short, padded = draw(st.booleans()), draw(st.booleans())
    days = draw(st.lists(st.dates(Day(1900, 1, 1), Day(1999, 12, 31)), min_size=1, max_size=8))
    clock = draw(st.sampled_from(["", " 14:30", " 2:30 pm"]))
    width = 2 if padded or short else 1

    def write(day: Day) -> str:
        year = f"{day.year % 100:02}" if short else str(day.year)
        parts = {"d": f"{day.day:0{width}}", "m": f"{day.month:0{width}}", "y": year, "s": mark}
        return ORDERS[order].format(**parts) + clock

    meant = [day.isoformat() + ("T14:30:00" if clock else "") for day in days]
    return Column(list(map(write, days)), meant, ("--dates", order, "--century", "19"))


def _sheets(draw: st.DrawFn) -> Column:
    """Days and months as spreadsheets show them: 11-Mar-15."""
    days = draw(st.lists(st.dates(Day(1900, 1, 1), Day(1999, 12, 31)), min_size=1, max_size=6))
    texts = [f"{day.day}-{MONTHS[day.month - 1]}-{day.year % 100:02}" for day in days]
    return Column(texts, [d.isoformat() for d in days], ("--dates", "dmy", "--century", "19"))


def _spans(draw: st.DrawFn) -> Column:
    """Spans of years, of which the second has two digits: 1826-31."""
    first = draw(st.lists(st.integers(1001, 2000), min_size=1, max_size=8))
    ends = [year + draw(st.integers(1, 60)) for year in first]
    pairs = [(a, b) for a, b in zip(first, ends, strict=True) if a // 100 == b // 100]
    texts = [f"{a}-{b % 100:02}" for a, b in pairs] or ["1872-73"]
    meant = [f"{a}/{b}" for a, b in pairs] or ["1872/1873"]
    return Column(texts, meant, ("--dates", "years"))


def _months(draw: st.DrawFn) -> Column:
    """Months and days as ISO 8601 has them."""
    days = draw(st.lists(st.dates(Day(1, 1, 1)), min_size=1, max_size=8))
    texts = [day.isoformat()[: draw(st.sampled_from([7, 10]))] for day in days]
    return Column(texts, texts, ("--dates", "edtf"))


def _before_christ(draw: st.DrawFn) -> Column:
    """Years of any age as historians count them, those BC with a minus."""
    years = draw(st.lists(st.integers(-5000, 2020).filter(bool), min_size=1, max_size=8))
    meant = [f"{'-' * (y < -1)}{abs(y + 1 if y < 0 else y):04}" for y in years]
    return Column([str(year) for year in years], meant, ())


def _astronomical(draw: st.DrawFn) -> Column:
    """Years as EDTF has them."""
    years = draw(st.lists(st.integers(-5000, 2020), min_size=1, max_size=8))
    texts = [f"{'-' * (y < 0)}{abs(y):04}" for y in years]
    return Column(texts, texts, ("--dates", "edtf"))


KINDS = (_numbers, _sheets, _spans, _months, _before_christ, _astronomical)
COLUMNS = [st.composite(kind)() for kind in KINDS]


@pytest.mark.parametrize("columns", COLUMNS, ids=[kind.__name__.strip("_") for kind in KINDS])
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_column_is_read_as_it_means_or_refused(
    columns: st.SearchStrategy[Column], data: st.DataObject, tmp_path: Path
) -> None:
    column = data.draw(columns)
    done, dates = imported(column.texts, tmp_path)
    assert (done.code, dates) == (1, []) or dates == column.meant or _is_said(done, column)
    said, read = imported(column.texts, tmp_path, *column.options)
    if column.options:
        assert read == column.meant, said.err


def _is_said(done: Done, column: Column) -> bool:
    """Whether a reading that is not meant was told: nothing in the column decides it."""
    return any(f"'{text}'" in done.err for text in column.texts) and (
        "is read as" in done.err or "are years BC" in done.err
    )


# --- one by one ---


@pytest.mark.parametrize(
    ("texts", "dates", "told"),
    [
        ("3/4/2019 25/4/2019", "2019-04-03 2019-04-25", "read day first, as '25/4/2019' shows"),
        ("3/4/2019 4/25/2019", "2019-03-04 2019-04-25", "read month first, as '4/25/2019' shows"),
        ("5/5/2019 7/7/2019", "2019-05-05 2019-07-07", ""),
        ("3.4.2019 25.4.2019", "2019-04-03 2019-04-25", "read day first"),
        ("2017/6/1 2017/12/31", "2017-06-01 2017-12-31", ""),
        ("6/2019 12-2019", "2019-06 2019-12", ""),
        ("1869/12 1870/02/03", "1869-12 1870-02-03", ""),
        ("-300 820 79", "-0299 0820 0079", "'-300' has the year 300 BC, which is -0299 in EDTF"),
        ("-0299 -300", "-0299 -0300", "counted as in EDTF: '-0299' has the year 300 BC"),
        ("-44-03-15 -1", "-0043-03-15 0000", "'-44-03-15' has the year 44 BC"),
        ("-27/14 68", "-0026/0014 0068", "years BC"),
        (
            "1826-31 1872-73",
            "1826/1831 1872/1873",
            "'1826-31' is read as the years 1826/1831, as '1872-73' shows",
        ),
        ("1998-99 1999-00", "1998/1999 1999/2000", ""),
        ("2019-02 2011-12", "2019-02 2011-12", ""),
        ("2010-11", "2010-11", "'2010-11' is read as Nov 2010, not as 2010/2011"),
        ("1952-00-00 1952-06-00 1960-00", "1952 1952-06 1960", ""),
        ("1826–31 1864", "1826/1831 1864", ""),
        ("c.1826-31 1872-73", "1826~/1831~ 1872/1873", "as '1872-73' shows"),
        ("1834-35? 1872-73", "1834?/1835? 1872/1873", "as '1872-73' shows"),
        ("-333? -1200", "-0332? -1199", "years BC"),
        ("ca.820 -44", "0820~ -0043", "years BC"),
        ("20190304 20201231", "2019-03-04 2020-12-31", ""),
        ("2004.0 2005.0", "2004 2005", ""),
        ("1/20/2025-1/31/2025 2/5/2025", "2025-01-20/2025-01-31 2025-02-05", "month first"),
    ],
)
def test_what_a_column_shows(texts: str, dates: str, told: str, tmp_path: Path) -> None:
    done, read = imported(texts.split(), tmp_path)
    assert read == dates.split(), done.err
    assert told in done.err


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (
            "3/4/2019",
            "2019-04-03 (day first) or 2019-03-04 (month first): say --dates dmy or --dates mdy",
        ),
        ("13/4/2019 4/13/2019", "the column has several orders, '13/4/2019' and '4/13/2019'"),
        ("20/02/14", "which century? 1914 or 2014: say --century 19 or --century 20"),
        ("11-Mar-15", "which century? 1915 or 2015: say --century"),
        ("Dec-71", "which century?"),
        ("79", "which century?"),
        ("2019-21", "2019-21 or the years 2019/2021: say --dates edtf or --dates years"),
        ("2010-11 2011-12", "two readings, 2010-11 or the years 2010/2011"),
        ("1999-00", "two readings, 1999 or the years 1999/2000"),
        ("31/31/2019", "no order of these numbers makes a date"),
        ("190?", "two readings, 190X or 0190?: write either"),
        ("1900BC–1800", "write BC or AD behind either year"),
        ("44197", "if it is a spreadsheet's number of a day, write 2021-01-01"),
        ("1420070400", "if it counts seconds from 1970 on, write 2015-01-01T00:00:00Z"),
        ("1420070400000", "if it counts milliseconds from 1970 on"),
    ],
)
def test_what_a_column_leaves_open_is_refused_with_all_readings(
    texts: str, why: str, tmp_path: Path
) -> None:
    done, read = imported(texts.split(), tmp_path)
    assert (done.code, read) == (1, [])
    assert why in done.err
    assert done.err.count(why[:30]) == 1, "a fault of a column is told once"


@pytest.mark.parametrize(
    ("texts", "options", "dates"),
    [
        ("3/4/2019", "--dates dmy", "2019-04-03"),
        ("3/4/2019", "--dates mdy", "2019-03-04"),
        ("03/04/05", "--dates ymd --century 19", "1903-04-05"),
        ("03/04/05", "--dates dmy --century 20", "2005-04-03"),
        ("11-Mar-15 7-Apr-15", "--century 20", "2015-03-11 2015-04-07"),
        ("11-Mar-15", "--dates ymd --century 20", "2011-03-15"),
        ("Dec-71 Apr-10", "--century 19", "1971-12 1910-04"),
        ("79", "--century 19", "1979"),
        ("2019-21", "--dates edtf", "2019-21"),
        ("2019-21", "--dates years", "2019/2021"),
        ("-1200", "--dates edtf", "-1200"),
        ("1826-31 3/4/1900", "--dates dmy --dates years", "1826/1831 1900-04-03"),
        ("356BC 79", "", "-0355 0079"),
    ],
)
def test_what_a_user_says(texts: str, options: str, dates: str, tmp_path: Path) -> None:
    done, read = imported(texts.split(), tmp_path, *options.split())
    assert read == dates.split(), done.err


def test_the_rows_are_counted_and_not_the_texts(tmp_path: Path) -> None:
    done, _ = imported(["-300", "-300", "-44", "-300"], tmp_path)
    assert "which is -0299 in EDTF (4 dates)" in done.err


def test_what_a_user_says_is_not_read_otherwise(tmp_path: Path) -> None:
    done, read = imported(["1/20/2025"], tmp_path, "--dates", "dmy")
    assert (done.code, read) == (1, [])
    assert "'1/20/2025' is no date: it is none that is day first" in done.err


@pytest.mark.parametrize(
    ("texts", "dates"),
    [
        (
            ["Jan 13 2012 3:00 pm", "1/13/2012 9:15 AM"],
            ["2012-01-13T15:00:00", "2012-01-13T09:15:00"],
        ),
        (
            ["2022-07-07T14:30:00.000Z", "2022-07-07T14:30"],
            ["2022-07-07T14:30:00Z", "2022-07-07T14:30:00"],
        ),
        (["2022-07-07 14:30 +0200"], ["2022-07-07T14:30:00+02:00"]),
        (
            ["12 May 1999 12:00 am", "12 May 1999 12:30 p.m."],
            ["1999-05-12T00:00:00", "1999-05-12T12:30:00"],
        ),
        (["2015-03-11 00:00:00", "2015-03-12 00:00:00"], ["2015-03-11", "2015-03-12"]),
        (
            ["1/13/2012 3:00 PM", "1/14/2012 12:00 AM"],
            ["2012-01-13T15:00:00", "2012-01-14T00:00:00"],
        ),
        (
            ["2015-03-11 00:00:00", "2015-03-12 08:00:00"],
            ["2015-03-11T00:00:00", "2015-03-12T08:00:00"],
        ),
    ],
)
def test_times_behind_dates(texts: list[str], dates: list[str], tmp_path: Path) -> None:
    assert imported(texts, tmp_path)[1] == dates


def test_times_that_are_all_midnight_are_said_to_be_none(tmp_path: Path) -> None:
    assert "all times are 00:00" in imported(["2015-03-11 00:00:00"], tmp_path)[0].err


def test_the_name_of_a_zone_goes_to_the_note(tmp_path: Path) -> None:
    _, dates = imported(["Jan 13 2012 3:00 pm CST", "2012-01-14 15:00 UTC"], tmp_path)
    assert dates == ["2012-01-13T15:00:00", "2012-01-14T15:00:00Z"]
    events = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert [e.get("date_note") for e in events] == ["Jan 13 2012 3:00 pm CST", None]


@pytest.mark.parametrize(
    ("said", "time"),
    [
        *(("3:05 PM", "15:05:00"), ("3:05pm", "15:05:00"), ("3:05 P.M.", "15:05:00")),
        *(("12:15 AM", "00:15:00"), ("12:15 p.m.", "12:15:00"), ("7PM", "19:00:00")),
        *(("7 Am", "07:00:00"), ("10:00 AMT", "10:00:00"), ("10:00 PST", "10:00:00")),
    ],
)
def test_halves_of_the_day_in_any_case(said: str, time: str) -> None:
    """PM is no time zone."""
    found = read_time(said)
    assert found
    assert found.text == f"T{time}"
    assert found.zone == (said[-3:] if said.endswith("T") else "")


# --- what is EDTF stays what it is ---

EDTF = edtf.texts().filter(lambda text: readable(text) is not None)


@settings(max_examples=600)
@given(text=EDTF)
def test_edtf_stays_what_it_is_where_years_are_counted_so(text: str) -> None:
    reader = DateReader(DateStyle(bc=False), lambda: Day(2026, 11, 22))
    assert reader.read(text) == text


@settings(max_examples=300)
@given(texts=st.lists(EDTF, min_size=1, max_size=6))
def test_columns_of_edtf_are_read_as_edtf_where_that_is_said(texts: list[str]) -> None:
    evidence = DateEvidence()
    for text in texts:
        evidence.see(text)
    style, _ = evidence.decide(["edtf"])
    reader = DateReader(style, lambda: Day(2026, 11, 22))
    assert [reader.read(text) for text in texts] == texts
