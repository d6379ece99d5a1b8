"""What cells say: dates, texts, lists, sources, JSON; and which say nothing new of the date."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date as Day  # noqa: N812 - a day of the calendar, as in hkinno.dates.phrases.parse
from typing import Any

import msgspec

from hkinno.dates.edtf import parse
from hkinno.dates.phrases.vocabulary import NOW
from hkinno.errors import DateError, HkinnoError, quoted
from hkinno.events import FIELDS, TEXT_LISTS, members
from hkinno.fields import DERIVED
from hkinno.rawjson.errors import JSON_FAULTS

_OPEN = {"..": "..", "?": "", "unknown": ""}
_TEXTS = tuple(row.name for row in FIELDS if not row.many)
_YEARS = ("year", "decade", "century", "millennium")
_QUOTES = re.compile('(?:"")+').fullmatch
_URLS = re.compile(r"https?://\S+(?:\s+https?://\S+)*").fullmatch
_raw = msgspec.json.Decoder(msgspec.Raw).decode
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode


class Dates:
    """Reads dates as people write them, and remembers which of them were words."""

    def __init__(self, today: Callable[[], Day]) -> None:
        self._today = today
        self.words: dict[str, str] = {}

    def edtf(self, text: str) -> str:
        """The EDTF text of a date. Raises DateError."""
        try:
            return parse(text).text
        except DateError:
            if text not in self.words:
                from hkinno.dates.phrases.parse import read

                self.words[text] = read(text, self._today()).text
            return self.words[text]

    def span(self, start: str, end: str) -> str:
        """The EDTF text from one date to another; of one date, if they are equal or one is empty.

        `present` is an open end, `?` an unknown one. Raises DateError.
        """
        first, last = (self._end(text) for text in (start, end))
        if not end or first == last:
            return first
        return parse(f"{first}/{last}").text

    def _end(self, text: str) -> str:
        said = text.casefold()
        if re.fullmatch(f"(?:to |the )*(?:{NOW})", said):
            return ".."
        known = _OPEN.get(said)
        return known if known is not None else text and self.edtf(text)

    def of_parts(self, year: str, month: str, day: str) -> str:
        """A date from its columns; the month is a number or a name. Raises DateError."""
        year, month, day = (re.sub(r"(?<=[0-9])\.0+$", "", part) for part in (year, month, day))
        if day and not month:
            raise DateError(None, f"it has a day, {quoted(day)}, and no month")
        if month and not year:
            raise DateError(None, f"it has a month, {quoted(month)}, and no year")
        if re.fullmatch("[0-9]{3}", year):
            year = f"0{year}"
        if re.fullmatch("-[0-9]{1,3}", year):
            ours = f"{year[1:]} BC, or -{year[1:]:0>4} as EDTF counts"
            raise DateError(None, f"{quoted(year)} is no year: write {ours}")
        if month.isdecimal():
            found = self._month(year, month)
        else:
            found = self.edtf(f"{month} {year}".strip()) if year else ""
        return self.edtf(f"{found}-{day:0>2}") if day else found

    def _month(self, year: str, month: str) -> str:
        """A month by its number. What EDTF has for 2019-25, or for 2019-03-04, is not meant."""
        if not 1 <= int(month) <= 12:
            raise DateError(None, f"{quoted(month)} is no month: write 1 to 12, or its name")
        found = self.edtf(year)
        if parse(found).precision not in _YEARS:
            raise DateError(None, f"{quoted(year)} is no year, and the month is {quoted(month)}")
        return self.edtf(f"{found}-{int(month):02}")


def value_of(field: str, cell: str) -> Any:
    """What a cell that is not empty says of a field: what `fields.plain` has written there, again.

    Beyond that, a source may be a title, or URLs with blanks between them.
    """
    if field in _TEXTS:
        return cell[2:] if _QUOTES(cell) else cell
    if field in TEXT_LISTS:
        with suppress(*JSON_FAULTS):
            if cell.startswith("["):
                return _raw(cell)
        return [item for part in cell.split(";") if (item := part.strip())]
    is_source = field == "sources"
    with suppress(*JSON_FAULTS):
        if not is_source or cell.startswith(("[", "{")):
            value = _raw(cell)
            return [value] if is_source and cell.startswith("{") else value
    return cell if not is_source else _urls(cell) or [{"title": cell}]


def with_urls(sources: Any, cell: str) -> Any:
    """Sources and the URLs that stand in a column of their own; one of each is one source."""
    urls = _urls(cell) or [{"url": cell}]
    if sources is None:
        return urls
    known = _items(sources) if isinstance(sources, msgspec.Raw) else sources
    if len(known) == len(urls) == 1:
        only = known[0]
        with suppress(*JSON_FAULTS):  # what is no object is for the checks
            only = members(only) if isinstance(only, msgspec.Raw) else only
            if only.get("url") in (None, msgspec.Raw(b"null")):
                return [{**only, **urls[0]}]
    return [*known, *urls]


def _urls(cell: str) -> list[dict[str, str]] | None:
    """The URLs of a cell, if it has nothing else; a comma or semicolon behind one is none of it."""
    found = cell.strip()
    return [{"url": url.rstrip(",;")} for url in found.split()] if _URLS(found) else None


# --- what follows from the date

Row = tuple[str, Mapping[str, Any] | str]  # where it stands, and what it says, or why it cannot


def understood(
    rows: Iterable[Row], understand: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> Iterator[Row]:
    """What rows say, as the fields of events; or what is wrong with them."""
    for where, fields in rows:
        try:
            yield where, fields if isinstance(fields, str) else understand(fields)
        except HkinnoError as fault:
            yield where, str(fault)


def own_words(rows: Sequence[Row], names: Iterable[str], blanks: bool) -> dict[str, str]:
    """Where fields of these names first say what does not follow from the date; "" for nowhere.

    Those that say nothing at all are not among them. With `blanks`, a row may leave one empty.
    """
    events = [(where, event) for where, event in rows if not isinstance(event, str)]
    found = {}
    for name in names:
        said = [(where, event, _decoded(event.get(name))) for where, event in events]
        if any(value is not None for _, _, value in said):
            own = (
                where
                for where, event, value in said
                if not (blanks and value is None) and not _follows(event, name, value)
            )
            found[name] = next(own, "")
    return found


def _follows(event: Mapping[str, Any], name: str, value: object) -> bool:
    try:
        due = DERIVED[name](parse(_decoded(event["date"])))
    except (KeyError, TypeError, DateError):  # what is no date is for the checks
        return False
    # spreadsheets write TRUE and FALSE
    same = (type(value), value) == (type(due), due)
    return same or (isinstance(due, bool) and value == str(due).upper())


def _decoded(value: object) -> Any:
    """A value that may still be JSON; one nested too deeply is left as it is."""
    with suppress(*JSON_FAULTS):
        return msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value
    return value
