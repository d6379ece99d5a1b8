"""Comma-separated values (RFC 4180, lines end with LF): all that is stored, a column a field."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from hkinno.errors import HkinnoError, quoted
from hkinno.events import STORED, members
from hkinno.fields import pick, plain, table_rows, unknown_fields
from hkinno.render import RenderOptions, Table
from hkinno.store.store import Entry

CELLS = True
RAW = True
_SEPARATORS = ",;\t|"
_Row = tuple[str, dict[str, str] | str]
_LONGEST = (1 << 31) - 1  # characters of a cell: what fits a C long everywhere
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]").match
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?").fullmatch


class _Line:
    """A file whose `write` hands the text back, which `csv.writer` passes on."""

    @staticmethod
    def write(text: str) -> str:
        return text.removesuffix("\r\n") + "\n"


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """A header, then a row for each event. No cell can become a formula in a spreadsheet."""
    return _written(rows(entries, options))


def write_table(table: Table, _: RenderOptions) -> Iterator[str]:
    """A header, then a row for each record."""
    return _written(table_rows(table))


def _written(cells: Iterable[Sequence[str]]) -> Iterator[str]:
    line = csv.writer(_Line(), lineterminator="\r\n")  # cells with either of them are quoted
    for row in cells:
        yield line.writerow([guard(cell) for cell in row])


def rows(entries: Sequence[Entry], options: RenderOptions) -> Iterator[list[str]]:
    """The header and the rows as plain texts."""
    names = options.fields or (*STORED, *unknown_fields(entries))
    yield list(names)
    for entry in entries:
        found = pick(entry, names) if options.fields else members(entry.raw)
        yield [_cell(name, found.get(name)) for name in names]


def _cell(name: str, value: object) -> str:
    """An empty text is `""`, since an empty cell is none; one of quotes alone gets two more."""
    cell = plain(name, value)
    if cell.strip('"') or len(cell) % 2 or value is None or name not in STORED:
        return cell
    return cell if value == msgspec.Raw(b"null") else f'""{cell}'


def guard(cell: str) -> str:
    """A cell that a spreadsheet takes for text or a number: an apostrophe before what it might
    run. Reading takes one apostrophe away again from such a cell.
    """
    return f"'{cell}" if _FORMULA(cell) and not _NUMBER(cell) else cell


# --- reading


def recognizes(head: str) -> bool:
    """Whether something separates the names of columns."""
    separated = max(map(head.count, ",;|"))
    return head.lower().startswith("sep=") or (
        not head.startswith(("[", "{", "- ", "title: "))
        and separated > 0
        and separated >= head.count("\t")
    )


class _RowLines:
    """The lines of a file, of which those of the row that is being read are known."""

    def __init__(self, file: Iterable[str], separator: str) -> None:
        self._file, self._separator = file, separator
        self._lines: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self._lines.append(line)
            yield line

    def begin(self) -> None:
        """The next line is the first one of a row."""
        self._lines.clear()

    def mended(self, cells: int) -> list[str] | None:
        """The cells of a row of one line with the separator that a number lacks before it, if that
        makes so many cells: `"King of Persia"-486,-465`.
        """
        if len(self._lines) != 1:  # a quote is missing, and what it holds is not known
            return None
        line = re.sub(r'(?<=")(?=-?[0-9])', self._separator, self._lines[0])
        try:
            row: list[str] = next(parse_table([line], self._separator))
        except (csv.Error, StopIteration):
            return None
        return row if len(row) == cells else None


def read(data: bytes, label: str) -> Iterator[_Row]:
    """The header, with what was guessed, and the rows, whatever separates their cells.

    A separator named by Excel's `sep=` line goes before what the header looks like.
    """
    file = open_lines(data)
    if named := re.match(r'(?i)"?sep=(.)"?\s*\Z', file.readline()):
        separator = named[1]
    else:
        separator, file = _separator(data), open_lines(data)
    mark = "tabs" if separator == "\t" else quoted(separator)
    guessed = "" if separator == "," else f"cells are separated by {mark}"
    lines = _RowLines(file, separator)
    table = parse_table(lines, separator)
    yield from read_table(table, label, guessed, _unguarded, bool(named), lines)


def read_table(
    table: Any,
    label: str,
    guessed: str,
    plain: Callable[[str], str],
    skipped: int = 0,
    lines: _RowLines | None = None,
) -> Iterator[_Row]:
    """What a reader of the `csv` module finds: the header, with what was guessed, and the rows.

    From its `lines` a broken row is mended, if that can be done without doubt; a text that stands
    nowhere says so.
    """
    names: list[str] = []
    count = 0  # cells of the last row
    for where, row in _read_rows(table, label, skipped):
        if isinstance(row, str):
            if not names:
                raise HkinnoError(f"{label}: {where}: {row}")
            if found := lines.mended(count) if lines else None:
                yield "", f"{where}: a separator is missing before a number, and is put there"
                yield where, _by_column(names, [plain(cell) for cell in found])
            else:
                yield where, row
        elif not names:
            names = _column_names([plain(name) for name in row], label)
            yield guessed, _by_column(names, names)
        elif any(map(str.strip, row)):
            count = len(row)
            yield where, _by_column(names, [plain(cell) for cell in row])
        if lines:
            lines.begin()
    if not names:
        _column_names([], label)


def open_lines(data: bytes) -> io.TextIOWrapper:
    """The lines of a table, with their ends."""
    return io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline="")


def parse_table(file: Iterable[str], separator: str, quotes: bool = True) -> Any:
    """A reader of the `csv` module. Its rows raise csv.Error, but not without `quotes`."""
    csv.field_size_limit(_LONGEST)  # a cell may be long; what is too much is the file's matter
    if quotes:
        return csv.reader(file, delimiter=separator, strict=True)
    return csv.reader(file, delimiter=separator, quoting=csv.QUOTE_NONE)


def _separator(data: bytes) -> str:
    """What makes most columns that hkinno knows of the header; of equals, most columns."""

    def columns(separator: str) -> tuple[int, int]:
        try:
            names = next(parse_table(open_lines(data), separator), [""])
        except csv.Error:
            return 0, 0
        return sum(name.strip().lower() in STORED for name in names), len(names)

    return max(_SEPARATORS, key=columns)


def _read_rows(table: Any, label: str, skipped: int) -> Iterator[tuple[str, list[str] | str]]:
    """Where each row stands, and its cells, or why it is broken; `skipped` lines are before it."""
    number = 0
    while True:
        number, line = number + 1, table.line_num + skipped + 1
        where = f"row {number}" if line == number else f"row {number} (line {line})"
        try:
            yield where, next(table)
        except StopIteration:
            return
        except csv.Error as error:
            if "end of data" in str(error):
                raise HkinnoError(f"{label}: line {line}: a quote is never closed") from error
            yield where, "something stands behind a closing quote; quotes inside are doubled"


def _column_names(names: list[str], label: str) -> list[str]:
    """The header. Raises HkinnoError if it is blank, or if it names two columns alike."""
    if not any(map(str.strip, names)):
        raise HkinnoError(f"{label} has no header: the first line should name the columns")
    if len(set(names)) < len(names) and (twice := _twice(names)):
        raise HkinnoError(f"{label}: two columns are named {quoted(twice)}; rename one")
    return names


def _twice(names: list[str]) -> str:
    """The first name that stands there twice."""
    counts = Counter(names)
    return next((name for name in names if name and counts[name] > 1), "")


def _by_column(names: Sequence[str], row: Sequence[str]) -> dict[str, str] | str:
    """The cells of a row by their columns; those that are missing at its end are empty."""
    if any(row[len(names) :]):
        return f"it has {len(row)} cells, and the header {len(names)}: is a separator not quoted?"
    return dict(zip(names, row, strict=False))


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA(cell) else cell
