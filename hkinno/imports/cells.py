"""CSV and TSV as a table: names of columns, rows of texts, and whether hkinno wrote it."""

from collections.abc import Iterator
from types import ModuleType

from hkinno.events import STORED
from hkinno.imports.origin import is_ours
from hkinno.imports.table import ImportTable, Row, text_of

_KEY = ("id", "date", "title")


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
    """Whether these are some fields of what hkinno wrote."""
    told = (cells for _, cells in rows if not isinstance(cells, str))
    return is_ours(
        names,
        (
            (text_of(c.get("id", "")), text_of(c.get("date", "")), text_of(c.get("title", "")))
            for c in told
        ),
    )
