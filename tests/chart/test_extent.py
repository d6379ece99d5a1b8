"""The extent of an axis, against all that could be left out."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import inf

import edtf_strategies as edtf
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from hkinno.chart import extent
from hkinno.chart.beyond import beside, see_all
from hkinno.chart.crowd import Crowd
from hkinno.chart.extent import Extent
from hkinno.chart.marks import Shape, shape
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.words.language import language

HALF = Fraction(11, 20)  # with room for margins
FAR = [f"Y1{'0' * 998}", f"Y-9{'9' * 998}/2020", "Y-13787000000S5", "-4999", "1142-01-01"]
OPEN = ["1142/", "/2050", "../1985", "2020/..", "[..1984,1990..]", "{1990..}"]


def crowds() -> st.SearchStrategy[list[Date]]:
    """A few dates, each many times, some of them far away."""
    near = st.integers(0, 40).map(lambda n: f"20{n:02}-03-04")
    texts = st.one_of(near, near, st.sampled_from(FAR), st.sampled_from(OPEN), edtf.texts())
    many = st.tuples(texts, st.one_of(st.integers(1, 4), st.integers(20, 120)))
    groups = st.lists(many, min_size=1, max_size=9)
    return groups.map(lambda found: [parse(text) for text, count in found for _ in range(count)])


@cache
def form(text: str) -> Shape:
    return shape(parse(text))


def known_ends(dates: Sequence[Date]) -> list[tuple[int, int]]:
    """The first and the last known day of each date that has one."""
    each = ([int(day) for day in form(date.text).ends if abs(day) != inf] for date in dates)
    return [(min(days), max(days)) for days in each if days]


def middle(ends: Sequence[tuple[int, int]]) -> int:
    """The days of the middle: without 5 % of the events at either end."""
    tail = len(ends) * 5 // 100
    return sorted(lo for lo, _ in ends)[-1 - tail] + 1 - sorted(hi for _, hi in ends)[tail]


def choices(ends: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """For each axis that leaves out at most 2 % at an end, how few ends it leaves out."""
    spare = range(len(ends) * 2 // 100 + 1)
    begins, finishes = sorted(lo for lo, _ in ends), sorted(hi for _, hi in ends)
    found: dict[tuple[int, int], int] = {}
    for first, last in product(spare, spare):
        axis = begins[first], finishes[-1 - last]
        found[axis] = min(first + last, found.get(axis, len(ends)))
    return found


def trimmed(dates: Sequence[Date], keep: tuple[bool, bool] = (False, False)) -> Extent:
    """The axis that some dates have, and how many of them lie beyond."""
    apart = [known_ends(dates[number::3]) for number in range(3)]
    begins = [sorted(lo for lo, _ in ends) for ends in apart]
    axis = extent.trimmed(begins, [sorted(hi for _, hi in ends) for ends in apart], keep=keep)
    crowd = Crowd.of(dates)
    return Extent(*axis, crowd.before(axis[0]), crowd.after(axis[1]))


def length(axis: Sequence[float]) -> int:
    return int(axis[1]) + 1 - int(axis[0])


@given(crowds())
@example([parse("2020-03-04")] * 60 + [parse(FAR[0])])
@example([parse(text) for text in OPEN * 7])
def test_as_few_are_left_out_as_is_enough(dates: list[Date]) -> None:
    found = trimmed(dates)
    ends = known_ends(dates)
    if not ends:
        assert found == Extent(1, 0)
        return
    axis, days = (int(found.lo), int(found.hi)), middle(ends)
    able = choices(ends)
    everything = min(lo for lo, _ in ends), max(hi for _, hi in ends)
    assert axis in able
    if days <= 0 or days >= HALF * length(everything):
        assert axis == everything
    elif enough := [count for a, count in able.items() if days >= HALF * length(a)]:
        assert days >= HALF * length(axis)
        assert able[axis] == min(enough)
    else:  # what is left out in vain is worth it: the axis is about as short as can be
        assert 9 * length(axis) <= 10 * min(map(length, able))


@given(crowds())
@example([parse("1142/"), *[parse("2020-03-04")] * 60])
def test_it_counts_what_cannot_be_on_the_axis(dates: list[Date]) -> None:
    found = trimmed(dates)
    assume(known_ends(dates))
    assert found.earlier == sum(date.hi < found.lo for date in dates)
    assert found.later == sum(date.lo > found.hi for date in dates)
    assert max(found.earlier, found.later) * 50 <= len(dates)


@given(crowds(), st.tuples(st.booleans(), st.booleans()))
def test_an_end_that_is_kept_loses_nothing(dates: list[Date], keep: tuple[bool, bool]) -> None:
    found = trimmed(dates, keep)
    ends = known_ends(dates)
    if keep[0] and ends:
        assert (found.lo, found.earlier) == (min(lo for lo, _ in ends), 0)
    if keep[1] and ends:
        assert (found.hi, found.later) == (max(hi for _, hi in ends), 0)


@pytest.mark.parametrize("count", [0, 1, 49])
def test_of_fewer_than_fifty_none_is_left_out(count: int) -> None:
    dates = [parse("1142"), *[parse("2020-03-04"), parse("2021")] * (count // 2)]
    found = trimmed(dates)
    assert (found.lo, found.earlier, found.later) == (parse("1142").lo, 0, 0)


def test_what_is_outside_is_said_with_its_years() -> None:
    dates = [parse(t) for t in ("-0499", "1142", "1200/1210", "2300", *["2020-03-04", "2021"] * 99)]
    found, crowd = trimmed(dates), Crowd.of(dates)
    assert beside(crowd, found, language(None)) == ("3 earlier, 500 BC – 1210", "1 later, 2300")
    assert see_all(crowd, found, language(None)) == "--zoom -0499/2300 shows all"
    found, crowd = trimmed(dates[4:]), Crowd.of(dates[4:])
    assert beside(crowd, found, language(None)) == ("", "")
    assert see_all(crowd, found, language(None)) == ""


@given(crowds())
def test_the_zoom_that_shows_all_is_a_date_that_holds_all(dates: list[Date]) -> None:
    found = trimmed(dates)
    said = see_all(Crowd.of(dates), found, language(None))
    assert bool(said) is bool(found.earlier or found.later)
    if said:
        zoom = parse(said.split(" ")[1])
        assert all(zoom.lo <= lo and hi <= zoom.hi for lo, hi in known_ends(dates))
