"""Some of an event's fields, which are decoded faster than all of them."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

import msgspec

from hkinno.events import Event
from hkinno.query.filters import raw_attribute


@cache
def lean(fields: frozenset[str], raw: frozenset[str] = frozenset()) -> type[Event]:
    """A struct of fields of an event, and of others as they are written, by `raw_attribute`."""
    wanted = [field for field in msgspec.structs.fields(Event) if field.name in fields]
    rows: list[Any] = [
        (f.name, f.type) if f.required else (f.name, f.type, f.default)
        for f in wanted
        if f.name not in raw
    ]
    rows += [(raw_attribute(name), msgspec.Raw, msgspec.Raw()) for name in raw]
    # a member can be decoded into one attribute: what is asked for as both is read from the bytes
    both = {f.name: _read_from_raw(f) for f in wanted if f.name in raw}
    found: Any = msgspec.defstruct(
        "Lean", rows, rename={raw_attribute(name): name for name in raw}, namespace=both, gc=False
    )
    return found  # type: ignore[no-any-return]  # it has what is asked of an Event


def _read_from_raw(field: msgspec.structs.FieldInfo) -> property:
    decode = msgspec.json.Decoder(field.type).decode
    get: Callable[[object], msgspec.Raw] = attrgetter(raw_attribute(field.name))

    def read(event: object) -> object:
        data = get(event)
        return decode(data) if data else field.default

    return property(read)
