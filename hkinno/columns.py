"""A table that is imported: which field each column is, and what a row says.

Columns are fields by their exact names. A header that has all of hkinno's own names is hkinno's
export, and nothing is guessed in it. In another one, columns that are called as in `GUESSES`, in
whatever case and with whatever between the words, are read as the field that nothing else is; the
rest are kept as fields that hkinno does not know. Dates may also stand in several columns: start
and end, or year, month and day of either.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date as Day  # noqa: N812 - what is dated are events, this is today
from typing import Any

import msgspec

from hkinno.dates import parse
from hkinno.errors import DateError, HkinnoError, UsageFault, quoted
from hkinno.fields import STORED, TEXT_LISTS

GUESSES: dict[str, tuple[str, ...]] = {  # the better guess stands first
    "id": ("identifier", "event id", "slug"),
    "date": ("when", "dates", "event date", "edtf"),
    "start": (
        *("start date", "date start", "begin", "begin date", "beginning", "date begin"),
        *("from", "from date", "date from", "since", "started"),
    ),
    "year": ("start year", "begin year"),
    "month": ("start month", "begin month"),
    "day": ("start day", "begin day"),
    "end": (
        *("end date", "date end", "finish", "finish date", "finished", "ended"),
        *("to", "to date", "date to", "until", "till"),
    ),
    "end year": ("finish year",),
    "end month": ("finish month",),
    "end day": ("finish day",),
    "title": ("headline", "event title", "event name", "name", "event", "heading", "label"),
    "summary": ("description", "text", "details", "detail", "notes", "note", "abstract", "body"),
    "category": ("group", "type", "categories", "event type", "kind"),
    "tags": ("tag", "keywords", "keyword"),
    "places": ("place", "location", "locations", "where", "venue"),
    "actors": (
        *("actor", "people", "person", "persons", "who", "participants", "participant"),
        *("organizations", "organization", "organisations", "organisation"),
    ),
    "date_note": ("date notes",),
    "sources": ("source", "references", "reference", "citation", "citations"),
    "url": ("urls", "link", "links", "source url", "source link", "web page", "website"),
}
_ONE_OF = {  # a column of a part of the date counts only beside one of these
    "month": {"year"},
    "day": {"month"},
    "end": {"date", "start", "year"},
    "end year": {"date", "start", "year"},
    "end month": {"end year"},
    "end day": {"end month"},
}
_NONE_OF = {
    "date": {"start", "year"},
    "start": {"date", "year"},
    "year": {"date", "start"},
    "end": {"end year"},
    "end year": {"end"},
}
_OPEN = {"..": "..", "present": "..", "ongoing": "..", "?": "", "unknown": ""}
_TEXTS = ("id", "title", "summary", "category", "date_note")
_JSON = msgspec.json.Decoder(msgspec.Raw).decode
_QUOTES = re.compile('(?:"")+').fullmatch


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
                from hkinno.phrases import read

                self.words[text] = read(text, self._today()).text
            return self.words[text]

    def span(self, start: str, end: str) -> str:
        """The EDTF text from one date to another; one date where the other is missing or equal."""
        first, last = (
            _OPEN[text.casefold()] if text.casefold() in _OPEN else text and self.edtf(text)
            for text in (start, end)
        )
        if not end or first == last:
            return first
        return parse(f"{first}/{last}").text

    def of_parts(self, year: str, month: str, day: str) -> str:
        """A date from its columns; the month may be a number or a name. Raises DateError."""
        year, month, day = (_whole(part) for part in (year, month, day))
        if re.fullmatch("[0-9]{3}", year):
            year = f"0{year}"
        if day and not month:
            raise DateError(f"it has a day, {quoted(day)}, and no month")
        if not month:
            return year and self.edtf(year)
        found = f"{year}-{month:0>2}" if month.isdigit() else self.edtf(f"{month} {year}")
        return parse(f"{found}-{day:0>2}" if day else found).text


def _whole(text: str) -> str:
    """A number without the `.0` that a table program puts behind it."""
    return re.sub(r"(?<=[0-9])\.0+$", "", text.strip())


class Columns:
    """The columns of one table. Raises UsageFault if `chosen` (column -> field) does not fit."""

    def __init__(self, names: Sequence[str], chosen: Mapping[str, str], dates: Dates) -> None:
        self._dates = dates
        self._own = set(STORED) <= set(names) and not chosen
        self._fields = _assigned(names, chosen, guess=not self._own)
        self._at = {field: name for name, field in self._fields.items() if field}
        self._kept = [name for name in names if name and name not in self._fields]
        if self._own and "" in names:
            self._kept.append("")
        for needed, why in (("title", {"title"}), ("date", {"date", "start", "year"})):
            if not why & self._at.keys():
                told = ", ".join(map(quoted, names[:30]))
                raise HkinnoError(
                    f"no column is the {needed}: name it, as in --map 'COLUMN={needed}' "
                    f"(the columns are {told})"
                )

    def said(self) -> str:
        """What is read as what, in a sentence; empty where it goes without saying."""
        read = [
            f"{quoted(name)} as {field}"
            for name, field in self._fields.items()
            if field and name != field
        ]
        told = [f"reading {', '.join(read)}"] if read else []
        if self._kept and not self._own:
            told.append(f"keeping {', '.join(map(quoted, self._kept))} as it is")
        return "; ".join(told)

    def event(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """What a row says. Raises HkinnoError if that is no event."""
        found: dict[str, Any] = {"date": self._date(cells)}
        for field in (*STORED, "url"):
            cell = cells.get(self._at[field], "") if field in self._at else ""
            if cell and field == "url":
                found["sources"] = _with_urls(found.get("sources"), cell)
            elif cell and field != "date":
                found[field] = value_of(field, cell)
        if "title" not in found:
            raise HkinnoError("it has no title")
        event = {name: found[name] for name in STORED if name in found}
        return event | {n: value_of(n, cells[n]) for n in self._kept if cells.get(n)}

    def _date(self, cells: Mapping[str, str]) -> str:
        def cell(field: str) -> str:
            return cells.get(self._at[field], "") if field in self._at else ""

        dates = self._dates
        if "year" in self._at:
            start = dates.of_parts(cell("year"), cell("month"), cell("day"))
        else:
            start = cell("start") or cell("date")
        if "end year" in self._at:
            end = dates.of_parts(cell("end year"), cell("end month"), cell("end day"))
        else:
            end = cell("end").strip()
        if not start.strip() and not end:
            raise HkinnoError("it has no date")
        return dates.span(start, end)


def _assigned(names: Sequence[str], chosen: Mapping[str, str], guess: bool) -> dict[str, str]:
    """Column -> field: those that are chosen (an empty field: left out), exact, or guessed."""
    found: dict[str, str] = {}
    for name, field in chosen.items():
        _claim(_column(name, names), field, found)
    for name in names:
        if name in STORED and name not in found:
            if name in found.values():
                raise UsageFault(f"two columns are {name}; leave one out with --map '{name}='")
            _claim(name, name, found)
    if guess:
        free = {_folded(name): name for name in reversed(names) if name and name not in found}
        for field, words in GUESSES.items():
            for name in (free[word] for word in map(_folded, (field, *words)) if word in free):
                if name not in found and not _clash(field, found):
                    found[name] = field
                    break
    return found


def _claim(name: str, field: str, found: dict[str, str]) -> None:
    if field and field != name and field not in STORED and field not in GUESSES:
        raise UsageFault(
            f"--map: no field {quoted(field)}; there are {', '.join(dict.fromkeys((*STORED, *GUESSES)))}"
        )
    if field and (why := _clash(field, found)):
        raise UsageFault(f"{quoted(name)} cannot be the {field}: {why}")
    found[name] = field


def _clash(field: str, found: Mapping[str, str]) -> str:
    taken = set(found.values())
    if field in taken:
        return "another column is"
    if others := _NONE_OF.get(field, set()) & taken:
        return f"another column is the {' and the '.join(sorted(others))}"
    if (needed := _ONE_OF.get(field)) and not needed & taken:
        return f"no column is the {' or the '.join(sorted(needed))}"
    return ""


def _column(name: str, names: Sequence[str]) -> str:
    near = [name] if name in names else [n for n in names if _folded(n) == _folded(name)]
    if len(near) != 1:
        raise UsageFault(
            f"--map: no column {quoted(name)}; there are {', '.join(map(quoted, names[:30]))}"
        )
    return near[0]


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
