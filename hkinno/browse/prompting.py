"""The line in which something is typed, with its errors below, and how the focus moves."""

from collections.abc import Callable
from typing import NamedTuple

from textual import on
from textual.widgets import Input

from hkinno.browse.panes import Texts, Typed
from hkinno.browse.showing import Showing
from hkinno.browse.strips import BOLD
from hkinno.errors import HkinnoError
from hkinno.text import width


class Prompt(NamedTuple):
    """What to do with what is typed: once it is accepted, at each change, if it is not."""

    accept: Callable[[str], None]
    change: Callable[[str], None] | None = None
    cancel: Callable[[], object] | None = None


class Prompting(Showing):
    """A prompt, and the panes that have the focus in turn."""

    _prompt: Prompt | None = None

    def prompt(
        self,
        label: str,
        text: str,
        accept: Callable[[str], None],
        change: Callable[[str], None] | None = None,
        cancel: Callable[[], object] | None = None,
        hint: str = "",
    ) -> None:
        """Let something be typed. Where `accept` raises HkinnoError, it is said; one types on."""
        self._prompt = None  # what is put there now is not typed
        said = f"{label}: "
        self.query_one("#label", Texts).styles.width = width(said)
        self.query_one("#label", Texts).show([(said, BOLD)])
        line = self._line()
        with line.prevent(Input.Changed):
            line.value = text
        line.cursor_position = len(text)
        line.placeholder = hint
        self._prompt = Prompt(accept, change, cancel)
        if self.has_class("narrow"):
            self.remove_class("faceted")  # which hides the list there
        self.query_one("#line").display = True
        self.query_one("#asked").display = False
        line.focus()

    def _line(self) -> Input:
        """Where one types: there once it is needed, since the first picture does without it."""
        for line in self.query("#typed").results(Input):
            return line
        line = Typed(id="typed", compact=True)
        line.cursor_blink = False
        self.query_one("#line").mount(line)
        return line

    def _close(self) -> None:
        self._prompt = None
        self.query_one("#line").display = False
        self.query_one("#asked").display = True
        self.events.focus()

    @on(Input.Changed, "#typed")
    def _typed(self, event: Input.Changed) -> None:
        if self._prompt and self._prompt.change:
            self._prompt.change(event.value)

    @on(Input.Submitted, "#typed")
    def _accepted(self, event: Input.Submitted) -> None:
        if prompt := self._prompt:
            try:
                prompt.accept(event.value)
            except HkinnoError as error:
                self.say(str(error))
                return
            self._close()

    def choose(self, place: int | None) -> None:
        """Choose an event that is shown."""
        if place is None:
            return
        row = self.session.row_of(place, self.events.cursor)
        if row is not None and row != self.events.cursor:
            self.events.go(row)
        self.point(place)

    def on_key(self) -> None:
        """What was said is gone with the next key."""
        self._forget()

    def on_mouse_down(self) -> None:
        """And with the next click."""
        self._forget()

    def on_descendant_focus(self) -> None:
        """The keys that matter are others in another pane."""
        self.show_foot()

    def _forget(self) -> None:
        if self.message:
            self.message = ""
            self.show_foot()

    # --- the panes

    def action_leave(self) -> None:
        """Out of what is typed, or back to the list."""
        if prompt := self._prompt:
            self._close()
            if prompt.cancel:
                prompt.cancel()
        elif self.maximized:
            self.minimize()
        else:
            if self.has_class("narrow"):
                self.remove_class("faceted")  # which hides the list there
            self.events.focus()

    def action_next_pane(self) -> None:
        """The focus to the next pane that is seen; not out of what is typed."""
        if self._prompt:
            return
        panes = [self.events, self.card, self.drawing, self.facets]
        seen = [pane for pane in panes if pane.display and pane.size.height]
        at = next((n for n, pane in enumerate(seen) if pane.has_focus), -1)
        seen[(at + 1) % len(seen)].focus()

    def action_move(self, step: int) -> None:
        """Up or down in the pane that has the focus."""
        if self.facets.has_focus:
            self.facets.go(self.facets.cursor + step)
        elif (pane := self.focused) in (self.card, self.drawing) and pane:
            pane.scroll_relative(y=step, animate=False)
        else:
            self._go(self.events.cursor + step, step)

    def _go(self, row: int, step: int) -> None:
        """To a row of the list, over headings."""
        rows = self.session.rows
        while 0 <= row < len(rows) and rows[row] < 0:
            row += step
        if 0 <= row < len(rows):
            self.events.go(row)

    def action_page(self, pages: int) -> None:
        """A screen up or down."""
        if self.facets.has_focus:
            self.facets.page(pages)
        elif (pane := self.focused) in (self.card, self.drawing) and pane:
            pane.scroll_relative(y=pages * max(1, pane.size.height - 1), animate=False)
        else:
            rows = len(self.session.rows)
            aim = self.events.cursor + pages * max(1, self.events.size.height - 1)
            self._go(max(0, min(aim, rows - 1)), 1 if aim < rows - 1 else -1)

    def action_edge(self, side: int) -> None:
        """To the first, or to the last."""
        if self.facets.has_focus:
            self.facets.go(0 if side < 0 else self.facets.count - 1)
        elif (pane := self.focused) in (self.card, self.drawing) and pane:
            pane.scroll_to(y=0 if side < 0 else pane.max_scroll_y, animate=False)
        else:
            self._go(0 if side < 0 else len(self.session.rows) - 1, -side)
