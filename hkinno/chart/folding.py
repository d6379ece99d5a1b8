"""Folding: lanes of more events than there is room for, drawn as how many, and some by name.

Counts are of what is possible, as the filters are: an event that may lie in several columns counts
in each. So a count is what `--zoom` on the same days finds.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, tee
from math import inf
from typing import NamedTuple, Self

from hkinno.chart.axis import Axis
from hkinno.chart.extent import is_after, is_before
from hkinno.chart.lanes import LINES, LaneItem, Row, packed
from hkinno.chart.marks import MARGIN, Pen, Shape, mark
from hkinno.chart.naming import chosen, laid
from hkinno.dates.date import Date, Lasting
from hkinno.dates.days import Span
from hkinno.query.groups import NONE
from hkinno.query.window import Window
from hkinno.text import plural

ROWS = 100  # of a chart with more, the tallest lanes are folded
_FEW, _MANY = 2, 26  # rows of a folded lane with names, as there is room
_COUNTS = 2  # rows of it without
LANES = 24  # of more headings, the smallest share a lane
_STEPS = (
    (1, 2, 3, 4, 5, 6, 7, 8),
    (1, 2, 5, 10, 20, 50, 100, 200),
    (1, 3, 10, 30, 100, 300, 1_000, 3_000),
    tuple(10**power for power in range(8)),
)


class Spread(NamedTuple):
    """The first days of some dates and the last, each in order, and those dates that have holes."""

    begins: Sequence[float] = ()
    ends: Sequence[float] = ()
    holed: Sequence[Date] = ()

    @classmethod
    def of(cls, events: Iterable[LaneItem]) -> Self:
        """That of the dates of events."""
        dates = [event.date for event in events]
        begins, ends = sorted([date.lo for date in dates]), sorted([date.hi for date in dates])
        told = [date for date in dates if date.denotes is not None]
        return cls(begins, ends, [date for date in told if not isinstance(date.denotes, Lasting)])

    def touching(self, window: Window) -> int:
        """How many of the dates touch a window that has no holes."""
        off = len(self.begins) - bisect_right(self.begins, window.hi)
        off += bisect_left(self.ends, window.lo)
        around = (date for date in self.holed if date.lo <= window.hi and date.hi >= window.lo)
        return len(self.begins) - off - sum(not window.touches(date) for date in around)


class Lane(NamedTuple):
    """A heading and the events under it, in rows; of a folded one's those that are named."""

    heading: str | None
    total: int  # of its events
    events: list[LaneItem]  # those that are not all outside of the axis
    rows: list[Row]
    named: list[LaneItem]  # what is in the rows, whose pieces have its places here
    uses: frozenset[str]  # what of the pen is in use
    folded: bool = False
    spread: Spread = Spread()  # of the events, if it is folded


def arranged(
    events: Sequence[LaneItem], axis: Axis, pen: Pen, by: str | None, most: int = ROWS
) -> list[Lane]:
    """The lanes: if the rows would be too many with labels cut, the tallest of them folded."""
    named = headed([event.headings for event in events], by)
    bare = [_bare(heading, [events[number] for number in found], axis) for heading, found in named]
    whole = _whole(bare, axis, pen, most)
    if whole is not None:
        return whole
    lanes = [_laid(lane, axis, pen, 1, most) for lane in bare]
    while _height(lanes) > most:
        tallest = max(range(len(lanes)), key=lambda place: _height(lanes[place : place + 1]))
        if lanes[tallest].folded:  # it would not help to fold one that has no more rows
            break
        lanes[tallest] = lanes[tallest]._replace(folded=True)
    # beside what is folded there may be room for whole labels after all
    left = most - _height(lane for lane in lanes if lane.folded)
    beside = [each for each, lane in zip(bare, lanes, strict=True) if not lane.folded]
    full = iter(_whole(beside, axis, pen, left) or ())
    lanes = [lane if lane.folded else next(full, lane) for lane in lanes]
    return _with_names(lanes, axis, pen, most)


