"""The canonical form of a store, which `hkinno fmt` gives it.

Known fields in their usual order, then the others as they stood; one field a line; events in
order of their dates; two blanks of indentation; a final newline. Values are not rewritten:
numbers, escapes and the order inside nested objects stay as they are.
"""

import io
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hkinno.editing.surgery import Style, event_text
from hkinno.events import Event
from hkinno.query import Query
from hkinno.reader import Lines, reader_of
from hkinno.store import Store

_KNOWN = Event.__struct_fields__
_LAID_OUT = Style(newline=b"\n", margin=b"    ")


def canonical(path: str, data: bytes) -> bytes:
    """The canonical form of a store's bytes, in the shape that they have. Raises StoreError."""
    reader = reader_of(io.BytesIO(data), path, path)
    raws = [entry.raw for entry in Store(reader).select(Query()).entries]
    if isinstance(reader, Lines):
        return b"".join(event_text(_ordered(raw), Style()) + b"\n" for raw in raws)
    body = data.removeprefix(b"\xef\xbb\xbf")
    if body.lstrip().startswith(b"["):
        return b"[\n" + _joined(raws, Style(newline=b"\n", margin=b"  ")) + b"]\n"
    return _document(msgspec.json.decode(body, type=dict[str, msgspec.Raw]), raws)


def document(title: str, raws: Sequence[bytes]) -> bytes:
    """A new store with this title and these events, in the order in which they are given."""
    return _document({"title": msgspec.Raw(msgspec.json.encode(title)), "events": None}, raws)


def _document(members: Mapping[str, msgspec.Raw | None], raws: Sequence[bytes]) -> bytes:
    parts = []
    for name, value in members.items():
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
    members = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    return {n: _spaced(members[n]) for n in (*_KNOWN, *members) if n in members}


def _spaced(value: msgspec.Raw) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.format(bytes(value), indent=0))
