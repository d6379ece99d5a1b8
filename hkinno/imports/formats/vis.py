"""vis-timeline: the items of its DataSet, as JSON or CSV (visjs.github.io/vis-timeline)."""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from hkinno.imports.guesses import GUESSES, folded
from hkinno.imports.table import Cell, ImportTable, Row, text_of

_CALLED = {
    **{name: GUESSES[name] for name in ("id", "start", "end", "places", "tags", "sources", "url")},
    "title": ("content",),
    "summary": ("title", *GUESSES["summary"]),  # its title is what a pointer over an item shows
    "category": ("group",),
}
_MARKS = {"group", "classname", "subgroup", "style", "editable", "type", "limitsize"}
_MILLISECONDS = re.compile(r"-?[0-9]{9,16}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def claims(names: Collection[str]) -> bool:
    """Whether these are the keys of its items."""
    return {"content", "start"} <= set(names) and bool((_MARKS | {"id", "end"}) & set(names))


def adapt(table: ImportTable) -> ImportTable:
    """Its items; a number of milliseconds becomes the instant that it is."""
    columns = [name for name in table.names if folded(name) in ("start", "end")]
    return msgspec.structs.replace(table, rows=lambda: _items(table, columns), called=_CALLED)


def _items(table: ImportTable, columns: list[str]) -> Iterator[Row]:
    for where, cells in table.rows():
        if isinstance(cells, str):
            yield where, cells
        else:
            yield where, {**cells, **{c: _instant(cells[c]) for c in columns if c in cells}}


def _instant(cell: Cell) -> Cell:
    text = text_of(cell)
    if not _MILLISECONDS.fullmatch(text):
        return cell
    try:
        moment = _EPOCH + timedelta(milliseconds=int(text))
    except OverflowError:
        return cell
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").replace("T00:00:00Z", "")
