"""Which store is meant, and which events in it."""

import os
from collections.abc import Sequence
from typing import Any

from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.files import STDIN, label_of
from hkinno.store.store import Store, load
from hkinno.text import shell_word

_STORES = ("", ".json", ".jsonl", ".ndjson")


def named_stores(paths: Sequence[str]) -> tuple[str, ...]:
    """The stores that are named by `--store`, else by `$HKINNO_STORE`."""
    if paths.count(STDIN) > 1:
        raise UsageError("standard input (-) can be read only once")
    return tuple(paths) or tuple(filter(None, [os.environ.get("HKINNO_STORE")]))


def open_store(paths: Sequence[str]) -> Store:
    """The store that is meant: one that is named, else the bundled chronology.

    Raises HkinnoError, for a file of another format with the command that makes events of it.
    """
    named = named_stores(paths)
    for path in named:
        _refuse_foreign(path)
    return load(*named)


def _refuse_foreign(path: str) -> None:
    suffix = os.path.splitext(path.removesuffix(".gz"))[1].lower()
    if suffix in _STORES or not os.path.isfile(path):
        return
    from hkinno.imports.detect import suffixes_read  # few need it

    if suffix not in suffixes_read():
        return
    file = shell_word(path)
    raise HkinnoError(
        f"{label_of(path)} is no store of events; make one of it with: "
        f"hkinno import {file} -s events.json"
    )


def find(store: Store, ids: list[str]) -> dict[str, Any]:
    """The entries with these ids. Raises HkinnoError that suggests near ones."""
    found = store.find(ids)
    for wanted in ids:
        if wanted not in found:
            near = _near(store, wanted)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise HkinnoError(f"no event has the id {quoted(wanted)}{hint}")
    return found


def _near(store: Store, wanted: str) -> list[str]:
    """Up to three ids that look like this one or whose event's words do."""
    import difflib

    ids = [(entry.event.id, entry.event.title) for entry in store]
    low = wanted.casefold()
    inside = [i for i, title in ids if low in i.casefold() or low in title.casefold()]
    return (inside or difflib.get_close_matches(wanted, [i for i, _ in ids], 3, 0.5))[:3]
