"""Lay a store out in its canonical form.

\b
  hkinno fmt -s mine.json
  hkinno fmt -s mine.json --check     for CI

Fields stand in a fixed order, one a line, and events in order of their dates. No value is
changed: numbers and escapes stay as they are written.
"""

from collections.abc import Sequence
from datetime import datetime

import click

from hkinno.cli.editing import say_written, target, target_option
from hkinno.cli.help import HelpCommand
from hkinno.cli.stores import refuse_engine, stores_meant
from hkinno.cli.streams import warn
from hkinno.errors import HkinnoError, named
from hkinno.files import read_bytes
from hkinno.store.canonical import canonical
from hkinno.store.draft import Draft
from hkinno.store.open import BUNDLED, bundled_path
from hkinno.store.write import rewrite

GROUP = "Check and merge"


@click.command("fmt", cls=HelpCommand, help=__doc__)
@target_option
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if it is not canonical.")
def command(store: tuple[str, ...], check: bool) -> None:
    if check:
        _check(stores_meant(store))
        return
    path = target(store)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    written = rewrite(path, "fmt", now, lambda data: canonical(path, data))
    warn(f"{named(path)} is {'now in canonical form' if written else 'canonical already'}")
    if written:
        say_written(written, path)


def _check(paths: Sequence[str]) -> None:
    """Raise HkinnoError if one of these stores is not in canonical form; only reads."""
    wrong = []
    for path in paths:
        refuse_engine(path)
        path = bundled_path() if path == BUNDLED else path
        data = read_bytes(path)
        Draft(path, data)  # what cannot be written has no canonical form
        if canonical(path, data) != data:
            wrong.append(named(path))
    if wrong:
        are = "is" if len(wrong) == 1 else "are"
        raise HkinnoError(f"{', '.join(wrong)} {are} not in canonical form; hkinno fmt makes it so")
