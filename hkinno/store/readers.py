"""The shapes of a store as pieces of JSON: where each event's bytes are, nothing decoded yet.

JSON Lines are streamed, so that a store larger than memory can be read; a document or a bare array
is held whole.
"""

import io
import re
import weakref
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO, TypeVar

import msgspec

from hkinno.errors import StoreError
from hkinno.files import read_line
from hkinno.rawjson.errors import JSON_FAULTS, not_json
from hkinno.rawjson.scan import Items, member_start, repeated_keys

Decoded = TypeVar("Decoded")

OTHERS = "hkinno import reads other JSON"
SHAPES = 'a store is {"events": […]}, an array of events, or one event a line'
_BATCH = 1 << 16  # bytes: what stays in the processor's caches is decoded fastest (measured)
_SPACE = re.compile(rb"[\s,]*")


class _Document(msgspec.Struct):
    events: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class _Titled(msgspec.Struct):
    title: str | None = None


def is_blank(line: bytes) -> bool:
    """Whether a line is white space, as JSON has it."""
    return not line.strip(b" \t\r\n")


def _count_filled(data: bytes) -> int:
    """How many lines are not blank."""
    return sum(not is_blank(line) for line in io.BytesIO(data))


class Lines:
    """JSON Lines, streamed. `label` is the name of the store in sentences.

    `folder` is where it lies, or None where it has no place, as standard input. `repeated` are keys
    that stand twice around the events, once those have been read.
    """

    def __init__(self, label: str, file: BinaryIO, skip: int, folder: str | None = None) -> None:
        self.label, self.folder, self._file, self._skip = label, folder, file, skip
        self.repeated: list[str] = []
        self._batches: list[tuple[int, int]] = []  # of each the first event's number and offset
        self._known = 0, 1  # an offset and its line
        weakref.finalize(self, file.close)

    def title(self) -> str:
        """The title that the store has, or nothing: here is no place for one."""
        return ""

    def _lines_from(self, start: int) -> bytes:
        """Some whole lines; where the file was read last does not matter."""
        self._file.seek(start)
        data = self._file.read(_BATCH)
        return data + read_line(self._file, self.label)

    def pieces(self) -> Iterator[tuple[bytes, int]]:
        """Each event's JSON and the offset of its first byte, in the order of the file."""
        start = self._skip
        while data := self._lines_from(start):
            for line in io.BytesIO(data):
                if not is_blank(line):
                    yield line, start
                start += len(line)

    def batches(self, kind: type[Decoded]) -> Iterator[list[Decoded]]:
        """All events decoded, in that order, many at a time. Raises JSON_FAULTS."""
        decode_lines = msgspec.json.Decoder(kind).decode_lines
        start, number = self._skip, 0
        self._batches = []
        while data := self._lines_from(start):
            events = decode_lines(data)
            # of the first lines only: counting them all would take a tenth of the time
            if number == 0 and len(events) != _count_filled(data):
                raise msgspec.DecodeError("not one event a line")
            self._batches.append((number, start))
            start, number = start + len(data), number + len(events)
            yield events
        self._batches.append((number, start))  # where the next one would begin

    def locate(self, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Where events are, given by their numbers from 0 in rising order: offset, length."""
        wanted = deque(numbers)
        firsts = [first for first, _ in self._batches]
        while wanted:
            place = bisect_right(firsts, wanted[0])
            number, start = self._batches[place - 1]
            for line in io.BytesIO(self._lines_from(start)):
                if not is_blank(line):
                    if wanted and number == wanted[0]:
                        yield wanted.popleft(), (start, len(line))
                    number += 1
                start += len(line)
            if (number, start) != self._batches[place]:
                raise msgspec.DecodeError("not one event a line, or changed while it was read")

    def read(self, start: int, length: int) -> bytes:
        """The bytes of one event, once more."""
        self._file.seek(start)
        return self._file.read(length).strip()

    def line(self, start: int) -> int:
        """The number of the line, from 1, in which the byte at this offset stands."""
        offset, line = self._known if self._known[0] <= start else (0, 1)
        self._file.seek(offset)
        while offset < start and (data := self._file.read(min(_BATCH, start - offset))):
            offset, line = offset + len(data), line + data.count(b"\n")
        self._known = start, line
        return line

    def around(self, spans: Sequence[tuple[int, int]]) -> Items:
        """What encloses the events, whose spans these are."""
        return Items(self._skip, spans, self._file.seek(0, io.SEEK_END))


class Whole:
    """A JSON document or array, held in memory, with all that `Lines` have."""

    def __init__(self, label: str, data: bytes, skip: int, folder: str | None = None) -> None:
        self.label, self.folder, self._data, self._skip = label, folder, data, skip
        self.repeated: list[str] = []
        self._known = 0, 1  # an offset and its line

    def pieces(self) -> Iterator[tuple[msgspec.Raw, int]]:
        events, start = self._array()
        for event in msgspec.json.decode(events, type=list[msgspec.Raw]):
            found = _SPACE.match(self._data, start)
            start = found.end() if found else start
            yield event, start
            start += len(memoryview(event))

    def title(self) -> str:
        try:
            return msgspec.json.decode(self._data[self._skip :], type=_Titled).title or ""
        except JSON_FAULTS:
            return ""  # an array, or a title that is no text

    def _array(self) -> tuple[bytes | msgspec.Raw, int]:
        """The array of events, and the offset of the first byte behind its bracket."""
        body = self._data[self._skip :] if self._skip else self._data
        try:
            if body.lstrip().startswith(b"["):
                msgspec.json.decode(body, type=msgspec.Raw)
                return body, self._data.index(b"[") + 1
            events = msgspec.json.decode(body, type=_Document).events
        except msgspec.ValidationError as error:
            raise StoreError(f"{self.label} is no store", SHAPES) from error
        except JSON_FAULTS as error:
            raise not_json(self.label, body, error) from error
        if isinstance(events, msgspec.UnsetType):
            raise StoreError(f'{self.label} has no "events"', f"{SHAPES}; {OTHERS}")
        if not bytes(memoryview(events)[:1]) == b"[":
            raise StoreError(f'{self.label}: "events" is not an array', SHAPES)
        try:  # what is decoded nowhere has to be UTF-8, too
            start = member_start(self._data, "events", memoryview(events))
            end = start + len(memoryview(events))
            head, tail = self._data[self._skip : start], self._data[end:]
            head.decode()
            tail.decode()
        except JSON_FAULTS as error:
            raise not_json(self.label, body, error) from error
        self.repeated = repeated_keys(head + b"0" + tail)
        return events, start + 1

    def around(self, spans: Sequence[tuple[int, int]]) -> Items:
        start = self._array()[1]
        end = spans[-1][1] if spans else start
        return Items(start, spans, self._data.index(b"]", end))

    def batches(self, kind: type[Decoded]) -> Iterator[list[Decoded]]:
        yield msgspec.json.decode(self._array()[0], type=list[kind])  # type: ignore[valid-type]

    def locate(self, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
        wanted = set(numbers)
        for number, (piece, start) in enumerate(self.pieces() if wanted else ()):
            if number in wanted:
                yield number, (start, len(memoryview(piece)))

    def read(self, start: int, length: int) -> bytes:
        return self._data[start : start + length]

    def line(self, start: int) -> int:
        offset, line = self._known if self._known[0] <= start else (0, 1)
        self._known = start, line + self._data.count(b"\n", offset, start)
        return self._known[1]


Reader = Lines | Whole
