"""The table that people read: as rich draws it if it has to fit a width or has colour, else plain.

Both look the same: a header, a rule, two blanks between columns, a quiet footer. The plain one
gives each event one line at its natural width, so that grep finds what is there. Of the other one
rich itself draws the head and the footer; it is too slow for rows, which are laid out here and
look as if it had.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from hkinno.display import Section, columns, footer, heads, sections, table_section
from hkinno.render import RenderOptions, Table, colors_of, draw, ink, tail
from hkinno.store.store import Entry
from hkinno.text import escape_controls, narrow, plural, width, wrap

if TYPE_CHECKING:
    from rich.table import Table as RichTable

SUFFIXES = (".txt",)
WHOLE = True  # colours follow the categories of the whole store
SECTIONS = True
CELLS_ALONE = True
_GAP = 2
# On a terminal; longer cells are wrapped.
_WIDEST_CELLS = {"date": 25, "category": 24, "title": 100, "summary": 100}
_WORD = 16  # columns; no word up to this long is broken as long as there is another way
_EMPTY: tuple[object, ...] = (None, "", [], {})
_LEAST = 2  # one wide character
_PAD = 120  # in plain text; a longer cell is whole, and what follows it stands further right
_INKS = {"date": "1"}  # bold, as terminals are told it
_HEADING, _DIVIDER = "1;4", "2"  # bold and underlined; dim, as all that rich draws between columns


class Column(NamedTuple):
    """The name of a field, and what stands above its values."""

    name: str
    head: str


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """The table in chunks of lines; without events, the footer alone."""
    names = columns(entries, options)
    if not options.fields:
        names = (*names, "id")
    parts = sections(entries, names, options)
    top = _columns(names, options.lang)
    if not options.fields and options.width and not _fits(top, parts, options.width):
        top = top[:-1]
        parts = [part._replace(rows=[row[:-1] for row in part.rows]) for part in parts]
    yield from _sections(top, parts, options)
    yield tail(footer(entries, options), options)


def write_table(table: Table, options: RenderOptions) -> Iterator[str]:
    """The same of records; the footer names the store that they are of, if they are of one.

    Without records there is no more than that. A column without a single value is left out, unless
    it was asked for.
    """
    if not options.fields:
        held = tuple(n for n in table.columns if any(r.get(n) not in _EMPTY for r in table.records))
        table = table._replace(columns=held)
    section = table_section(table)
    yield from _sections(_columns(table.columns), [section] if section.rows else [], options)
    if options.store:
        yield tail(
            f"{plural(len(section.rows), 'row')} · {escape_controls(options.store)}", options
        )


def _columns(names: Sequence[str], lang: str | None = None) -> list[Column]:
    return list(map(Column, names, heads(names, lang)))


def _sections(
    top: Sequence[Column], parts: Sequence[Section], options: RenderOptions
) -> Iterator[str]:
    natural = _widths(top, parts)
    if options.plain:
        return _render_plain(top, parts, natural)
    widths = _fit_columns(top, parts, natural, options.width) if options.width else natural
    return render_sections(top, parts, widths, options)


def _fits(top: Sequence[Column], parts: Sequence[Section], room: int) -> bool:
    """Whether no cell need be wrapped that would not be wrapped anyway."""
    return sum(_usual(top, _widths(top, parts), room)) + _GAP * (len(top) - 1) <= room


def _usual(top: Sequence[Column], natural: Sequence[int], total: int) -> list[int]:
    """The widths of columns which are alone: what is in them, up to what can be read well."""
    return [min(w, _WIDEST_CELLS.get(c.name, total)) for c, w in zip(top, natural, strict=True)]


def _widths(top: Sequence[Column], parts: Sequence[Section]) -> list[int]:
    widths = [width(column.head) for column in top]
    for part in parts:
        for row in part.rows:
            widths = [max(w, width(c)) for w, c in zip(widths, row, strict=True)]
    return widths


def _render_plain(
    top: Sequence[Column], parts: Sequence[Section], natural: Sequence[int]
) -> Iterator[str]:
    widths = [min(long, _PAD) for long in natural]
    if parts:
        yield _plain_line([column.head for column in top], widths)
        yield "─" * (sum(widths) + _GAP * (len(widths) - 1)) + "\n"
    for part in parts:
        if part.heading is not None:
            yield f"{part.heading}\n"
        for row in part.rows:
            yield _plain_line(row, widths)
        if part.heading is not None:
            yield "\n"
    if parts and parts[-1].heading is None:
        yield "\n"


def _plain_line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=True))
    return (" " * _GAP).join(padded).rstrip() + "\n"


def _fit_columns(
    top: Sequence[Column], parts: Sequence[Section], natural: Sequence[int], total: int
) -> list[int]:
    """Widths that fit. The widest column gives way first, dates last; at the very end words do."""
    widths = _usual(top, natural, total)
    over = sum(widths) + _GAP * (len(widths) - 1) - total
    if over <= 0:
        return widths
    words = [min(_WORD, longest) for longest in _longest_words(top, parts)]
    places = range(len(top))
    others = [place for place in places if top[place].name != "date"]
    steps = ((others, words), (places, words), (places, [_LEAST] * len(top)))
    return narrow(widths, over, steps)


def _longest_words(top: Sequence[Column], parts: Sequence[Section]) -> list[int]:
    """The width of the longest word of each column; one with wide characters breaks anywhere."""
    found = [set(column.head.split()) for column in top]
    for part in parts:
        for row in part.rows:
            for words, cell in zip(found, row, strict=True):
                words.update(cell.split())
    longest = (max((len(w) for w in f if width(w) == len(w)), default=0) for f in found)
    return [max(_LEAST, long) for long in longest]


def render_sections(
    top: Sequence[Column], parts: Sequence[Section], widths: Sequence[int], options: RenderOptions
) -> Iterator[str]:
    """The table in columns of these widths, each of two or of what is in it at the least."""
    # more than asked if all columns are at their least
    total = max(options.width or 0, sum(widths) + _GAP * (len(widths) - 1))
    if parts:
        yield draw(_rich_head(top, widths), total, options.color)
    gap = " " * (_GAP - 1) + _inked(" ", _DIVIDER if options.color else "")
    colors = colors_of(map(escape_controls, options.categories))
    for part in parts:
        for piece in wrap(part.heading, total) if part.heading is not None else ():
            yield _inked(piece, _HEADING if options.color else "").rstrip() + "\n"
        for row in part.rows:
            inks = [""] * len(top)
            if options.color:
                inks = [
                    ink(colors[cell])
                    if column.name == "category" and cell in colors
                    else _INKS.get(column.name, "")
                    for column, cell in zip(top, row, strict=True)
                ]
            yield _laid_out(row, widths, inks, gap)
        yield "\n"


def _rich_head(top: Sequence[Column], widths: Sequence[int]) -> "RichTable":
    """A table of rich's without rows."""
    from rich import box
    from rich.table import Table as RichTable

    table = RichTable(
        box=box.SIMPLE_HEAD,  # draws one blank between columns; the padding is the rest of the gap
        show_edge=False,
        pad_edge=False,
        padding=(0, _GAP - 1, 0, 0),
        header_style="bold",
        border_style="dim",
    )
    for column, room in zip(top, widths, strict=True):
        table.add_column(column.head, width=room, overflow="fold")
    return table


def _laid_out(row: Sequence[str], widths: Sequence[int], inks: Sequence[str], gap: str) -> str:
    """A row: its cells side by side, in as many lines as the highest of them needs."""
    folded = [wrap(cell, room) for cell, room in zip(row, widths, strict=True)]
    lines = (
        gap.join(
            _inked(piece, ink) + " " * (room - width(piece))
            for piece, ink, room in zip(pieces, inks, widths, strict=True)
        )
        for pieces in zip_longest(*folded, fillvalue="")
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _inked(text: str, ink: str) -> str:
    """A text as a terminal is told its colour or weight."""
    return f"\x1b[{ink}m{text}\x1b[0m" if text and ink else text
