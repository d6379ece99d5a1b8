"""Make of many files one store that is asked fast: an index, which is a folder in Parquet.

\b
  hkinno index 'parts/*.jsonl' -o events/
  hkinno timeline -s events/ --on 2015-07-04
  hkinno index 'parts/*.jsonl' -o events/ --with spark://host:7077

FILE is a store, or a pattern of such files, which follow each other in the order of their names.
An id may stand in one of them only. The files are not changed; to change events, change them, and
make the index anew with --force. The manual is docs/scale.md.
"""

import os
from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING

import click

from hkinno import registry
from hkinno.cli.advice import say_doubts
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import FILE
from hkinno.cli.progress import Bars
from hkinno.cli.stores import refuse_foreign, usable_processors
from hkinno.cli.streams import has_reader, warn
from hkinno.errors import HkinnoError, NoFileError, UsageError, named
from hkinno.files import STDIN
from hkinno.store.open import engine_at, engine_of
from hkinno.store.store import Selection
from hkinno.text import plural, shell_word

if TYPE_CHECKING:
    from hkinno.engines._reader import EngineReader
    from hkinno.index.build import Where

GROUP = "Import"


@click.command("index", cls=HelpCommand, help=__doc__)
@click.argument("files", type=FILE, metavar="FILE...", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=FILE, metavar="FOLDER", required=True, help="The folder of the index."
)
@click.option(
    "--with",
    "address",
    metavar="ADDRESS",
    help="Have a cluster do it, as spark://host:7077; all see the files, and the folder.",
)
@click.option("--force", is_flag=True, help="Make an index anew that is there already.")
def command(files: Sequence[str], output: str, address: str | None, force: bool) -> None:
    from hkinno.index.build import build  # needs much

    if output == STDIN:
        raise UsageError("an index is a folder; name it with -o FOLDER")
    with Bars() as bars:
        built = build(list(_named(files)), output, _place_of(address), force, progress=bars.begin)
    if has_reader():
        warn(f"made {named(output)}: {plural(built.events, 'event')}")
    say_doubts(Selection([], built.events, built.doubts), None, built.doubtful)
    if has_reader():
        warn("ask it with:", f"hkinno timeline -s {shell_word(output)}")


def _named(files: Sequence[str]) -> list[str]:
    """The files, patterns replaced by what they fit. Raises HkinnoError."""
    found = dict.fromkeys(path for text in files for path in _fitting(text))
    for path in found:
        if engine_of(path):
            raise HkinnoError(f"{named(path)} is Parquet already, and is read with -s as it is")
        refuse_foreign(path)
    return list(found)


def _fitting(text: str) -> Sequence[str]:
    """The files that a path or a pattern names."""
    if text == STDIN:
        raise UsageError(
            "an index is made of files, which are read twice, and not of what is piped"
        )
    if os.path.isfile(text):
        return [text]
    if os.path.isdir(text):
        pattern = os.path.join(text, "*.jsonl")
        raise HkinnoError(f"{named(text)} is a folder; name its files, as {shell_word(pattern)}")
    if os.path.exists(text):
        raise HkinnoError(f"{named(text)} is a device or a pipe, and no file")
    from glob import glob

    found = sorted(filter(os.path.isfile, glob(text, recursive=True)))
    if not found:
        raise NoFileError(f"there is no file {named(text)}")
    return found


def _place_of(address: str | None) -> "Where":
    """Where the work is done: at an address, else here."""
    from hkinno.index.build import Where

    if address is None:
        from hkinno.index.processors import spread

        here = registry.load("engines", "duckdb")
        return Where(partial(spread, processes=usable_processors()), _opener(here, str))
    name = engine_at(address)
    if name not in registry.having("engines", "spread"):
        able = [
            scheme for each in registry.having("engines", "spread") for scheme in _schemes(each)
        ]
        raise UsageError(f"--with takes an address as {able[0]}host:7077, not {named(address)}")
    there = registry.load("engines", name)
    return Where(partial(there.spread, address), _opener(there, partial(there.address_of, address)))


def _schemes(name: str) -> tuple[str, ...]:
    found: tuple[str, ...] = registry.constant("engines", name, "SCHEMES", default=())
    return found


def _opener(engine: ModuleType, at: Callable[[str], str]) -> "Callable[[str], EngineReader]":
    return lambda folder: engine.open_reader(at(folder), named(folder))
