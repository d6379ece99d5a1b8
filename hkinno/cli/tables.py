"""Answers that are no events: how they are asked for, and how they leave."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hkinno import registry
from hkinno.cli.delivery import emit
from hkinno.cli.options import options_of, stacked
from hkinno.cli.output import (
    Output,
    OutputOptions,
    chosen,
    fields_option,
    file_options,
    screen_options,
)
from hkinno.errors import UsageError, near, quoted
from hkinno.render import Table
from hkinno.text import plural

TABLES = registry.having("formats", "write_table")
"""The formats that such an answer can have."""

table_options = stacked(
    file_options(TABLES, "sentences"),
    fields_option,
    screen_options,
)


def table_output(params: Mapping[str, Any]) -> Output:
    """Where such an answer goes, and how; in sentences if neither format nor fields are named."""
    return choose_table(options_of(OutputOptions, params))


def choose_table(typed: OutputOptions) -> Output:
    """The same, of options that have been looked at already."""
    return chosen(typed, TABLES, "table" if typed.fields is not None else "")


def answer(
    output: Output,
    sentences: Iterable[str],
    columns: tuple[str, ...],
    records: Iterable[Mapping[str, object]],
) -> None:
    """Write sentences, or the records in the format that is asked for."""
    if output.format:
        deliver_table(Table(columns, list(records)), output)
    else:
        emit(sentences, output)


def pick_columns(table: Table, names: Sequence[str]) -> Table:
    """The columns of these names, if there are some. Raises UsageError for what is none."""
    for name in names:
        if name not in table.columns:
            hint = near(name, table.columns) or f"; there are {', '.join(table.columns)}"
            raise UsageError(f"no field {quoted(name)}{hint}")
    if not names:
        return table
    return Table(tuple(names), [{n: r[n] for n in names if n in r} for r in table.records])


def deliver_table(table: Table, output: Output) -> None:
    """Write an answer that is no events, in a format for these."""
    table = pick_columns(table, output.options.fields)
    chunks = registry.load("formats", output.format).write_table(table, output.options)
    emit(chunks, output, said=plural(len(table.records), "row"))
