"""The panes of the explorer that can be drawn on with the mouse: the drawing, and the strip."""

from collections.abc import Callable

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from hkinno.browse.panes import Lines
from hkinno.browse.strips import PLAIN, REVERSE, Piece, strip_of

_AXIS = 1  # the line of the head that is the axis


class Drawing(Lines, can_focus=True):
    """The drawing: the axis and the chosen event stay, the lanes below them scroll."""

    class Pointed(Message):
        """A place was clicked; zoomed at (`factor`), or dragged by so many columns."""

        def __init__(self, column: int, row: int, factor: int = 0, drag: int = 0) -> None:
            super().__init__()
            self.column, self.row, self.factor, self.drag = column, row, factor, drag

    def __init__(self, draw: Callable[[int], list[Piece] | None]) -> None:
        """`draw` makes the texts of a line that scrolls, by its number, if there is one."""
        super().__init__(id="drawing")
        self._draw = draw
        self.head: list[list[Piece]] = []
        self._held: tuple[int, int] | None = None  # where the mouse went down, and is

    def show(self, head: list[list[Piece]], lines: int) -> None:
        """Show these lines, which stay, and so many below them."""
        self.head = head
        self.set_count(len(head) + lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        room = self.room
        if y < len(self.head):
            ground = REVERSE if self.has_focus and y == _AXIS else PLAIN
            return strip_of(self.head[y], room, ground)
        pieces = self._draw(y - len(self.head) + round(self.scroll_y))
        return strip_of(pieces or [], room)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def refresh_row(self, row: int) -> None:
        """Draw a row of the screen anew."""
        self.refresh(Region(0, row, self.size.width, 1))

    def refresh_body(self, number: int) -> None:
        """Draw a line that scrolls anew, if it is seen."""
        row = len(self.head) + number - round(self.scroll_y)
        if row >= len(self.head):
            self.refresh_row(row)

    def line_at(self, row: int) -> int:
        """The line that scrolls and is seen in a row of the screen; negative in the head."""
        low = row - len(self.head)
        return low if low < 0 else low + round(self.scroll_y)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(self.Pointed(event.x, event.y, factor=-1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(self.Pointed(event.x, event.y, factor=1))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._held = (event.x, event.x)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._held and event.x != self._held[1]:
            self.post_message(self.Pointed(event.x, event.y, drag=event.x - self._held[1]))
            self._held = (self._held[0], event.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        held, self._held = self._held, None
        self.release_mouse()
        if held and held == (event.x, event.x):
            self.post_message(self.Pointed(event.x, event.y))


class Overview(Widget):
    """How much is when, in one line, and which part of it the axis shows; that can be drawn."""

    class Chosen(Message):
        """From one column to another the mouse was drawn; the same where it was clicked."""

        def __init__(self, first: int, last: int) -> None:
            super().__init__()
            self.first, self.last = first, last

    def __init__(self) -> None:
        super().__init__(id="overview")
        self.pieces: list[Piece] = []
        self._held: int | None = None

    def show(self, pieces: list[Piece]) -> None:
        """Show these texts."""
        self.pieces = pieces
        self.refresh()

    def render_line(self, y: int) -> Strip:
        return strip_of(self.pieces if y == 0 else [], self.size.width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._held = event.x
        self.capture_mouse()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        held, self._held = self._held, None
        self.release_mouse()
        if held is not None:
            self.post_message(self.Chosen(min(held, event.x), max(held, event.x)))
