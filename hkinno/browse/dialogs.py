"""What stands before the panes for a while: texts to read, things to choose from, a question."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from hkinno.browse.keys import every_key
from hkinno.browse.panes import Page, Texts
from hkinno.browse.strips import BOLD, Piece, clickable
from hkinno.text import escape_controls

_WIDEST = 112  # columns, as the style sheet has it
_OF_AN_EVENT = ("copy_id", "copy_json", "source", "export", "edit", "editor", "remove", "command")
_LEAVE = (Binding("escape,q", "close", show=False),)


def choices(*pairs: tuple[str, str]) -> list[Piece]:
    """What can be done with a dialog, by key or by a click: what is said, and the action."""
    found: list[Piece] = []
    for told, action in pairs:
        found += [(told, BOLD + clickable(action)), ("   ", BOLD)]
    return found


class Reader(ModalScreen[bool]):
    """Lines to read. With something to accept, Enter or y does that, and all else does not."""

    CSS_PATH = "dialogs.tcss"
    more: tuple[tuple[str, str], ...] = ()  # what else can be done: what is said, and the action
    BINDINGS: ClassVar = [
        *_LEAVE,
        Binding("enter,y", "accept", show=False),
        Binding("n", "close", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
    ]

    def __init__(
        self, title: str, lines: Callable[[int], list[list[Piece]]], accept: str = ""
    ) -> None:
        """`lines` makes them for so many columns; `accept` is what accepting them does."""
        super().__init__()
        self._title, self._lines, self._accept = title, lines, accept

    def compose(self) -> ComposeResult:
        with Vertical() as frame:
            frame.border_title = Text(escape_controls(self._title))
            count, high = self._rows(self.app.size)
            page = Page("lines", self._lines, count)
            page.styles.height = high  # by now, lest it be laid out twice
            yield page
            accept = [(f"Enter: {self._accept}", "accept()")] if self._accept else []
            leave = "Esc: do not" if self._accept else "Esc: back"
            yield Texts("choices", choices(*accept, (leave, "close()"), *self.more))

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Page).styles.height = self._rows(event.size)[1]

    def _rows(self, size: Size) -> tuple[int, int]:
        """How many lines there are on a screen of this size, and how many are seen."""
        most = size.height * 9 // 10 - 3  # the frame, and the line below
        room = min(size.width * 9 // 10, _WIDEST) - 5  # the frame, and the scrollbar
        count = len(self._lines(room))
        return count, max(1, min(count, most))

    def action_visit(self, url: str) -> None:
        """Open an address, as the screen below does."""
        self.app.call_later(self.app.run_action, f"visit({url!r})", self.app.screen_stack[-2])

    def action_move(self, step: int) -> None:
        """Scroll by a line."""
        self.query_one(Page).scroll_relative(y=step, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by a screen."""
        rows = self.query_one(Page)
        rows.scroll_relative(y=pages * max(1, rows.size.height - 1), animate=False)

    def action_accept(self) -> None:
        """It is to be done, if there is anything; else it was read."""
        self.dismiss(bool(self._accept))

    def action_close(self) -> None:
        """Leave, and do nothing."""
        self.dismiss(False)


class Chooser(ModalScreen[str | None]):
    """Things to choose one from, each with the value that is then given."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar = [*_LEAVE]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._choices = title, list(choices)

    def compose(self) -> ComposeResult:
        with Vertical() as frame:
            frame.border_title = Text(escape_controls(self._title))
            texts = (Text(escape_controls(told), no_wrap=True) for told, _ in self._choices)
            yield OptionList(*(Option(text) for text in texts))
            leave = ("Esc: leave", "close()")
            yield Texts("choices", choices(("Enter or a click: choose", "accept()"), leave))

    def action_accept(self) -> None:
        """Choose what is under the cursor."""
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give what was chosen."""
        self.dismiss(self._choices[event.option_index][1])

    def action_close(self) -> None:
        """Give nothing."""
        self.dismiss(None)


class KeyList(Reader):
    """All keys; a click on one closes the list and does what the key does."""

    def action_call(self, action: str) -> None:
        """Close, and do this on the screen below."""
        below = self.app.screen_stack[-2]
        self.dismiss(False)
        self.app.call_later(self.app.run_action, action, below)


class Opened(KeyList):
    """An event whole, in which the keys do what they do with the event in the list."""

    BINDINGS: ClassVar = [
        Binding(each, f"call({key.action!r})", show=False)
        for key in every_key()
        if key.action in _OF_AN_EVENT
        for each in key.keys.split(",")
    ]
    more = ("o: open a source", "call('source')"), ("y: copy the id", "call('copy_id')")
