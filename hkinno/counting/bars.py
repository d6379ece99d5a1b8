"""Bars: a table of texts, each row with a bar as long as its amount."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from hkinno.charting.chart import Line
from hkinno.charting.lanes import cut, width

_Told = TypeVar("_Told")
_GAP = 2
FAINT = "░"
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_NATURAL = 40  # columns of the longest bar where no width is given
_LEAST = 8


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

    def cut(self, rows: Sequence[_Told], most: int) -> tuple[Sequence[_Told], list[str]]:
        """The first rows, and a note if there are more."""
        kept = self.limit if self.limit is not None else most if self.brief else len(rows)
        more = len(rows) - kept
        hint = "" if self.limit is not None else "; --limit says how many to show"
        return rows[:kept], [f"{more:,} more{hint}"] if more > 0 else []


class Row(NamedTuple):
    """Texts, the first at the left, those after it right-aligned, and the length of the bar.

    It is drawn on faintly up to `most`, if that is more.
    """

    texts: tuple[str, ...]
    amount: float
    most: float = 0
    lane: str | None = None


def barred(heads: tuple[str, ...], rows: Sequence[Row], room: int | None) -> Iterator[Line]:
    """The table; first texts are cut where it would be wider than its room."""
    widths = [
        max(map(width, column)) for column in zip(heads, *(row.texts for row in rows), strict=True)
    ]
    others = sum(widths[1:]) + _GAP * len(widths)
    if room:
        widths[0] = min(widths[0], max(_LEAST, room - others - _LEAST))
    long = max(1, room - others - widths[0]) if room else _NATURAL
    peak = max((max(row.amount, row.most) for row in rows), default=0)
    titles = tuple(head[:1].upper() + head[1:] for head in heads)
    yield Line([(_texts(titles, widths), "title")])
    yield Line([("─" * (room or sum(widths) + _GAP * len(widths) + long), "axis")])
    for row in rows:
        bar = _bar(row.amount / peak, row.most / peak, long) if peak else ""
        yield Line([(_texts(row.texts, widths) + " " * _GAP, ""), (bar, "mark")], row.lane)


def _texts(texts: tuple[str, ...], widths: Sequence[int]) -> str:
    first = cut(texts[0], widths[0], "…")
    cells = [first + " " * (widths[0] - width(first))]
    cells += [text.rjust(long) for text, long in zip(texts[1:], widths[1:], strict=True)]
    return (" " * _GAP).join(cells)


def _bar(part: float, most: float, long: int) -> str:
    """A part of a whole bar, to an eighth of a column; the least that there is can be seen."""
    columns, eighths = round(part * long), round(part * long * 8)
    faint = round(most * long)
    if faint > max(columns, 1):
        return (("█" * columns) or (_EIGHTHS[1] if part else "")).ljust(faint, FAINT)
    if part:
        eighths = max(eighths, 1)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
