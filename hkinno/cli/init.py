"""`hkinno init`: a store of one's own."""

import os

import click
import msgspec

from hkinno.cli.output import warn
from hkinno.errors import HkinnoError
from hkinno.files import locked, replace
from hkinno.store import Store, bundled

_LINES = (".jsonl", ".ndjson")


@click.command("init")
@click.argument("file", type=click.Path())
@click.option("--title", metavar="TEXT", help="The title of the chronology.")
@click.option("--from-bundled", is_flag=True, help="Begin with a copy of the bundled chronology.")
def command(file: str, title: str | None, from_bundled: bool) -> None:
    """Make a store: empty, or a copy of the bundled chronology. An existing file is refused.

    \b
      hkinno init mine.json --title "My town"
      hkinno init mine.jsonl --from-bundled
      export HKINNO_STORE=$PWD/mine.json
    """
    if title is not None and file.endswith(_LINES):
        raise HkinnoError("JSON Lines have no place for a title")
    raws = [entry.raw for entry in Store(bundled())] if from_bundled else []
    if file.endswith(_LINES):
        chunks = [msgspec.json.format(raw, indent=0) + b"\n" for raw in raws]
    else:
        from hkinno.canonical import document

        chunks = [document(title or os.path.splitext(os.path.basename(file))[0], raws)]
    with locked(file):
        if os.path.lexists(file):
            raise HkinnoError(f"{file} exists already; init makes new stores only")
        replace(file, chunks)
    warn(f"made {file} with {len(raws)} events")
