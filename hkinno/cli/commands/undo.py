"""Take the last change back, to the byte.

\b
  hkinno undo -s mine.json

It is refused if something else has changed the file since.
"""

from typing import Any

import click

from hkinno.cli.editing import report_options, take_step, target_option
from hkinno.cli.help import HelpCommand

GROUP = "Change"


@click.command("undo", cls=HelpCommand, help=__doc__)
@target_option
@report_options
def command(store: tuple[str, ...], **params: Any) -> None:
    take_step(store, back=True, params=params)
