"""The canonical form of a store, which `hkinno fmt` gives it.

Known fields in their usual order, then the others as they stood, also in figures, sources and
translations; in the document around them the title, the others, and at last the events, in order
of their dates; one field a line; two blanks of indentation; a final newline. Values are not
rewritten: numbers and escapes stay.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from hkinno.events import PARTS, STORED, members
from hkinno.query.query import Query
from hkinno.rawjson.edit import Style, event_text
from hkinno.rawjson.scan import BOM
from hkinno.store.lines import Lines
from hkinno.store.open import reader_of
from hkinno.store.store import Store

_Value = TypeVar("_Value")
_lists = msgspec.json.Decoder(list[dict[str, msgspec.Raw]]).decode
_LAID_OUT = Style(newline=b"\n", margin=b"    ")


def canonical(path: str, data: bytes) -> bytes:
    """The canonical form of a store's bytes, in the shape that they have. Raises StoreError."""
    reader = reader_of(io.BytesIO(data), path, path)
    raws = [entry.raw for entry in Store(reader).select(Query()).entries]
    if isinstance(reader, Lines):
        return b"".join(event_text(_ordered(raw), Style()) + b"\n" for raw in raws)
    body = data.removeprefix(BOM)
    if body.lstrip().startswith(b"["):
        return b"[\n" + _joined(raws, Style(newline=b"\n", margin=b"  ")) + b"]\n"
    return _format_document(members(body), raws)


def document(title: str, raws: Sequence[bytes]) -> bytes:
    """A new store with this title and these events, in the order in which they are given."""
    return _format_document({"title": msgspec.Raw(msgspec.json.encode(title))}, raws)


def _format_document(inside: Mapping[str, msgspec.Raw | None], raws: Sequence[bytes]) -> bytes:
    parts = []
    head = {name: value for name, value in inside.items() if name != "events"}
    for name, value in {**_sorted(head, ("title",)), "events": None}.items():
        if name == "events":
            inner = b"\n" + _joined(raws, _LAID_OUT) + b"  " if raws else b""
            text = b"[" + inner + b"]"
        else:
            text = msgspec.json.format(bytes(value or b"null"), indent=0)
        parts.append(b"  " + msgspec.json.encode(name) + b": " + text)
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def _joined(raws: Iterable[bytes], style: Style) -> bytes:
    texts = [style.margin + event_text(_ordered(raw), style) for raw in raws]
    return b",\n".join(texts) + b"\n" if texts else b""


def _ordered(raw: bytes) -> dict[str, object]:
    fields = _sorted(members(raw), STORED)
    return {name: _spaced(_nested(name, value)) for name, value in fields.items()}


def _sorted(inside: Mapping[str, _Value], known: Sequence[str]) -> dict[str, _Value]:
    return {name: inside[name] for name in (*known, *inside) if name in inside}


def _nested(name: str, value: msgspec.Raw) -> bytes:
    """A value in which the objects that hkinno knows have their members in order."""
    data = bytes(value)
    if name not in PARTS or data == b"null":
        return data
    known = PARTS[name].__struct_fields__
    if data.startswith(b"["):
        return msgspec.json.encode([_sorted(part, known) for part in _lists(value)])
    inside = {key: _sorted(members(part), known) for key, part in members(value).items()}
    return msgspec.json.encode(inside)


def _spaced(value: bytes) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.format(value, indent=0))
