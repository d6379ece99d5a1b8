"""A form for the fields of an event, as `add` and `edit` take them from the command line."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from hkinno.browse.dialogs import choices
from hkinno.browse.panes import Texts, Typed
from hkinno.events import FIELDS, PARTS, Event, Field
from hkinno.text import escape_controls

_TYPED = tuple(row for row in FIELDS if row.name not in PARTS)
_NEEDED = ("date", "title", "id")  # an event cannot be without these


class Form(ModalScreen[list[str] | None]):
    """A line for each field of texts. Gives the options that say what was changed."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar = [
        Binding("escape", "close", show=False),
        Binding("ctrl+s", "accept", show=False, priority=True),
    ]

    def __init__(
        self, title: str, event: Event | None, check: Callable[[Sequence[str]], str]
    ) -> None:
        """`check` says why these options cannot be taken, or nothing."""
        super().__init__()
        self._title, self._check = title, check
        self._leaving = False  # whether to leave was asked for, though something was typed
        self._old = {row.name: _typed(event, row) for row in _TYPED}

    def compose(self) -> ComposeResult:
        with Vertical() as frame:
            frame.border_title = Text(escape_controls(self._title))
            with VerticalScroll(can_focus=False):
                for row in _TYPED:
                    with Horizontal():
                        yield Label(Text(row.option, justify="right"))
                        old = self._old[row.name]
                        whole = "\n" not in old and escape_controls(old) == old
                        text = old if whole else f"{escape_controls(old)} (change it with ^E)"
                        yield Typed(text, id=f"field-{row.name}", compact=True, disabled=not whole)
            yield Static("", id="fault")
            yield Texts("choices")

    def on_mount(self) -> None:
        self.query_one("#choices", Texts).show(
            choices(("^S: see what changes", "accept()"), ("Esc: leave", "close()"))
        )

    def on_input_changed(self) -> None:
        """What was at fault may be none any more."""
        self._leaving = False
        self.query_one("#fault", Static).update("")

    def options(self) -> list[str]:
        """What was changed, as it is typed on a command line."""
        found: list[str] = []
        for row in _TYPED:
            line = self.query_one(f"#field-{row.name}", Input)
            old, new = self._old[row.name], line.value
            if new == old or line.disabled:
                continue
            if new.strip() or row.name in _NEEDED:
                found.append(f"--{row.option}={new}")
            else:
                found += ["--unset", row.name]
        return found

    def action_accept(self) -> None:
        """See what this changes, if it can be taken."""
        options = self.options()
        if not options:
            self.dismiss(None)
        elif why := self._check(options):
            self.query_one("#fault", Static).update(Text(why, style="red"))
        else:
            self.dismiss(options)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next line; from the last one, as if the form was accepted."""
        last = f"field-{_TYPED[-1].name}"
        if event.input.id == last:
            self.action_accept()
        else:
            self.focus_next()

    def action_close(self) -> None:
        """Change nothing; what was typed is not lost by one key."""
        if self._leaving or not self.options():
            self.dismiss(None)
        self._leaving = True
        self.query_one("#fault", Static).update("Esc once more leaves what was typed")


def _typed(event: Event | None, row: Field) -> str:
    """A field as it is typed: of several values, a comma in one has a backslash."""
    value: Any = getattr(event, row.name) if event else None
    if not row.many:
        return value or ""
    return ",".join(text.replace("\\", "\\\\").replace(",", "\\,") for text in value or ())
