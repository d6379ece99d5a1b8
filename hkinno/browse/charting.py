"""The drawing of the explorer and the strip below it, by the code of `chart`."""

from textual import work
from textual.worker import get_current_worker

from hkinno.browse.canvas import Overview
from hkinno.browse.frame import Rows
from hkinno.browse.listing import Listing
from hkinno.browse.picture import Picture, Pictures, Sight
from hkinno.browse.strips import DIM, REVERSE, Piece, line_pieces
from hkinno.chart.axis import Axis
from hkinno.chart.draw import Drawn, alone
from hkinno.chart.marks import MARGIN
from hkinno.query.held import Held
from hkinno.render import Line

_ALL = "all".ljust(MARGIN)
_LANE_ROWS = 40  # where there are several lanes, which scroll
_SOON = 0.2  # seconds after a picture, in which nothing else is begun
AT_ONCE = 20_000  # events; more are drawn and counted in the background, lest keys wait


class Charting(Listing):
    """What is found as a drawing to scale."""

    high = 0  # rows of the drawing
    drawn: Drawn | None = None
    overview_axis: Axis | None = None
    _sight: Sight | None = None  # what is drawn, or is being drawn
    _prepared: Held | None = None  # the events for which the next keys are prepared

    def show_drawing(self) -> None:
        """The drawing, and the strip below it."""
        session, pane = self.session, self.drawing
        high = pane.size.height or self.high  # before it is there
        sight = self._sight = session.sight((self.room, self._rows(high)))
        if known := session.pictures.known(sight):
            self._take_drawing(sight, known)
        elif len(sight.all_places) <= AT_ONCE:
            self._take_drawing(sight, session.pictures.picture(sight))
        else:
            self._draw_later(sight, session.pictures)

    @work(thread=True, exclusive=True, group="drawing")
    def _draw_later(self, sight: Sight, pictures: Pictures) -> None:
        found = pictures.picture(sight)
        if sight is self._sight:
            self.app.call_from_thread(self._take_drawing, sight, found)

    def _take_drawing(self, sight: Sight, found: Picture) -> None:
        if sight is self._sight:  # else something else is asked by now
            self.drawn, self.overview_axis = found.drawn, found.axis
            self.show_chosen()
            self.query_one(Overview).show(self._overview(found))
            if self._prepared is not self.session.held:
                self._prepared = self.session.held
                self.set_timer(_SOON, self._prepare)

    @work(thread=True, exclusive=True, group="preparing")
    def _prepare(self) -> None:
        """Once there is something to see, work out what the next keys would wait for."""
        worker = get_current_worker()
        for _ in self.session.prepare():
            if worker.is_cancelled:
                return

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
        none = [] if self.chosen is None else [("no date that can be read", "note")]
        crowd = self.session.crowd([] if self.chosen is None else [self.chosen])
        lines = [alone(crowd, drawn.sheet) if crowd else Line(none)]
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

    def _overview(self, found: Picture) -> list[Piece]:
        zoom, text = self.session.question.zoom, found.strip
        if not zoom:
            return [(_ALL + text, DIM)]
        first, last = found.axis.stretch(*zoom)
        head, window, tail = text[:first], text[first : last + 1], text[last + 1 :]
        window = window.replace(" ", "·")
        return [(_ALL + head, DIM), (window, REVERSE), (tail, DIM)]
