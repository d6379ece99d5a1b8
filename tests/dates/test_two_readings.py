"""What has two readings is refused with both, and huge years are compared with what has no end."""

import datetime

import pytest
from conftest import call

from hkinno.dates.between import between, overlap_words
from hkinno.dates.edtf import parse
from hkinno.dates.format import words
from hkinno.dates.phrases.parse import read
from hkinno.errors import DateError
from hkinno.query.query import Query
from hkinno.stats.histogram import known_unit

TODAY = datetime.date(2026, 11, 22)
HUGE = "Y17E731"  # more days than a float can count


@pytest.mark.parametrize(
    ("phrase", "readings"),
    [
        ("490–79 BC", ("'490 to 479 BC'", "'490 to 79 BC'")),
        ("44-3 BC", ("'44 to 43 BC'", "'44 to 3 BC'")),
        ("218/17 BC", ("'218 or 217 BC'", "'218 or 17 BC'")),
        ("May 1962 or 1963", ("[1962-05,1963-05]", "[1962-05,1963]")),
        ("3 May 1962 and 1963", ("{1962-05-03,1963-05-03}", "{1962-05-03,1963}")),
        ("winter 1962 or 1963", ("[1962-24,1963-24]", "[1962-24,1963]")),
    ],
)
def test_two_readings(phrase: str, readings: tuple[str, str]) -> None:
    with pytest.raises(DateError, match="it has two readings") as raised:
        read(phrase, TODAY)
    assert all(reading in str(raised.value) for reading in readings)


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [
        ("100–44 BC", "-0099/-0043"),
        ("490 to 79 BC", "-0489/-0078"),
        ("1962 or May 1963", "[1962,1963-05]"),
        ("May or June 1963", "[1963-05,1963-06]"),
        ("maybe 1890", "1890?"),
    ],
)
def test_one_reading(phrase: str, edtf: str) -> None:
    assert read(phrase, TODAY).text == edtf


@pytest.mark.parametrize(
    "edtf", ["-0489/-0078", "-0524/-0499", "[1962-05,1963]", "{1962-05,1963,1964}"]
)
def test_their_words_have_one(edtf: str) -> None:
    there, back = parse(edtf), read(words(parse(edtf)), TODAY)
    assert (there.lo, there.hi, there.days) == (back.lo, back.hi, back.days)


@pytest.mark.parametrize("phrase", ["May 68", "Feb 30", "July 44"])
def test_advice_names_no_day_that_no_year_has(phrase: str) -> None:
    with pytest.raises(DateError) as raised:
        read(phrase, TODAY)
    assert "2026" not in str(raised.value)


@pytest.mark.parametrize(
    ("a", "b", "longest"), [("[..1760]", HUGE, None), (f"[..{HUGE}]", f"[..{HUGE}]", None)]
)
def test_huge_years_and_no_end(a: str, b: str, longest: None) -> None:
    assert between(parse(a), parse(b)).longest is longest
    assert known_unit([parse(a)]).name == "month"


@pytest.mark.parametrize("date", [f"[..{HUGE}]", f"../{HUGE}", "[Y-17E731..]", "Y-17E731/"])
@pytest.mark.parametrize(("certain", "inside"), [(False, False), (True, False), (False, True)])
def test_a_day_of_any_year_and_huge_years(date: str, certain: bool, inside: bool) -> None:
    from hkinno.dates.phrases.yearly import read_yearly

    query = Query(on=read_yearly("4 July"), certain=certain, inside=inside)
    assert query.keeps()(parse(date)) in (True, False)


def test_what_overlaps_need_not_begin_first() -> None:
    assert overlap_words(parse("1890/1976"), parse("1850/1900")) == "B begins before A is over"


def test_one_day() -> None:
    assert "1 day (1 day)" in call("between", "2004-01-01", "2004-01-02").out
