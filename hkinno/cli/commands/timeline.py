"""Print events in order of time: filtered, in any format.

\b
  hkinno timeline --since 2015
  hkinno timeline --on "Feb 2019" --certain
  hkinno timeline --category policy,funding --no-tag bay-area
  hkinno timeline --around science-park-opens --within 3y
  hkinno timeline --store mine.json --search robot --json | jq length

An event that may have happened inside the dates is kept; --certain keeps only what must have.
"""

from typing import Any

import click

from hkinno.cli.advice import advise
from hkinno.cli.delivery import deliver
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import options_of, query_of, query_options, store_option
from hkinno.cli.output import OutputOptions, chosen, output_options
from hkinno.cli.stores import open_store
from hkinno.query.options import QueryOptions

GROUP = "Look"


@click.command("timeline", cls=HelpCommand, help=__doc__)
@store_option
@query_options
@output_options
def command(store: tuple[str, ...], **params: Any) -> None:
    opened, asked = open_store(store), QueryOptions.of(params)
    query = query_of(asked, opened)
    output = chosen(options_of(OutputOptions, params))
    if output.streams and query.is_all:
        from hkinno.cli.streamed import deliver_all  # few formats are written so

        deliver_all(opened, output)
        return
    selection = opened.select(query, keep=output.keep)
    deliver(selection, opened, output)
    advise(opened, asked, selection, output.options.lang)
