"""`hkinno undo`."""

import click

from hkinno.cli.editing import take_step, target_option


@click.command("undo")
@target_option
def command(store: tuple[str, ...]) -> None:
    """Take the last change back, to the byte.

    \b
      hkinno undo -s mine.json

    It is refused if something else has changed the file since.
    """
    take_step(store, back=True)
