"""Lanes: which mark goes into which row, and where its label finds room.

A label stands right of its mark, else left of it, else inside a long bar, in one line; else in
several, on the side that has more room, or under a bar that leaves none on either side. Only what
is longer than the lines that it may take is cut.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hkinno.chart.marks import MARGIN, Mark
from hkinno.display import cell_width

GAP = 2  # columns between two events in a row
LINES = 4  # of a label
_LEAST = 20  # columns of a line of a label, if it can be had
_HALF_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]+").findall
_LEAD = 2  # columns of a bar before a label inside it
_UNFINISHED = " \u200d\ufe0f"  # a blank, or what joins a sign to one that is cut off


class Piece(NamedTuple):
    """A text in a row, from a column on (0 is the left edge, not the axis); its role is a style."""

    column: int
    text: str
    role: str
    width: int


Row = list[Piece]


def width(text: str) -> int:
    """How many columns a text takes at most; terminals differ on signs that few of them know."""
    found = cell_width(text)
    if text.isascii():
        return found
    halves = sum(len(run) % 2 for run in _HALF_FLAGS(text))  # half a flag is as wide as a flag
    return found + halves + sum(map(_more, f" {text}", text))


def _more(before: str, char: str) -> int:
    """How much wider than rich has it a character may be behind another one."""
    if "\U0001f3fb" <= char <= "\U0001f3ff":  # a colour of skin, and nothing that has skin
        return 0 if before in "☝⛹✊✋✌✍" or before >= "\U0001f300" else 2
    kind = unicodedata.category(char)
    return kind == "Mc" or (kind == "Mn" and before == " ")


def _prefix(text: str, room: int) -> int:
    """How many characters of a text fit; at least one, none parted from what belongs to it."""
    kept = bisect_right(range(1, len(text) + 1), room, key=lambda length: width(text[:length]))
    while 1 < kept < len(text) and (text[kept - 1] == "\u200d" or not width(text[kept])):
        kept -= 1
    return max(1, kept)


def cut(text: str, room: int, sign: str) -> str:
    """A text that fits, with a sign where something was cut off."""
    if width(text) <= room:
        return text
    return text[: _prefix(text, room - len(sign))].rstrip(_UNFINISHED) + sign


def parted(text: str, room: int) -> Iterator[str]:
    """A text in parts that fit, each as full as can be, wherever that breaks it."""
    while width(text) > room and (kept := _prefix(text, room)) < len(text):
        yield text[:kept]
        text = text[kept:]
    yield text


def broken(text: str, room: int, lines: int, sign: str) -> list[str]:
    """A text in as few lines as fit, of about the same length; in at most so many, cut."""
    found = _lines(text, room, lines, sign)
    words = text.split()
    if len(found) > 1 and " ".join(found).split() == words:  # nothing is broken but at blanks
        for less in range(min(room, max(_LEAST, width(text) // len(found))), room):
            even = _lines(text, less, lines, sign)
            if len(even) == len(found) and " ".join(even).split() == words:
                return even
    return found


def _lines(text: str, room: int, lines: int, sign: str) -> list[str]:
    """Lines that fit, each as full as can be, broken where words end unless that is far off."""
    found: list[str] = []
    while len(found) < lines - 1 and width(text) > room:
        kept = _prefix(text, room)
        ends = [text.rfind(" ", 0, kept + 1), *(text.rfind(dash, 0, kept) + 1 for dash in "-–—/")]
        kept = max(ends) if max(ends) > kept // 2 else kept
        found.append(text[:kept].rstrip())
        text = text[kept:].lstrip()
    return [*found, cut(text, room, sign)]


def piece(column: int, text: str, role: str) -> Piece:
    """A piece, measured."""
    return Piece(column, text, role, width(text))


def packed(
    items: Iterable[tuple[Mark, str]], room: int, lines: int, sign: str, limit: int
) -> list[Row] | None:
    """Rows of marks with their labels, each event as high up as there is room; None beyond limit.

    `room` is the width of a row, `lines` are those that a label may take.
    """
    rows: list[Row] = []
    taken: list[list[tuple[int, int]]] = []  # of each row the columns in use
    for drawn, label in items:
        parts = _placed(drawn, label, room, lines, sign)
        spans = [_span(part) for part in parts]
        top = _free(taken, spans)
        if top + len(parts) > limit:
            return None
        while len(rows) < top + len(parts):
            rows.append([])
            taken.append([])
        for number, (part, used) in enumerate(zip(parts, spans, strict=True), top):
            rows[number] += part
            taken[number].append(used)
    return [sorted(row) for row in rows]


def _span(part: Row) -> tuple[int, int]:
    """The columns that a part takes: one more beside a label, lest it seem another's."""
    first, last = part[0], part[-1]
    return first.column - (not first.role), last.column + last.width + (not last.role)


def _free(taken: Sequence[Sequence[tuple[int, int]]], spans: Sequence[tuple[int, int]]) -> int:
    """The first row from which on these spans are free; rows beyond the last are."""
    for top in range(len(taken)):
        if all(
            end + GAP <= begin or stop + GAP <= start
            for row, (begin, stop) in zip(taken[top:], spans, strict=False)
            for start, end in row
        ):
            return top
    return len(taken)


def _placed(drawn: Mark, label: str, room: int, lines: int, sign: str) -> list[Row]:
    """A mark and its label, in one row or several."""
    start, end = drawn.column + MARGIN, drawn.column + MARGIN + len(drawn.text)
    own, long = piece(start, drawn.text, "mark"), width(label)
    after, before = room - end - 1, start - 1
    if long > max(after, before):
        if long + 2 + 2 * _LEAD <= drawn.last + 1 - drawn.first:
            return [_inside(drawn, start, label)]
        if max(after, before) < _LEAST:
            return [[own], *_under(label, start, room, lines, sign)]
    if long <= after or (long > before and after >= before):
        said = [piece(end + 1, text, "") for text in broken(label, after, lines, sign)]
        return [[own, said[0]], *([text] for text in said[1:])]
    said = [piece(0, text, "") for text in broken(label, before, lines, sign)]
    said = [text._replace(column=before - text.width) for text in said]
    return [[said[0], own], *([text] for text in said[1:])]


def _inside(drawn: Mark, start: int, label: str) -> Row:
    head = drawn.first - drawn.column + _LEAD
    said = piece(start + head + 1, label, "")
    rest = head + 2 + said.width
    tail = piece(start + rest, drawn.text[rest:], "mark")
    return [piece(start, drawn.text[:head], "mark"), said, tail]


def _under(label: str, start: int, room: int, lines: int, sign: str) -> list[Row]:
    """The label below its mark, from where it begins if there is room for it."""
    start = max(0, min(start, room - max(_LEAST, width(label))), min(start, room - 2 * _LEAST))
    return [[piece(start, text, "")] for text in broken(label, room - start, lines, sign)]
