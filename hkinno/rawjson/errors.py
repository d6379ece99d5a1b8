"""Why bytes are not JSON: a second look, by a slower reader that says where and what."""

import re
from typing import NamedTuple

import msgspec

from hkinno.errors import StoreError

JSON_FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
# What can be at fault beside what Python's json has a name for
EARLY, DEEP, UTF_8, UTF_16 = "too early", "too deep", "UTF-8", "UTF-16"
NO_NUMBER, NO_CHARACTER = "no number", "no character"
# Each passes over what is right and catches what is looked for in its group: brackets, and what
# Python's json takes for JSON though it is not. Among brackets a text may have no end: it goes on
# to that of the data, so that it is not looked for again at each of its escaped quotes.
_BRACKET = rb'(?s)"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|([\[{\]}])'
_NO_NUMBER = rb'(?s)"(?:[^"\\]++|\\.)*+"|(NaN|-?Infinity)'
_NO_CHARACTER = rb"(?s)\\[^u]|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)"


class JsonFault(NamedTuple):
    """Why bytes are not JSON, and from which byte on.

    `kind` is what Python's json calls it, or one of the names above; it may go on with details.
    """

    offset: int
    kind: str
    why: str


class JsonError(StoreError):
    """A store, or an event, that is not JSON; `line` is the line of the fault in its file."""

    def __init__(self, label: str, line: int, fault: JsonFault) -> None:
        super().__init__(f"{label}: line {line}: {fault.why}")
        self.line, self.fault = line, fault


def not_json(label: str, data: bytes, error: Exception, line: int = 1) -> JsonError:
    """What to raise for bytes, which begin at `line`, that a decoder has refused."""
    fault = json_fault(data, error)
    return JsonError(label, line + data.count(b"\n", 0, fault.offset), fault)


def json_fault(data: bytes, error: Exception, margin: int = 0) -> JsonFault:
    """Why a decoder has refused these bytes, before which `margin` characters are in their line."""
    import json  # slow to load, and needed for what is at fault alone

    if 0 < data[:4].count(0) < 4:
        return JsonFault(0, UTF_16, "this is UTF-16 or UTF-32; a store is UTF-8")
    try:
        if isinstance(error, RecursionError):
            raise error
        text = data.decode()
        json.loads(text, parse_int=str, parse_constant=_refuse)
    except RecursionError:
        return JsonFault(_deepest(data), DEEP, "brackets are nested too deeply")
    except UnicodeDecodeError as bad:
        return JsonFault(bad.start, UTF_8, f"not UTF-8 (byte 0x{data[bad.start]:02x})")
    except json.JSONDecodeError as bad:
        column = bad.colno + (margin if bad.lineno == 1 else 0)
        return syntax_fault(data, len(text[: bad.pos].encode()), bad.msg, column)
    except _NoNumberError as bad:
        why = f"not JSON: {bad} is not a JSON number"
        return JsonFault(_first(_NO_NUMBER, data), NO_NUMBER, why)
    why = r"an escape such as \ud800 that is no character"
    return JsonFault(_first(_NO_CHARACTER, data), NO_CHARACTER, why)


def syntax_fault(data: bytes, offset: int, message: str, column: int) -> JsonFault:
    """A fault for which Python's json has this message; the column is that of the file."""
    if message.startswith("Unterminated") or not data[offset:].strip(b" \t\r\n"):
        return JsonFault(offset, EARLY, "it ends too early")
    why = f"{message[0].lower()}{message[1:].removesuffix(' at')}"
    return JsonFault(offset, message, f"not JSON, column {column}: {why}")


class _NoNumberError(Exception):
    pass


def _refuse(constant: str) -> None:
    raise _NoNumberError(constant)


def _first(pattern: bytes, data: bytes) -> int:
    return next((found.start(1) for found in re.finditer(pattern, data) if found[1]), 0)


def _deepest(data: bytes) -> int:
    """The offset of the bracket that has the most others around it."""
    depth = deepest = offset = 0
    for found in re.finditer(_BRACKET, data):
        if found[1]:
            depth += 1 if found[1] in b"[{" else -1
        if depth > deepest:
            deepest, offset = depth, found.start()
    return offset
