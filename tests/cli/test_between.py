"""`hkinno between`: how much time lies between two events or dates."""

import datetime
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Done, call
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from hkinno.dates.between import between
from hkinno.dates.edtf import parse

Store = Callable[..., str]
KEYS = ["a", "b", "shortest", "longest", "order"]
TODAY = "2026-11-22"


def asked(*args: str) -> Done:
    return call("between", "--today", TODAY, *args)


def record(a: str, b: str) -> Any:
    found = asked("--json", "--", a, b).json()
    assert list(found) == KEYS
    return found


def length(years: int, months: int, days: int, total: int) -> dict[str, int]:
    return {"years": years, "months": months, "days": days, "total_days": total}


@pytest.mark.parametrize(
    ("a", "b", "shortest", "longest", "order"),
    [
        ("1997-07-01", "1997-07-04", (0, 0, 3, 3), (0, 0, 3, 3), "certain"),
        ("1997-07-01", "1997-07-02", (0, 0, 1, 1), (0, 0, 1, 1), "certain"),
        ("2002", "2004", (1, 0, 1, 366), (2, 11, 30, 1095), "certain"),
        ("2001", "2002", (0, 0, 1, 1), (1, 11, 30, 729), "certain"),
        ("2002", "2002-07", (0, 0, 0, 0), (0, 6, 30, 211), "possible"),
        ("2004", "2002", None, None, "never"),
        ("1997-07-01", "1997-07-01", None, None, "never"),
        ("1890/1976", "1980", (3, 0, 1, 1096), (4, 11, 30, 1826), "certain"),
        ("1890/1976", "1950", None, None, "never"),
        ("2010", "2012/2015", (1, 0, 1, 366), (2, 11, 30, 1095), "certain"),
        ("2020/..", "2022", None, None, "never"),  # it is never over
        ("2020", "../2022", None, None, "never"),  # it has always been
        ("2020-05-03/", "2020-05-04", (0, 0, 0, 0), (0, 0, 1, 1), "possible"),
        ("2020", "[2022-06-01..]", (1, 5, 1, 517), None, "certain"),
        ("[..1760]", "1770", (9, 0, 1, 3288), None, "certain"),
        ("[1999,2005]", "2002", (2, 0, 1, 732), (3, 11, 30, 1460), "possible"),
        ("{1999,2005}", "2007", (1, 0, 1, 366), (2, 11, 30, 1094), "certain"),
        ("2000", "{2003..2005}", (2, 0, 1, 731), (3, 11, 30, 1460), "certain"),
        ("-0524", "0001", (524, 0, 1, 191388), (525, 11, 30, 192117), "certain"),
        ("Y-10000", "Y10000", (19999, 0, 1, 7304485), (20000, 11, 30, 7305215), "certain"),
    ],
)  # fmt: skip
def test_how_much_time_there_is(
    a: str, b: str, shortest: tuple[int, ...], longest: tuple[int, ...], order: str
) -> None:
    found = record(a, b)
    assert found["order"] == order
    assert found["shortest"] == (length(*shortest) if shortest else None)
    assert found["longest"] == (length(*longest) if longest else None)


DAYS = [datetime.date(2003, 12, 29) + datetime.timedelta(n) for n in range(8)]
Realization = tuple[datetime.date, datetime.date]


def one(first: int, last: int) -> tuple[str, list[Realization]]:
    days = DAYS[min(first, last) : max(first, last) + 1]
    return f"[{days[0]}..{days[-1]}]", [(day, day) for day in days]


def some(first: int, last: int) -> tuple[str, list[Realization]]:
    days = [DAYS[first], DAYS[last]]
    return f"[{days[0]},{days[1]}]", [(day, day) for day in days]


def lasting(first: int, last: int) -> tuple[str, list[Realization]]:
    start, end = DAYS[min(first, last)], DAYS[max(first, last)]
    text = f"2003/{end}" if start.year == 2003 else f"{start}/{end}"
    starts = [day for day in DAYS if day.year == 2003] if start.year == 2003 else [start]
    return text, [(s, end) for s in starts if s <= end]


def every(first: int, last: int) -> tuple[str, list[Realization]]:
    days = sorted((DAYS[first], DAYS[last]))
    return f"{{{days[0]},{days[1]}}}", [(days[0], days[1])]


places = st.integers(0, len(DAYS) - 1)
dated = st.builds(
    lambda make, a, b: make(a, b), st.sampled_from([one, some, lasting, every]), places, places
)


