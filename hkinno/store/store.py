"""A store: files of events, read as one chronology.

The reading path: each event's bytes are decoded into a small struct of what the query asks for,
judged, and forgotten; what is kept is an `Entry`, which knows its date and where its bytes are.
Events that are shown are read once more from there, and checked whole. So unknown fields, key
order and numbers survive, and memory grows with the answer, not with the store. What a query does
not ask for is checked in the events that it shows; to go through a `Store` checks all.
"""

import os
from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from hkinno.dates.date import Date
from hkinno.dates.edtf import readable
from hkinno.errors import StoreError
from hkinno.events import Event, most_frequent
from hkinno.query.derived import DERIVED
from hkinno.query.order import Hit
from hkinno.query.paths import no_field
from hkinno.query.query import Query
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import repeated_keys
from hkinno.store.faults import TWICE, checked, where, why_unreadable
from hkinno.store.ids import Ids, are_unique
from hkinno.store.lean import lean
from hkinno.store.open import BUNDLED, open_reader
from hkinno.store.passing import pass_over
from hkinno.text import listed

if TYPE_CHECKING:
    from hkinno.store.readers import Picker, Reader

_DATE = frozenset(("id", "date"))


class Entry(NamedTuple):
    """An event in its store: its place among all, what its date means, where its bytes are."""

    place: int
    number: int  # its place in its own file, from 1
    date: Date | None  # None where the text is no date
    event: Event  # decoded once; maybe in part, see `Store.select`
    reader: "Reader"
    start: int
    length: int

    @property
    def raw(self) -> bytes:
        """The event's JSON as written, read anew."""
        return self.reader.read(self.start, self.length)

    @property
    def where(self) -> str:
        """File, position, id and line, for a sentence."""
        return where(self.reader, self.start, self.number, self.event.id)


class Around(NamedTuple):
    """What is around the events of a file."""

    where: str


class Doubt(NamedTuple):
    """Something about an event, or about a file, that a reader of the answer has to know."""

    entry: Entry | Around
    what: str


class Selection(NamedTuple):
    """What a query found: the entries in order, of how many, and what is doubtful about them.

    `unseen`: some word of a filter by value was not come across, and may be a slip.
    """

    entries: list[Entry]
    total: int
    doubts: list[Doubt]
    unseen: bool = False


