"""The events that hkinno wrote into a calendar, as they were stored, but for what was changed."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from hkinno.dates.edtf import readable
from hkinno.errors import quoted
from hkinno.events import decode, members
from hkinno.formats._ics_event import (
    check_of,
    description,
    event_lines,
    options_of,
    write_event,
)
from hkinno.formats._ics_lines import IcsBlock, unescape
from hkinno.formats._ics_remarks import IcsRemarks
from hkinno.formats._ics_times import moment_of
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.render import RenderOptions
from hkinno.store.open import reader_of
from hkinno.store.store import Entry
from hkinno.text import listed

if TYPE_CHECKING:
    from icalendar import Component

Tell = Callable[["Component", IcsRemarks], dict[str, Any]]
_NOTHING = msgspec.Raw(b"null")
_GROWING = ("sources", "media", "actors")  # of which calendars know some


def untouched(block: IcsBlock) -> dict[str, Any] | None:
    """What is stored of an event that stands there as hkinno writes it, which needs no parser.

    None for any other.
    """
    line = next((line for line in block.lines if line.startswith("X-HKINNO-EVENT;")), "")
    said, _, value = line.partition(":")
    entry = _entry(unescape(value)) if value else None
    if entry is None or entry.date is None or moment_of(entry.date.text) is None:
        return None
    options = options_of(dict(one.split("=", 1) for one in said.split(";") if "=" in one))
    is_ours = block.is_plain and block.lines == event_lines(entry, entry.date, options)
    return dict(members(entry.raw)) if is_ours else None


def restore(event: "Component", stored: str, tell: Tell, remarks: IcsRemarks) -> dict[str, Any]:
    """What is stored of an event that hkinno wrote; of any other, what a calendar tells of it.

    What that tells otherwise than hkinno would have it was changed since, and holds.
    """
    told = tell(event, remarks)
    if not stored:
        return told
    entry = _entry(stored)
    if entry is None or entry.date is None or moment_of(entry.date.text) is None:
        remarks.add("unreadable", quoted(told["title"]))
        return told
    said = event["X-HKINNO-EVENT"].params
    shown = told.get("summary", "")
    options = options_of(said)
    ours = tell(_parsed(write_event(entry, entry.date, options)), IcsRemarks())
    if said.get("X-CHECK") == check_of(shown):
        told = told | {"summary": ours["summary"]}
    changed = [name for name in (*told, *ours) if told.get(name) != ours.get(name)]
    if "date" not in changed:  # its words are what hkinno has for it
        changed = [name for name in changed if name != "date_note"]
    if changed := list(dict.fromkeys(changed)):
        remarks.add("changed", f"{listed(changed)} of {quoted(told['title'])}")
    found: dict[str, Any] = {**members(entry.raw)}
    for name in changed:
        found[name] = _changed(name, told.get(name), ours.get(name), entry, options)
    return {name: value for name, value in found.items() if name not in changed or value}


def _entry(text: str) -> Entry | None:
    """An event by its JSON; None if it is none."""
    raw = text.encode()
    try:
        event = decode(raw)
        members(raw)
    except JSON_FAULTS:
        return None
    reader = reader_of(io.BytesIO(raw), ".jsonl", "")
    return Entry(0, 1, readable(event.date), event, reader, 0, len(raw))


def _parsed(text: str) -> "Component":
    from icalendar import Event

    return Event.from_ical(text.encode())


def _changed(name: str, now: Any, then: Any, entry: Entry, options: RenderOptions) -> Any:
    """A field after what was changed of it."""
    if name in _GROWING:
        raw = members(entry.raw).get(name, _NOTHING)
        stored = msgspec.json.decode(raw, type=list[msgspec.Raw] | None) or []
        return [*stored, *(one for one in now or () if one not in (then or ()))]
    if name == "summary" and now:
        before, _, after = ("\n".join(lines) for lines in description(entry, options))
        return now.removeprefix(before).removesuffix(after).strip()
    return now
