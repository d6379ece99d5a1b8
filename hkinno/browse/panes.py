"""The panes of the explorer that show lines: rows with a cursor, texts, pages to read."""

import re
from collections.abc import Callable

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from hkinno.browse.strips import PLAIN, REVERSE, UNDERLINED, Piece, strip_of
from hkinno.text import UNSEEN

_JOINER = "\u200d"  # ZERO WIDTH JOINER


class Lines(ScrollView, inherit_bindings=False):
    """Lines that are drawn when they are seen."""

    @property
    def room(self) -> int:
        """The columns of a line, beside the scrollbar."""
        return self.scrollable_content_region.width

    def set_count(self, count: int) -> None:
        """There are so many lines now. The panes stay where they are: nothing is laid out anew."""
        if count != self.virtual_size.height:
            self.set_reactive(Widget.virtual_size, Size(1, count))
            bar = self.vertical_scrollbar
            bar.window_virtual_size, bar.window_size = count, self.size.height
            if self.scroll_y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True, force=True)


class RowList(Lines, can_focus=True):
    """Rows, one of which has the cursor; each is drawn when it is seen."""

    cursor = reactive(0, repaint=False)

    class Pressed(Message):
        """A row was clicked, at a column of it."""

        def __init__(self, rows: "RowList", row: int, column: int, twice: bool) -> None:
            super().__init__()
            self.rows, self.row, self.column, self.twice = rows, row, column, twice

        @property
        def control(self) -> "RowList":
            return self.rows

    def __init__(
        self,
        name: str,
        draw: Callable[[int, int], list[Piece]],
        moved: Callable[[int], None] | None = None,
    ) -> None:
        """`draw` makes the texts of a row, by its number and the columns that there are.

        `moved` is told at once to which row the cursor goes.
        """
        super().__init__(id=name)
        self._draw, self._moved = draw, moved
        self.count = 0
        self.empty: list[Piece] = []  # what stands there if there is no row

    def show(self, count: int, cursor: int) -> None:
        """Show so many rows, with the cursor on one of them."""
        self.count = count
        self.set_count(count)
        self.set_reactive(RowList.cursor, max(0, min(cursor, count - 1)))
        self.keep_seen()
        self.refresh()

    def go(self, row: int) -> None:
        """Put the cursor on a row, or as near as there is one."""
        row = max(0, min(row, self.count - 1))
        if row != self.cursor:
            self.refresh_line(self.cursor)
            self.cursor = row
            self.refresh_line(row)
            self.keep_seen()
            if self._moved:
                self._moved(row)

    def page(self, pages: int) -> None:
        """Go up or down by what is seen."""
        self.go(self.cursor + pages * max(1, self.size.height - 1))

    def keep_seen(self) -> None:
        """Scroll so that the row with the cursor is seen, with one more around it if there is."""
        top, high = round(self.scroll_y), self.size.height
        if not high:
            return
        low = max(0, self.cursor - 1) if high > 2 else self.cursor
        wanted = min(top, low)
        last = min(self.count - 1, self.cursor + 1) if high > 2 else self.cursor
        wanted = max(wanted, last + 1 - high)
        self.scroll_rows(max(0, min(wanted, self.count - high)))

    def scroll_rows(self, top: int) -> None:
        """Show the rows from one on, at once."""
        if round(self.scroll_y) != top:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)

    def render_line(self, y: int) -> Strip:
        row, room = y + round(self.scroll_y), self.room
        if not self.count and y == 0:
            return strip_of(self.empty, room)
        if not 0 <= row < self.count:
            return Strip.blank(room)
        ground = PLAIN
        if row == self.cursor:
            ground = REVERSE if self.has_focus else UNDERLINED
        return strip_of(self._draw(row, room), room, ground)

    def on_resize(self) -> None:
        self.keep_seen()

    def on_focus(self) -> None:
        self.refresh_line(self.cursor)

    def on_blur(self) -> None:
        self.refresh_line(self.cursor)

    def on_click(self, event: events.Click) -> None:
        row = event.y + round(self.scroll_y)
        if row < self.count:
            self.go(row)
            self.post_message(self.Pressed(self, row, event.x, event.chain > 1))


class Typed(Input):
    """A line to type in, whose text cannot act on the terminal."""

    def on_key(self, event: events.Key) -> None:
        """Also what joins characters, as in some emoji, which Textual takes for no text."""
        if event.character == _JOINER:
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(_JOINER)

    @property
    def _value(self) -> Text:
        return Text(re.sub(UNSEEN, "·", self.value), no_wrap=True, overflow="ignore", end="")


class Texts(Widget):
    """Lines of texts, as they are told."""

    def __init__(self, name: str, *lines: list[Piece]) -> None:
        super().__init__(id=name)
        self.lines = list(lines)

    def show(self, *lines: list[Piece]) -> None:
        """Show these lines."""
        if list(lines) != self.lines:
            self.lines = list(lines)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        lines = self.lines
        return strip_of(lines[y] if y < len(lines) else [], self.size.width)


class Page(Lines, can_focus=True):
    """Lines to read: an event whole, all keys, what a change would do."""

    def __init__(self, name: str, draw: Callable[[int], list[list[Piece]]], count: int = 0) -> None:
        """`draw` makes the lines for so many columns; `count` of them, if that is known by now."""
        super().__init__(id=name)
        self.set_reactive(Widget.virtual_size, Size(1, count))  # so that the scrollbar is right
        self._draw = draw
        self._lines: list[list[Piece]] = []
        self.drawn_for = 0  # columns

    def show(self) -> None:
        """Show what there is now, from its beginning."""
        self.drawn_for = self.room
        self._lines = self._draw(max(1, self.room)) if self.room else []
        self.set_count(len(self._lines))
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self.drawn_for != self.room:  # seen before it was told its size
            self.drawn_for, self._lines = self.room, self._draw(max(1, self.room))
        line = y + round(self.scroll_y)
        pieces = self._lines[line] if line < len(self._lines) else []
        return strip_of(pieces, self.room)

    def on_resize(self) -> None:
        if self.drawn_for != self.room:
            self.show()
        self.set_count(len(self._lines))
