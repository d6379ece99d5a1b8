"""Which store is meant, and which events in it."""

import os
from collections.abc import Iterable, Sequence

from hkinno.cli.slips import near_value
from hkinno.cli.streams import warn
from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.files import STDIN, label_of
from hkinno.store.open import BUNDLED, engine_of
from hkinno.store.store import Entry, Store, load
from hkinno.text import shell_word

DEFAULT = "events.json"
"""The store of the current folder, which is meant where none is named."""
_STORES = ("", ".json", ".jsonl", ".ndjson")
_MOST = 8  # processes; beyond, what they tell each other takes longer than they gain
_LISTED = 8  # of the events that a piece fits


def named_stores(paths: Sequence[str]) -> tuple[str, ...]:
    """The stores that are named by `--store`, else by `$HKINNO_STORE`."""
    if paths.count(STDIN) > 1:
        raise UsageError("standard input (-) can be read only once")
    return tuple(paths) or tuple(filter(None, [os.environ.get("HKINNO_STORE")]))


def stores_meant(paths: Sequence[str]) -> tuple[str, ...]:
    """The stores that are named, else that of the current folder, else the bundled chronology."""
    return named_stores(paths) or (DEFAULT if os.path.lexists(DEFAULT) else BUNDLED,)


def is_for_want(paths: Sequence[str]) -> bool:
    """Whether the bundled chronology is meant for want of another store."""
    return not named_stores(paths) and stores_meant(paths) == (BUNDLED,)


def open_store(paths: Sequence[str]) -> Store:
    """The store that is meant.

    Raises HkinnoError, for a file of another format with the command that makes events of it.
    """
    meant = stores_meant(paths)
    for path in meant:
        refuse_foreign(path)
    if not any("://" in path for path in meant):
        return load(*meant, processes=usable_processors())
    from hkinno.cli.progress import Bars  # few stores are so far away

    with Bars() as bars:
        bars.begin("asking", 0)
        return load(*meant, processes=usable_processors())


def refuse_engine(path: str) -> None:
    """Raise HkinnoError for a store that an engine reads, which no command can change."""
    if engine_of(path):
        raise HkinnoError(
            f"{label_of(path)} is a store in Parquet, which is read-only; change the one that it "
            "was made of, and write it anew: hkinno timeline -s THAT -o x.parquet --force"
        )


def usable_processors() -> int:
    """How many processors this process may use; no more than pay."""
    try:
        return min(len(os.sched_getaffinity(0)), _MOST)
    except AttributeError:  # not on every system
        return min(os.cpu_count() or 1, _MOST)


def refuse_foreign(path: str) -> None:
    """Raise HkinnoError for a file of another format, with the command that makes events of it."""
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


def find(store: Store, wanted: Iterable[str]) -> dict[str, Entry]:
    """The entries that are meant by these ids, or by pieces of an id or a title.

    What a piece is taken for is said. Raises HkinnoError for one that fits none, or several.
    """
    texts = list(wanted)
    found = store.find(texts)
    for text in texts:
        if text not in found:
            found[text] = _by_piece(store, text)
            warn(f"{quoted(text)} is taken for {found[text].event.id}")
    return found


def refuse_missing(store: Store, ids: Iterable[str]) -> None:
    """Raise HkinnoError for an id that no event has; it suggests near ones."""
    wanted = list(ids)
    found = store.find(wanted)
    for event_id in wanted:
        if event_id not in found:
            raise _missing(store, event_id)


def _by_piece(store: Store, text: str) -> Entry:
    """The one event that has a piece of text in its id or title."""
    piece = text.casefold().strip()
    held = [entry for entry in store if piece and _has_piece(entry, piece)]
    exact = [entry for entry in held if piece == entry.event.id.casefold()]
    fitting = exact if len(exact) == 1 else held
    if not fitting:
        raise _missing(store, text)
    if len(fitting) == 1:
        return fitting[0]
    ids = [entry.event.id for entry in fitting]
    more = f" and {len(ids) - _LISTED:,} more" if len(ids) > _LISTED else ""
    raise HkinnoError(
        f"{quoted(text)} fits {len(ids):,} events, {', '.join(ids[:_LISTED])}{more}; say more of it"
    )


def _has_piece(entry: Entry, piece: str) -> bool:
    event_id = entry.event.id.casefold()
    return (
        piece in event_id
        or piece in event_id.replace("-", " ")  # as it is said
        or piece in entry.event.title.casefold()
    )


def _missing(store: Store, wanted: str) -> HkinnoError:
    near = _near(store, wanted)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    hint = hint or near_value(wanted, "hkinno timeline")
    return HkinnoError(f"no event has the id {quoted(wanted)}{hint}")


def _near(store: Store, wanted: str) -> list[str]:
    """Up to three ids that look like this one or whose event's words do."""
    import difflib

    ids = [(entry.event.id, entry.event.title) for entry in store]
    low = wanted.casefold()
    inside = [i for i, title in ids if low in i.casefold() or low in title.casefold()]
    inside = inside if low.strip() else []
    return (inside or difflib.get_close_matches(wanted, [i for i, _ in ids], 3, 0.5))[:3]
