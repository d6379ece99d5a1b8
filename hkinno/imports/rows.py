"""What a row of a table says: the fields of an event."""

from collections.abc import Mapping
from typing import Any

import msgspec

from hkinno.errors import HkinnoError
from hkinno.events import STORED, TEXT_LISTS, members
from hkinno.imports.columns import ImportColumns
from hkinno.imports.datereader import DateReader
from hkinno.imports.guesses import MEDIA
from hkinno.imports.markup import is_markup, read_markup
from hkinno.imports.media import ADDRESSES, pictures, unread_name, with_words
from hkinno.imports.rowdates import RowDates
from hkinno.imports.survey import ImportSurvey
from hkinno.imports.table import Cell, Cells, text_of
from hkinno.imports.values import (
    first_sentence,
    is_nothing,
    says_nothing,
    split_list,
    urls_of,
    value_of,
    value_of_json,
    with_links,
    with_urls,
)

_OF_MEDIA = "media."  # what is left of an object that was read as a picture


class RowReader:
    """Reads the rows of one table, whose columns are known and whose dates have a style."""

    def __init__(self, columns: ImportColumns, survey: ImportSurvey, dates: DateReader) -> None:
        self._columns, self._survey = columns, survey
        self.dates = RowDates(columns, dates)
        self._stored = [field for field in STORED if field in columns.at or field == "date"]

    def event(self, cells: Cells) -> dict[str, Any]:
        """What a row says. Raises HkinnoError if that is no event."""
        found: dict[str, Any] = {}
        links: list[dict[str, str]] = []
        dated, used = self.dates.read(cells)
        for field in self._stored:
            if field == "date":
                found |= {"date": dated["date"]}
            elif field == "media" and not self._columns.own:
                found |= self._media(cells)
            elif (value := self._value(cells, field, links)) is not None:
                found[field] = value
        if "date_note" in dated and "date_note" not in found:
            found["date_note"] = dated["date_note"]
        urls = self._text(cells, "url")
        if "url" in self._survey.markup and is_markup(urls):
            links += read_markup(urls)[1]
        elif named := urls_of(self._cell(cells, "url")):
            found["sources"] = with_urls(found.get("sources"), named)
        if links:
            found["sources"] = with_links(found.get("sources"), links)
        self._entitle(found)
        kept = self._kept(cells, used)
        if len(media := found.get("media", ())) == 1 and not self._columns.own:
            for name in [name for name in kept if name.startswith(_OF_MEDIA)]:
                media[0][name.removeprefix(_OF_MEDIA)] = kept.pop(name)
        return {**self._ordered(found), **self._unread(cells), **kept}

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
            if field == "sources":
                return None if more else value_of(field, text)
            return (" ".join(text.split()) if field == "title" else text) or None
        if field in TEXT_LISTS and not text.startswith("["):
            return split_list(text, self._survey.separator(field))
        return value_of(field, text)

    def _media(self, cells: Cells) -> dict[str, Any]:
        """The pictures of a row, with their captions and credits."""
        words = (self._text(cells, field) for field in MEDIA[1:])
        found = with_words(pictures(self._cell(cells, "media")), *words)
        return {"media": found} if found else {}

    def _unread(self, cells: Cells) -> dict[str, Any]:
        """What is no address where one is looked for, as HTML that shows a film, and its words."""
        if self._columns.own:
            return {}
        found: dict[str, Any] = {}
        for first, read in ADDRESSES.items():
            if read(self._cell(cells, first)):
                continue
            for field in MEDIA if first == "media" else (first,):
                cell = self._cell(cells, field)
                if first in self._columns.at and not says_nothing(cell):
                    name = unread_name(self._columns.at[field])
                    found[name] = cell.strip() if isinstance(cell, str) else cell
        return found

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
                if value in (None, ""):
                    continue
                if column not in STORED:
                    found[column] = value
                else:  # what is left of an object of which a part is the field
                    for name, part in _members(value).items():
                        found[f"{column}.{name}" if name else unread_name(column)] = part
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

    def _cell(self, cells: Cells, field: str) -> Cell:
        at = self._columns.at
        return cells.get(at[field], "") if field in at else ""

    def _text(self, cells: Cells, field: str) -> str:
        return text_of(self._cell(cells, field)).strip()


def _members(value: Any) -> dict[str, Any]:
    """The members of an object of JSON; of anything else itself, under no name."""
    data = bytes(value) if isinstance(value, msgspec.Raw) else b""
    return dict(members(data)) if data.startswith(b"{") else {"": value}


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
