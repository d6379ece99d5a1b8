"""A file of events as pieces of JSON: where each event's bytes are, nothing decoded yet.

A store is a document `{"events": […]}`, a bare array, or JSON Lines; gzipped or not; a path or
`-` for standard input. Which of them is found by looking at the bytes. JSON Lines are streamed,
so that a store larger than memory can be read; the others are held whole.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from typing import BinaryIO, Protocol

import msgspec

from hkinno.errors import StoreError

STDIN = "-"
JSON_FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_BOM, _GZIP = b"\xef\xbb\xbf", b"\x1f\x8b"
_LINES_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_SHAPES = 'a store is {"events": […]}, an array of events, or one event a line'
_SPACE = re.compile(rb"[\s,]*")
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}]|[^"\[\]{}]+', re.S)
_KEY = re.compile(rb'[\s,]*("(?:[^"\\]++|\\.)*+")\s*:\s*', re.S)


class Reader(Protocol):
    """A store's bytes. `label` is its name in sentences."""

    label: str

    def pieces(self) -> Iterator[tuple[bytes | msgspec.Raw, int]]:
        """Each event's JSON and the offset of its first byte, in the order of the file."""

    def read(self, start: int, length: int) -> bytes:
        """The bytes of one event, once more."""

    def line(self, start: int) -> int:
        """The number of the line, from 1, in which the byte at this offset stands."""


def open_reader(path: str, label: str | None = None) -> Reader:
    """A reader for a path or `-`. Raises StoreError when there is nothing that could be a store."""
    label = label or ("standard input" if path == STDIN else path)
    file = _open(path, label)
    skip = len(_BOM) if file.read(len(_BOM)) == _BOM else 0
    file.seek(skip)
    first = next((line for line in file if not line.isspace()), b"")
    if not first and not path.endswith(_LINES_SUFFIXES):
        raise StoreError(f"{label} is empty; {_SHAPES}")
    if _is_lines(first, path):
        return Lines(label, file, skip)
    file.seek(skip)
    with file:
        return Whole(label, file.read())


def _open(path: str, label: str) -> BinaryIO:
    try:
        if path == STDIN:
            file: BinaryIO = io.BytesIO(sys.stdin.buffer.read())
        else:
            file = open(path, "rb")  # noqa: SIM115  # the reader keeps it open to stream from it
        head = file.read(2)
        file.seek(0)
        return _unzipped(file, label) if head == _GZIP else file
    except OSError as error:
        raise StoreError(_why_closed(error, label)) from error


def _why_closed(error: OSError, label: str) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no file {label}"
    if isinstance(error, IsADirectoryError):
        return f"{label} is a folder, not a store"
    return f"{label} cannot be read: {os.strerror(error.errno) if error.errno else error}"


def _unzipped(file: BinaryIO, label: str) -> BinaryIO:
    import gzip
    import zlib

    with file:
        try:
            return io.BytesIO(gzip.decompress(file.read()))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise StoreError(f"{label} is no whole gzip file: {error}") from error


class _Head(msgspec.Struct):
    """What tells a document from an event."""

    events: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    id: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    date: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def _is_lines(first: bytes, path: str) -> bool:
    """Whether a file is JSON Lines, by its first line that is not blank, else by its name."""
    named = path.endswith(_LINES_SUFFIXES)
    if not first.lstrip().startswith(b"{"):
        return named and not first.lstrip().startswith(b"[")
    try:
        head = msgspec.json.decode(first, type=_Head)
    except JSON_FAULTS:
        return named
    return head.events is msgspec.UNSET and (
        named or head.id is not msgspec.UNSET or head.date is not msgspec.UNSET
    )


class Lines:
    """JSON Lines, streamed."""

    def __init__(self, label: str, file: BinaryIO, skip: int) -> None:
        self.label, self._file, self._skip = label, file, skip

    def pieces(self) -> Iterator[tuple[bytes, int]]:
        start = self._skip
        self._file.seek(start)
        for line in self._file:
            if not line.isspace():
                yield line, start
            start += len(line)

    def read(self, start: int, length: int) -> bytes:
        self._file.seek(start)
        return self._file.read(length).strip()

    def line(self, start: int) -> int:
        self._file.seek(0)
        return self._file.read(start).count(b"\n") + 1


