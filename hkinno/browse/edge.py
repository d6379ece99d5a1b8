"""What the explorer asks of the edge: the clock, files, other commands, the editor, a browser.

As everywhere below the command line, nothing is looked up here: it is told, or asked for by this.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from hkinno.browse.question import Question
from hkinno.dates.date import Date
from hkinno.query.options import QueryOptions
from hkinno.query.query import Query
from hkinno.store.store import Store


class Ran(NamedTuple):
    """What a command answered: its exit code, its standard output, its sentences.

    `forcible` says that it refused what it would do if it were told to all the same (`--force`).
    """

    code: int
    out: str
    said: str
    forcible: bool = False


class Edge(Protocol):
    """The world, as far as the explorer needs it. To read or to keep may raise HkinnoError."""

    pick: bool  # whether ids are asked for
    today: int  # the day number of today
    light: bool  # whether the terminal is known to be light

    def open(self) -> Store:
        """The store, read anew."""

    def stamp(self) -> object:
        """What is another value once something has changed the files of the store."""

    def query(self, asked: QueryOptions, store: Store) -> Query:
        """A question as it is typed, read."""

    def days(self, text: str) -> Date:
        """A date as it is typed."""

    def command(self, words: Sequence[str]) -> str:
        """A command of hkinno that asks this store, as a shell takes it."""

    def run(self, words: Sequence[str]) -> Ran:
        """Run a command of hkinno on this store."""

    def editor(self, event_id: str) -> list[str]:
        """What a person changes in $EDITOR, as words of `edit`.

        If they cannot be taken, the text is kept, and the error says where.
        """

    def file(self, typed: str) -> str:
        """The path of a file as it is typed, where `~` is the folder at home."""

    def exists(self, path: str) -> bool:
        """Whether there is a file, or something else, at a path."""

    def refusal(self) -> str:
        """Why the store cannot be changed at all; nothing if it can."""

    def visit(self, url: str) -> bool:
        """Open an address in a browser; whether there is one."""

    def needs_screen(self) -> bool:
        """Whether the browser draws on the terminal itself."""

    def bookmarks(self) -> list[list[str]]:
        """The questions that were kept for this store, as words of `timeline`."""

    def keep(self, bookmarks: Sequence[Sequence[str]]) -> None:
        """Keep these questions, and no others."""

    def question(self, words: Sequence[str]) -> Question:
        """The question that words of `timeline` ask."""
