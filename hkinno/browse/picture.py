"""The drawing of what is found, by the code of `chart`, and the strip of all with its window.

What there is to draw of an event is made once and kept, and so are the last drawings, since they
are asked for again: by going back, and by what changes the list alone.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from hkinno.browse.facets import Facets
from hkinno.browse.lanes import Headed
from hkinno.chart.axis import Axis
from hkinno.chart.crowd import Columns, Crowd
from hkinno.chart.draw import ChartView, Drawn, drawn, span
from hkinno.chart.folding import densities, levels, thresholds
from hkinno.chart.marks import PENS
from hkinno.dates.days import Span
from hkinno.display import label
from hkinno.query.groups import NONE
from hkinno.query.held import Held
from hkinno.text import escape_controls
from hkinno.words.language import language

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
        self._crowds: dict[str | None, Crowd] = {}  # all events, by the language of their labels
        self._lanes: dict[tuple[str, str | None], Headed] = {}
        self._pictures: tuple[tuple[Sight, Picture], ...] = ()  # the latest first

    def known(self, sight: Sight) -> Picture | None:
        """The drawing of a sight, if it was drawn lately."""
        return next((picture for seen, picture in self._pictures if seen == sight), None)

    def prepare(self) -> Iterator[None]:
        """Work out now what drawings would wait for, step by step."""
        for by in self._facets.names():
            for _, crowd in self._headed(by, None).lanes:
                yield
                crowd.prepare()

    def picture(self, sight: Sight) -> Picture:
        """The drawing of a sight."""
        if known := self.known(sight):
            return known
        crowd = self.crowd(sight.places, sight.lang)
        lanes = self._headed(sight.by, sight.lang).of(crowd) if sight.by else [(None, crowd)]
        found = drawn(crowd, self._view(sight), lanes)
        made = Picture(found, *self._overview(sight, crowd, found))
        self._pictures = ((sight, made), *self._pictures[: _KEPT - 1])
        return made

    def crowd(self, places: Sequence[int], lang: str | None) -> Crowd:
        """What there is to draw of the events at these places that have a date."""
        every = self._every(lang)
        if len(places) == len(self._at):
            return every
        found = list(map(self._at.__getitem__, places))
        if self._held.undated:
            found = [number for number in found if number >= 0]
        return every.only(found)

    def _every(self, lang: str | None) -> Crowd:
        """All events that have a date, of which what is counted is kept."""
        if lang not in self._crowds:
            events = self._held.events
            named = lru_cache(maxsize=None)(lambda place: label(events[place], lang))
            self._crowds[lang] = Crowd(self._columns, range(len(self._columns.numbers)), named)
        return self._crowds[lang]

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

    def _headed(self, by: str, lang: str | None) -> Headed:
        """All events under the headings of a field."""
        if (by, lang) not in self._lanes:
            numbers, kinds = self._facets.headings(by)
            none = language(lang).say("no value")
            told = (tuple(none if name == NONE else name for name in kind) for kind in kinds)
            escaped = [tuple(map(escape_controls, kind)) for kind in told]  # few differ
            names = [escaped[numbers[place]] for place in self._columns.numbers]
            self._lanes[by, lang] = Headed(by, self._every(lang), names, language(lang))
        return self._lanes[by, lang]

    def _overview(self, sight: Sight, crowd: Crowd, found: Drawn) -> tuple[Axis, str]:
        """The axis of all that would be there if nothing were zoomed, and how much is where."""
        before = next((each for each in self._pictures if _alike(each[0], sight)), None)
        if before:
            return before[1].axis, before[1].strip
        axis, counts = found.sheet.axis, found.density
        if sight.zoom:
            crowd = self.crowd(sight.all_places, sight.lang)
            days = span(crowd, self._view(sight._replace(zoom=None)))
            axis, counts = Axis(int(days.lo), int(days.hi), axis.columns), None
        if counts is None:
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
            lang=sight.lang,
        )


def _alike(one: Sight, other: Sight) -> bool:
    """Whether two sights have the same overview."""
    same = one.window == other.window and one.width == other.width
    return same and one.all_places == other.all_places
