"""What all rows of a table together show of its columns, before the first of them is read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from hkinno.dates.date import Date
from hkinno.dates.phrases.records import says_no_date
from hkinno.errors import DateError, quoted
from hkinno.events import TEXT_LISTS
from hkinno.imports.columns import ImportColumns
from hkinno.imports.evidence import DateEvidence, Sighting
from hkinno.imports.guesses import DATED
from hkinno.imports.markup import is_markup
from hkinno.imports.media import ADDRESSES, unread_name
from hkinno.imports.table import Cells, ImportTable, Row, is_list, text_of
from hkinno.imports.values import KeptType, is_nothing, unread
from hkinno.text import plural, shorten

_DATES = (*DATED, "end", "end year")
_HTML = ("title", "summary", "sources", "url")
_WHOLE = ("places",)  # Baltimore, Maryland is one


class ImportSurvey:
    """What was seen: of dates, of lists in one cell, of HTML, of the types of other columns."""

    def __init__(self, table: ImportTable, columns: ImportColumns, separator: str = "") -> None:
        self._columns, self._chosen = columns, separator
        self.dates = DateEvidence()
        self.kept: dict[str, KeptType] = defaultdict(KeptType)
        self.markup: dict[str, Sighting] = {}  # by field
        self._separated: dict[tuple[str, str], Sighting] = defaultdict(Sighting)  # and by mark
        self._unread: dict[str, Sighting] = defaultdict(Sighting)  # by field, of addresses
        self.fallbacks = self._untitled = 0
        for field in _DATES:
            self.dates.name(columns.at.get(field, ""))
        for _, cells in () if table.own else table.rows():
            if not isinstance(cells, str):
                self._see(cells)

    def watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows of what hkinno wrote, of whose dates only the negative ones are spoken of."""
        for where, cells in rows:
            if not isinstance(cells, str):
                date = text_of(cells.get("date", ""))
                if date.startswith("-"):
                    self.dates.see(date)
            yield where, cells

    def _see(self, cells: Cells) -> None:
        self._see_dates(cells)
        at = self._columns.at
        for field in _HTML:
            if field in at and is_markup(text := text_of(cells.get(at[field], ""))):
                self.markup.setdefault(field, Sighting()).add(text)
        for field in TEXT_LISTS:
            if field in at and not is_list(cell := cells.get(at[field], "")):
                text = text_of(cell)
                if not text.startswith("["):  # a list of JSON says itself where its items end
                    for mark in filter(text.count, ";,"):
                        self._separated[field, mark].add(text)
        for field, read in ADDRESSES.items():
            if field in at and (text := unread(cells.get(at[field], ""), read)):
                self._unread[field].add(text)
        for name in self._columns.kept:
            if isinstance(kept := cells.get(name, ""), str):
                self.kept[name].see(kept.strip())
        title = text_of(cells.get(at.get("title", ""), "")).strip()
        if is_nothing(title) and text_of(cells.get(at.get("summary", ""), "")).strip():
            self._untitled += 1

    def _see_dates(self, cells: Cells) -> None:
        at, empty = self._columns.at, True
        beside = self._display(cells) if "display date" in at else None
        for field in _DATES:
            text = text_of(cells.get(at[field], "")).strip() if field in at else ""
            if not is_nothing(text) and (any(map(str.isdigit, text)) or not says_no_date(text)):
                empty = False
                self.dates.see(text, beside if field in DATED else None)
        if empty and self._columns.fallback:
            texts = [
                text
                for field in _DATES
                if (name := self._columns.fallback.get(field))
                and not is_nothing(text := text_of(cells.get(name, "")).strip())
            ]
            self.fallbacks += bool(texts)
            for text in texts:
                self.dates.see(text)

    def _display(self, cells: Cells) -> Date | None:
        from datetime import date

        from hkinno.dates.phrases.parse import read  # slow to load

        text = text_of(cells.get(self._columns.at["display date"], "")).strip()
        try:
            return read(text, date(2000, 1, 1)) if any(map(str.isalpha, text)) else None
        except DateError:
            return None

    def separator(self, field: str) -> str:
        """What separates the items of a list in one cell."""
        if self._chosen:
            return self._chosen
        alone = (field, ",") in self._separated and (field, ";") not in self._separated
        return "," if alone and field not in _WHOLE else ";"

    def notes(self) -> list[str]:
        """What follows, in sentences."""
        at, notes = self._columns.at, []
        for (field, mark), seen in self._separated.items():
            if self._chosen or mark != ",":
                continue
            name, cells = (
                quoted(at[field]),
                f"{quoted(seen.example)} ({plural(seen.count, 'cell')})",
            )
            if self.separator(field) == ",":
                notes.append(f"commas separate what {name} lists, as in {cells}; see --separator")
            else:
                notes.append(f"commas in {name} separate nothing, as in {cells}; see --separator")
        if self.markup:
            names = " and ".join(quoted(at[field]) for field in self.markup)
            number = plural(sum(seen.count for seen in self.markup.values()), "cell")
            notes.append(
                f"of the HTML in {names} ({number}) the text is kept, and its links as sources"
            )
        for field, seen in self._unread.items():
            name, number = at[field], plural(seen.count, "cell")
            kept = f" as {quoted(unread_name(name))}" if unread_name(name) != name else ""
            shown = quoted(shorten(seen.example))
            notes.append(
                f"what is no address in {quoted(name)} is kept{kept}, as {shown} ({number})"
            )
        if self._untitled:
            rows = plural(self._untitled, "row")
            notes.append(f"without a title ({rows}), the first sentence of the text is it")
        return notes
