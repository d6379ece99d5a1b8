"""The table that people read: drawn by rich where it has to fit a width or has colour, else plain.

Both look the same: a header, a rule, two blanks between columns, a quiet footer. The plain one
gives each event one line at its natural width, so that grep finds what is there.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hkinno.cells import Section, cell_width, columns, footer, heads, sections
from hkinno.drawing import draw
from hkinno.fields import visible
from hkinno.frame import Frame
from hkinno.store import Entry

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

SUFFIXES = (".txt",)
WHOLE = True  # colours follow the categories of the whole store
SECTIONS = True
_GAP = 2
# On a terminal; longer cells are wrapped.
_WIDEST = {"date": 25, "category": 24, "title": 100, "summary": 100}
_WORD = 16  # columns; no word up to this long is broken as long as there is another way
_LEAST = 2  # one wide character
_PAD = 120  # in plain text; a longer cell is whole, and what follows it stands further right
_CHUNK = 200  # rows drawn at a time, so that a long table begins at once
# Of the 256 colours those whose contrast to black and to white is about the same (4.5 : 1), so
# that they can be read on dark and on light terminals.
COLORS = (27, 130, 28, 161, 30, 98, 131, 64, 163, 31)


def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]:
    """The table in chunks of lines; without events, the footer alone."""
    names = _with_id(entries, frame)
    parts = sections(entries, names, frame)
    natural = _widths(names, parts)
    if frame.width is None and not frame.color:
        yield from _plain(names, parts, natural)
    else:
        widths = _fitted(names, parts, natural, frame.width) if frame.width else natural
        # more than asked if all columns are at their least
        width = max(frame.width or 0, sum(widths) + _GAP * (len(widths) - 1))
        yield from _rich(names, parts, widths, width, frame)
    yield _tail(footer(entries, frame), frame)


def _tail(text: str, frame: Frame) -> str:
    if frame.width is None and not frame.color:
        return f"{text}\n"
    from rich.text import Text

    return draw(Text(text, style="dim"), frame.width or cell_width(text), frame.color)


def _with_id(entries: Sequence[Entry], frame: Frame) -> Sequence[str]:
    """The columns; the id joins them where there is room for it."""
    names = columns(entries, frame)
    if frame.fields or not entries:
        return names
    if frame.width is None:
        return (*names, "id")
    ids = max(cell_width(entry.event.id) for entry in entries)
    return (*names, "id") if frame.width - ids >= 110 else names


def _widths(names: Sequence[str], parts: Sequence[Section]) -> list[int]:
    widths = [cell_width(head) for head in heads(names)]
    for part in parts:
        for row in part.rows:
            widths = [max(w, cell_width(c)) for w, c in zip(widths, row, strict=True)]
    return widths


def _plain(names: Sequence[str], parts: Sequence[Section], natural: Sequence[int]) -> Iterator[str]:
    widths = [min(width, _PAD) for width in natural]
    if parts:
        yield _line(heads(names), widths)
        yield "─" * (sum(widths) + _GAP * (len(widths) - 1)) + "\n"
    for part in parts:
        if part.heading is not None:
            yield f"{part.heading}\n"
        for row in part.rows:
            yield _line(row, widths)
        if part.heading is not None:
            yield "\n"
    if parts and parts[-1].heading is None:
        yield "\n"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - cell_width(cell)) for cell, width in zip(row, widths, strict=True)
    )
    return (" " * _GAP).join(padded).rstrip() + "\n"


def _fitted(
    names: Sequence[str], parts: Sequence[Section], natural: Sequence[int], total: int
) -> list[int]:
    """Widths that fit. The widest column gives way first, dates last; at the very end words do."""
    widths = [min(w, _WIDEST.get(n, total)) for n, w in zip(names, natural, strict=True)]
    over = sum(widths) + _GAP * (len(widths) - 1) - total
    if over <= 0:
        return widths
    words = [min(_WORD, longest) for longest in _longest_words(names, parts)]
    places = range(len(names))
    others = [place for place in places if names[place] != "date"]
    for giving, floors in ((others, words), (places, words), (places, [_LEAST] * len(names))):
        while over > 0 and (able := [place for place in giving if widths[place] > floors[place]]):
            widths[max(able, key=lambda place: widths[place])] -= 1
            over -= 1
    return widths


def _longest_words(names: Sequence[str], parts: Sequence[Section]) -> list[int]:
    """The width of the longest word of each column; one with wide characters breaks anywhere."""
    rows = (row for part in parts for row in (heads(names), *part.rows))
    columns = (set(" ".join(cells).split()) for cells in zip(*rows, strict=True))
    return [max(len(w) for w in column if cell_width(w) == len(w)) for column in columns]


def _rich(
    names: Sequence[str], parts: Sequence[Section], widths: Sequence[int], width: int, frame: Frame
) -> Iterator[str]:
    from rich.text import Text

    head = True
    for part in parts:
        table = None
        for start in range(0, len(part.rows), _CHUNK):
            table = _table(names, widths, head)
            if part.heading is not None and start == 0:
                if head:
                    yield draw(table, width, frame.color)
                    table = _table(names, widths, False)
                yield draw(Text(part.heading, style="bold underline"), width, frame.color)
            for row in part.rows[start : start + _CHUNK]:
                table.add_row(*_styled(names, row, frame))
            yield draw(table, width, frame.color)
            head = False
        yield "\n"


def _table(names: Sequence[str], widths: Sequence[int], head: bool) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD,  # draws one blank between columns; the padding is the rest of the gap
        show_header=head,
        show_edge=False,
        pad_edge=False,
        padding=(0, _GAP - 1, 0, 0),
        header_style="bold",
        border_style="dim",
    )
    for name, width in zip(heads(names), widths, strict=True):
        table.add_column(name, width=width, overflow="fold")
    return table


def _styled(names: Sequence[str], row: Sequence[str], frame: Frame) -> "list[Text]":
    from rich.text import Text

    styles = {"date": "bold", "id": "dim"}
    return [
        Text.styled(cell, _color(cell, frame) if name == "category" else styles.get(name, ""))
        for name, cell in zip(names, row, strict=True)
    ]


def _color(category: str, frame: Frame) -> str:
    """A steady colour: by the place of the category in the whole store, whatever is shown."""
    shown = [visible(known) for known in frame.categories]
    return f"color({COLORS[shown.index(category) % len(COLORS)]})" if category in shown else ""
