"""A JSON document or array, held in memory: where each event's bytes are.

A decoder has to come to the end of an array before it tells what is in it. So it is given pieces
of it, which are cut where the text between two events stands: `[`, some events, `]`. A cut may be
wrong, as in a text that has the same characters. That shows: what stands before a wrong cut is no
array when it is closed there. Then all the rest is decoded at once.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from hkinno.errors import StoreError
from hkinno.rawjson.errors import JSON_FAULTS, not_json
from hkinno.rawjson.scan import Items, member_start, repeated_keys
from hkinno.store.lines import ALL, BLOCK, Marks, Share

Decoded = TypeVar("Decoded")

OTHERS = "hkinno import reads other JSON"
SHAPES = 'a store is {"events": […]}, an array of events, or one event a line'
_SPACE = re.compile(rb"[\s,]*")
# `re` compiles these when they are first needed, which a file of few events need not wait for
_OPENING = rb"\s*\["
_EVENTS = rb'"events"\s*:\s*\['
_BETWEEN = rb"(?:\n[ \t]*+)?\}\s*+,\s*+\{"
_TRIES = 20  # places that may be between the first two events; in these there are others like it


class _Document(msgspec.Struct):
    events: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class _Titled(msgspec.Struct):
    title: str | None = None


_Span = tuple[int, int]  # from behind the bracket of the events up to the closing one


class Whole:
    """A JSON document or array: a `Reader`, and its marks are as those of `Lines`."""

    unit = "line"

    def __init__(self, label: str, data: bytes, skip: int, folder: str | None = None) -> None:
        self.label, self.folder, self._data, self._skip = label, folder, data, skip
        self.size = len(data)
        self.repeated: list[str] = []
        self.marks: Marks = []
        self._known = 0, 1  # an offset and its line

    def pieces(self) -> Iterator[tuple[msgspec.Raw, int]]:
        """Each event's JSON and the offset of its first byte, in the order of the file."""
        return self._pieces(*self._array())

    def _pieces(self, start: int, end: int) -> Iterator[tuple[msgspec.Raw, int]]:
        for event in msgspec.json.decode(self._closed(start, end), type=list[msgspec.Raw]):
            found = _SPACE.match(self._data, start)
            start = found.end() if found else start
            yield event, start
            start += len(memoryview(event))

    def _closed(self, start: int, end: int) -> bytes:
        """The events between two offsets, as an array."""
        return b"".join((b"[", memoryview(self._data)[start:end], b"]"))

    def title(self) -> str:
        """The title that the store has, or nothing."""
        try:
            return msgspec.json.decode(self._data[self._skip :], type=_Titled).title or ""
        except JSON_FAULTS:
            return ""  # an array, or a title that is no text

    def _array(self) -> _Span:
        """Where the events are, after all has been decoded. Raises StoreError."""
        body = self._data[self._skip :] if self._skip else self._data
        try:
            if body.lstrip().startswith(b"["):
                msgspec.json.decode(body, type=msgspec.Raw)
                return (self._data.index(b"[") + 1, self._data.rindex(b"]"))
            events = msgspec.json.decode(body, type=_Document).events
        except msgspec.ValidationError as error:
            raise StoreError(f"{self.label} is no store", SHAPES) from error
        except JSON_FAULTS as error:
            raise not_json(self.label, body, error) from error
        if isinstance(events, msgspec.UnsetType):
            raise StoreError(f'{self.label} has no "events"', f"{SHAPES}; {OTHERS}")
        if not bytes(memoryview(events)[:1]) == b"[":
            raise StoreError(f'{self.label}: "events" is not an array', SHAPES)
        try:  # what is decoded nowhere has to be UTF-8, too
            start = member_start(self._data, "events", memoryview(events))
            end = start + len(memoryview(events))
            head, tail = self._data[self._skip : start], self._data[end:]
            head.decode()
            tail.decode()
        except JSON_FAULTS as error:
            raise not_json(self.label, body, error) from error
        self.repeated = repeated_keys(head + b"0" + tail)
        return (start + 1, end - 1)

    def _quick_array(self) -> _Span | None:
        """The same by what is around the events, if these are what they seem.

        The start is certain. What is taken for the end may lie behind the events: then to decode
        them up to there fails.
        """
        rest = memoryview(self._data)[self._skip :]
        opening = re.match(_OPENING, rest) or re.search(_EVENTS, rest)
        start, end = self._skip + opening.end() if opening else 0, len(self._data)
        for _ in range(_TRIES if opening else 0):  # others may close what stands behind the events
            if (end := self._data.rfind(b"]", start, end)) < 0:
                break
            frame = self._data[self._skip : start] + self._data[end:]
            try:
                frame.decode()
                if frame.lstrip()[:1] == b"[":
                    msgspec.json.decode(frame)
                    return (start, end)
                events = msgspec.json.decode(frame, type=_Document).events
            except JSON_FAULTS:
                continue
            if isinstance(events, msgspec.UnsetType) or bytes(memoryview(events)) != b"[]":
                continue
            self.repeated = repeated_keys(frame)
            outermost = self._skip + member_start(frame, "events", memoryview(events)) + 1 == start
            return (start, end) if outermost and "events" not in self.repeated else None
        return None

    def _between(self, array: _Span) -> bytes:
        """What stands between the first two events; nothing where that cannot be told."""
        inside = memoryview(self._data)[array[0] : array[1]]
        for found, _ in zip(re.finditer(_BETWEEN, inside), range(_TRIES), strict=False):
            try:
                comma = found.start() + bytes(found[0]).index(b",")
                first = self._closed(array[0], array[0] + comma)
                if len(msgspec.json.decode(first, type=list[msgspec.Raw])) == 1:
                    return bytes(found[0])
            except JSON_FAULTS:
                continue
        return b""

    def batches(self, kind: type[Decoded], share: Share = ALL) -> Iterator[list[Decoded]]:
        """All events decoded, in that order, many at a time; or those of a share.

        Raises JSON_FAULTS and StoreError.
        """
        decode = msgspec.json.Decoder(list[kind]).decode  # type: ignore[valid-type]
        array = self._quick_array()
        between = self._between(array) if array else b""
        if array is None or not between:
            array, between = self._array(), b""
        which, count = share
        start = self._edge(which, count, array, between) + 1
        end = self._edge(which + 1, count, array, between)
        self.marks, number = [], 0
        while start <= end:
            cut = self._cut(start, end, between)
            try:
                events = decode(self._closed(start, cut))
            except JSON_FAULTS:
                if share != ALL or not between:
                    raise
                cut = end = self._array()[1]  # this, or that, was no end of an event
                events, between = decode(self._closed(start, cut)), b""
            self.marks.append((number, start))
            number, start = number + len(events), cut + 1
            yield events
        self.marks.append((number, start))

    def _edge(self, which: int, count: int, array: _Span, between: bytes) -> int:
        """The comma or bracket before a share, which is the one behind the share before."""
        if which == 0:
            return array[0] - 1
        if which >= count or not between:
            return array[1]
        near = array[0] + (array[1] - array[0]) * which // count
        found = self._data.find(between, near, array[1])
        return found + between.index(b",") if found >= 0 else array[1]

    def _cut(self, start: int, end: int, between: bytes) -> int:
        """The comma or bracket up to which events are decoded next."""
        if end - start <= BLOCK or not between:
            return end
        found = self._data.rfind(between, start, start + BLOCK)
        if found <= start:
            found = self._data.find(between, start + BLOCK - len(between), end)
        return found + between.index(b",") if found > start else end

    def locate(self, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Where events are, given by their numbers from 0 in rising order: offset, length."""
        wanted = deque(numbers)
        firsts = [first for first, _ in self.marks]
        while wanted:
            place = bisect_right(firsts, wanted[0])
            (first, start), (_, end) = self.marks[place - 1 : place + 1]
            for number, (piece, found) in enumerate(self._pieces(start, end - 1), first):
                if wanted and number == wanted[0]:
                    yield wanted.popleft(), (found, len(memoryview(piece)))

    def read(self, start: int, length: int) -> bytes:
        """The bytes of one event, once more."""
        return self._data[start : start + length]

    def line(self, start: int) -> int:
        """The number of the line, from 1, in which the byte at this offset stands."""
        offset, line = self._known if self._known[0] <= start else (0, 1)
        self._known = start, line + self._data.count(b"\n", offset, start)
        return self._known[1]

    def around(self, spans: Sequence[tuple[int, int]]) -> Items:
        """What encloses the events, whose spans these are."""
        array = self._array()
        return Items(array[0], spans, array[1])
