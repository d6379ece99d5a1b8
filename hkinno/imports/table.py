"""A file as a table: names of columns, and rows of cells that can be read again and again.

A cell is a text, or JSON as it is written; so what is said of the columns of CSV holds for the
keys of JSON, those inside other objects too: `{"start": {"year": 1714}}` has a column `start.year`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from hkinno.imports.guesses import GUESSES, Names
from hkinno.rawjson.errors import JSON_FAULTS

Cell = str | msgspec.Raw
Cells = Mapping[str, Cell]
Row = tuple[str, Cells | str]
"""Where it stands in the file, and what it says, or why it cannot be read."""


class ImportTable(msgspec.Struct, frozen=True):
    """A table of a file. `own` tells whether hkinno wrote it, `instants` whether all
    its dates are moments, also at midnight; `notes` are said of it once.

    `called` says what columns are called that are fields, `picked` which they are for sure; `whole`
    are the keys of JSON with other keys inside, `lists` those with lists of several. `rows` begins
    anew each time. `around` is the JSON object that the array of them lies in, `beside` the other
    arrays there, which are left out, with the number of their objects. `written` are the events
    that hkinno wrote into the file of a tool, and `known` what it wrote of those, by their ids, of
    which the rows have the date alone.
    """

    names: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    own: bool = False
    instants: bool = False
    notes: tuple[str, ...] = ()
    called: Names = msgspec.field(default_factory=lambda: GUESSES)
    whole: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    picked: Mapping[str, str] = msgspec.field(default_factory=dict)
    around: Mapping[str, msgspec.Raw] = msgspec.field(default_factory=dict)
    beside: Mapping[str, int] = msgspec.field(default_factory=dict)
    written: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    known: Mapping[str, Mapping[str, Any]] = msgspec.field(default_factory=dict)


def text_of(cell: Cell) -> str:
    """A cell as text: of JSON what a text says, a number as it is written, and else nothing."""
    if isinstance(cell, str):
        return cell
    data = bytes(cell)
    if data.startswith(b'"'):
        try:
            return msgspec.json.decode(data, type=str)
        except JSON_FAULTS:
            return ""
    if data.startswith(b"["):
        try:
            items = msgspec.json.decode(data, type=list[msgspec.Raw])
        except JSON_FAULTS:
            return ""
        return text_of(items[0]) if len(items) == 1 else ""
    return "" if data.startswith((b"{", b"null")) else data.decode(errors="replace")


def is_list(cell: Cell) -> bool:
    """Whether a cell is a list of JSON."""
    return not isinstance(cell, str) and bytes(cell).startswith(b"[")
