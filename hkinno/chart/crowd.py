"""A crowd: the events of a drawing, and what is counted of them.

A drawing of 100,000 events counts all of them and names a few. What is counted is asked of days in
order, of which few are looked at; only an event that may be named is looked at whole.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress
from math import inf
from typing import NamedTuple, Self

from hkinno.chart.extent import bounds, is_after, is_before
from hkinno.chart.lanes import LaneItem
from hkinno.chart.marks import Shape, shape
from hkinno.dates.date import Date, Lasting
from hkinno.dates.days import Span
from hkinno.query.window import Window

# what is counted of a date: a day, a span, one without an end, and one in which days are not meant
_POINT, _SPAN, _ENDLESS, _HOLED = _FORMS = range(1, 5)
_ONLY = {form: bytes(byte == form for byte in range(256)) for form in _FORMS}


class Columns:
    """What there is to draw of all events that have a date, in the order in which they are drawn.

    `numbers` are those of who draws.
    """

    def __init__(self, dates: Sequence[Date | None], order: Iterable[int]) -> None:
        self.numbers: list[int] = []
        self.dates: list[Date] = []
        self.shapes: list[Shape] = []
        self.known: list[Span | None] = []  # as `hkinno.chart.extent.bounds` says
        forms, seen = bytearray(), dict[str, tuple[Shape, Span | None, int]]()
        for number in order:
            if date := dates[number]:
                found = seen.get(date.text)  # events share dates
                if found is None:
                    found = seen[date.text] = _drawn(date)
                self.numbers.append(number)
                self.dates.append(date)
                self.shapes.append(found[0])
                self.known.append(found[1])
                forms.append(found[2])
        self.forms = bytes(forms)
        self.first, self.last = [d.lo for d in self.dates], [d.hi for d in self.dates]
        begins = [drawn.lo for drawn in self.shapes]
        self.begin: Callable[[int], float] = begins.__getitem__
        """The first day that is drawn of the event at a place."""


def _drawn(date: Date) -> tuple[Shape, Span | None, int]:
    drawn = shape(date)
    form = _POINT if drawn.kind == "point" else _SPAN
    if date.denotes is not None and not isinstance(date.denotes, Lasting):
        form = _HOLED
    elif date.lo == -inf or date.hi == inf:
        form = _ENDLESS
    return drawn, bounds(drawn), form


class Spread(NamedTuple):
    """Spans of days: first days in order; the last of each beside it; the last days in order."""

    begins: Sequence[float]
    lasts: Sequence[float]
    ends: Sequence[float]


class Crowd:
    """Events in the order in which they are drawn, by their places in the columns."""

    def __init__(
        self, columns: Columns, places: Sequence[int], label: Callable[[int], str]
    ) -> None:
        self.columns, self.places, self._label = columns, places, label

    @classmethod
    def of(cls, dates: Sequence[Date | None], label: Callable[[int], str] = str) -> Self:
        """All of some events that have a date, with the labels of their numbers."""
        columns = Columns(dates, range(len(dates)))
        return cls(columns, range(len(columns.numbers)), label)

    def __len__(self) -> int:
        return len(self.places)

    def at(self, places: Sequence[int]) -> "Crowd":
        """Those at these places among them, which are in order."""
        if len(places) == len(self):
            return self
        return self.only([self.places[place] for place in places])

    def only(self, places: Sequence[int]) -> "Crowd":
        """Those at these places in the columns, which are in order."""
        return Crowd(self.columns, places, self._label)

    def item(self, place: int) -> LaneItem:
        """An event, by its place in the columns, as it is drawn."""
        columns = self.columns
        date, drawn = columns.dates[place], columns.shapes[place]
        return LaneItem(self.label(place), date, drawn, columns.numbers[place])

    def label(self, place: int) -> str:
        """The label of an event, by its place in the columns."""
        return self._label(self.columns.numbers[place])

    def between(self, lo: float, hi: float) -> Iterator[LaneItem]:
        """Those of which something may lie from a day to a day, both inclusive."""
        first, last = self.columns.first, self.columns.last
        return (self.item(n) for n in self.places if last[n] >= lo and first[n] <= hi)

    def begun(self, lo: float, hi: float) -> list[int]:
        """Where those are in the columns, in order of what is drawn of their beginning."""
        first, last, begin = self.columns.first, self.columns.last, self.columns.begin
        found = self._ordered
        start, stop = bisect_left(found, lo, key=begin), bisect_right(found, hi, key=begin)
        # in the middle, nearly all of a crowd, there is none that is outside
        before = [place for place in found[:start] if last[place] >= lo]
        return [*before, *found[start:stop], *(n for n in found[stop:] if first[n] <= hi)]

    @cached_property
    def _ordered(self) -> list[int]:
        return sorted(self.places, key=self.columns.begin)

    # --- what is counted

    def prepare(self) -> None:
        """Work out now what every drawing of a crowd asks, which is kept."""
        self.begun(0, 0)
        self.before(0)

    @cached_property
    def points(self) -> Sequence[float]:
        """The days of those that are on a day, in order."""
        return sorted(map(self.columns.first.__getitem__, self._those(_POINT)))

    @cached_property
    def spans(self) -> Spread:
        """The days of those that begin and end."""
        return self._spread(_SPAN)

    @cached_property
    def endless(self) -> Spread:
        """The days of those whose beginning or end is open or unknown."""
        return self._spread(_ENDLESS)

    @cached_property
    def holed(self) -> list[LaneItem]:
        """Those of whose days some between the first and the last are not meant."""
        return list(map(self.item, self._those(_HOLED)))

    @cached_property
    def shapes(self) -> list[Shape]:
        """What there is to draw of those that need a look each: without an end, or holed."""
        return list(map(self.columns.shapes.__getitem__, self._others))

    @cached_property
    def known(self) -> list[Span | None]:
        """The first and the last day that is known of these, if one is."""
        return list(map(self.columns.known.__getitem__, self._others))

    @cached_property
    def spreads(self) -> list[Spread]:
        """The days of all, in lists apart."""
        points = Spread(self.points, self.points, self.points)
        return [points, self.spans, self.endless, self._spread(_HOLED)]

    def before(self, day: float) -> int:
        """How many lie before a day, also with what is not known of them."""
        return sum(bisect_left(spread.ends, day) for spread in self.spreads)

    def after(self, day: float) -> int:
        """How many lie after a day, also with what is not known of them."""
        upto = sum(bisect_right(spread.begins, day) for spread in self.spreads)
        return len(self) - upto

    def inside(self, lo: float, hi: float) -> int:
        """How many lie neither before a day nor after another, as those that `between` gives."""
        return len(self) - self.before(lo) - self.after(hi)

    def touching(self, window: Window) -> int:
        """How many may lie in a window, which has no holes."""
        count = self.inside(window.lo, window.hi)
        dates = (event.date for event in self.holed)
        around = (date for date in dates if date.lo <= window.hi and date.hi >= window.lo)
        return count - sum(not window.touches(date) for date in around)

    def earlier(self, day: float) -> list[Span]:
        """The days that are drawn of those before a day."""
        begins, lasts, _ = self.spans
        stop = bisect_left(begins, day)
        found = [(point, point) for point in self.points[: bisect_left(self.points, day)]]
        found += [span for span in zip(begins[:stop], lasts[:stop], strict=True) if span[1] < day]
        return [*found, *((each.lo, each.hi) for each in self.shapes if is_before(each, day))]

    def later(self, day: float) -> list[Span]:
        """The days that are drawn of those after a day."""
        begins, lasts, _ = self.spans
        start = bisect_right(begins, day)
        found = [(point, point) for point in self.points[bisect_right(self.points, day) :]]
        found += zip(begins[start:], lasts[start:], strict=True)
        return [*found, *((each.lo, each.hi) for each in self.shapes if is_after(each, day))]

    @cached_property
    def _others(self) -> list[int]:
        return [*self._those(_ENDLESS), *self._those(_HOLED)]

    def _those(self, form: int) -> Iterator[int]:
        """The places of those of a form."""
        return compress(self.places, self._forms.translate(_ONLY[form]))

    @cached_property
    def _forms(self) -> bytes:
        forms = self.columns.forms
        if len(self.places) == len(forms):  # in the same order
            return forms
        return bytes(map(forms.__getitem__, self.places))

    def _spread(self, form: int) -> Spread:
        first, last = self.columns.first, self.columns.last
        places = sorted(self._those(form), key=first.__getitem__)
        lasts = [last[place] for place in places]
        return Spread([first[place] for place in places], lasts, sorted(lasts))
