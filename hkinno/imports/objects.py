"""JSON and JSON Lines of dated things as a table: the array of them, wherever it lies."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

import msgspec

from hkinno.dates.edtf import readable
from hkinno.errors import HkinnoError, quoted
from hkinno.events import members
from hkinno.fields import DERIVED
from hkinno.formats import json
from hkinno.imports.guesses import DATED, GUESSES, folded, names_of
from hkinno.imports.table import ImportTable, Row, is_list
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import BOM
from hkinno.text import plural

_DEPTH = 4  # objects around the array, and inside its objects
_DATE_WORDS = names_of(GUESSES, *DATED) | {"time"}
_USUAL = ("events", "items", "timeline", "slides", "entries", "records", "data", "features")
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


def table_of(data: bytes, label: str, suffix: str, foreign: bool = False) -> ImportTable:
    """The objects of a file as rows. Raises HkinnoError if it has none that are dated.

    With `foreign`, nothing is taken for what hkinno wrote.
    """
    found = _find(data, label, lines=suffix == ".jsonl")
    suffix = ".jsonl" if suffix == ".json" and _is_lines(data) else suffix
    if (array := found.array) and array.name not in ("", "events"):
        lines = data[: array.start].count(b"\n")
        data = b"\n" * lines + array.raw  # so that the numbers of lines are those of the file
    if not foreign and _is_store(data):
        derived = (name for name in DERIVED if f'"{name}"'.encode() in data)
        return ImportTable(tuple(derived), lambda: json.read(data, label, suffix), own=True)
    rows = list(json.read(data, label, suffix))
    if not foreign and _are_events([fields for _, fields in rows if not isinstance(fields, str)]):
        return ImportTable((), lambda: iter(rows), own=True)
    flat: list[Row] = [
        (where, fields if isinstance(fields, str) else _flat(fields)) for where, fields in rows
    ]
    table = ImportTable((), lambda: iter(()), notes=found.notes)
    return msgspec.structs.replace(with_rows(table, flat), around=found.around, beside=found.beside)


def with_rows(table: ImportTable, more: Sequence[Row]) -> ImportTable:
    """The table with these rows of JSON at its end, and with what is to be known of their keys."""
    told = [cells for _, cells in more if not isinstance(cells, str)]
    names = dict.fromkeys([*table.names, *(name for cells in told for name in cells)])
    whole = {name.rpartition(".")[0] for name in names if "." in name} & set(names)
    lists = {name for cells in told for name, cell in cells.items() if is_list(cell)}
    rows = table.rows
    return msgspec.structs.replace(
        table,
        names=tuple(names),
        rows=lambda: chain(rows(), more),
        whole=frozenset(whole),
        lists=table.lists | lists,
    )


def rows_of(array: msgspec.Raw, name: str) -> list[Row]:
    """The objects of an array as rows, each of which is called by this name and its number."""
    try:
        items = _objects(array)
        found = [(n, members(item)) for n, item in enumerate(items, 1) if bytes(item)[:1] == b"{"]
    except JSON_FAULTS:
        return []
    return [(f"{name} {number}", _flat(fields)) for number, fields in found]


def _is_lines(data: bytes) -> bool:
    """Whether the first line that is not blank is an object by itself, and no document."""
    first = next((line for line in io.BytesIO(data.removeprefix(BOM)) if line.strip()), b"")
    try:
        found = members(first)
    except (msgspec.ValidationError, *JSON_FAULTS):
        return False
    return not any(bytes(value).startswith(b"[{") for value in found.values())


class _Gist(msgspec.Struct):
    """What all events of a store have."""

    id: str
    date: str
    title: str


class _Store(msgspec.Struct):
    events: list[_Gist]


_STORES: tuple[Callable[[bytes], list[_Gist]], ...] = (
    lambda data: msgspec.json.decode(data, type=_Store).events,
    msgspec.json.Decoder(list[_Gist]).decode,
    msgspec.json.Decoder(_Gist).decode_lines,
)


def _is_store(data: bytes) -> bool:
    """Whether all that is in a file are events of hkinno: ids, titles and dates in EDTF."""
    for decode in _STORES:
        with suppress(*JSON_FAULTS, msgspec.ValidationError):
            return _are_dated(decode(data.removeprefix(BOM)))
    return False


def _are_events(objects: Sequence[Mapping[str, msgspec.Raw]]) -> bool:
    """Whether all that can be read of a file with faults are events of hkinno."""
    try:
        gists = [msgspec.json.decode(msgspec.json.encode(fields), type=_Gist) for fields in objects]
    except (msgspec.ValidationError, *JSON_FAULTS):
        return False
    return _are_dated(gists)


def _are_dated(gists: Sequence[_Gist]) -> bool:
    return bool(gists) and all(gist.id and gist.title and readable(gist.date) for gist in gists)


def _flat(
    fields: Mapping[str, msgspec.Raw], path: str = "", depth: int = 1
) -> dict[str, msgspec.Raw]:
    """An object with the members of objects in it beside them, by dotted keys."""
    found: dict[str, msgspec.Raw] = {}
    for name, value in fields.items():
        found[path + name] = value
        if depth < _DEPTH and bytes(value)[:1] == b"{":
            try:
                inner = members(value)
            except JSON_FAULTS:
                continue
            found |= _flat(inner, f"{path}{name}.", depth + 1)
    return found


# --- where the array lies


def _find(data: bytes, label: str, lines: bool) -> JsonFound:
    """The array of dated objects in a document; none where the file is none with keys around it.

    Where it has `lines`, its only one may be an event, whatever that calls its date.

    Raises HkinnoError.
    """
    try:
        document = members(data.removeprefix(BOM))
    except JSON_FAULTS:
        return JsonFound()  # lines, an array, or what its reader will complain of
    if names_of(GUESSES, *DATED) & set(map(folded, document)) and "events" not in document:
        return JsonFound()  # one event on one line
    found = list(_arrays(document, (), data))
    dated = [array for array in found if _is_dated(array)]
    if not dated:
        if lines or "events" in document:
            return JsonFound()
        there = f"; there are {', '.join(quoted(a.name) for a in found)}" if found else ""
        raise HkinnoError(f"{label} has no array of dated objects{there}")
    best = min(dated, key=lambda a: (_rank(a), -a.count))
    others = {a.name: a.count for a in found if a is not best and a.count}
    said = f"reading {quoted(best.name)} ({plural(best.count, 'object')})"
    return JsonFound(best, document, others, (said,) if best.name != "events" else ())


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
            yield from _arrays(inner, path, data)


def _is_dated(array: JsonArray) -> bool:
    """Whether objects of an array have a key that says when."""
    for item in _objects(array.raw)[:50]:
        try:
            names = _flat(members(item))
        except JSON_FAULTS:
            continue
        words = {folded(name) for name in names} | {folded(n.rpartition(".")[2]) for n in names}
        if words & _DATE_WORDS or any("date" in word or "year" in word for word in words):
            return True
    return False
