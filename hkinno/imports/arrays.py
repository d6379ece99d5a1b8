"""Where in a JSON document the array of dated objects lies, and what is around and beside it."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from hkinno.errors import HkinnoError, quoted
from hkinno.events import Translation, members
from hkinno.imports.guesses import DATED, GUESSES, folded, names_of
from hkinno.imports.table import Cell
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import BOM
from hkinno.text import plural

TRANSLATIONS = "translations"  # the field of objects by languages, in which nothing is looked for
_DEPTH = 4  # objects around the array, and inside its objects
_DATE_WORDS = names_of(GUESSES, *DATED) | {"time"}
_USUAL = ("events", "items", "timeline", "slides", "entries", "records", "data", "features")
_translations = msgspec.json.Decoder(dict[str, Translation]).decode
_objects = msgspec.json.Decoder(list[msgspec.Raw]).decode


class JsonFound(msgspec.Struct, frozen=True):
    """What a document has: the array that is read, the keys around it, the others, what to say."""

    array: "JsonArray | None" = None
    around: Mapping[str, msgspec.Raw] = msgspec.field(default_factory=dict)
    beside: Mapping[str, int] = msgspec.field(default_factory=dict)
    notes: tuple[str, ...] = ()


class JsonArray(msgspec.Struct, frozen=True):
    """An array of objects in a document: its keys, its JSON and where that begins in the file."""

    keys: tuple[str, ...]
    raw: bytes
    start: int
    count: int

    @property
    def name(self) -> str:
        """The keys that lead to it."""
        return ".".join(self.keys)


def find_array(data: bytes, label: str, lines: bool) -> JsonFound:
    """The array of dated objects in a document; none where the file is none with keys around it.

    Where it has `lines`, its only one may be an event, whatever that calls its date.

    Raises HkinnoError.
    """
    try:
        document = members(data.removeprefix(BOM))
    except JSON_FAULTS:
        return JsonFound()  # lines, an array, or what its reader will complain of
    whole = _keyed(document, ())
    found = [whole] if whole else list(_arrays(document, (), data))
    dated = [array for array in found if _is_dated(array)]
    usual = any(_rank(array) < len(_USUAL) for array in dated)
    if names_of(GUESSES, *DATED) & set(map(folded, document)) and not usual:
        return JsonFound()  # one event on one line
    if not dated:
        if lines or "events" in document:
            return JsonFound()
        there = f"; there are {', '.join(quoted(a.name) for a in found)}" if found else ""
        raise HkinnoError(f"{label} has no array of dated objects{there}")
    best = min(dated, key=lambda a: (_rank(a), -a.count))
    others = {a.name: a.count for a in found if a is not best and a.count}
    said = f"reading {quoted(best.name)} ({plural(best.count, 'object')})"
    return JsonFound(best, document, others, (said,) if best.name != "events" else ())


def check_objects(data: bytes, label: str, example: str) -> None:
    """Raise HkinnoError, with an example of an event, if nothing in a document can be one."""
    if data[:1] == b"[":
        items = _objects(data)
        fits = not items or any(map(_may_be_event, items))
    elif fits := data[:1] == b"{":
        document = members(data)
        words = names_of(GUESSES, *DATED) & set(map(folded, document))
        keyed = _keyed(document, ())
        fits = bool(words or "events" in document or keyed or any(_arrays(document, (), data)))
    if not fits:
        other = "; --from says what it is, if it is something else" * (data[:1] not in (b"[", b"{"))
        raise HkinnoError(f"{label}: events are a list of objects, each as {example}{other}")


def _may_be_event(item: msgspec.Raw) -> bool:
    """Whether an item may have a date and a title: 1998: Founded alone has no names for them."""
    values = [*members(item).values()] if bytes(item)[:1] == b"{" else []
    return len(values) > 1 or any(bytes(value)[:1] == b"{" for value in values)


def _rank(array: JsonArray) -> int:
    last = array.keys[-1].casefold() if array.keys else ""
    return _USUAL.index(last) if last in _USUAL else len(_USUAL)


def _arrays(fields: Any, keys: tuple[str, ...], data: bytes) -> Iterator[JsonArray]:
    """All arrays of objects in a document, not those inside of arrays."""
    for name, value in fields.items():
        raw, path = bytes(value), (*keys, name)
        if raw.startswith(b"["):
            try:
                items = _objects(raw)
            except JSON_FAULTS:
                continue
            if items and all(bytes(item).startswith(b"{") for item in items[:10]):
                yield JsonArray(path, raw, data.find(raw), len(items))
        elif raw.startswith(b"{") and len(path) < _DEPTH:
            try:
                inner = members(raw)
            except JSON_FAULTS:
                continue
            if keyed := _keyed(inner, path):
                yield keyed
            else:
                yield from _arrays(inner, path, data)


def _keyed(fields: Mapping[str, msgspec.Raw], keys: tuple[str, ...]) -> JsonArray | None:
    """The objects of an object, `{"a": {…}, "b": {…}}`, as an array, if they are dated."""
    values = [bytes(value) for value in fields.values()]
    if len(values) < 2 or not all(value.startswith(b"{") for value in values):
        return None
    array = JsonArray(keys, b"[" + b",".join(values) + b"]", 0, len(values))
    return array if _is_dated(array) else None


def _is_dated(array: JsonArray) -> bool:
    """Whether objects of an array have a key that says when."""
    for item in _objects(array.raw)[:50]:
        try:
            names = flat(members(item))
        except JSON_FAULTS:
            continue
        words = {folded(name) for name in names} | {folded(n.rpartition(".")[2]) for n in names}
        if words & _DATE_WORDS or any("date" in word or "year" in word for word in words):
            return True
    return False


def flat(
    fields: Mapping[str, msgspec.Raw], path: str = "", depth: int = 1
) -> dict[str, msgspec.Raw]:
    """An object with the members of objects in it beside them, by dotted keys.

    What stands in translations is in another language: they stay whole.
    """
    found: dict[str, msgspec.Raw] = {}
    for name, value in fields.items():
        found[path + name] = value
        if depth < _DEPTH and bytes(value)[:1] == b"{" and path + name != TRANSLATIONS:
            try:
                inner = members(value)
            except JSON_FAULTS:
                continue
            found |= flat(inner, f"{path}{name}.", depth + 1)
    return found


def is_translated(cell: Cell) -> bool:
    """Whether translations are filled as hkinno fills them."""
    if isinstance(cell, str):
        return False
    try:
        return bool(_translations(cell))
    except (msgspec.ValidationError, *JSON_FAULTS):
        return False
