"""The events that hkinno wrote into a calendar, as they were stored, but for what was changed."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from hkinno.display import translated
from hkinno.errors import quoted
from hkinno.events import Translation, members
from hkinno.formats._ics_event import (
    check_of,
    description,
    event_lines,
    options_of,
    shown_in,
    write_event,
)
from hkinno.formats._ics_fields import own_text, tell
from hkinno.formats._ics_lines import IcsBlock, unescape
from hkinno.formats._ics_remarks import IcsRemarks
from hkinno.formats._ics_times import moment_of
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.render import RenderOptions
from hkinno.store.alone import entry_of
from hkinno.store.store import Entry
from hkinno.text import listed

if TYPE_CHECKING:
    from icalendar import Component

_NOTHING = msgspec.Raw(b"null")
_TRANSLATED = Translation.__struct_fields__
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


def restore(event: "Component", remarks: IcsRemarks) -> dict[str, Any]:
    """What is stored of an event that hkinno wrote; of any other, what a calendar tells of it.

    What that tells otherwise than hkinno would have it was changed since, and holds.
    """
    told, stored = tell(event, remarks), own_text(event, "EVENT")
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
    told = _relabelled(told, ours)
    changed = [name for name in (*told, *ours) if told.get(name) != ours.get(name)]
    if "date" not in changed:  # its words are what hkinno has for it
        changed = [name for name in changed if name != "date_note"]
    changed, found = list(dict.fromkeys(changed)), dict[str, Any](members(entry.raw))
    if changed:
        names = listed([_named(name, entry, options) for name in changed])
        remarks.add("changed", f"{names} of {quoted(told['title'])}")
    for name in changed:
        _change(found, name, (told.get(name), ours.get(name)), entry, options)
    return found


def _relabelled(told: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """The same with the one label that is new as the category, where that stands there no more."""
    tags, known = told.get("tags", []), ours.get("tags", [])
    new = [tag for tag in tags if tag not in known]
    if "category" in told or "category" not in ours or len(new) != 1:
        return told
    rest = [tag for tag in tags if tag not in new]
    return {**told, "category": new[0], "tags": rest or None}


def _entry(text: str) -> Entry | None:
    """An event by its JSON; None if it is none."""
    try:
        return entry_of(text.encode())
    except JSON_FAULTS:
        return None


def _parsed(text: str) -> "Component":
    from icalendar import Event

    return Event.from_ical(text.encode())


def _named(name: str, entry: Entry, options: RenderOptions) -> str:
    """A field as it is said; of a text that was shown in a translation, in which."""
    tag = _translation(name, entry, options)
    return f"{name} in {tag}" if tag else name


def _translation(name: str, entry: Entry, options: RenderOptions) -> str | None:
    """The translation from which a field was shown."""
    return shown_in(entry.event, name, options.lang) if name in _TRANSLATED else None


def _change(
    found: dict[str, Any], name: str, shown: tuple[Any, Any], entry: Entry, options: RenderOptions
) -> None:
    """Put what was changed of a field into those of an event; `shown` is how it is, and was."""
    now, then = shown
    if name in _GROWING:
        stored = msgspec.json.decode(found.get(name, _NOTHING), type=list[msgspec.Raw] | None) or []
        now = [*stored, *(one for one in now or () if one not in (then or ()))]
    elif name == "summary" and now:
        now = _summary(now, entry, options)
    if tag := _translation(name, entry, options):
        found["translations"] = _retold(found["translations"], tag, name, now)
    elif now:
        found[name] = now
    else:
        found.pop(name, None)


def _retold(stored: msgspec.Raw, tag: str, name: str, now: str | None) -> msgspec.Raw:
    """The translations with another text in one of them, or without it."""
    told: dict[str, dict[str, Any]]
    told = msgspec.json.decode(stored, type=dict[str, dict[str, msgspec.Raw]])
    if now:
        told[tag][name] = now
    else:
        del told[tag][name]
    return msgspec.Raw(msgspec.json.encode(told))


def _summary(text: str, entry: Entry, options: RenderOptions) -> str:
    """A description without the lines that hkinno wrote around the summary, wherever they are."""
    before, summary, after = description(entry, options)
    lines = [line.strip() for line in text.split("\n")]
    _remove(before, lines)
    lines.reverse()  # what stands below is looked for from there
    _remove(reversed(after), lines)
    rest = re.sub(r"\n{3,}", "\n\n", "\n".join(reversed(lines))).strip()
    shown, stored = "\n".join(summary), translated(entry.event, "summary", options.lang)
    return f"\n{rest}\n".replace(f"\n{shown}\n", f"\n{stored}\n", 1).strip() if shown else rest


def _remove(written: Iterable[str], lines: list[str]) -> None:
    for line in map(str.strip, written):
        if line in lines:
            lines.remove(line)
