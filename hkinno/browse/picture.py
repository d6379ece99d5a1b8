"""The drawing of what is found, by the code of `chart`, and the strip of all with its window.

What there is to draw of an event is made once and kept, and so are the last drawings, since they
are asked for again: by going back, and by what changes the list alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from hkinno.chart.axis import Axis
from hkinno.chart.draw import ChartView, Drawn, drawn, span
from hkinno.chart.folding import densities, levels, thresholds
from hkinno.chart.lanes import LaneItem
from hkinno.chart.marks import MARGIN, PENS, Shape, shape
from hkinno.dates.days import Span
from hkinno.display import label
from hkinno.query.groups import GROUPS
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

    def __init__(self, held: Held, today: int) -> None:
        self._held, self._today = held, today
        self._items: dict[tuple[str | None, str | None], dict[int, LaneItem | None]] = {}
        self._shapes: dict[str, Shape] = {}  # of dates, by their texts
        self._pictures: tuple[tuple[Sight, Picture], ...] = ()  # the latest first

    def known(self, sight: Sight) -> Picture | None:
        """The drawing of a sight, if it was drawn lately."""
        return next((picture for seen, picture in self._pictures if seen == sight), None)

    def picture(self, sight: Sight) -> Picture:
        """The drawing of a sight."""
        if known := self.known(sight):
            return known
        found = drawn(self.items(sight.places, sight.by, sight.lang), self._view(sight))
        made = Picture(found, *self._overview(sight, found))
        self._pictures = ((sight, made), *self._pictures[: _KEPT - 1])
        return made

    def items(self, places: Iterable[int], by: str | None, lang: str | None) -> list[LaneItem]:
        """What there is to draw of the events at these places that have a date."""
        kept = self._items
        if (by, lang) not in kept:  # of all that lanes can be of, one is kept, beside the bare
            bare = kept.get((None, lang), {})
            self._items = kept = {(None, lang): bare, (by, lang): {} if by else bare}
        known = kept[by, lang]
        places = list(places)
        try:
            return list(filter(None, map(known.__getitem__, places)))
        except KeyError:
            missing = [place for place in places if place not in known]
        if by:  # at once, as several drawings may be made side by side
            headed = dict(self._headed(self.items(missing, None, lang), by))
            known.update({place: headed.get(place) for place in missing})
        else:
            known.update((place, self._item(place, lang)) for place in missing)
        return list(filter(None, map(known.__getitem__, places)))

    def _item(self, place: int, lang: str | None) -> LaneItem | None:
        event, date = self._held.events[place], self._held.dates[place]
        if date is None:
            return None
        drawn_as = self._shapes.get(date.text)  # events share dates
        if drawn_as is None:
            drawn_as = self._shapes[date.text] = shape(date)
        return LaneItem(label(event, lang), (), date, drawn_as, place)

    def _headed(self, bare: Iterable[LaneItem], by: str) -> Iterator[tuple[int, LaneItem]]:
        """The same with their headings, of which few differ."""
        headings, events = GROUPS[by], self._held.events
        escaped = lru_cache(maxsize=None)(lambda names: tuple(map(escape_controls, names)))
        for text, _, date, drawn_as, place in bare:
            names = escaped(tuple(headings(events[place], date)))
            yield place, LaneItem(text, names, date, drawn_as, place)

    def _overview(self, sight: Sight, found: Drawn) -> tuple[Axis, str]:
        """The axis of all that would be there if nothing were zoomed, and how much is where."""
        before = next((each for each in self._pictures if _alike(each[0], sight)), None)
        if before:
            return before[1].axis, before[1].strip
        axis, counts = found.sheet.axis, found.density
        if sight.zoom or counts is None:
            items = self.items(sight.all_places, sight.by, sight.lang)
            days = span([item.shape for item in items], self._view(sight._replace(zoom=None)))
            axis = Axis(int(days.lo), int(days.hi), max(1, sight.width - 2 * MARGIN))
            counts = densities(items, axis)
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
