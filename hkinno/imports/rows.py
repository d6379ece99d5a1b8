"""What a row of a table says: the fields of an event."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from hkinno.dates.edtf import parse
from hkinno.dates.phrases.vocabulary import NOW
from hkinno.errors import DateError, HkinnoError, quoted
from hkinno.events import STORED, TEXT_LISTS, members
from hkinno.imports.clock import read_time
from hkinno.imports.columns import ImportColumns
from hkinno.imports.guesses import FIRST, LAST
from hkinno.imports.markup import read_markup
from hkinno.imports.styles import DateReader
from hkinno.imports.survey import ImportSurvey
from hkinno.imports.table import Cells, text_of
from hkinno.imports.values import (
    first_sentence,
    is_nothing,
    join_texts,
    split_list,
    value_of,
    value_of_json,
    with_links,
    with_urls,
)
from hkinno.text import plural

_ADDRESS = re.compile(r"https?://\S+|[\w./%~-]+\.\w{2,5}").fullmatch
_OPEN = {"..": "..", "?": "", "unknown": ""}
_YEARS = ("year", "decade", "century", "millennium")
_NULL = msgspec.Raw(b"null")


class RowReader:
    """Reads the rows of one table, whose columns are known and whose dates have a style."""

    def __init__(self, columns: ImportColumns, survey: ImportSurvey, dates: DateReader) -> None:
        self._columns, self._survey, self._dates = columns, survey, dates
        self._stored = [field for field in STORED if field in columns.at or field == "date"]
        self._display: Counter[str] = Counter()
        self._example: dict[str, str] = {}

    def event(self, cells: Cells) -> dict[str, Any]:
        """What a row says. Raises HkinnoError if that is no event."""
        found: dict[str, Any] = {}
        links: list[dict[str, str]] = []
        dated, used = self._date(cells)
        for field in self._stored:
            if field == "date":
                found |= {"date": dated["date"]}
            elif (value := self._value(cells, field, links)) is not None:
                found[field] = value
        if "date_note" in dated and "date_note" not in found:
            found["date_note"] = dated["date_note"]
        if not is_nothing(urls := self._text(cells, "url")):
            found["sources"] = with_urls(found.get("sources"), urls)
        links += self._media(cells)
        if links:
            found["sources"] = with_links(found.get("sources"), links)
        self._entitle(found)
        return {**self._ordered(found), **self._kept(cells, used)}

    @staticmethod
    def _ordered(found: Mapping[str, Any]) -> dict[str, Any]:
        return {name: found[name] for name in STORED if name in found}

    def _entitle(self, found: dict[str, Any]) -> None:
        if "title" in found:
            return
        if self._columns.own or not isinstance(text := found.get("summary"), str):
            raise HkinnoError("it has no title")
        found["title"] = first_sentence(text)
        if found["title"] == text.strip().rstrip("."):
            del found["summary"]  # it has nothing more

    def _value(self, cells: Cells, field: str, links: list[dict[str, str]]) -> Any:
        """What a cell says of a field; None if it says nothing."""
        cell = cells.get(self._columns.at[field], "")
        if self._columns.own:
            return value_of(field, cell) if isinstance(cell, str) and cell else None
        text = text_of(cell).strip()
        if not isinstance(cell, str) and not text:
            return None if bytes(cell) in (b"null", b'""') else value_of_json(field, cell)
        if is_nothing(text):
            return None
        if field in self._survey.markup:
            text, more = read_markup(text)
            links += more
            return (" ".join(text.split()) if field == "title" else text) or None
        if field in TEXT_LISTS and not text.startswith("["):
            return split_list(text, self._survey.separator(field))
        return value_of(field, text)

    def _media(self, cells: Cells) -> list[dict[str, str]]:
        """A picture or a page that is shown beside the event, as a source."""
        url = self._text(cells, "media")
        if not url or is_nothing(url) or not _ADDRESS(url):
            return []
        words = {"title": "media caption", "publisher": "media credit"}
        said = {name: self._text(cells, field) for name, field in words.items()}
        plain = {name: " ".join(read_markup(text)[0].split()) for name, text in said.items()}
        return [
            {name: text for name, text in {**plain, "url": url}.items() if not is_nothing(text)}
        ]

    def _kept(self, cells: Cells, used: Mapping[str, str]) -> dict[str, Any]:
        """The cells of columns that hkinno does not know."""
        found: dict[str, Any] = {}
        for column in self._columns.kept:
            cell = cells.get(column, "")
            if self._columns.own:
                if cell:
                    found[column] = value_of(column, cell) if isinstance(cell, str) else cell
            elif cell and column not in used.values():
                value = self._survey.kept[column].value(self._bare(column, cell))
                if value not in (None, ""):
                    found[column] = value
        return found

    def _bare(self, column: str, cell: Any) -> Any:
        """A text without blanks around it; an object without what was read of it."""
        if isinstance(cell, str):
            return cell.strip()
        parts = self._columns.parts.get(column)
        if not parts or not bytes(cell).startswith(b"{"):
            return cell
        rest = _without(members(cell), [part.partition(".")[2] for part in parts])
        return rest or ""

    def _text(self, cells: Cells, field: str, at: Mapping[str, str] | None = None) -> str:
        at = self._columns.at if at is None else at
        text = text_of(cells.get(at[field], "")).strip() if field in at else ""
        return text

    # --- the date

    def _date(self, cells: Cells) -> tuple[dict[str, str], Mapping[str, str]]:
        """The date with its note, and the columns it was taken from if not from the first choice."""
        at: Mapping[str, str] = self._columns.at
        used: Mapping[str, str] = {}
        start, end, notes = self._ends(cells, at)
        if not start and not end and self._columns.fallback:
            used = self._columns.fallback
            start, end, notes = self._ends(cells, used)
        if not start and not end:
            raise HkinnoError("it has no date")
        date = _span(start, end, notes)
        if not self._columns.own and (said := self._text(cells, "display date")):
            date = self._displayed(date, said, notes)
        note = join_texts(notes)
        return {"date": date, **({"date_note": note} if note else {})}, used

    def _ends(self, cells: Cells, at: Mapping[str, str]) -> tuple[str, str | None, list[str]]:
        """The EDTF texts of the two ends, of which the last may not be there, and remarks."""
        notes: list[str] = []
        first, last = FIRST, LAST
        start = self._end(cells, at, first, notes) or ""
        end = self._end(cells, at, last, notes, closes=True)
        return start, end, notes

    def _end(
        self,
        cells: Cells,
        at: Mapping[str, str],
        fields: tuple[str, ...],
        notes: list[str],
        closes: bool = False,
    ) -> str | None:
        *whole, year, month, day, time = fields
        text = next((t for field in whole if (t := self._text(cells, field, at))), "")
        if closes and (known := _open_end(text)) is not None:
            return known
        found: str | None = None
        if not self._columns.own and is_nothing(text):
            text = ""
        if text:
            found = self._dates.read(text) or None
            notes.append(self._dates.note(text))
        if year in at:
            found = (
                self._parts(*(self._text(cells, field, at) for field in (year, month, day)))
                or found
            )
        if said := self._text(cells, time, at):
            found = self._at_time(found, said, notes)
        return found

    def _at_time(self, date: str | None, said: str, notes: list[str]) -> str | None:
        """A date with the time that stands in a column of its own."""
        if is_nothing(said) or not date:
            return date
        try:
            time = read_time(said)
            if time and not time.zone:
                return self._dates.at(date, time, said)
            if time:
                notes.append(said)
                return self._dates.at(date, time, said)
        except DateError:
            pass
        notes.append(said)
        return date

    def _parts(self, year: str, month: str, day: str) -> str:
        """A date from its columns; the month is a number or a name, and zero is not known."""
        year, month, day = ("" if is_nothing(p) else _whole_number(p) for p in (year, month, day))
        if day and not month:
            raise DateError(None, f"it has a day, {quoted(day)}, and no month")
        if month and not year:
            raise DateError(None, f"it has a month, {quoted(month)}, and no year")
        found = self._dates.read(year) if year else ""
        if month and found:
            if parse(found).precision not in _YEARS:
                raise DateError(
                    None, f"{quoted(year)} is no year, and the month is {quoted(month)}"
                )
            found = self._month(found, month)
        return parse(f"{found}-{day:0>2}").text if day else found

    def _month(self, year: str, month: str) -> str:
        """A month by its number or name. What EDTF has for 2019-25 is not meant."""
        if not month.isdecimal():
            named = parse(self._dates.read(f"{month} 2000")).text
            return parse(year + named[4:]).text
        if not 1 <= int(month) <= 12:
            raise DateError(None, f"{quoted(month)} is no month: write 1 to 12, or its name")
        return parse(f"{year}-{int(month):02}").text

    def _displayed(self, date: str, said: str, notes: list[str]) -> str:
        """The date, where a column in words says more of how far it is known."""
        if not any(map(str.isalnum, said)):
            return date
        try:
            shown, known = parse(self._dates.read(said)), parse(date)
        except DateError:
            return self._noted(date, said, notes)
        if not (shown.lo <= known.lo and known.hi <= shown.hi):
            return self._noted(date, said, notes)
        same = (shown.lo, shown.hi) == (known.lo, known.hi)
        if same and not shown.approximate and not shown.uncertain:
            return date
        self._display["date"] += 1
        self._example.setdefault("date", f"{quoted(said)} for {date}")
        return shown.text

    def _noted(self, date: str, said: str, notes: list[str]) -> str:
        self._display["date_note"] += 1
        self._example.setdefault("date_note", quoted(said))
        notes.append(said)
        return date

    def notes(self) -> list[str]:
        """What is to be said once all rows are read."""
        name = quoted(self._columns.at.get("display date", ""))
        does = {"date": "is the date where it says less", "date_note": "is kept as date_note"}
        return [
            f"{name} {does[what]}, as {self._example[what]} ({plural(count, 'date')})"
            for what, count in sorted(self._display.items())
        ]


def _whole_number(text: str) -> str:
    """`3.0`, which is what becomes of 3 in a column with gaps; and nothing for zero."""
    plain = re.sub(r"(?<=[0-9])\.0+$", "", text.strip())
    return "" if re.fullmatch("0+", plain) else plain


def _open_end(text: str) -> str | None:
    """What an end is that is no date: open, or not known."""
    said = text.casefold()
    if re.fullmatch(f"(?:to |the )*(?:{NOW})", said):
        return ".."
    return _OPEN.get(said)


def _span(start: str, end: str | None, notes: list[str]) -> str:
    """The EDTF text from one date to another; of one date, if they are equal or one is missing."""
    if end is None or start == end:
        return start
    if "T" not in start + end:
        return parse(f"{start}/{end}").text
    notes.append(f"{start} to {end}")  # an interval of EDTF has no times
    first, last = start.partition("T")[0], end.partition("T")[0]
    return start if first == last else parse(f"{first}/{last}").text


def _without(found: dict[str, msgspec.Raw], paths: list[str]) -> Any:
    """The members of an object without those at dotted paths; nothing if none is left."""
    rest: dict[str, Any] = dict(found)
    for path in paths:
        key, _, inner = path.partition(".")
        if key not in rest:
            continue
        left = _without(members(rest[key]), [inner]) if inner else None
        if left:
            rest[key] = msgspec.Raw(msgspec.json.encode(left))
        else:
            del rest[key]
    return msgspec.Raw(msgspec.json.encode(rest)) if rest else None
