"""Changing a store: lock, read it whole, splice, write atomically, note how to undo it."""

import io
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import NamedTuple

from hkinno.errors import HkinnoError, StoreError, named, quoted
from hkinno.files import (
    STDIN,
    Identity,
    cannot_read,
    identity,
    read_editable,
    replace,
    target_of,
)
from hkinno.rawjson.edit import Splice, inverse, pieces
from hkinno.store import journal
from hkinno.store.draft import Draft, Touched
from hkinno.store.lock import locked
from hkinno.store.open import reader_of
from hkinno.store.store import Store


class Written(NamedTuple):
    """A store that was written: what has to be said of it, and why that cannot be undone, if so."""

    remarks: Sequence[str]
    not_undoable: str | None = None


class Done(NamedTuple):
    """What a change did; `written` is None where it wrote nothing."""

    touched: list[Touched]
    written: Written | None = None


class Step(NamedTuple):
    """A change that was undone or done again, and what has to be said of that.

    Where nothing is written, it says which events it would touch.
    """

    change: journal.JournalChange
    remarks: Sequence[str] = ()
    touched: Sequence[Touched] = ()


class _Held(NamedTuple):
    """The bytes of a store, and the file that they were read from."""

    data: bytes
    seen: Identity


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


def rewrite(path: str, what: str, when: str, layout: Callable[[bytes], bytes]) -> Written | None:
    """Lay a store out anew, the same events in the same shape; None where that changes nothing."""
    with _held(path) as store:
        draft = Draft(path, store.data)  # refuses what is not to be written
        new = layout(store.data)
        if new == store.data:
            return None
        draft.refuse_other_events(new)
        return _write_changed(path, store, [Splice(0, store.data, new)], what, when)


def overwrite(
    path: str, what: str | None, when: str, content: Callable[[bytes], bytes]
) -> Written | None:
    """Give a store other content; None where it has it already. `what` is None for no journal.

    The content is read as a store by who makes it.
    """
    with _held(path) as store:
        new = content(store.data)
        if new == store.data:
            return None
        if what is None:
            return Written(replace(path, [new], store.seen))
        return _write_changed(path, store, [Splice(0, store.data, new)], what, when)


def step(path: str, back: bool, dry_run: bool = False) -> Step:
    """Undo the last change (`back`), or do the last one that was undone again."""
    with _held(path, dry_run) as store:
        changes = journal.read(store.seen.target)
        change, count = _next(path, changes, journal.digest([store.data]), back)
        moves = inverse(change.splices) if back else change.splices
        new = b"".join(pieces(store.data, moves))
        if journal.digest([new]) != (change.before if back else change.after):
            raise HkinnoError(f"the journal of {named(path)} is damaged; nothing is written")
        try:
            chronology = reader_of(io.BytesIO(new), path, named(path))
            deque(Store(chronology), maxlen=0)
        except StoreError as error:
            raise HkinnoError(
                f"the journal of {named(path)} would make of it what is no store ({error}); "
                "nothing is written"
            ) from error
        if dry_run:
            return Step(change, (), list(_touched(path, store.data, new)))
        remarks = replace(path, [new], store.seen)
        journal.mark_done(changes, count)
        try:
            journal.write(store.seen.target, changes)
        except HkinnoError as error:
            return Step(change, [*remarks, str(error)])
        return Step(change, remarks)


def _touched(path: str, old: bytes, new: bytes) -> Iterator[Touched]:
    """The events in which two contents of a store differ."""
    before, after = (
        {entry.event.id: entry.raw for entry in Store(reader_of(io.BytesIO(data), path, path))}
        for data in (old, new)
    )
    for event_id in dict.fromkeys((*before, *after)):
        pair = before.get(event_id), after.get(event_id)
        if pair[0] != pair[1]:
            yield Touched(event_id, *pair)


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
        changes = journal.read(store.seen.target)
        count = journal.done(changes, journal.digest([store.data]))
        if count is not None:
            journal.mark_done(changes, count)
        return changes, count is not None or not changes


@contextmanager
def _held(path: str, dry_run: bool = False) -> Iterator[_Held]:
    """A store, read while its lock is held. Raises HkinnoError for what cannot be changed."""
    _refuse_what_is_no_file(path)
    with nullcontext(target_of(path)) if dry_run else locked(path) as target:
        yield _Held(*read_editable(path, target, writable=not dry_run))


@contextmanager
def _held_new(path: str, content: bytes, dry_run: bool) -> Iterator[_Held]:
    """A store that is made, and is gone again if no change comes of it."""
    if dry_run:
        yield _Held(content, Identity(target_of(path), 0, 0, 0, 0))
        return
    with locked(path) as target:
        if os.path.lexists(target):
            raise HkinnoError(f"{named(path)} was made by something else meanwhile; try again")
        replace(target, [content])
        seen = identity(target)
        if seen is None:
            raise HkinnoError(f"{named(path)} was removed by something else meanwhile; try again")
        try:
            yield _Held(content, seen)
        finally:
            if identity(target) == seen:
                with suppress(OSError):
                    os.unlink(target)


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
) -> Written:
    """Write the changed store and its journal."""
    target = store.seen.target
    before = journal.digest([store.data])
    after = journal.digest(pieces(store.data, splices))
    try:
        known = journal.read(target)
    except HkinnoError:
        journal.set_aside(target)
        known = []
    count = journal.done(known, before)
    past = known[: count or 0]  # what cannot be reached any more is dropped
    journal.mark_done(past, len(past))
    why = None
    change = journal.JournalChange(what, when, before, after, list(splices))
    try:
        # First the journal: killed in between, its last change is one that did not happen, which
        # undo sees by the digests; the other way round a change could not be undone.
        journal.write(target, [*past, change])
    except HkinnoError as error:
        why = str(error)
    try:
        return Written(replace(path, pieces(store.data, splices), store.seen), why)
    except HkinnoError:
        with suppress(HkinnoError):
            journal.write(target, known)
        raise
