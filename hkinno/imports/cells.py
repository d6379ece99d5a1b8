"""CSV and its like as a table: names of columns, rows of texts, and whether hkinno wrote it."""

from collections.abc import Callable, Iterator

from hkinno.events import STORED
from hkinno.imports.origin import find_foreign, is_ours
from hkinno.imports.table import ImportTable, Row, text_of

_KEY = ("id", "date", "title")


def table_of(read: Callable[[], Iterator[Row]], foreign: bool = False) -> ImportTable:
    """The rows of a file in a format of cells, as its `read` gives them with the header before.

    With `foreign`, nothing is taken for what hkinno wrote. Raises HkinnoError.
    """
    guessed, header = next(read())
    names = tuple(header)

    def rows() -> Iterator[Row]:
        found = read()
        next(found)
        return found

    own = set(STORED) <= set(names) or (set(_KEY) <= set(names) and _is_part(names, rows()))
    notes = (guessed,) if guessed else ()
    return ImportTable(names, rows, own=own and not foreign, notes=notes)


def _is_part(names: tuple[str, ...], rows: Iterator[Row]) -> bool:
    """Whether these are some fields of what hkinno wrote."""
    told = (cells for _, cells in rows if not isinstance(cells, str))
    return not find_foreign(names) and is_ours(
        (
            (text_of(c.get("id", "")), text_of(c.get("date", "")), text_of(c.get("title", "")))
            for c in told
        ),
    )
