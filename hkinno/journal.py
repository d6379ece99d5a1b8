"""What can be undone: for each store a short list of its last changes, in the user's state folder.

A change is kept as the splices that made it, with the digests of the store before and after, so
that undoing restores the bytes exactly, or is refused because the store is another by now. The
journal is never the only copy of anything: losing it loses the way back, nothing else.
"""

import base64
import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress

import msgspec

from hkinno.files import replace
from hkinno.surgery import Splice

MOST_CHANGES = 100
MOST_BYTES = 32 << 20  # of a store's journal; the oldest changes give way


class Change(msgspec.Struct):
    """A change of a store that can be undone, or done again."""

    what: str
    when: str  # ISO 8601, local time
    before: str  # SHA-256 of the store
    after: str
    splices: list[tuple[int, str, str]]  # start, old and new bytes in base 64
    undone: bool = False

    def moves(self) -> list[Splice]:
        """The splices that make the change."""
        return [
            Splice(start, base64.b64decode(old), base64.b64decode(new))
            for start, old, new in self.splices
        ]


def change_of(what: str, when: str, before: str, after: str, splices: Iterable[Splice]) -> Change:
    """A change as the journal keeps it."""
    texts = [
        (s.start, base64.b64encode(s.old).decode(), base64.b64encode(s.new).decode())
        for s in splices
    ]
    return Change(what, when, before, after, texts)


def digest(chunks: Iterable[bytes | memoryview]) -> str:
    """The SHA-256 of a store, in hexadecimal."""
    sha = hashlib.sha256()
    for chunk in chunks:
        sha.update(chunk)
    return sha.hexdigest()


def read(store: str) -> list[Change]:
    """The changes of a store, oldest first; none where there is no journal that can be read."""
    try:
        with open(_path(store), "rb") as file:
            return msgspec.json.decode(file.read(), type=list[Change])
    except (OSError, msgspec.MsgspecError):
        return []


def write(store: str, changes: list[Change]) -> None:
    """Keep these changes, the oldest dropped beyond the bounds. Raises HkinnoError."""
    kept, size = [], 0
    for change in reversed(changes[-MOST_CHANGES:]):
        size += sum(len(old) + len(new) for _, old, new in change.splices)
        if size > MOST_BYTES:
            break
        kept.append(change)
    path = _path(store)
    with suppress(OSError):  # said by the attempt to write into it
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    replace(path, [msgspec.json.encode(kept[::-1])])


def _path(store: str) -> str:
    """The journal of a store, named by where the store is."""
    from platformdirs import user_state_dir

    name = hashlib.sha256(os.fsencode(os.path.realpath(store))).hexdigest()[:32]
    return os.path.join(user_state_dir("hkinno"), "journal", f"{name}.json")
