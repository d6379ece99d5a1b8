"""Make a store: empty, or a copy of the bundled chronology.
An existing file is refused.

\b
  hkinno init
  hkinno init mine.json --title "My town"
  hkinno init mine.jsonl --from-bundled
  export HKINNO_STORE=$PWD/mine.json

Without FILE it makes events.json, which is the store of all commands in its folder.
"""

import os

import click
import msgspec

from hkinno.cli.help import HelpCommand
from hkinno.cli.options import FILE
from hkinno.cli.stores import DEFAULT
from hkinno.cli.streams import say_remarks, warn
from hkinno.cli.values import refuse_other_bytes
from hkinno.errors import HkinnoError, UsageError, named
from hkinno.events import STORED
from hkinno.files import STDIN, read_bytes, replace
from hkinno.rawjson.edit import edited
from hkinno.store.canonical import document
from hkinno.store.lock import locked
from hkinno.store.open import BUNDLED, bundled_path
from hkinno.store.store import load
from hkinno.text import plural, shell_word

GROUP = "Change"
_OTHERS = (".csv", ".tsv", ".md", ".txt", ".html", ".svg", ".gz")  # what stores are not made as
_LINES = (".jsonl", ".ndjson")


@click.command("init", cls=HelpCommand, help=__doc__)
@click.argument("file", type=FILE, default=DEFAULT)
@click.option("--title", metavar="TEXT", help="The title of the chronology.")
@click.option("--from-bundled", is_flag=True, help="Begin with a copy of the bundled chronology.")
def command(file: str, title: str | None, from_bundled: bool) -> None:
    refuse_other_bytes([title or ""])
    if file == STDIN:
        raise UsageError("init makes a file, which needs a name")
    if file.endswith(".gz"):
        raise UsageError("a gzipped store is read-only; choose a name that does not end in .gz")
    suffix = os.path.splitext(file)[1].lower()
    if suffix in _OTHERS:
        raise UsageError(f"a store is .json or .jsonl, not {suffix}; timeline -o writes the others")
    if title is not None and file.endswith(_LINES):
        raise UsageError("JSON Lines have no place for a title")
    raws = [entry.raw for entry in load(BUNDLED)] if from_bundled else []
    content = _lines(raws) if file.endswith(_LINES) else _document(file, title, raws)
    with locked(file):
        if os.path.lexists(file):
            raise HkinnoError(f"{named(file)} exists already; init makes new stores only")
        remarks = replace(file, [content])
    warn(f"made {named(file)} with {plural(len(raws), 'event')}")
    say_remarks(remarks)
    store = "" if file == DEFAULT else f" -s {shell_word(file)}"
    if raws:
        warn("see them with:", f"hkinno timeline{store}")
    else:
        warn("put an event in with:", f'hkinno add{store} --date 2002 --title "What happened"')
        warn("or what you have in a file:", f"hkinno import FILE{store}")


def _lines(raws: list[bytes]) -> bytes:
    return b"".join(msgspec.json.format(raw, indent=0) + b"\n" for raw in raws)


def _document(file: str, title: str | None, raws: list[bytes]) -> bytes:
    """A copy of the bundled chronology, else an empty store named as its file is."""
    if raws:
        copy = read_bytes(bundled_path())
        return copy if title is None else edited(copy, {"title": title}, STORED)
    if title is None:
        name = os.path.splitext(os.path.basename(file))[0]
        title = os.fsencode(name).decode(errors="replace")
    return document(title, [])
