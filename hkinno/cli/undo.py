"""`hkinno undo`."""

import click

from hkinno.cli.editing import target, target_option
from hkinno.cli.output import warn, write_out
from hkinno.editing.writer import step
from hkinno.fields import visible


@click.command("undo")
@target_option
def command(store: tuple[str, ...]) -> None:
    """Take the last change back; the bytes are then exactly as they were.

    \b
      hkinno undo -s mine.json

    It is refused if something else has changed the file since.
    """
    change, not_noted = step(target(store), back=True)
    write_out([visible(f"undone: {change.what} ({change.when})") + "\n"])
    if not_noted:
        warn(f"warning: {not_noted}")
