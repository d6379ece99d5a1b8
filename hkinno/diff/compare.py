"""What changed between two chronologies, by event and field.

Events are matched by id, fields by name. Values are compared as JSON, unknown fields too: white
space, the order of an object's members and the way in which a number is written (`1.50`, `1.5`,
`15e-1`) are no content, but no digit is ever rounded away. Neither is the order of the events.
"""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any, NamedTuple

import msgspec

from hkinno.dates.date import Date
from hkinno.dates.edtf import readable
from hkinno.errors import StoreError
from hkinno.events import decode, members
from hkinno.rawjson.scan import BOM, repeated_keys
from hkinno.store.readers import Reader
from hkinno.store.store import Store
from hkinno.store.whole import Whole

_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?").fullmatch
_QUALIFIERS = str.maketrans("", "", "?~%")
_KEYS = ("id", "name", "url", "title")
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode

Parts = dict[str, bytes]


class Chronology(NamedTuple):
    """Events as JSON by id, and the other members of the document if the store is one.

    `repeated` says where keys stand twice, of which the last one counts.
    """

    events: Parts
    head: Parts | None = None
    repeated: tuple[str, ...] = ()


class FieldChange(NamedTuple):
    """A field before and after, as JSON; None where there is none.

    `kind` is `refined`, `widened`, `moved`, `requalified` or `rewritten` for a date,
    `reordered` for a list that has the same members.
    """

    old: bytes | None
    new: bytes | None
    kind: str | None = None


class Change(NamedTuple):
    """An event that was `added`, `removed`, `changed` or `renamed`.

    `id` is the new one, and None for the document around the events. `date` and `title` are the
    new ones as well, or the old ones of an event that was removed.
    """

    id: str | None
    kind: str
    fields: dict[str, FieldChange]
    date: str = ""
    title: str = ""


@contextmanager
def nested() -> Iterator[None]:
    """Where values are taken apart: more brackets than the stack holds are a StoreError."""
    try:
        yield
    except RecursionError as error:
        raise StoreError("brackets are nested too deeply for the stores to be compared") from error


def chronology(reader: Reader) -> Chronology:
    """Read a store. Raises StoreError."""
    entries = {entry.event.id: entry for entry in Store(reader)}
    events = {event_id: entry.raw for event_id, entry in entries.items()}
    twice = [(entries[i].where, keys) for i, raw in events.items() if (keys := repeated_keys(raw))]
    if reader.repeated:
        twice.insert(0, (reader.label, reader.repeated))
    said = tuple(f"{where}: {', '.join(keys)} stands twice" for where, keys in twice)
    return Chronology(events, _read_head(reader), said)


def _read_head(reader: Reader) -> Parts | None:
    if not isinstance(reader, Whole):
        return None
    body = reader.read(0, sys.maxsize).removeprefix(BOM).lstrip()
    return {n: v for n, v in parts(body).items() if n != "events"} if body[:1] == b"{" else None


def parts(raw: bytes | None) -> Parts:
    """The members of an object, each as it is written; none of None."""
    return {name: bytes(value) for name, value in members(raw).items()} if raw else {}


def keyed(raw: bytes | None) -> Parts | None:
    """The members of a list by what tells them apart, in order; None if that is in doubt.

    Texts stand for themselves, objects for their `id`, `name`, `url` or `title`.
    """
    found: Parts = {}
    for element in _elements(raw) if raw else ():
        key = _key(bytes(element))
        if key is None or key in found:
            return None
        found[key] = bytes(element)
    return found


def _key(raw: bytes) -> str | None:
    if raw[:1] == b'"':
        return str(msgspec.json.decode(raw))
    if raw[:1] != b"{":
        return None
    inside = parts(raw)
    texts = (inside[name] for name in _KEYS if inside.get(name, b"")[:1] == b'"')
    return next((str(msgspec.json.decode(text)) for text in texts), None)


def _exact_number(text: str) -> tuple[str, str, int]:
    """A number of any size as sign, significant digits and exponent: exact, and one for each."""
    found = _NUMBER(text)
    assert found is not None  # the decoder calls this for nothing else
    sign, whole, fraction, power = (group or "" for group in found.groups())
    digits = (whole + fraction).lstrip("0")
    if not digits or len(power) > 1000:  # the exponent is a joke: only the same text is the same
        return ("", text if digits else "", 0)
    bare = digits.rstrip("0")
    return sign, bare, int(power or 0) - len(fraction) + len(digits) - len(bare)


