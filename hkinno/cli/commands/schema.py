"""Print the JSON Schema (2020-12) of a store.

\b
  hkinno schema > store.schema.json
"""

import click
import msgspec

from hkinno.cli.help import HelpCommand
from hkinno.cli.streams import write_out
from hkinno.events import json_schema

GROUP = "Helpers"


@click.command("schema", cls=HelpCommand, help=__doc__)
def command() -> None:
    write_out([msgspec.json.format(msgspec.json.encode(json_schema())).decode() + "\n"])
