"""The fields of the explorer with their values, and all that is shown together."""

from typing import Any

from textual import events, work
from textual.app import ComposeResult
from textual.geometry import Size

from hkinno.browse.charting import AT_ONCE, Charting
from hkinno.browse.question import Facet, chosen_values
from hkinno.browse.strips import BOLD, DIM, PLAIN, Piece, sides
from hkinno.text import escape_controls

_VALUES = 6  # values of a field that are seen until more are asked for
_WIDE, _NARROW, _TALL = 110, 80, 36  # columns and rows, from which there is room beside, or below

FacetRow = tuple[Facet, str | None, int]
"""A field and how many values it has, or one of its values and how many events have it."""


class Showing(Charting):
    """All panes."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.facet_rows: list[FacetRow] = []
        self.opened: set[str] = set()  # fields of which all values are seen
        self.more_facets: list[Facet] = []
        self._counted = 0

    def compose(self) -> ComposeResult:
        self._lay_out(self.app.size)  # before there is anything that would be laid out again
        yield from super().compose()

    def on_mount(self) -> None:
        """Show all at once, so that the first picture is whole."""
        self.places_changed()
        self.drawing.styles.height = self.high
        self.show_all()

    def on_resize(self, event: events.Resize) -> None:
        """Another size: the same question, the same event."""
        if event.size != self._laid_out:
            self._lay_out(event.size)
            self.drawing.styles.height = self.high
            self.call_after_refresh(self.show_all)

    def _lay_out(self, size: Size) -> None:
        columns, rows = self._laid_out = size
        self.set_class(columns >= _WIDE, "wide")
        self.set_class(columns < _NARROW, "narrow")
        self.set_class(columns < _WIDE and rows >= _TALL, "tall")
        self.high = max(7, min(32, (rows - 4) * 9 // 20))

    def show_all(self) -> None:
        """Show what was found, everywhere."""
        self.show_drawing()
        self.show_events()
        self.show_facets()
        self.show_lines()

    def show_facets(self) -> None:
        """Each field, and as many of its values as are asked for, with their counts."""
        if not self.has_class("faceted"):
            return
        self._counted += 1
        if len(self.session.entries) <= AT_ONCE:
            self._take_facets(self._counted, self._count())
        else:
            self._count_later(self._counted)

    @work(thread=True, exclusive=True, group="facets")
    def _count_later(self, number: int) -> None:
        rows = self._count()
        if number == self._counted:
            self.app.call_from_thread(self._take_facets, number, rows)

    def _take_facets(self, number: int, rows: list[FacetRow]) -> None:
        if number != self._counted:
            return
        here = self.facet_rows[self.facets.cursor][:2] if self.facet_rows else None
        self.facet_rows = rows
        at = next((n for n, row in enumerate(rows) if row[:2] == here), self.facets.cursor)
        self.facets.show(len(rows), at)

    def _count(self) -> list[FacetRow]:
        session = self.session
        asked = session.question.asked
        rows: list[FacetRow] = []
        for facet in (*session.facets.usual(), *self.more_facets):
            counts = session.counts(facet)
            wanted = chosen_values(asked, facet, False) | chosen_values(asked, facet, True)
            if not counts and not wanted:
                continue
            rows.append((facet, None, len(counts)))
            shown = counts if facet.name in self.opened else counts[:_VALUES]
            late = [pair for pair in counts[len(shown) :] if pair[0].casefold() in wanted]
            gone = wanted - {value.casefold() for value, _ in counts}
            rows += [(facet, value, count) for value, count in (*shown, *late)]
            rows += [(facet, value, 0) for value in sorted(gone) if value]
        return rows

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
