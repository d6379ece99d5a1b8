"""Naming: of the events of a folded lane those that find room, in a few rows, with their labels.

In order of time, each has its mark and its label in the first row that has room for both. Labels
are cut, so that many have one; where a row has room in the end, they are longer. Two kinds of
events would else have too many names or none: those whose marks fill a row have few rows, and where
labels only fit on the left, as at the right edge, some have theirs before all others.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from hkinno.chart.axis import Axis
from hkinno.chart.crowd import Crowd
from hkinno.chart.lanes import GAP, LEAD, LaneItem, Row, inside, longest, owned, piece
from hkinno.chart.marks import MARGIN, Mark, Pen, mark
from hkinno.text import clip, width

LONG, LEAST = 32, 12  # columns of a label: to which it is cut, and no further
_INSIDE = 2 + 2 * LEAD  # columns that a bar has beside a label within
_SIDES = ("inside", "right", "left")


class Named(NamedTuple):
    """An event in a row: its mark, its label and where that stands."""

    event: LaneItem
    drawn: Mark
    side: str
    long: int  # columns of the label, cut

    @property
    def start(self) -> int:
        """The first column that it takes: one more beside a label, lest it seem another's."""
        before = self.long + 2 if self.side == "left" else 0
        return self.drawn.column + MARGIN - before

    @property
    def end(self) -> int:
        """The first column after it."""
        after = self.long + 2 if self.side == "right" else 0
        return self.drawn.column + MARGIN + len(self.drawn.text) + after


class Room(NamedTuple):
    """The columns of a row from the first that is free up to what stands behind them."""

    free: int
    until: int


def chosen(crowd: Crowd, axis: Axis, pen: Pen, count: int) -> list[list[Named]]:
    """The events that have a name, in so many rows at most."""
    begin, ordered = crowd.columns.begin, crowd.begun(axis.lo, axis.hi)
    rows, rooms, known = _late(crowd, ordered, axis, pen, count)
    wide: list[LaneItem] = []
    few, free, shut, place = max(1, count // 4), -1, -1, 0
    while place < len(ordered):
        number = ordered[place]
        place += 1
        if number in known or not _may_fit(crowd, number, axis, free, shut):
            continue
        event = crowd.item(number)
        drawn = mark(event.shape, axis, pen)
        if 2 * len(drawn.text) > axis.columns:
            wide.append(event)
            if len(wide) > few:
                continue
        if not _place(event, drawn, rows, rooms) and len(drawn.text) == 1:
            shut = drawn.first
        free = min(rooms).free
        if free > MARGIN:  # on to what may have room: nearly all of a crowd comes before it
            day: float = axis.since(free - MARGIN)
            place = bisect_left(ordered, day, place, key=begin)
    for event in wide[few : few + count]:
        _place(event, mark(event.shape, axis, pen), rows, rooms)
    return [sorted(row, key=attrgetter("start")) for row in rows if row]


def _late(
    crowd: Crowd, ordered: Sequence[int], axis: Axis, pen: Pen, count: int
) -> tuple[list[list[Named]], list[Room], set[int]]:
    """The rows, in some of which there is an event that has no room for a label on its right.

    These have as large a share of the rows as of the events, and are as far apart as can be. Then
    the room in each row, and which these events are.
    """
    known = set[int]()
    rows: list[list[Named]] = [[] for _ in range(count)]
    rooms = [Room(-1, axis.columns + 2 * MARGIN + 1)] * count
    begin = crowd.columns.begin
    last: float = axis.hi
    day: float = axis.hi + 1 - LEAST * (axis.hi + 1 - axis.lo) // axis.columns
    late = ordered[bisect_left(ordered, day, key=begin) :]
    late = late[: bisect_right(late, last, key=begin)]
    share = count * len(late) // max(1, len(ordered))
    for number in range(share):
        one = late[(2 * number + 1) * len(late) // (2 * share)]
        event, place = crowd.item(one), (2 * number + 1) * count // (2 * share)
        most = min(LONG, axis.columns // 3)  # so that there is room before it
        if found := _fit(event, mark(event.shape, axis, pen), most, rooms[place]):
            known.add(one)
            rows[place].append(found)
            rooms[place] = Room(-1, found.start - GAP)
    return rows, rooms, known


def _may_fit(crowd: Crowd, place: int, axis: Axis, free: int, shut: int) -> bool:
    """Whether a look at the mark, which takes time, is worth it.

    Before one column no row is free; in one no narrow mark with a label has found room.
    """
    kind, lo, hi, *_ = crowd.columns.shapes[place]
    if lo > axis.hi:
        first = axis.columns - 1
    elif lo < axis.lo:
        first = 0
    else:
        first = axis.middle(int(lo)) if kind == "point" else axis.column(int(lo))
    start = first + MARGIN
    if start < free:
        return False
    least = min(LEAST, width(crowd.label(place)))
    beside = max(axis.columns + 1 - first, start - free - 2)
    if beside >= least and (first != shut or least < LEAST):
        return True
    return kind != "point" and axis.stretch(lo, hi)[1] - first >= least + _INSIDE


def _place(event: LaneItem, drawn: Mark, rows: Sequence[list[Named]], rooms: list[Room]) -> bool:
    """Whether there is room for an event in one of the rows, where it then is."""
    for number, room in enumerate(rooms):
        if found := _fit(event, drawn, LONG, room):
            rows[number].append(found)
            rooms[number] = room._replace(free=found.end + GAP)
            return True
        if drawn.column + MARGIN >= room.until:  # nor is there for those that come
            rooms[number] = Room(sys.maxsize, room.until)
    return False


def _fit(event: LaneItem, drawn: Mark, most: int, room: Room) -> Named | None:
    """An event in a row, if there is room for its label, of which most columns may be enough."""
    start = drawn.column + MARGIN
    end = start + len(drawn.text)
    if start < room.free or end > room.until:
        return None
    first, last = longest(drawn)
    rooms = (last - first - _INSIDE, room.until - end - 2, start - room.free - 2)
    long = width(event.label)
    for enough in (min(long, most), min(long, LEAST)):
        for side, has in zip(_SIDES, rooms, strict=True):
            if has >= enough:
                return Named(event, drawn, side, min(long, most, has))
    return None


def laid(row: Sequence[Named], before: int, room: int, sign: str) -> Row:
    """What is in a row, each label as long as there is room for; `before` have names already."""
    found: Row = []
    free = 0  # the first column where a label may begin
    for number, named in enumerate(row):
        then = row[number + 1].start - GAP - 1 if number + 1 < len(row) else room
        found += owned(_pieces(named, free, then, sign), before + number)
        last = found[-1]
        free = last.column + last.width + GAP + (1 if last.role else 2)
    return found


def _pieces(named: Named, free: int, then: int, sign: str) -> Row:
    """A mark and its label, which has the columns from `free` up to `then`."""
    drawn, label = named.drawn, named.event.label
    start = drawn.column + MARGIN
    if named.side == "inside":
        first, last = longest(drawn)
        return inside(drawn, start, first, clip(label, last - first - _INSIDE, sign))
    own = piece(start, drawn.text, "mark")
    end = start + own.width + 1
    if named.side == "right":
        return [own, piece(end, clip(label, then - end, sign), "")]
    said = piece(0, clip(label, start - 1 - free, sign), "")
    return [said._replace(column=start - 1 - said.width), own]
