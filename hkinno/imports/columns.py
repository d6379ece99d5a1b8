"""The columns of a table that is imported: which field each of them is.

Columns are fields by their exact names. A header that has all of hkinno's own names is hkinno's
export, and nothing is guessed in it. In another one, columns that are called as in
`hkinno.imports.guesses`, in whatever case and with whatever between the words, are read as the
field that nothing else is; the rest are kept as fields that hkinno does not know. Dates may also
stand in several columns: start and end, or year, month and day of either.

Where one column is the date, it is all of the date: `end` or `year` beside it may be anything. Only
a column that calls itself the end of a date (`End date`) is joined to it, if none is the start; and
where the date is empty, a start or a year beside it is the date instead.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.events import FIELDS, STORED
from hkinno.fields import DERIVED
from hkinno.imports.guesses import (
    DATED,
    FIRST,
    LAST,
    NONE_OF,
    ONE_OF,
    Names,
    folded,
    means_other,
    names_of,
    words_of,
)
from hkinno.imports.infer import find_date, find_title, is_data, is_era, is_year
from hkinno.imports.table import Cells, ImportTable, text_of
from hkinno.text import plural

Chosen = Sequence[tuple[str, str]]
"""Columns and their fields, as a user names them."""
_TEXTS = frozenset(row.name for row in FIELDS if not row.many)
_SAID = {"url": "URL of the source"}  # what fields are in sentences, if not by their names


class ImportColumns:
    """The columns of one table. Raises HkinnoError if they, or what is `chosen`, do not fit.

    `at` has the column of each field, `fallback` those of the date where it is empty, `kept` the
    columns that stay as they are. `derived` are those that have the name of what follows from a
    date, and may be just that. The `sample` has some rows, by which columns are known that no name
    tells.
    """

    def __init__(self, table: ImportTable, chosen: Chosen, sample: Sequence[Cells]) -> None:
        self._table, names = table, table.names
        self.own = table.own
        self._inferred: list[str] = []
        picked = {**table.picked, **_picked(chosen, names)}
        found = _assigned(table, picked)
        known = names_of(table.called, *table.called) & set(map(folded, names))
        if not self.own and not known and not picked and is_data(names):
            raise HkinnoError(
                f"the first row looks like an event, {_listed(names)}; put a row before it that "
                "names the columns, as in date,title"
            )
        if not self.own:
            self._infer(found, picked, sample)
        self._check(found)
        # a column that is chosen to be called what it is called already is kept as it is
        self._fields = {n: f for n, f in found.items() if not f or _is_known(f, table.called)}
        self.at = {field: name for name, field in self._fields.items()}
        self.kept = self._kept()
        self.derived = [n for n in self.kept if n in DERIVED and n not in picked]
        self.fallback = {} if self.own else self._fallback()
        for needed, by in (("title", {"title", "summary"}), ("date", set(DATED))):
            if not by & self.at.keys():
                raise HkinnoError(
                    f"no column is the {needed}: name it, as in --map '{self._example(needed)}'; "
                    f"there are {_listed([n for n in names if '.' not in n] or names)}"
                )

    @staticmethod
    def _check(found: Mapping[str, str]) -> None:
        for name, field in found.items():
            if why := _lonely(field, found):
                raise UsageError(f"{quoted(name)} cannot be the {field}, {why}; see --map")

    def _infer(
        self, found: dict[str, str], picked: Mapping[str, str], sample: Sequence[Cells]
    ) -> None:
        """Find by what cells say a date and a title that no name tells."""
        free = [n for n in self._table.names if n not in found]
        if not set(DATED) & set(found.values()):
            _infer_year(found, free, picked, sample)
        empty = [n for n in free if not any(text_of(row.get(n, "")).strip() for row in sample)]
        dated = names_of(self._table.called, *DATED) & {folded(n) for n in free if n not in empty}
        empty = empty if dated else []
        _guess(self._table, found, empty, sample)
        free = [n for n in free if n not in found]
        dated = set(DATED) & set(found.values())
        if not dated and (name := find_date([n for n in free if n], sample)):
            found[name] = "date"
            self._inferred.append(f"{quoted(name)} is the only column of dates that is called so")
            _guess(self._table, found, empty)  # an end goes with it
        free = [n for n in free if n and n not in found]
        beside = "summary" in found.values()
        if "title" not in found.values() and (name := find_title(free, sample, heads=beside)):
            found[name] = "title"
            others = " beside the summary" * beside
            self._inferred.append(f"{quoted(name)} is the only column of text{others}")

    def _kept(self) -> list[str]:
        """The columns that stay as they are: a key of JSON with what is in it, or that alone."""
        used = [name for name in self._fields if "." in name]
        inside = {name.partition(".")[0] for name in used} & self._table.whole
        kept = []
        for name in self._table.names:
            nested = "." in name and name.partition(".")[0] in self._table.whole
            if name not in self._fields and not nested and (name or self.own):
                kept.append(name)
        self.parts = {key: [n for n in used if n.startswith(f"{key}.")] for key in inside}
        return kept

    def _fallback(self) -> dict[str, str]:
        """The columns of a date that stands where the first choice is empty."""
        if not set(DATED) & self.at.keys():
            return {}
        found: dict[str, str] = {}
        free = ImportTable(
            tuple(n for n in self._table.names if n not in self._fields),
            self._table.rows,
            called={field: self._table.called.get(field, ()) for field in (*FIRST, *LAST)},
        )
        _guess(free, found)
        return {field: name for name, field in found.items()}

    def describe(self, fallbacks: int) -> str:
        """What is read as what, in a sentence; empty where it goes without saying.

        `fallbacks` is for how many rows the second choice of a date stands.
        """
        if self.own:
            return ""
        read = [
            f"{quoted(name)} as {called}"
            for name, field in self._fields.items()
            if field not in ("", "era", *FIRST, *LAST)
            and name != (called := _SAID.get(field, field))
        ]
        if (dated := self._dated()) != quoted("date"):
            read.insert(0, f"{dated} as date")
        told = [f"reading {', '.join(read)}"] if read else []
        told += self._inferred
        second = self.fallback.values() if fallbacks else ()
        gone = {*self.derived, *self.parts, *second}
        if kept := [name for name in self.kept if name not in gone]:
            told.append(f"keeping {_listed(kept)} as {'they are' if kept[1:] else 'it is'}")
        if names_of(self._table.called, *FIRST, *LAST) & set(map(folded, kept)):
            told.append(f"the date is {dated} alone, see --map")
        if fallbacks:
            told.append(self._describe_fallback(fallbacks))
        if "" in self._table.names and "" not in self._fields:
            told.append("leaving out what has no name")
        return "; ".join(told)

    def _describe_fallback(self, count: int) -> str:
        """What stands for a date that is empty, in a sentence."""
        columns = self._dated(self.fallback)
        where = self._dated({f: n for f, n in self.at.items() if f in DATED})
        return f"{columns} is the date where {where} is empty ({plural(count, 'row')})"

    def _example(self, needed: str) -> str:
        """How a column is named that may be the one."""
        simple = (name for name in self.kept if re.fullmatch(r"\w[\w .-]*", name))
        return f"{next(simple, 'COLUMN')}={needed}"

    def _dated(self, at: Mapping[str, str] | None = None) -> str:
        """The columns that make the date, as in 'Year' + 'Month' to 'End'."""
        at = self.at if at is None else at
        parts = ((*FIRST, "era"), LAST)
        ends = ([quoted(at[f]) for f in part if f in at] for part in parts)
        return " to ".join(" + ".join(columns) for columns in ends if columns)


def _is_known(field: str, called: Names) -> bool:
    return field in STORED or field in called


def _infer_year(
    found: dict[str, str], free: Sequence[str], picked: Mapping[str, str], sample: Sequence[Cells]
) -> None:
    """A column without a name that has years, beside one of months, is the year."""
    months = names_of({"month": ("start month",)}, "month") & set(map(folded, free))
    if "" in free and "" not in picked and months:
        cells = [cell for row in sample if (cell := text_of(row.get("", "")).strip())]
        if cells and all(map(is_year, cells)):
            found[""] = "year"


def _picked(chosen: Chosen, names: Sequence[str]) -> dict[str, str]:
    """Column -> field, as chosen. Raises UsageError for no column, and for one given twice."""
    picked: dict[str, str] = {}
    for name, field in chosen:
        if (column := _column(name, names)) in picked:
            raise UsageError(f"--map: {quoted(column)} is given twice; a column is one field")
        picked[column] = field
    return picked


def _assigned(table: ImportTable, picked: Mapping[str, str]) -> dict[str, str]:
    """Column -> field: what is picked (empty: left out), and what has the field's name."""
    found: dict[str, str] = {}
    exact = {
        name: name
        for name in table.names
        if name in STORED and name not in table.whole and not means_other(name, table.called)
    }
    for name, field in {**exact, **picked}.items():
        if field and not _is_known(field, table.called) and field != name:
            known = ", ".join(dict.fromkeys((*table.called, *STORED)))
            raise UsageError(f"--map: no field {quoted(field)}; there are {known}")
        if field and (why := _taken(field, found)):
            raise UsageError(f"{quoted(name)} cannot be the {field}, {why}; see --map")
        found[name] = field
    return found


