"""List the changes that can be undone or done again, last first.

\b
  hkinno log -s mine.json
"""

from typing import Any

import click

from hkinno.cli.editing import target, target_option
from hkinno.cli.help import HelpCommand
from hkinno.cli.streams import warn
from hkinno.cli.tables import answer, table_options, table_output
from hkinno.errors import named
from hkinno.store.journal import JournalChange
from hkinno.store.write import history
from hkinno.text import escape_controls, plural

GROUP = "Change"


@click.command("log", cls=HelpCommand, help=__doc__)
@target_option
@table_options
def command(store: tuple[str, ...], **params: Any) -> None:
    path, output = target(store), table_output(params)
    output = output._replace(options=output.options._replace(stores=(named(path),)))
    changes, known = history(path)
    if not known:
        warn(f"{named(path)} was changed by something else since, so none of this can be undone")
    columns = ("when", "what", "undone")
    records = ({name: getattr(change, name) for name in columns} for change in changes[::-1])
    whole = escape_controls(f"{plural(len(changes), 'change')} of {path}")
    answer(output, [*map(_format_change, changes[::-1]), f"{whole}\n"], columns, records)


def _format_change(change: JournalChange) -> str:
    mark = "  (undone)" if change.undone else ""
    return escape_controls(f"{change.when}  {change.what}{mark}") + "\n"
