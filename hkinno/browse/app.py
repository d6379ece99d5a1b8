"""The Textual application: it reads the store, shows the explorer, gives back what was picked."""

import asyncio
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding
from textual.driver import Driver
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.worker import WorkerFailed, get_current_worker

from hkinno.browse.changing import Explored
from hkinno.browse.edge import Edge
from hkinno.browse.inorder import InOrder
from hkinno.browse.keys import every_key
from hkinno.browse.panes import Texts
from hkinno.browse.question import Question
from hkinno.browse.session import Session
from hkinno.browse.strips import BOLD, DIM
from hkinno.store.store import Entry, Store

_STEP = 1_000  # events between two reports of how far reading is
_LEAVE = [("q: leave", DIM)]


class Opening(NamedTuple):
    """A store that is read as far as there was time for: the entries so far, and the rest."""

    store: Store
    entries: list[Entry]
    rest: Iterator[Entry]


class Reading(Screen[None]):
    """What is seen while a large store is read."""

    BINDINGS: ClassVar = [Binding("q,escape", "app.quit", show=False)]

    def compose(self) -> ComposeResult:
        yield Texts("reading", [("reading …", BOLD)], _LEAVE)

    def tell(self, count: int) -> None:
        """How far it is."""
        self.query_one(Texts).show([(f"reading … {count:,} events", BOLD)], _LEAVE)


class Explorer(InOrder):
    """The explorer of a chronology. Its answer are ids that were picked."""

    CSS_PATH = "explorer.tcss"
    TITLE = "hkinno browse"
    BINDINGS: ClassVar = [
        Binding("ctrl+c", "quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(
        self,
        edge: Edge,
        opening: Opening | Iterator[Opening | None],
        first: Question,
        driver: type[Driver] | None = None,
    ) -> None:
        """`opening` may come later, after steps in which there is none yet.

        Raises HkinnoError for a question that makes no sense, if all is read by now.
        """
        self._edge = edge  # which says what is light, as has to be known first
        super().__init__(driver)
        self._opening, self._first = opening, first
        self.fault: Exception | None = None
        self.ended = 0  # the signal that ended it
        self.animation_level = "none"
        self._session = None
        if isinstance(opening, Opening) and next_entry(opening) is None:
            self._session = Session(edge, opening.store, opening.entries, first)

    def _find_theme(self) -> str:
        return "ansi-light" if self._edge.light else "ansi-dark"

    # from the beginning: with another one at first, all styles would be worked out twice
    theme: Reactive[str] = Reactive(Initialize(_find_theme))

    def end(self, number: int, _: object = None) -> None:
        """Leave as for `q`, since a signal came, which may be at any moment."""
        self.ended = number
        try:
            asyncio.get_running_loop().call_soon_threadsafe(self.exit)
        except RuntimeError:  # nothing runs yet, or nothing any more
            return

    def on_load(self) -> None:
        if self.ended:
            self.exit()

    def get_default_screen(self) -> Screen[Any]:
        """What is seen first."""
        return Explored(self._session) if self._session else Reading()

    def on_mount(self) -> None:
        if not self._session:
            self._read()

    @work(thread=True)
    def _read(self) -> None:
        """Read what is left, in the background."""
        worker, opening = get_current_worker(), self._opening
        steps = iter((opening,)) if isinstance(opening, Opening) else opening
        for found in steps:
            if worker.is_cancelled:
                return
            if found:
                break
        else:
            return
        store, entries, rest = found
        for entry in rest:
            entries.append(entry)
            if len(entries) % _STEP == 0:
                if worker.is_cancelled:
                    return
                self.call_from_thread(self._tell, len(entries))
        session = Session(self._edge, store, entries, self._first)
        self.call_from_thread(self.push_screen, Explored(session))

    def _tell(self, count: int) -> None:
        if isinstance(self.screen, Reading):
            self.screen.tell(count)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette finds: each action by its name."""
        if isinstance(screen, Explored):
            for key in every_key():
                called = partial(self.run_action, key.action, screen)
                yield SystemCommand(key.name, f"{key.help} ({key.shown})", called)

    def _handle_exception(self, error: Exception) -> None:
        if not self._exit:  # else a screen that is not there yet, or no more, is no fault
            found = error.error if isinstance(error, WorkerFailed) else error
            self.fault = self.fault or (found if isinstance(found, Exception) else error)
        super()._handle_exception(error)

    def _print_error_renderables(self) -> None:
        """Nothing: who runs the application tells of `fault`, in one sentence."""
        self._exit_renderables.clear()


def next_entry(opening: Opening) -> Entry | None:
    """The next entry that is read, if there is one more; it is then among those that are there."""
    entry = next(opening.rest, None)
    if entry is not None:
        opening.entries.append(entry)
    return entry
