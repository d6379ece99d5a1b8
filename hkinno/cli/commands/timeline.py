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

from hkinno.cli.options import ask, query_options, store_option
from hkinno.cli.output import chosen, deliver, output_options, suggest
from hkinno.cli.stores import open_store


@click.command("timeline", help=__doc__)
@store_option
@query_options
@output_options
def command(store: tuple[str, ...], **options: Any) -> None:
    opened = open_store(store)
    asked = ask(opened, options)
    output = chosen(options)
    selection = opened.select(asked.query)
    deliver(selection, opened, output)
    if not selection.entries:
        suggest(opened, asked)
