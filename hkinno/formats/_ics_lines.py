"""The lines of iCalendar (RFC 5545, 3.1): folded and unfolded, and which component each is in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LONGEST = 75  # octets of a line, without its end
_ESCAPED = {"n": "\n", "N": "\n"}
_PROPERTY = re.compile(r"[A-Za-z0-9-]+[;:]").match
_BEGIN = re.compile(r"BEGIN:\s*([A-Z0-9-]+)\s*").fullmatch
_END = re.compile(r"END:\s*([A-Z0-9-]+)\s*").fullmatch


def fold(line: str) -> str:
    """A line with its end, in parts of at most 75 octets, no character in two of them."""
    data, start, room = line.encode(), 0, _LONGEST
    parts = []
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        parts.append(data[start:end].decode())
        start, room = end, _LONGEST - 1  # a blank begins what goes on
    return "\r\n ".join([*parts, data[start:].decode()]) + "\r\n"


def escape(text: str) -> str:
    """A text as a value (RFC 5545, 3.3.11)."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", r"\n")


def unescape(value: str) -> str:
    """The text that a value is."""
    return re.sub(r"\\([\\;,nN])", lambda found: _ESCAPED.get(found[1], found[1]), value)


class IcsBlock(NamedTuple):
    """A component of a calendar, as text: its name, the line it begins in, its own lines, unfolded.

    `inner` are the names of those in it, `strays` lines that are no properties; `whole` is whether
    its end is there.
    """

    name: str
    number: int
    lines: list[str]
    inner: list[str]
    strays: list[str]
    whole: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing but its own properties."""
        return self.whole and not self.inner and not self.strays

    @property
    def text(self) -> str:
        """What of it can be parsed, without what is in it."""
        return "".join(f"{line}\r\n" for line in self.lines)


def find_components(text: str) -> Iterator[IcsBlock]:
    """The components of all calendars in a text, one after the other."""
    found: IcsBlock | None = None
    depth = 0
    for number, line in _unfolded(text):
        begun, ended = _BEGIN(line.upper()), _END(line.upper())
        closed = ended and ended[1] == "VCALENDAR"
        if found and (closed or (begun and begun[1] in (found.name, "VCALENDAR"))):
            yield found._replace(whole=False)
            found = None
        if not found and begun and begun[1] != "VCALENDAR":
            found, depth = IcsBlock(begun[1], number, [], [], []), 0
        if not found:
            continue
        depth += bool(begun)
        _keep(found, line, begun[1] if begun else "", depth)
        depth -= bool(ended)
        if not depth:
            yield found
            found = None
    if found:
        yield found._replace(whole=False)


def _keep(block: IcsBlock, line: str, begun: str, depth: int) -> None:
    if depth > 1 and block.name == "VTIMEZONE":  # which says in these what it is
        block.lines.append(line)
    elif depth > 1:
        block.inner.extend([begun] if begun else [])
    else:
        (block.lines if _PROPERTY(line) else block.strays).append(line)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The lines, whatever ends them, each with the number of its first part."""
    first, parts = 0, list[str]()
    for number, line in enumerate(re.split("\r*\n|\r", text.removeprefix("\ufeff")), 1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
        elif line.strip():
            if parts:
                yield first, "".join(parts)
            first, parts = number, [line]
    if parts:
        yield first, "".join(parts)
