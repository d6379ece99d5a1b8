"""Three chronologies made into one: what THEIRS changed since BASE, in the bytes of OURS.

One rule for events, their fields, the members of objects and of lists, all the way down: what one
side alone changed is taken, what both changed alike is taken once, and where both changed an
object, or a list whose members can be told apart, its parts are judged by the same rule. What is
left is a conflict; OURS then stays as it is. The order of a list is that of OURS.
"""

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

import msgspec

from hkinno.diff.compare import Chronology, Parts, keyed, nested, parts, same
from hkinno.events import STORED
from hkinno.rawjson.edit import Splice, Style, edited, inserted, removed, spliced, value_text
from hkinno.rawjson.scan import Items, items, members

_DEEPEST = 10  # levels of objects and lists that are merged part by part, below them as a whole
_Path = tuple[str, ...]
_Side = TypeVar("_Side")


class Conflict(NamedTuple):
    """What both sides changed, and differently, as JSON; None where a side has nothing.

    `field` is a path such as `figures[Patents].value`, and None where one side removed the event;
    `id` is None for the document around the events.
    """

    id: str | None
    field: str | None
    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


class Merged(NamedTuple):
    """What has to be done to OURS, and what is left to decide."""

    added: Parts  # events of THEIRS, as they stand there
    replaced: Parts  # events of OURS, with the changes of THEIRS in them
    removed: list[str]
    head: dict[str, bytes | None]  # members of the document to set, or to remove
    conflicts: list[Conflict]


class _Three(NamedTuple, Generic[_Side]):
    base: _Side
    ours: _Side
    theirs: _Side


_Sides = _Three[bytes | None]
_Lists = _Three[Parts]


@nested()
def merge(base: Chronology, ours: Chronology, theirs: Chronology) -> Merged:
    """What THEIRS changed, as changes of OURS. Raises StoreError for one nested too deeply."""
    work = _Work()
    found = work.changed(_Lists(base.events, ours.events, theirs.events), ())
    added = {i: raw for i, raw in found.items() if raw is not None and i not in ours.events}
    replaced = {i: raw for i, raw in found.items() if raw is not None and i in ours.events}
    conflicts = [
        Conflict(path[0], _format_path(path[1:]), *sides) for path, sides in work.conflicts
    ]
    head: dict[str, bytes | None] = {}
    if ours.head is not None and theirs.head is not None:
        around = _Work()
        head = around.changed(_Lists(base.head or {}, ours.head, theirs.head), ())
        conflicts = [
            Conflict(None, _format_path(path), *s) for path, s in around.conflicts
        ] + conflicts
    return Merged(added, replaced, [i for i, raw in found.items() if raw is None], head, conflicts)


def _format_path(path: _Path) -> str | None:
    return "".join(path).removeprefix(".") or None


class _Work:
    """The rule, and the conflicts that it leaves."""

    def __init__(self) -> None:
        self.conflicts: list[tuple[_Path, _Sides]] = []

    def changed(self, sides: _Lists, path: _Path, step: str = "{}") -> dict[str, bytes | None]:
        """The parts in which the merged whole differs from OURS; None: the part is removed."""
        found: dict[str, bytes | None] = {}
        for key in {**sides.ours, **sides.theirs}:
            three = _Sides(sides.base.get(key), sides.ours.get(key), sides.theirs.get(key))
            value = self._one(three, (*path, step.format(key)))
            if value != three.ours:
                found[key] = value
        return found

    def _one(self, sides: _Sides, path: _Path) -> bytes | None:
        """One part merged: OURS itself where nothing is to be done."""
        base, ours, theirs = sides
        if same(theirs, base) or same(theirs, ours):
            return ours
        has_parts = ours and theirs and len(path) <= _DEEPEST
        kinds = {raw[:1] for raw in sides if raw}
        if ours and has_parts and kinds == {b"{"}:
            three = _Lists(*(parts(raw) for raw in sides))
            changes = self.changed(three, path, ".{}")
            return _object_with(ours, three, changes) if changes else ours
        if same(ours, base):
            return theirs
        if ours and has_parts and kinds == {b"["} and (lists := _told_apart(sides)):
            changes = self.changed(lists, path, "[{}]")
            return _list_with(ours, lists, changes) if changes else ours
        self.conflicts.append((path, sides))
        return ours


def _object_with(raw: bytes, three: _Lists, changes: Mapping[str, bytes | None]) -> bytes:
    """An object of OURS with these members; what was merged inside stays laid out as it is."""
    inner = {n: v for n, v in changes.items() if n in three.ours and v is not three.theirs.get(n)}
    whole = {n: v and msgspec.Raw(v) for n, v in changes.items() if n not in inner}
    raw = edited(raw, whole, STORED) if whole else raw
    found = [m for m in members(raw) if m.key in inner]
    return spliced(raw, (Splice(m.start, raw[m.start : m.end], inner[m.key] or b"") for m in found))


def _told_apart(sides: _Sides) -> _Lists | None:
    """The lists by what tells their members apart; None if that is in doubt."""
    told = [keyed(raw) for raw in sides]
    if any(found is None for found in told):
        return None
    base, ours, theirs = lists = _Lists(*(found or {} for found in told))
    lost = base.keys() - ours.keys() - theirs.keys()
    new = ours.keys() - base.keys() - theirs.keys(), theirs.keys() - base.keys() - ours.keys()
    texts = all(raw[:1] == b'"' for raw in base.values())
    # An object that both sides replaced may be one that both renamed, each in another way.
    return None if lost and all(new) and not texts else lists


def _list_with(raw: bytes, lists: _Lists, changes: Mapping[str, bytes | None]) -> bytes:
    """A list of OURS with these members changed or gone, and the new ones behind the others."""
    inside = items(raw, 0)
    style = _layout(raw, inside)
    places = {key: place for place, key in enumerate(lists.ours)}
    news = [value_text(msgspec.Raw(v), style) for k, v in changes.items() if v and k not in places]
    if news:
        raw = spliced(raw, inserted(raw, inside, {len(places): news}, style))
    inside = items(raw, 0)
    splices = removed(raw, inside, [places[key] for key, value in changes.items() if value is None])
    for key, value in changes.items():
        if value is not None and key in places:
            start, end = inside.spans[places[key]]
            whole = value is lists.theirs.get(key)
            text = value_text(msgspec.Raw(value), style) if whole else value
            splices.append(Splice(start, raw[start:end], text))
    return spliced(raw, splices)


def _layout(raw: bytes, inside: Items) -> Style:
    """How a list is laid out, as `rawjson.edit.style_of` says it of an object."""
    lead = raw[inside.open_end : inside.spans[0][0]] if inside.spans else b""
    if b"\n" not in lead:
        return Style()
    outer, inner = (text.rpartition(b"\n")[2] for text in (raw[: inside.close], lead))
    newline = b"\r\n" if b"\r\n" in lead else b"\n"
    return Style(newline, outer, inner[len(outer) :] or b"  ", nested=True)