class Whole:
    """A JSON document or array, held in memory."""

    def __init__(self, label: str, data: bytes) -> None:
        self.label, self._data = label, data

    def pieces(self) -> Iterator[tuple[msgspec.Raw, int]]:
        events, start = self._array()
        for event in msgspec.json.decode(events, type=list[msgspec.Raw]):
            found = _SPACE.match(self._data, start)
            start = found.end() if found else start
            yield event, start
            start += len(memoryview(event))

    def _array(self) -> tuple[bytes | msgspec.Raw, int]:
        """The array of events, and the offset of the first byte behind its bracket."""
        try:
            if self._data.lstrip().startswith(b"["):
                msgspec.json.decode(self._data, type=msgspec.Raw)
                return self._data, self._data.index(b"[") + 1
            events = msgspec.json.decode(self._data, type=_Head).events
        except msgspec.ValidationError as error:
            raise StoreError(f"{self.label} is no store; {_SHAPES}") from error
        except JSON_FAULTS as error:
            raise json_fault(self.label, self._data, error) from error
        if isinstance(events, msgspec.UnsetType):
            raise StoreError(f'{self.label} has no "events"; {_SHAPES}')
        if not bytes(memoryview(events)[:1]) == b"[":
            raise StoreError(f'{self.label}: "events" is not an array; {_SHAPES}')
        return events, member_start(self._data, b"events", events) + 1

    def read(self, start: int, length: int) -> bytes:
        return self._data[start : start + length]

    def line(self, start: int) -> int:
        return self._data.count(b"\n", 0, start) + 1


def member_start(data: bytes, name: bytes, value: msgspec.Raw) -> int:
    """The offset of a member's value in a JSON object that is known to be well formed."""
    view = bytes(value)
    position = data.index(b"{") + 1
    while key := _KEY.match(data, position):
        position = key.end()
        is_it = key[1] == b'"%s"' % name or msgspec.json.decode(key[1]) == name.decode()
        if is_it and data.startswith(view, position):
            break
        position = _value_end(data, position)
    return position


def _value_end(data: bytes, position: int) -> int:
    """The offset behind the JSON value that begins here, or behind the comma that follows it."""
    depth = 0
    for token in _TOKEN.finditer(data, position):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(token[0], 0)
        if depth < 0:
            return token.start()
        if depth == 0 and token[0][:1] not in b" \t\r\n":
            bare = not token[0].startswith((b'"', b"]", b"}"))
            return token.start() + token[0].find(b",") if bare and b"," in token[0] else token.end()
    return len(data)


def json_fault(label: str, data: bytes, error: Exception, line: int = 1) -> StoreError:
    """Why these bytes, which begin at `line`, are not JSON: a second look, by a slower reader."""
    import json

    if isinstance(error, RecursionError):
        return StoreError(f"{label}: line {line}: brackets are nested too deeply")

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not a JSON number")

    try:
        json.loads(data.decode(), parse_constant=refuse)
    except UnicodeDecodeError as fault:
        at = line + data.count(b"\n", 0, fault.start)
        return StoreError(f"{label}: line {at}: not UTF-8 (byte 0x{data[fault.start]:02x})")
    except json.JSONDecodeError as fault:
        if not data[fault.pos :].strip():
            return StoreError(f"{label}: line {line + fault.lineno - 1}: it ends too early")
        why = f"not JSON, column {fault.colno}: {fault.msg.lower()}"
        return StoreError(f"{label}: line {line + fault.lineno - 1}: {why}")
    except ValueError as fault:
        return StoreError(f"{label}: line {line}: not JSON: {fault}")
    return StoreError(f"{label}: line {line}: an escape such as \\ud800 that is no character")
