"""A store in memory, on which changes are laid: checked whole first, then spliced."""

import io
from collections.abc import Container, Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

import msgspec

from hkinno.dates.date import Date
from hkinno.dates.edtf import readable
from hkinno.errors import HkinnoError, StoreError, named, quoted
from hkinno.events import Event, checked, decode
from hkinno.rawjson.edit import Splice, Style, event_text, inserted, removed, style_of
from hkinno.rawjson.scan import BOM, Spans, repeated_keys
from hkinno.store.lines import Lines
from hkinno.store.open import reader_of
from hkinno.store.readers import Reader
from hkinno.store.store import Store

_READ_ONLY = "such a store is read, but not written"


class _Dated(msgspec.Struct):
    date: str


_dated = msgspec.json.Decoder(_Dated).decode


class Touched(NamedTuple):
    """An event before and after a change, as JSON; None where there is none."""

    id: str
    before: bytes | None
    after: bytes | None


class Draft:
    """A store in memory, on which changes are laid. Raises HkinnoError for what cannot be."""

    def __init__(self, path: str, data: bytes) -> None:
        self.data = data
        self.path = path
        # An id and a span are all that is kept of an event: a store may be large.
        self._ids: dict[str, int] = {}
        self._rising = 0  # how many events are later than the one before them, less those earlier
        reader = reader_of(io.BytesIO(data), path, named(path))
        self._lines = isinstance(reader, Lines)
        self._inside = reader.around(self._read(reader))
        if reader.repeated:
            twice = ", ".join(reader.repeated)
            raise StoreError(f"{reader.label}: {twice} stands twice; {_READ_ONLY}")
        self._news: dict[str, bytes] = {}
        self._replaced: dict[str, bytes] = {}
        self._renamed: dict[str, str] = {}  # new ids of replaced events, and their old ones
        self._removed: dict[str, bytes] = {}

    def _read(self, reader: Reader) -> Spans:
        """Where the events are, without blanks around them; their ids and trend are noted."""
        spans, store, last = Spans(), Store(reader), None
        for entry in store.read():
            event = entry.event
            if event.id in self._ids:
                store.refuse_second(event.id)
            self._ids[event.id] = len(spans)
            raw = self.data[entry.start : entry.start + entry.length].strip()
            start = self.data.index(b"{", entry.start)
            if keys := repeated_keys(raw):
                raise StoreError(
                    f"{reader.label}: event {entry.place + 1} {quoted(event.id)} "
                    f"(line {reader.line(entry.start)}): {', '.join(keys)} stands twice; "
                    + _READ_ONLY
                )
            spans.append((start, start + len(raw)))
            if entry.date:
                before, last = last, entry.date.lo
                if before is not None:
                    self._rising += (before < last) - (before > last)
        return spans

    @property
    def ids(self) -> set[str]:
        """The ids that are taken."""
        gone = self._removed.keys() | self._renamed.values()
        return (self._ids.keys() - gone) | self._news.keys() | self._renamed.keys()

    def __contains__(self, event_id: object) -> bool:
        """Whether an id is taken."""
        if event_id in self._news or event_id in self._renamed:
            return True
        gone = event_id in self._removed or event_id in self._renamed.values()
        return event_id in self._ids and not gone

    def raw(self, event_id: str) -> bytes:
        """An event's JSON as it stands."""
        if event_id not in self._ids:
            raise HkinnoError(f"no event has the id {quoted(event_id)}")
        return self._replaced.get(event_id) or self._written(event_id)

    def _written(self, event_id: str) -> bytes:
        start, end = self._inside.spans[self._ids[event_id]]
        return self.data[start:end]

    def spanning(self, spans: Container[tuple[float, float]]) -> Iterator[tuple[str, bytes]]:
        """The id and the JSON of each event in the store that denotes one of these spans."""
        for event_id, place in self._ids.items():
            date = self._date(place)
            if date and (date.lo, date.hi) in spans:
                yield event_id, self.raw(event_id)

    def add(self, event: Mapping[str, object]) -> None:
        """Put a new event in its place by date, in the style of the store."""
        raw = event_text(event, self._event_style)
        found = checked_event(raw)
        if found in self:
            raise HkinnoError(f"the id {quoted(found)} is taken already")
        self._news[found] = raw

    def replace(self, event_id: str, raw: bytes) -> None:
        """Give an event other bytes, where it stands."""
        old = decode(self.raw(event_id))
        new_id = checked_event(raw, old)
        if new_id != old.id and new_id in self:
            raise HkinnoError(f"the id {quoted(new_id)} is taken already")
        self._renamed.pop(old.id, None)  # from a change before
        if new_id != event_id:
            self._renamed[new_id] = event_id
        self._replaced[event_id] = raw

    def remove(self, event_id: str) -> None:
        """Take an event out."""
        self._removed[event_id] = self.raw(event_id)

    def refuse_other_events(self, data: bytes) -> None:
        """Raise HkinnoError unless these bytes are read as the same events, in the same shape."""
        first = next((line for line in io.BytesIO(data) if line.strip()), b"{}")
        self._refuse_unless_lines(first)
        if Draft(self.path, data).ids != self.ids:
            raise HkinnoError(f"{named(self.path)} would hold other events, so nothing is written")

    def touched(self) -> list[Touched]:
        """What was changed, event by event."""
        found = [Touched(i, None, raw) for i, raw in self._news.items()]
        for event_id, raw in self._replaced.items():
            old = self._written(event_id)
            if old != raw and event_id not in self._removed:
                found.append(Touched(event_id, old, raw))
        return found + [Touched(i, raw, None) for i, raw in self._removed.items()]

    def splices(self) -> list[Splice]:
        """The changes as splices of the store's bytes."""
        if self._news and self._removed:
            raise ValueError("a draft puts events in or takes some out, not both")
        inside = self._inside
        places = self._places() if self._news else {}
        if self._lines:
            self._refuse_other_shape(places)
        found = removed(self.data, inside, (self._ids[i] for i in self._removed))
        for change in self.touched():
            if change.before is not None and change.after is not None:
                start = inside.spans[self._ids[change.id]][0]
                found.append(Splice(start, change.before, change.after))
        if places:
            found += inserted(self.data, inside, places, self._list_style())
        if places and self._lines and not inside.spans:
            found = [found[0]._replace(new=found[0].new + self._newline)]
        return found

    def _refuse_other_shape(self, places: Mapping[int, list[bytes]]) -> None:
        """JSON Lines are told by their name, or by the first event: it has to look like one."""
        kept = (self.raw(event_id) for event_id in self._ids if event_id not in self._removed)
        first = places[0][0] if 0 in places else next(kept, b"{}")
        self._refuse_unless_lines(first)

    def _refuse_unless_lines(self, first: bytes) -> None:
        if self._lines and not isinstance(reader_of(io.BytesIO(first), self.path, ""), Lines):
            raise HkinnoError(
                f"then nothing would show that {named(self.path)} is JSON Lines; "
                "rename it, so that it ends in .jsonl"
            )

    def _places(self) -> dict[int, list[bytes]]:
        """Where the new events go, by date: behind the last event that is not later.

        In a store that is sorted that keeps it sorted, with the newest event first as well.
        """
        sign = -1 if self._rising < 0 else 1

        def key(date: Date) -> tuple[float, ...]:
            return tuple(sign * part for part in date.order)

        news = [(key(decode(raw).when()), raw) for raw in self._news.values()]
        waiting = sorted(news, key=itemgetter(0))
        places: dict[int, list[bytes]] = {}
        for place in reversed(range(len(self._inside.spans))):
            if not waiting:
                break
            date = self._date(place)
            while date and waiting and waiting[-1][0] >= key(date):
                places.setdefault(place + 1, []).append(waiting.pop()[1])
        if waiting:
            places[0] = [raw for _, raw in reversed(waiting)]
        return {place: raws[::-1] for place, raws in places.items()}

    def _date(self, place: int) -> Date | None:
        """The date of an event in the store, read once more."""
        start, end = self._inside.spans[place]
        return readable(_dated(self.data[start:end]).date)

    @cached_property
    def _newline(self) -> bytes:
        return b"\r\n" if b"\r\n" in self.data else b"\n"

    @cached_property
    def _event_style(self) -> Style:
        """The layout of a new event: that of the last event, else what suits the document."""
        if self._inside.spans:
            start, end = self._inside.spans[-1]
            return style_of(self.data[start:end])
        if self._lines:
            return Style()
        outer = self._list_style()
        return outer._replace(margin=outer.margin + outer.unit) if outer.newline else outer

    def _list_style(self) -> Style:
        if self._lines:
            return Style(comma=self._newline)
        if self._inside.spans:  # of one event alone; two show how they are separated
            return Style(comma=b", " if self._event_style.newline else self._event_style.comma)
        head = self.data.removeprefix(BOM).lstrip()
        if not head.startswith(b"{"):
            return Style()
        outer = style_of(head)
        return outer._replace(margin=outer.margin + outer.unit) if outer.newline else outer


def checked_event(raw: bytes, old: Event | None = None) -> str:
    """The id of an event that may be written. Raises HkinnoError.

    Its date must be readable, its sources have titles or URLs, and its pictures URLs, unless they
    are what they were.
    """
    event = checked(raw, decode, "the event", "the event cannot be written")
    for name, text in (("title", event.title), ("id", event.id)):
        if not text.strip():
            raise HkinnoError(f"the {name} is blank")
    if old is None or event.date != old.date:
        event.when()
    if old is None or event.sources != old.sources:
        for number, source in enumerate(event.sources or (), 1):
            if not ((source.title or "").strip() or (source.url or "").strip()):
                raise HkinnoError(f"source {number} of the event has neither a title nor a url")
    if old is None or event.media != old.media:
        for number, picture in enumerate(event.media or (), 1):
            if not picture.url.strip():
                raise HkinnoError(f"picture {number} of the event has a blank url")
    return event.id
