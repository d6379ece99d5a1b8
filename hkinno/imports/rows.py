"""What a row of a table says: the fields of an event."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from hkinno.errors import HkinnoError
from hkinno.events import STORED, TEXT_LISTS, members
from hkinno.imports.columns import ImportColumns
from hkinno.imports.datereader import DateReader
from hkinno.imports.markup import is_markup, read_markup
from hkinno.imports.rowdates import RowDates
from hkinno.imports.survey import ImportSurvey
from hkinno.imports.table import Cells, text_of
from hkinno.imports.values import (
    first_sentence,
    is_nothing,
    split_list,
    value_of,
    value_of_json,
    with_links,
    with_urls,
)

_ADDRESS = re.compile(r"https?://\S+|[\w./%~-]+\.\w{2,5}").fullmatch


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
            elif (value := self._value(cells, field, links)) is not None:
                found[field] = value
        if "date_note" in dated and "date_note" not in found:
            found["date_note"] = dated["date_note"]
        urls = self._text(cells, "url")
        if "url" in self._survey.markup and is_markup(urls):
            links += read_markup(urls)[1]
        elif not is_nothing(urls):
            found["sources"] = with_urls(found.get("sources"), urls)
        links += self._media(cells)
        if links:
            found["sources"] = with_links(found.get("sources"), links)
        self._entitle(found)
        return {**self._ordered(found), **self._unshown(cells), **self._kept(cells, used)}

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

    def _unshown(self, cells: Cells) -> dict[str, str]:
        """What is no address where one is looked for, as HTML that shows a film, and its words."""
        if (url := self._text(cells, "media")) and not is_nothing(url) and _ADDRESS(url):
            return {}
        fields = [f for f in ("media", "media caption", "media credit") if f in self._columns.at]
        said = {self._columns.at[field]: self._text(cells, field) for field in fields}
        return {column: text for column, text in said.items() if not is_nothing(text)}

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
                    found |= {f"{column}.{name}": part for name, part in _members(value).items()}
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

    def _text(self, cells: Cells, field: str) -> str:
        at = self._columns.at
        return text_of(cells.get(at[field], "")).strip() if field in at else ""


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
