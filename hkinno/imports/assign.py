"""Which column is which field by its name: as a user says, by its exact name, or by a guess."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from hkinno.errors import UsageError, quoted
from hkinno.events import FIELDS, STORED
from hkinno.imports.guesses import (
    DATED,
    NONE_OF,
    ONE_OF,
    Names,
    folded,
    means_other,
    names_of,
    words_of,
)
from hkinno.imports.infer import has_dates, is_era
from hkinno.imports.media import ADDRESSES
from hkinno.imports.table import Cells, ImportTable
from hkinno.imports.values import all_unread

Chosen = Sequence[tuple[str, str]]
"""Columns and their fields, as a user names them."""
_TEXTS = frozenset(row.name for row in FIELDS if not row.many)


def is_field(field: str, called: Names) -> bool:
    return field in STORED or field in called


def pick_columns(chosen: Chosen, names: Sequence[str]) -> dict[str, str]:
    """Column -> field, as chosen. Raises UsageError for no column, and for one given twice."""
    picked: dict[str, str] = {}
    for name, field in chosen:
        if (column := find_column(name, names)) in picked:
            raise UsageError(f"--map: {quoted(column)} is given twice; a column is one field")
        picked[column] = field
    return picked


def assign_exact(table: ImportTable, picked: Mapping[str, str]) -> dict[str, str]:
    """Column -> field: what is picked (empty: left out), and what has the field's name."""
    found: dict[str, str] = {}
    exact = {
        name: name
        for name in table.names
        if name in STORED and name not in table.whole and not means_other(name, table.called)
    }
    for name, field in {**exact, **picked}.items():
        if field and not is_field(field, table.called) and field != name:
            known = ", ".join(dict.fromkeys((*table.called, *STORED)))
            raise UsageError(f"--map: no field {quoted(field)}; there are {known}")
        if field and (why := why_taken(field, found)):
            raise UsageError(f"{quoted(name)} cannot be the {field}, {why}; see --map")
        found[name] = field
    return found


def guess_fields(
    table: ImportTable,
    found: dict[str, str],
    empty: Sequence[str] = (),
    sample: Sequence[Cells] = (),
) -> None:
    """Add what columns are by what they are called; an empty one is no date."""
    whole = {*found, *table.whole, ""}
    names = dict.fromkeys(name for name in table.names if name not in whole)
    free = {folded(name): name for name in reversed(names)}
    for name in reversed(names):  # from.year is called as start.year is
        parent, dot, last = name.rpartition(".")
        for field in ("end", "start") if dot else ():
            if folded(parent) in names_of(table.called, field):
                free.setdefault(folded(field + last), name)
    # a key inside another one is known by its own name as well, if only one is called so
    inner = [folded(re.split("[.:]", name)[-1]) for name in names]
    times = Counter(inner)
    alone = {
        last: name
        for last, name in zip(inner, names, strict=True)
        if re.search("[.:]", name) and times[last] == 1 and last not in free
    }
    for field in table.called:
        for word in map(folded, words_of(field, table.called, found, {**alone, **free})):
            name = free.get(word) or (
                alone.get(word, "") if is_apart(field, word, alone, found) else ""
            )
            if (field in _TEXTS and name in table.lists) or (field in DATED and name in empty):
                continue  # several are not one
            if field == "era" and not is_era(name, sample):
                continue
            if field in ADDRESSES and all_unread(
                (row.get(name, "") for row in sample), ADDRESSES[field]
            ):
                continue
            if field in ("time", "end time") and has_dates(name, sample):
                continue
            if name in names and not why_taken(field, found) and not why_lonely(field, found):
                found[name] = field
                del names[name]


def is_apart(field: str, word: str, alone: Mapping[str, str], found: Mapping[str, str]) -> bool:
    """Whether a key in an object may be a field by its own name: not the month of another date."""
    key = alone.get(word, "").rpartition(".")[0]
    if field not in ("month", "day", "time"):
        return field != "year" or "end" not in key.casefold()
    years = [name.rpartition(".")[0] for name, what in found.items() if what == "year"]
    return years == [key]


def why_taken(field: str, found: Mapping[str, str]) -> str:
    """Why no other column can be this field, if that is so."""
    others = ({field} | NONE_OF.get(field, set())) & set(found.values())
    return f"another column is the {' and the '.join(sorted(others))}" if others else ""


def why_lonely(field: str, found: Mapping[str, str]) -> str:
    """Why a column cannot be this field without another one, if that is so."""
    needed = ONE_OF.get(field, set())
    if not needed or needed & set(found.values()):
        return ""
    return f"no column is the {' or the '.join(sorted(needed))}"


def find_column(name: str, names: Sequence[str]) -> str:
    near = [name] if name in names else [n for n in names if folded(n) == folded(name)]
    if len(near) != 1:
        raise UsageError(f"--map: no column {quoted(name)}; there are {list_names(names)}")
    return near[0]


def list_names(names: Iterable[str]) -> str:
    names = list(names)
    more = f" and {len(names) - 30} more" if len(names) > 30 else ""
    return ", ".join(map(quoted, names[:30])) + more
