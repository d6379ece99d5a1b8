"""A bar on a terminal, for what takes more than a moment."""

import time
from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import TYPE_CHECKING, TypeVar

from hkinno.cli.streams import has_reader
from hkinno.text import escape_controls

if TYPE_CHECKING:
    from rich.progress import Progress

Thing = TypeVar("Thing")
_PATIENCE = 1.0  # seconds, after which a bar shows how far it is


def watched(
    things: Iterable[Thing], total: int, what: str, at: Callable[[Thing], int] | None = None
) -> Iterator[Thing]:
    """The things; on a terminal with a bar, once they have taken more than a second.

    How far it is of the `total` is the number of a thing, or where that is `at`.
    """
    start, bar = time.monotonic() if has_reader() else inf, None
    try:
        for number, thing in enumerate(things):
            if number % 100 == 0 and bar is None and time.monotonic() - start > _PATIENCE:
                bar = _progress(total, what)
            if number % 100 == 0 and bar is not None:
                bar.update(bar.task_ids[0], completed=at(thing) if at else number)
            yield thing
    finally:
        if bar is not None:
            bar.stop()


class Bars:
    """Bars on a terminal, one after the other, each for a thing that takes its time."""

    def __init__(self) -> None:
        self._shown: Progress | None = None

    def __enter__(self) -> "Bars":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def begin(self, what: str, total: int) -> Callable[[int], None]:
        """A bar for so much, in the place of the one before; it takes how much of it is done."""
        self._end()
        if not has_reader():
            return lambda done: None  # noqa: ARG005
        self._shown = bar = _progress(total, what)
        return lambda done: bar.update(bar.task_ids[0], completed=done)

    def _end(self) -> None:
        if self._shown:
            self._shown.stop()
            self._shown = None


def _progress(total: int, what: str) -> "Progress":
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=console.is_dumb_terminal)
    bar.add_task(escape(escape_controls(what)), total=total or None)  # 0: nobody knows
    bar.start()
    return bar
