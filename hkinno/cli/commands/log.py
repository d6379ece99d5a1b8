"""List the changes that can be undone or done again, last first.

\b
  hkinno log -s mine.json
"""

from typing import Any

import click

from hkinno.cli.editing import target, target_option
from hkinno.cli.options import options_of
from hkinno.cli.output import OutputOptions, chosen, emit
from hkinno.cli.streams import warn
from hkinno.cli.tables import TABLES, deliver_table, table_options
from hkinno.errors import named
from hkinno.render import Table
from hkinno.store.journal import Change
from hkinno.store.write import history
from hkinno.text import escape_controls


@click.command("log", help=__doc__)
@target_option
@table_options
def command(store: tuple[str, ...], **params: Any) -> None:
    output = chosen(options_of(OutputOptions, params), TABLES, "")
    path = target(store)
    changes, known = history(path)
    if not known:
        warn(f"{named(path)} was changed by something else since, so none of this can be undone")
    if output.format:
        columns = ("when", "what", "undone")
        records = [{name: getattr(change, name) for name in columns} for change in changes[::-1]]
        deliver_table(Table(columns, records), output)
    else:
        emit(map(_format_change, changes[::-1]), output)


def _format_change(change: Change) -> str:
    mark = "  (undone)" if change.undone else ""
    return f"{change.when}  {escape_controls(change.what)}{mark}\n"
