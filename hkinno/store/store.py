"""A store: files of events, read as one chronology.

The reading path: each event's bytes are decoded into a small struct of what the query asks for,
judged, and forgotten; what is kept is an `Entry`, which knows its date and where its bytes are.
Events that are shown are read once more from there, and checked whole. So unknown fields, key
order and numbers survive, and memory grows with the answer, not with the store. What a query does
not ask for is checked in the events that it shows; `Store.scan` checks all.
"""

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from hkinno.dates.edtf import Date, parse
from hkinno.errors import DateError, StoreError, quoted
from hkinno.events import Event, decode
from hkinno.query.query import Hit, Query
from hkinno.rawjson.errors import JSON_FAULTS, not_json
from hkinno.rawjson.scan import repeated_keys
from hkinno.store.open import open_reader
from hkinno.store.readers import Reader

_id_of = attrgetter("id")
_TWICE = "stands twice; the last one counts"
_HERE = os.path.dirname(os.path.dirname(__file__))


class Entry(NamedTuple):
    """An event in its store: its place among all events, what its date means, its bytes."""

    place: int
    number: int  # its place in its own file, from 1
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

    @property
    def where(self) -> str:
        """File, position, id and line, for a sentence."""
        return _where(self.reader, self.start, self.number, self.event.id)


class Around(NamedTuple):
    """What is around the events of a file."""

    where: str


class Doubt(NamedTuple):
    """Something about an event, or about a file, that a reader of the answer has to know."""

    entry: Entry | Around
    what: str


class Selection(NamedTuple):
    """What a query found: the entries in order, of how many, and what is doubtful about them."""

    entries: list[Entry]
    total: int
    doubts: list[Doubt]


class Store:
    """One or more files of events. Reading one that is at fault raises StoreError."""

    def __init__(self, *readers: Reader) -> None:
        self._readers = readers

    def __iter__(self) -> Iterator[Entry]:
        """All entries in the order of the files."""
        return (entry for _, entry in self.scan())

    def scan(self) -> Iterator[tuple[Event, Entry]]:
        """Each event once, checked whole."""
        seen: set[int] = set()
        for event, entry in self.read():
            mark = hash(event.id)  # not the text: a million of these must fit in memory
            if mark in seen:
                self.refuse_second(event.id)
            seen.add(mark)
            yield event, entry

    def read(self) -> Iterator[tuple[Event, Entry]]:
        """As `scan`, for one who keeps the ids and looks at once whether an id stands twice."""
        place = 0
        for reader in self._readers:
            for number, (raw, start) in enumerate(reader.pieces(), 1):
                event = _checked(reader, raw, start, number)
                date = readable(event.date)
                yield event, Entry(place, number, date, reader, start, len(memoryview(raw)))
                place += 1

    def select(self, query: Query, narrowed: Callable[[list[Hit]], list[Hit]] = list) -> Selection:
        """The entries that a query keeps, in its order; or those of them that are picked."""
        ends: list[int] = []  # how many events there are up to the end of each reader
        unreadable: list[int] = []
        try:
            hits = query.select(self._batches(_lean(query.needs), ends), unreadable.append)
            entries = self._entries(narrowed(hits), ends)
            unread = self._entries([Hit(place, None) for place in unreadable], ends)
        except JSON_FAULTS as error:
            deque(self.scan(), maxlen=0)  # raises: it looks closer, and names the place
            labels = ", ".join(reader.label for reader in self._readers)
            raise StoreError(f"{labels} cannot be read: {error}") from error
        doubts = [
            Doubt(Around(reader.label), f"{', '.join(reader.repeated)} {_TWICE}")
            for reader in self._readers
            if reader.repeated
        ]
        doubts += [
            Doubt(entry, f"{_fault(entry)}; it comes last, and date filters leave it out")
            for entry in unread
        ]
        for entry in entries:
            raw = entry.raw
            _checked(entry.reader, raw, entry.start, entry.number)
            if keys := repeated_keys(raw):
                doubts.append(Doubt(entry, f"{', '.join(keys)} {_TWICE}"))
        return Selection(entries, ends[-1] if ends else 0, doubts)

    def _batches(self, kind: type[Event], ends: list[int]) -> Iterator[Sequence[Event]]:
        """All events in the fields of `kind`, many at a time; `ends` is filled on the way."""
        seen: set[int] = set()
        total = 0
        for reader in self._readers:
            for batch in reader.batches(kind):
                total += len(batch)
                known = len(seen)
                seen.update(map(hash, map(_id_of, batch)))
                if len(seen) != known + len(batch):
                    deque(self.scan(), maxlen=0)  # raises, unless only the hashes are the same
                yield batch
            ends.append(total)

    def _entries(self, hits: Iterable[Hit], ends: Sequence[int]) -> list[Entry]:
        """The entries of hits, whose bytes are looked for file by file."""
        hits = list(hits)
        found: dict[int, Entry] = {}
        for reader, begin, end in zip(self._readers, (0, *ends), ends, strict=False):
            dates = {hit.place - begin: hit.date for hit in hits if begin <= hit.place < end}
            for number, (start, length) in reader.locate(sorted(dates)):
                place = begin + number
                found[place] = Entry(place, number + 1, dates[number], reader, start, length)
        return [found[hit.place] for hit in hits]

    def title(self) -> str:
        """The title of the chronology: that of its first file which has one."""
        return next(filter(None, (reader.title() for reader in self._readers)), "")

    def categories(self) -> tuple[str, ...]:
        """All categories, in order of appearance."""
        batches = self._batches(_lean(frozenset({"id", "category"})), [])
        found = dict.fromkeys(event.category for batch in batches for event in batch)
        return tuple(category for category in found if category)

    def find(self, ids: Iterable[str]) -> dict[str, Entry]:
        """The entries with these ids, those that there are."""
        wanted = set(ids)
        return {event.id: entry for event, entry in self.scan() if event.id in wanted}

    def refuse_second(self, event_id: str) -> None:
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
    """The curated chronology."""
    return open_reader(bundled_path(), "the bundled chronology")


def bundled_path() -> str:
    """Where the curated chronology is: in the package in a wheel, beside it in a checkout."""
    for folder in (_HERE, os.path.dirname(_HERE)):
        path = os.path.join(folder, "events.json")
        if os.path.exists(path):
            return path
    raise StoreError("the bundled chronology is missing from this installation")


@cache
def _lean(fields: frozenset[str]) -> type[Event]:
    """A struct of some of an event's fields, which decodes faster than all of them."""
    wanted = [field for field in msgspec.structs.fields(Event) if field.name in fields]
    rows = [
        (f.encode_name, f.type) if f.required else (f.encode_name, f.type, f.default)
        for f in wanted
    ]
    lean: Any = msgspec.defstruct("Lean", rows, gc=False)
    return lean  # type: ignore[no-any-return]  # it has what is asked of an Event


def readable(text: str) -> Date | None:
    """What a date's text means; None where it is no date."""
    try:
        return parse(text)
    except DateError:
        return None


def _fault(entry: Entry) -> str:
    """Why the date of an entry cannot be read."""
    try:
        return _checked(entry.reader, entry.raw, entry.start, entry.number).when().text
    except DateError as error:
        return str(error)


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
        raise not_json(
            reader.label, bytes(raw).rstrip(b" \t\r\n"), error, reader.line(start)
        ) from error


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
