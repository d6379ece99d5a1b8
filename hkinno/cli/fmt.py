"""`hkinno fmt`: the canonical form."""

from datetime import datetime

import click

from hkinno.cli.editing import target, target_option
from hkinno.cli.output import warn
from hkinno.editing.canonical import canonical
from hkinno.editing.writer import rewrite
from hkinno.errors import HkinnoError, named


@click.command("fmt")
@target_option
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if it is not canonical.")
def command(store: tuple[str, ...], check: bool) -> None:
    """Lay a store out in its canonical form.

    \b
      hkinno fmt -s mine.json
      hkinno fmt -s mine.json --check     for CI

    Fields stand in a fixed order, one a line, and events in order of their dates. No value is
    changed: numbers and escapes stay as they are written.
    """
    path = target(store)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    changed, why = rewrite(path, "fmt", now, lambda data: canonical(path, data), check)
    if check and changed:
        raise HkinnoError(f"{named(path)} is not in canonical form; hkinno fmt makes it so")
    if not check:
        warn(f"{named(path)} is {'now in canonical form' if changed else 'canonical already'}")
    if why:
        warn(f"warning: this cannot be undone, since {why}")
