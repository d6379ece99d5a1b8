"""The chart: events to scale on a time axis, in characters, in lanes.

What is drawn is a value: lines of texts with roles, which the command line colours or writes as
they are. Colour says nothing that the characters do not.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from hkinno.chart.axis import Axis, Tick, ticks
from hkinno.chart.beyond import beside, see_all
from hkinno.chart.crowd import Crowd
from hkinno.chart.extent import Extent, finite, trimmed
from hkinno.chart.folding import (
    ROWS,
    Lane,
    arranged,
    densities,
    headed,
    levels,
    stretches,
    thresholds,
)
from hkinno.chart.lanes import GAP, Piece, packed, piece
from hkinno.chart.legend import legend, quiet
from hkinno.chart.marks import MARGIN, PENS, Pen, Shape, in_ascii, mark
from hkinno.dates.calendar import civil, ordinal
from hkinno.dates.date import Date
from hkinno.dates.days import Span
from hkinno.render import Line, Spot, wrapped
from hkinno.text import clip, width
from hkinno.words.language import Language, language

_TALL = 24  # lines; below a taller chart the axis stands again
_LEAST_DAYS = 7  # an axis of fewer days says nothing


class ChartItem(NamedTuple):
    """An event as the chart needs it: texts that can act on nothing, and its headings."""

    label: str
    date: Date | None
    headings: tuple[str, ...] = ()


class ChartView(NamedTuple):
    """How to look at the items. Days are numbers (`dates.calendar`), the window is inclusive."""

    width: int
    today: int
    ascii: bool = False
    by: str | None = None  # what the headings are
    window: tuple[float, float] = (-inf, inf)  # which days were asked for
    exact: bool = False  # the axis is the window, not what there is in it
    rows: int = ROWS  # of more, the tallest lanes are folded
    lang: str | None = None  # in which it says what it says itself

    @property
    def language(self) -> Language:
        """The language that serves."""
        return language(self.lang)


class Sheet(NamedTuple):
    """What all lines have in common."""

    view: ChartView
    axis: Axis
    ticks: list[Tick]
    pen: Pen
    today: bool  # whether it is on the axis
    back: list[tuple[str, str]]  # what is seen in each column where nothing else stands


class Drawn(NamedTuple):
    """A chart in its parts: the axis, what lies beyond it, the lanes, what their signs mean."""

    sheet: Sheet
    scale: list[Line]
    edges: list[Line]
    body: list[Line]
    legend: list[Line]
    density: Sequence[int] | None  # how many events may lie in each column, if they are one crowd


def drawing(items: Sequence[ChartItem], view: ChartView) -> Iterator[Line]:
    """The chart, none of its lines wider than the view, and what its signs mean."""
    crowd = Crowd.of([item.date for item in items], lambda number: items[number].label)
    if not crowd:
        return
    headings = headed(
        [items[number].headings for number in crowd.columns.numbers], view.by, view.language
    )
    found = drawn(crowd, view, [(heading, crowd.at(places)) for heading, places in headings])
    yield from (*found.scale, *found.edges, *found.body)
    if len(found.body) > _TALL:
        yield from _scale(found.sheet, above=False)
    yield Line([])
    yield from found.legend


def drawn(crowd: Crowd, view: ChartView, groups: Iterable[tuple[str | None, Crowd]]) -> Drawn:
    """The chart of events, in its parts; those under a heading, or under none, share a lane."""
    days = span(crowd, view)
    sheet = _sheet(days, view)
    lanes = arranged(groups, sheet.axis, sheet.pen, view.rows)
    counts = {lane.heading: densities(lane.events, sheet.axis) for lane in lanes if lane.folded}
    peak = max((count for found in counts.values() for count in found), default=0)
    scale = thresholds(peak, sheet.pen["density"])
    folds = {heading: levels(found, scale) for heading, found in counts.items()}
    said, today = view.language, view.today if sheet.today else None
    note = see_all(crowd, days, said)
    return Drawn(
        sheet,
        list(_scale(sheet, above=True)),
        list(_edges(beside(crowd, days, said), sheet)),
        [line for lane in lanes for line in _draw_lane(lane, folds.get(lane.heading, ""), sheet)],
        [
            *wrapped(legend(lanes, scale, sheet.pen, said, today), view.width),
            *wrapped([quiet(note)] if note else [], view.width),
        ],
        next(iter(counts.values()), None) if len(lanes) == 1 else None,
    )


def alone(crowd: Crowd, sheet: Sheet) -> Line:
    """A row for the one event of a crowd, as it is drawn on that sheet."""
    (event,) = map(crowd.item, crowd.places)
    pen, room = sheet.pen, sheet.view.width
    rows = packed([(mark(event.shape, sheet.axis, pen), event.label)], room, 1, pen["cut"], room)
    lane = Lane(None, crowd, 1, rows or [], [event], frozenset())
    return _draw_line(lane.rows[0], sheet, lane)


def span(crowd: Crowd, view: ChartView) -> Extent:
    """The days of the axis: where the events are in the window, and today if something goes on.

    An end that was asked for leaves nothing out; days that were zoomed to are all there.
    """
    first, last = view.window
    keep = (view.exact or first > -inf, view.exact or last < inf)
    days = [int(day) for day in finite(view.window if view.exact else ())]
    if len(days) < 2:  # else no event can move the ends
        pairs = zip(crowd.shapes, crowd.known, strict=True)
        others = [found for pair in pairs if (found := _in_window(*pair, view))]
        begins = crowd.points, crowd.spans.begins, sorted(lo for lo, _ in others)
        ends = crowd.points, crowd.spans.ends, sorted(hi for _, hi in others)
        lo, hi = trimmed(begins, ends, view.window, keep)
        days += [int(day) for day in (lo, hi) if lo <= hi]
    if not days:  # nothing is bounded: this year
        year = civil(view.today)[0]
        days = [ordinal(year, 1, 1), ordinal(year, 12, 31)]
    lo, hi = min(days), max(days)
    if not view.exact:
        lo, hi = _with_room(lo, hi, crowd.shapes, view)
    return Extent(lo, hi, crowd.before(lo), crowd.after(hi))


def _in_window(drawn: Shape, known: Span | None, view: ChartView) -> Span | None:
    """The first and the last day of the window on which a shape begins or ends, as far as known.

    What goes on without end does so up to today.
    """
    first, last = view.window
    days = [min(max(day, first), last) for day in known or ()]
    days += [first] * (drawn.lo == -inf < first) + [last] * (last < inf == drawn.hi)
    days += [view.today] * (drawn.end.bound == "open" and first <= view.today <= last)
    return (min(days), max(days)) if days else None


def _with_room(lo: int, hi: int, shapes: Sequence[Shape], view: ChartView) -> tuple[int, int]:
    """A twelfth more: for what is open to run on, and for today if it is as near."""
    first, last = view.window
    before = first == -inf and any(drawn.lo == -inf for drawn in shapes)
    after = last == inf and any(drawn.hi == inf for drawn in shapes)
    room = (hi + 1 - lo) // (24 if before else 12) + 1  # which both sides share
    if after:
        hi += room
    elif hi < view.today <= min(hi + room, last):
        hi = view.today
    return lo - room * before, max(hi, lo + _LEAST_DAYS - 1)


def _sheet(days: Extent, view: ChartView) -> Sheet:
    axis = Axis(int(days.lo), int(days.hi), view.width - 2 * MARGIN)
    pen = PENS[view.ascii]
    found = ticks(axis, MARGIN, view.language.wording)
    back = [(" ", "")] * view.width
    for tick in found:
        back[MARGIN + axis.column(tick.day)] = (pen["grid"], "grid")
    today = axis.lo <= view.today <= axis.hi
    if today:
        back[MARGIN + axis.middle(view.today)] = (pen["today"], "today")
    return Sheet(view, axis, found, pen, today, back)


def _scale(sheet: Sheet, above: bool) -> Iterator[Line]:
    """The axis: a line with ticks, and their labels on its far side."""
    tick = sheet.pen["tick below" if above else "tick above"]
    line = [
        (tick, "today" if role == "today" else "axis") if role else (sheet.pen["axis"], "axis")
        for _, role in sheet.back
    ]
    labels = [
        piece(
            MARGIN + sheet.axis.column(day), in_ascii(label) if sheet.view.ascii else label, "axis"
        )
        for day, label in sheet.ticks
        if label
    ]
    bare = sheet._replace(back=[(" ", "")] * sheet.view.width)
    lines = [_draw_line(labels, bare), Line(line)]
    yield from lines if above else lines[::-1]


def _edges(said: tuple[str, str], sheet: Sheet) -> Iterator[Line]:
    """What lies outside, at the edge beyond which it does; in one line if both fit."""
    pen, room = sheet.pen, sheet.view.width
    left, right = (in_ascii(text) if sheet.view.ascii else text for text in said)
    row = []
    if left:
        row.append(piece(0, clip(f"{pen['clipped left']} {left}", room, pen["cut"]), "note"))
    if right:
        text = piece(0, clip(f"{right} {pen['clipped right']}", room, pen["cut"]), "note")
        text = text._replace(column=room - text.width)
        if row and row[0].width + GAP > text.column:
            yield _draw_line(row, sheet)
            row = []
        row.append(text)
    if row:
        yield _draw_line(row, sheet)


def _draw_lane(lane: Lane, density: str, sheet: Sheet) -> Iterator[Line]:
    """A lane: its heading, then its rows; folded, then one of densities and one of counts."""
    if lane.heading is not None:
        said = f" {sheet.pen['dot']} {_counted(lane, sheet.view.language)}"
        name = clip(lane.heading, sheet.view.width - width(said), sheet.pen["cut"])
        yield _draw_line([piece(0, name, "head"), piece(width(name), said, "note")], sheet, lane)
    elif lane.folded:
        yield _draw_line([piece(0, _counted(lane, sheet.view.language), "note")], sheet)
    for row in (*lane.rows, *(_fold(lane, density, sheet) if lane.folded else ())):
        yield _draw_line(row, sheet, lane)


def _counted(lane: Lane, said: Language) -> str:
    """How many events a lane has, and how many of them have a name, if not all."""
    events = said.say("events", len(lane.events))
    if lane.folded:
        return said.say("aside", text=events, more=said.say("named", len(lane.named)))
    return events if lane.inside else said.say("aside", text=events, more=said.say("outside"))


def _fold(lane: Lane, density: str, sheet: Sheet) -> Iterator[list[Piece]]:
    pen, axis = sheet.pen, sheet.axis
    left = "".join(pen[name] for name in ("clipped left", "open left") if name in lane.uses)
    right = "".join(pen[name] for name in ("open right", "clipped right") if name in lane.uses)
    text = " " * (MARGIN - len(left)) + left + density + right
    runs, column = [], 0
    for word in text.split(" "):
        if word:
            runs.append(piece(column, word, "mark"))
        column += len(word) + 1
    yield runs
    cuts = [tick.day for tick in sheet.ticks]
    yield [
        piece(MARGIN + column, sheet.view.language.number(count), "note")
        for column, count in stretches(lane.events, axis, cuts)
    ]


def _draw_line(row: Iterable[Piece], sheet: Sheet, lane: Lane | None = None) -> Line:
    """A row on its background, of which the columns beside a text stay blank."""
    texts: list[tuple[str, str]] = []
    spots: list[Spot] = []
    at = 0
    for start, text, role, long, event in row:
        between = sheet.back[at:start]
        if between and at:
            between[0] = (" ", "")
        if between:
            between[-1] = (" ", "")
        texts += [*between, (text, role)]
        at = start + long
        if lane and event >= 0:
            spots.append(Spot(start, at, lane.named[event].number))
    rest = sheet.back[at:]
    heading = lane.heading if lane else None
    return Line([*texts, *([(" ", ""), *rest[1:]] if at and rest else rest)], heading, tuple(spots))
