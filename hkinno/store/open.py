"""A file of events, opened: which shape it has is found by looking at its bytes.

A store is a document `{"events": […]}`, a bare array, or JSON Lines; gzipped or not; a path or
`-` for standard input.
"""

import io
import os
import sys
from typing import BinaryIO

import msgspec

from hkinno.errors import StoreError, named
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import BOM
from hkinno.store.readers import SHAPES, Lines, Reader, Whole, is_blank

STDIN = "-"
_GZIP = b"\x1f\x8b"
_LINES_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


def open_reader(path: str, label: str | None = None) -> Reader:
    """A reader for a path or `-`. Raises StoreError when there is nothing that could be a store."""
    label = label or ("standard input" if path == STDIN else named(path))
    return reader_of(_open(path, label), path, label)


def contents(path: str) -> bytes:
    """All bytes of a store, unzipped. Raises StoreError."""
    with _open(path, named(path)) as file:
        return file.read()


def reader_of(file: BinaryIO, path: str, label: str) -> Reader:
    """A reader for a file that is open already; its path helps to tell its shape."""
    file.seek(0)
    skip = len(BOM) if file.read(len(BOM)) == BOM else 0
    file.seek(skip)
    first = next((line for line in file if not is_blank(line)), b"")
    if not first and not path.endswith(_LINES_SUFFIXES):
        file.close()
        raise StoreError(f"{label} is empty", SHAPES)
    if _is_lines(first, path):
        return Lines(label, file, skip)
    file.seek(0)
    with file:
        return Whole(label, file.read(), skip)


def _open(path: str, label: str) -> BinaryIO:
    if path == STDIN and sys.stdin is None:
        raise StoreError("standard input is closed")
    try:
        if path == STDIN:
            file: BinaryIO = io.BytesIO(sys.stdin.buffer.read())
        else:
            file = open(path, "rb")  # noqa: SIM115  # the reader keeps it open to stream from it
        if not file.seekable():  # a pipe, as in -s <(grep milestone old.jsonl)
            with file:
                file = io.BytesIO(file.read())
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
    marks = (head.id is not msgspec.UNSET, head.date is not msgspec.UNSET)
    if head.events is not msgspec.UNSET:  # a document, unless an event has a field of this name
        return named and all(marks)
    return named or any(marks)
