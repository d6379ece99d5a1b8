"""vis-timeline: the items of its DataSet, as JSON or CSV (visjs.github.io/vis-timeline).

vis has instants alone: to it a number, and a text of digits, are milliseconds since 1970. Here a
number of up to four digits stays the year that it was meant to be, and so does the text "2003", and
a day without a time is that whole day, also where it is the end. From midnight to midnight, where
both times are written, are whole days, of which the end is not one.

What `timeline -f vis` wrote comes back as it was.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import unescape

import msgspec

from hkinno.dates.calendar import iso
from hkinno.dates.edtf import readable
from hkinno.formats import vis
from hkinno.imports.formats._written import Shown, Tool, split_written
from hkinno.imports.guesses import GUESSES, folded
from hkinno.imports.markup import read_markup
from hkinno.imports.objects import rows_of
from hkinno.imports.shapes import COMPACT
from hkinno.imports.table import Cell, Cells, ImportTable, Row, text_of
from hkinno.store.store import Entry
from hkinno.text import plural

_CALLED = {
    **{name: GUESSES[name] for name in ("id", "start", "end", "places", "tags", "sources", "url")},
    "summary": GUESSES["summary"],
    "category": ("group",),
}
_FIELDS = {"content": "title", "title": "summary"}  # a title is what a pointer over an item shows
_MARKS = {"group", "classname", "subgroup", "style", "editable", "type", "limitsize"}
_TEXT = re.compile(r"-?[0-9]{9,16}|/?Date\((-?[0-9]{1,16})[^)]*\)/?", re.I).fullmatch  # ASP.NET
_NUMBER = re.compile(r"(-?[0-9]{5,16})(?:\.[0-9]*)?").fullmatch
_MIDNIGHT = re.compile(
    r"([+-]?)0*([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00(?:\.0*)?)?(Z|[+-][0-9]{2}:?[0-9]{2}|)"
).fullmatch
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def claims(names: Collection[str]) -> bool:
    """Whether these are the keys of its items."""
    return {"content", "start"} <= set(names) and bool((_MARKS | {"id", "end"}) & set(names))


def fits(names: Collection[str]) -> bool:
    """Whether these may be keys of its items, if somebody says so."""
    return {"content", "start"} <= set(names)


def adapt(table: ImportTable) -> ImportTable:
    """Its items: milliseconds become the instants that they are, a group its name."""
    table = split_written(table, _WRITTEN)
    columns = [name for name in table.names if folded(name) in ("start", "end")]
    groups = _groups(table.around)
    beside = {name: n for name, n in table.beside.items() if not groups or name != "groups"}
    days = [found for _, cells in table.rows() if (found := _whole_days(cells, columns))]
    return msgspec.structs.replace(
        table,
        rows=lambda: _items(table, columns, groups),
        called=_CALLED,
        beside=beside,
        notes=(*table.notes, *([_days_note(days)] if days else [])),
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
        changed |= _whole_days(cells, columns)
        if groups and (words := groups.get(text_of(cells.get("group", "")))):
            changed["group"] = words
        yield where, {**cells, **changed}


def _whole_days(cells: Cells | str, columns: Sequence[str]) -> dict[str, str]:
    """The first and the last day of what lasts from midnight to midnight; else nothing.

    Their years have six digits where they are negative, as those of JavaScript, to be read as such.
    """
    names = sorted(columns, key=folded, reverse=True)  # the start before the end
    if isinstance(cells, str) or len(names) != 2:
        return {}
    first, end = (_MIDNIGHT(text_of(cells.get(name, "")).strip()) for name in names)
    if not first or not end or first[3] != end[3]:
        return {}
    days = [readable("-" * (found[1] == "-") + found[2]) for found in (first, end)]
    if not days[0] or not days[1] or days[0].lo >= days[1].lo:
        return {}
    found = iso(int(days[0].lo)), iso(int(days[1].lo) - 1)
    return {name: re.sub("^-", "-00", day) for name, day in zip(names, found, strict=True)}


def _days_note(days: Sequence[Mapping[str, str]]) -> str:
    example = "/".join(days[0].values())
    return (
        f"from midnight to midnight are whole days, of which the end is not one, as {example} "
        f"({plural(len(days), 'event')})"
    )


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


# --- what hkinno wrote


def _texts(shown: Shown) -> dict[str, str]:
    told = {"title": unescape(shown["content"]), "category": unescape(shown.get("group") or "")}
    return {name: text for name, text in told.items() if text}


def _summary(_: Entry, shown: Shown, item: Shown) -> str | None:
    """The summary in what is shown to pointers, if that is not what it should be."""
    lines, meant = (unescape(one.get("title") or "").split("\n") for one in (shown, item))
    if lines[:1] + lines[2:] == meant[:1] + meant[2:]:  # the title between them counts elsewhere
        return None
    return "\n".join(lines[2:] if lines[:1] == meant[:1] else lines)


def _dated(cells: Cells) -> Cells:
    return {key: cells[key] for key in ("id", "content", "start", "end") if key in cells}


_WRITTEN = Tool("id", ("start", "end"), vis.item, _texts, _summary, _dated)
