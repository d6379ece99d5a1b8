"""What the keys and the mouse move: the axis, whose days are a part of the question."""

from math import inf

from msgspec.structs import replace

from hkinno.browse.canvas import Drawing, Overview
from hkinno.browse.prompting import Prompting
from hkinno.browse.question import Question, first_text, last_text, zoomed
from hkinno.chart.axis import Axis
from hkinno.chart.marks import MARGIN
from hkinno.dates.days import Span
from hkinno.errors import HkinnoError

_SIGNS = {"<": "before", ">": "after"}
_ALL_DAYS = "these are all days that are asked for"
_NOT_YET = "the axis is not drawn yet; a moment"


class Moving(Prompting):
    """The actions that move the axis."""

    def ask(self, question: Question, kind: str = "", first: bool = False) -> bool:
        """Ask this; say so if it cannot be asked, and whether it was. With `first`, go there."""
        session = self.session
        try:
            session.ask(question, self.chosen, kind)
        except HkinnoError as error:
            self.say(str(error))
            return False
        if first:
            self.chosen = next(iter(session.places), None)
        self.places_changed()
        self.show_all()
        return True

    # --- the axis

    def _chosen_day(self, axis: Axis) -> float:
        """The middle of the chosen event as far as the axis has it, else the end that is nearer.

        Without one that has a date, the middle of the axis.
        """
        date = None if self.chosen is None else self.session.held.dates[self.chosen]
        if date is None:
            return (axis.lo + axis.hi) / 2
        if date.hi < axis.lo:
            return date.hi
        if date.lo > axis.hi:
            return date.lo
        return (max(date.lo, axis.lo) + min(date.hi, axis.hi)) / 2

    def action_zoom(self, step: int) -> None:
        """Half as many days (-1), or twice as many."""
        if axis := self.axis():
            day, long = int(self._chosen_day(axis)), axis.hi - axis.lo
            days = zoomed((day - long // 2, day - long // 2 + long), day, 2.0**step)
            whole = self.overview_axis
            if whole and whole.lo <= day <= whole.hi and days[1] - days[0] < whole.hi - whole.lo:
                shift = max(0, whole.lo - int(days[0])) + min(0, whole.hi - int(days[1]))
                days = days[0] + shift, days[1] + shift
            self._zoom_to(days, step)
        else:
            self.say(_NOT_YET)

    def _zoom_to(self, days: Span, step: int) -> None:
        whole, question = self.overview_axis, self.session.moved(days)
        if step > 0 and whole and days[0] <= whole.lo and days[1] >= whole.hi:
            if self.session.question.zoom:
                self.action_whole()
            else:
                self.say(_ALL_DAYS)
        elif question.zoom == self.session.question.zoom:
            self.say("an axis has no fewer days" if step < 0 else _ALL_DAYS)
        else:
            self.ask(question, f"zoom {step}")

    def action_pan(self, step: int) -> None:
        """A third of the axis to the left (-1) or to the right."""
        if axis := self.axis():
            self._pan(axis, step * max(1, (axis.hi + 1 - axis.lo) // 3))
        else:
            self.say(_NOT_YET)

    def _pan(self, axis: Axis, days: int) -> None:
        lo, hi = axis.lo + days, axis.hi + days
        first, last = self.session.window()
        if lo < first or hi > last:
            self.say("nothing beyond these days is asked for")
            return
        if not self.session.places:
            beyond = self.session.beyond()
            if not (beyond.later if days > 0 else beyond.earlier):
                self.say("there is nothing farther out")
                return
        self.ask(self.session.moved((lo, hi)), "pan")

    def action_whole(self) -> None:
        """All days that are asked for."""
        self.ask(replace(self.session.question, zoom=None))

    def action_date(self) -> None:
        """Ask for a date, and go there."""
        self.prompt("go to", "", accept=self._go_to, hint="Feb 2019, 1980s, <2000, since 2015")

    def _go_to(self, text: str) -> None:
        """Days become those of the axis; a date that is open at an end is a bound instead."""
        said = text.strip()
        if not said:
            return
        word = _SIGNS.get(said[0])
        date = self.session.edge.days(f"{word} {said[1:]}" if word else said)
        lo, hi = date.lo, date.hi
        question = replace(self.session.question, zoom=None)
        if lo > -inf and hi < inf:
            question = self.session.shown_at((lo, hi))
        else:
            dates = {n: t for n, t in question.asked.dates.items() if n not in ("since", "until")}
            dates |= {"since": first_text(int(lo))} if lo > -inf else {}
            dates |= {"until": last_text(int(hi))} if hi < inf else {}
            question = replace(question, asked=replace(question.asked, dates=dates))
        self.session.history.close()
        if not self.ask(question):
            raise HkinnoError(self.message)
        self._choose_in(lo, hi)

    def _choose_in(self, lo: float, hi: float) -> None:
        """The first event that lies in these days, else the first that is found."""
        dates, places = self.session.held.dates, self.session.places
        inside = (p for p in places if (d := dates[p]) and d.lo >= lo and d.hi <= hi)
        self.choose(next(inside, next(iter(places), None)))
        if not places:
            self.call_after_refresh(self.say, "nothing is known of then")

    def action_lanes(self) -> None:
        """The next field whose values have lanes."""
        now, names = self.session.question.by, [None, *self.session.facets.names()]
        at = names.index(now) if now in names else 0
        if len(names) == 1:
            self.say("no event has a category, a tag, a place or an actor")
        else:
            self.ask(replace(self.session.question, by=names[(at + 1) % len(names)]))

    def on_drawing_pointed(self, event: Drawing.Pointed) -> None:
        """The mouse on the drawing: the wheel zooms, drawing it pans, a click chooses."""
        axis = self.axis()
        if not axis:
            return
        days = axis.hi + 1 - axis.lo
        day = axis.lo + (event.column - MARGIN) * days // axis.columns
        if event.factor:
            self._zoom_to(zoomed((axis.lo, axis.hi), day, 2.0**event.factor), event.factor)
        elif event.drag:
            self._pan(axis, -event.drag * days // axis.columns or (-event.drag))
        else:
            self._choose_at(event.column, event.row, day, days // axis.columns)

    def _choose_at(self, column: int, row: int, day: int, wide: int) -> None:
        """The event that is drawn there, else the first one of those days."""
        line = self.drawing.line_at(row)
        if self.drawn and 0 <= line < len(self.drawn.body):
            for spot in self.drawn.body[line].spots:
                if spot.start <= column < spot.end:
                    self.choose(spot.event)
                    return
        for place in self.session.places:
            date = self.session.held.dates[place]
            if date and date.hi >= day and date.lo <= day + wide:
                self.choose(place)
                return

    def on_overview_chosen(self, event: Overview.Chosen) -> None:
        """Days that were drawn on the strip; a click puts the window there."""
        axis = self.overview_axis
        if not axis:
            return
        days, shown = axis.hi + 1 - axis.lo, self.axis()
        first, last = (
            axis.lo + max(0, min(c - MARGIN, axis.columns - 1)) * days // axis.columns
            for c in (event.first, event.last)
        )
        if event.first == event.last and shown:
            long = min(shown.hi + 1 - shown.lo, max(7, days // 4))
            span: Span = (first - long // 2, first - long // 2 + long - 1)
        else:
            span = (first, last + days // axis.columns)
        self.session.history.close()
        self.ask(self.session.moved(span))
