"""The drawing of what is found, by the code of `chart`, and the strip of all with its window.

What there is to draw of an event is made once and kept, and so are the last drawings, since they
are asked for again: by going back, and by what changes the list alone.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from hkinno.browse.facets import Facets
from hkinno.chart.axis import Axis
from hkinno.chart.crowd import Columns, Crowd
from hkinno.chart.draw import ChartView, Drawn, drawn, span
from hkinno.chart.folding import densities, levels, thresholds
from hkinno.chart.marks import MARGIN, PENS
from hkinno.dates.days import Span
from hkinno.display import label
from hkinno.query.held import Held
from hkinno.text import escape_controls

_KEPT = 16  # drawings


class Sight(NamedTuple):
    """What there is to draw, and how: places of events in order of time, and in which room.

    `all_places` are those that would be there if nothing were zoomed; `window` are the days that
    are asked for, whatever was zoomed to.
    """

    by: str | None
    lang: str | None
    zoom: Span | None
    window: Span
    width: int
    rows: int
    places: Sequence[int]
    all_places: Sequence[int]


class Picture(NamedTuple):
    """A drawing, and below it the axis of all, in columns of how much is where."""

    drawn: Drawn
    axis: Axis
    strip: str


class Pictures:
    """What can be drawn of a chronology, on a day that is today."""

    def __init__(self, held: Held, facets: Facets, today: int) -> None:
        self._held, self._facets, self._today = held, facets, today
        self._pictures: tuple[tuple[Sight, Picture], ...] = ()  # the latest first

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self._held.dates, self._held.in_time(range(len(self._held.dates))))

    @cached_property
    def _at(self) -> list[int]:
        """Where events are in the columns, by their places; of those without a date, -1."""
        found = [-1] * len(self._held.dates)
        for number, place in enumerate(self._columns.numbers):
            found[place] = number
        return found

    def known(self, sight: Sight) -> Picture | None:
        """The drawing of a sight, if it was drawn lately."""
        return next((picture for seen, picture in self._pictures if seen == sight), None)

    def picture(self, sight: Sight) -> Picture:
        """The drawing of a sight."""
        if known := self.known(sight):
            return known
        crowd = self.crowd(sight.places, sight.lang)
        headings = self._headings(sight.by, crowd) if sight.by else ()
        found = drawn(crowd, self._view(sight), headings)
        made = Picture(found, *self._overview(sight, found))
        self._pictures = ((sight, made), *self._pictures[: _KEPT - 1])
        return made

    def crowd(self, places: Sequence[int], lang: str | None) -> Crowd:
        """What there is to draw of the events at these places that have a date."""
        events, columns = self._held.events, self._columns
        found: Sequence[int] = range(len(columns.numbers))
        if len(places) < len(events):
            found = [number for place in places if (number := self._at[place]) >= 0]
        return Crowd(columns, found, lambda place: label(events[place], lang))

    def _headings(self, by: str, crowd: Crowd) -> list[tuple[str, ...]]:
        """The headings of events, of which few differ."""
        places = map(crowd.columns.numbers.__getitem__, crowd.places)
        numbers, kinds = self._facets.headings(by)
        escaped = [tuple(map(escape_controls, kind)) for kind in kinds]
        return [escaped[numbers[place]] for place in places]

    def _overview(self, sight: Sight, found: Drawn) -> tuple[Axis, str]:
        """The axis of all that would be there if nothing were zoomed, and how much is where."""
        before = next((each for each in self._pictures if _alike(each[0], sight)), None)
        if before:
            return before[1].axis, before[1].strip
        axis, counts = found.sheet.axis, found.density
        if sight.zoom or counts is None:
            crowd = self.crowd(sight.all_places, sight.lang)
            days = span(crowd, self._view(sight._replace(zoom=None)))
            axis = Axis(int(days.lo), int(days.hi), max(1, sight.width - 2 * MARGIN))
            counts = densities(crowd, axis)
        return axis, levels(counts, thresholds(max(counts, default=0), PENS[False]["density"]))

    def _view(self, sight: Sight) -> ChartView:
        return ChartView(
            width=sight.width,
            today=self._today,
            by=sight.by,
            window=sight.zoom or sight.window,
            exact=sight.zoom is not None,
            rows=sight.rows,
        )


def _alike(one: Sight, other: Sight) -> bool:
    """Whether two sights have the same overview."""
    same = one.window == other.window and one.width == other.width
    return same and one.all_places == other.all_places
