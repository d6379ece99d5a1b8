"""What is counted of a crowd, against a look at each of its events."""

from collections.abc import Iterable

import edtf_strategies as edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from hkinno.chart.axis import Axis
from hkinno.chart.crowd import Crowd
from hkinno.chart.draw import ChartView, span
from hkinno.chart.extent import is_after, is_before
from hkinno.chart.folding import densities
from hkinno.chart.marks import Shape, shape
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.query.window import Window

law = settings(max_examples=300)
FIRST = int(parse("2000-01-01").lo)
NEAR = [
    *("1999-12-31", "2000-01-01", "2000", "2000-02", "2000-02-29", "2000-01-31/2000-02", "1999/"),
    *("/2000-03", "2000-02/..", "../2000-01", "[2000-01-03,2000-05]", "{..2000-02}"),
    *("2000-XX-03", "200X", "1998~/2001?", "2000-03-31/2000-04-01", "[2000-03..]"),
]
dates = st.lists((st.sampled_from(NEAR) | edtf.texts()).map(parse) | st.none(), max_size=30)
axes = st.builds(
    lambda lo, days, columns: Axis(FIRST + lo, FIRST + lo + days, columns),
    st.integers(-400, 400),
    st.integers(0, 800),
    st.integers(1, 60),
)


def known(found: Iterable[Date | None]) -> list[Date]:
    return [date for date in found if date]


def columns_of(drawn: Shape, date: Date, axis: Axis) -> set[int]:
    """The columns of an axis in which a date may lie, one by one."""
    if drawn.kind == "point":
        return {axis.middle(int(drawn.lo))} if axis.lo <= drawn.lo <= axis.hi else set()
    spans = [(part.lo, part.hi) for part in drawn.parts if part.kind != "join"]
    if drawn.kind == "interval" or not spans:
        spans = [(date.lo, date.hi)]
    there = [axis.stretch(lo, hi) for lo, hi in spans if hi >= axis.lo and lo <= axis.hi]
    return {column for first, last in there for column in range(first, last + 1)}


@law
@given(dates, axes)
def test_densities_are_how_many_have_a_part_in_a_column(
    found: list[Date | None], axis: Axis
) -> None:
    each = [columns_of(shape(date), date, axis) for date in known(found)]
    counts = [sum(column in there for there in each) for column in range(axis.columns)]
    assert densities(Crowd.of(found), axis) == counts


@law
@given(dates, st.data())
def test_part_of_a_crowd_is_counted_as_a_crowd_of_these(
    found: list[Date | None], data: st.DataObject
) -> None:
    crowd, every = Crowd.of(found), known(found)
    places = [place for place in range(len(every)) if data.draw(st.booleans())]
    some, kept = crowd.at(places), [every[place] for place in places]
    lo, hi = sorted(FIRST + data.draw(st.integers(-500, 500)) for _ in range(2))
    shapes = [shape(date) for date in kept]
    assert [event.date for event in some.between(lo, hi)] == [
        date for date in kept if date.hi >= lo and date.lo <= hi
    ]
    assert some.before(lo) == sum(is_before(each, lo) for each in shapes)
    assert some.after(hi) == sum(is_after(each, hi) for each in shapes)
    assert some.inside(lo, hi) == len(list(some.between(lo, hi)))
    assert some.touching(Window(lo, hi)) == sum(map(Window(lo, hi).touches, kept))
    early, late = some.earlier(lo), some.later(hi)
    assert sorted(early) == sorted((s.lo, s.hi) for s in shapes if is_before(s, lo))
    assert sorted(late) == sorted((s.lo, s.hi) for s in shapes if is_after(s, hi))
    begun = [crowd.columns.shapes[place] for place in some.begun(lo, hi)]
    there = [s for s in shapes if not (is_before(s, lo) or is_after(s, hi))]
    assert begun == sorted(there, key=lambda each: each.lo)
    view = ChartView(80, FIRST)
    assert span(some, view) == span(Crowd.of(kept), view)
