"""The chart: events to scale on a time axis, in characters, in lanes.

What is drawn is a value: lines of texts with roles, which the command line colours or writes as
they are. Colour says nothing that the characters do not.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import inf, isfinite
from typing import NamedTuple

from hkinno.chart.axis import Axis, Tick, ticks
from hkinno.chart.folding import Lane, LaneItem, arranged, densities, levels, stretches, thresholds
from hkinno.chart.lanes import Piece, piece
from hkinno.chart.marks import MARGIN, MEANINGS, PENS, Pen, Shape, bar_words, in_ascii, shape
from hkinno.dates.calendar import civil, ordinal
from hkinno.dates.date import Date
from hkinno.dates.format import day_words
from hkinno.render import Line, wrapped
from hkinno.text import clip, plural, width

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


class Sheet(NamedTuple):
    """What all lines have in common."""

    view: ChartView
    axis: Axis
    ticks: list[Tick]
    pen: Pen
    today: bool  # whether it is on the axis
    back: list[tuple[str, str]]  # what is seen in each column where nothing else stands


def drawing(items: Sequence[ChartItem], view: ChartView) -> Iterator[Line]:
    """The chart, none of its lines wider than the view, and what its signs mean."""
    dated = [LaneItem(i.label, i.headings, i.date, shape(i.date)) for i in items if i.date]
    if not dated:
        return
    sheet = _sheet([event.shape for event in dated], view)
    lanes = arranged(dated, sheet.axis, sheet.pen, view.by)
    counts = {lane.heading: densities(lane.events, sheet.axis) for lane in lanes if not lane.rows}
    peak = max((count for found in counts.values() for count in found), default=0)
    scale = thresholds(peak, sheet.pen["density"])
    folds = {heading: levels(found, scale) for heading, found in counts.items()}
    body = [line for lane in lanes for line in _draw_lane(lane, folds.get(lane.heading, ""), sheet)]
    yield from _scale(sheet, above=True)
    yield from body
    if len(body) > _TALL:
        yield from _scale(sheet, above=False)
    yield Line([])
    yield from wrapped(_legend(lanes, scale, sheet), view.width)


def span(shapes: Iterable[Shape], view: ChartView) -> tuple[int, int]:
    """The days of the axis: all bounded ends within the window, and today if something goes on."""
    first, last = view.window
    shapes = list(shapes)
    ends = [min(max(end, first), last) for drawn in shapes for end in drawn.ends]
    if any(drawn.end.bound == "open" for drawn in shapes) and first <= view.today <= last:
        ends.append(view.today)
    if view.exact:
        ends += view.window
    # a year of a thousand digits is no float, so that isfinite would raise
    days = [int(end) for end in ends if isinstance(end, int) or isfinite(end)]
    if not days:  # nothing is bounded: this year
        year = civil(view.today)[0]
        days = [ordinal(year, 1, 1), ordinal(year, 12, 31)]
    lo, hi = min(days), max(days)
    room = (hi + 1 - lo) // 12 + 1  # for what is open to run on, and for today if it is as near
    if hi < view.today <= min(hi + room, last) and not view.exact:
        hi = view.today
    before = room if any(drawn.lo == -inf for drawn in shapes) and first == -inf else 0
    after = room if any(drawn.hi == inf for drawn in shapes) and last == inf else 0
    least = 0 if view.exact else lo + _LEAST_DAYS - 1
    return lo - before, max(hi + after, least)


def _sheet(shapes: Sequence[Shape], view: ChartView) -> Sheet:
    axis = Axis(*span(shapes, view), view.width - 2 * MARGIN)
    pen = PENS[view.ascii]
    found = ticks(axis, MARGIN)
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


def _draw_lane(lane: Lane, density: str, sheet: Sheet) -> Iterator[Line]:
    """A lane: its heading, then its rows; folded, a row of densities and one of counts."""
    if lane.heading is not None:
        said = f" {sheet.pen['dot']} {plural(len(lane.events), 'event')}"
        name = clip(lane.heading, sheet.view.width - width(said), sheet.pen["cut"])
        yield _draw_line(
            [piece(0, name, "head"), piece(width(name), said, "note")], sheet, lane.heading
        )
    for row in lane.rows or _fold(lane, density, sheet):
        yield _draw_line(row, sheet, lane.heading)


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
        piece(MARGIN + column, f"{count:,}", "note")
        for column, count in stretches(lane.events, axis, cuts)
    ]


def _draw_line(row: Iterable[Piece], sheet: Sheet, lane: str | None = None) -> Line:
    """A row on its background, of which the columns beside a text stay blank."""
    texts: list[tuple[str, str]] = []
    at = 0
    for start, text, role, long in row:
        between = sheet.back[at:start]
        if between and at:
            between[0] = (" ", "")
        if between:
            between[-1] = (" ", "")
        texts += [*between, (text, role)]
        at = start + long
    rest = sheet.back[at:]
    return Line([*texts, *([(" ", ""), *rest[1:]] if at and rest else rest)], lane)


def _legend(
    lanes: Sequence[Lane], scale: list[tuple[int, str]], sheet: Sheet
) -> Iterator[list[tuple[str, str]]]:
    """The signs that are in use, and what they mean, in words with roles."""
    uses = frozenset().union(*(lane.uses for lane in lanes))
    bars = bar_words(event.date for lane in lanes for event in lane.events)
    for name, meaning in MEANINGS.items():
        names = (name, f"{name} left", f"{name} right")
        if signs := " ".join(sheet.pen[name] for name in names if name in uses):
            yield [(signs, "mark"), *_note(meaning.format(bars))]
    if scale:
        steps = [word for n, sign in scale for word in ((sign, "mark"), (f"{n:,}", "note"))]
        yield [*steps, *_note("or more events in a column; below, how many from tick to tick")]
    if sheet.today:
        yield [(sheet.pen["today"], "today"), *_note(f"today, {day_words(sheet.view.today)}")]


def _note(text: str) -> list[tuple[str, str]]:
    return [(word, "note") for word in text.split(" ")]
