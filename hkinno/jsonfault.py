"""Why bytes are not JSON: a second look, by a slower reader that says where and what."""

import re

import msgspec

from hkinno.errors import StoreError

JSON_FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
# Each passes over what is right and catches what is looked for in its group: brackets, and what
# Python's json takes for JSON though it is not.
_BRACKET = re.compile(rb'"(?:[^"\\]++|\\.)*+"|([\[{\]}])', re.S)
_NO_NUMBER = re.compile(rb'"(?:[^"\\]++|\\.)*+"|(NaN|-?Infinity)', re.S)
_NO_CHARACTER = re.compile(
    rb"\\[^u]|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)", re.S
)


def json_fault(label: str, data: bytes, error: Exception, line: int = 1) -> StoreError:
    """Why these bytes, which begin at `line`, are not JSON: a second look, by a slower reader."""
    import json  # slow to load, and needed for what is at fault alone

    def fault(offset: int, why: str) -> StoreError:
        at = line + data.count(b"\n", 0, offset)
        return StoreError(f"{label}: line {at}: {why}")

    if 0 < data[:4].count(0) < 4:
        return fault(0, "this is UTF-16 or UTF-32; a store is UTF-8")
    try:
        if isinstance(error, RecursionError):
            raise error
        text = data.decode()
        json.loads(text, parse_int=str, parse_constant=_refuse)
    except RecursionError:
        return fault(_deepest(data), "brackets are nested too deeply")
    except UnicodeDecodeError as bad:
        return fault(bad.start, f"not UTF-8 (byte 0x{data[bad.start]:02x})")
    except json.JSONDecodeError as bad:
        at = len(text[: bad.pos].encode())
        if bad.msg.startswith("Unterminated") or not text[bad.pos :].strip(" \t\r\n"):
            return fault(at, "it ends too early")
        why = f"{bad.msg[0].lower()}{bad.msg[1:].removesuffix(' at')}"
        return fault(at, f"not JSON, column {bad.colno}: {why}")
    except _NoNumberError as bad:
        return fault(_first(_NO_NUMBER, data), f"not JSON: {bad} is not a JSON number")
    return fault(_first(_NO_CHARACTER, data), r"an escape such as \ud800 that is no character")


class _NoNumberError(Exception):
    pass


def _refuse(constant: str) -> None:
    raise _NoNumberError(constant)


def _first(pattern: re.Pattern[bytes], data: bytes) -> int:
    return next((found.start(1) for found in pattern.finditer(data) if found[1]), 0)


def _deepest(data: bytes) -> int:
    """The offset of the bracket that has the most others around it."""
    depth = deepest = offset = 0
    for found in _BRACKET.finditer(data):
        if found[1]:
            depth += 1 if found[1] in b"[{" else -1
        if depth > deepest:
            deepest, offset = depth, found.start()
    return offset
