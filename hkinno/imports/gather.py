"""Taking in the events that another file tells: what its rows say, and what is told already."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from hkinno.check.likeness import twins
from hkinno.dates.edtf import readable
from hkinno.errors import EventError, HkinnoError, quoted
from hkinno.rawjson.errors import JsonError
from hkinno.store.draft import checked_event

Span = tuple[float, float]
_UNNAMED = {"id": "-"}  # stands in while an event without an id is checked


class ImportItem(NamedTuple):
    """An event of a file: which file, where in it, and its JSON, in which an id may be missing."""

    label: str
    where: str
    raw: bytes

    def __str__(self) -> str:
        return f"{self.label}: {self.where}"


class ImportFault(NamedTuple):
    """What of a file cannot be read, and why."""

    label: str
    where: str
    why: str

    @property
    def kind(self) -> str:
        """What is wrong, without the words of this event."""
        return re.sub(r"'[^']*'|\"[^\"]*\"|\[?[A-Z]?-?[0-9][-0-9/.:T\]]*", "…", self.why)

    def __str__(self) -> str:
        return f"{self.label}: {self.where}: {self.why}"


class Gist(msgspec.Struct):
    """What an event is recognized by."""

    date: str
    title: str
    id: str = ""

    @property
    def about(self) -> tuple[str, str]:
        """When it was, and what."""
        return self.date, self.title

    @property
    def span(self) -> Span | None:
        """The first and the last day; None where the date cannot be read, as in a store."""
        date = readable(self.date)
        return (date.lo, date.hi) if date else None


parse_gist = msgspec.json.Decoder(Gist).decode


def gather(
    rows: Iterable[tuple[str, Mapping[str, Any] | str]],
    label: str,
    understand: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> Iterator[ImportItem | ImportFault]:
    """What rows say: checked events, or what is wrong with them."""
    for where, fields in rows:
        try:
            if isinstance(fields, str):
                raise HkinnoError(fields)
            yield ImportItem(label, where, _checked(understand(fields)))
        except HkinnoError as error:
            yield ImportFault(label, where, str(error))


def with_edtf(fields: Mapping[str, Any], edtf: Callable[[str], str]) -> Mapping[str, Any]:
    """The fields of an event as they are, but for a date in words. Raises DateError."""
    date = fields.get("date")
    if isinstance(date, msgspec.Raw) and bytes(date).startswith(b'"'):
        text = msgspec.json.decode(date, type=str)
        if (found := edtf(text)) != text:
            return {**fields, "date": found}
    return fields


def _checked(event: Mapping[str, Any]) -> bytes:
    raw = msgspec.json.encode({name: _laid_out(value) for name, value in event.items()})
    whole = raw if "id" in event else msgspec.json.encode({**_UNNAMED, **event})
    try:
        checked_event(whole)
    except JsonError as error:  # what is said of it begins with file and row already
        raise HkinnoError(error.fault.why) from error
    except EventError as error:
        raise HkinnoError(error.why) from error
    return raw


def _laid_out(value: object) -> object:
    """A list over several lines, which is what a draft lays out anew, in the style of its store.

    What is JSON already stays as it is written.
    """
    if isinstance(value, str | msgspec.Raw):
        return value
    return msgspec.Raw(msgspec.json.format(msgspec.json.encode(value), indent=2))


# --- what is new


def spans(items: Iterable[ImportItem]) -> set[Span]:
    """The first and the last days of the events."""
    return {span for item in items if (span := parse_gist(item.raw).span)}


def find_retold(added: Iterable[ImportItem], around: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """New events that are likely told already, in the store or earlier in the files.

    `around` are the events of the store on the same `spans`.
    """
    told = [(f"{quoted(event_id)} in the store", parse_gist(raw)) for event_id, raw in around]
    first = len(told)
    told += [(str(item), parse_gist(item.raw)) for item in added]
    for later, earlier, percent in twins((event.span, event.title) for _, event in told):
        if later >= first:
            where, event = told[later]
            alike = "the same title" if percent == 100 else f"a title {percent} % alike"
            yield f"{where}: {quoted(event.title)} has the date and {alike} as {told[earlier][0]}"
