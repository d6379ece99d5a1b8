"""Changing a store: lock, read it whole, splice, write atomically, note how to undo it."""

import io
import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

import msgspec

from hkinno import journal
from hkinno.errors import HkinnoError, StoreError, quoted
from hkinno.events import decode
from hkinno.files import Identity, identity, locked, replace
from hkinno.jsontext import repeated_keys
from hkinno.reader import JSON_FAULTS, STDIN, Lines, json_fault, reader_of
from hkinno.store import Store, in_words
from hkinno.surgery import Splice, Style, event_text, inserted, inverse, pieces, removed, style_of

_LAST: tuple[float, ...] = (1,)  # where an event without a readable date stands


class Touched(NamedTuple):
    """An event before and after a change, as JSON; None where there is none."""

    id: str
    before: bytes | None
    after: bytes | None


class Done(NamedTuple):
    """What a change did. `not_undoable` says why it cannot be undone, if so."""

    touched: list[Touched]
    not_undoable: str | None = None


class Draft:
    """A store in memory, on which changes are laid. Raises HkinnoError for what cannot be."""

    def __init__(self, path: str, data: bytes) -> None:
        self.data = data
        reader = reader_of(io.BytesIO(data), path, path)
        self._lines = isinstance(reader, Lines)
        self._ids: dict[str, int] = {}
        self._orders: list[tuple[float, ...]] = []
        spans: list[tuple[int, int]] = []
        for event, entry in Store(reader).scan():
            end = entry.start + len(data[entry.start : entry.start + entry.length].rstrip())
            if keys := repeated_keys(data[entry.start : end]):
                raise StoreError(
                    f"{path}: event {entry.place + 1} {quoted(event.id)} "
                    f"(line {reader.line(entry.start)}): {', '.join(keys)} stands twice; "
                    "such a store is read, but not written"
                )
            self._ids[event.id] = len(spans)
            self._orders.append((0, *entry.date.order) if entry.date else _LAST)
            spans.append((entry.start, end))
        self._inside = reader.around(spans)
        self._news: dict[str, bytes] = {}
        self._replaced: dict[str, bytes] = {}
        self._removed: dict[str, bytes] = {}

    @property
    def ids(self) -> set[str]:
        """The ids that are taken."""
        return (self._ids.keys() | self._news.keys()) - self._removed.keys()

    def _taken(self, event_id: str) -> bool:
        found = event_id in self._ids or event_id in self._news
        return found and event_id not in self._removed

    def raw(self, event_id: str) -> bytes:
        """An event's JSON as it stands."""
        if event_id not in self._ids:
            raise HkinnoError(f"no event has the id {quoted(event_id)}")
        start, end = self._inside.spans[self._ids[event_id]]
        return self._replaced.get(event_id, self.data[start:end])

    def add(self, event: Mapping[str, object]) -> None:
        """Put a new event in its place by date, in the style of the store."""
        raw = event_text(event, self._event_style)
        found = checked_event(raw)
        if self._taken(found):
            raise HkinnoError(f"the id {quoted(found)} is taken already")
        self._news[found] = raw

    def replace(self, event_id: str, raw: bytes) -> None:
        """Give an event other bytes, where it stands."""
        old = decode(self.raw(event_id))
        new_id = checked_event(raw, old.date)
        if new_id != event_id and self._taken(new_id):
            raise HkinnoError(f"the id {quoted(new_id)} is taken already")
        self._replaced[event_id] = raw

    def remove(self, event_id: str) -> None:
        """Take an event out."""
        self._removed[event_id] = self.raw(event_id)

    def touched(self) -> list[Touched]:
        """What was changed, event by event."""
        found = [Touched(i, None, raw) for i, raw in self._news.items()]
        for event_id, raw in self._replaced.items():
            start, end = self._inside.spans[self._ids[event_id]]
            if self.data[start:end] != raw:
                found.append(Touched(event_id, self.data[start:end], raw))
        return found + [Touched(i, raw, None) for i, raw in self._removed.items()]

    def splices(self) -> list[Splice]:
        """The changes as splices of the store's bytes."""
        inside = self._inside
        found = removed(self.data, inside, (self._ids[i] for i in self._removed))
        for change in self.touched():
            if change.before is not None and change.after is not None:
                found.append(
                    Splice(inside.spans[self._ids[change.id]][0], change.before, change.after)
                )
        if self._news:
            found += inserted(self.data, inside, self._places(), self._list_style())
        if self._lines and not inside.spans and self._news:
            found = [found[0]._replace(new=found[0].new + b"\n")]
        return found

    def _places(self) -> dict[int, list[bytes]]:
        """Where the new events go: by date, in a store that is sorted either way; else as if."""
        orders = self._orders
        news = [((0, *decode(raw).when().order), raw) for raw in self._news.values()]
        falling = len(orders) > 1 and all(a >= b for a, b in pairwise(orders))
        # The earliest of the dates from each place on: behind the last one that is not later than
        # a new date is its place. In a sorted store these are the dates themselves.
        rest = orders[::-1] if falling else [*accumulate(orders[::-1], min)][::-1]
        places: dict[int, list[bytes]] = {}
        for order, raw in sorted(news, key=lambda pair: pair[0], reverse=falling):
            place = len(rest) - bisect_left(rest, order) if falling else bisect_right(rest, order)
            places.setdefault(place, []).append(raw)
        return places

    @cached_property
    def _event_style(self) -> Style:
        """The layout of a new event: that of the last event, else what suits the document."""
        if self._inside.spans:
            start, end = self._inside.spans[-1]
            return style_of(self.data[start:end])
        outer = self._list_style()
        return outer._replace(margin=outer.margin + outer.unit) if outer.newline else outer

    def _list_style(self) -> Style:
        if self._lines:
            return Style(comma=b"\n") if self._inside.spans else Style(comma=b", ")
        head = self.data.lstrip()
        if self._inside.spans or not head.startswith(b"{"):
            return Style(comma=b", ")
        outer = style_of(head)
        return outer._replace(margin=outer.margin + outer.unit) if outer.newline else outer


