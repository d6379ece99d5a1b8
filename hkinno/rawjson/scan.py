"""JSON text as written: where its members and elements are, byte by byte.

These functions take JSON that is known to be well formed (a decoder has read it before) and never
change how anything is written. Positions are offsets into the bytes.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

BOM = b"\xef\xbb\xbf"  # what some editors write at the head of a file
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{},]|[^"\[\]{},\s]+', re.S)
_KEY = re.compile(rb'"((?:[^"\\]++|\\.)*+)"\s*:\s*', re.S)
_MARK = rb'(?s)"((?:[^"\\]++|\\.)*+)"(?:\s*(:))?|([\[{\]}])'
_OPENING, _CLOSING = (b"[", b"{"), (b"]", b"}")


class Spans(Sequence[tuple[int, int]]):
    """Many starts and ends, held in a tenth of the memory that a list of pairs takes."""

    def __init__(self) -> None:
        self._starts, self._ends = array("q"), array("q")

    def append(self, span: tuple[int, int]) -> None:
        """Add a span behind the last."""
        self._starts.append(span[0])
        self._ends.append(span[1])

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, place: Any) -> Any:  # slices are of no use here
        return self._starts[place], self._ends[place]


class Items(NamedTuple):
    """The inside of an array or object: `spans` of the elements, or of the members whole."""

    open_end: int  # the first byte behind the opening bracket
    spans: Sequence[tuple[int, int]]
    close: int  # the closing bracket


class Member(NamedTuple):
    """A member of an object: its key, and where its value is."""

    key: str
    start: int
    end: int


def items(data: bytes, start: int) -> Items:
    """The elements of the array, or the members of the object, that opens at `start`."""
    spans: list[tuple[int, int]] = []
    depth, first, last = 0, -1, -1
    for token in _TOKEN.finditer(data, start):
        kind = token[0]
        if depth == 1 and (kind == b"," or kind in _CLOSING):
            if first >= 0:
                spans.append((first, last))
            first = -1
            if kind != b",":
                return Items(start + 1, spans, token.start())
            continue
        if depth == 1 and first < 0:
            first = token.start()
        depth += (kind in _OPENING) - (kind in _CLOSING)
        last = token.end()
    raise ValueError("the bracket is not closed")  # the caller has not decoded it before


def member(data: bytes, span: tuple[int, int]) -> Member:
    """The key of a member, and the span of its value."""
    found = _KEY.match(data, span[0])
    if found is None:
        raise ValueError("no member begins here")  # the caller has not decoded it before
    return Member(msgspec.json.decode(b'"%s"' % found[1]), found.end(), span[1])


def members(data: bytes, start: int = 0) -> Iterator[Member]:
    """The members of the object that opens at `start`, repeated keys among them."""
    return (member(data, span) for span in items(data, start).spans)


def member_start(data: bytes, name: str, value: memoryview) -> int:
    """The offset of the value of a member of the outermost object, given the bytes of the value.

    What follows the member is not looked at, however large it is.
    """
    position = data.index(b"{") + 1
    while True:
        opening = _TOKEN.search(data, position)
        found = _KEY.match(data, opening.start()) if opening else None
        if found is None:
            raise ValueError(f"there is no member {name}")
        position = found.end()
        same_key = msgspec.json.decode(b'"%s"' % found[1]) == name
        if same_key and memoryview(data)[position : position + len(value)] == value:
            return position
        position = _behind(data, position)


def _behind(data: bytes, start: int) -> int:
    """The offset behind the value that begins at `start` and behind the comma that follows it."""
    depth = 0
    for token in _TOKEN.finditer(data, start):
        depth += (token[0] in _OPENING) - (token[0] in _CLOSING)
        if depth == 0 and token[0] == b",":
            return token.end()
    return len(data)


def repeated_keys(raw: bytes) -> list[str]:
    """The keys that stand twice in one object, at any depth."""
    return [] if _surely_unique(raw) else _repeated(raw)


def _surely_unique(raw: bytes) -> bool:
    """Whether no key gets lost in decoding; quick, and False where only a closer look can tell."""
    if b"\\u0022" in raw or b"\\u003" in raw:  # a quotation mark, or a colon, in disguise
        return False
    try:
        kept = msgspec.json.encode(msgspec.json.decode(raw))
        tight = msgspec.json.format(raw, indent=-1)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False  # a number out of range, say
    # What only looks like the end of a key, in a text, is counted on both sides.
    return tight.count(b'":') == kept.count(b'":')


def _repeated(raw: bytes) -> list[str]:
    found: list[str] = []
    seen: list[set[str]] = []  # of the objects, and arrays, that are open
    for text, colon, bracket in re.findall(_MARK, raw):
        if colon:
            key = msgspec.json.decode(b'"%s"' % text)
            if key in seen[-1]:
                found.append(key)
            seen[-1].add(key)
        elif bracket in _CLOSING:
            seen.pop()
        elif bracket:
            seen.append(set())
    return list(dict.fromkeys(found))
