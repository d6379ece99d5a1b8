"""JSON and JSON Lines of dated things as a table: the array of them, wherever it lies."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import chain

import msgspec

from hkinno.dates.edtf import readable
from hkinno.errors import quoted
from hkinno.events import members
from hkinno.formats import json
from hkinno.imports.arrays import TRANSLATIONS, find_array, flat, is_translated
from hkinno.imports.media import is_foreign
from hkinno.imports.origin import find_foreign, is_ours
from hkinno.imports.table import ImportTable, Row, is_list
from hkinno.query.derived import DERIVED
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import BOM

_OURS = re.compile(rb'"(?:date_note|figures|translations|sources)"\s*:\s*(?:"|\[\s*\{|\{)')
_NULL = msgspec.Raw(b"null")
_LEFT = "its events have ids, titles and dates in EDTF, so that {} may be anything; see --map"
_objects = msgspec.json.Decoder(list[msgspec.Raw]).decode


def table_of(
    data: bytes, label: str, suffix: str, foreign: bool = False, ours: bool = False
) -> ImportTable:
    """The objects of a file as rows. Raises HkinnoError if it has none that are dated.

    With `foreign`, nothing is taken for what hkinno wrote; else what is `ours` is a store,
    whatever was done to it by hand.
    """
    found = find_array(data, label, lines=suffix == ".jsonl")
    suffix = ".jsonl" if suffix == ".json" and _is_lines(data) else suffix
    if (array := found.array) and (array.name != "events" or array.start == 0):
        lines = data[: array.start].count(b"\n")
        data = b"\n" * lines + array.raw  # so that the numbers of lines are those of the file
    ours = ours and not foreign and _has_events(data, label, suffix)
    others = [] if foreign or ours else _foreign_keys(data, label, suffix)
    foreign = foreign or bool(others and suffix != ".jsonl" and not _is_export(data))
    notes = (_LEFT.format(", ".join(map(quoted, others))),) if others else ()
    if ours or (not foreign and _is_store(data)):
        derived = (name for name in DERIVED if f'"{name}"'.encode() in data)
        return ImportTable(
            tuple(derived), lambda: json.read(data, label, suffix), own=True, notes=notes
        )
    rows = list(json.read(data, label, suffix))
    told = [fields for _, fields in rows if not isinstance(fields, str)]
    if not foreign and _are_events(data, told):
        return ImportTable((), lambda: iter(rows), own=True, notes=notes)
    flattened: list[Row] = [
        (where, fields if isinstance(fields, str) else flat(fields)) for where, fields in rows
    ]
    table = ImportTable((), lambda: iter(()), notes=found.notes)
    return msgspec.structs.replace(
        with_rows(table, flattened), around=found.around, beside=found.beside
    )


def with_rows(table: ImportTable, more: Sequence[Row]) -> ImportTable:
    """The table with these rows of JSON at its end, and with what is to be known of their keys."""
    told = [cells for _, cells in more if not isinstance(cells, str)]
    names = dict.fromkeys([*table.names, *(name for cells in told for name in cells)])
    whole = {name.rpartition(".")[0] for name in names if "." in name} & set(names)
    if not any(is_translated(cells.get(TRANSLATIONS, "")) for cells in told):
        whole |= {TRANSLATIONS} & set(names)
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
    return [(f"{name} {number}", flat(fields)) for number, fields in found]


def _has_events(data: bytes, label: str, suffix: str) -> bool:
    """Whether anything has a date and a title, and these were not left out when it was written."""
    rows = (fields for _, fields in json.read(data, label, suffix) if not isinstance(fields, str))
    return any("date" in fields and "title" in fields for fields in rows)


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
    """Whether all that is in a file are events of hkinno."""
    for decode in _STORES:
        with suppress(*JSON_FAULTS, msgspec.ValidationError):
            return _are_ours(data, decode(data.removeprefix(BOM)))
    return False


def _are_events(data: bytes, objects: Sequence[Mapping[str, msgspec.Raw]]) -> bool:
    """Whether all that can be read of a file with faults are events of hkinno."""
    try:
        gists = [msgspec.json.decode(msgspec.json.encode(fields), type=_Gist) for fields in objects]
    except (msgspec.ValidationError, *JSON_FAULTS):
        return False
    return _are_ours(data, gists)


def _are_ours(data: bytes, gists: Sequence[_Gist]) -> bool:
    """Whether hkinno wrote these events: nobody else has such fields, or all is as it writes it."""
    if _OURS.search(data):
        return bool(gists) and all(e.id and e.title and readable(e.date) for e in gists)
    return is_ours((event.id, event.date, event.title) for event in gists)


def _foreign_keys(data: bytes, label: str, suffix: str) -> list[str]:
    """The keys of events that others give to fields that we know by another name, or fill so."""
    if _OURS.search(data):
        return []
    rows = [fields for _, fields in json.read(data, label, suffix) if not isinstance(fields, str)]
    said = {name: None for fields in rows for name, cell in fields.items() if cell != _NULL}
    pictures = (fields["media"] for fields in rows if "media" in fields)
    return find_foreign(said) + ["media"] * any(is_foreign(cell) for cell in pictures)


def _is_export(data: bytes) -> bool:
    """Whether this is laid out as `timeline --json` does it: an array, an event a line."""
    return data.startswith(b"[\n{") and data.endswith(b"}\n]\n") and b"\n " not in data
