"""The events of calendars, each by itself, and what has to be said of the file.

The parser is icalendar, which is given each event alone: what is wrong with one is no matter of the
others. What hkinno wrote comes back from X-HKINNO-EVENT, but for what was changed since.
"""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from hkinno.errors import HkinnoError, quoted
from hkinno.formats._ics_fields import READ, texts_of
from hkinno.formats._ics_lines import IcsBlock, find_components
from hkinno.formats._ics_remarks import IcsRemarks
from hkinno.formats._ics_restore import restore, untouched

if TYPE_CHECKING:
    from icalendar import Component

_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


def read_events(data: bytes, label: str) -> Iterator[tuple[str, dict[str, object] | str]]:
    """The events, each by its line, and what has to be said of the file. Raises HkinnoError."""
    found = list(find_components(data.decode("utf-8-sig")))
    if not found and b"BEGIN:VCALENDAR" not in data.upper():
        raise HkinnoError(f"{label} is no calendar: there is no BEGIN:VCALENDAR in it")
    if not found and b"END:VCALENDAR" not in data.upper():
        raise HkinnoError(f"{label} has no END:VCALENDAR; is something of it missing?")
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
            fields = restore(event, remarks)
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
            f"{label} is a calendar, which needs icalendar to be read: pip install icalendar"
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
        if name in READ and (said := texts_of(event, name)):
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
    remarks.leave(name for name in event if name not in READ)
    remarks.leave(line.partition("=")[0].upper() for line in block.strays)
    remarks.leave(block.inner)
