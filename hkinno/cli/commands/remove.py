"""Take events out of a store by their ids: all or none.

\b
  hkinno remove -s mine.json outline-plan --dry-run
  hkinno remove -s mine.json outline-plan start-ups-2015
"""

from typing import Any

import click

from hkinno.cli.complete import complete
from hkinno.cli.editing import perform, report_options, require, target, target_option
from hkinno.cli.help import HelpCommand
from hkinno.store.draft import Draft

GROUP = "Change"


@click.command("remove", cls=HelpCommand, help=__doc__)
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete("id"))
@target_option
@report_options
def command(ids: tuple[str, ...], store: tuple[str, ...], **params: Any) -> None:
    path = target(store)
    wanted = list(dict.fromkeys(ids))

    def plan(draft: Draft) -> None:
        require(draft, wanted)
        for event_id in wanted:
            draft.remove(event_id)

    perform(path, f"remove {' '.join(wanted)}", plan, params)
