"""Files that are imported: their bytes, what they are called, and which format they have."""

import io
import os
import re
import shlex
from types import ModuleType

import msgspec

from hkinno import registry
from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.events import members
from hkinno.files import STDIN, label_of, read_bytes
from hkinno.rawjson.errors import JSON_FAULTS

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\{)").match


def readable() -> tuple[str, ...]:
    """The names of the formats that can be read."""
    return registry.having("formats", "read")


def format_of(file: str, data: bytes, source: str | None) -> ModuleType:
    """How to read a file: as told, by its suffix, or by its first line."""
    known = readable()
    if source and source not in known:
        raise UsageError(f"--from: no {quoted(source)} is read; there are {', '.join(known)}")
    suffix = os.path.splitext(file.removesuffix(".gz"))[1].lower()
    named = source or next((name for name in known if suffix in registry.suffixes(name)), None)
    if named:
        return registry.load("formats", named)
    head = next((line for line in io.BytesIO(data) if line.strip()), b"").decode("utf-8-sig")
    for name in registry.having("formats", "recognizes"):
        if (form := registry.load("formats", name)).recognizes(head):
            return form
    raise UsageError(f"what is {label_of(file)}? Say it with --from {' or '.join(known)}")


def check_shape(form: ModuleType, data: bytes, label: str) -> None:
    """Raise HkinnoError for JSON laid out in a way that its format is not read in.

    That is a document where each line should be an event, and objects over several lines each, as
    jq writes them. All other faults are told by what reads the format.
    """
    found = _OBJECT(data) if form.__name__.endswith((".json", ".jsonl")) else None
    if found is None or (end := data.find(b"\n", found.start(1))) < 0:
        return
    if _find_members(data[found.start(1) : end]) is not None:
        return
    text, lines = data[found.start(1) :], form.__name__.endswith(".jsonl")
    inside = _find_members(text)
    if lines and inside and "events" in inside:
        raise HkinnoError(
            f"{label} is one JSON document, and not an event a line; read it with --from json"
        )
    if (lines and inside) or (inside is None and _is_series(text.decode(errors="replace"))):
        raise HkinnoError(
            f"{label}: an object over several lines that is in no array is no event; "
            "jq -c writes each on a line of its own"
        )


def _find_members(text: bytes) -> dict[str, msgspec.Raw] | None:
    """What is in a JSON object; None if this is none, or more than one."""
    try:
        return members(text)
    except JSON_FAULTS:
        return None


def _is_series(text: str) -> bool:
    """Whether this begins with an object over several lines, and then another one."""
    import json  # slow to load, and needed for what is at fault alone

    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return False
    return "\n" in text[:end] and text[end:].lstrip().startswith("{")


def read_text(file: str) -> bytes:
    """A file, unzipped. Raises HkinnoError if it cannot be read, or is not UTF-8."""
    data = read_bytes(file)
    wide = 0 < data[:4].count(0) < 4 or data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        if not wide and (data.isascii() or data.decode() is not None):
            return data
        line = 1
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    name = "" if file == STDIN else f" {shlex.quote(file)}"
    raise HkinnoError(
        f"{label_of(file)}: line {line} is not UTF-8; convert it first, as with "
        f"iconv -f {'UTF-16' if wide else 'WINDOWS-1252'} -t UTF-8{name}"
    )
