r"""Tab-separated values, for awk and cut: a line an event, `\t`, `\n`, `\r` and `\\` escaped."""

from collections.abc import Iterator, Sequence

from hkinno.formats.csv import rows
from hkinno.frame import Frame
from hkinno.store import Entry

ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]:
    """A header, then a line for each event."""
    table = str.maketrans(ESCAPES)
    for row in rows(entries, frame):
        yield "\t".join(cell.translate(table) for cell in row) + "\n"
