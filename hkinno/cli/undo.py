"""`hkinno undo`."""

import click

from hkinno.cli.editing import target, target_option
from hkinno.cli.output import write_out
from hkinno.writer import step


@click.command("undo")
@target_option
def command(store: tuple[str, ...]) -> None:
    """Take the last change back; the bytes are then exactly as they were.

    \b
      hkinno undo -s mine.json

    It is refused if something else has changed the file since.
    """
    change = step(target(store), back=True)
    write_out([f"undone: {change.what} ({change.when})\n"])