def _whole(lanes: Iterable[Lane], axis: Axis, pen: Pen, most: int) -> list[Lane] | None:
    """The lanes with all their rows and their labels whole; None if these are too many."""
    found = []
    for lane in lanes:
        found.append(_laid(lane, axis, pen, LINES, most))
        if found[-1].folded:
            return None
        most -= len(found[-1].rows)
    return found


def _height(lanes: Iterable[Lane]) -> int:
    """How many rows lanes have at least, without their headings."""
    return sum(_FEW + _COUNTS if lane.folded else len(lane.rows) for lane in lanes)


def _with_names(lanes: Iterable[Lane], axis: Axis, pen: Pen, most: int) -> list[Lane]:
    """The lanes, in which those that are folded share the rows that are left."""
    lanes = list(lanes)
    folded = sum(lane.folded for lane in lanes)
    left = max(0, most - _height(lanes))
    count = min(_MANY, _FEW + left // max(1, folded))
    return [_named(lane, axis, pen, count) if lane.folded else lane for lane in lanes]


def _named(lane: Lane, axis: Axis, pen: Pen, count: int) -> Lane:
    found = chosen(lane.events, axis, pen, count)
    each = list(chain.from_iterable(found))
    starts = accumulate(map(len, found), initial=0)
    room = axis.columns + 2 * MARGIN
    spread = Spread.of(lane.events)
    return lane._replace(
        rows=[
            laid(row, start, room, pen["cut"]) for row, start in zip(found, starts, strict=False)
        ],
        named=[named.event for named in each],
        uses=_folded_ends(spread, axis).union(*(named.drawn.uses for named in each)),
        spread=spread,
    )


def headed(
    headings: Iterable[tuple[str, ...]], by: str | None
) -> Iterator[tuple[str | None, list[int]]]:
    """Headings by first appearance, and the numbers of what stands under each, of which these are.

    The smallest may share one.
    """
    headings = list(headings)
    if headings and not any(headings):
        yield None, list(range(len(headings)))
        return
    found: dict[str | None, dict[int, None]] = {}
    for number, names in enumerate(headings):
        for heading in names or (None,):
            found.setdefault(heading, {})[number] = None
    if set(found) == {NONE}:
        found = {None: found[NONE]}
    by_size = sorted(found, key=lambda heading: -len(found[heading]))
    small = set(by_size[LANES - 1 :]) if len(found) > LANES else set()
    shared: set[int] = set()
    for heading, lane in found.items():
        if heading in small:
            shared |= lane.keys()
        else:
            yield heading, list(lane)
    if small:
        yield plural(len(small), f"more {by}"), sorted(shared)


def _bare(heading: str | None, found: Sequence[LaneItem], axis: Axis) -> Lane:
    lo, hi = axis.lo, axis.hi  # nearly all of a crowd is between, which is seen without a call
    events = [
        event
        for event in found
        if ((drawn := event.shape).hi >= lo and drawn.lo <= hi) or not outside(drawn, axis)
    ]
    return Lane(heading, len(found), events, [], events, frozenset())


def _laid(lane: Lane, axis: Axis, pen: Pen, lines: int, most: int) -> Lane:
    """The lane with its rows; folded if these were too many."""
    # made as they are asked for: a crowd's soon are no more
    marks, again = tee(mark(event.shape, axis, pen) for event in lane.events)
    labelled = zip(marks, (event.label for event in lane.events), strict=True)
    rows = packed(labelled, axis.columns + 2 * MARGIN, lines, pen["cut"], most)
    if rows is None:
        return lane._replace(folded=True)
    return lane._replace(rows=rows, uses=lane.uses.union(*(drawn.uses for drawn in again)))


def _folded_ends(spread: Spread, axis: Axis) -> frozenset[str]:
    """What a folded lane has to say of its ends."""
    begins, ends = spread.begins, spread.ends
    before, after = bisect_left(begins, axis.lo), bisect_right(ends, axis.hi)
    endless = bisect_right(begins, -inf), bisect_left(ends, inf)
    names = (
        ("open left", endless[0] > 0),
        ("open right", endless[1] < len(ends)),
        ("clipped left", before > endless[0]),
        ("clipped right", after < endless[1]),
    )
    return frozenset(name for name, there in names if there) | {"density"}


def outside(shape: Shape, axis: Axis) -> bool:
    """Whether nothing of a shape is on the axis, also nothing that is not known of it."""
    return is_before(shape, axis.lo) or is_after(shape, axis.hi)


def densities(events: Iterable[LaneItem], axis: Axis) -> list[int]:
    """How many events may lie in each column; what is outside of the axis counts in none."""
    points: list[int] = []
    spans: list[Span] = []
    others: list[tuple[Span, ...]] = []
    for event in events:
        kind, lo, hi, _, _, parts = event.shape
        if kind == "point":
            points.append(int(lo))
        elif kind == "interval":  # one whose end is not known may be beyond what is drawn
            spans.append((event.date.lo, event.date.hi))
        elif parts:
            others.append(tuple((part.lo, part.hi) for part in parts if part.kind != "join"))
        else:
            spans.append((lo, hi))
    # of a crowd many are in one column, or in the same months and years, which are found once
    found = [(column, column, count) for column, count in _heaps(sorted(points), axis)]
    found += [
        (*axis.stretch(lo, hi), count)
        for (lo, hi), count in Counter(spans).items()
        if hi >= axis.lo and lo <= axis.hi
    ]
    found += [(*place, 1) for apart in others for place in _columns(apart, axis)]
    steps = [0] * (axis.columns + 1)
    for first, last, count in found:
        steps[first] += count
        steps[last + 1] -= count
    return list(accumulate(steps[:-1]))


def _heaps(days: Sequence[int], axis: Axis) -> Iterator[tuple[int, int]]:
    """In which columns the middles of days lie, which are in order, and how many do."""
    start, end = bisect_left(days, axis.lo), bisect_right(days, axis.hi)
    while start < end:
        column = axis.middle(days[start])
        after = bisect_right(days, column, start, end, key=axis.middle)
        yield column, after - start
        start = after


def _columns(spans: Iterable[Span], axis: Axis) -> Iterator[tuple[int, int]]:
    """The columns in which these days lie, each once."""
    taken = -1
    for lo, hi in spans:
        first, last = axis.stretch(lo, hi)
        if hi >= axis.lo and lo <= axis.hi and last > taken:
            yield max(first, taken + 1), last
            taken = last


def stretches(spread: Spread, axis: Axis, cuts: Iterable[int]) -> list[tuple[int, int]]:
    """How many events may lie between two cuts: (the column of the first, the count), none empty.

    `cuts` are days, in order; one whose count would find no room is left out.
    """
    room = len(f"{len(spread.begins):,}")
    days = [axis.lo]
    for day in cuts:
        column = axis.column(day)
        if axis.column(days[-1]) + room < column <= axis.columns + MARGIN - room:
            days.append(day)
    windows = (Window(a, b - 1) for a, b in zip(days, [*days[1:], axis.hi + 1], strict=True))
    counts = [(axis.column(int(w.lo)), spread.touching(w)) for w in windows]
    return [(column, count) for column, count in counts if count]


def thresholds(peak: int, signs: str) -> list[tuple[int, str]]:
    """From how many events on a density has which sign, in order, up to the peak.

    The steps are not even, since the densest column is often a thousand times the next; they are
    round, and the legend tells them.
    """
    scale = next((scale for scale in _STEPS if scale[-1] * 2 >= peak), _STEPS[-1])
    return [(least, sign) for least, sign in zip(scale, signs, strict=True) if least <= peak]


def levels(counts: Iterable[int], scale: list[tuple[int, str]]) -> str:
    """A sign for each count; a blank only where there is nothing."""
    leasts = [least for least, _ in scale]
    signs = [" ", *(sign for _, sign in scale)]
    return "".join(signs[bisect_right(leasts, count)] for count in counts)
