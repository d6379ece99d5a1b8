"""JSON Lines: the events as stored, one a line. It is itself a store."""

from collections.abc import Iterator, Sequence

import msgspec

from hkinno.formats import json
from hkinno.render import RenderOptions, Table
from hkinno.store.store import Entry

SUFFIXES = (".jsonl", ".ndjson")
RAW = True
STORE = True


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """A line for each event, nothing around them."""
    for entry in entries:
        yield json.one(entry, options).decode() + "\n"


def write_table(table: Table, _: RenderOptions) -> Iterator[str]:
    """A line for each record."""
    return (f"{msgspec.json.encode(record).decode()}\n" for record in table.records)


def read(data: bytes, label: str) -> Iterator[tuple[str, dict[str, msgspec.Raw] | str]]:
    """The events, one a line, each field as written."""
    return json.read(data, label, SUFFIXES[0])
