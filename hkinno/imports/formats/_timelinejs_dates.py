"""The dates of TimelineJS as tables have them: a time of day is one text, and so are days."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress

import msgspec

from hkinno.events import members
from hkinno.imports.guesses import folded
from hkinno.imports.table import Cell, Cells, text_of
from hkinno.rawjson.errors import JSON_FAULTS

_CLOCK = ("hour", "minute", "second")
_NUMBER = re.compile(r"[0-9]{1,2}").fullmatch
_GROUPED = re.compile(r"-?[0-9]+(?:[\s,]+[0-9]+)+").fullmatch
_LONG_YEAR = re.compile(r"[1-9][0-9]{4,}").fullmatch
_TIME = re.compile(r"([0-9]{1,2}?)([0-9]{2})?(\s*[ap]\.?m\.?)?", re.I).fullmatch
_AMERICAN = re.compile(r"([0-9]{1,2})/(?:([0-9]{1,2})/)?(-?[0-9]{3,})(?:\s+([0-9:.]+))?").fullmatch


def slide_dates(cells: Cells) -> Cells:
    """A slide of JSON with the times and the words of its dates in keys that are known."""
    found = dict(cells)
    for key in ("start_date", "end_date"):
        _join_clock(found, key)
        if f"{key}.year" in found:
            found[f"{key}.year"] = _whole(text_of(found[f"{key}.year"]).strip())
    if not text_of(found.get("display_date", "")).strip():
        _join_words(found)
    return found


def _join_clock(found: dict[str, Cell], key: str) -> None:
    """Put hour, minute and second into one text. What is none stays where it is."""
    parts = [text_of(found.get(f"{key}.{name}", "")).strip() or "0" for name in _CLOCK]
    if not all(map(_NUMBER, parts)):
        return
    if any(map(int, parts)):  # TimelineJS shows no time that is zero either
        found[f"{key}.time"] = ":".join(f"{int(part):02}" for part in parts)
    _drop(found, key, _CLOCK)


def _join_words(found: dict[str, Cell]) -> None:
    """The words for both ends as those of the slide; of one end alone they would say too little."""
    ends = [key for key in ("start_date", "end_date") if key in found]
    words = [text_of(found.get(f"{key}.display_date", "")).strip() for key in ends]
    if words and all(words):
        found["display_date"] = " – ".join(words)
        for key in ends:
            _drop(found, key, ("display_date",))


def _drop(found: dict[str, Cell], key: str, names: Iterable[str]) -> None:
    """Take keys out of an object, and what is known of them beside it."""
    raw = found.get(key)
    for name in names:
        found.pop(f"{key}.{name}", None)
    if isinstance(raw, msgspec.Raw):
        with suppress(*JSON_FAULTS):
            rest = {name: value for name, value in members(raw).items() if name not in names}
            found[key] = msgspec.Raw(msgspec.json.encode(rest))


def sheet_dates(names: Iterable[str]) -> Callable[[Cells], Cells]:
    """What makes the dates of a row of the sheet plain: numbers, times of day, American days."""
    by_kind: dict[str, Callable[[str], str]] = {}
    for name in names:
        word = folded(name).removeprefix("start").removeprefix("end")
        if word in ("year", "month", "day"):
            by_kind[name] = _whole
        elif word == "time":
            by_kind[name] = _clock
        elif folded(name) in ("startdate", "enddate"):
            by_kind[name] = _iso

    def plain(cells: Cells) -> Cells:
        changed = {
            name: change(cell.strip())
            for name, change in by_kind.items()
            if isinstance(cell := cells.get(name), str)
        }
        return {**cells, **changed}

    return plain


def _whole(text: str) -> str:
    """A number without what groups its digits: 13,800,000."""
    plain = re.sub(r"[\s,]+", "", text) if _GROUPED(text) else text
    return f"Y{plain}" if _LONG_YEAR(plain) else plain


def _clock(text: str) -> str:
    """`1430` and `14`, which TimelineJS reads as times, as others write them."""
    found = _TIME(text)
    return f"{found[1]}:{found[2] or '00'}{found[3] or ''}" if found else text


def _iso(text: str) -> str:
    """A date with slashes: in a sheet of the first versions, month/day/year and month/year.

    A year of two digits stays as it is, to be refused; TimelineJS takes 11 for the year 11.
    """
    found = _AMERICAN(text)
    if not found:
        return text
    month, day, year, time = found.groups()
    if not 1 <= int(month) <= 12:
        return text
    parts = [year.zfill(4), month.zfill(2), *([day.zfill(2)] if day else [])]
    return "-".join(parts) + (f" {time}" if time else "")
