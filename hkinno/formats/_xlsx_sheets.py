"""The sheets of a spreadsheet file as texts, read with openpyxl: each cell says what it shows."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import repeat
from typing import Any, BinaryIO, NamedTuple

from hkinno.errors import HkinnoError, quoted
from hkinno.files import MOST_HELD, too_large
from hkinno.formats._xlsx_book import MOST_ROWS, letters
from hkinno.formats._xlsx_package import Frame, repacked
from hkinno.formats._xlsx_shown import IN_THEIR_LANGUAGE, code_of, fields, is_dated, shown
from hkinno.text import plural, shorten

_XSTRING = re.compile("_x([0-9A-Fa-f]{4})_")
_WITHOUT_YEAR = frozenset(("month", "day"))
_DAY_IN_NUMBERS = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2,4}").fullmatch
_MONTHS = 12  # of a year
_MOST_CELLS = MOST_ROWS << 8  # of rows that go as far as their last cell
_GREGORIAN = "1582-10-15"
_CLOCK = frozenset(("hour", "minute"))


class SheetRow(NamedTuple):
    """A row that has something, by its number; texts and faults by the numbers of columns."""

    number: int
    cells: dict[int, str]
    faults: dict[int, str]


class Sheet(NamedTuple):
    """A sheet with its rows; what of them has to be said, and the addresses of links by rows."""

    name: str
    hidden: bool
    rows: list[SheetRow]
    notes: tuple[str, ...]
    links: dict[int, list[str]]


class _CellError(Exception):
    """Why a cell says nothing that could be read."""


@lru_cache(maxsize=1)  # a table is read more than once
def sheets(data: bytes, label: str) -> tuple[Sheet, ...]:
    """All sheets of a file that are tables, also hidden ones. Raises HkinnoError."""
    file, frames = repacked(data, label)
    with _told(label):
        book, found = _opened(file, values=True), []
        calculated = any(frame.formulas for frame in frames.values())
        others = _opened(file, values=False).worksheets if calculated else repeat(None)
        for sheet, formulas in zip(book.worksheets, others):  # noqa: B905 - they may be endless
            frame = frames.get(sheet._worksheet_path, Frame())
            reader = _SheetReader(book.epoch)
            rows = list(reader.rows(sheet, formulas if frame.formulas else None, label))
            notes = (*reader.notes(), *_fill_merged(rows, frame), *_hidden(frame))
            hidden = sheet.sheet_state != "visible"
            found.append(Sheet(sheet.title, hidden, rows, notes, _links(rows, frame)))
    return tuple(found)


def _opened(file: BinaryIO, values: bool) -> Any:
    """A workbook, whose formulas are their values, or themselves."""
    from openpyxl import load_workbook  # slow to load

    book = load_workbook(file, read_only=True, data_only=values, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # which some programs write wrong
    return book


@contextmanager
def _told(label: str) -> Iterator[None]:
    """What openpyxl raises, which may be anything, as a sentence; what it warns of is not ours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (HkinnoError, MemoryError):
        raise
    except Exception as error:
        why = shorten(" ".join(str(error).split())) or type(error).__name__
        raise HkinnoError(f"{label} is no whole spreadsheet file: {why}") from error