_value = json.JSONDecoder(parse_float=_exact_number, parse_int=_exact_number).decode


def same(one: bytes | None, other: bytes | None) -> bool:
    """Whether two values are the same JSON; None is no value."""
    if one is None or other is None or one == other:
        return one == other
    return bool(_value(one.decode()) == _value(other.decode()))


@nested()
def compare(old: Chronology, new: Chronology) -> list[Change]:
    """What changed, in order of time; what concerns the document comes first."""
    gone = {i: raw for i, raw in old.events.items() if i not in new.events}
    come = {i: raw for i, raw in new.events.items() if i not in old.events}
    twins = _renames(gone, come)
    changes = [change(i, raw, new.events[i]) for i, raw in old.events.items() if i not in gone]
    changes += [change(i, raw, None) for i, raw in gone.items() if i not in twins.values()]
    changes += [change(i, gone.get(twins.get(i, "")), raw) for i, raw in come.items()]
    if old.head is not None and new.head is not None:
        changes.append(Change(None, "changed", _differences(old.head, new.head)))
    return sorted((c for c in changes if c.fields), key=_order)


@nested()
def change(event_id: str, old: bytes | None, new: bytes | None) -> Change:
    """What changed in one event; without fields if nothing did."""
    if old == new:
        return Change(event_id, "changed", {})
    fields = _differences(parts(old), parts(new))
    kind = "removed" if new is None else "added" if old is None else "changed"
    event = decode(new or old or b"")
    return Change(
        event_id,
        "renamed" if "id" in fields and old and new else kind,
        fields,
        event.date,
        event.title,
    )


def _differences(old: Parts, new: Parts) -> dict[str, FieldChange]:
    pairs = ((name, old.get(name), new.get(name)) for name in {**old, **new})
    return {n: FieldChange(a, b, _kind(n, a, b)) for n, a, b in pairs if not same(a, b)}


def _kind(name: str, old: bytes | None, new: bytes | None) -> str | None:
    if old is None or new is None:
        return None
    before, after = _value(old.decode()), _value(new.decode())
    if isinstance(before, list) and isinstance(after, list):
        is_other = sorted(map(repr, before)) != sorted(map(repr, after))
        return None if is_other else "reordered"
    if name != "date" or not (was := readable(before)) or not (now := readable(after)):
        return None
    return date_kind(was, now)


def date_kind(old: Date, new: Date) -> str:
    """How a date that is written otherwise differs, by the days that it denotes.

    `refined`: all its days lie within the old ones, which were more; or more of them is certain, or
    a time of day is known now. `widened`: the other way round. `requalified`: only `~ ? %` differ.
    `rewritten`: the same, said in another way. `moved`: all else.
    """
    inside, outside = _covers(old, new), _covers(new, old)
    if not (inside and outside):
        return "refined" if inside else "widened" if outside else "moved"
    if old.time != new.time:
        return "refined" if old.time == -inf else "widened" if new.time == -inf else "moved"
    marks = (old.approximate, old.uncertain) != (new.approximate, new.uncertain)
    bare = old.text.translate(_QUALIFIERS) == new.text.translate(_QUALIFIERS)
    return "requalified" if marks or bare else "rewritten"


def _covers(wide: Date, narrow: Date) -> bool:
    """Whether all days of a date are days of another, which on the same ones says no more."""
    if (wide.lo, wide.hi) != (narrow.lo, narrow.hi):
        return wide.days.contains(narrow.days)
    late = wide.latest_start >= narrow.latest_start
    return late and wide.earliest_end <= narrow.earliest_end and wide.days.contains(narrow.days)


def _renames(gone: Parts, come: Parts) -> dict[str, str]:
    """New ids to old ones, where title and date are the same and no other event has them."""
    before, after = _by_content(gone), _by_content(come)
    return {
        after[content][0]: ids[0]
        for content, ids in before.items()
        if len(ids) == len(after.get(content, ())) == 1
    }


def _by_content(events: Parts) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for event_id, raw in events.items():
        event = decode(raw)
        found.setdefault((event.title, event.date), []).append(event_id)
    return found


def _order(change: Change) -> tuple[Any, ...]:
    if change.id is None:
        return (0,)
    date = readable(change.date)
    return (1, *date.order, change.id) if date else (2, change.id)
