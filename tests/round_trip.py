"""Stores through a format and back: what survives, event by event and field by field."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from conftest import HARD, call

from hkinno import Query, load, registry
from hkinno.events import STORED
from hkinno.imports.detect import readable
from hkinno.losses import Carries, How, losses

BOTH_WAYS = tuple(name for name in registry.names("formats") if name in readable())
"""The formats that are written and read."""
EMPTY: tuple[object, ...] = (None, "", [], {})  # of a field of ours, which says nothing
WRITERS = registry.having("formats", "write")
CARRIES = {name: getattr(registry.load("formats", name), "CARRIES", Carries()) for name in WRITERS}


_PICTURES = """{"id": "pictures", "date": "2018-01", "title": "Pictures", "media": [
  {"url": "https://example.org/a b.jpg?x=1&y=%3C2", "caption": "A <b>caption</b>", "credit": "Zoë"},
  {"url": "pictures/港.png", "licence": "CC BY"}], "figures": [
  {"name": "start-ups", "value": 4000, "bound": "more than", "approximate": true}]}""".encode()


class Survival(NamedTuple):
    """Of an event: how a field of it fared, and what had been announced."""

    event: str
    field: str
    kind: str
    survived: bool
    announced: How


def nasty(folder: Path) -> Path:
    """A store of all that is nasty but dates that cannot be read, which no import takes."""
    path = folder / "nasty.json"
    kept = [entry.raw for entry in load(HARD).select(Query()).entries if entry.date]
    path.write_bytes(b'{"title": "Nasty", "events": [%s]}' % b",\n".join([*kept, _PICTURES]))
    return path


def target_of(name: str, folder: Path) -> Path:
    """A file for a format, by its first suffix; one of JSON, if it has none."""
    return folder / f"there{(*registry.suffixes(name), '.json')[0]}"


def there(store: Path, name: str, folder: Path) -> Path:
    """A store, written in a format."""
    target = target_of(name, folder)
    done = call("timeline", "-s", str(store), "-f", name, "-o", str(target), "--force")
    assert done.code == 0, done.err
    return target


def back(target: Path, name: str, folder: Path, *more: str) -> list[dict[str, Any]]:
    """A file in a format, read into a store of its own: its events, numbers as they are written."""
    read = folder / "back.json"
    read.write_text("[]", "utf-8")
    done = call("import", str(target), "--from", name, "-s", str(read), "--skip-bad", *more)
    assert done.code == 0, done.err
    return events_of(read)


def events_of(path: Path) -> list[dict[str, Any]]:
    found = json.loads(path.read_bytes(), parse_int=str, parse_float=str)
    events: list[dict[str, Any]] = found["events"] if isinstance(found, dict) else found
    return events


def kind_of(field: str) -> str:
    """What losses call a field."""
    return field if field in STORED else "other"


def kinds_in(event: Mapping[str, Any]) -> Iterator[str]:
    """What an event has, as losses call it."""
    yield from (kind_of(f) for f, value in event.items() if value not in EMPTY or f not in STORED)


def survivals(store: Path, name: str, folder: Path) -> Iterator[Survival]:
    """How each field of each event of a store fares in a format."""
    entries = load(store).select(Query()).entries
    lost = {entry.event.id: losses(entry, CARRIES[name]) for entry in entries}
    after = {event["id"]: event for event in back(there(store, name, folder), name, folder)}
    for before in events_of(store):
        mine = {loss.kind: loss.how for loss in lost.get(before["id"], ())}
        if "event" in mine:
            yield Survival(before["id"], "", "event", before["id"] in after, How.NOT)
            continue
        came = after.get(before["id"], {})
        for field, value in before.items():
            if value in EMPTY and field in STORED:
                continue
            kind = kind_of(field)
            how = mine.get(kind, How.DATA)
            fared = field in came and came[field] == value
            yield Survival(before["id"], field, kind, fared, how)
