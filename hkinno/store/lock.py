"""One writer at a time: the lock of a file."""

import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hkinno.errors import HkinnoError, named
from hkinno.files import cannot_write, target_of

if TYPE_CHECKING:
    import filelock

LOCK_TIMEOUT = 30.0  # seconds; a writer holds the lock for as long as it reads and writes


@contextlib.contextmanager
def locked(path: str, timeout: float | None = None) -> Iterator[str]:
    """Hold the lock of a file, which lies beside it and dies with its holder.

    What the path leads to is looked at once, and comes back: a link may be turned meanwhile.
    Waits for other holders, by default LOCK_TIMEOUT seconds. Raises HkinnoError.
    """
    import filelock

    wait = LOCK_TIMEOUT if timeout is None else timeout
    target = target_of(path)
    folder, name = os.path.split(target)
    # Anyone who may write the store may take over what a killed holder left, hence the mode. A
    # lock that does not die with its holder would be worse than none, hence no soft one.
    lock = filelock.FileLock(
        os.path.join(folder, f".{name}.lock"), timeout=wait, mode=0o666, fallback_to_soft=False
    )
    try:
        _acquire(lock, path)
        yield target
    finally:
        try:
            _let_go(lock)
        except BaseException:  # interrupted
            _let_go(lock)
            raise


def _acquire(lock: "filelock.BaseFileLock", path: str) -> None:
    import filelock

    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise HkinnoError(
            f"{named(path)} is being written by another process; "
            f"gave up after {lock.timeout:g} seconds"
        ) from error
    except OSError as error:
        left = f" (see {lock.lock_file})" if os.path.lexists(lock.lock_file) else ""
        raise HkinnoError(f"{cannot_write(path, error)}{left}") from error


def _let_go(lock: "filelock.BaseFileLock") -> None:
    """Release a lock and remove its file, also when the wait for it was interrupted."""
    import filelock

    with contextlib.suppress(OSError, filelock.Timeout):
        if not lock.is_locked:
            lock.acquire(blocking=False)
        os.unlink(lock.lock_file)  # while it is held: who waits for it then looks anew
    with contextlib.suppress(OSError):  # then it ends with this process
        lock.release(force=True)