class Store:
    """One or more files of events. Reading one that is at fault raises StoreError.

    Large ones are read with up to so many `processes`.
    """

    def __init__(self, *readers: "Reader", processes: int = 1) -> None:
        self.readers, self._processes = readers, processes

    def __iter__(self) -> Iterator[Entry]:
        """Each entry once, checked whole, in the order of the files."""
        seen: set[int] = set()
        for entry in self.read():
            mark = hash(entry.event.id)  # not the text: a million of these must fit in memory
            if mark in seen:
                self.refuse_second(entry.event.id)
            seen.add(mark)
            yield entry

    def read(self) -> Iterator[Entry]:
        """The same, for one who keeps the ids and looks at once whether an id stands twice."""
        place = 0
        for reader in self.readers:
            for number, (raw, start) in enumerate(reader.pieces(), 1):
                event = checked(reader, raw, start, number)
                date = readable(event.date)
                yield Entry(place, number, date, event, reader, start, len(memoryview(raw)))
                place += 1

    def select(
        self,
        query: Query,
        narrowed: Callable[[list[Hit]], list[Hit]] = list,
        keep: frozenset[str] | None = None,
    ) -> Selection:
        """The entries that a query keeps, in its order; or those of them that are picked.

        Of their events only the fields to `keep` stay in memory, if these are named.
        """
        try:
            kind = lean(query.needs, query.raw)
            made = pass_over(self.readers, query, kind, self._processes)
            found, ends = made.found, made.ends
            if not made.unique:
                deque(self, maxlen=0)  # raises, unless only the hashes are the same
            self.refuse_absent(found.absent)
            hits = narrowed(found.hits)
            dates = dict.fromkeys(found.unreadable) | {hit.place: hit.date for hit in hits}
            read: dict[int, Entry] = {}
            twice: dict[int, list[str]] = {}
            for entry, keys in self._read_at(dates, ends, keep, set(found.unreadable)):
                read[entry.place] = entry
                if keys:
                    twice[entry.place] = keys
        except JSON_FAULTS as error:
            deque(self, maxlen=0)  # raises: it looks closer, and names the place
            labels = ", ".join(reader.label for reader in self.readers)
            raise StoreError(f"{labels} cannot be read: {error}") from error
        doubts = [*self._around(), *(_unreadable(read[place]) for place in found.unreadable)]
        entries = [read[hit.place] for hit in hits]
        doubts += [
            Doubt(entry, f"{', '.join(twice[entry.place])} {TWICE}")
            for entry in entries
            if entry.place in twice
        ]
        return Selection(entries, found.total, doubts, found.unseen)

    def select_dates(self, query: Query) -> Selection:
        """The same in any order, where nothing but the dates of the entries has to be known."""
        if not all(hasattr(reader, "dates") for reader in self.readers):
            return self.select(query, keep=_DATE)
        kind, entries = lean(query.needs, query.raw), list[Entry]()
        for reader in self.readers:
            for text, count in cast("Picker", reader).dates(query, kind).items():
                event = lean(_DATE)(id="", date=text)  # type: ignore[call-arg]  # it has no more
                entries += [Entry(-1, 0, readable(text), event, reader, 0, 0)] * count
        return self.select(query.cut_to(0))._replace(entries=entries)

    def stream(self, doubts: list[Doubt]) -> Iterator[Entry]:
        """All entries in the order of the store, each checked whole as it comes; none is kept.

        What is doubtful about one is added to `doubts`. That an id stands twice is found at the
        end.
        """
        ids = Ids()
        for entry in self.read():
            ids.add((entry.event,))
            if entry.date is None:
                doubts.append(_unreadable(entry))
            if keys := repeated_keys(entry.raw):
                doubts.append(Doubt(entry, f"{', '.join(keys)} {TWICE}"))
            yield entry
        if not are_unique([ids]):
            deque(self, maxlen=0)  # raises, unless only the hashes are the same
        doubts[:0] = self._around()

    def _around(self) -> Iterator[Doubt]:
        """What is doubtful around the events, once these have been read."""
        for reader in self.readers:
            if reader.repeated:
                yield Doubt(Around(reader.label), f"{', '.join(reader.repeated)} {TWICE}")

    def _read_at(
        self,
        dates: Mapping[int, Date | None],
        ends: Sequence[int],
        keep: frozenset[str] | None,
        whole: Container[int],
    ) -> Iterator[tuple[Entry, list[str]]]:
        """The events at the places that have these dates, file by file; their repeated keys.

        Each is decoded here, checked whole, and kept as far as asked for, or all of it (`whole`).
        """
        for reader, begin, end in zip(self.readers, (0, *ends), ends, strict=False):
            numbers = sorted(place - begin for place in dates if begin <= place < end)
            for number, (start, length) in reader.locate(numbers):
                place, raw = begin + number, reader.read(start, length)
                event = checked(reader, raw, start, number + 1)
                if keep is not None and place not in whole:
                    event = lean(keep)(**{name: getattr(event, name) for name in keep})
                found = Entry(place, number + 1, dates[place], event, reader, start, length)
                yield found, repeated_keys(raw)

    def label(self, brief: bool = False) -> str:
        """What the files are called in sentences; in `brief` without their folders."""
        return listed(self.labels(brief))

    def labels(self, brief: bool = False) -> tuple[str, ...]:
        """What each of the files is called."""
        labels = (reader.label for reader in self.readers)
        return tuple(os.path.basename(each.rstrip("/")) if brief else each for each in labels)

    def names(self) -> set[str]:
        """The ids and the titles of all events."""
        return {name for event in self.fields("title") for name in (event.id, event.title)}

    def fields(self, *names: str) -> Iterator[Event]:
        """All events, of which only the id and these fields are known."""
        for batch in self.batches(lean(frozenset(("id", *names)))):
            yield from batch

    def batches(self, kind: type[Event]) -> Iterator[Sequence[Event]]:
        """All events as structs of this kind, many at a time."""
        for reader in self.readers:
            yield from reader.batches(kind)

    def title(self) -> str:
        """The title of the chronology: that of its first file which has one."""
        return next(filter(None, (reader.title() for reader in self.readers)), "")

    def categories(self) -> tuple[str, ...]:
        """All categories, the most frequent first, else in order of appearance."""
        kind, found = lean(frozenset(("id", "category"))), Counter[str | None]()
        for reader in self.readers:
            if hasattr(reader, "pick"):
                found.update(cast("Picker", reader).categories())
            else:
                found.update(event.category for batch in reader.batches(kind) for event in batch)
        return most_frequent(found)

    def find(self, ids: Iterable[str]) -> dict[str, Entry]:
        """The entries with these ids, those that there are."""
        wanted = set(ids)
        if len(self.readers) == 1 and getattr(self.readers[0], "unique", False):
            found = self._read_some(self.readers[0], cast("Picker", self.readers[0]).find(wanted))
        else:
            found = (entry for entry in self if entry.event.id in wanted)
        return {entry.event.id: entry for entry in found}

    def _read_some(self, reader: "Reader", numbers: Iterable[int]) -> Iterator[Entry]:
        """The events with these numbers of the only reader, checked whole."""
        for number, (start, length) in reader.locate(sorted(numbers)):
            event = checked(reader, reader.read(start, length), start, number + 1)
            yield Entry(number, number + 1, readable(event.date), event, reader, start, length)

    def refuse_absent(self, paths: Sequence[str]) -> None:
        """Raise UsageError for fields that no event has, if there are any; it names near ones."""
        if paths:
            pieces = (raw for each in self.readers for raw, _ in each.pieces())
            raise no_field(paths[0], pieces, derived=DERIVED)

    def refuse_second(self, event_id: str) -> None:
        """Raise for an id that stands twice, unless only its hash did."""
        places = []
        for reader in self.readers:
            for number, (raw, start) in enumerate(reader.pieces(), 1):
                if checked(reader, raw, start, number).id == event_id:
                    places.append(where(reader, start, number, event_id))
        if len(places) > 1:
            raise StoreError(f"{places[1]}: this id stands already at {places[0]}")


def load(*paths: str | os.PathLike[str], processes: int = 1) -> Store:
    """Open stores, merged in this order; `:bundled:`, or no path, is the bundled chronology."""
    readers = (open_reader(os.fspath(path)) for path in paths or (BUNDLED,))
    return Store(*readers, processes=processes)


def _unreadable(entry: Entry) -> Doubt:
    return Doubt(entry, why_unreadable(entry.event))
