"""A table that is imported: which field each column is, and what a row says.

Columns are fields by their exact names. A header that has all of hkinno's own names is hkinno's
export, and nothing is guessed in it. In another one, columns that are called as in `GUESSES`, in
whatever case and with whatever between the words, are read as the field that nothing else is; the
rest are kept as fields that hkinno does not know. Dates may also stand in several columns: start
and end, or year, month and day of either.

Where one column is the date, it is all of the date: `end` or `year` beside it may be anything. Only
a column that calls itself the end of a date (`End date`) is joined to it, if none is the start.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.events import BY_COLUMN, STORED
from hkinno.fields import DERIVED
from hkinno.imports.values import Dates, value_of, with_urls

_CALLED = {row.name: row.called for row in BY_COLUMN if row.called}
_PARTS_OF_DATES: dict[str, tuple[str, ...]] = {
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
}
GUESSES: dict[str, tuple[str, ...]] = {  # field -> what columns are called, the better guess first
    **{name: _CALLED[name] for name in ("id", "date")},
    **_PARTS_OF_DATES,
    **{name: called for name, called in _CALLED.items() if name not in ("id", "date")},
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
_FIRST = ("date", "start", "year", "month", "day")
_LAST = ("end", "end year", "end month", "end day")
_NONE_OF = {
    "date": {"start", "year"},
    "start": {"date", "year"},
    "year": {"date", "start"},
    "end": {"end year"},
    "end year": {"end"},
}
_SAID = {"url": "URL of the source"}  # what fields are in sentences, if not as in GUESSES


class Columns:
    """The columns of one table. Raises HkinnoError if they, or what is `chosen`, do not fit.

    `own` tells whether all of hkinno's fields are there. `derived` are those that have the name of
    what follows from a date, and may be just that.
    """

    def __init__(
        self, names: Sequence[str], chosen: Iterable[tuple[str, str]], dates: Dates
    ) -> None:
        self.undivided = 0  # rows whose tags have commas, but no semicolon between them
        self._dates = dates
        self.own = set(STORED) <= set(names)
        picked = _picked(chosen, names)
        self._fields = _assigned(names, picked, guess=not self.own)
        self._at = {field: name for name, field in self._fields.items()}
        self._stored = [field for field in STORED if field in self._at or field == "date"]
        self._nameless = "" in names and not self.own
        self._kept = [n for n in names if n not in self._fields and (n or self.own)]
        self.derived = [n for n in self._kept if n in DERIVED and n not in picked]
        for needed, by in (("title", {"title"}), ("date", _NONE_OF["date"] | {"date"})):
            if not by & self._at.keys():
                raise HkinnoError(
                    f"no column is the {needed}: name it, as in --map '{self._example(needed)}'; "
                    f"there are {_listed(names)}"
                )

    def describe(self) -> str:
        """What is read as what, in a sentence; empty where it goes without saying."""
        if self.own:
            return ""
        read = [
            f"{quoted(name)} as {called}"
            for name, field in self._fields.items()
            if field not in ("", *_FIRST, *_LAST) and name != (called := _SAID.get(field, field))
        ]
        if (dated := self._dated()) != quoted("date"):
            read.insert(0, f"{dated} as date")
        told = [f"reading {', '.join(read)}"] if read else []
        if kept := [name for name in self._kept if name not in self.derived]:
            told.append(f"keeping {_listed(kept)} as {'they are' if kept[1:] else 'it is'}")
        if _names_of(*_FIRST, *_LAST) & set(map(_folded, kept)):
            told.append(f"the date is {dated} alone, see --map")
        if self._nameless:
            told.append("leaving out what has no name")
        return "; ".join(told)

    def _example(self, needed: str) -> str:
        """How a column is named that may be the one: a title is often called as summaries are."""
        likely = [self._at["summary"]] if needed == "title" and "summary" in self._at else []
        simple = (name for name in (*likely, *self._kept) if name.replace(" ", "").isalnum())
        return f"{next(simple, 'COLUMN')}={needed}"

    def _dated(self) -> str:
        """The columns that make the date, as in 'Year' + 'Month' to 'End'."""
        ends = ([quoted(self._at[f]) for f in part if f in self._at] for part in (_FIRST, _LAST))
        return " to ".join(" + ".join(columns) for columns in ends if columns)

    def event(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """What a row says. Raises HkinnoError if that is no event."""
        found: dict[str, Any] = {}
        for field in self._stored:
            if field == "date":
                found[field] = self._date(cells)
            elif cell := self._cell(cells, field):
                found[field] = value_of(field, cell)
        if urls := self._cell(cells, "url"):
            found["sources"] = with_urls(found.get("sources"), urls)
        if "title" not in found:
            raise HkinnoError("it has no title")
        tags = self._cell(cells, "tags")
        self.undivided += "," in tags and ";" not in tags and not tags.startswith("[")
        for column in self._kept:
            if cell := cells.get(column, ""):
                found[column] = value_of(column, cell)
        return found

    def _cell(self, cells: Mapping[str, str], field: str) -> str:
        return cells.get(self._at[field], "") if field in self._at else ""

    def _date(self, cells: Mapping[str, str]) -> str:
        def of(field: str) -> str:
            return self._cell(cells, field).strip()

        dates = self._dates
        start, end = of("start") or of("date"), of("end")
        if "year" in self._at:
            start = dates.of_parts(of("year"), of("month"), of("day"))
        if "end year" in self._at:
            end = dates.of_parts(of("end year"), of("end month"), of("end day"))
        if not start and not end:
            raise HkinnoError("it has no date")
        return dates.span(start, end)


def _picked(chosen: Iterable[tuple[str, str]], names: Sequence[str]) -> dict[str, str]:
    """Column -> field, as chosen. Raises UsageError for no column, and for one given twice."""
    picked: dict[str, str] = {}
    for name, field in chosen:
        if (column := _column(name, names)) in picked:
            raise UsageError(f"--map: {quoted(column)} is given twice; a column is one field")
        picked[column] = field
    return picked


def _assigned(names: Sequence[str], picked: Mapping[str, str], guess: bool) -> dict[str, str]:
    """Column -> field: what is picked (empty: left out), what has the field's name, guesses."""
    found: dict[str, str] = {}
    for name, field in {**{name: name for name in names if name in STORED}, **picked}.items():
        if field and field not in STORED and field not in GUESSES and field != name:
            known = ", ".join(dict.fromkeys((*GUESSES, *STORED)))
            raise UsageError(f"--map: no field {quoted(field)}; there are {known}")
        if field and (why := _taken(field, found)):
            raise UsageError(f"{quoted(name)} cannot be the {field}, {why}; see --map")
        found[name] = field
    if guess:
        _guess(names, found)
    for name, field in found.items():
        if why := _lonely(field, found):
            raise UsageError(f"{quoted(name)} cannot be the {field}, {why}; see --map")
    # a column that is chosen to be called what it is called already is kept as it is
    return {n: f for n, f in found.items() if not f or f in STORED or f in GUESSES}


