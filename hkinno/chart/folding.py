"""Folding: lanes of more events than there is room for, drawn as how many, and some by name.

Counts are of what is possible, as the filters are: an event that may lie in several columns counts
in each. So a count is what `--zoom` on the same days finds.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from math import inf
from typing import NamedTuple

from hkinno.chart.axis import Axis
from hkinno.chart.crowd import Crowd, Spread
from hkinno.chart.lanes import GAP, LINES, LaneItem, Row, packed
from hkinno.chart.marks import MARGIN, Mark, Pen, mark
from hkinno.chart.naming import chosen, laid
from hkinno.dates.days import Span
from hkinno.query.window import Window
from hkinno.words.language import Language

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
    events: Crowd
    inside: int  # how many of them are not all outside of the axis
    rows: list[Row]
    named: list[LaneItem]  # what is in the rows, whose pieces have its places here
    uses: frozenset[str]  # what of the pen is in use
    folded: bool = False


def arranged(
    groups: Iterable[tuple[str | None, Crowd]], axis: Axis, pen: Pen, most: int = ROWS
) -> list[Lane]:
    """The lanes: if the rows would be too many with labels cut, the tallest of them folded."""
    bare = [_bare(heading, events, axis) for heading, events in groups]
    whole = _whole(bare, axis, pen, most)
    if whole is not None:
        return whole
    others = max(0, sum(lane.inside > 0 for lane in bare) - 1)  # each has a row at least
    limit = max(_FEW + _COUNTS, most - others)  # a lane of more rows than this is folded below
    lanes = [_laid(lane, axis, pen, 1, limit) for lane in bare]
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
    found, lanes = [], list(lanes)
    if _too_many(sum(lane.inside for lane in lanes), axis, most):
        return None
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
    return lane._replace(
        rows=[
            laid(row, start, room, pen["cut"]) for row, start in zip(found, starts, strict=False)
        ],
        named=[named.event for named in each],
        uses=_folded_ends(lane.events, axis).union(*(named.drawn.uses for named in each)),
    )


def headed(
    headings: Sequence[tuple[str, ...]], by: str | None, said: Language
) -> Iterator[tuple[str | None, Sequence[int]]]:
    """Headings by first appearance, and the numbers of what stands under each, of which these are.

    The smallest may share one.
    """
    if any(headings):
        yield from shared(under(headings), by, said)
    elif headings:
        yield None, range(len(headings))


def under(headings: Iterable[tuple[str, ...]]) -> dict[str | None, list[int]]:
    """The numbers of what stands under each heading, by first appearance."""
    found = defaultdict[str | None, list[int]](list)
    for number, names in enumerate(headings):
        for heading in names or (None,):
            lane = found[heading]
            if not lane or lane[-1] != number:  # two names may look alike
                lane.append(number)
    return found


def shared(
    found: Mapping[str | None, list[int]], by: str | None, said: Language
) -> Iterator[tuple[str | None, list[int]]]:
    """Headings, and the numbers under each; of many, the smallest share one."""
    none = said.say("no value")
    if set(found) == {none}:
        found = {None: found[none]}
    by_size = sorted(found, key=lambda heading: -len(found[heading]))
    small = set(by_size[LANES - 1 :]) if len(found) > LANES else set()
    rest: set[int] = set()
    for heading, lane in found.items():
        if heading in small:
            rest.update(lane)
        else:
            yield heading, lane
    if small:
        yield said.say(f"more {by}", len(small)), sorted(rest)


def _bare(heading: str | None, found: Crowd, axis: Axis) -> Lane:
    return Lane(heading, found, found.inside(axis.lo, axis.hi), [], [], frozenset())


def _too_many(events: int, axis: Axis, rows: int) -> bool:
    """Whether rows have no room for so many marks, each of which takes a column."""
    return events * (1 + GAP) > rows * (axis.columns + 2 * MARGIN + GAP)


def _laid(lane: Lane, axis: Axis, pen: Pen, lines: int, most: int) -> Lane:
    """The lane with its rows; folded if these were too many."""
    if _too_many(lane.inside, axis, most):
        return lane._replace(folded=True)
    seen: list[tuple[LaneItem, Mark]] = []

    def labelled() -> Iterator[tuple[Mark, str]]:
        for event in lane.events.between(axis.lo, axis.hi):  # as they are asked for
            seen.append((event, mark(event.shape, axis, pen)))
            yield seen[-1][1], event.label

    rows = packed(labelled(), axis.columns + 2 * MARGIN, lines, pen["cut"], most)
    if rows is None:
        return lane._replace(folded=True)
    uses = lane.uses.union(*(drawn.uses for _, drawn in seen))
    return lane._replace(rows=rows, named=[event for event, _ in seen], uses=uses)


def _folded_ends(crowd: Crowd, axis: Axis) -> frozenset[str]:
    """What a folded lane has to say of its ends; what is all outside has no part in that."""
    names = {"density"}
    for begins, lasts, ends in crowd.spreads:
        begun, came = bisect_left(begins, axis.lo), bisect_right(begins, axis.hi)
        if begun > bisect_left(ends, axis.lo):
            pairs = zip(begins[:begun], lasts, strict=False)
            there = {lo == -inf for lo, hi in pairs if hi >= axis.lo}
            names |= {("clipped left", "open left")[endless] for endless in there}
        if bisect_right(ends, axis.hi) < came:
            there = {hi == inf for hi in lasts[:came] if hi > axis.hi}
            names |= {("clipped right", "open right")[endless] for endless in there}
    return frozenset(names)


def densities(crowd: Crowd, axis: Axis) -> list[int]:
    """How many events may lie in each column; what is outside of the axis counts in none."""
    steps = [0] * (axis.columns + 1)
    # of a crowd many are in one column, and are found at once; those with holes are few
    found = [(column, column, count) for column, count in _heaps(crowd.points, axis)]
    for event in crowd.holed:
        parts = [(part.lo, part.hi) for part in event.shape.parts if part.kind != "join"]
        spans = parts or [(event.date.lo, event.date.hi)]
        found += [(*place, 1) for place in _columns(spans, axis)]
    for first, last, count in found:
        steps[first] += count
        steps[last + 1] -= count
    apart = accumulate(steps[:-1]), _stretched(crowd.spans, axis), _stretched(crowd.endless, axis)
    return [sum(counts) for counts in zip(*apart, strict=True)]


def _heaps(days: Sequence[float], axis: Axis) -> Iterator[tuple[int, int]]:
    """In which columns the middles of days lie, which are in order, and how many do."""
    start, end = bisect_left(days, axis.lo), bisect_right(days, axis.hi)
    while start < end:
        column = axis.middle(int(days[start]))
        after = bisect_right(days, column, start, end, key=lambda day: axis.middle(int(day)))
        yield column, after - start
        start = after


def _stretched(spread: Spread, axis: Axis) -> Iterator[int]:
    """How many spans have a part in each column, as `Axis.stretch` says."""
    begins, lasts, ends = spread
    days = [axis.begin(column) for column in range(axis.columns + 1)]
    starts = [0, *(bisect_left(begins, day) for day in days[1:])]
    outside = bisect_left(ends, axis.lo)
    for column, then in enumerate(days[1:]):
        start, stop = starts[column : column + 2]
        # those that have begun, but for those that ended in a column before; in their first
        # column they are, however soon they end there
        ended = bisect_left(ends, then - 1)
        short = bisect_left(sorted(lasts[start:stop]), then - 1)
        yield stop - ended + short - (0 if column else outside)


def _columns(spans: Iterable[Span], axis: Axis) -> Iterator[tuple[int, int]]:
    """The columns in which these days lie, each once."""
    taken = -1
    for lo, hi in spans:
        first, last = axis.stretch(lo, hi)
        if hi >= axis.lo and lo <= axis.hi and last > taken:
            yield max(first, taken + 1), last
            taken = last


def stretches(crowd: Crowd, axis: Axis, cuts: Iterable[int]) -> list[tuple[int, int]]:
    """How many events may lie between two cuts: (the column of the first, the count), none empty.

    `cuts` are days, in order; one whose count would find no room is left out.
    """
    room = len(f"{crowd.inside(axis.lo, axis.hi):,}")
    days = [axis.lo]
    for day in cuts:
        column = axis.column(day)
        if axis.column(days[-1]) + room < column <= axis.columns + MARGIN - room:
            days.append(day)
    windows = (Window(a, b - 1) for a, b in zip(days, [*days[1:], axis.hi + 1], strict=True))
    counts = [(axis.column(int(w.lo)), crowd.touching(w)) for w in windows]
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
