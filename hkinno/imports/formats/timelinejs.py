"""TimelineJS: its spreadsheet, as CSV, and its JSON (timeline.knightlab.com/docs)."""

from collections.abc import Collection, Iterator

import msgspec

from hkinno.imports.guesses import GUESSES, folded
from hkinno.imports.table import Cells, ImportTable, Row, text_of
from hkinno.imports.values import is_nothing

_OTHERS = ("date", "start", "end", "url", "sources")  # what no column of it is
_CALLED = {
    **{name: words for name, words in GUESSES.items() if name not in _OTHERS},
    "title": ("headline", "text headline"),
    "summary": ("text", "text text"),
    "category": ("group",),
    "time": ("start time", "start date time"),
    "media": ("media url",),
    "media caption": ("caption",),
    "media credit": ("credit",),
}
_SHEET = {"headline", "text"}
_MARKS = {
    "displaydate",
    "media",
    "mediaurl",
    "mediacredit",
    "mediacaption",
    "endyear",
    "background",
}


def claims(names: Collection[str]) -> bool:
    """Whether these are the columns of its sheet, or the keys of its slides."""
    if {"startdateyear", "textheadline"} <= set(names):
        return True
    return set(names) >= _SHEET and len(_MARKS & set(names)) > 1


def adapt(table: ImportTable) -> ImportTable:
    """Its events. A title slide without a date is none, and an era is marked as one."""
    kinds = [name for name in table.names if folded(name) == "type"]
    left = [
        title
        for _, cells in table.rows()
        if not isinstance(cells, str) and (title := _title_slide(cells, kinds, table)) is not None
    ]
    notes = table.notes
    if left:
        shown = f", {left[0]!r}," if left[0] else ""
        notes += (f"the title slide{shown} is no event and is left out",)
    return msgspec.structs.replace(
        table, rows=lambda: _events(table, kinds), called=_CALLED, notes=notes
    )


def _events(table: ImportTable, kinds: list[str]) -> Iterator[Row]:
    groups = [name for name in table.names if folded(name) == "group"]
    for where, cells in table.rows():
        if isinstance(cells, str):
            yield where, cells
        elif _title_slide(cells, kinds, table) is None:
            is_era = any(text_of(cells.get(name, "")).strip().casefold() == "era" for name in kinds)
            yield where, {**cells, groups[0]: "era"} if is_era and groups else cells


def _title_slide(cells: Cells, kinds: list[str], table: ImportTable) -> str | None:
    """The headline of a row that is the title of the timeline; None for an event."""
    is_title = any(text_of(cells.get(name, "")).strip().casefold() == "title" for name in kinds)
    years = (name for name in table.names if folded(name) in ("year", "startyear", ""))
    if not is_title or any(not is_nothing(text_of(cells.get(y, "")).strip()) for y in years):
        return None
    from hkinno.imports.markup import read_markup

    headline = next((n for n in table.names if folded(n) in ("headline", "title")), "")
    return " ".join(read_markup(text_of(cells.get(headline, "")))[0].split())
