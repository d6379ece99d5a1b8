"""What is wrong with an event in a store, and where it stands."""

import re
from typing import TYPE_CHECKING

import msgspec

from hkinno.errors import DateError, StoreError, quoted
from hkinno.events import Event, decode, in_words
from hkinno.rawjson.errors import JSON_FAULTS, not_json
from hkinno.store.whole import OTHERS

if TYPE_CHECKING:
    from hkinno.store.readers import Reader

TWICE = "stands twice; the last one counts"
_NO_EVENT = r"the event has no 'id'|the event should be an object, not .+"


def checked(reader: "Reader", raw: bytes | msgspec.Raw, start: int, number: int) -> Event:
    """An event of a reader, decoded whole. Raises StoreError, which says where it stands."""
    try:
        event = decode(raw)
        text = bytes(raw)
        if not text.isascii():
            text.decode()  # also the fields that are not decoded have to be UTF-8
        return event
    except msgspec.ValidationError as error:
        why = in_words(error)
        hint = OTHERS if number == 1 and re.fullmatch(_NO_EVENT, why) else ""
        there = where(reader, start, number, _id(raw))
        raise StoreError(f"{there}: {why}", hint) from error
    except JSON_FAULTS as error:
        raise not_json(
            reader.label, bytes(raw).rstrip(b" \t\r\n"), error, reader.line(start)
        ) from error


def where(reader: "Reader", start: int, number: int, event_id: str) -> str:
    """File, position, id and line of an event, for a sentence."""
    name = f" {quoted(event_id)}" if event_id else ""
    return f"{reader.label}: event {number}{name} ({reader.unit} {reader.line(start)})"


def why_unreadable(event: Event) -> str:
    """Why the date of an event cannot be read, and what follows."""
    try:
        why = event.when().text
    except DateError as error:
        why = str(error)
    return f"{why}; it comes last, and date filters leave it out"


def _id(raw: bytes | msgspec.Raw) -> str:
    """The id of an event that is at fault, if it has one."""
    try:
        return str(msgspec.json.decode(raw, type=_Named).id)
    except JSON_FAULTS:
        return ""


class _Named(msgspec.Struct):
    id: str | int = ""
