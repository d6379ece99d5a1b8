"""JSON Lines as pieces of JSON: where each event's bytes are, streamed, nothing decoded yet.

A file is read in blocks of whole lines, and in shares, so that several processes can read it at
once. The place in an open file belongs to all of them: so each read says where it begins.
"""

import io
import os
import sys
import weakref
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO, TypeVar

import msgspec

from hkinno.errors import StoreError
from hkinno.rawjson.scan import Items

Decoded = TypeVar("Decoded")
Share = tuple[int, int]
"""Which one, from 0, of how many shares of a file; they have about as many bytes each."""
Marks = list[tuple[int, int]]
"""Of each batch of events the number of its first one, and its offset."""

ALL: Share = (0, 1)
BLOCK = 1 << 17  # bytes: what stays in the processor's caches is decoded fastest (measured)
MOST_LINE = 256 << 20  # bytes, of an event


def is_blank(line: bytes) -> bool:
    """Whether a line is white space, as JSON has it."""
    return not line.strip(b" \t\r\n")


def read_line(file: BinaryIO, label: str) -> bytes:
    """The next line of a file that may be of any size. Raises StoreError for one without end."""
    line = file.readline(MOST_LINE + 1)
    if len(line) > MOST_LINE:
        raise _too_long(label)
    return line


def _too_long(label: str) -> StoreError:
    most = f"{MOST_LINE >> 20} MiB"
    return StoreError(f"{label} has a line of more than {most}, the most that an event has")


def _count_filled(data: memoryview) -> int:
    """How many lines are not blank."""
    return sum(not is_blank(line) for line in io.BytesIO(data))


class Lines:
    """JSON Lines, streamed: a `Reader`. The last of its `marks` is what comes behind the events."""

    unit = "line"

    def __init__(self, label: str, file: BinaryIO, skip: int, folder: str | None = None) -> None:
        self.label, self.folder, self._file, self._skip = label, folder, file, skip
        self.size = file.seek(0, io.SEEK_END)
        self.repeated: list[str] = []
        self.marks: Marks = []
        self._known = 0, 1  # an offset and its line
        weakref.finalize(self, file.close)

    def title(self) -> str:
        """The title that the store has, or nothing: here is no place for one."""
        return ""

    def _fill(self, buffer: memoryview, start: int) -> int:
        """Read into a buffer, from an offset; how many bytes, none where the file has ended."""
        if hasattr(os, "preadv") and isinstance(self._file, io.BufferedReader):
            return os.preadv(self._file.fileno(), [buffer], start)
        self._file.seek(start)
        return self._file.readinto(buffer)  # type: ignore[attr-defined,no-any-return]

    def _blocks(self, begin: int, end: int = sys.maxsize) -> Iterator[tuple[memoryview, int]]:
        """Whole lines between two offsets, as many as fit a buffer, and where they begin.

        The buffer is then filled anew. Raises StoreError for a line without end.
        """
        buffer, kept = bytearray(BLOCK), 0
        while True:
            view = memoryview(buffer)
            got = self._fill(view[kept : min(len(buffer), end - begin)], begin + kept)
            filled = kept + got
            whole = buffer.rfind(b"\n", 0, filled) + 1 if got else filled
            if whole:
                yield view[:whole], begin
            if not got:
                return
            begin, kept = begin + whole, filled - whole
            view[:kept] = view[whole:filled]
            if kept == len(buffer):
                if kept >= MOST_LINE:
                    raise _too_long(self.label)
                buffer = buffer + bytes(kept)

    def _edge(self, which: int, count: int) -> int:
        """Where a share begins: with a line, or where all have ended."""
        if which == count:
            return sys.maxsize
        edge, buffer = self.size * which // count - 1, bytearray(BLOCK)
        if edge < self._skip:
            return self._skip
        while got := self._fill(memoryview(buffer), edge):
            if found := buffer.find(b"\n", 0, got) + 1:
                return edge + found
            edge += got
        return sys.maxsize

    def pieces(self, share: Share = ALL) -> Iterator[tuple[bytes, int]]:
        """Each event's JSON and the offset of its first byte, in the order of the file."""
        which, count = share
        for block, start in self._blocks(self._edge(which, count), self._edge(which + 1, count)):
            for line in io.BytesIO(block):
                if not is_blank(line):
                    yield line, start
                start += len(line)

    def batches(self, kind: type[Decoded], share: Share = ALL) -> Iterator[list[Decoded]]:
        """All events decoded, in that order, many at a time; or those of a share.

        What was decoded as `msgspec.Raw` is lost with the next batch. Raises JSON_FAULTS.
        """
        decode_lines = msgspec.json.Decoder(kind).decode_lines
        which, count = share
        self.marks, number = [], 0
        end = self._edge(which, count)
        for block, start in self._blocks(end, self._edge(which + 1, count)):
            events = decode_lines(block)
            # of the first lines only: counting them all would take a tenth of the time
            if start == self._skip and len(events) != _count_filled(block):
                raise msgspec.DecodeError("not one event a line")
            self.marks.append((number, start))
            number, end = number + len(events), start + len(block)
            yield events
        self.marks.append((number, end))

    def locate(self, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Where events are, given by their numbers from 0 in rising order: offset, length."""
        wanted = deque(numbers)
        firsts = [first for first, _ in self.marks]
        while wanted:
            place = bisect_right(firsts, wanted[0])
            (number, start), (after, end) = self.marks[place - 1 : place + 1]
            for line in io.BytesIO(self._bytes(start, end - start)):
                if not is_blank(line):
                    if wanted and number == wanted[0]:
                        yield wanted.popleft(), (start, len(line))
                    number += 1
                start += len(line)
            if (number, start) != (after, end):
                raise msgspec.DecodeError("not one event a line, or changed while it was read")

    def read(self, start: int, length: int) -> bytes:
        """The bytes of one event, once more."""
        self._file.seek(start)
        return self._file.read(length).strip()

    def _bytes(self, start: int, length: int) -> bytes:
        """Those of many, as they are now: what `_file` has read ahead may have changed since."""
        there = max(0, self._file.seek(0, io.SEEK_END) - start)
        view, end = memoryview(bytearray(min(length, there))), 0
        while got := self._fill(view[end:], start + end):
            end += got
        return bytes(view[:end])

    def line(self, start: int) -> int:
        """The number of the line, from 1, in which the byte at this offset stands."""
        offset, line = self._known if self._known[0] <= start else (0, 1)
        self._file.seek(offset)
        while offset < start and (data := self._file.read(min(BLOCK, start - offset))):
            offset, line = offset + len(data), line + data.count(b"\n")
        self._known = start, line
        return line

    def around(self, spans: Sequence[tuple[int, int]]) -> Items:
        """What encloses the events, whose spans these are."""
        return Items(self._skip, spans, self._file.seek(0, io.SEEK_END))
