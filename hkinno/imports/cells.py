"""CSV and TSV as a table: names of columns, rows of texts, and whether hkinno wrote it."""

from collections.abc import Iterator
from types import ModuleType

from hkinno.dates.edtf import readable
from hkinno.events import STORED
from hkinno.fields import DERIVED
from hkinno.imports.guesses import GUESSES, folded, names_of
from hkinno.imports.shapes import NEGATIVE, PAIR
from hkinno.imports.table import ImportTable, Row

_KEY = ("id", "date", "title")
_GUESSED = names_of(GUESSES, *GUESSES)


def table_of(form: ModuleType, data: bytes, label: str, foreign: bool = False) -> ImportTable:
    """The rows of a file in a format of cells. Raises HkinnoError for one without a header.

    With `foreign`, nothing is taken for what hkinno wrote.
    """
    guessed, header = next(form.read(data, label))
    names = tuple(header)

    def rows() -> Iterator[Row]:
        found: Iterator[Row] = form.read(data, label)
        next(found)
        return found

    own = set(STORED) <= set(names) or (set(_KEY) <= set(names) and _is_part(names, rows()))
    return ImportTable(names, rows, own and not foreign, (guessed,) if guessed else ())


def _is_part(names: tuple[str, ...], rows: Iterator[Row]) -> bool:
    """Whether these are some fields of what hkinno wrote: names of its own, ids, dates in EDTF."""
    known = {*STORED, *DERIVED}
    if any(folded(name) in _GUESSED for name in names if name not in known):
        return False
    ids: set[str] = set()
    count, zeros, negative, pair = 0, False, False, False
    for _, cells in rows:
        if isinstance(cells, str):
            continue
        event_id, date, title = (str(cells.get(name, "")) for name in _KEY)
        if not event_id or not title or not readable(date):
            return False
        zeros = zeros or date.startswith("-0")
        negative = negative or NEGATIVE.match(date) is not None
        pair = pair or (PAIR.fullmatch(date) is not None and date[2:4] < date[5:])
        ids.add(event_id)
        count += 1
    numbered = all(map(str.isdigit, ids))  # as in a spreadsheet
    in_doubt = pair or (negative and not zeros)
    return count == len(ids) > 0 and not (numbered and in_doubt)
