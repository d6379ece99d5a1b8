"""A file of events, opened: which shape it has is found by looking at its bytes.

A store is a document `{"events": […]}`, a bare array, or JSON Lines; gzipped or not; a path or
`-` for standard input.
"""

import io
import os
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from hkinno import registry
from hkinno.errors import StoreError
from hkinno.files import MOST_HELD, STDIN, label_of, open_bytes, read_whole
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import BOM
from hkinno.store.beside import folder_of
from hkinno.store.lines import Lines, is_blank, read_line
from hkinno.store.whole import SHAPES, Whole

if TYPE_CHECKING:
    from hkinno.store.readers import File, Reader

BUNDLED = ":bundled:"
"""What the curated chronology is called where a path is asked for."""
BUNDLED_LABEL = "the bundled chronology"
_HERE = os.path.dirname(os.path.dirname(__file__))
_SUFFIXES = (".json", ".jsonl", ".ndjson", ".gz")  # of most stores, for which nothing else is asked
_LINES_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


def bundled_path() -> str:
    """Where the curated chronology is: in the package in a wheel, beside it in a checkout."""
    for folder in (_HERE, os.path.dirname(_HERE)):
        path = os.path.join(folder, "events.json")
        if os.path.exists(path):
            return path
    raise StoreError("the bundled chronology is missing from this installation")


def open_reader(path: str, label: str | None = None) -> "Reader":
    """A reader for a path, `-` or `:bundled:`.

    Raises StoreError when there is nothing that could be a store.
    """
    label = label or (BUNDLED_LABEL if path == BUNDLED else label_of(path))
    if engine := engine_of(path):
        reader: Reader = registry.load("engines", engine).open_reader(path, label)
        return reader
    path = bundled_path() if path == BUNDLED else path
    return reader_of(open_bytes(path, label), path, label, folder_of(path))


def engine_of(path: str) -> str | None:
    """Which engine reads what is at a path, if that is no file of a shape of ours."""
    if "://" in path:
        return engine_at(path)
    if path in (BUNDLED, STDIN) or (path.endswith(_SUFFIXES) and "*" not in path):
        return None
    pattern = set("*?[") & set(path) and not os.path.lexists(path)
    for name in registry.names("engines"):
        suffixes: tuple[str, ...] = registry.constant("engines", name, "SUFFIXES", default=())
        if suffixes and (path.endswith(suffixes) or os.path.isdir(path) or pattern):
            return name
    return None


def engine_at(address: str) -> str | None:
    """Which engine an address is of, as in `spark://…`, if it is of one."""
    for name in registry.names("engines"):
        if address.startswith(registry.constant("engines", name, "SCHEMES", default=())):
            return name
    return None


def reader_of(file: BinaryIO, path: str, label: str, folder: str | None = None) -> "File":
    """A reader for a file that is open already; its path helps to tell its shape.

    `folder` is where it lies, if it lies anywhere.
    """
    file.seek(0)
    skip = len(BOM) if file.read(len(BOM)) == BOM else 0
    file.seek(skip)
    first = _first_line(file, label)
    if not first and not path.endswith(_LINES_SUFFIXES):
        file.close()
        raise StoreError(f"{label} is empty", SHAPES)
    if _is_lines(first, path):
        return Lines(label, file, skip, folder)
    with file:
        return Whole(label, read_whole(file, label), skip, folder)


def _first_line(file: BinaryIO, label: str) -> bytes:
    """The next line that is not blank; that of a file too large for a document is an event."""
    here, size = file.tell(), file.seek(0, io.SEEK_END)
    file.seek(here)
    try:
        lines = iter(partial(read_line, file, label), b"") if size > MOST_HELD else file
        return next((line for line in lines if not is_blank(line)), b"")
    except StoreError:
        file.close()
        raise


class _Head(msgspec.Struct):
    """What tells a document from an event."""

    events: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    id: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    date: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def _is_lines(first: bytes, path: str) -> bool:
    """Whether a file is JSON Lines, by its first line that is not blank, else by its name."""
    named = path.endswith(_LINES_SUFFIXES)
    if first.strip() == b"{":  # as a document begins that is laid out, whatever its name
        return False
    if not first.lstrip().startswith(b"{"):
        return named and not first.lstrip().startswith(b"[")
    try:
        head = msgspec.json.decode(first, type=_Head)
    except JSON_FAULTS:
        return named
    marks = (head.id is not msgspec.UNSET, head.date is not msgspec.UNSET)
    if isinstance(head.events, msgspec.UnsetType):
        return named or any(marks)
    # a document, unless an event has a field of this name
    return any(marks) and (not _is_list_of_objects(head.events) or (named and all(marks)))


def _is_list_of_objects(value: msgspec.Raw) -> bool:
    try:
        msgspec.json.decode(value, type=list[dict[str, msgspec.Raw]])
    except JSON_FAULTS:
        return False
    return True
