"""The shape of an event that may be wrong: all of its faulty types, not only the first one.

Reading a store stops at the first value of a wrong type. `check` goes on: `sound` walks through an
event beside the type description of `Event`, notes what does not fit and keeps what does, so that
the other rules can look at the rest.
"""

import json
from collections.abc import Mapping
from functools import cache
from math import isfinite
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from hkinno.dates.date import Date
from hkinno.errors import quoted
from hkinno.events import Event
from hkinno.rawjson.scan import items, members

Path = tuple[str | int, ...]


class Finding(NamedTuple):
    """What a rule has found: a sentence, where in the event, and a hint if the rule's is too dull.

    `path` leads from the event to the value through keys and indexes; it is empty where the event
    as a whole is meant.
    """

    message: str
    path: Path = ()
    hint: str = ""


class Subject(NamedTuple):
    """An event under examination; only values of the right types are left in `event`."""

    event: Mapping[str, Any]
    date: Date | None  # None where the text is no date
    today: int  # a day number
    langs: tuple[str, ...] = ()  # BCP 47 tags that every event should be translated into
    folder: str | None = None  # of the store, if it lies anywhere

    def text(self, name: str) -> str:
        """A field of text, empty where the event has none."""
        found: str = self.event.get(name) or ""
        return found

    def items(self, name: str) -> list[tuple[int, Any]]:
        """The elements of a list and their indexes, but for those of a wrong type."""
        found = self.event.get(name) or ()
        return [(n, item) for n, item in enumerate(found) if item is not None]


class Seen(NamedTuple):
    """What the rules on a whole chronology need of an event, and where it stands."""

    label: str  # of its file
    file: int
    number: int  # in its file, from 1
    start: int  # the offset of its first byte
    length: int
    id: str = ""
    title: str = ""
    span: tuple[float, float] | None = None
    daily: bool = False  # dated to one day, with no qualifier
    names: tuple[tuple[Path, str], ...] = ()  # its category and its tags
    new_year: str = ""  # how it is dated 1 January, by hkinno.check.dating

    @property
    def where(self) -> str:
        return f"event {self.number} {quoted(self.id)}"


# type of msgspec's description -> what JSON values of it are, what people call it
_KINDS: tuple[tuple[type, tuple[type, ...], str], ...] = (
    (inspect.StrType, (str,), "text"),
    (inspect.BoolType, (bool,), "true or false"),
    (inspect.IntType, (int,), "a number"),
    (inspect.FloatType, (int, float), "a number"),
    (inspect.VarTupleType, (list,), "a list"),
    (inspect.StructType, (dict,), "an object"),
    (inspect.DictType, (dict,), "an object"),
    (inspect.NoneType, (type(None),), "null"),
)
_NOTHING = object()


@cache
def _description(struct: type) -> inspect.Type:
    return inspect.type_info(struct)


def sound(value: object, kind: type = Event) -> tuple[dict[str, Any], list[Finding]]:
    """The parts of an event, or of a document around the events, that have the right types.

    And what is wrong with the others.
    """
    walk = _Walk()
    kept = walk.fit(value, _description(kind), ())
    return (kept if isinstance(kept, dict) else {}), walk.wrong


def format_path(path: Path) -> str:
    """A path as people read it: `sources[1].title`."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{_format_key(key)}" for key in path)
    return text.removeprefix(".")


def _format_key(key: str) -> str:
    return key if key.replace("-", "").isidentifier() else quoted(key)


def _parts(kind: inspect.Type) -> list[inspect.Type]:
    """The alternatives of a type, without what describes them."""
    if isinstance(kind, inspect.Metadata):
        return _parts(kind.type)
    if isinstance(kind, inspect.UnionType):
        return [part for one in kind.types for part in _parts(one)]
    return [kind]


def _is_bare(value: object, kind: inspect.Type) -> bool:
    """Whether this is text without its quotes."""
    return type(value) in (int, float) and isinstance(_parts(kind)[0], inspect.StrType)


def _is_lone(value: object, kind: inspect.Type) -> bool:
    """Whether this is the one element of a list without its brackets."""
    part = _parts(kind)[0]
    return isinstance(part, inspect.VarTupleType) and any(
        isinstance(value, values) and isinstance(inner, described)
        for inner in _parts(part.item_type)
        for described, values, _ in _KINDS
    )


def _misfit(value: object, kind: inspect.Type, path: Path) -> Finding:
    expected = dict.fromkeys(
        name
        for part in _parts(kind)
        for described, _, name in _KINDS
        if isinstance(part, described)
    )
    expected.pop("null", None)
    got = next(name for _, values, name in _KINDS if type(value) in values)
    message = f"{format_path(path) or 'the event'} should be {' or '.join(expected)}, not {got}"
    if _is_bare(value, kind):
        return Finding(message, path, f'put it in quotes: "{json.dumps(value)}"')
    return Finding(message, path, "put it in square brackets" if _is_lone(value, kind) else "")


class _Walk:
    """A way through a value, and what is wrong on it."""

    def __init__(self) -> None:
        self.wrong: list[Finding] = []

    def fit(self, value: object, kind: inspect.Type, path: Path) -> Any:
        """`value` without what does not fit; `_NOTHING` if nothing of it does."""
        for part in _parts(kind):
            values = next(values for described, values, _ in _KINDS if isinstance(part, described))
            if isinstance(value, values) and (not isinstance(value, bool) or bool in values):
                return self._inside(value, part, path)
        self.wrong.append(_misfit(value, kind, path))
        if _is_bare(value, kind):  # the other rules can judge what it was meant to be
            return json.dumps(value)
        return self.fit([value], kind, path) if _is_lone(value, kind) else _NOTHING

    def _inside(self, value: Any, part: inspect.Type, path: Path) -> Any:
        """A value of the right type, without what does not fit inside it."""
        if isinstance(part, inspect.StructType):
            return self._members(value, part, path)
        if isinstance(part, inspect.VarTupleType):
            made = [self.fit(v, part.item_type, (*path, n)) for n, v in enumerate(value)]
            return [None if item is _NOTHING else item for item in made]
        if isinstance(part, inspect.DictType):
            found = {k: self.fit(v, part.value_type, (*path, k)) for k, v in value.items()}
            return {k: v for k, v in found.items() if v is not _NOTHING}
        if isinstance(value, float) and not isfinite(value):
            self.wrong.append(Finding(f"{format_path(path)} is a number too large", path))
            return _NOTHING
        if isinstance(part, inspect.StrType) and len(value) < (part.min_length or 0):
            self.wrong.append(Finding(f"{format_path(path)} is empty", path))
            return _NOTHING
        return value

    def _members(self, value: Any, part: inspect.StructType, path: Path) -> Any:
        kept = dict(value)
        for field in part.fields:
            name = field.encode_name
            if name in value:
                kept[name] = self.fit(value[name], field.type, (*path, name))
            elif field.required:
                what = f"{format_path(path) or 'the event'} has no {name}"
                self.wrong.append(Finding(what, path))
        return {name: member for name, member in kept.items() if member is not _NOTHING}


def agrees(raw: bytes) -> bool:
    """Whether the reader of stores takes this for an event."""
    try:
        msgspec.json.decode(raw, type=Event)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return True


def locate(raw: bytes, path: Path) -> int:
    """The offset of the value that a path leads to, or of the innermost one around it.

    `raw` is JSON that can be decoded; of a key that stands twice, the last is meant.
    """
    at = 0
    for step in path:
        if isinstance(step, int):
            at = items(raw, at).spans[step][0]
        elif found := [member.start for member in members(raw, at) if member.key == step]:
            at = found[-1]
    return at
