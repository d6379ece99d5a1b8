"""What can still be found in JSON that is at fault, and where the faults are.

A store is read whole or not at all; `check` wants the other faults as well. An array of events
that is not well formed is taken apart by `outline`, and each event is then looked at on its own.
"""

import json
import re
from collections.abc import Iterator
from math import inf
from typing import Any, NamedTuple

import msgspec

from hkinno.rawjson import errors
from hkinno.rawjson.errors import JSON_FAULTS, JsonFault, json_fault, syntax_fault
from hkinno.rawjson.outline import BLANKS, ending, next_event
from hkinno.rawjson.scan import BOM

_OPENING = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\[|"events"\s*:\s*\[')
_BLANK = re.compile(f"[{BLANKS}]*")
_SEPARATOR = re.compile(f"[{BLANKS}]*(,)?[{BLANKS}]*")
_BLANKED = bytes(10 if byte == 10 else 32 for byte in range(256))  # all but the ends of lines
_NO_VALUE = ("", ",", ":", "}")  # with which no value begins
_DIGITS = 4300  # of a whole number; Python and msgspec read no more of them
_DEFAULT_HINT = "look at the end of the line before, too"
_HINTS = (  # how a kind of fault begins, and what would be right
    ("Expecting ',' delimiter", "a comma or a closing bracket is missing before this place"),
    ("Expecting property name", "a comma too many, or a name without its double quotes"),
    ("Expecting value", "a comma too many, or text without its double quotes"),
    ("Expecting ':' delimiter", "write a colon between a name and its value"),
    ("Illegal trailing comma", "remove the last comma"),
    ("Invalid control character", r"close the quote, or write a line break inside a text as \n"),
    ("Invalid \\", r"write a backslash as \\"),
    ("Extra data", "a bracket too many, or a second document behind the first"),
    (errors.EARLY, "a closing quote or bracket is missing, or the file was cut off"),
    (errors.DEEP, "no field of hkinno's needs more than three brackets"),
    (errors.NO_NUMBER, "write null, or leave the field out"),
    (errors.NO_CHARACTER, "write the character itself, or both halves of its escape"),
)


class JsonPiece(NamedTuple):
    """What stands where an event should be."""

    raw: bytes
    start: int
    margin: int = 0  # characters before it in its line
    whole: bool = True  # whether its end is certain, and not a guess


def hint(kind: str) -> str:
    """What would be right instead of a fault of this kind."""
    return next((hint for start, hint in _HINTS if kind.startswith(start)), _DEFAULT_HINT)


def leniently(raw: bytes) -> Any:
    """What a reader with fewer scruples makes of JSON. Raises ValueError if not even it can."""
    try:
        text = raw.decode(errors="replace")
        value = json.loads(text, strict=False, parse_constant=lambda _: 0, parse_int=_whole_number)
        return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    except RecursionError as error:
        raise ValueError(str(error)) from error


def _whole_number(digits: str) -> float:
    return int(digits) if len(digits) <= _DIGITS else inf


def pieces(data: bytes) -> Iterator[JsonPiece | JsonFault]:
    """The events of a broken document or array, right and wrong, as far as they can be told apart,
    and the places where it is broken between and around them."""
    opening = _OPENING.search(data)
    if opening is None:
        return
    text = data.decode("latin-1")  # so that offsets are those of the bytes
    column = _Columns(data)
    at: int | None = opening.end()
    lost = False  # whether the end of an event was a guess, so that a bracket may be one of its own
    while at is not None:
        start = _skip(_BLANK, text, at)
        if text.startswith("]", start):
            at = next_event(text, start) if lost else None
            if at is None:
                yield from _around(data, opening.end(), start)
        elif text[start : start + 1] in _NO_VALUE:
            yield syntax_fault(data, start, "Expecting value", column(start))
            at, lost = next_event(text, start), True
        else:
            end, after = ending(text, start)
            raw = data[start:after].rstrip(b" \t\r\n,") if end is None else data[start:end]
            yield JsonPiece(raw, start, column(start) - 1, end is not None)
            at, missing, guess = _behind(data, text, end, column) if end else (after, None, True)
            lost |= guess
            if missing:
                yield missing


class _Columns:
    """The column of an offset, from 1; quick for offsets that rise, however long the line."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._column = data, 0, 1

    def __call__(self, offset: int) -> int:
        if offset < self._at:
            self._at, self._column = 0, 1
        if line := self._data.rfind(b"\n", self._at, offset) + 1:
            self._at, self._column = line, 1
        self._column += len(self._data[self._at : offset].decode(errors="replace"))
        self._at = offset
        return self._column


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


# --- between and around them


def _behind(
    data: bytes, text: str, end: int, column: "_Columns"
) -> tuple[int | None, JsonFault | None, bool]:
    """Where it goes on behind an event, what is wrong before that, and whether that is a guess."""
    at = _skip(_SEPARATOR, text, end)
    comma, last = text.find(",", end, at), text.startswith("]", at)
    if last and comma >= 0:
        return at, syntax_fault(data, comma, "Illegal trailing comma", column(comma)), False
    if last or comma >= 0:
        return at, None, False
    missing = syntax_fault(data, at, "Expecting ',' delimiter", column(at))
    if text.startswith("{", at):
        return at, missing, False
    return next_event(text, at), missing, True


def _around(data: bytes, start: int, end: int) -> Iterator[JsonFault]:
    """What is wrong with a document around its events, which are from `start` to `end`."""
    blank = data[start:end].translate(_BLANKED)  # so that all else keeps its place
    shell = data[:start] + blank + data[end:]
    body = shell.removeprefix(BOM)
    try:
        msgspec.json.decode(body, type=msgspec.Raw)
        body.decode()
    except JSON_FAULTS as error:
        fault = json_fault(body, error)
        yield fault._replace(offset=fault.offset + len(shell) - len(body))
