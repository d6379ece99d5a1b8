"""The list and the card of the explorer, and the lines above and below all panes."""

from hkinno.browse.frame import Frame
from hkinno.browse.panes import Texts
from hkinno.browse.strips import BOLD, DIM, PLAIN, Piece, inked, sides
from hkinno.browse.telling import (
    Counts,
    asked_pieces,
    card_pieces,
    counted,
    facet_foot,
    foot_pieces,
)
from hkinno.display import cells, columns
from hkinno.formats.card import card_lines
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.render import RenderOptions, colors_of
from hkinno.store.store import Entry
from hkinno.text import clip, escape_controls, width, wrap

_SAMPLE = 200  # rows, of whose cells columns have the width
_WIDEST = {"date": 25, "category": 20, "title": 10_000}
_MOST_LINES = 4  # of what is said
_OTHER = 30  # columns of other fields


class Listing(Frame):
    """What is found as a list, the chosen event whole, and what is said around."""

    message = ""
    _card: object = None  # what the card shows
    stale = False  # whether the store was changed, and cannot be read

    def places_changed(self) -> None:
        """Something else was found: keep the chosen event, or take the row where it was."""
        session = self.session
        if session.row_of(self.chosen, self.events.cursor) is None:
            self.chosen = session.nearest(self.events.cursor)
        self.inks = colors_of(map(escape_controls, session.categories))
        self._options = RenderOptions(
            lang=session.question.lang,
            fields=tuple(filter(None, (session.question.fields or "").split(","))),
            raw_dates=session.question.raw_dates,
            group=session.question.group,
        )
        self._measure()

    def show_events(self) -> None:
        """The list, with the cursor on the chosen event; and its card."""
        none = "the store has no events: " if not self.session.entries else "nothing is found: "
        hint = (
            "n shows all events, 0 all days, < goes back" if self.session.entries else "a adds one"
        )
        self.events.empty = [(none, BOLD), (hint, DIM)]
        at = self.session.row_of(self.chosen, self.events.cursor)
        self.events.show(len(self.session.rows), at or 0)
        self.show_card()

    def show_card(self) -> None:
        """The chosen event whole, unless that is what is there."""
        shown = (self.chosen, self._options, id(self.session.entries))
        if shown != self._card or self.card.drawn_for != self.card.room:
            self._card = shown
            self.card.show()

    def show_lines(self) -> None:
        """What is asked, how much was found, the keys."""
        session, room = self.session, self.room
        title = session.title
        left = [(escape_controls(title), BOLD), (" · " if title else "", DIM)]
        left += [(escape_controls(session.store.label(brief=True)), DIM)]
        undated = session.undated()
        counts = Counts(len(session.places), len(session.entries), session.beyond(), undated)
        marks = len(session.marked)
        said = counted(counts, marks, self.stale)
        if width(said) >= room:
            said = counted(counts, marks, self.stale, brief=True)
        self.query_one("#top", Texts).show(sides(left, [(said, BOLD)], room))
        self.query_one("#asked", Texts).show(asked_pieces(session.question))
        self.show_foot()

    def show_foot(self) -> None:
        """The bottom line: what there is to say, else the keys that matter most."""
        room = self.room
        told = [[(part, BOLD)] for part in wrap(self.message, max(1, room))][:_MOST_LINES]
        keys = facet_foot if self.facets.has_focus else foot_pieces
        lines = told if self.message else [keys(room) if self.app.screen is self else []]
        foot = self.query_one("#foot", Texts)
        if foot.size.height != len(lines):
            foot.styles.height = len(lines)
        foot.show(*lines)

    def on_screen_suspend(self) -> None:
        """A dialog tells its own keys; these do nothing there."""
        self.show_foot()

    def on_screen_resume(self) -> None:
        """They do again."""
        if self.is_mounted:
            self.show_foot()

    def say(self, text: str) -> None:
        """Say something in the bottom line, until the next key."""
        self.message = escape_controls(text)
        self.show_foot()

    # --- rows and lines

    def entry(self, place: int) -> Entry:
        """An event, by its place."""
        return self.session.entries[place]

    def _ink(self, place: int) -> int | None:
        category = self.session.held.events[place].category
        return self.inks.get(escape_controls(category)) if category else None

    def _measure(self) -> None:
        """The columns of the list, as wide as what is in some of its rows."""
        places = self.session.places
        some = [self.entry(p) for p in places[:: max(1, len(places) // _SAMPLE)]]
        self._names = columns(some, self._options)
        none = sum(not entry.event.category for entry in some)
        if 2 * none > len(some) and not self._options.fields:
            self._names = tuple(name for name in self._names if name != "category")
        found = [cells(entry, self._names, self._options) for entry in some]
        self._widths = [
            min(_WIDEST.get(name, _OTHER), max((width(row[n]) for row in found), default=1))
            for n, name in enumerate(self._names)
        ]

    def _event_row(self, number: int, room: int) -> list[Piece]:
        place = self.session.rows[number]
        if place < 0:
            return [(self.session.headings[-1 - place], BOLD)]
        entry = self.entry(place)
        marked = "✓ " if entry.event.id in self.session.marked else "  "
        found: list[Piece] = [(marked, BOLD)]
        try:
            texts = cells(entry, self._names, self._options)
        except JSON_FAULTS:  # something else has just written the file, which will be read anew
            return [*found, (entry.event.title, DIM)]
        for name, text, wide in zip(self._names, texts, self._widths, strict=True):
            if name == "category" and room < 70:
                continue
            shown = text if name == self._names[-1] else clip(text, wide)
            color = self.inks.get(text) if name == "category" else None
            style = BOLD if name == "date" else PLAIN if color is None else inked(color)
            found += [(shown, style), (" " * (wide - width(shown) + 2), PLAIN)]
        return found[:-1]

    def _card_lines(self, room: int) -> list[list[Piece]]:
        if self.chosen is None:
            return []
        before, after = self.session.neighbours(self.chosen)
        try:
            lines = card_lines(self.entry(self.chosen), before, after, self._options)
        except JSON_FAULTS:
            return [[("the store is being changed", DIM)]]
        return card_pieces(lines, room)
