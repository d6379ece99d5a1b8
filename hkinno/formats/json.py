"""One JSON array of the events as stored; only white space differs. It is itself a store."""

from collections.abc import Iterator, Sequence

import msgspec

from hkinno.fields import pick
from hkinno.frame import Frame
from hkinno.store import Entry


def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]:
    """An event a line; on a terminal, indented."""
    if not entries:
        yield "[]\n"
        return
    lead = "[\n"
    for entry in entries:
        data = one(entry, frame)
        if frame.terminal:
            data = msgspec.json.format(data, indent=2).replace(b"\n", b"\n  ")
            lead += "  "
        yield lead + data.decode()
        lead = ",\n"
    yield "\n]\n"


def one(entry: Entry, frame: Frame) -> bytes:
    """An event's JSON on one line: as stored, or the fields that were asked for."""
    data = msgspec.json.encode(pick(entry, frame.fields)) if frame.fields else entry.raw
    return msgspec.json.format(data, indent=0) if b"\n" in data or b"\r" in data else data
