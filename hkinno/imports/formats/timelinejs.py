"""TimelineJS: its spreadsheet, as CSV, and its JSON (timeline.knightlab.com/docs).

Columns are those of its sheet of today, of the one before (`Start Date`, `Tag`), and of what people
call them. A year with a minus is one BC here as everywhere in `hkinno import`: TimelineJS puts -500
where Date of JavaScript has it, which is 501 BC, and writes "500 BCE" beside it. What
`timeline -f timelinejs` wrote comes back as it was.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape

import msgspec

from hkinno.events import members
from hkinno.formats import timelinejs
from hkinno.imports.formats._timelinejs_dates import sheet_dates, slide_dates
from hkinno.imports.formats._written import Shown, Tool, split_written
from hkinno.imports.guesses import GUESSES, folded
from hkinno.imports.markup import read_markup
from hkinno.imports.objects import rows_of, with_rows
from hkinno.imports.table import Cells, ImportTable, Row, text_of
from hkinno.imports.values import is_nothing
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.store.store import Entry

_OTHERS = ("date", "start", "end", "url", "sources")  # what no column of it is
_CALLED = {
    **{name: words for name, words in GUESSES.items() if name not in _OTHERS},
    "id": ("unique id", *GUESSES["id"]),
    "start": ("start date",),
    "end": ("end date",),
    "title": ("headline", "text headline"),
    "summary": ("text", "text text"),
    "category": ("group", "tag"),  # which were its groups before
    "time": ("start time", "start date time"),
    "media": ("media url",),
}
_SHEET = {"headline", "text"}
_MARKS = {
    *("displaydate", "media", "mediaurl", "mediacredit", "mediacaption", "mediathumbnail"),
    *("endyear", "background", "alttext"),
}


def claims(names: Collection[str]) -> bool:
    """Whether these are the columns of its sheet, or the keys of its slides."""
    if {"startdateyear", "textheadline"} <= set(names):
        return True
    return set(names) >= _SHEET and len(_MARKS & set(names)) > 1


def fits(names: Collection[str]) -> bool:
    """Whether these may be columns of its sheet, or keys of its slides, if somebody says so."""
    return bool({"headline", "textheadline"} & set(names))


def adapt(table: ImportTable) -> ImportTable:
    """Its events. A title slide without a date is none, and an era is marked as one."""
    table = _with_eras(split_written(table, _WRITTEN))
    kinds = [name for name in table.names if folded(name) == "type"]
    left = [
        title
        for _, cells in table.rows()
        if not isinstance(cells, str) and (title := _title_slide(cells, kinds, table)) is not None
    ]
    left += _title_object(table.around)
    notes = table.notes
    settings = [name for name in table.names if folded(name) == "autolink"]
    if settings:
        notes += (f"leaving out {settings[0]!r}, a setting of TimelineJS",)
    if left:
        shown = f", {left[0]!r}," if left[0] else ""
        notes += (f"the title slide{shown} is no event and is left out",)
    names = tuple(name for name in table.names if name not in settings)
    if names and not any(folded(name) == "group" for name in names):
        names += ("group",)  # where an era is marked
    if any("." in name for name in names):
        names += ("display_date", "start_date.time", "end_date.time")
    return msgspec.structs.replace(
        table,
        names=tuple(dict.fromkeys(names)),
        rows=lambda: _events(table, kinds),
        called=_CALLED,
        notes=notes,
    )


def _with_eras(table: ImportTable) -> ImportTable:
    """The table with the eras of JSON, which have an array of their own, behind its events."""
    array = table.around.get("eras")
    if array is None or not (eras := rows_of(array, "era")):
        return table
    marked: list[Row] = [
        (where, {**cells, "type": "era"}) for where, cells in eras if not isinstance(cells, str)
    ]
    beside = {name: count for name, count in table.beside.items() if name != "eras"}
    return msgspec.structs.replace(with_rows(table, marked), beside=beside)


def _events(table: ImportTable, kinds: list[str]) -> Iterator[Row]:
    groups = [name for name in table.names if folded(name) == "group"] or ["group"]
    tags = [name for name in table.names if folded(name) == "tag"]
    adapted = slide_dates if any("." in name for name in table.names) else sheet_dates(table.names)
    for where, cells in table.rows():
        if isinstance(cells, str):
            yield where, cells
        elif _title_slide(cells, kinds, table) is None:
            group = text_of(cells.get(groups[0], "")).strip()
            tag = next((cells[name] for name in tags if name in cells), "")
            if _is_kind(cells, kinds, "era"):
                cells = {**cells, groups[0]: "era"}
            elif not group and tag:
                cells = {**cells, groups[0]: tag, **dict.fromkeys(tags, "")}
            yield where, adapted(cells)


def _is_kind(cells: Cells, kinds: list[str], kind: str) -> bool:
    return any(text_of(cells.get(name, "")).strip().casefold() == kind for name in kinds)


def _title_slide(cells: Cells, kinds: list[str], table: ImportTable) -> str | None:
    """The headline of a row that is the title of the timeline; None for an event."""
    years = (name for name in table.names if folded(name) in ("year", "startyear", "startdate", ""))
    if not _is_kind(cells, kinds, "title"):
        return None
    if any(not is_nothing(text_of(cells.get(y, "")).strip()) for y in years):
        return None
    headline = next((n for n in table.names if folded(n) in ("headline", "title")), "")
    return _plain(text_of(cells.get(headline, "")))


def _title_object(around: Mapping[str, msgspec.Raw]) -> list[str]:
    """The headline of the title slide of JSON, if there is one; it is an object of its own."""
    try:
        title = members(around["title"])
        text = members(title["text"]) if "text" in title else {}
    except (KeyError, *JSON_FAULTS):
        return []
    return [_plain(text_of(text.get("headline", "")))]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", read_markup(text)[0]).strip()


# --- what hkinno wrote

_DATES = ("start_date", "end_date", "display_date")


def _texts(shown: Shown) -> dict[str, str]:
    group = unescape(unescape(shown.get("group") or ""))
    told = {"title": unescape(shown["text"]["headline"]), "category": group}
    return {name: text for name, text in told.items() if text}


def _summary(entry: Entry, shown: Shown, slide: Shown) -> str | None:
    """What stands in a text beside what is in it of other fields, if that was changed."""
    text = shown["text"].get("text") or ""
    if text == slide["text"]["text"]:
        return None
    for paragraph in timelinejs.more_html(entry.event, shown.get("lang")):
        text = text.replace(paragraph, "", 1)
    return read_markup(text)[0]


def _dated(cells: Cells) -> Cells:
    needed = ("unique_id", "text.headline")
    return {n: c for n, c in cells.items() if n in needed or n.split(".")[0] in _DATES}


_WRITTEN = Tool("unique_id", _DATES, timelinejs.slide, _texts, _summary, _dated)
