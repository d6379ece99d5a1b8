"""What the explorer asks of the world: other commands in this process, files, a browser."""

import io
import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache

import click

from hkinno.browse.edge import Ran
from hkinno.browse.question import Question
from hkinno.cli.delivery import LISTED
from hkinno.cli.editor import edited_json
from hkinno.cli.options import neighbourhood, query_of
from hkinno.cli.output import OR_TYPE
from hkinno.cli.stores import open_store
from hkinno.cli.targets import ELSE
from hkinno.cli.values import today, typed_bound
from hkinno.dates.date import Date
from hkinno.errors import HkinnoError
from hkinno.files import STDIN
from hkinno.query.options import QueryOptions
from hkinno.query.query import Query
from hkinno.store.open import BUNDLED, bundled_path
from hkinno.store.store import Store
from hkinno.text import shell_word

_SAYS = "hkinno: "
_NO_FILE = "standard input cannot be changed; name a file with --store"


class World:
    """What `hkinno.browse.edge` asks for, for the stores that are named on the command line.

    `named` are these as they are typed, `read` what is read for them: a copy where that is standard
    input, which can be read once.
    """

    def __init__(
        self,
        named: Sequence[str],
        read: Sequence[str],
        clock: str | None,
        pick: bool,
        light: bool,
        parse: Callable[[Sequence[str]], Question],
    ) -> None:
        self._named, self._read, self._clock = tuple(named), tuple(read), clock
        self.pick, self.light, self.question = pick, light, parse
        self.today = today(clock).toordinal()
        self._near = lru_cache(maxsize=8)(neighbourhood)

    def open(self) -> Store:
        """The store, read anew."""
        self._near.cache_clear()
        return open_store(self._read)

    def stamp(self) -> object:
        """Which files there are, and when they were changed."""
        return [_stamp(path) for path in self._files()]

    def _files(self) -> list[str]:
        """Where the stores are."""
        return [bundled_path() if path == BUNDLED else path for path in self._read]

    def query(self, asked: QueryOptions, store: Store) -> Query:
        """A question as it is typed, read."""
        near = self._near(store, asked.around, asked.within) if asked.around else None
        return query_of(asked, store, near)

    def days(self, text: str) -> Date:
        """A date as it is typed."""
        return typed_bound(text, lambda: today(self._clock))

    def command(self, words: Sequence[str]) -> str:
        """A command of hkinno that asks this store, as a shell takes it."""
        stores = [word for path in self._named for word in ("-s", path)]
        return " ".join(map(shell_word, ["hkinno", words[0], *stores, *words[1:]]))

    def run(self, words: Sequence[str]) -> Ran:
        """Run a command of hkinno on this store, its streams in memory."""
        from hkinno.cli.main import main

        if words[0] != "timeline" and STDIN in self._named:
            return Ran(1, "", _NO_FILE)
        stores = [word for path in self._read for word in ("-s", path)]
        out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
        said = io.StringIO()
        with redirect_stdout(out), redirect_stderr(said):
            code = main([words[0], *stores, *words[1:]])
            out.flush()
        told = said.getvalue().strip().replace(f"\n{_SAYS}", "\n").removeprefix(_SAYS)
        # no options can be typed where this is read
        plain = told.replace(f"; {ELSE}", "").replace(OR_TYPE, "").replace(LISTED, "")
        return Ran(code, out.buffer.getvalue().decode(), plain.removeprefix("--"), ELSE in told)

    def editor(self, event_id: str) -> list[str]:
        """What a person changes in $EDITOR, as words of `edit`. Raises HkinnoError.

        If it cannot be taken, the text is kept, and the error says where.
        """
        store, said = self.open(), io.StringIO()
        raw = store.find([event_id])[event_id].raw
        try:
            with redirect_stderr(said), edited_json(raw) as changes:
                words: list[str] = []
                for name, value in changes.items():
                    words += (
                        ["--unset", name]
                        if value is None
                        else ["--set", f"{name}={bytes(value).decode()}"]
                    )
                ran = self.run(["edit", *words, "--dry-run", "--", event_id])
                if ran.code:
                    raise HkinnoError(ran.said)
        except (HkinnoError, click.ClickException) as error:  # the latter if there is no editor
            kept = said.getvalue().strip().removeprefix(_SAYS)
            raise HkinnoError(f"{error}; {kept}" if kept else str(error)) from error
        return words

    def file(self, typed: str) -> str:
        """The path of a file as it is typed, where `~` is the folder at home."""
        return os.path.expanduser(typed)

    def exists(self, path: str) -> bool:
        """Whether there is a file, or something else, at a path."""
        return os.path.lexists(path)

    def refusal(self) -> str:
        """Why the store cannot be changed at all; nothing if it can."""
        if STDIN in self._named:
            return _NO_FILE
        from hkinno.cli.editing import target  # not for the first picture

        try:
            target(self._read)
        except HkinnoError as error:
            return str(error)
        return ""

    def visit(self, url: str) -> bool:
        """Open an address in a browser; whether there is one."""
        import webbrowser

        try:
            return webbrowser.open(url)
        except (webbrowser.Error, OSError):
            return False

    def needs_screen(self) -> bool:
        """Whether the browser draws on the terminal itself, as w3m does."""
        import webbrowser

        try:
            return type(webbrowser.get()) is webbrowser.GenericBrowser
        except webbrowser.Error:
            return False

    def bookmarks(self) -> list[list[str]]:
        """The questions that were kept for this store."""
        self._refuse_stdin()
        from hkinno.store import bookmarks  # which few ask for

        return bookmarks.read(self._files())

    def keep(self, kept: Sequence[Sequence[str]]) -> None:
        """Keep these questions, and no others."""
        self._refuse_stdin()
        from hkinno.store import bookmarks

        bookmarks.write(self._files(), kept)

    def _refuse_stdin(self) -> None:
        if STDIN in self._named:
            raise HkinnoError("bookmarks are kept for a file, not for standard input")


def _stamp(path: str) -> object:
    try:
        found = os.stat(path)
    except OSError as error:
        return error.errno
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
