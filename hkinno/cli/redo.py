"""`hkinno redo`."""

import click

from hkinno.cli.editing import take_step, target_option


@click.command("redo")
@target_option
def command(store: tuple[str, ...]) -> None:
    """Do again what was undone last.

    \b
      hkinno redo -s mine.json

    It is refused if something else has changed the file since.
    """
    take_step(store, back=False)
