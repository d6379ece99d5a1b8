"""What can be undone: for each store a short list of its last changes, in the user's state folder.

A change is kept as the splices that made it, with the digests of the store before and after, so
that undoing restores the bytes exactly, or is refused because the store is another by now. Where
in the list a store stands is told by its digest, so that a journal whose last word was never
written, or a store whose last change was not, leads nobody astray. The journal is never the only
copy of anything: losing it loses the way back, nothing else.
"""

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress

import msgspec

from hkinno.errors import HkinnoError, StoreError, named
from hkinno.files import cannot_read, open_file, replace
from hkinno.rawjson.edit import Splice
from hkinno.store.state import state_file

MOST_CHANGES = 100
MOST_BYTES = 32 << 20  # of a store's journal; the oldest changes give way
_MOST_FILE = 4 * MOST_BYTES  # bytes are a third longer there, and have their places beside them
MOST_STORES = 500  # the journals that were not written for longest give way


class JournalChange(msgspec.Struct):
    """A change of a store that can be undone, or done again."""

    what: str
    when: str  # ISO 8601, local time
    before: str  # SHA-256 of the store
    after: str
    splices: list[Splice]
    undone: bool = False


def digest(chunks: Iterable[bytes | memoryview]) -> str:
    """The SHA-256 of a store, in hexadecimal."""
    sha = hashlib.sha256()
    for chunk in chunks:
        sha.update(chunk)
    return sha.hexdigest()


def read(store: str) -> list[JournalChange]:
    """The changes of a store, oldest first. Raises HkinnoError for a journal that is damaged."""
    path = _path(store)
    try:
        with open_file(path, named(path)) as file:  # a pipe there is not waited for
            if file.seek(0, os.SEEK_END) > _MOST_FILE:
                raise StoreError(f"{named(path)} has more than {_MOST_FILE >> 20} MiB")
            file.seek(0)
            return msgspec.json.decode(file.read(), type=list[JournalChange])
    except FileNotFoundError:
        return []
    except (StoreError, OSError) as error:
        why = cannot_read(named(path), error) if isinstance(error, OSError) else error
        raise HkinnoError(f"the journal of {named(store)} cannot be read: {why}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise HkinnoError(f"the journal of {named(store)} is damaged ({path})") from error


def set_aside(store: str) -> None:
    """Make room for a new journal in the place of one that cannot be read, which is kept."""
    with suppress(OSError, HkinnoError):
        os.replace(_path(store), f"{_path(store)}.damaged")


def done(changes: Sequence[JournalChange], here: str) -> int | None:
    """How many of the changes are in a store with this digest; None if that is another store."""
    noted = sum(not change.undone for change in changes)
    fits = [i for i, change in enumerate(changes) if change.before == here]
    fits += [i for i, change in enumerate(changes, 1) if change.after == here]
    return min(fits, key=lambda i: abs(i - noted), default=None)


def mark_done(changes: Iterable[JournalChange], count: int) -> None:
    """Note that the first so many changes are done, and the others undone."""
    for i, change in enumerate(changes):
        change.undone = i >= count


def write(store: str, changes: Sequence[JournalChange]) -> None:
    """Keep these changes, the oldest dropped beyond the bounds. Raises HkinnoError."""
    kept, size = [], 0
    for change in reversed(changes[-MOST_CHANGES:]):
        size += sum(len(splice.old) + len(splice.new) for splice in change.splices)
        if size > MOST_BYTES:
            break
        kept.append(change)
    path = _path(store)
    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise HkinnoError(f"the folder {named(folder)} cannot be made: {why}") from error
    with suppress(OSError):  # if none can be dropped, there is one too many
        if not os.path.exists(path):
            _make_room(folder)
    replace(path, [msgspec.json.encode(kept[::-1])])
    if changes and not kept:
        raise HkinnoError(f"the journal keeps no change of more than {MOST_BYTES >> 20} MiB")


def _make_room(folder: str) -> None:
    """Drop the journals that were not written for longest, where there are too many."""
    with os.scandir(folder) as entries:
        journals = [(e.stat().st_mtime, e.path) for e in entries if not e.name.startswith(".")]
    for _, path in sorted(journals, reverse=True)[MOST_STORES - 1 :]:
        os.unlink(path)


def _path(store: str) -> str:
    """The journal of a store. Raises HkinnoError."""
    return state_file("journal", store)
