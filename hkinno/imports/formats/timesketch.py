"""Timesketch and plaso: their CSV and JSON Lines (message, datetime, timestamp_desc).

Of plaso these are what psort writes: `dynamic`, `l2tcsv` and `json_line`. EDTF has no fractions of
seconds, and they are dropped from `datetime`; a `timestamp` keeps all its digits in its column.
"""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec

from hkinno.imports.guesses import GUESSES, folded
from hkinno.imports.table import Cell, ImportTable, Row, text_of
from hkinno.imports.values import is_nothing

_CALLED = {
    "date": ("datetime",),
    "title": ("message", "short"),
    "summary": ("desc",),
    "category": ("timestamp_desc", "type"),
    "tags": ("tag", "tag labels", "notes"),
    "sources": ("display_name", "filename"),
    "actors": ("user", "username"),
    "places": ("hostname", "host"),
    "id": (),
}
_NEEDED = {"message", "timestampdesc"}
_LEGACY = {"date", "time", "timezone", "macb", "sourcetype", "type", "short", "desc", "format"}
_NO_TIME = re.compile(r"0000-00-00.*|00/00/0000|not set|not a time|never|invalid", re.I).fullmatch
_AMERICAN = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})").fullmatch
_INTEGER = re.compile(r"(-?[0-9]{1,20})(?:\.0*)?").fullmatch
_UNITS = ((10**17, 10**9), (10**14, 10**6), (10**11, 10**3))  # above which it counts what
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Change = Callable[[dict[str, Cell]], None]


def claims(names: Collection[str]) -> bool:
    """Whether the columns are there that each of its files has."""
    has_time = bool({"datetime", "timestamp"} & set(names))
    return (set(names) >= _NEEDED and has_time) or set(names) >= _LEGACY


def adapt(table: ImportTable) -> ImportTable:
    """Its rows; what else they say is kept. Those that say that they have no time are left out."""
    at = {folded(name): name for name in reversed(table.names) if name not in table.whole}
    is_legacy = set(at) >= _LEGACY
    change = partial(_legacy if is_legacy else _modern, at)
    dated = ImportTable(table.names, lambda: _changed(table, change, at))
    date = at.get("datetime", at.get("date", "datetime"))
    left = [where for where, cells in dated.rows() if _is_timeless(cells, date)]
    notes = table.notes
    if left:
        rows = f"{len(left):,} row{'s' * (len(left) > 1)}"
        notes += (f"what has no time is left out ({rows}, the first is {left[0]})",)
    joined = {at["time"], at["timezone"]} if is_legacy else set()
    return msgspec.structs.replace(
        table,
        names=tuple(dict.fromkeys(n for n in [*table.names, date] if n not in joined)),
        rows=lambda: (row for row in dated.rows() if not _is_timeless(row[1], date)),
        called={**_CALLED, "url": GUESSES["url"]},
        instants=True,
        notes=notes,
    )


def _is_timeless(cells: object, date: str) -> bool:
    return isinstance(cells, dict) and bool(_NO_TIME(text_of(cells.get(date, "")).strip()))


def _changed(table: ImportTable, change: _Change, at: dict[str, str]) -> Iterator[Row]:
    for where, cells in table.rows():
        if isinstance(cells, str):
            yield where, cells
            continue
        found = dict(cells)
        change(found)
        _split_tags(at, found)
        yield where, found


def _legacy(at: dict[str, str], found: dict[str, Cell]) -> None:
    """l2tcsv: the date is MM/DD/YYYY by definition, and belongs to the time and the zone."""
    date, time, zone = (text_of(found.get(at[name], "")).strip() for name in _DATE_OF_LEGACY)
    if (day := _AMERICAN(date)) and date != "00/00/0000":
        month, number, year = day.groups()
        clock = f" {time} {zone if not is_nothing(zone) else ''}" if time[:1].isdigit() else ""
        found[at["date"]] = f"{year}-{month}-{number}{clock}".strip()
    if found.get(at["short"]) == found.get(at["desc"]):
        found.pop(at["desc"], None)


_DATE_OF_LEGACY = ("date", "time", "timezone")


def _modern(at: dict[str, str], found: dict[str, Cell]) -> None:
    """A timestamp is the date where there is none; of plaso it is always microseconds."""
    date = at.get("datetime", "datetime")
    said = text_of(found.get(date, "")).strip()
    is_plaso = "containertype" in at
    number = said if re.fullmatch("[0-9]{9,20}", said) else ""
    if is_nothing(said) and "timestamp" in at:
        number = text_of(found.get(at["timestamp"], "")).strip()
        if is_plaso and number == "0":
            found[date] = "not set"  # as psort writes it into its CSV
            return
    if (whole := _INTEGER(number)) and (text := _instant(int(whole[1]), is_plaso)):
        found[date] = text


def _instant(number: int, is_microseconds: bool) -> str:
    """The second of a number since 1970, whose unit its size tells, as it does to Timesketch."""
    unit = 10**6 if is_microseconds else next((u for least, u in _UNITS if number > least), 1)
    try:
        moment = _EPOCH + timedelta(seconds=number // unit)
    except OverflowError:
        return ""
    return moment.isoformat().replace("+00:00", "Z")


def _split_tags(at: dict[str, str], found: dict[str, Cell]) -> None:
    """Tags that are separated by commas, and by blanks where psort writes a table of labels."""
    of_psort = {"parser", "sourcelong"} <= set(at) and not {"timestamp", "label"} & set(at)
    for name in ("tag", "notes") if "macb" in at else ("tag",):
        cell = found.get(at.get(name, ""), "")
        text = text_of(cell).strip()
        if text in ("", "-") or text.startswith("["):
            continue
        split = text.split() if of_psort or "macb" in at else text.split(",")
        found[at[name]] = ";".join(split)
