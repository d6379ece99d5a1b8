"""What the events of calendars tell, as the fields of events.

The parser is icalendar, which is given each event alone: what is wrong with one is no matter of the
others. What hkinno wrote comes back from X-HKINNO-EVENT, but for what was changed since.
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hkinno.errors import HkinnoError, quoted
from hkinno.formats._ics_lines import IcsBlock, find_components, unescape
from hkinno.formats._ics_remarks import IcsRemarks
from hkinno.formats._ics_restore import restore, untouched
from hkinno.formats._ics_times import Moment, moment_of, read_moment

if TYPE_CHECKING:
    from icalendar import Component

OWN = "@hkinno"
UNTITLED = "(no title)"
_KEPT = (  # as fields of their own, each as it is written, but for what is so without being said
    "STATUS", "CLASS", "PRIORITY", "GEO", "RRULE", "RDATE", "EXDATE", "COMMENT", "CONTACT",
    "RESOURCES", "CONFERENCE", "RELATED-TO", "COLOR",
)  # fmt: skip
_USUAL = {"CLASS": "PUBLIC", "PRIORITY": "0", "STATUS": "CONFIRMED"}
_READ = (
    "DTSTART", "DTEND", "DURATION", "UID", "RECURRENCE-ID", "SUMMARY", "DESCRIPTION", "CATEGORIES",
    "LOCATION", "ATTENDEE", "ORGANIZER", "URL", "ATTACH", "IMAGE", "X-HKINNO-DATE",
    "X-HKINNO-CATEGORY", "X-HKINNO-EVENT", *_KEPT,
)  # fmt: skip
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


def read_events(data: bytes, label: str) -> Iterator[tuple[str, dict[str, object] | str]]:
    """The events, each by its line, and what has to be said of the file. Raises HkinnoError."""
    found = list(find_components(data.decode("utf-8-sig")))
    if not found and b"BEGIN:VCALENDAR" not in data.upper():
        raise HkinnoError(f"{label} is no calendar: there is no BEGIN:VCALENDAR in it")
    remarks, ids, number = IcsRemarks(), dict[str, dict[str, object]](), 0
    zones = [block for block in found if block.name == "VTIMEZONE"]
    ready = False  # the parser, which is slow to load
    for block in found:
        if block.name != "VEVENT":
            remarks.leave_component(block.name)
            continue
        number += 1
        where = f"event {number} (line {block.number})"
        if (ours := untouched(block)) is not None:
            yield where, _identified(ours, ids, remarks)
            continue
        if not ready:
            ready = _prepare(zones, label)
        try:
            event = parse_event(block)
            fields = restore(event, own_text(event, "EVENT"), tell, remarks)
            yield where, _identified(fields, ids, remarks)
        except HkinnoError as error:
            yield where, str(error)
        else:
            _look_over(event, block, remarks)
    yield from (("", note) for note in remarks.notes())


def _prepare(zones: Iterable[IcsBlock], label: str) -> bool:
    """Load the parser, which learns the time zones of the file. Raises HkinnoError."""
    try:
        from icalendar.timezone import tzp
    except ImportError as error:
        raise HkinnoError(
            f"{label} is a calendar, which needs icalendar to be read: pip install 'hkinno[ics]'"
        ) from error
    tzp.use("zoneinfo")  # forgets the time zones of other files
    _learn_zones(zones)
    return True


def _learn_zones(blocks: Iterable[IcsBlock]) -> None:
    """Time zones that are defined in the file alone; a time in one that is broken has none."""
    from icalendar import Timezone

    for block in blocks:
        with suppress(*_FAULTS):
            Timezone.from_ical(block.text.encode())


def parse_event(block: IcsBlock) -> "Component":
    """An event as icalendar has it. Raises HkinnoError for what of it is broken."""
    from icalendar import Event

    if not block.whole:
        raise HkinnoError("it has no END:VEVENT; is something of the file missing?")
    if lines := [line for line in block.strays if line[:2].upper() != "X-"]:
        raise HkinnoError(
            f"{quoted(lines[0])} is no property; a line that goes on begins with a blank"
        )
    try:
        with warnings.catch_warnings(action="ignore"):  # of what it guesses about names of zones
            event = Event.from_ical(block.text.encode())
    except _FAULTS as error:
        raise HkinnoError(f"it cannot be read: {error}") from error
    for name, why in event.errors:
        if name is None:
            line = why.rpartition("parts: ")[2].partition(": ")[0]
            raise HkinnoError(f"a line of it cannot be read: {line}")
        if name in _READ and (said := _texts(event, name)):
            raise HkinnoError(f"its {name} cannot be read: {quoted(said[0])}")
    return event


def _identified(
    fields: dict[str, object], ids: dict[str, dict[str, object]], remarks: IcsRemarks
) -> dict[str, object]:
    """The same without an id that another event has, unless it is the same event again."""
    name = str(fields.get("id", ""))
    if name in ids and ids[name] != fields:
        remarks.add("doubled", quoted(name))
        return {field: value for field, value in fields.items() if field != "id"}
    if name:
        ids[name] = fields
    return fields


def _look_over(event: "Component", block: IcsBlock, remarks: IcsRemarks) -> None:
    """Remember what of an event is not read."""
    remarks.leave(name for name in event if name not in _READ)
    remarks.leave(line.partition("=")[0].upper() for line in block.strays)
    remarks.leave(block.inner)


# --- fields


def tell(event: "Component", remarks: IcsRemarks) -> dict[str, Any]:
    """The fields of an event, in the order in which they are stored. Raises HkinnoError."""
    moment = _moment(event, remarks)
    category, tags = _categories(event, remarks)
    people, rooms = _attendees(event, remarks)
    links, pictures = _links(event, remarks)
    fields: dict[str, Any] = {
        "id": _id(event),
        "date": moment.edtf,
        "title": _title(event, remarks),
        "summary": "\n\n".join(_texts(event, "DESCRIPTION")).strip(),
        "category": category,
        "tags": tags,
        "places": list(dict.fromkeys([*_texts(event, "LOCATION"), *rooms])),
        "actors": people,
        "date_note": moment.note,
        "sources": links,
        "media": pictures,
        **_others(event, remarks),
    }
    return {name: value for name, value in fields.items() if value not in ("", [])}


def _all_texts(event: "Component", name: str) -> list[str]:
    found = event.get(name, [])
    return [str(value) for value in (found if isinstance(found, list) else [found])]


def _texts(event: "Component", name: str) -> list[str]:
    """The texts of a property that may stand there again, none of them blank."""
    return [text for text in _all_texts(event, name) if text.strip()]


def _id(event: "Component") -> str:
    """What an event is called everywhere; one time of several is told apart by when it was due."""
    name = "".join(_texts(event, "UID")[:1]).strip().removesuffix(OWN)
    due = _written(event.get("RECURRENCE-ID"))
    return f"{name}/{due}" if name and due else name


def _written(value: Any) -> str:
    """A value as it stands in the file."""
    if isinstance(value, list):
        return ", ".join(map(_written, value))
    text = value.to_ical() if hasattr(value, "to_ical") else str(value or "")
    return text.decode() if isinstance(text, bytes) else str(text)


def _moment(event: "Component", remarks: IcsRemarks) -> Moment:
    """When it is: as X-HKINNO-DATE has it, unless the event was moved since."""
    try:
        moment = read_moment(event)
    except OverflowError as error:
        raise HkinnoError("its time lies beyond the year 9999") from error
    if exact := own_text(event, "DATE"):
        if (ours := moment_of(exact)) and ours.key == moment.key:
            return ours
        remarks.add("moved", f"{moment.edtf} for {quoted(exact)}")
    if moment.zone:
        told = "zones" if moment.is_zone_known else "unknown zones"
        remarks.add(told, f"{_written(event['DTSTART'])} {moment.zone} → {moment.edtf}")
    if " to " in moment.note:
        remarks.add("ends", quoted(moment.note))
    return moment


def _title(event: "Component", remarks: IcsRemarks) -> str:
    title = " / ".join(_texts(event, "SUMMARY")).strip()
    if not title:
        first = next(iter(_texts(event, "DESCRIPTION")), "").strip().partition("\n")[0].strip()
        title = first or UNTITLED
        remarks.add("untitled", quoted(title))
    return title


def own_text(event: "Component", name: str) -> str:
    """What stands in a property of hkinno, of which icalendar does not know that it is text."""
    return unescape(_written(event.get(f"X-HKINNO-{name}", "")))


def _categories(event: "Component", remarks: IcsRemarks) -> tuple[str, list[str]]:
    """The category that hkinno wrote, if it is still there, and all others, which are tags."""
    found = event.get("CATEGORIES", [])
    lists = found if isinstance(found, list) else [found]
    names = [str(name).strip() for one in lists for name in getattr(one, "cats", [])]
    category = own_text(event, "CATEGORY").strip()
    if category not in names:
        if category and not own_text(event, "EVENT"):  # else it is known what took its place
            remarks.add("recategorized", quoted(category))
        category = ""
    tags = list(dict.fromkeys(name for name in names if name and name != category))
    return category, tags


def _attendees(event: "Component", remarks: IcsRemarks) -> tuple[list[str], list[str]]:
    """Who takes part, by name, else by address; and in which rooms."""
    people, rooms = list[str](), list[str]()
    for name in ("ORGANIZER", "ATTENDEE"):
        found = event.get(name, [])
        for one in found if isinstance(found, list) else [found]:
            address = str(one).removeprefix("mailto:").removeprefix("MAILTO:")
            called = str(one.params.get("CN", "")).strip() or address
            kind = str(one.params.get("CUTYPE", "")).upper()
            (rooms if kind == "ROOM" else people).extend([called] if called else [])
    if people:
        remarks.add("people", quoted(people[0]))
    return list(dict.fromkeys(people)), rooms


def _links(event: "Component", remarks: IcsRemarks) -> tuple[list[Any], list[Any]]:
    """Where more is told, and pictures."""
    sources, media = [{"url": url} for url in _texts(event, "URL")], list[dict[str, str]]()
    for name in ("ATTACH", "IMAGE"):
        found = event.get(name, [])
        for one in found if isinstance(found, list) else [found]:
            kind = str(one.params.get("FMTTYPE", "")).lower()
            title = str(one.params.get("FILENAME", "")).strip()
            if one.params.get("VALUE") == "BINARY" or one.params.get("ENCODING"):
                remarks.leave([f"{name} with its data"])
            elif not str(one).strip():
                continue
            elif name == "IMAGE" or kind.startswith("image/"):
                media.append({"url": str(one), **({"caption": title} if title else {})})
            else:
                sources.append({**({"title": title} if title else {}), "url": str(one)})
    return sources, media


def _others(event: "Component", remarks: IcsRemarks) -> Mapping[str, str]:
    """What is kept as it is, in fields that hkinno does not know."""
    said = {name: _written(event[name]) for name in _KEPT if name in event}
    if rule := said.get("RRULE") or said.get("RDATE"):
        remarks.add("repeats", quoted(rule))
    for name in ("COMMENT", "CONTACT", "RESOURCES"):
        if name in said:
            said[name] = "\n".join(_texts(event, name))
    return {
        name.lower().replace("-", "_"): value
        for name, value in said.items()
        if value and _USUAL.get(name) != value.upper()
    }
