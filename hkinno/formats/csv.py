"""Comma-separated values (RFC 4180, lines end with LF): all that is stored, a column a field."""

import csv
import re
from collections.abc import Iterator, Sequence

from hkinno.fields import STORED, members, pick, plain, unknown_fields
from hkinno.frame import Frame
from hkinno.store import Entry

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]").match
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?").fullmatch


class _Line:
    """A file whose `write` hands the text back, which `csv.writer` passes on."""

    @staticmethod
    def write(text: str) -> str:
        return text.removesuffix("\r\n") + "\n"


def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]:
    """A header, then a row for each event. No cell can become a formula in a spreadsheet."""
    line = csv.writer(_Line(), lineterminator="\r\n")  # cells with either of them are quoted
    for row in rows(entries, frame):
        yield line.writerow([guarded(cell) for cell in row])


def rows(entries: Sequence[Entry], frame: Frame) -> Iterator[list[str]]:
    """The header and the rows as plain texts."""
    names = frame.fields or (*STORED, *unknown_fields(entries))
    yield list(names)
    for entry in entries:
        found = pick(entry, names) if frame.fields else members(entry.raw)
        yield [plain(name, found.get(name)) for name in names]


def guarded(cell: str) -> str:
    """A cell that a spreadsheet takes for text or a number: an apostrophe before what it might
    run. Reading takes one apostrophe away again from such a cell.
    """
    return f"'{cell}" if _FORMULA(cell) and not _NUMBER(cell) else cell
