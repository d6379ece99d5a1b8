"""Answers that are no events: how they are asked for, and how they leave."""

import click

from hkinno import registry
from hkinno.cli.options import stacked
from hkinno.cli.output import Output, emit, file_options, screen_options
from hkinno.errors import UsageError, near, quoted
from hkinno.render import Table

TABLES = registry.having("formats", "write_table")
"""The formats that such an answer can have."""

table_options = stacked(
    file_options(TABLES, "sentences"),
    click.option("--fields", metavar="A,B", help="Choose columns or keys."),
    screen_options,
)


def deliver_table(table: Table, output: Output) -> None:
    """Write an answer that is no events, in a format for these."""
    for name in output.options.fields:
        if name not in table.columns:
            hint = near(name, table.columns) or f"; there are {', '.join(table.columns)}"
            raise UsageError(f"no field {quoted(name)}{hint}")
    if output.options.fields:
        records = [{n: r[n] for n in output.options.fields if n in r} for r in table.records]
        table = Table(output.options.fields, records)
    emit(registry.load("formats", output.format).write_table(table, output.options), output)
