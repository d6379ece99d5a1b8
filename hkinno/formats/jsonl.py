"""JSON Lines: the events as stored, one a line. It is itself a store."""

from collections.abc import Iterator, Sequence

from hkinno.formats.json import one
from hkinno.frame import Frame
from hkinno.store import Entry

SUFFIXES = (".jsonl", ".ndjson")


def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]:
    """A line for each event, nothing around them."""
    for entry in entries:
        yield one(entry, frame).decode() + "\n"
