"""A store: files of events, read as one chronology.

The reading path: each event's bytes are checked against `Event`, judged by the query, and
forgotten; what is kept is an `Entry`, which knows its date and where its bytes are. Events that
are shown are read once more from there. So unknown fields, key order and numbers survive, and
memory grows with the answer, not with the store.
"""

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from hkinno.dates import Date, parse
from hkinno.errors import DateError, StoreError, quoted
from hkinno.events import Event, decode
from hkinno.query import Query
from hkinno.reader import JSON_FAULTS, Reader, json_fault, open_reader

_HERE = os.path.dirname(__file__)


class Entry(NamedTuple):
    """An event in its store: its place among all events, what its date means, its bytes."""

    place: int
    date: Date | None  # None where the text is no date
    reader: Reader
    start: int
    length: int

    @property
    def raw(self) -> bytes:
        """The event's JSON as written."""
        return self.reader.read(self.start, self.length)

    @property
    def event(self) -> Event:
        """The event, decoded anew at each call."""
        return decode(self.raw)


class Selection(NamedTuple):
    """What a query found: the entries in order, of how many, and what could not be judged."""

    entries: list[Entry]
    total: int
    undated: list[str]  # a sentence for each event whose date cannot be read
    categories: tuple[str, ...]  # all that the store has, in order of appearance


class Store:
    """One or more files of events. Reading one that is at fault raises StoreError."""

    def __init__(self, *readers: Reader) -> None:
        self._readers = readers

    def __iter__(self) -> Iterator[Entry]:
        """All entries in the order of the files."""
        return (entry for _, entry in self.scan())

    def scan(self, undated: list[str] | None = None) -> Iterator[tuple[Event, Entry]]:
        """Each event once, checked; sentences about unreadable dates are added to `undated`."""
        seen: set[int] = set()
        place = 0
        for reader in self._readers:
            for number, (raw, start) in enumerate(reader.pieces(), 1):
                event = _checked(reader, raw, start, number)
                mark = hash(event.id)  # not the text: a million of these must fit in memory
                if mark in seen:
                    self._refuse_second(event.id)
                seen.add(mark)
                date = None
                try:
                    date = parse(event.date)
                except DateError as error:
                    if undated is not None:
                        undated.append(f"{_where(reader, start, number, event.id)}: {error}")
                yield event, Entry(place, date, reader, start, len(memoryview(raw)))
                place += 1

    def select(self, query: Query) -> Selection:
        """The entries that a query keeps, in its order."""
        undated: list[str] = []
        categories: dict[str, None] = {}
        total = 0

        def counted() -> Iterator[tuple[Event, Entry]]:
            nonlocal total
            for event, entry in self.scan(undated):
                total += 1
                if event.category:
                    categories[event.category] = None
                yield event, entry

        return Selection(query.select(counted()), total, undated, tuple(categories))

    def find(self, ids: Iterable[str]) -> dict[str, Entry]:
        """The entries with these ids, those that there are."""
        wanted = set(ids)
        return {event.id: entry for event, entry in self.scan() if event.id in wanted}

    def _refuse_second(self, event_id: str) -> None:
        """Raise for an id that stands twice, unless only its hash did."""
        places = []
        for reader in self._readers:
            for number, (raw, start) in enumerate(reader.pieces(), 1):
                if _checked(reader, raw, start, number).id == event_id:
                    places.append(_where(reader, start, number, event_id))
        if len(places) > 1:
            raise StoreError(f"{places[1]}: this id stands already at {places[0]}")


def load(*paths: str | os.PathLike[str]) -> Store:
    """Open stores, merged in this order; without a path, the bundled chronology."""
    return Store(*(open_reader(os.fspath(path)) for path in paths) if paths else (bundled(),))


def bundled() -> Reader:
    """The curated chronology: beside this module in a wheel, above it in a checkout."""
    for folder in (_HERE, os.path.dirname(_HERE)):
        path = os.path.join(folder, "events.json")
        if os.path.exists(path):
            return open_reader(path, "the bundled chronology")
    raise StoreError("the bundled chronology is missing from this installation")


def _checked(reader: Reader, raw: bytes | msgspec.Raw, start: int, number: int) -> Event:
    try:
        event = decode(raw)
        text = bytes(raw)
        if not text.isascii():
            text.decode()  # also the fields that are not decoded have to be UTF-8
        return event
    except msgspec.ValidationError as error:
        raise StoreError(f"{_where(reader, start, number, _id(raw))}: {in_words(error)}") from error
    except JSON_FAULTS as error:
        raise json_fault(reader.label, bytes(raw).rstrip(), error, reader.line(start)) from error


def _where(reader: Reader, start: int, number: int, event_id: str) -> str:
    name = f" {quoted(event_id)}" if event_id else ""
    return f"{reader.label}: event {number}{name} (line {reader.line(start)})"


def _id(raw: bytes | msgspec.Raw) -> str:
    """The id of an event that is at fault, if it has one."""
    try:
        return str(msgspec.json.decode(raw, type=_Named).id)
    except JSON_FAULTS:
        return ""


class _Named(msgspec.Struct):
    id: str | int = ""


_JSON_NAMES = {"str": "text", "array": "a list", "object": "an object", "int": "a number"}
_JSON_NAMES |= {"float": "a number", "bool": "true or false"}


def in_words(error: msgspec.ValidationError) -> str:
    """What msgspec says of a wrong type, as people say it."""
    what, _, path = str(error).partition(" - at `$")
    field = path.strip("`.").replace("[...]", ".*") or "the event"
    if missing := re.fullmatch(r"Object missing required field `(.+)`", what):
        return f"{field} has no {missing[1]!r}"
    if what.endswith("of length >= 1"):
        return f"{field} should not be empty"
    if wrong := re.fullmatch(r"Expected `(.+)`, got `(.+)`", what):
        expected, got = (
            " or ".join(dict.fromkeys(_JSON_NAMES.get(n, n) for n in side.split(" | ")))
            for side in wrong.groups()
        )
        return f"{field} should be {expected.removesuffix(' or null')}, not {got}"
    return f"{field}: {what[:1].lower()}{what[1:]}"
