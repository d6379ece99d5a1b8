"""`hkinno schema`: the store format, for other programs."""

import click
import msgspec

from hkinno.cli.output import write_out
from hkinno.events import json_schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema (2020-12) of a store.

    \b
      hkinno schema > store.schema.json
    """
    write_out([msgspec.json.format(msgspec.json.encode(json_schema())).decode() + "\n"])
