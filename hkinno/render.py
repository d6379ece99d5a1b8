"""How an answer is shown: the world as a format sees it, lines with roles, tables of records.

What is drawn is a value, as are the answers of all commands; rich is a pure function here.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from hkinno.text import chop, escape_controls, listed, width, wrap

if TYPE_CHECKING:
    from rich.console import RenderableType

# Of the 16 colours of the terminal, which its theme makes legible, those that themes do not use for
# grounds or for what is dimmed: cyan, magenta, green, red, yellow, and brighter blue, red, magenta.
COLORS = (6, 5, 2, 1, 3, 12, 9, 13)
_STYLES = {"axis": "dim", "grid": "dim", "today": "bold", "mark": "bold"}
_STYLES |= {"head": "bold", "title": "bold"}
_READABLE = 100  # columns
_CHUNK = 200  # lines painted at a time
_ENTRY_GAP = 3  # columns between two entries of a legend


class RenderOptions(NamedTuple):
    """How to show a selection. Nothing here is looked up below the command line."""

    width: int | None = None  # columns to fit; None: each event on one line, nothing cut
    color: bool = False
    terminal: bool = False  # a person reads it: indent, link
    lang: str | None = None  # a BCP 47 tag: show the translation where there is one
    fields: tuple[str, ...] = ()  # columns or keys; empty: the format's own choice
    raw_dates: bool = False  # dates as EDTF instead of words
    group: str | None = None  # a name of hkinno.query.groups.GROUPS
    total: int = 0  # events in the store, of which the selection is a part
    stores: tuple[str, ...] = ()  # what that is called, of each file
    title: str = ""  # of the store, if it has one
    categories: tuple[str, ...] = ()  # of the whole store, most frequent first: colours do not move

    @property
    def plain(self) -> bool:
        """Whether nothing has to fit and nothing is coloured, as for a file or a program."""
        return self.width is None and not self.color

    @property
    def store(self) -> str:
        """What the store is called in a sentence; empty if it is not to be told."""
        return listed(self.stores)

    @property
    def reading_width(self) -> int:
        """The columns of what is read line by line; longer lines are hard to read."""
        return min(self.width or _READABLE, _READABLE)


class Table(NamedTuple):
    """The answer of a command that is no events: records of the same columns.

    Values are texts, numbers, truths, lists of texts, None, or JSON (`msgspec.Raw`, mappings). A
    record may lack a column.
    """

    columns: tuple[str, ...]
    records: Sequence[Mapping[str, object]]


class Spot(NamedTuple):
    """The columns of a line, from `start` up to `end`, that belong to an event by its number."""

    start: int
    end: int
    event: int


class Line(NamedTuple):
    """A line of a drawing: texts, each with its role, and the heading of its lane, if any.

    Roles: "mark", "head", "title", "axis", "grid", "today", "note", and "" for labels. `spots` say
    where events are in it.
    """

    texts: list[tuple[str, str]]
    lane: str | None = None
    spots: tuple[Spot, ...] = ()

    @property
    def plain(self) -> str:
        """The line without roles, and without blanks at its end."""
        return "".join(text for text, _ in self.texts).rstrip()


def draw(what: "RenderableType", room: int, color: bool) -> str:
    """The lines of a drawing, without blanks at their ends."""
    from rich.console import Console

    console = Console(
        width=room,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(what)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def colors_of(names: Iterable[str]) -> dict[str, int]:
    """A colour of the 16 of the terminal for each name, by its place."""
    places = enumerate(dict.fromkeys(names))
    return {name: COLORS[place % len(COLORS)] for place, name in places}


def ink(color: int) -> str:
    """What a terminal is told for one of its 16 colours (ECMA-48, SGR; 90–97 as aixterm has it)."""
    return str(30 + color if color < 8 else 82 + color)


def to_text(lines: Sequence[Line], colors: Mapping[str, int] | None, room: int) -> Iterator[str]:
    """The lines as text, in colour if there are some for their lanes."""
    if colors is None:
        yield from (f"{line.plain}\n" for line in lines)
        return
    from rich.text import Text

    for start in range(0, len(lines), _CHUNK):
        text = Text(no_wrap=True, overflow="ignore")
        for number, line in enumerate(lines[start : start + _CHUNK]):
            text.append("\n" if number else "")
            for role, run in groupby(line.texts, key=itemgetter(1)):
                known = role in ("mark", "head") and (line.lane or "") in colors
                hue = f" color({colors[line.lane or '']})" if known else ""
                text.append("".join(part for part, _ in run), f"{_STYLES.get(role, '')}{hue}")
        yield draw(text, room, True)


def tail(text: str, options: RenderOptions) -> str:
    """The line that ends an answer, broken where there is a width to fit."""
    return "".join(f"{line.rstrip()}\n" for line in wrap(text, options.width or width(text)))


def footnotes(notes: Iterable[str], room: int | None) -> Iterator[Line]:
    """Sentences, wrapped where there is a width to fit."""
    for note in notes:
        words = [(word, "note") for word in escape_controls(note).split(" ")]
        yield from wrapped([words], room or sys.maxsize)


def wrapped(entries: Iterable[list[tuple[str, str]]], room: int) -> Iterator[Line]:
    """Entries of words one after the other, broken between them, or else between words.

    A word is broken where it is wider than the room: Chinese is written without blanks.
    """
    line: list[tuple[str, str]] = []
    free = room
    for entry in entries:
        gap, long = _ENTRY_GAP, sum(width(word) + 1 for word, _ in entry) - 1
        fresh = bool(line) and gap + long > free  # it begins a line
        for word, role in ((part, role) for whole, role in entry for part in chop(whole, room)):
            if line and (fresh or gap + width(word) > free):
                yield Line(line)
                line, free, fresh = [], room, False
            gap = gap if line else 0
            line += [(" " * gap, "note"), (word, role)]
            free -= gap + width(word)
            gap = 1
    if line:
        yield Line(line)