def _guess(
    table: ImportTable,
    found: dict[str, str],
    empty: Sequence[str] = (),
    sample: Sequence[Cells] = (),
) -> None:
    """Add what columns are by what they are called; an empty one is no date."""
    names = [n for n in table.names if n and n not in found and n not in table.whole]
    free = {folded(name): name for name in reversed(names)}
    # a key inside another one is known by its own name as well, if only one is called so
    inner = [folded(name.rpartition(".")[2]) for name in names]
    alone = {
        last: name
        for last, name in zip(inner, names, strict=True)
        if "." in name and inner.count(last) == 1 and last not in free
    }
    for field in table.called:
        for word in map(folded, words_of(field, table.called, found, {**alone, **free})):
            name = free.get(word) or (
                alone.get(word, "") if _is_apart(field, word, alone, found) else ""
            )
            if (field in _TEXTS and name in table.lists) or (field in DATED and name in empty):
                continue  # several are not one
            if field == "era" and not is_era(name, sample):
                continue
            if name in names and not _taken(field, found) and not _lonely(field, found):
                found[name] = field
                names.remove(name)


def _is_apart(field: str, word: str, alone: Mapping[str, str], found: Mapping[str, str]) -> bool:
    """Whether a key in an object may be a field by its own name: not the month of another date."""
    key = alone.get(word, "").rpartition(".")[0]
    if field not in ("month", "day", "time"):
        return field != "year" or "end" not in key.casefold()
    years = [name.rpartition(".")[0] for name, what in found.items() if what == "year"]
    return years == [key]


def _taken(field: str, found: Mapping[str, str]) -> str:
    """Why no other column can be this field, if that is so."""
    others = ({field} | NONE_OF.get(field, set())) & set(found.values())
    return f"another column is the {' and the '.join(sorted(others))}" if others else ""


def _lonely(field: str, found: Mapping[str, str]) -> str:
    """Why a column cannot be this field without another one, if that is so."""
    needed = ONE_OF.get(field, set())
    if not needed or needed & set(found.values()):
        return ""
    return f"no column is the {' or the '.join(sorted(needed))}"


def _column(name: str, names: Sequence[str]) -> str:
    near = [name] if name in names else [n for n in names if folded(n) == folded(name)]
    if len(near) != 1:
        raise UsageError(f"--map: no column {quoted(name)}; there are {_listed(names)}")
    return near[0]


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    more = f" and {len(names) - 30} more" if len(names) > 30 else ""
    return ", ".join(map(quoted, names[:30])) + more
