"""Changing a store: lock, read it whole, splice, write atomically, note how to undo it."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import NamedTuple

from hkinno.errors import HkinnoError, StoreError, named, quoted
from hkinno.files import STDIN, Identity, cannot_read, identity, locked, read_editable, replace
from hkinno.rawjson.edit import Splice, inverse, pieces
from hkinno.store import journal
from hkinno.store.draft import Draft, Touched


class Done(NamedTuple):
    """What a change did. `not_undoable` says why it cannot be undone, if so."""

    touched: list[Touched]
    not_undoable: str | None = None


class Step(NamedTuple):
    """A change that was undone or done again. `not_noted` says why the journal does not know."""

    change: journal.JournalChange
    not_noted: str | None = None


class _Held(NamedTuple):
    """The bytes of a store, and the file that they were read from."""

    data: bytes
    seen: Identity | None


def change_store(
    path: str,
    what: str,
    when: str,
    plan: Callable[[Draft], None],
    dry_run: bool = False,
    new: bytes | None = None,
) -> Done:
    """Change a store by a plan, or show what the plan would do. `when` is for the journal.

    Where there is no store, one that has the content `new` is made first, if that is given.
    """
    made = new is not None and not os.path.lexists(path)
    with _held_new(path, new or b"", dry_run) if made else _held(path, dry_run) as store:
        draft = Draft(path, store.data)
        plan(draft)
        splices = draft.splices()
        touched = draft.touched()
        if dry_run or not splices:
            return Done(touched)
        return Done(touched, _write_changed(path, store, splices, what, when))


def rewrite(
    path: str, what: str, when: str, layout: Callable[[bytes], bytes]
) -> tuple[bool, str | None]:
    """Lay a store out anew; whether that changes it, and why it cannot be undone, if so."""
    with _held(path) as store:
        Draft(path, store.data)  # refuses what is not to be written
        new = layout(store.data)
        if new == store.data:
            return False, None
        return True, _write_changed(path, store, [Splice(0, store.data, new)], what, when)


def step(path: str, back: bool, dry_run: bool = False) -> Step:
    """Undo the last change (`back`), or do the last one that was undone again."""
    with _held(path, dry_run) as store:
        changes = journal.read(path)
        change, count = _next(path, changes, journal.digest([store.data]), back)
        moves = inverse(change.splices) if back else change.splices
        if journal.digest(pieces(store.data, moves)) != (change.before if back else change.after):
            raise HkinnoError(f"the journal of {named(path)} is damaged; nothing is written")
        if dry_run:
            return Step(change)
        replace(path, pieces(store.data, moves), store.seen)
        journal.mark_done(changes, count)
        try:
            journal.write(path, changes)
        except HkinnoError as error:
            return Step(change, str(error))
        return Step(change)


def _next(
    path: str, changes: Sequence[journal.JournalChange], here: str, back: bool
) -> tuple[journal.JournalChange, int]:
    """The change to undo or to do again, and how many are done then. Raises HkinnoError."""
    count = journal.done(changes, here)
    if not changes or count == (0 if back else len(changes)):
        raise HkinnoError(f"there is nothing to {'undo' if back else 'redo'} in {named(path)}")
    noted = sum(not change.undone for change in changes) if count is None else count
    change = changes[max(noted - 1, 0) if back else min(noted, len(changes) - 1)]
    if here != (change.after if back else change.before):
        raise HkinnoError(
            f"{named(path)} was changed by something else since {quoted(change.what)} "
            f"({change.when}), so that cannot be {'undone' if back else 'done again'}"
        )
    return change, noted - 1 if back else noted + 1


def history(path: str) -> tuple[list[journal.JournalChange], bool]:
    """The changes of a store, oldest first, and whether it is as one of them left it."""
    with _held(path, dry_run=True) as store:
        changes = journal.read(path)
        count = journal.done(changes, journal.digest([store.data]))
        if count is not None:
            journal.mark_done(changes, count)
        return changes, count is not None or not changes


@contextmanager
def _held(path: str, dry_run: bool = False) -> Iterator[_Held]:
    """A store, read while its lock is held. Raises HkinnoError for what cannot be changed."""
    _refuse_what_is_no_file(path)
    with nullcontext() if dry_run else locked(path):
        seen = identity(path)
        yield _Held(read_editable(path, writable=not dry_run), seen)


@contextmanager
def _held_new(path: str, content: bytes, dry_run: bool) -> Iterator[_Held]:
    """A store that is made, and is gone again if no change comes of it."""
    if dry_run:
        yield _Held(content, None)
        return
    with locked(path):
        if os.path.lexists(path):
            raise HkinnoError(f"{named(path)} was made by something else meanwhile; try again")
        replace(path, [content])
        seen = identity(path)
        try:
            yield _Held(content, seen)
        finally:
            if identity(path) == seen:
                os.unlink(path)


def _refuse_what_is_no_file(path: str) -> None:
    if path == STDIN:
        raise HkinnoError("standard input cannot be changed; name a file with --store")
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError as error:
        raise StoreError(f"there is no file {named(path)}", "hkinno init makes one") from error
    except OSError as error:
        raise cannot_read(named(path), error) from error
    if stat.S_ISDIR(mode):
        raise StoreError(f"{named(path)} is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise StoreError(f"{named(path)} is a device or a pipe, and cannot be changed")


def _write_changed(
    path: str, store: _Held, splices: Sequence[Splice], what: str, when: str
) -> str | None:
    """Write the changed store and its journal; why it cannot be undone, if so."""
    before = journal.digest([store.data])
    after = journal.digest(pieces(store.data, splices))
    try:
        known = journal.read(path)
    except HkinnoError:
        journal.set_aside(path)
        known = []
    count = journal.done(known, before)
    past = known[: count or 0]  # what cannot be reached any more is dropped
    journal.mark_done(past, len(past))
    why = None
    change = journal.JournalChange(what, when, before, after, list(splices))
    try:
        # First the journal: killed in between, its last change is one that did not happen, which
        # undo sees by the digests; the other way round a change could not be undone.
        journal.write(path, [*past, change])
    except HkinnoError as error:
        why = str(error)
    try:
        replace(path, pieces(store.data, splices), store.seen)
    except HkinnoError:
        with suppress(HkinnoError):
            journal.write(path, known)
        raise
    return why
