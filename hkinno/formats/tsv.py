r"""Tab-separated values, for awk and cut: a line an event, `\t`, `\n`, `\r` and `\\` escaped.

Nothing is quoted here, and a quote is a quote. Spreadsheets write other files of this name: they
quote as in CSV, and a backslash is a backslash. What is read tells by its bytes which it is. For
that a header with all of hkinno's own fields is enough; an export with fewer columns has a mark
where its `\t` could begin a `\textit`: in the first such row it writes `\u0009` for the tab.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from hkinno.events import STORED
from hkinno.fields import table_rows
from hkinno.formats.csv import open_lines, parse_table, read_table, rows
from hkinno.render import RenderOptions, Table
from hkinno.store.store import Entry

_WRITTEN = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
CELLS = True
RAW = True
_MARKED = {r"\t": r"\u0009", r"\n": r"\u000a", r"\r": r"\u000d"}
_DOUBTFUL = re.compile(r"\\\\|\\[tnr](?=[a-z])")  # in an escaped cell; `\\` is passed over
_CHARACTERS = {escape: char for char, escape in _WRITTEN.items()}
_ESCAPES = str.maketrans(_WRITTEN)
_CHARACTERS |= {mark: _CHARACTERS[said] for said, mark in _MARKED.items()}
_ESCAPE = re.compile(r"\\(?:[tnr\\]|u00(?:09|0a|0d))")
_BACKSLASH = re.compile(rb"\\(u00(?:09|0a|0d)|[tnr][a-z]|.?)")
_SINGLE = frozenset((b"t", b"n", b"r", b"\\"))
# `""` alone is how an empty text is written, here and in CSV
_QUOTE = re.compile(rb'(?:^|[\t\r]|\A\xef\xbb\xbf)"(?!"(?:[\t\r\n]|\Z))', re.M)


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """A header, then a line for each event."""
    unmarked = bool(options.fields) and not _is_whole(options.fields)
    for cells in map(_escaped, rows(entries, options)):
        if unmarked and (marked := [_DOUBTFUL.sub(_mark, cell) for cell in cells]) != cells:
            cells, unmarked = marked, False
        yield "\t".join(cells) + "\n"


def write_table(table: Table, _: RenderOptions) -> Iterator[str]:
    """A header, then a line for each record."""
    return ("\t".join(_escaped(row)) + "\n" for row in table_rows(table))


def _escaped(row: Sequence[str]) -> list[str]:
    return [cell.translate(_ESCAPES) for cell in row]


def _mark(found: re.Match[str]) -> str:
    return _MARKED.get(found[0], found[0])


def _is_whole(names: Sequence[str]) -> bool:
    return set(STORED) <= set(names)


# --- reading


def recognizes(head: str) -> bool:
    """Whether tabs are what separates the names of columns."""
    other = head.lower().startswith(("[", "{", "sep="))
    return not other and head.count("\t") > head.count(",") + head.count(";")


def read(data: bytes, label: str) -> Iterator[tuple[str, dict[str, str] | str]]:
    """The header, with what was guessed, and the rows."""
    found = _dialect(data)
    table = parse_table(open_lines(data), "\t", found.quotes)
    yield from read_table(table, label, found.guessed, _unescape if found.escapes else str)


class _Dialect(NamedTuple):
    quotes: bool  # as in CSV
    escapes: bool
    guessed: str


@lru_cache(maxsize=1)  # a table is read more than once, and this looks at all of it
def _dialect(data: bytes) -> _Dialect:
    """How to read a table, by its header and by all that it has of backslashes and quotes."""
    backslashes = set(_BACKSLASH.findall(data))
    of_ours = all(len(found) > 1 or found in _SINGLE for found in backslashes)
    marked = of_ours and any(len(found) > 2 for found in backslashes)
    ours = marked or _is_whole(next(parse_table(open_lines(data), "\t", quotes=False), []))
    escapes = ours or (of_ours and all(len(found) == 1 for found in backslashes))
    # what hkinno wrote has no carriage return, unless it went through another program
    quotable = bool(_QUOTE.search(data)) and not (ours and b"\r" not in data)
    quotes = quotable and _is_quoted(data)
    told = ["quotes are read as in CSV" if quotes else "quotes are kept as they are"] * quotable
    if backslashes and not ours and escapes:
        told.append(r"\n, \t and \\ are read as hkinno and jq write them, --from csv keeps them")
    elif backslashes and not ours:
        told.append("backslashes are kept as they are")
    return _Dialect(quotes, escapes, "; ".join(told))


def _is_quoted(data: bytes) -> bool:
    """Whether all quotes go together as in CSV, and none does so by chance, over several rows."""
    try:
        table = parse_table(open_lines(data), "\t")
        return not any("\t" in cell and "\n" in cell for row in table for cell in row)
    except csv.Error:
        return False


def _unescape(cell: str) -> str:
    if "\\" not in cell:
        return cell
    return _ESCAPE.sub(lambda escape: _CHARACTERS[escape[0]], cell)
