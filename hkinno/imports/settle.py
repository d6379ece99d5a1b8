"""Which imported events are new to a store, under which ids, and which are in conflict with it."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from hkinno.errors import quoted
from hkinno.events import STORED, members
from hkinno.imports.gather import ImportFault, ImportItem, parse_gist
from hkinno.rawjson.edit import edited
from hkinno.store.slugs import slug

RULES = ("fail", "skip", "replace", "rename")
OUTCOMES = ("added", "already there", "skipped", "replaced", "renamed")


class Settled(NamedTuple):
    """What importing comes to: events by their ids, and how each file fared."""

    added: dict[str, ImportItem]
    replaced: dict[str, ImportItem]
    counts: Counter[tuple[str, str]]  # by label and outcome
    conflicts: list[ImportFault]


def settle(
    items: Sequence[ImportItem],
    ids: Iterable[str],
    stored: Callable[[str], bytes],
    around: Iterable[tuple[str, bytes]],
    rule: str,
) -> Settled:
    """Decide about events one after the other, given those of the store.

    `ids` are all that are taken, `stored` gives an event's JSON, `around` are those on the same
    spans. One that is there already, to the last field, is left out whatever the rule for conflicts
    is; if it has no id, it is there already if one with any id says the same.
    """
    settling = _Settling(ids, stored, rule)
    unnamed = {gist.about for item in items if not (gist := parse_gist(item.raw)).id}
    same = (raw for _, raw in around if unnamed and parse_gist(raw).about in unnamed)
    settling.said.update(map(_content, same))
    for item in items:
        settling.take(item)
    return settling.done


class _Settling:
    def __init__(self, ids: Iterable[str], stored: Callable[[str], bytes], rule: str) -> None:
        self.done = Settled({}, {}, Counter(), [])
        self.said: set[str] = set()  # what events without ids may say again
        self._ids, self._stored, self._rule = set(ids), stored, rule
        self._numbers: dict[str, int] = defaultdict(lambda: 2)

    def take(self, item: ImportItem) -> None:
        wanted = parse_gist(item.raw).id
        if not wanted:
            self._take_unnamed(item)
        elif wanted not in self._ids:
            self._add(wanted, item)
        elif _content(self._raw(wanted)) == _content(item.raw):
            self._count("already there", item)
        elif self._rule == "skip":
            self._count("skipped", item)
        elif self._rule == "replace":
            (self.done.added if wanted in self.done.added else self.done.replaced)[wanted] = item
            self._count("replaced", item)
        elif self._rule == "rename":
            self._add(self._numbered(wanted), item)
            self._count("renamed", item)
        else:
            earlier = self.done.added.get(wanted)
            of = str(earlier) if earlier else "another event in the store"
            why = f"the id {quoted(wanted)} is that of {of}"
            self.done.conflicts.append(ImportFault(item.label, item.where, why))

    def _take_unnamed(self, item: ImportItem) -> None:
        says = _content(item.raw)
        if says in self.said:
            self._count("already there", item)
            return
        self.said.add(says)
        event = parse_gist(item.raw)
        self._add(self._numbered(slug(event.title, event.date, ())), item)

    def _raw(self, event_id: str) -> bytes:
        item = self.done.added.get(event_id) or self.done.replaced.get(event_id)
        return item.raw if item else self._stored(event_id)

    def _numbered(self, base: str) -> str:
        found = base
        while found in self._ids:
            found = f"{base}-{self._numbers[base]}"
            self._numbers[base] += 1
        return found

    def _add(self, event_id: str, item: ImportItem) -> None:
        self.done.added[event_id] = item
        self._ids.add(event_id)
        self._count("added", item)

    def _count(self, what: str, item: ImportItem) -> None:
        self.done.counts[item.label, what] += 1


def _parse_value(raw: bytes) -> Any:
    """JSON as something that can be compared: numbers are the same if written in the same way."""
    return json.loads(raw, parse_int=_written_number, parse_float=_written_number)


def _written_number(text: str) -> dict[str, str]:
    return {"a number": text}


def _content(raw: bytes) -> str:
    """What an event says but for its id, wherever its fields stand; a null says nothing."""
    said = {
        name: value
        for name, value in _parse_value(raw).items()
        if name != "id" and (value is not None or name not in STORED)
    }
    return json.dumps(said, sort_keys=True)


# --- what becomes of the store


def event_of(event_id: str, item: ImportItem) -> dict[str, object]:
    """The fields of a new event, its id among them where it stood, or at their head."""
    fields: dict[str, object] = {**members(item.raw)}
    return {**fields, "id": event_id} if "id" in fields else {"id": event_id, **fields}


def replacing(old: bytes, item: ImportItem) -> bytes:
    """The JSON of an event in whose place another one comes; what they share stays as it is."""
    new = members(item.raw)
    gone = dict.fromkeys(name for name in members(old) if name not in new)
    return edited(old, {**gone, **new}, STORED)
