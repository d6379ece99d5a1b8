"""vis-timeline: the items of its DataSet, as JSON or CSV (visjs.github.io/vis-timeline).

vis has instants alone: to it a number, and a text of digits, are milliseconds since 1970. Here a
number of up to four digits stays the year that it was meant to be, and so does the text "2003", and
a day without a time is that whole day, also where it is the end.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from hkinno.imports.guesses import GUESSES, folded
from hkinno.imports.markup import read_markup
from hkinno.imports.objects import rows_of
from hkinno.imports.shapes import COMPACT
from hkinno.imports.table import Cell, ImportTable, Row, text_of

_CALLED = {
    **{name: GUESSES[name] for name in ("id", "start", "end", "places", "tags", "sources", "url")},
    "summary": GUESSES["summary"],
    "category": ("group",),
}
_FIELDS = {"content": "title", "title": "summary"}  # a title is what a pointer over an item shows
_MARKS = {"group", "classname", "subgroup", "style", "editable", "type", "limitsize"}
_TEXT = re.compile(r"-?[0-9]{9,16}|/?Date\((-?[0-9]{1,16})[^)]*\)/?", re.I).fullmatch  # ASP.NET
_NUMBER = re.compile(r"(-?[0-9]{5,16})(?:\.[0-9]*)?").fullmatch
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def claims(names: Collection[str]) -> bool:
    """Whether these are the keys of its items."""
    return {"content", "start"} <= set(names) and bool((_MARKS | {"id", "end"}) & set(names))


def fits(names: Collection[str]) -> bool:
    """Whether these may be keys of its items, if somebody says so."""
    return {"content", "start"} <= set(names)


def adapt(table: ImportTable) -> ImportTable:
    """Its items: milliseconds become the instants that they are, a group its name."""
    columns = [name for name in table.names if folded(name) in ("start", "end")]
    groups = _groups(table.around)
    beside = {name: n for name, n in table.beside.items() if not groups or name != "groups"}
    return msgspec.structs.replace(
        table,
        rows=lambda: _items(table, columns, groups),
        called=_CALLED,
        beside=beside,
        picked={name: _FIELDS[key] for name in table.names if (key := folded(name)) in _FIELDS},
    )


def _groups(around: Mapping[str, msgspec.Raw]) -> dict[str, str]:
    """What the groups beside the items are called, by their ids. None is inside another here."""
    if "groups" not in around:
        return {}
    named = {}
    for _, cells in rows_of(around["groups"], "group"):
        if not isinstance(cells, str):
            words = read_markup(text_of(cells.get("content", "")))[0]
            named[text_of(cells.get("id", ""))] = " ".join(words.split())
    return {key: words for key, words in named.items() if key and words}


def _items(table: ImportTable, columns: list[str], groups: Mapping[str, str]) -> Iterator[Row]:
    for where, cells in table.rows():
        if isinstance(cells, str):
            yield where, cells
            continue
        changed: dict[str, Cell] = {c: _instant(cells[c]) for c in columns if c in cells}
        if groups and (words := groups.get(text_of(cells.get("group", "")))):
            changed["group"] = words
        yield where, {**cells, **changed}


def _instant(cell: Cell) -> Cell:
    text = text_of(cell).strip()
    is_number = not isinstance(cell, str) and bytes(cell)[:1] != b'"'
    found = (_NUMBER if is_number else _TEXT)(text)
    if not found and not (is_number and text == "0"):
        return cell
    if is_number and COMPACT.fullmatch(text):
        return cell  # 20140420 is that day
    number = found[found.re.groups] or found[0] if found else "0"
    try:
        moment = _EPOCH + timedelta(milliseconds=int(number))
    except OverflowError:
        return cell
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
