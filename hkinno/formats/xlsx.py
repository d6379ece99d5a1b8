"""Spreadsheets (.xlsx, Office Open XML): the columns and cells of CSV, all of them as text."""

from collections.abc import Iterator, Sequence

from hkinno.errors import HkinnoError, named
from hkinno.fields import table_rows
from hkinno.files import read_bytes
from hkinno.formats.csv import rows
from hkinno.render import RenderOptions, Table
from hkinno.store.store import Entry

BINARY = True
CELLS = True
RAW = True
SHEETS = True
WHOLE = True  # its sheet is called as the store


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[bytes]:
    """A sheet with a header, then a row for each event. Raises HkinnoError where none can be."""
    from hkinno.formats._xlsx_book import book, sheet_name  # what reads needs no zip

    yield from book(rows(entries, options), len(entries), sheet_name(options.title, "events"))


def write_table(table: Table, _: RenderOptions) -> Iterator[bytes]:
    """A sheet with a header, then a row for each record; numbers are numbers."""
    from hkinno.formats._xlsx_book import book

    yield from book(_with_numbers(table), len(table.records), "table")


def _with_numbers(table: Table) -> Iterator[list[str | int | float]]:
    head, *texts = table_rows(table)
    yield list(head)
    for record, row in zip(table.records, texts, strict=True):
        values = (record.get(name) for name in table.columns)
        yield [
            value if isinstance(value, int | float) else text
            for value, text in zip(values, row, strict=True)
        ]


# --- reading


def recognizes_bytes(data: bytes) -> bool:
    """Whether this is a zip file with a workbook, or the beginning of one; not a binary one."""
    return data.startswith(b"PK\x03\x04") and b"xl/work" in data and b"xl/workbook.bin" not in data


def read(
    data: bytes, label: str, sheet: str | None = None
) -> Iterator[tuple[str, dict[str, str] | str]]:
    """The header of a sheet, with what was guessed, and its rows, by their numbers there.

    Without a name it is the first one that is a table with dates.
    """
    from hkinno.formats import _xlsx_table  # slow to load

    _refuse_others(data, label)
    return _xlsx_table.read(data, label, sheet)


def holds(file: str) -> Iterator[tuple[str | None, ...]]:
    """The id, date and title of each row of all sheets. Raises HkinnoError if it cannot be read."""
    from hkinno.formats import _xlsx_table

    data, label = read_bytes(file), named(file)
    if data:
        _refuse_others(data, label)
    for sheet in _xlsx_table.filled(data, label) if data else ():
        for _, cells in _xlsx_table.read(data, label, sheet.name):
            if not isinstance(cells, str):
                yield tuple(cells.get(name) for name in ("id", "date", "title"))


def _refuse_others(data: bytes, label: str) -> None:
    if not recognizes_bytes(data):
        raise HkinnoError(f"{label} is no .xlsx spreadsheet; --from says what it is")
