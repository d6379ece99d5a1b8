"""A file that is imported, from its bytes to checked events and what is to be said of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date as Day  # noqa: N812 - a day of the calendar, as in hkinno.dates.phrases
from functools import partial
from itertools import islice
from typing import Any

import msgspec

from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.files import label_of, read_bytes
from hkinno.imports import cells, objects
from hkinno.imports.arrays import check_objects
from hkinno.imports.assign import Chosen
from hkinno.imports.columns import ImportColumns
from hkinno.imports.datereader import DateReader
from hkinno.imports.derived import FieldRow, own_words, understood
from hkinno.imports.detect import check_shape, find_binary, find_format
from hkinno.imports.encoding import as_text
from hkinno.imports.gather import ImportFault, ImportItem, gather, with_edtf
from hkinno.imports.rows import RowReader
from hkinno.imports.styles import DateStyle
from hkinno.imports.survey import ImportSurvey
from hkinno.imports.table import Cells, ImportTable
from hkinno.query.derived import DERIVED

_SAMPLE = 500  # rows, by which columns are known that no name tells
Say = Callable[[str], None]


class ImportOptions(msgspec.Struct, frozen=True):
    """How files are to be read, as far as a user says it.

    `dates` are some of `hkinno.imports.evidence.STYLES`; `century` has the first two digits of
    years that are written with two. `today` is asked when words need it.
    """

    today: Callable[[], Day]
    source: str | None = None
    chosen: Chosen = ()
    dates: tuple[str, ...] = ()
    century: int | None = None
    encoding: str | None = None
    separator: str = ""
    sheet: str | None = None


class ImportFile:
    """One file. `lines` is about how many things are in it; `say` is told what is guessed."""

    def __init__(self, file: str, options: ImportOptions, say: Say) -> None:
        self.label, self._options = label_of(file), options
        self._say: Say = lambda note: say(f"{self.label}: {note}")
        data, note = read_bytes(file), ""
        binary = find_binary(file, data, options.source)
        if binary is None:
            data, note = as_text(data, self.label, options.encoding)
        elif options.encoding:
            raise UsageError(f"{self.label}: --encoding is for text")
        if note:
            self._say(note)
        self._data, self.lines = data, 0 if binary else data.count(b"\n")
        self._format = find_format(file, data, options.source, binary)
        if options.sheet and not self._format.has_sheets:
            raise UsageError(f"{self.label}: --sheet is for spreadsheets, and it is none")

    def things(self) -> Iterator[ImportItem | ImportFault]:
        """The events of the file, and what of it cannot be read. Raises HkinnoError."""
        if self._format.is_syntax_of_its_own:
            yield from self._entries()
            return
        try:
            table = self._format.adapted(self._table(), self._say)
        except UsageError as error:
            raise UsageError(f"{self.label}: {error}") from error
        for note in table.notes:
            self._say(note)
        if table.beside:
            left = ", ".join(f"{quoted(name)} ({count:,})" for name, count in table.beside.items())
            self._say(f"leaving out {left}, which lie elsewhere in the file")
        yield from gather(table.written, self.label, dict)
        if table.own and not self._format.has_cells:
            yield from self._stored(table)
        else:
            yield from self._foreign(table)

    def _entries(self) -> Iterator[ImportItem | ImportFault]:
        """The events of a format with a syntax of its own, which says itself what is what."""
        given = (
            ("--map", self._options.chosen),
            ("--dates", self._options.dates),
            ("--century", self._options.century is not None),
            ("--separator", self._options.separator),
        )
        if option := next((name for name, said in given if said), None):
            raise UsageError(f"{self.label}: {option} is for tables and JSON")
        found = False
        rows = self._format.syntax.read(self._data, self.label)
        for thing in gather(self._told(rows), self.label, dict):
            found = True
            yield thing
        if not found and not getattr(self._format.syntax, "EVENTS", False):
            raise HkinnoError(f"{self.label} has no event; --from says what else it may be")

    def _told(self, rows: Iterable[FieldRow]) -> Iterator[FieldRow]:
        """The rows; what stands nowhere in the file is said of it."""
        for where, fields in rows:
            if where:
                yield where, fields
            else:
                self._say(str(fields))

    def _table(self) -> ImportTable:
        foreign = bool(self._options.dates)
        if self._format.has_cells:
            sheet = {"sheet": self._options.sheet} if self._options.sheet else {}
            read = partial(self._format.syntax.read, self._data, self.label, **sheet)
            return cells.table_of(read, foreign)
        syntax, data, ours = self._format.syntax, self._data, False
        if as_json := getattr(syntax, "as_json", None):
            data, ours = as_json(data, self.label), syntax.wrote(data)
            check_objects(data, self.label, syntax.EXAMPLE)
        check_shape(syntax, data, self.label)
        suffix = ".jsonl" if self._format.syntax.__name__.endswith("jsonl") else ".json"
        foreign = foreign or bool(self._options.chosen)
        return objects.table_of(data, self.label, suffix, foreign, ours)

    def _stored(self, table: ImportTable) -> Iterator[ImportItem | ImportFault]:
        """The events of a store, as they are but for dates in words."""
        reader = DateReader(DateStyle(own=True), self._options.today)
        understand = partial(with_edtf, edtf=reader.read)
        derived = [name for name in table.names if name in DERIVED]
        yield from self._gathered(table.rows(), understand, derived, foreign=False)
        self._say_words(reader)

    def _foreign(self, table: ImportTable) -> Iterator[ImportItem | ImportFault]:
        """The events of a table, whose columns say together what each of them means."""
        if not table.names:  # nothing in it can be read
            yield from gather(table.rows(), self.label, dict)
            return
        sample = [row for _, row in islice(table.rows(), _SAMPLE) if not isinstance(row, str)]
        try:
            columns = ImportColumns(table, self._options.chosen, sample)
        except HkinnoError as error:
            raise type(error)(f"{self.label}: {error}") from error
        survey = ImportSurvey(table, columns, self._options.separator)
        if said := columns.describe(survey.fallbacks):
            self._say(said)
        style, notes = survey.dates.decide(
            self._options.dates, self._options.century, table.own, table.instants
        )
        for note in (*notes, *survey.notes()):
            self._say(note)
        reader = DateReader(style, self._options.today)
        rows = RowReader(columns, survey, reader)
        cells = survey.watched(table.rows()) if table.own else table.rows()
        read = partial(_with_known, rows.event, table.known) if table.known else rows.event
        yield from self._gathered(cells, read, columns.derived, not columns.own)
        late = survey.dates.decide(own=True)[1] if table.own else []
        for note in (*late, *rows.dates.notes()):
            self._say(note)
        self._say_words(reader)

    def _gathered(
        self,
        rows: Iterable[FieldRow],
        understand: Callable[[Mapping[str, Any]], Mapping[str, Any]],
        derived: Sequence[str],
        foreign: bool,
    ) -> Iterator[ImportItem | ImportFault]:
        rows = self._told(rows)
        if derived:  # else there is no need to hold all rows
            rows = self._without(derived, list(understood(rows, understand)), foreign)
            understand = dict
        yield from gather(rows, self.label, understand)

    def _without(
        self, names: Sequence[str], rows: Sequence[FieldRow], foreign: bool
    ) -> Iterator[FieldRow]:
        """The rows without the fields of these names that say nothing but what follows."""
        found = own_words(rows, names, blanks=foreign)
        for name, at in found.items():
            if at and foreign:
                self._say(f"keeping {quoted(name)} as it is; in {at} it is not what the date gives")
        if follow := [name for name, at in found.items() if not at]:
            they = "they follow" if follow[1:] else "it follows"
            self._say(f"leaving out {', '.join(map(quoted, follow))}; {they} from the date")
        for where, event in rows:
            if not isinstance(event, str):
                event = {name: value for name, value in event.items() if name not in follow}
            yield where, event

    def _say_words(self, reader: DateReader) -> None:
        for text, edtf in list(reader.words.items())[:1]:
            more = f", and {len(reader.words) - 1:,} more like it" if len(reader.words) > 1 else ""
            self._say(f"dates are stored as EDTF: {quoted(text)} → {edtf}{more}")


def _with_known(
    read: Callable[[Cells], dict[str, Any]], known: Mapping[str, Mapping[str, Any]], cells: Cells
) -> dict[str, Any]:
    """What a row says, and what is known beside of the event of its id."""
    found = read(cells)
    return {**found, **known.get(str(found.get("id")), {})}
