"""Do again what was undone last.

\b
  hkinno redo -s mine.json

It is refused if something else has changed the file since.
"""

from typing import Any

import click

from hkinno.cli.editing import report_options, take_step, target_option
from hkinno.cli.help import HelpCommand

GROUP = "Change"


@click.command("redo", cls=HelpCommand, help=__doc__)
@target_option
@report_options
def command(store: tuple[str, ...], **params: Any) -> None:
    take_step(store, back=False, params=params)
