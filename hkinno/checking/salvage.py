"""What can still be found in JSON that is at fault, and where the faults are.

A store is read whole or not at all; `check` wants the other faults as well. Where the text of an
array of events is not well formed, reading goes on at the next object that looks like an event: it
has an `id`, and a `date` or a `title`.
"""

import json
import re
from collections.abc import Iterator
from math import inf
from typing import Any, NamedTuple

from hkinno.jsonfault import json_fault

_OPENING = re.compile(rb'\A\s*\[|"events"\s*:\s*\[')
_BLANKS = re.compile(r"[ \t\r\n]*")
_SEPARATOR = re.compile(r"[ \t\r\n]*(,)?[ \t\r\n]*")
_OBJECT = re.compile(r"[\[,}\]\n][ \t\r\n]*(?=\{)")
_DIGITS = 4300  # of a whole number; Python and msgspec read no more of them
_scan = json.JSONDecoder(parse_int=str).raw_decode
_DEFAULT_HINT = "look at the end of the line before, too"
_HINTS = (
    ("expecting ',' delimiter", "a comma or a closing bracket is missing before this place"),
    ("expecting property name", "a comma too many, or a name without its double quotes"),
    ("expecting value", "a comma too many, or text without its double quotes"),
    ("expecting ':' delimiter", "write a colon between a name and its value"),
    ("illegal trailing comma", "remove the last comma"),
    ("invalid control character", r"close the quote, or write a line break inside a text as \n"),
    ("invalid \\", r"write a backslash as \\"),
    ("too early", "a closing quote or bracket is missing, or the file was cut off"),
    ("extra data", "a bracket too many, or a second document behind the first"),
    ("UTF-16", "save the file as UTF-8"),
    ("NaN", "write null, or leave the field out"),
    ("Infinity", "write null, or leave the field out"),
    ("that is no character", "write the character itself, or both halves of its escape"),
    ("too deeply", "no field of hkinno's needs more than three brackets"),
)


class Broken(NamedTuple):
    """A place that is not well formed."""

    offset: int
    why: str


def hint(why: str) -> str:
    """What would be right instead of JSON that is at fault for this reason."""
    low = why.casefold()
    return next((hint for cue, hint in _HINTS if cue.casefold() in low), _DEFAULT_HINT)


def reason(data: bytes, error: Exception) -> tuple[int, str]:
    """Why these bytes are not JSON, and how many lines below the first one."""
    _, line, why = str(json_fault("", data, error)).split(": ", 2)
    return int(line.removeprefix("line ")) - 1, why


def leniently(raw: bytes) -> Any:
    """What a reader with fewer scruples makes of JSON; None if not even it can read it."""
    try:
        value = json.loads(
            raw.decode(errors="replace"), parse_constant=lambda _: 0, parse_int=_whole_number
        )
        return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        return None


def _whole_number(digits: str) -> float:
    return int(digits) if len(digits) <= _DIGITS else inf


def pieces(data: bytes) -> Iterator[tuple[bytes, int] | Broken]:
    """The events that can be told apart in a broken document or array, with their offsets, and
    the places where it is broken."""
    opening = _OPENING.search(data)
    if opening is None:
        return
    text = data.decode("latin-1")  # so that offsets are those of the bytes
    at: int | None = opening.end()
    lost = False  # whether an event was skipped, so that a bracket may be one of its own
    while at is not None:
        start = _skip(_BLANKS, text, at)
        if text.startswith("]", start):
            at = _next_event(text, start) if lost else None
            if at is None:
                yield from _around(data, text, opening.end(), start)
            continue
        end = _end(data, text, start)
        if isinstance(end, Broken):
            yield end
            at, lost = _next_event(text, max(end.offset, start + 1)), True
            continue
        yield data[start:end], start
        at = _skip(_SEPARATOR, text, end)
        if missing := _between(data, text, end, at):
            yield missing
            if not text.startswith(("{", "]"), at):
                at, lost = _next_event(text, at), True


def _end(data: bytes, text: str, start: int) -> int | Broken:
    """Where the value ends that begins at `start`, or where it is broken."""
    try:
        return _scan(text, start)[1]
    except json.JSONDecodeError as fault:
        return _told(data, fault.pos, fault.msg)
    except RecursionError:
        return Broken(start, "brackets are nested too deeply")


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _between(data: bytes, text: str, end: int, at: int) -> Broken | None:
    """What is wrong between the end of an event and what follows it."""
    comma = text.find(",", end, at)
    if text.startswith("]", at):
        return None if comma < 0 else _told(data, comma, "illegal trailing comma")
    return _told(data, at, "expecting ',' delimiter") if comma < 0 else None


def _around(data: bytes, text: str, start: int, end: int) -> Iterator[Broken]:
    """What is wrong with a document around its events, which are from `start` to `end`."""
    try:
        json.loads(text[:start] + text[end:], parse_int=str)
    except RecursionError:
        return  # it is noted for the document as a whole
    except json.JSONDecodeError as fault:
        yield _told(data, fault.pos + (end - start) * (fault.pos >= start), fault.msg)


def _next_event(text: str, at: int) -> int | None:
    """The offset of the next object that looks like an event."""
    for found in _OBJECT.finditer(text, at):
        try:
            value = _scan(text, found.end())[0]
        except (json.JSONDecodeError, RecursionError):
            continue
        if "id" in value and ("date" in value or "title" in value):
            return found.end()
    return None


def _told(data: bytes, offset: int, message: str) -> Broken:
    if offset >= len(data) or message.startswith("Unterminated"):
        return Broken(offset, "it ends too early")
    column = len(data[data.rfind(b"\n", 0, offset) + 1 : offset].decode(errors="replace")) + 1
    return Broken(offset, f"not JSON, column {column}: {message[0].lower()}{message[1:]}")
