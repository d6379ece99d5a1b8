"""Lanes: which mark goes into which row, and where its label finds room.

A label stands right of its mark, else left of it, else inside a long form of it, in one line; else
in several, on the side that has more room, or under a bar that leaves none on either side. Only
what is longer than the lines that it may take is cut.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from hkinno.chart.marks import MARGIN, Mark, Shape
from hkinno.dates.date import Date
from hkinno.text import LEAST_LINE, balance, width

GAP = 2  # columns between two events in a row
LINES = 4  # of a label
LEAD = 2  # columns of a bar before a label inside it


class LaneItem(NamedTuple):
    """An event that has a place on the axis; its number is that of who draws."""

    label: str
    date: Date
    shape: Shape
    number: int


class Piece(NamedTuple):
    """A text in a row, from a column on (0 is the left edge, not the axis); its role is a style.

    `event` is the place, among those that have names in its lane, of the one to which it belongs.
    """

    column: int
    text: str
    role: str
    width: int
    event: int = -1


Row = list[Piece]


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
    for place, (drawn, label) in enumerate(items):
        parts = _placed(drawn, label, room, lines, sign)
        spans = [_span(part) for part in parts]
        top = _free(taken, spans)
        if top + len(parts) > limit:
            return None
        while len(rows) < top + len(parts):
            rows.append([])
            taken.append([])
        for number, (part, used) in enumerate(zip(parts, spans, strict=True), top):
            rows[number] += owned(part, place)
            taken[number].append(used)
    return [sorted(row) for row in rows]


def owned(row: Row, event: int) -> Row:
    """The same pieces, as those of an event."""
    return [part._replace(event=event) for part in row]


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
        first, last = longest(drawn)
        if long + 2 + 2 * LEAD <= last - first:
            return [inside(drawn, start, first, label)]
        if max(after, before) < LEAST_LINE:
            return [[own], *_under(label, start, room, lines, sign)]
    if long <= after or (long > before and after >= before):
        said = [piece(end + 1, text, "") for text in balance(label, after, lines, sign)]
        return [[own, said[0]], *([text] for text in said[1:])]
    said = [piece(0, text, "") for text in balance(label, before, lines, sign)]
    said = [text._replace(column=before - text.width) for text in said]
    return [[said[0], own], *([text] for text in said[1:])]


def longest(drawn: Mark) -> tuple[int, int]:
    """From where to where a label finds room in a mark.

    The characters of the body that are alike: a label must not hide where a form ends.
    """
    body = range(drawn.first - drawn.column, drawn.last + 1 - drawn.column)
    runs = [list(run) for _, run in groupby(body, key=drawn.text.__getitem__)]
    run = max(runs, key=len)
    return run[0], run[-1] + 1


def inside(drawn: Mark, start: int, first: int, label: str) -> Row:
    """A label within a mark, of which the room for it begins at `first`."""
    head = first + LEAD
    said = piece(start + head + 1, label, "")
    rest = head + 2 + said.width
    tail = piece(start + rest, drawn.text[rest:], "mark")
    return [piece(start, drawn.text[:head], "mark"), said, tail]


def _under(label: str, start: int, room: int, lines: int, sign: str) -> list[Row]:
    """The label below its mark, from where it begins if there is room for it."""
    start = max(
        0, min(start, room - max(LEAST_LINE, width(label))), min(start, room - 2 * LEAST_LINE)
    )
    return [[piece(start, text, "")] for text in balance(label, room - start, lines, sign)]
