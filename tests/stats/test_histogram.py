"""Histograms: what is possible, what is certain, and shares that add up to the single times."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import edtf_strategies as edtf
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hkinno.dates.calendar import WEEKDAYS, civil, iso, ordinal
from hkinno.dates.date import Date, Lasting, Several
from hkinno.dates.edtf import parse
from hkinno.events import Event
from hkinno.query.groups import GROUPS, UNITS, Unit
from hkinno.query.window import Window
from hkinno.stats.histogram import (
    OPEN,
    UNREADABLE,
    Bin,
    by_values,
    by_weekday,
    coarser,
    known_unit,
    over_time,
)
from hkinno.stats.measures import change, figure_names, lasting, readings, silences
from hkinno.stats.shares import has_share

law = settings(max_examples=80)
MANY = 10_000
dates = st.lists(st.one_of(edtf.texts().map(parse), st.none()), max_size=15)
units = st.sampled_from(UNITS)
NAMED = {unit.name: unit for unit in UNITS}


def bins(unit: str, *texts: str | None, rows: int = MANY, gaps: bool = False) -> list[Bin]:
    """The bins of dates, None for one that cannot be read."""
    found = [parse(text) if text else None for text in texts]
    return over_time(found, NAMED[unit], rows, gaps)[1]


def expected(found: Iterable[Bin]) -> dict[str, float]:
    return {each.label: round(each.expected, 6) for each in found}


def event(number: int, date: str, **more: Any) -> tuple[Event, Date | None]:
    made = msgspec.convert({"id": f"e{number}", "date": date, "title": f"E{number}"} | more, Event)
    try:
        return made, parse(date)
    except ValueError:
        return made, None


# --- over time ---


def test_a_single_time_is_spread_by_its_days() -> None:
    assert expected(bins("year", "[2018-07-01..2019-06-30]")) == {
        "2018": round(184 / 365, 6),
        "2019": round(181 / 365, 6),
    }
    assert expected(bins("year", "[1999,2005]")) == {"1999": 0.5, "2005": 0.5}
    assert expected(bins("year", "201X-02-29")) == {"2012": 0.5, "2016": 0.5}
    assert expected(bins("month", "2020-33")) == {
        "Jan 2020": round(31 / 91, 6),
        "Feb 2020": round(29 / 91, 6),
        "Mar 2020": round(31 / 91, 6),
    }


def test_possible_certain_and_expected() -> None:
    found = {each.label: each for each in bins("year", "2019", "2019-02", "2018/2019", "201X")}
    assert (found["2019"].certain, found["2019"].possible) == (3, 4)
    assert (found["2018"].certain, found["2018"].possible) == (1, 2)
    assert (found["2012"].certain, found["2012"].possible) == (0, 1)
    assert found["2019"].expected == pytest.approx(3 + 365 / 3652)


def test_what_lasts_counts_wherever_it_goes_on() -> None:
    life = bins("decade", "1890/1976")
    assert [each.label for each in life] == [f"{year}s" for year in range(1890, 1980, 10)]
    assert all((e.possible, e.certain, e.expected) == (1, 1, 1) for e in life)
    ends = {each.label: each for each in bins("month", "2020-01-31/2020-03")}
    assert all((e.possible, e.certain, e.expected) == (1, 1, 1) for e in ends.values())
    unsure = {each.label: each for each in bins("month", "2020-33/2020-34")}
    assert unsure["Jan 2020"].certain == 0
    assert unsure["Jan 2020"].expected == pytest.approx(31 / 91)
    assert (unsure["Mar 2020"].certain, unsure["Mar 2020"].expected) == (1, 1)
    assert unsure["May 2020"].expected == pytest.approx(61 / 91)  # if it ends then or later


def test_start_and_end_are_independent_but_in_order() -> None:
    """From a day of January to one of January: 496 pairs, of which 55 end by the 10th."""
    (january,) = bins("month", "2020-01/2020-01")
    assert (january.possible, january.certain, january.expected) == (1, 1, 1)
    found = {each.label: each for each in bins("month", "2020-33/2020-33")}
    days, pairs = 91, 91 * 92 / 2
    assert found["Jan 2020"].expected == pytest.approx(1 - 60 * 61 / 2 / pairs)
    assert found["Mar 2020"].expected == pytest.approx(1 - (days - 31) * (days - 30) / 2 / pairs)


def test_what_is_on_all_of_its_dates_counts_at_each() -> None:
    found = {each.label: each for each in bins("year", "{2001,2003,2005..2007}")}
    assert list(found) == ["2001", "2003", "2005", "2006", "2007"]
    assert all((e.possible, e.certain, e.expected) == (1, 1, 1) for e in found.values())
    twice = {each.label: each for each in bins("month", "{2001,2001}")}
    share = 31 / 365
    assert twice["Jan 2001"].expected == pytest.approx(1 - (1 - share) ** 2)


def test_bins_know_their_days() -> None:
    (found,) = bins("century", "-0450")
    assert found.lo is not None
    assert found.hi is not None
    assert (iso(found.lo), iso(found.hi)) == ("-0499-01-01", "-0400-12-31")


@pytest.mark.parametrize(("unit", "years"), [("decade", 10), ("century", 100)])
@given(year=st.integers(-12_000, 12_000))
def test_stretches_of_years_are_those_of_edtf_and_of_headings(
    unit: str, years: int, year: int
) -> None:
    """A mask, -05XX, lies in one bin; none has years before and after Christ; headings agree."""
    known, masked = abs(year) // years, len(str(years)) - 1
    text = f"{'-' * (year < 0)}{known:0{4 - masked}}{'X' * masked}"
    day = Date("", ordinal(year, 6, 1), ordinal(year, 6, 1), "day")
    (found,) = over_time([day], NAMED[unit], MANY)[1]
    assert found.lo is not None
    assert found.hi is not None
    assert (civil(found.lo)[0] > 0) == (civil(found.hi)[0] > 0) == (year > 0)
    event = Event(id="a", date="", title="")
    assert list(GROUPS[unit](event, day)) == [found.label]
    if years <= abs(year) <= 9999:
        mask = parse(text)
        assert (mask.lo, mask.hi) == (found.lo, found.hi)


def test_only_bins_where_something_may_lie_are_listed() -> None:
    assert [each.label for each in bins("year", "2002", "2005")] == ["2002", "2005"]


def test_gaps_are_joined() -> None:
    found = bins("year", "2002", "2005", "2007", "2008", gaps=True)
    assert [(each.label, each.empty) for each in found] == [
        ("2002", 0),
        ("2003 – 2004", 2),
        ("2005", 0),
        ("2006", 1),
        ("2007", 0),
        ("2008", 0),
    ]
    assert expected(found)["2003 – 2004"] == 0


def test_what_has_no_end_counts_in_every_bin_that_it_reaches_and_in_one_of_its_own() -> None:
    found = {each.label: each for each in bins("year", "2018", "2020", "2019/..", "1985/")}
    assert (found[OPEN].possible, found[OPEN].certain, found[OPEN].expected) == (2, 2, 2)
    counts = {label: (e.possible, e.certain, e.expected) for label, e in found.items()}
    assert counts["2020"] == (3, 2, 2)
    assert counts["2019"] == (2, 1, 1)  # it begins there
    assert counts["2018"] == (2, 1, 1)
    assert counts["1990"] == (1, 0, 0)  # it may have ended
    assert counts["1985"] == (1, 1, 0)  # there is no saying how much of what is not known
    assert len(found) == 2020 + 1 - 1985 + 1


def test_a_single_time_without_bound_has_no_share() -> None:
    found = {each.label: each for each in bins("year", "1758", "1760", "[..1760]")}
    counts = {label: (e.possible, e.certain, e.expected) for label, e in found.items()}
    assert counts == {"1758": (2, 1, 1), "1759": (1, 0, 0), "1760": (2, 1, 1), OPEN: (1, 1, 1)}


def test_what_cannot_be_read_counts_in_a_bin_of_its_own() -> None:
    assert expected(bins("year", "2018", None, None)) == {"2018": 1, UNREADABLE: 2}
    assert bins("year") == []


@pytest.mark.parametrize(
    ("unit", "rows", "taken", "labels"),
    [
        ("year", 10, "year", 10),
        ("year", 9, "decade", 1),
        ("month", 100, "year", 10),
    ],
)
def test_where_bins_would_be_too_many_they_are_coarser(
    unit: str, rows: int, taken: str, labels: int
) -> None:
    used, found = over_time([parse("201X")], NAMED[unit], rows)
    assert (used.name, len(found)) == (taken, labels)


def test_units_go_on_without_end() -> None:
    used, found = over_time([parse("Y-13800000000/2020")], NAMED["month"], 20)
    assert used.name == "1,000,000,000 years"
    assert len(found) == 15
    assert all((each.possible, each.certain, each.expected) == (1, 1, 1) for each in found)
    names = [NAMED["century"]]
    for _ in range(3):
        names.append(coarser(names[-1]))
    assert [unit.name for unit in names] == [
        "century",
        "millennium",
        "10,000 years",
        "100,000 years",
    ]


@pytest.mark.parametrize("text", ["2019-02", "1999-12-31", "0044-03-15", "-0524-05", "0000-01"])
@pytest.mark.parametrize("unit", ["month", "year", "decade", "century"])
def test_bins_are_called_as_groups_are(unit: str, text: str) -> None:
    made, date = event(1, text)
    assert [each.label for each in bins(unit, text)] == list(GROUPS[unit](made, date))


@law
@given(dates, units, st.sampled_from([5, 30, MANY]), st.booleans())
def test_the_shares_of_single_times_add_up_to_one_each(
    found: list[Date | None], unit: Unit, rows: int, gaps: bool
) -> None:
    single = [d for d in found if not d or not isinstance(d.denotes, (Lasting, Several))]
    _, made = over_time(single, unit, rows, gaps)
    assert sum(each.expected for each in made) == pytest.approx(len(single))


@law
@given(dates, units, st.sampled_from([5, 30, MANY]), st.booleans())
def test_what_is_expected_lies_between_what_is_certain_and_what_is_possible(
    found: list[Date | None], unit: Unit, rows: int, gaps: bool
) -> None:
    known = [
        d for d in found if not d or all(map(has_share, d.members))
    ]  # what has no share is expected nowhere
    for each in over_time(known, unit, rows, gaps)[1]:
        assert each.certain <= each.expected + 1e-9
        assert each.expected <= each.possible + 1e-9


@law
@given(dates, units, st.sampled_from([5, 30, MANY]), st.booleans())
def test_the_bins_are_in_order_and_few_enough(
    found: list[Date | None], unit: Unit, rows: int, gaps: bool
) -> None:
    _, made = over_time(found, unit, rows, gaps)
    timed = [(each.lo, each.hi) for each in made if each.lo is not None and each.hi is not None]
    assert len(timed) <= rows
    assert all(before[1] < after[0] for before, after in pairwise(timed))
    if gaps:
        assert all(b[1] + 1 == a[0] for b, a in pairwise(timed))


@law
@given(dates, units)
def test_possible_is_what_a_filter_keeps(found: list[Date | None], unit: Unit) -> None:
    _, made = over_time(found, unit, 30)
    for each in made:
        if each.lo is not None and each.hi is not None:
            window = Window(each.lo, each.hi)
            assert each.possible == sum(d is not None and window.touches(d) for d in found)
            assert each.certain == sum(d is not None and window.must_touch(d) for d in found)


# --- by weekday and by value ---


def test_weekdays() -> None:
    found = by_weekday(map(parse, ["2022-07-07", "2022-07-07T10:00:00", "2022-07-10~", "2022-07"]))
    assert [each.label for each in found] == list(WEEKDAYS)
    counts = [(each.possible, each.certain, each.expected) for each in found]
    assert counts == [(0, 0, 0)] * 3 + [(2, 2, 2)] + [(0, 0, 0)] * 2 + [(1, 1, 1)]


@law
@given(dates)
def test_weekdays_count_what_is_dated_to_the_day(found: list[Date | None]) -> None:
    days = [d for d in found if d and d.lo == d.hi]
    assert sum(each.expected for each in by_weekday(found)) == len(days)


def most_first(found: Bin) -> float:
    return -found.possible


def test_an_event_counts_under_each_of_its_values() -> None:
    found = by_values([["a", "b"], ["b"], ["b", "b"], []], most_first)
    assert [(e.label, e.expected, e.possible, e.certain) for e in found] == [
        ("b", 3, 3, 3),
        ("a", 1, 1, 1),
        ("(none)", 1, 1, 1),
    ]


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["2000", "2020"], "year"),
        (["2000-05-03", "2020-01-01"], "month"),
        (["2000-05-03", "2020"], "year"),
        (["1890/1976", "1900-01-01"], "month"),  # what lasts is known to be in many
        (["2000-01-01"] * 9 + ["19XX"], "month"),  # one of ten may be vaguer
        (["2000-01-01"] * 8 + ["19XX"], "century"),
        (["201X", "198X", "2000-21"], "decade"),
        (["[1890..1950]"], "century"),
        (["2019-24", "2019-05-01"], "year"),  # a winter is longer than a month
        (["[..1760]", "1750"], "year"),
        ([], "month"),
    ],
)
def test_a_unit_is_not_finer_than_what_is_known(texts: list[str], unit: str) -> None:
    assert known_unit(map(parse, texts)).name == unit


# --- figures and silences ---


def test_figures_over_time() -> None:
    def figured(number: int, date: str, *values: tuple[float, str]) -> tuple[Event, Date | None]:
        figures = [{"name": "Size", "value": value, "unit": unit} for value, unit in values]
        return event(number, date, figures=figures)

    events = [
        figured(1, "2020", (4000, "m")),
        figured(2, "2010", (1500, "m"), (0, "kg")),
        figured(3, "soon", (7, "m")),
        figured(4, "2015", (3, "kg")),
        event(5, "2016"),
    ]
    found = readings(events, "size")
    assert [(r.event.id, r.value) for r in found] == [
        ("e2", 1500),
        ("e2", 0),
        ("e4", 3),
        ("e1", 4000),
        ("e3", 7),
    ]
    assert [r.change for r in found] == [None, None, None, pytest.approx(5 / 3), None]
    assert figure_names(made for made, _ in events) == {"Size": 5}
    assert change(found[0]._replace(value=-2), found[0]._replace(value=-1)) == (0.5, None)
    assert change(found[0]._replace(value=1), found[0]._replace(value=10**400)) == (None, None)


def gaps(*texts: str) -> list[tuple[str, str, str, str]]:
    return [
        (iso(found.lo), iso(found.hi), found.after.id, found.before.id)
        for found in silences(event(n, text) for n, text in enumerate(texts))
    ]


def test_silences_are_days_on_which_nothing_can_lie() -> None:
    assert gaps("2002", "2004", "2010") == [
        ("2005-01-01", "2009-12-31", "e1", "e2"),
        ("2003-01-01", "2003-12-31", "e0", "e1"),
    ]
    assert gaps("2002", "2003") == []
    assert gaps("2002/2008", "2004", "2010") == [("2009-01-01", "2009-12-31", "e0", "e2")]
    assert gaps("201X", "2015", "2030") == [("2020-01-01", "2029-12-31", "e0", "e2")]
    assert gaps("2002", "soon", "2004") == [("2003-01-01", "2003-12-31", "e0", "e2")]
    assert gaps("[2002,2005]", "2004") == [("2003-01-01", "2003-12-31", "e0", "e1")]


def test_what_has_no_end_leaves_no_silence() -> None:
    assert gaps("2002", "2004/..", "2010") == [("2003-01-01", "2003-12-31", "e0", "e1")]
    assert gaps("../1985", "1990") == [("1986-01-01", "1989-12-31", "e0", "e1")]
    assert gaps("2002", "../2010", "2015") == [("2011-01-01", "2014-12-31", "e1", "e2")]
    assert gaps() == []


@pytest.mark.parametrize(
    ("lo", "hi", "said"),
    [
        ("2019-01-01", "2019-01-01", "1 day"),
        ("2019-01-01", "2019-01-31", "1 month"),
        ("2019-01-01", "2019-12-31", "1 year"),
        ("2019-01-15", "2019-03-16", "2 months 2 days"),
        ("2019-03-31", "2019-04-28", "29 days"),
        ("1997-07-02", "2001-12-31", "4 years 5 months"),
        ("2000-01-01", "2002-01-05", "2 years 5 days"),
        ("1142-01-02", "1599-12-31", "457 years"),
    ],
)
def test_how_long_it_is(lo: str, hi: str, said: str) -> None:
    days: Callable[[str], int] = lambda text: ordinal(*map(int, text.split("-")))  # noqa: E731
    assert lasting(days(lo), days(hi)) == said
