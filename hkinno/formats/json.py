"""One JSON array of the events as stored; only white space differs. It is itself a store."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from hkinno.events import in_words, members
from hkinno.fields import pick
from hkinno.rawjson.errors import JSON_FAULTS, JsonError, json_fault
from hkinno.rawjson.scan import repeated_keys
from hkinno.render import RenderOptions, Table
from hkinno.store.open import reader_of
from hkinno.store.store import Entry

if TYPE_CHECKING:
    from hkinno.store.readers import Reader

RAW = True
STORE = True


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """An event a line; on a terminal, indented."""
    return write_rows((one(entry, options) for entry in entries), options.terminal)


def write_table(table: Table, _: RenderOptions) -> Iterator[str]:
    """An array, a record a line."""
    return write_rows(map(msgspec.json.encode, table.records))


def write_rows(rows: Iterable[bytes], indented: bool = False) -> Iterator[str]:
    """An array of what is JSON already, a line each, or several where they are indented."""
    lead = "[\n"
    for row in rows:
        if indented:
            row = msgspec.json.format(row, indent=2).replace(b"\n", b"\n  ")
            lead += "  "
        yield lead + row.decode()
        lead = ",\n"
    yield "\n]\n" if lead == ",\n" else "[]\n"


def one(entry: Entry, options: RenderOptions) -> bytes:
    """An event's JSON on one line: as stored, or the fields that were asked for."""
    if options.fields:
        return msgspec.json.format(msgspec.json.encode(pick(entry, options.fields)), indent=0)
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
    for number, (raw, start, margin) in enumerate(_pieces(reader, data), 1):
        line = reader.line(start)
        where = f"event {number} (line {line})"
        try:
            raw.decode()  # also what is decoded nowhere has to be UTF-8
            fields = members(raw)
            twice = ", ".join(repeated_keys(raw))
        except msgspec.ValidationError as error:
            yield where, in_words(error)
        except JSON_FAULTS as error:
            yield where, _why(raw, error, line, margin)
        else:
            yield where, f"{twice} stands twice in one object" if twice else fields


def _pieces(reader: "Reader", data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The events of a store, where they begin, and how far from the beginning of their line.

    Of one that is not JSON they are those same, right and wrong, if where each begins and ends is
    beyond doubt. Raises StoreError.
    """
    try:
        for raw, start in reader.pieces():
            text = bytes(raw)
            yield text.strip(), start, len(text) - len(text.lstrip())
    except JsonError:
        from hkinno.rawjson import recover  # for what is at fault alone

        found = list(recover.pieces(data))
        sure = [piece for piece in found if isinstance(piece, recover.JsonPiece) and piece.whole]
        if not sure or len(sure) < len(found):
            raise
        yield from ((piece.raw, piece.start, piece.margin) for piece in sure)


def _why(raw: bytes, error: Exception, line: int, margin: int) -> str:
    """Why an event is not JSON; the line, if it is not the first one of the event."""
    fault = json_fault(raw, error, margin)
    below = raw.count(b"\n", 0, fault.offset)
    return f"line {line + below}: {fault.why}" if below else fault.why
