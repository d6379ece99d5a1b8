"""One JSON array of the events as stored; only white space differs. It is itself a store."""

import io
from collections.abc import Iterator, Sequence

import msgspec

from hkinno.fields import members, pick
from hkinno.frame import Frame
from hkinno.jsonfault import JSON_FAULTS, json_fault
from hkinno.jsontext import repeated_keys
from hkinno.reader import reader_of
from hkinno.store import Entry, in_words


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
    if frame.fields:
        return msgspec.json.format(msgspec.json.encode(pick(entry, frame.fields)), indent=0)
    raw = entry.raw
    return msgspec.json.format(raw, indent=0) if b"\n" in raw or b"\r" in raw else raw


def recognizes(head: str) -> bool:
    """Whether this is how a store begins."""
    return head.lstrip().startswith(("[", "{"))


def read(
    data: bytes, label: str, suffix: str = ".json"
) -> Iterator[tuple[str, dict[str, msgspec.Raw] | str]]:
    """The events of a store in any of its shapes, each field as written."""
    reader = reader_of(io.BytesIO(data), suffix, label)
    for number, (raw, start) in enumerate(reader.pieces(), 1):
        line = reader.line(start)
        where = f"event {number} (line {line})"
        try:
            fields = members(raw)
        except msgspec.ValidationError as error:
            yield where, in_words(error)
        except JSON_FAULTS as error:
            fault = str(json_fault(label, bytes(raw).strip(), error, line))
            yield where, fault.removeprefix(f"{label}: line {line}: ")
        else:
            twice = ", ".join(repeated_keys(bytes(raw)))
            yield where, f"{twice} stands twice in one object" if twice else fields