@settings(max_examples=300)
@given(dated, dated)
def test_it_is_what_the_realizations_say(
    a: tuple[str, list[Realization]], b: tuple[str, list[Realization]]
) -> None:
    """Of all ways in which both may have been, those in which the first does not end after."""
    found = between(parse(a[0]), parse(b[0]))
    pairs = [(end, start) for (_, end), (start, _) in itertools.product(a[1], b[1])]
    over = [end < start for end, start in pairs]
    assert found.order == ("certain" if all(over) else "possible" if any(over) else "never")
    if any(over):
        gaps = [(start - end).days for end, start in pairs if end <= start]
        assert found.shortest is not None
        assert found.longest is not None
        assert (found.shortest.total_days, found.longest.total_days) == (min(gaps), max(gaps))


@given(st.dates(), st.dates())
def test_lengths_are_those_of_the_calendar(a: datetime.date, b: datetime.date) -> None:
    found = between(parse(min(a, b).isoformat()), parse(max(a, b).isoformat()))
    if a == b:
        assert found.order == "never"
        return
    apart = relativedelta(max(a, b), min(a, b))
    assert found.shortest == found.longest
    assert found.shortest == (apart.years, apart.months, apart.days, abs((a - b).days))


def test_events_are_named_by_their_ids() -> None:
    done = asked("science-park-opens", "cooperation-arrangement")
    assert done.out.splitlines() == [
        "A  Hong Kong Science Park opens (2002)",
        "B  Mainland and Hong Kong sign innovation and technology Arrangement (2018)",
        "from A to B: 15 years 1 day to 16 years 11 months 30 days (5,480 to 6,208 days)",
        "A is certainly over before B begins.",
        "Events: the bundled chronology",
    ]
    assert record("science-park-opens", "Feb 2019")["a"] == "science-park-opens"


@pytest.mark.parametrize(
    ("a", "b", "sentence"),
    [
        ("2018", "2018", "A is possibly over before B begins; they may also overlap, or B come"),
        ("2020/..", "2022", "A is never over before B begins: A has no end."),
        ("2020", "../2022", "A is never over before B begins: B has no start."),
        ("2018", "2016", "A is never over before B begins: B is over before A begins."),
        ("2016/2020", "2018", "A is never over before B begins: B begins before A is over."),
        ("2016-01-01", "1 Jan 2016", "A is never over before B begins: they are on the same day."),
        ("2016-01-01", "2016-01-03", "from A to B: 2 days (2 days)"),
        ("2016-01-01", "[2016-01-03..]", "from A to B: 2 days or more (2 days or more)"),
        ("2016", "2016-01-03", "from A to B: up to 2 days (0 to 2 days)"),
        ("[1999,2005]", "2002", "from A to B: 2 years 1 day to 3 years 11 months 30 days (732 to"),
        ("5 years ago", "today", "from A to B: 4 years 10 months 22 days to 5 years 10 months 21 "),
    ],
)
def test_what_people_are_told(a: str, b: str, sentence: str) -> None:
    done = asked("--", a, b)
    assert (done.code, done.err) == (0, "")
    assert any(line.startswith(sentence) for line in done.out.splitlines()), done.out


def test_what_is_told_fits_the_width() -> None:
    done = asked("science-park-opens", "cooperation-arrangement", "--width", "50")
    assert max(map(len, done.out.splitlines())) <= 50
    assert " ".join(done.out.split()) == " ".join(
        asked("science-park-opens", "cooperation-arrangement").out.split()
    )


def test_an_id_that_is_a_date_too_is_said(store: Store) -> None:
    path = store({"id": "2019", "date": "1990", "title": "Nine\x1bteen"})
    done = asked("-s", path, "2019", "2000")
    assert "A  Nine\\x1bteen (1990)" in done.out
    assert done.err == "hkinno: '2019' is the id of an event, and taken for that\n"


@pytest.mark.parametrize(
    ("a", "said"),
    [
        ("cooperation-commitee", "did you mean cooperation-committee"),
        ("nonsense", "no event has the id 'nonsense', and as a date 'nonsense' is no date"),
        ("12/03/2019", "write 2019-03-12"),
    ],
)
def test_what_is_neither_is_refused(a: str, said: str) -> None:
    done = asked(a, "2020")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert ("as a date" in done.err) is (a != "cooperation-commitee")  # whose id is near


def test_an_unreadable_date_is_refused(store: Store) -> None:
    done = asked("-s", store({"id": "a", "date": "soon", "title": "A"}), "a", "2020")
    assert (done.code, done.err) == (1, "hkinno: the date of 'a' cannot be read\n")


def test_it_comes_in_all_formats_of_tables() -> None:
    done = asked("2016-01-01", "2016-01-03", "-f", "csv")
    header, row = done.out.splitlines()
    assert header == ",".join(KEYS)
    assert row.startswith("2016-01-01,2016-01-03,")
    assert row.endswith(",certain")
    assert json.loads(asked("2016", "2018", "--json", "--fields", "order").out) == {
        "order": "certain"
    }
    assert "no field 'x'" in asked("2016", "2018", "--json", "--fields", "x").err
