"""What an event of a calendar tells, as the fields of an event."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hkinno.errors import HkinnoError, quoted
from hkinno.formats._ics_lines import unescape
from hkinno.formats._ics_remarks import IcsRemarks
from hkinno.formats._ics_times import Moment, moment_in_words, moment_of, read_moment

if TYPE_CHECKING:
    from icalendar import Component

OWN = "@hkinno"
UNTITLED = "(no title)"
_KEPT = (  # as fields of their own, each as it is written, but for what is so without being said
    "STATUS", "CLASS", "PRIORITY", "GEO", "RRULE", "RDATE", "EXDATE", "COMMENT", "CONTACT",
    "RESOURCES", "CONFERENCE", "RELATED-TO", "COLOR",
)  # fmt: skip
_USUAL = {"CLASS": "PUBLIC", "PRIORITY": "0", "STATUS": "CONFIRMED"}
READ = (
    "DTSTART", "DTEND", "DURATION", "UID", "RECURRENCE-ID", "SUMMARY", "DESCRIPTION", "CATEGORIES",
    "LOCATION", "ATTENDEE", "ORGANIZER", "URL", "ATTACH", "IMAGE", "X-HKINNO-DATE",
    "X-HKINNO-CATEGORY", "X-HKINNO-EVENT", *_KEPT,
)  # fmt: skip


def tell(event: "Component", remarks: IcsRemarks) -> dict[str, Any]:
    """The fields of an event, in the order in which they are stored. Raises HkinnoError."""
    moment = _moment(event, remarks)
    category, tags = _categories(event, remarks)
    people, rooms = _attendees(event, remarks)
    links, pictures = _links(event, remarks)
    said = "\n\n".join(texts_of(event, "DESCRIPTION")).strip()
    fields: dict[str, Any] = {
        "id": _id(event),
        "date": moment.edtf,
        "title": _title(event, remarks),
        "summary": said.removeprefix(moment.words).strip(),
        "category": category,
        "tags": tags,
        "places": list(dict.fromkeys([*texts_of(event, "LOCATION"), *rooms])),
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


def texts_of(event: "Component", name: str) -> list[str]:
    """The texts of a property that may stand there again, none of them blank."""
    return [text for text in _all_texts(event, name) if text.strip()]


def _id(event: "Component") -> str:
    """What an event is called everywhere; one time of several is told apart by when it was due."""
    name = "".join(texts_of(event, "UID")[:1]).strip().removesuffix(OWN)
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
    elif _is_bare(event):
        moment = _worded(event, moment, remarks)
    if moment.zone:
        told = "zones" if moment.is_zone_known else "unknown zones"
        remarks.add(told, f"{_written(event['DTSTART'])} {moment.zone} → {moment.edtf}")
    if " to " in moment.note:
        remarks.add("ends", quoted(moment.note))
    return moment


def _is_bare(event: "Component") -> bool:
    """Whether hkinno wrote it, and what hkinno alone reads is lost."""
    uid = "".join(texts_of(event, "UID")[:1]).strip()
    return uid.endswith(OWN) and not own_text(event, "DATE") and not own_text(event, "EVENT")


def _worded(event: "Component", shown: Moment, remarks: IcsRemarks) -> Moment:
    """When it is by the words that its description begins with, else as it is shown."""
    words = _first_line(event)
    found = moment_in_words(words, shown)
    if found and found.edtf != shown.edtf:
        remarks.add("worded", f"{quoted(words)} → {found.edtf}")
    elif not found and "T" not in shown.edtf:
        remarks.add("unworded", shown.edtf)
    return found or shown


def _first_line(event: "Component") -> str:
    """What a description begins with."""
    return next(iter(texts_of(event, "DESCRIPTION")), "").strip().partition("\n")[0].strip()


def _title(event: "Component", remarks: IcsRemarks) -> str:
    title = " / ".join(texts_of(event, "SUMMARY")).strip()
    if not title:
        title = _first_line(event) or UNTITLED
        remarks.add("nameless" if title == UNTITLED else "untitled", quoted(title))
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
    sources, media = [{"url": url} for url in texts_of(event, "URL")], list[dict[str, str]]()
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
            said[name] = "\n".join(texts_of(event, name))
    return {
        name.lower().replace("-", "_"): value
        for name, value in said.items()
        if value and _USUAL.get(name) != value.upper()
    }
