"""Bytes on disk: replace a file as a whole or not at all, one writer at a time."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hkinno.errors import HkinnoError

_Bytes = bytes | memoryview
LOCK_TIMEOUT = 30.0  # seconds; a writer holds the lock for as long as it reads and writes


class Identity(NamedTuple):
    """What tells whether a file is still the one that was read."""

    device: int
    inode: int
    size: int
    changed: int  # modification time in nanoseconds


def identity(path: str) -> Identity | None:
    """The identity of the file that a path leads to; None where there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return Identity(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


@contextlib.contextmanager
def locked(path: str, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
    """Hold the lock of a file, which lies beside it and dies with its holder."""
    import filelock

    try:
        folder, name = os.path.split(os.path.realpath(path))
        lock = filelock.FileLock(os.path.join(folder, f".{name}.lock"), timeout=timeout)
        lock.acquire()
    except filelock.Timeout as error:
        raise HkinnoError(
            f"{path} is being written by another process; gave up after {timeout:g} seconds"
        ) from error
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # while it is held: who waits for it then looks anew
            os.unlink(lock.lock_file)
        lock.release()


def replace(path: str, chunks: Iterable[_Bytes], expected: Identity | None = None) -> None:
    """Write chunks to a draft beside the file, then put it in the file's place.

    A link stays a link, mode and owner of an existing file stay, and what is no file (a device, a
    pipe) is written to directly. With `expected`, the file must still be that one. Raises
    HkinnoError; the old file is then as it was, and no draft is left.
    """
    try:
        target = os.path.realpath(path)
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as device:
                device.writelines(chunks)
            return
        _replace_file(target, chunks, expected, path)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _replace_file(
    target: str, chunks: Iterable[_Bytes], expected: Identity | None, path: str
) -> None:
    folder, name = os.path.split(target)
    handle, draft = tempfile.mkstemp(prefix=f".{name}.", suffix=".draft", dir=folder)
    try:
        with open(handle, "wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
            _adopt(draft, target)
        if expected is not None and identity(target) != expected:
            raise HkinnoError(f"{path} was changed by something else meanwhile; nothing is written")
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)
        raise
    _settle(folder)


def _adopt(draft: str, target: str) -> None:
    """Give the draft the mode and the owner of the file that it replaces."""
    try:
        old = os.stat(target)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        return
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(PermissionError):  # only root can give files away
            os.chown(draft, old.st_uid, old.st_gid)
    os.chmod(draft, stat.S_IMODE(old.st_mode))


def _settle(folder: str) -> None:
    """Make the renaming itself last, where folders can be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot_write(path: str, error: OSError) -> HkinnoError:
    why = os.strerror(error.errno) if error.errno else str(error)
    if isinstance(error, FileNotFoundError):
        why = f"there is no folder {os.path.dirname(path) or os.curdir}"
    return HkinnoError(f"{path} cannot be written: {why}")
