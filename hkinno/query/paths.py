"""Fields of any name: the texts to which a path such as `sources.publisher` leads in an event.

A value is read as it is written, level by level, so that numbers keep their digits: that of `8.0`
is no `8`. In a list each member counts; an object has no text, and a path goes inside.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from hkinno.errors import UsageError, near, quoted
from hkinno.events import FIELDS, PARTS, STORED, members

_BY_OPTION = {row.option: row.name for row in FIELDS}
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode
_text = msgspec.json.Decoder(str).decode
_DEEPEST = 6  # names in a path that is offered
_LISTED = 40  # names in a sentence
_NOWHERE = (None,)

Fields = Mapping[str, msgspec.Raw]
Reached = Iterable[msgspec.Raw | None]  # None where an event, or a member of a list, has no value


def reach(fields: Fields, path: str) -> Reached:
    """The values at the end of a path; `tag` leads to `tags` in an event without the former."""
    return next(filter(is_there, (_follow(fields, form) for form in _forms(path))), _NOWHERE)


def is_there(values: Reached) -> bool:
    """Whether a path leads to a value, be it null."""
    return any(value is not None for value in values)


def has_objects(values: Reached) -> bool:
    """Whether there are objects among the values, or in a list that is one."""
    return any(kind == b"{" and members(part) for part, kind in _parts(values))


def texts(value: msgspec.Raw | None) -> Iterator[str]:
    """The texts of a value; an empty one for what is missing or empty, and beside `null`."""
    data = bytes(value or b"")
    kind = data[:1]
    if kind == b'"':
        yield _text(data)
    elif kind == b"[":
        found = _items(data)
        for item in found:
            yield from texts(item)
        if not found:
            yield ""
    elif kind != b"{":
        yield data.decode()
        if data == b"null":
            yield ""
    elif not members(data):
        yield ""


def filled_texts(fields: Fields, path: str) -> list[str]:
    """The texts at the end of a path, each once, without what is empty, as null is."""
    parts = _parts(reach(fields, path))
    found = dict.fromkeys(text for part, kind in parts if kind != b"n" for text in texts(part))
    return [text for text in found if text]


def heads(path: str) -> tuple[str, ...]:
    """The fields of an event at which a path may begin: in `a.b`, a name may have the dot."""
    return tuple(dict.fromkeys(name for form in _forms(path) for name, _ in _splits(form)))


def is_known(path: str) -> bool:
    """Whether hkinno knows a field of this name, whichever events have it."""
    for form in _forms(path):
        name, _, inside = form.partition(".")
        if name in STORED and (not inside or inside in _members_of(name)):
            return True
    return False


def names(fields: Fields, before: str = "", room: int = _DEEPEST) -> Iterator[str]:
    """The paths of an event that lead to texts."""
    for name, value in fields.items():
        yield from _names(value, f"{before}{name}", room - 1)


def list_inside(events: Iterable[Fields], path: str) -> list[str]:
    """The paths that go on from this one and lead to texts, in order of appearance."""
    found = dict.fromkeys(name for fields in events for name in names(fields))
    return [name for name in found if name.startswith(f"{path}.")]


def no_field(
    path: str,
    events: Iterable[bytes | msgspec.Raw],
    more: Iterable[str] = (),
    derived: Iterable[str] = (),
) -> UsageError:
    """What to raise for a path that leads nowhere in any of the events; others might be meant."""
    present = dict.fromkeys(name for raw in events for name in names(members(raw)))
    known = list(dict.fromkeys((*more, *STORED, *present, *derived)))
    hint = near(path, known) or f"; there are {', '.join(known[:_LISTED])}"
    return UsageError(f"no event has a field {quoted(path)}{hint}")


def _forms(path: str) -> Iterable[str]:
    """A path as it is typed, and with the name of a field for that of its option."""
    name, dot, inside = path.partition(".")
    return dict.fromkeys((path, f"{_BY_OPTION.get(name, name)}{dot}{inside}"))


def _splits(path: str) -> Iterator[tuple[str, str]]:
    """The names with which a path may begin, the longest first, and the rest behind each."""
    end = len(path)
    while end > 0:
        yield path[:end], path[end + 1 :]
        end = path.rfind(".", 0, end)


def _follow(fields: Fields, path: str) -> Reached:
    found = (_inside(fields[name], rest) for name, rest in _splits(path) if name in fields)
    ways = list(found)
    return next(filter(is_there, ways), ways[0] if ways else _NOWHERE)


def _inside(value: msgspec.Raw, rest: str) -> Reached:
    if not rest:
        return (value,)
    kind = _kind(value)
    if kind == b"[":
        return [at for item in _items(value) for at in _inside(item, rest)] or _NOWHERE
    return _follow(members(value), rest) if kind == b"{" else _NOWHERE


def _kind(value: msgspec.Raw) -> bytes:
    """The first byte, which tells of which kind a value is."""
    return bytes(memoryview(value)[:1])


def _parts(values: Reached) -> Iterator[tuple[msgspec.Raw, bytes]]:
    """Values that are no lists, and their kinds: what is in a list is taken out."""
    for value in values:
        if value is not None and (kind := _kind(value)) == b"[":
            yield from _parts(_items(value))
        elif value is not None:
            yield value, kind


def _members_of(name: str) -> tuple[str, ...]:
    """The fields of the objects in a list that hkinno knows; translations are no list."""
    return PARTS[name].__struct_fields__ if name in PARTS and name != "translations" else ()


def _names(value: msgspec.Raw, path: str, room: int) -> Iterator[str]:
    parts = list(_parts((value,)))
    objects = [part for part, kind in parts if kind == b"{"]
    if len(objects) < len(parts) or not parts:
        yield path
    for part in objects if room else ():
        yield from names(members(part), f"{path}.", room)
