"""The screen of the explorer as it looks: panes, and what they show of a session."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Input

from hkinno.browse.panes import Drawing, Overview, Page, RowList, Texts
from hkinno.browse.question import Facet, chosen_values
from hkinno.browse.session import Session
from hkinno.browse.strips import (
    BOLD,
    DIM,
    PLAIN,
    REVERSE,
    Piece,
    inked,
    line_pieces,
    sides,
)
from hkinno.browse.telling import asked_pieces, card_pieces, counted, foot_pieces
from hkinno.chart.axis import Axis
from hkinno.chart.draw import Drawn, alone
from hkinno.chart.marks import MARGIN
from hkinno.display import cells, columns
from hkinno.formats.card import card_lines
from hkinno.render import Line, RenderOptions, colors_of
from hkinno.store.store import Entry
from hkinno.text import clip, escape_controls, width

_SAMPLE = 200  # rows, of whose cells columns have the width
_WIDEST = {"date": 25, "category": 20, "title": 10_000}
_OTHER = 30  # columns of other fields
_VALUES = 6  # values of a field that are seen until more are asked for
_LANE_ROWS = 40  # which scroll


class Shown(Screen[list[str] | None]):
    """Panes, and what they show."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.chosen: int | None = None  # an event, by its place
        self.drawn: Drawn | None = None
        self.overview_axis: Axis | None = None
        self.facet_rows: list[tuple[Facet, str | None, int]] = []
        self.opened: set[str] = set()  # fields of which all values are seen
        self.more_facets: list[Facet] = []
        self.message = ""

    def compose(self) -> ComposeResult:
        yield Texts("top")
        yield Texts("asked")
        with Horizontal(id="line"):
            yield Texts("label")
            yield Input(id="typed", compact=True)
        yield Drawing(self._drawing_line)
        yield Overview()
        with Horizontal(id="body"):
            yield RowList("facets", self._facet_row)
            with Container(id="pair"):
                yield RowList("events", self._event_row)
                yield Page("card", self._card_lines)
        yield Texts("foot")

    def on_mount(self) -> None:
        self.places_changed()
        self.query_one("#events").focus()

    @property
    def events(self) -> RowList:
        """The list."""
        return self.query_one("#events", RowList)

    @property
    def card(self) -> Page:
        """The chosen event."""
        return self.query_one("#card", Page)

    @property
    def facets(self) -> RowList:
        """The fields and their values."""
        return self.query_one("#facets", RowList)

    # --- what changes

    def on_resize(self, event: Any) -> None:
        """Another size: the same question, the same event."""
        columns, rows = event.size
        self.set_class(columns >= 110, "wide")
        self.set_class(columns < 80, "narrow")
        self.set_class(columns < 110 and rows >= 36, "tall")
        self.query_one("#drawing").styles.height = max(7, min(32, (rows - 4) * 9 // 20))
        self.call_after_refresh(self.show_all)

    def places_changed(self) -> None:
        """Something else was found: keep the chosen event, or take the row where it was."""
        session = self.session
        known = {row.place for row in session.rows}
        if self.chosen not in known:
            rows = session.rows[self.events.cursor :] or session.rows
            self.chosen = next((row.place for row in rows if row.place >= 0), None)
            if self.chosen is None:
                self.chosen = next((r.place for r in session.rows if r.place >= 0), None)
        self._colors = colors_of(map(escape_controls, session.categories))
        self._options = RenderOptions(
            lang=session.question.lang,
            fields=tuple(filter(None, (session.question.fields or "").split(","))),
            raw_dates=session.question.raw_dates,
            group=session.question.group,
        )
        self._measure()

    def show_all(self) -> None:
        """Show what was found, everywhere."""
        self.show_drawing()
        self.show_events()
        self.show_facets()
        self.show_lines()

    def show_events(self) -> None:
        """The list, with the cursor on the chosen event; and its card."""
        rows = self.session.rows
        at = next((n for n, row in enumerate(rows) if row.place == self.chosen), 0)
        here = self.events.cursor  # of an event that stands in several rows, the one that is chosen
        if self.chosen is not None and 0 <= here < len(rows) and rows[here].place == self.chosen:
            at = here
        self.events.show(len(rows), at)
        self.card.show()

    def show_drawing(self) -> None:
        """The drawing, and the strip below it."""
        session, pane = self.session, self.query_one(Drawing)
        room, high = pane.size.width, pane.size.height
        if not room:
            return
        window = session.window()
        self.drawn = session.pictures.draw(
            session.items(), session.question, window, room, self._rows(high)
        )
        self.show_chosen()
        axis, text = session.pictures.overview(session.all_items(), session.question, window, room)
        self.overview_axis = axis
        self.query_one(Overview).show(self._overview(axis, text))

    def _rows(self, high: int) -> int:
        """How many rows the lanes may have: those that are seen; more, if there are several."""
        seen = max(4, high - 4)
        return max(seen, _LANE_ROWS) if self.session.question.by else seen

    def show_chosen(self) -> None:
        """The head of the drawing, in which the chosen event has a row of its own."""
        if not self.drawn:
            return
        head = [line_pieces(line, self._ink, None, {}) for line in self.drawn.scale]
        items = [] if self.chosen is None else self.session.items_at([self.chosen])
        if items:
            line = alone(items[0], self.drawn.sheet)
            head.append(line_pieces(line, self._ink, self.chosen, {}))
        else:
            head.append([])
        head += [line_pieces(line, self._ink, None, {}) for line in self.drawn.edges]
        self.query_one(Drawing).show(head, len(self._body()))

    def show_lines(self) -> None:
        """What is asked, how much was found, the keys."""
        session, room = self.session, self.size.width
        title = session.title
        left = [(escape_controls(title), BOLD), (" · " if title else "", DIM)]
        left += [(escape_controls(session.store.label(brief=True)), DIM)]
        said = counted(len(session.places), len(session.entries), session.beyond())
        marked = f" · {len(session.marked):,} marked" if session.marked else ""
        right = [(said + marked, BOLD)]
        self.query_one("#top", Texts).show(sides(left, right, room))
        self.query_one("#asked", Texts).show(asked_pieces(session.question))
        self.show_foot()

    def show_foot(self) -> None:
        """The bottom line: what there is to say, else the keys that matter most."""
        pieces = [(self.message, BOLD)] if self.message else foot_pieces((), self.size.width)
        self.query_one("#foot", Texts).show(pieces)

    def say(self, text: str) -> None:
        """Say something in the bottom line, until the next key."""
        self.message = escape_controls(text)
        self.show_foot()

    # --- the rows of the list

    def entry(self, place: int) -> Entry:
        """An event, by its place."""
        return self.session.entries[place]

    def _ink(self, place: int) -> int | None:
        category = self.session.held.events[place].category
        return self._colors.get(escape_controls(category)) if category else None

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
        row = self.session.rows[number]
        if row.place < 0:
            return [(row.heading, BOLD)]
        entry = self.entry(row.place)
        marked = "✓ " if entry.event.id in self.session.marked else "  "
        found: list[Piece] = [(marked, BOLD)]
        texts = cells(entry, self._names, self._options)
        for name, text, wide in zip(self._names, texts, self._widths, strict=True):
            if name == "category" and room < 70:
                continue
            shown = text if name == self._names[-1] else clip(text, wide)
            color = self._colors.get(text) if name == "category" else None
            style = BOLD if name == "date" else PLAIN if color is None else inked(color)
            found += [(shown, style), (" " * (wide - width(shown) + 2), PLAIN)]
        return found[:-1]

    def _card_lines(self, room: int) -> list[list[Piece]]:
        if self.chosen is None:
            return [[("nothing is found: ", BOLD)], [("n asks for nothing, < goes back", DIM)]]
        before, after = self.session.neighbours(self.chosen)
        lines = card_lines(self.entry(self.chosen), before, after, self._options)
        return card_pieces(lines, room)

    # --- the drawing

    def _drawing_line(self, number: int) -> list[Piece] | None:
        body = self._body()
        if not 0 <= number < len(body):
            return None
        return line_pieces(body[number], self._ink, self.chosen, self._colors)

    def _body(self) -> list[Line]:
        """The lanes, and below them what the signs mean, if there is room for all of that."""
        if not self.drawn:
            return []
        body, legend = self.drawn.body, self.drawn.legend
        pane = self.query_one(Drawing)
        free = pane.size.height - len(self.drawn.scale) - 1 - len(self.drawn.edges) - len(body)
        blank = free - len(legend)
        return [*body, *[Line([])] * blank, *legend] if blank > 0 else body

    def _overview(self, axis: Axis, text: str) -> list[Piece]:
        zoom = self.session.question.zoom
        if not zoom:
            return [(" " * MARGIN + text, DIM)]
        first, last = axis.stretch(*zoom)
        head, window, tail = text[:first], text[first : last + 1], text[last + 1 :]
        window = window.replace(" ", "·")
        return [(" " * MARGIN + head, DIM), (window, REVERSE), (tail, DIM)]

    # --- fields and their values

    def show_facets(self) -> None:
        """Each field, and as many of its values as are asked for, with their counts."""
        if not self.has_class("faceted"):
            return
        session = self.session
        rows: list[tuple[Facet, str | None, int]] = []
        for facet in (*session.facets.usual(), *self.more_facets):
            counts = session.counts(facet)
            rows.append((facet, None, len(counts)))
            shown = counts if facet.name in self.opened else counts[:_VALUES]
            asked = chosen_values(session.question.asked, facet, False)
            asked |= chosen_values(session.question.asked, facet, True)
            late = [c for c in counts[len(shown) :] if c[0].casefold() in asked]
            gone = asked - {c[0].casefold() for c in counts}
            rows += [(facet, value, count) for value, count in (*shown, *late)]
            rows += [(facet, value, 0) for value in gone if value]
        self.facet_rows = rows
        self.facets.show(len(rows), self.facets.cursor)

    def _facet_row(self, number: int, room: int) -> list[Piece]:
        facet, value, count = self.facet_rows[number]
        if value is None:
            sign = "▾" if facet.name in self.opened or count <= _VALUES else "▸"
            name = f"{sign} {escape_controls(facet.name)}"
            return sides([(name, BOLD)], [(f"{count:,}  ", DIM)], room)
        asked, low = self.session.question.asked, value.casefold()
        kept, refused = (low in chosen_values(asked, facet, no) for no in (False, True))
        sign = "+" if kept else "−" if refused else " "
        style = BOLD if kept or refused else PLAIN
        right = [(f"{count:,}", DIM), (" −" if not refused else " ·", DIM)]
        return sides([(f" {sign} {escape_controls(value)}", style)], right, room)
