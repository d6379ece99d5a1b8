"""Look around on the whole screen, without knowing the question.

\b
  hkinno browse
  hkinno browse --since 2015 --tag milestone
  hkinno show $(hkinno browse --pick)

Above is the drawing, whose days are a filter (+ and - zoom); below are the list, and the event that
is chosen in it. / searches, f has the values of fields with their counts, c tells the command line
of what is shown, ? lists all keys, q leaves.
"""

import gc
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from hkinno.cli.help import HelpCommand
from hkinno.cli.options import query_options, store_option
from hkinno.cli.output import colored, list_options
from hkinno.cli.signals import heeded
from hkinno.cli.stores import find, named_stores, open_store, stores_meant
from hkinno.cli.streams import arriving, write_out
from hkinno.cli.terminal import is_light, open_terminal
from hkinno.errors import HkinnoError
from hkinno.files import STDIN
from hkinno.query.options import QueryOptions
from hkinno.store.store import Store

if TYPE_CHECKING:
    from hkinno.browse.app import Opening
    from hkinno.browse.question import Question

GROUP = "Look"
_PATIENCE = 0.3  # seconds; what takes longer to read is read while the screen is there
_STEP = 200  # events between two looks at the clock


@click.command("browse", cls=HelpCommand, help=__doc__)
@click.option("--pick", is_flag=True, help="Print the ids of what is marked; Enter leaves.")
@store_option
@query_options
@list_options
def command(store: tuple[str, ...], pick: bool, **params: Any) -> None:
    terminal = _terminal()
    if colored("auto", True):
        os.environ.pop("NO_COLOR", None)  # for Textual it is set also if it is empty
    else:
        os.environ["NO_COLOR"] = "1"
    try:
        from hkinno.browse.app import Explorer
        from hkinno.browse.terminal import driver_on
        from hkinno.cli.browsing import World
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt | SystemExit):
            raise error.__cause__ from None  # a signal, of which Python 3.11 may make a fault
        raise HkinnoError(
            f"the explorer needs the package textual, which is missing or broken: {error}"
        ) from error
    with _readable(store) as (read, steps):
        opening, first = _opening(read, steps, _question(params))
        world = World(store, read, params["today"], pick, is_light(), _parse)
        explorer = Explorer(world, opening, first, driver_on(terminal) if terminal else None)
        gc.freeze()  # what was read stays, and need not be looked through again
        with heeded(explorer.end):
            picked = explorer.run()
        if explorer.fault:
            raise _told(explorer.fault)
    if explorer.ended:
        click.get_current_context().exit(128 + explorer.ended)
    write_out(f"{event_id}\n" for event_id in picked or ())
    click.get_current_context().exit(1 if pick and picked is None else 0)


def _told(fault: Exception) -> HkinnoError:
    """What went wrong, in a sentence."""
    if isinstance(fault, HkinnoError):
        return fault
    found = HkinnoError(
        f"the explorer failed ({type(fault).__name__}: {fault}); HKINNO_DEBUG=1 shows where"
    )
    found.__cause__ = fault
    return found


def _terminal() -> int | None:
    """The terminal to draw on, None for that of the streams. Raises HkinnoError."""
    if os.environ.get("TERM") == "dumb":
        raise HkinnoError("browse needs a terminal on which it can draw, and TERM is dumb")
    found = open_terminal()
    ends = (sys.stdin, sys.stderr)
    if found is None and not all(end is not None and end.isatty() for end in ends):
        raise HkinnoError("browse needs a terminal; without one, hkinno timeline answers")
    return found


@contextmanager
def _readable(stores: Sequence[str]) -> "Iterator[tuple[tuple[str, ...], Iterator[None]]]":
    """The stores that are meant, until the end; standard input as a file, as it is read once.

    And the steps in which that comes.
    """
    if STDIN not in named_stores(stores):
        yield stores_meant(stores), iter(())
        return
    import tempfile  # few need it

    with tempfile.TemporaryDirectory(prefix="hkinno-") as folder:
        copy = os.path.join(folder, "standard input")
        read = tuple(copy if path == STDIN else path for path in named_stores(stores))
        try:
            yield read, arriving(copy)
        except HkinnoError as error:  # where the copy is helps nobody
            error.args = (str(error).replace(f"{folder}{os.sep}", ""),)
            raise


def _opening(
    read: Sequence[str], steps: Iterator[None], first: "Question"
) -> "tuple[Opening | Iterator[Opening | None], Question]":
    """The store, as far as it is there in a moment, and the first question, for this store."""
    start = time.monotonic()
    for _ in steps:
        if time.monotonic() - start > _PATIENCE and not first.asked.around:
            return _later(read, steps), first
    opened = open_store(read)
    if first.asked.around:
        entry = find(opened, [first.asked.around])[first.asked.around]
        first = replace(first, asked=replace(first.asked, around=entry.event.id))
    return _begin(opened), first


def _later(read: Sequence[str], steps: Iterator[None]) -> "Iterator[Opening | None]":
    """The store, once all of it has come."""
    yield from steps
    yield _begin(open_store(read))


def _begin(store: Store) -> "Opening":
    """As much of a store as can be read in a moment."""
    from hkinno.browse.app import Opening

    rest, entries = iter(store), []
    start = time.monotonic()
    for entry in rest:
        entries.append(entry)
        if len(entries) % _STEP == 0 and time.monotonic() - start > _PATIENCE:
            break
    return Opening(store, entries, rest)


def _question(params: dict[str, Any]) -> "Question":
    from hkinno.browse.question import Question

    return Question(
        asked=QueryOptions.of(params),
        group=params["group"],
        lang=params["lang"],
        fields=params["fields"],
        raw_dates=params["raw_dates"],
    )


def _parse(words: Sequence[str]) -> "Question":
    """The question that words of a command line ask. Raises HkinnoError."""
    try:
        return _question(command.make_context("browse", list(words)).params)
    except click.ClickException as error:
        raise HkinnoError(error.format_message()) from error
