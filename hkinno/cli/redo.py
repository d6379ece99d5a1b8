"""`hkinno redo`."""

import click

from hkinno.cli.editing import target, target_option
from hkinno.cli.output import warn, write_out
from hkinno.editing.writer import step
from hkinno.fields import visible


@click.command("redo")
@target_option
def command(store: tuple[str, ...]) -> None:
    """Do again what was undone last.

    \b
      hkinno redo -s mine.json

    It is refused if something else has changed the file since.
    """
    change, not_noted = step(target(store), back=False)
    write_out([visible(f"done again: {change.what} ({change.when})") + "\n"])
    if not_noted:
        warn(f"warning: {not_noted}")
