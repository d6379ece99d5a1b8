"""Bars: a table of texts, each row with a bar as long as its amount."""

import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeVar

from hkinno.chart.lanes import LINES
from hkinno.render import Line, wrapped
from hkinno.text import balance, narrow, width
from hkinno.words.language import Language

_Told = TypeVar("_Told")
Cell = list[str]  # the lines of a text
_GAP = 2
FAINT = "░"
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_NATURAL = 40  # columns of the longest bar where no width is given
_LEAST = 8  # columns of a bar, and of first texts, if there are any to be had
_WORD = 16  # the same of second texts, which are of words
_SCANT = 3  # columns of any text: a wide character, and that there is more
_INDENT = "   "  # of a note


class Answer(NamedTuple):
    """Records of the same columns, the same as lines of a drawing, what has to be said of it."""

    columns: tuple[str, ...]
    records: list[dict[str, object]]
    lines: list[Line]
    notes: list[str]


class Rows(NamedTuple):
    """How many rows are told: as many as are asked for, else all, or few where one is brief."""

    limit: int | None = None
    brief: bool = False

    def cut(
        self, rows: Sequence[_Told], most: int, said: Language
    ) -> tuple[Sequence[_Told], list[str]]:
        """The first rows, and a note if there are more."""
        kept = self.limit if self.limit is not None else most if self.brief else len(rows)
        more = len(rows) - kept
        note = "rows more hint" if self.limit is None else "rows more"
        return rows[:kept], [said.say(note, more)] if more > 0 else []


class BarRow(NamedTuple):
    """Texts, the first at the left, those after it right-aligned, and the length of the bar.

    It is drawn on faintly up to `most`, if that is more. A note stands below.
    """

    texts: tuple[str, ...]
    amount: float
    most: float = 0
    lane: str | None = None
    note: str = ""


def barred(
    heads: tuple[str, ...], rows: Sequence[BarRow], room: int | None, dated: bool = False
) -> Iterator[Line]:
    """The table; first texts are cut where it would be wider than its room.

    If these are dates, second texts give way before bars, dates last; and all are broken, not cut.
    """
    titles = tuple(head[:1].upper() + head[1:] for head in heads)
    cells = _broken([titles, *(row.texts for row in rows)], room, dated)
    widths = [max(width(t) for cell in column for t in cell) for column in zip(*cells, strict=True)]
    taken = sum(widths) + _GAP * len(widths)
    long = max(1, room - taken) if room else _NATURAL
    peak = max((max(row.amount, row.most) for row in rows), default=0)
    yield from (Line([(text, "title")]) for text in _side_by_side(cells[0], widths))
    yield Line([("─" * (room or taken + long), "axis")])
    for row, found in zip(rows, cells[1:], strict=True):
        first, *rest = _side_by_side(found, widths)
        bar = _format_bar(row.amount / peak, row.most / peak, long) if peak else ""
        yield Line([(first + " " * _GAP, ""), (bar, "mark")], row.lane)
        yield from (Line([(text, "")], row.lane) for text in rest)
        yield from _noted(row.note, room)


def _broken(table: Sequence[Sequence[str]], room: int | None, dated: bool) -> list[list[Cell]]:
    """The texts in lines, so that there is room for them and for bars."""
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    if room:
        widths = _fit_texts(widths, room, dated)
    lines = LINES if dated else 1
    return [
        [balance(text, long, lines, "…") for text, long in zip(texts, widths, strict=True)]
        for texts in table
    ]


def _fit_texts(natural: Sequence[int], room: int, dated: bool) -> list[int]:
    """Widths of texts that leave room for bars: first the one that may gives way, at last all."""
    widths = [*natural, _LEAST]  # the last ones are the bars
    over = sum(widths) + _GAP * len(natural) - room
    first = ((1,), _WORD) if dated else ((0,), _LEAST)
    steps = (first, ((len(natural),), 1), (range(len(natural)), _SCANT))
    floors = ((places, [floor] * len(widths)) for places, floor in steps)
    return narrow(widths, over, floors)[:-1]


def _side_by_side(cells: Sequence[Cell], widths: Sequence[int]) -> Iterator[str]:
    """The lines of a row: its texts side by side, all but the first right-aligned."""
    for texts in zip_longest(*cells, fillvalue=""):
        blanks = [" " * (long - width(text)) for text, long in zip(texts, widths, strict=True)]
        others = (blank + text for blank, text in zip(blanks[1:], texts[1:], strict=True))
        yield (" " * _GAP).join((texts[0] + blanks[0], *others))


def _noted(note: str, room: int | None) -> Iterator[Line]:
    """A note below a row, in lines that fit."""
    words = [(word, "note") for word in note.split(" ")]
    lines = wrapped([words] if note else [], (room or sys.maxsize) - len(_INDENT))
    yield from (Line([(_INDENT, "note"), *line.texts]) for line in lines)


def _format_bar(part: float, most: float, long: int) -> str:
    """A part of a whole bar, to an eighth of a column; the least that there is can be seen."""
    columns, eighths = round(part * long), round(part * long * 8)
    faint = round(most * long)
    if faint > max(columns, 1):
        return (("█" * columns) or (_EIGHTHS[1] if part else "")).ljust(faint, FAINT)
    if part:
        eighths = max(eighths, 1)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
