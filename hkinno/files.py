"""Bytes on disk: read a file, replace it as a whole or not at all, one writer at a time.

No other module opens a file.
"""

import contextlib
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from hkinno.errors import HkinnoError, NoFileError, StoreError, named

if TYPE_CHECKING:
    import filelock

_Bytes = bytes | memoryview
STDIN = "-"
_GZIP = b"\x1f\x8b"
LOCK_TIMEOUT = 30.0  # seconds; a writer holds the lock for as long as it reads and writes
_STALE = 3600.0  # seconds; a draft that has not grown for so long has lost its writer
_DRAFT = r"(?s)\.(.*)\.[0-9a-f]{12}\.draft"  # of a file with this name


# --- reading


def label_of(path: str) -> str:
    """What a file is called in sentences."""
    return "standard input" if path == STDIN else named(path)


def read_bytes(path: str, label: str | None = None) -> bytes:
    """All bytes of a file, or of standard input (`-`), unzipped. Raises StoreError."""
    with open_bytes(path, label) as file:
        return file.read()


def open_bytes(path: str, label: str | None = None) -> BinaryIO:
    """The same as a stream that can be sought in, for what need not be in memory at once."""
    label = label or label_of(path)
    if path == STDIN and sys.stdin is None:
        raise StoreError("standard input is closed")
    try:
        if path == STDIN:
            file: BinaryIO = io.BytesIO(sys.stdin.buffer.read())
        else:
            file = open(path, "rb")  # noqa: SIM115  # the caller closes it
        if not file.seekable():  # a pipe, as in -s <(grep milestone old.jsonl)
            with file:
                file = io.BytesIO(file.read())
        head = file.read(len(_GZIP))
        file.seek(0)
        return _unzipped(file, label) if head == _GZIP else file
    except OSError as error:
        raise cannot_read(label, error) from error


def read_editable(path: str, writable: bool = True) -> bytes:
    """The bytes of a file that is to be changed, as they are. Raises StoreError.

    What is gzipped is refused, and so is what may not be written, though to replace it takes no
    more than its folder.
    """
    try:
        with open(path, "r+b" if writable else "rb") as file:
            data = file.read()
    except OSError as error:
        raise cannot_read(named(path), error, "written" if writable else "read") from error
    if data.startswith(_GZIP):
        raise StoreError(
            f"{named(path)} is gzipped, and such a store is read-only; gunzip it first"
        )
    return data


def _unzipped(file: BinaryIO, label: str) -> BinaryIO:
    import gzip
    import zlib

    with file:
        try:
            return io.BytesIO(gzip.decompress(file.read()))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise StoreError(f"{label} is no whole gzip file: {error}") from error


def cannot_read(label: str, error: OSError, done: str = "read") -> StoreError:
    """What to raise where the system refuses a file."""
    if isinstance(error, FileNotFoundError):
        return NoFileError(f"there is no file {label}")
    if isinstance(error, IsADirectoryError):
        return StoreError(f"{label} is a folder, not a file")
    return StoreError(f"{label} cannot be {done}: {_reason(error)}")


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


# --- writing


Identity = tuple[int, int, int, int]
"""What tells whether a file is still the one that was read: device, inode, size, time in ns."""


def identity(path: str) -> Identity | None:
    """The identity of the file that a path leads to; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@contextlib.contextmanager
def locked(path: str, timeout: float | None = None) -> Iterator[None]:
    """Hold the lock of a file, which lies beside it and dies with its holder.

    Waits for other holders, by default LOCK_TIMEOUT seconds. Raises HkinnoError.
    """
    import filelock

    wait = LOCK_TIMEOUT if timeout is None else timeout
    folder, name = os.path.split(_target(path))
    # Anyone who may write the store may take over what a killed holder left, hence the mode. A
    # lock that does not die with its holder would be worse than none, hence no soft one.
    lock = filelock.FileLock(
        os.path.join(folder, f".{name}.lock"), timeout=wait, mode=0o666, fallback_to_soft=False
    )
    try:
        _acquire(lock, path)
        yield
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
        raise HkinnoError(f"{_cannot_write(path, error)}{left}") from error


def _let_go(lock: "filelock.BaseFileLock") -> None:
    """Release a lock and remove its file, also when the wait for it was interrupted."""
    import filelock

    with contextlib.suppress(OSError, filelock.Timeout):
        if not lock.is_locked:
            lock.acquire(blocking=False)
        os.unlink(lock.lock_file)  # while it is held: who waits for it then looks anew
    with contextlib.suppress(OSError):  # then it ends with this process
        lock.release(force=True)


def replace(path: str, chunks: Iterable[_Bytes], expected: Identity | None = None) -> None:
    """Write chunks to a draft beside the file, then put it in the file's place.

    A link stays a link, mode and owner of an existing file stay, and what is no file (a device, a
    pipe) is written to directly. With `expected`, the file must still be that one. Raises
    HkinnoError; the old file is then as it was, and no draft is left.
    """
    try:
        target = _target(path)
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as device:
                device.writelines(chunks)
            return
        _replace_file(target, chunks, expected, path)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _target(path: str) -> str:
    """The file that a path leads to, in a folder that there is. Raises HkinnoError."""
    try:
        target = os.path.realpath(path)
        os.stat(os.path.join(os.path.dirname(target), ""))  # a folder, and not a file
    except OSError as error:
        raise _cannot_write(path, error) from error
    return target


def _replace_file(
    target: str, chunks: Iterable[_Bytes], expected: Identity | None, path: str
) -> None:
    folder, name = os.path.split(target)
    draft = os.path.join(folder, f".{name}.{os.urandom(6).hex()}.draft")
    try:
        with open(draft, "xb", opener=_private) as file:
            file.writelines(chunks)
            file.flush()
            _adopt(draft, target)
            os.fsync(file.fileno())
            now = os.stat(draft).st_mtime
        if expected is not None and identity(target) != expected:
            raise HkinnoError(
                f"{named(path)} was changed by something else meanwhile; nothing is written"
            )
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise
    _settle(folder)
    _sweep(folder, name, now - _STALE)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _adopt(draft: str, target: str) -> None:
    """Give the draft the mode and the owner of the file that it replaces, as far as we may.

    Where its group cannot be kept, the members of another one get the rights that all had.
    """
    try:
        old = os.stat(target)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        return
    new, mode = os.stat(draft), stat.S_IMODE(old.st_mode)
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        for user in (old.st_uid, -1):  # only root can give files away; the group, its members
            with contextlib.suppress(PermissionError):
                os.chown(draft, user, old.st_gid)
                break
        else:
            mode = mode & ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    os.chmod(draft, mode)


def _settle(folder: str) -> None:
    """Make the renaming itself last, where folders can be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: str, name: str, before: float) -> None:
    """Remove the drafts that writers left which were killed before this time."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            mine = re.fullmatch(_DRAFT, entry.name)
            if mine and mine[1] == name and entry.stat(follow_symlinks=False).st_mtime < before:
                os.unlink(entry.path)


def _cannot_write(path: str, error: OSError) -> HkinnoError:
    why = _reason(error)
    if isinstance(error, FileNotFoundError):
        why = f"there is no folder {named(os.path.dirname(path) or os.curdir)}"
    return HkinnoError(f"{named(path)} cannot be written: {why}")
