"""The drawing of the explorer and the strip below it, by the code of `chart`."""

from typing import NamedTuple

from textual import work

from hkinno.browse.canvas import Overview
from hkinno.browse.frame import Rows
from hkinno.browse.listing import Listing
from hkinno.browse.question import Question
from hkinno.browse.strips import DIM, REVERSE, Piece, line_pieces
from hkinno.chart.axis import Axis
from hkinno.chart.draw import Drawn, alone
from hkinno.chart.marks import MARGIN
from hkinno.dates.days import Span
from hkinno.render import Line

_ALL = "all".ljust(MARGIN)
_LANE_ROWS = 40  # where there are several lanes, which scroll
AT_ONCE = 20_000  # events; more are drawn and counted in the background, lest keys wait


class Sight(NamedTuple):
    """What there is to draw, at which size; `number` tells which of several is the last."""

    number: int
    question: Question
    window: Span
    room: int
    rows: int


class Charting(Listing):
    """What is found as a drawing to scale."""

    high = 0  # rows of the drawing
    drawn: Drawn | None = None
    overview_axis: Axis | None = None
    _number = 0

    def show_drawing(self) -> None:
        """The drawing, and the strip below it."""
        session, pane = self.session, self.drawing
        room = self.room
        high = pane.size.height or self.high  # before it is there
        self._number += 1
        sight = Sight(self._number, session.question, session.window(), room, self._rows(high))
        if len(session.rest.places) <= AT_ONCE:
            self._take_drawing(sight, *self._draw(sight))
        else:
            self._draw_later(sight)

    def _draw(self, sight: Sight) -> tuple[Drawn, Axis, str]:
        session, (_, question, window, room, rows) = self.session, sight
        drawn = session.pictures.draw(session.items(), question, window, room, rows)
        axis, text = session.pictures.overview(session.all_items(), question, window, room)
        return drawn, axis, text

    @work(thread=True, exclusive=True, group="drawing")
    def _draw_later(self, sight: Sight) -> None:
        found = self._draw(sight)
        if sight.number == self._number:
            self.app.call_from_thread(self._take_drawing, sight, *found)

    def _take_drawing(self, sight: Sight, drawn: Drawn, axis: Axis, text: str) -> None:
        if sight.number == self._number:
            self.drawn, self.overview_axis = drawn, axis
            self.show_chosen()
            self.query_one(Overview).show(self._overview(axis, text))

    def axis(self) -> Axis | None:
        """The days that are shown, also where they are not drawn yet."""
        zoom, drawn = self.session.question.zoom, self.drawn
        if zoom and drawn:
            return drawn.sheet.axis._replace(lo=int(zoom[0]), hi=int(zoom[1]))
        return drawn.sheet.axis if drawn else None

    def _rows(self, high: int) -> int:
        """How many rows the lanes may have: those that are seen; more, if there are several."""
        seen = max(4, high - 4)
        return max(seen, _LANE_ROWS) if self.session.question.by else seen

    def show_chosen(self) -> None:
        """The head of the drawing, in which the chosen event has a row of its own."""
        if self.drawn:
            self.drawing.show(self._head(self.drawn), len(self._body()))

    def _head(self, drawn: Drawn) -> Rows:
        scale = [line_pieces(line, self._ink, None, {}) for line in drawn.scale]
        edges = [line_pieces(line, self._ink, None, {}) for line in drawn.edges]
        items = [] if self.chosen is None else self.session.items_at([self.chosen])
        lines = [alone(item, drawn.sheet) for item in items] or [Line([])]
        return [*scale, *(line_pieces(each, self._ink, self.chosen, {}) for each in lines), *edges]

    def _moved(self, row: int) -> None:
        place = self.session.rows[row]
        if place >= 0 and place != self.chosen:
            self.point(place)

    def point(self, place: int | None) -> None:
        """Choose an event in the drawing and in the card, drawing anew no more than changes."""
        old, self.chosen = self.chosen, place
        if self.drawn:
            self.drawing.head = self._head(self.drawn)
            self.drawing.refresh_row(len(self.drawn.scale))
            for number, line in enumerate(self.drawn.body):
                if any(spot.event in (old, place) for spot in line.spots):
                    self.drawing.refresh_body(number)
        self.show_card()

    def _drawing_line(self, number: int) -> list[Piece] | None:
        body = self._body()
        if not 0 <= number < len(body):
            return None
        return line_pieces(body[number], self._ink, self.chosen, self.inks)

    def _body(self) -> list[Line]:
        """The lanes, and below them what the signs mean, if there is room for all of that."""
        if not self.drawn:
            return []
        body, legend = self.drawn.body, self.drawn.legend
        pane = self.drawing
        free = (
            (pane.size.height or self.high)
            - len(self.drawn.scale)
            - 1
            - len(self.drawn.edges)
            - len(body)
        )
        blank = free - len(legend)
        return [*body, *[Line([])] * blank, *legend] if blank > 0 else body

    def _overview(self, axis: Axis, text: str) -> list[Piece]:
        zoom = self.session.question.zoom
        if not zoom:
            return [(_ALL + text, DIM)]
        first, last = axis.stretch(*zoom)
        head, window, tail = text[:first], text[first : last + 1], text[last + 1 :]
        window = window.replace(" ", "·")
        return [(_ALL + head, DIM), (window, REVERSE), (tail, DIM)]
