"""Folding: lanes of more events than there is room for, drawn as how many, and some by name.

Counts are of what is possible, as the filters are: an event that may lie in several columns counts
in each. So a count is what `--zoom` on the same days finds.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, tee
from math import inf
from typing import NamedTuple

from hkinno.chart.axis import Axis
from hkinno.chart.extent import is_after, is_before
from hkinno.chart.lanes import LINES, LaneItem, Row, packed
from hkinno.chart.marks import MARGIN, Pen, Shape, mark
from hkinno.chart.naming import chosen, laid
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


class Lane(NamedTuple):
    """A heading and the events under it, in rows; of a folded one's those that are named."""

    heading: str | None
    total: int  # of its events
    events: list[LaneItem]  # those that are not all outside of the axis
    rows: list[Row]
    named: list[LaneItem]  # what is in the rows, whose pieces have its places here
    uses: frozenset[str]  # what of the pen is in use
    folded: bool = False


def arranged(
    events: Sequence[LaneItem], axis: Axis, pen: Pen, by: str | None, most: int = ROWS
) -> list[Lane]:
    """The lanes: if the rows would be too many with labels cut, the tallest of them folded."""
    named = headed([event.headings for event in events], by)
    bare = [_bare(heading, [events[number] for number in found], axis) for heading, found in named]
    whole = [_laid(lane, axis, pen, LINES, most) for lane in bare]
    if not any(lane.folded for lane in whole) and _height(whole) <= most:
        return whole
    lanes = [_laid(lane, axis, pen, 1, most) for lane in bare]
    while _height(lanes) > most:
        tallest = max(range(len(lanes)), key=lambda place: _height(lanes[place : place + 1]))
        if lanes[tallest].folded:  # it would not help to fold one that has no more rows
            break
        lanes[tallest] = _folded(lanes[tallest], axis)
    # beside what is folded there may be room for whole labels after all
    mixed = [cut if cut.folded else full for full, cut in zip(whole, lanes, strict=True)]
    if not any(m.folded > c.folded for m, c in zip(mixed, lanes, strict=True)):
        lanes = mixed if _height(mixed) <= most else lanes
    return _with_names(lanes, axis, pen, most)


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
    return lane._replace(
        rows=[
            laid(row, start, room, pen["cut"]) for row, start in zip(found, starts, strict=False)
        ],
        named=[named.event for named in each],
        uses=lane.uses.union(*(named.drawn.uses for named in each)),
    )


def headed(
    headings: Iterable[tuple[str, ...]], by: str | None
) -> Iterator[tuple[str | None, list[int]]]:
    """Headings by first appearance, and the numbers of what stands under each, of which these are.

    The smallest may share one.
    """
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
    events = [event for event in found if not outside(event.shape, axis)]
    return Lane(heading, len(found), events, [], events, frozenset())


def _laid(lane: Lane, axis: Axis, pen: Pen, lines: int, most: int) -> Lane:
    """The lane with its rows; folded if these were too many."""
    # made as they are asked for: a crowd's soon are no more
    marks, again = tee(mark(event.shape, axis, pen) for event in lane.events)
    labelled = zip(marks, (event.label for event in lane.events), strict=True)
    rows = packed(labelled, axis.columns + 2 * MARGIN, lines, pen["cut"], most)
    if rows is None:
        return _folded(lane, axis)
    return lane._replace(rows=rows, uses=lane.uses.union(*(drawn.uses for drawn in again)))


def _folded(lane: Lane, axis: Axis) -> Lane:
    return lane._replace(uses=_folded_ends(lane.events, axis), folded=True)


def _folded_ends(events: Iterable[LaneItem], axis: Axis) -> frozenset[str]:
    """What a folded lane has to say of its ends."""
    dates = [event.date for event in events]
    names = (
        ("open left", any(date.lo == -inf for date in dates)),
        ("open right", any(date.hi == inf for date in dates)),
        ("clipped left", any(-inf < date.lo < axis.lo for date in dates)),
        ("clipped right", any(axis.hi < date.hi < inf for date in dates)),
    )
    return frozenset(name for name, there in names if there) | {"density"}


def outside(shape: Shape, axis: Axis) -> bool:
    """Whether nothing of a shape is on the axis, also nothing that is not known of it."""
    return is_before(shape, axis.lo) or is_after(shape, axis.hi)


def densities(events: Iterable[LaneItem], axis: Axis) -> list[int]:
    """How many events may lie in each column."""
    steps = [0] * (axis.columns + 1)
    for event in events:
        for first, last in _columns(event, axis):
            steps[first] += 1
            steps[last + 1] -= 1
    return list(accumulate(steps[:-1]))


def _columns(event: LaneItem, axis: Axis) -> Iterator[tuple[int, int]]:
    """The columns in which an event may lie, each once."""
    if event.shape.kind == "point":
        yield (axis.middle(int(event.date.lo)),) * 2
        return
    spans = [(event.date.lo, event.date.hi)]
    if event.shape.kind != "interval":  # one whose end is not known may be beyond what is drawn
        spans = [(part.lo, part.hi) for part in event.shape.forms if part.kind != "join"]
    taken = -1
    for lo, hi in spans:
        first, last = axis.stretch(lo, hi)
        if hi >= axis.lo and lo <= axis.hi and last > taken:
            yield max(first, taken + 1), last
            taken = last


def stretches(events: Sequence[LaneItem], axis: Axis, cuts: Iterable[int]) -> list[tuple[int, int]]:
    """How many events may lie between two cuts: (the column of the first, the count), none empty.

    `cuts` are days, in order; one whose count would find no room is left out.
    """
    room = len(f"{len(events):,}")
    days = [axis.lo]
    for day in cuts:
        column = axis.column(day)
        if axis.column(days[-1]) + room < column <= axis.columns + MARGIN - room:
            days.append(day)
    dates = [event.date for event in events]
    windows = (Window(a, b - 1) for a, b in zip(days, [*days[1:], axis.hi + 1], strict=True))
    counts = [(axis.column(int(w.lo)), sum(map(w.touches, dates))) for w in windows]
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
