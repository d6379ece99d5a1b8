"""The values of a field of any name, which events are counted by."""

from collections.abc import Iterable, Sequence

from hkinno.errors import UsageError, quoted
from hkinno.events import members
from hkinno.query.paths import (
    filled_texts,
    has_objects,
    is_known,
    is_there,
    list_inside,
    no_field,
    reach,
)

_OBJECT = "{…}"  # the row of what has no text


def values_at(
    path: str, events: Sequence[bytes], store: Iterable[bytes], other: Iterable[str]
) -> list[list[str]]:
    """The texts that each of some events of a store has at a path.

    Raises UsageError if no event of the store has the field, with near ones, and `other` words that
    may be meant; or if it has nothing but objects, with what is inside.
    """
    fields = [members(raw) for raw in events]
    found = [filled_texts(each, path) for each in fields]
    objects = [has_objects(reach(each, path)) for each in fields]
    if any(objects) and not any(found):
        inside = list_inside(fields, path)
        raise UsageError(f"{quoted(path)} holds objects: count by {' or '.join(inside[:5])}")
    if not (any(found) or is_known(path)):
        every = list(store)
        if not any(is_there(reach(members(raw), path)) for raw in every):
            raise no_field(path, every, other)
    return [
        each + [_OBJECT] * (is_object and not each)
        for each, is_object in zip(found, objects, strict=True)
    ]