def checked_event(raw: bytes, old_date: str | None = None) -> str:
    """The id of an event that may be written. Raises HkinnoError.

    Its date must be readable, unless that is the date which it had before.
    """
    try:
        event = decode(raw)
    except msgspec.ValidationError as error:
        raise HkinnoError(f"the event cannot be written: {in_words(error)}") from error
    except JSON_FAULTS as error:
        raise json_fault("the event", raw, error) from error
    if not event.title.strip():
        raise HkinnoError("the title is blank")
    if not event.id.strip():
        raise HkinnoError("the id is blank")
    if event.date != old_date:
        event.when()
    return event.id


def change(
    path: str, what: str, when: str, plan: Callable[[Draft], None], dry_run: bool = False
) -> Done:
    """Change a store by a plan, or show what the plan would do. `when` is for the journal."""
    with nullcontext() if dry_run else locked(path):
        seen = identity(path)
        data = _read(path)
        draft = Draft(path, data)
        plan(draft)
        splices = draft.splices()
        touched = draft.touched()
        if dry_run or not splices:
            return Done(touched)
        return Done(touched, _write(path, data, seen, splices, what, when))


def _read(path: str) -> bytes:
    if path == STDIN:
        raise HkinnoError("standard input cannot be changed; name a file with --store")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise StoreError(f"there is no file {path}; hkinno init makes one") from error
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise StoreError(f"{path} cannot be read: {why}") from error
    if data.startswith(b"\x1f\x8b"):
        raise HkinnoError(f"{path} is gzipped, and such a store is read-only; gunzip it first")
    return data


def _write(
    path: str,
    data: bytes,
    seen: Identity | None,
    splices: Sequence[Splice],
    what: str,
    when: str,
) -> str | None:
    """Write the changed store and its journal; why it cannot be undone, if so."""
    before, after = journal.digest([data]), journal.digest(pieces(data, splices))
    change = journal.change_of(what, when, before, after, splices)
    past = [old for old in journal.read(path) if not old.undone]
    why = None
    try:
        # First the journal: killed in between, its last change is one that did not happen, which
        # undo sees by the digests; the other way round a change could not be undone.
        journal.write(path, [*past, change])
    except HkinnoError as error:
        why = str(error)
    replace(path, pieces(data, splices), seen)
    return why


def rewrite(
    path: str, what: str, when: str, layout: Callable[[bytes], bytes], dry_run: bool = False
) -> tuple[bool, str | None]:
    """Lay a store out anew; whether that changes it, and why it cannot be undone, if so."""
    with nullcontext() if dry_run else locked(path):
        seen = identity(path)
        data = _read(path)
        Draft(path, data)  # refuses what is not to be written
        new = layout(data)
        if new == data or dry_run:
            return new != data, None
        return True, _write(path, data, seen, [Splice(0, data, new)], what, when)


def step(path: str, back: bool) -> journal.Change:
    """Undo the last change (`back`), or do the last one that was undone again."""
    with locked(path):
        seen = identity(path)
        data = _read(path)
        here = journal.digest([data])
        changes = journal.read(path)
        if back:
            # A change that was noted but never written is none.
            while changes and not changes[-1].undone and changes[-1].before == here:
                changes.pop()
        candidates = [c for c in changes if c.undone is not back]
        if not candidates:
            raise HkinnoError(f"there is nothing to {'undo' if back else 'redo'} in {path}")
        change = candidates[-1] if back else candidates[0]
        if here != (change.after if back else change.before):
            raise HkinnoError(
                f"{path} was changed by something else since {quoted(change.what)} "
                f"({change.when}), so that cannot be {'undone' if back else 'done again'}"
            )
        moves = inverse(change.moves()) if back else change.moves()
        replace(path, pieces(data, moves), seen)
        change.undone = back
        journal.write(path, changes)
        return change
