"""The columns and keys that can be asked for: what is stored, and what follows from the date."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from hkinno.errors import UsageError, near, quoted
from hkinno.events import STORED, TEXT_LISTS, members
from hkinno.query.derived import DERIVED, derived_text
from hkinno.query.paths import filled_texts
from hkinno.render import Table
from hkinno.store.store import Entry

_JSON_LIKE = r"\s*(?:$|[\[{\"0-9-]|(?:true|false|null)\s*$)"
_JOINERS = frozenset(';"[{')


def pick(entry: Entry, names: Iterable[str]) -> dict[str, Any]:
    """The named fields of an event: stored ones, if it has them, as `Raw`; derived ones always."""
    stored = members(entry.raw)
    found: dict[str, Any] = {}
    for name in names:
        if name in DERIVED:
            found[name] = DERIVED[name](entry.date) if entry.date else None
        elif name in stored:
            found[name] = stored[name]
    return found


def texts_at(entry: Entry, path: str) -> list[str]:
    """The texts of an event in a field, as `--where` names it: stored, or what its date tells."""
    if path in DERIVED:
        return list(filter(None, [derived_text(path, entry.date)]))
    return filled_texts(members(entry.raw), path)


def unknown_fields(entries: Iterable[Entry]) -> list[str]:
    """The names of fields that events have and hkinno does not know, in order of appearance."""
    names = dict.fromkeys(name for entry in entries for name in members(entry.raw))
    return [name for name in names if name not in STORED]


def check_names(names: Iterable[str], entries: Iterable[Entry]) -> None:
    """Raise UsageError for a name that is neither known nor a field of any of the entries."""
    missing = [name for name in names if name not in STORED and name not in DERIVED]
    if not missing:
        return
    present = unknown_fields(entries)
    for name in missing:
        if name not in present:
            known = [*STORED, *DERIVED, *sorted(set(present) - set(DERIVED))]
            hint = near(name, known) or f"; there are {', '.join(known[:40])}"
            raise UsageError(f"no field {quoted(name)}{hint}")


def plain(name: str, value: object) -> str:
    """A field as one text: text as it is, a list of texts joined by `; `, all else as JSON.

    What this writes can be read back: a list that cannot be joined without doubt, and text in a
    field that hkinno does not know and that looks like JSON, is written as JSON.
    """
    if value is None:
        return ""
    if not isinstance(value, msgspec.Raw):
        return value if isinstance(value, str) else msgspec.json.encode(value).decode()
    data = bytes(value)
    if data == b"null" and name in STORED:
        return ""
    if data.startswith(b'"'):
        text = str(msgspec.json.decode(data))
        return text if name in STORED or not re.match(_JSON_LIKE, text) else data.decode()
    items = msgspec.json.decode(data, type=list[str]) if name in TEXT_LISTS else []
    if items and all(item == item.strip() != "" and not _JOINERS & set(item) for item in items):
        return "; ".join(items)
    return msgspec.json.format(data, indent=0).decode()


def table_rows(table: Table) -> Iterator[list[str]]:
    """The header and the rows of a table as texts: lists joined by `; `, what is nested as JSON."""
    yield list(table.columns)
    for record in table.records:
        yield [_cell_text(record.get(name)) for name in table.columns]


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "; ".join(value)
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def bare(name: str, value: msgspec.Raw) -> str:
    """A field for people: text without quotes, all else as `plain` has it."""
    data = bytes(value)
    return str(msgspec.json.decode(data)) if data.startswith(b'"') else plain(name, value)
