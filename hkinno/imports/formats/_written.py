"""What hkinno wrote into JSON of another tool, and what has been changed there since.

An item has the exact date beside what the tool shows of it. That counts if hkinno would show the
same of it; else the item was changed elsewhere, and what is shown is what is meant. So it is with
the title, the category and the summary; what was shown in a translation is changed in that.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from hkinno.dates.date import Date
from hkinno.dates.edtf import readable
from hkinno.display import translation
from hkinno.events import members
from hkinno.imports.objects import with_rows
from hkinno.imports.table import Cells, ImportTable, Row, text_of
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.render import RenderOptions
from hkinno.store.alone import entry_of
from hkinno.store.store import Entry
from hkinno.text import plural

Shown = Mapping[str, Any]
"""What an item shows, by the keys of its tool."""
_ESCAPED = re.compile(rb"\\(u003c|.)", re.S)
_FAULTS = (msgspec.ValidationError, *JSON_FAULTS)


class Tool(NamedTuple):
    """How items of a tool are read again.

    `texts` makes the title and the category of what an item shows, `summary` the summary of what
    it shows and should show; `dated` has the cells of which anybody can read the date that it
    shows.
    """

    id: str
    dates: tuple[str, ...]  # the keys of a date
    write: Callable[[Entry, Date, RenderOptions], Shown]
    texts: Callable[[Shown], dict[str, str]]
    summary: Callable[[Entry, Shown, Shown], str | None]
    dated: Callable[[Cells], Cells]


class _Item(NamedTuple):
    """An event as it is told by an item, and what of it was changed elsewhere."""

    event: dict[str, Any]
    changed: set[str]


def split_written(table: ImportTable, tool: Tool) -> ImportTable:
    """The table without the items that hkinno wrote, which are its `written` events.

    Those of which the date has to be read stay, with that alone, and the rest of them is `known`.
    """
    rows: list[Row] = []
    written: list[Row] = []
    known: dict[str, Mapping[str, Any]] = {}
    changed: dict[str, list[str]] = {}
    for where, cells in table.rows():
        item = None if isinstance(cells, str) else _read_item(cells, tool)
        for what in sorted(item.changed) if item else ():
            changed.setdefault(what, []).append(where)
        if item is None or isinstance(cells, str):
            rows.append((where, cells))
            continue
        if "date" not in item.changed:
            written.append((where, item.event))
        else:
            rows.append((where, tool.dated(cells)))
            known[text_of(cells[tool.id])] = {n: v for n, v in item.event.items() if n != "date"}
    if not written and not known:
        return table
    rest = with_rows(ImportTable((), lambda: iter(())), rows)
    return msgspec.structs.replace(
        table,
        **{name: getattr(rest, name) for name in ("names", "rows", "whole", "lists")},
        written=tuple(written),
        known=known,
        notes=(*table.notes, *(_note(what, places) for what, places in changed.items())),
    )


def _note(what: str, places: list[str]) -> str:
    first = f"the first is {places[0]}"
    return (
        f"the {what} of {plural(len(places), 'event')} was changed elsewhere than in hkinno, and "
        f"is read as it is shown ({first})"
    )


def _read_item(cells: Cells, tool: Tool) -> _Item | None:
    """An item that hkinno wrote; None if this is no such item, or none any more."""
    keys = [name for name in cells if "." not in name and name != "hkinno"]
    try:
        shown = {name: msgspec.json.decode(cells[name]) for name in keys}
        if not (date := readable(shown["edtf"])):
            return None
        texts, beside = tool.texts(shown), _beside(cells)
        told = {"id": cells[tool.id], "date": shown["edtf"], **texts, **beside}
        entry = entry_of(msgspec.json.encode(told))
        lang = msgspec.convert(shown.get("lang"), str | None)
        options = (RenderOptions(lang=lang), RenderOptions(lang=lang, raw_dates=True))
        expected = [tool.write(entry, date, option) for option in options]
        summaries = [tool.summary(entry, shown, item) for item in expected]
    except (AttributeError, KeyError, TypeError, *_FAULTS):  # keys of ours, but no item of ours
        return None
    before = tool.texts(expected[0])
    now = {name: text for name, text in texts.items() if before.get(name) != text}
    if None not in summaries:
        now["summary"] = min(map(str, summaries), key=len)
    is_same = any(all(shown.get(k) == item.get(k) for k in tool.dates) for item in expected)
    event = {**told, **before, **beside, **_changes(entry, now, lang)}
    event = {name: value for name, value in event.items() if value != ""}
    return _Item(event, {*now} | ({"date"} if not is_same else set()))


def _changes(entry: Entry, now: Mapping[str, str], lang: str | None) -> dict[str, Any]:
    """The fields that change if this is what is shown now, in the language of the reader."""
    event = members(entry.raw)
    found: dict[str, Any] = {}
    for name, text in now.items():
        tag = translation(entry.event, name, lang) if name != "category" else None
        if tag is None:
            found[name] = text
            continue
        tags = found.get("translations") or dict(members(event["translations"]))
        told = {**members(tags[tag]), name: text}
        tags[tag] = msgspec.Raw(msgspec.json.encode({n: t for n, t in told.items() if t != ""}))
        found["translations"] = tags
    return found


def _beside(cells: Cells) -> Mapping[str, msgspec.Raw]:
    """The fields of the event that lie beside, `<` as hkinno stores it."""
    raw = bytes(cells["hkinno"]) if "hkinno" in cells else b"{}"  # type: ignore[arg-type]  # JSON
    return members(_ESCAPED.sub(lambda found: b"<" if found[1] == b"u003c" else found[0], raw))
