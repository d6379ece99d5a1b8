"""What stands before the panes for a while: texts to read, things to choose from, a question."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from hkinno.browse.panes import Page
from hkinno.browse.strips import Piece
from hkinno.text import escape_controls

_WIDEST = 112  # columns, as the style sheet has it
_LEAVE = (Binding("escape,q", "close", show=False),)


class Reader(ModalScreen[bool]):
    """Lines to read. With a question, Enter or y says yes to it, all else no."""

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
        self, title: str, lines: Callable[[int], list[list[Piece]]], question: str = ""
    ) -> None:
        """`lines` makes them for so many columns."""
        super().__init__()
        self._title, self._lines, self._question = title, lines, question

    def compose(self) -> ComposeResult:
        with Vertical() as frame:
            frame.border_title = Text(escape_controls(self._title))
            yield Page("lines", self._lines)
            yield Static(Text(self._question or "Esc: back", style="bold"))

    def on_resize(self) -> None:
        most = self.size.height * 9 // 10 - 3  # the frame, and the line below
        page = self.query_one(Page)
        room = min(self.size.width * 9 // 10, _WIDEST) - 5  # the frame, and the scrollbar
        page.styles.height = max(1, min(len(self._lines(room)), most))

    def action_move(self, step: int) -> None:
        """Scroll by a line."""
        self.query_one(Page).scroll_relative(y=step, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by a screen."""
        rows = self.query_one(Page)
        rows.scroll_relative(y=pages * max(1, rows.size.height - 1), animate=False)

    def action_accept(self) -> None:
        """Yes."""
        self.dismiss(True)

    def action_close(self) -> None:
        """No."""
        self.dismiss(False)


class Chooser(ModalScreen[str | None]):
    """Things to choose one from, each with the value that is then given."""

    BINDINGS: ClassVar = [*_LEAVE]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._choices = title, list(choices)

    def compose(self) -> ComposeResult:
        with Vertical() as frame:
            frame.border_title = Text(escape_controls(self._title))
            texts = (Text(escape_controls(told), no_wrap=True) for told, _ in self._choices)
            yield OptionList(*(Option(text) for text in texts))
            yield Static(Text("Enter: choose   Esc: leave", style="bold"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        self.dismiss(self._choices[event.option_index][1])

    def action_close(self) -> None:
        """None."""
        self.dismiss(None)