def _guess(names: Sequence[str], found: dict[str, str]) -> None:
    free = {_folded(name): name for name in reversed(names) if name and name not in found}
    for field in GUESSES:
        for word in map(_folded, _words(field, found, free)):
            if word in free and not _taken(field, found) and not _lonely(field, found):
                found[free.pop(word)] = field


def _words(field: str, found: Mapping[str, str], free: Mapping[str, str]) -> Iterable[str]:
    """What a column may be called to be this field: the end of a date has to say so."""
    words = (field, *GUESSES[field])
    if field not in ("end", "end year") or "date" not in found.values():
        return words
    if _names_of("start", "year") & free.keys():  # then that is where the end belongs
        return ()
    return [word for word in words if "date" in word or "year" in word]


def _names_of(*fields: str) -> set[str]:
    return {_folded(word) for field in fields for word in (field, *GUESSES[field])}


def _taken(field: str, found: Mapping[str, str]) -> str:
    """Why no other column can be this field, if that is so."""
    others = ({field} | _NONE_OF.get(field, set())) & set(found.values())
    return f"another column is the {' and the '.join(sorted(others))}" if others else ""


def _lonely(field: str, found: Mapping[str, str]) -> str:
    """Why a column cannot be this field without another one, if that is so."""
    needed = _ONE_OF.get(field, set())
    if not needed or needed & set(found.values()):
        return ""
    return f"no column is the {' or the '.join(sorted(needed))}"


def _column(name: str, names: Sequence[str]) -> str:
    near = [name] if name in names else [n for n in names if _folded(n) == _folded(name)]
    if len(near) != 1:
        raise UsageError(f"--map: no column {quoted(name)}; there are {_listed(names)}")
    return near[0]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 30} more" if len(names) > 30 else ""
    return ", ".join(map(quoted, names[:30])) + more


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
