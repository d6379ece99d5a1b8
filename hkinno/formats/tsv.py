r"""Tab-separated values, for awk and cut: a line an event, `\t`, `\n`, `\r` and `\\` escaped."""

import io
import re
from collections.abc import Iterator, Sequence

from hkinno.formats.csv import by_column, column_names, rows
from hkinno.frame import Frame
from hkinno.store import Entry

ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
CELLS = True
_CHARACTERS = {escape: char for char, escape in ESCAPES.items()}


def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]:
    """A header, then a line for each event."""
    table = str.maketrans(ESCAPES)
    for row in rows(entries, frame):
        yield "\t".join(cell.translate(table) for cell in row) + "\n"


def recognizes(head: str) -> bool:
    """Whether tabs are what separates the names of columns."""
    other = head.lower().startswith(("[", "{", "sep="))
    return not other and head.count("\t") > head.count(",") + head.count(";")


def read(data: bytes, label: str) -> Iterator[tuple[str, dict[str, str] | str]]:
    """The header, which is row 1, and the rows; nothing is quoted here."""
    file = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline="\n")
    found = ([_plain(cell) for cell in line.rstrip("\r\n").split("\t")] for line in file)
    names = column_names(next(found, []), label)
    yield "row 1", by_column(names, names)
    for number, row in enumerate(found, 2):
        if any(row):  # else it is a blank line
            yield f"row {number}", by_column(names, row)


def _plain(cell: str) -> str:
    if "\\" not in cell:
        return cell
    return re.sub(r"\\[tnr\\]", lambda escape: _CHARACTERS[escape[0]], cell)
