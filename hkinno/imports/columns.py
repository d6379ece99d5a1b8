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
from collections.abc import Mapping, Sequence

from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.imports.assign import (
    Chosen,
    assign_exact,
    guess_fields,
    is_field,
    list_names,
    pick_columns,
    why_lonely,
)
from hkinno.imports.guesses import (
    DATED,
    FIRST,
    LAST,
    folded,
    names_of,
)
from hkinno.imports.infer import (
    find_date,
    find_dated,
    find_texts,
    find_title,
    find_year,
    is_data,
    is_no_title,
)
from hkinno.imports.table import Cells, ImportTable, text_of
from hkinno.query.derived import DERIVED
from hkinno.text import plural

_SAID = {"url": "URL of the source"}  # what fields are in sentences, if not by their names


class ImportColumns:
    """The columns of one table. Raises HkinnoError if they, or what is `chosen`, do not fit.

    `at` has the column of each field, `fallback` those of the date where it is empty, `kept` the
    columns that stay as they are, of which `parts` of JSON may be fields. `derived` are those that
    have the name of what follows from a date, and may be just that. The `sample` has some rows, by
    which columns are known that no name tells.
    """

    def __init__(self, table: ImportTable, chosen: Chosen, sample: Sequence[Cells]) -> None:
        self._table, names = table, table.names
        self.own = table.own
        self._inferred: list[str] = []
        picked = {**table.picked, **pick_columns(chosen, names)}
        found = assign_exact(table, picked)
        known = names_of(table.called, *table.called) & set(map(folded, names))
        if not self.own and not known and not picked and is_data(names):
            raise HkinnoError(
                f"the first row looks like an event, {list_names(names)}; put a row before it that "
                "names the columns, as in date,title"
            )
        if not self.own:
            self._infer(found, sample)
        self._check(found)
        # a column that is chosen to be called what it is called already is kept as it is
        self._fields = {n: f for n, f in found.items() if not f or is_field(f, table.called)}
        self.at = {field: name for name, field in self._fields.items()}
        self.kept, self.parts = self._kept()
        self.derived = [n for n in self.kept if n in DERIVED and n not in picked]
        self.fallback = {} if self.own else self._fallback()
        for needed, by in (("title", {"title", "summary"}), ("date", set(DATED))):
            if not by & self.at.keys():
                inside = self._parts_of_objects()
                there = list_names([name for name in names if name not in inside])
                example = self._example(needed, sample)
                raise HkinnoError(
                    f"no column is the {needed}: name it, as in --map '{example}'; "
                    f"there are {there}"
                )

    @staticmethod
    def _check(found: Mapping[str, str]) -> None:
        for name, field in found.items():
            if why := why_lonely(field, found):
                raise UsageError(f"{quoted(name)} cannot be the {field}, {why}; see --map")

    def _infer(self, found: dict[str, str], sample: Sequence[Cells]) -> None:
        """Find by what cells say a date and a title that no name tells."""
        free = [n for n in self._table.names if n not in found]
        if not set(DATED) & set(found.values()) and find_year(free, sample):
            found[""] = "year"
        empty = [n for n in free if not any(text_of(row.get(n, "")).strip() for row in sample)]
        dated = names_of(self._table.called, *DATED) & {folded(n) for n in free if n not in empty}
        empty = empty if dated else []
        guess_fields(self._table, found, empty, sample)
        free = [n for n in free if n not in found]
        name, is_one_of_several = "", False
        if not set(DATED) & set(found.values()):
            name, is_one_of_several = find_date([n for n in free if n], sample)
        if name:
            found[name] = "date"
            others = " that is called so" * is_one_of_several
            self._inferred.append(f"{quoted(name)} is the only column of dates{others}")
            guess_fields(self._table, found, empty, sample)  # an end goes with it
        free = [n for n in free if n and n not in found]
        beside = "summary" in found.values()
        if beside:  # notes beside a description are no title
            summaries = names_of(self._table.called, "summary")
            free = [name for name in free if folded(name) not in summaries]
        if "title" not in found.values() and (name := find_title(free, sample, heads=beside)):
            found[name] = "title"
            where = " beside the summary" * beside
            self._inferred.append(f"{quoted(name)} is the only column of text{where}")

    def _kept(self) -> tuple[list[str], dict[str, list[str]]]:
        """The columns that stay as they are, a key of JSON with what is in it; and by these keys
        the parts that are fields.
        """
        used = [name for name in self._fields if "." in name]
        inside = {name.partition(".")[0] for name in used} & self._table.whole
        kept = []
        for name in self._table.names:
            nested = "." in name and name.partition(".")[0] in self._table.whole
            if name not in self._fields and not nested and (name or self.own):
                kept.append(name)
        return kept, {key: [n for n in used if n.startswith(f"{key}.")] for key in inside}

    def _fallback(self) -> dict[str, str]:
        """The columns of a date that stands where the first choice is empty."""
        if not set(DATED) & self.at.keys():
            return {}
        found: dict[str, str] = {}
        free = ImportTable(
            tuple(n for n in self._table.names if n not in self._fields),
            self._table.rows,
            called={field: self._table.called.get(field, ()) for field in (*FIRST, *LAST)},
            whole=self._table.whole,
        )
        guess_fields(free, found)
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
            told.append(f"keeping {list_names(kept)} as {'they are' if kept[1:] else 'it is'}")
        alone = "year" not in self.fallback  # else it may tell the year of a date
        if alone and names_of(self._table.called, *FIRST, *LAST) & set(map(folded, kept)):
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

    def _parts_of_objects(self) -> set[str]:
        """The keys of JSON inside other keys."""
        whole = self._table.whole
        return {n for n in self._table.names if any(n.startswith(f"{key}.") for key in whole)}

    def _example(self, needed: str, sample: Sequence[Cells]) -> str:
        """How a column is named that may be the one."""
        find = find_dated if needed == "date" else find_texts
        free = [n for n in self._table.names if n not in self._fields and n not in self.parts]
        others = [] if needed == "date" else self.kept
        likely = [
            *sorted(find(free, sample), key=is_no_title),
            *(n for n in others if n not in self._table.whole),
        ]
        simple = (name for name in likely if re.fullmatch(r"\w[\w .:-]*", name))
        return f"{next(simple, 'COLUMN')}={needed}"

    def _dated(self, at: Mapping[str, str] | None = None) -> str:
        """The columns that make the date, as in 'Year' + 'Month' to 'End'."""
        at = self.at if at is None else at
        parts = ((*FIRST, "era"), LAST)
        ends = ([quoted(at[f]) for f in part if f in at] for part in parts)
        return " to ".join(" + ".join(columns) for columns in ends if columns)
