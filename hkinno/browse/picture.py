"""The drawing of what is found, by the code of `chart`, and the strip of all with its window.

What there is to draw of an event is made once and kept, since it is drawn again at each key.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from hkinno.browse.question import Question
from hkinno.chart.axis import Axis
from hkinno.chart.draw import ChartView, Drawn, drawn, span
from hkinno.chart.folding import densities, levels, thresholds
from hkinno.chart.lanes import LaneItem
from hkinno.chart.marks import MARGIN, PENS, shape
from hkinno.dates.days import Span
from hkinno.display import label
from hkinno.query.groups import GROUPS
from hkinno.query.held import Held
from hkinno.text import escape_controls


class Pictures:
    """What can be drawn of a chronology, on a day that is today."""

    def __init__(self, held: Held, today: int) -> None:
        self._held, self._today = held, today
        self._made: tuple[str | None, str | None] = (None, None)  # lanes by what, which language
        self._items: dict[int, LaneItem | None] = {}
        self._strip: tuple[tuple[Question, int], tuple[Axis, str]] | None = None

    def items(self, places: Iterable[int], question: Question) -> list[LaneItem]:
        """What there is to draw of the events at these places that have a date."""
        wanted = (question.by, question.lang)
        if wanted != self._made:
            self._made, self._items = wanted, {}
        known = self._items
        found = []
        for place in places:
            if place not in known:
                known[place] = self._item(place, *wanted)
            if item := known[place]:
                found.append(item)
        return found

    def _item(self, place: int, by: str | None, lang: str | None) -> LaneItem | None:
        event, date = self._held.events[place], self._held.dates[place]
        if date is None:
            return None
        headings = tuple(map(escape_controls, GROUPS[by](event, date))) if by else ()
        return LaneItem(label(event, lang), headings, date, shape(date), place)

    def draw(
        self, items: Sequence[LaneItem], question: Question, bounds: Span, width: int, rows: int
    ) -> Drawn:
        """The chart of these items; `bounds` are the days that are asked for."""
        return drawn(items, self._view(question, bounds, width, rows))

    def overview(
        self, items: Sequence[LaneItem], question: Question, bounds: Span, width: int
    ) -> tuple[Axis, str]:
        """The axis of all that would be there if nothing were zoomed, and how much is where."""
        still = replace(question, zoom=None)
        if self._strip and self._strip[0] == (still, width):
            return self._strip[1]
        view = self._view(still, bounds, width, 1)
        days = span([item.shape for item in items], view)
        axis = Axis(int(days.lo), int(days.hi), max(1, width - 2 * MARGIN))
        there = [i for i in items if i.shape.hi >= axis.lo and i.shape.lo <= axis.hi]
        counts = densities(there, axis)
        text = levels(counts, thresholds(max(counts, default=0), PENS[False]["density"]))
        self._strip = (still, width), (axis, text)
        return axis, text

    def _view(self, question: Question, bounds: Span, width: int, rows: int) -> ChartView:
        zoom = question.zoom
        return ChartView(
            width=width,
            today=self._today,
            by=question.by,
            window=zoom or bounds,
            exact=zoom is not None,
            rows=rows,
        )