class _SheetReader:
    """Reads the rows of one sheet, and remembers what has to be said of them."""

    def __init__(self, epoch: datetime) -> None:
        self._epoch, self._size, self._area = epoch, 0, 0
        self._seen: dict[str, list[str]] = {}  # examples, by what is said
        self._numbers: dict[int, str] = {}  # texts such as 25/04/2019, by columns
        self._days: dict[int, set[int]] = {}  # of the month, of cells that are dates, by columns

    def rows(self, sheet: Any, formulas: Any, label: str) -> Iterator[SheetRow]:
        """The rows that have something. `formulas` is the same sheet, with these for values."""
        others = formulas.iter_rows() if formulas else repeat(())
        for number, (row, other) in enumerate(zip(sheet.iter_rows(), others), 1):  # noqa: B905
            self._area += len(row)
            self._check_size(number, label)
            found = SheetRow(number, {}, {})
            filled = [at for at, cell in enumerate(row) if cell.value is not None]
            if other:  # then what has no value may be a formula
                filled = [at for at, cell in enumerate(other) if cell.value is not None]
            for at in filled:
                column, cell = at + 1, row[at]
                try:
                    if text := self._text(cell):
                        found.cells[column] = text
                        self._size += len(text)
                except _CellError as fault:
                    found.faults[column] = str(fault)
            if found.cells or found.faults:
                yield found

    def _check_size(self, rows: int, label: str) -> None:
        """Raise HkinnoError for more than any sheet has; a small file may unfold to that."""
        if rows > MOST_ROWS:
            raise HkinnoError(f"{label} has more rows than a spreadsheet can have")
        if self._area > _MOST_CELLS:
            raise HkinnoError(f"{label} has more than {_MOST_CELLS:,} cells, with the empty ones")
        if self._size > MOST_HELD:  # a text may be shared by many cells
            raise too_large(label, " unzipped")

    def _text(self, cell: Any) -> str:
        """What a cell says. Raises _CellError."""
        value: object = cell.value
        if value is None:
            if cell.data_type == "str":  # a formula that gives an empty text
                return ""
            raise _CellError(
                f"{cell.coordinate} is a formula without its value: open and save the file in a "
                "spreadsheet program first"
            )
        if cell.data_type == "e":
            return self._error(str(value), cell.coordinate)
        if isinstance(value, str):
            if _DAY_IN_NUMBERS(value):
                self._numbers.setdefault(cell.column, value)
            return _plain(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float) and cell.style_array.numFmtId not in IN_THEIR_LANGUAGE:
            return _number(value)
        return self._moment(value, cell, cell.coordinate)

    @staticmethod
    def _error(value: str, place: str) -> str:
        if value == "#N/A":  # as people say that there is nothing
            return ""
        raise _CellError(f"{place} is an error, {value}: mend it in a spreadsheet program")

    def _moment(self, value: Any, cell: Any, place: str) -> str:
        """A day or a time, as the format of its cell shows it."""
        number = cell.style_array.numFmtId
        code = code_of(number, cell.number_format)
        if code is None:
            raise _CellError(
                f"{place} has a format of dates that depends on the language of the program "
                f"({number}): give it another one, such as yyyy-mm-dd"
            )
        if isinstance(value, int | float):
            value = _from_serial(value, self._epoch)
        if isinstance(value, time) and is_dated(code):
            if self._epoch.year != 1904:
                raise _CellError(f"{place} is 0 shown as a date, which is none: empty it")
            value = datetime.combine(self._epoch, value)
        if isinstance(value, date) and is_dated(code) and value.isoformat() < _GREGORIAN:
            raise _CellError(
                f"{place} is a day before {_GREGORIAN}, which Excel cannot show, and LibreOffice "
                "shows in the Julian calendar: write the date as text"
            )
        self._notice(value, code, place, cell.column)
        return shown(value, code)

    def _notice(self, value: date | time | timedelta, code: str, place: str, column: int) -> None:
        """Remember what a cell does not show, or Excel does not."""
        there = fields(code)
        if not isinstance(value, date):
            return
        day, text = f"{value:%Y-%m-%d}", shown(value, code)
        if text.startswith(day):
            self._days.setdefault(column, set()).add(value.day)
        if "year" not in there and there & _WITHOUT_YEAR:
            said = f"{quoted(text)} in {place}, behind which is {day}"
            self._seen.setdefault("dates that are shown without a year have none", []).append(said)
        elif is_dated(code) and there & _CLOCK and "T" not in text:
            told = "00:00 in cells of dates is no time of day"
            self._seen.setdefault(told, []).append(place)
        if is_dated(code) and value.year < 1900:
            told = "dates before 1900, which Excel cannot show, are read as LibreOffice shows them"
            self._seen.setdefault(told, []).append(f"{day} in {place}")

    def notes(self) -> Iterator[str]:
        """What is to be said once all rows are read."""
        for told, places in self._seen.items():
            yield f"{told}, as {places[0]} ({plural(len(places), 'cell')})"
        for column, text in self._numbers.items():
            # a program makes dates of what fits its order of numbers, and leaves the rest as text
            if (days := self._days.get(column)) and max(days) <= _MONTHS:
                yield (
                    f"column {letters(column)} has dates, and texts such as {quoted(text)}: where "
                    "a program took these for dates, it may have swapped days and months"
                )


def _from_serial(value: float, epoch: datetime) -> Any:
    from openpyxl.utils.datetime import from_excel

    return from_excel(value, epoch)


def _number(value: float) -> str:
    """A number as short as it can be written; 2019.0 is 2019."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else str(value)


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    """A text without the escapes of ECMA-376, ST_Xstring."""
    if "_x" not in text:
        return text
    found = _XSTRING.sub(lambda code: chr(int(code[1], 16)), text)
    # two halves of a character are one, and what is half of one is none
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _fill_merged(rows: list[SheetRow], frame: Frame) -> Iterator[str]:
    """Give what is written over several rows to each of them, and say so."""
    at = {row.number: row for row in rows}
    filled, example = 0, ""
    for area in frame.merged:
        first = at.get(area.row)
        if area.row == area.last_row or first is None or area.column not in first.cells:
            continue
        if first is rows[0]:  # the header
            continue
        for number in range(area.row + 1, min(area.last_row, rows[-1].number) + 1):
            if number in at:
                at[number].cells.setdefault(area.column, first.cells[area.column])
        column = letters(area.column)
        filled, example = filled + 1, example or f"{column}{area.row}:{column}{area.last_row}"
    if filled:
        yield f"merged cells count for each of their rows, as {example} ({plural(filled, 'area')})"


def _links(rows: list[SheetRow], frame: Frame) -> dict[int, list[str]]:
    """The addresses behind cells, by rows, that do not stand in these already."""
    at = {row.number: row for row in rows}
    found: dict[int, list[str]] = {}
    for area, address in frame.links:
        row = at.get(area.row)
        told = "" if row is None else " ".join(row.cells.values())
        known = address.rstrip("/").casefold() in told.casefold()
        if row is not None and re.match("https?:", address) and not known:
            found.setdefault(area.row, []).append(address.replace(" ", "%20"))
    return found


def _hidden(frame: Frame) -> Iterator[str]:
    rows, columns = frame.hidden_rows, frame.hidden_columns
    told = [plural(rows, "hidden row")] * bool(rows)
    told += [plural(columns, "hidden column")] * bool(columns)
    if told:
        yield f"{' and '.join(told)} {'are' if rows + columns > 1 else 'is'} read, too"
