"""Bytes on disk: read a file, replace it as a whole or not at all.

No other module opens a file.
"""

import contextlib
import errno
import io
import os
import re
import stat
import sys
from collections.abc import Iterable
from typing import Any, BinaryIO, NamedTuple

from hkinno.errors import HkinnoError, NoFileError, StoreError, named

_Bytes = bytes | memoryview
STDIN = "-"
_GZIP = b"\x1f\x8b"
MOST_HELD = 2 << 30  # bytes of what is held whole, so that a bomb or a pipe without end is told
PIECE = 1 << 20  # bytes that are read at a time; in between, signals are heeded
_STALE = 3600.0  # seconds; a draft that has not grown for so long has lost its writer
_LOST = (errno.EIO, errno.ENOSPC, errno.EDQUOT)  # else a folder cannot be synced, or need not be
_DRAFT = r"(?s)\.(.*)\.[0-9a-f]{12}\.draft"  # of a file with this name


# --- reading


def label_of(path: str) -> str:
    """What a file is called in sentences."""
    return "standard input" if path == STDIN else named(path)


def read_bytes(path: str, label: str | None = None) -> bytes:
    """All bytes of a file, or of standard input (`-`), unzipped. Raises StoreError."""
    with open_bytes(path, label) as file:
        return read_whole(file, label or label_of(path))


def open_bytes(path: str, label: str | None = None) -> BinaryIO:
    """The same as a stream that can be sought in, for what need not be in memory at once."""
    label = label or label_of(path)
    if path == STDIN and sys.stdin is None:
        raise StoreError("standard input is closed")
    try:
        # the caller closes it
        file: BinaryIO = sys.stdin.buffer if path == STDIN else open(path, "rb")  # noqa: SIM115
        refuse_device(file, label)
        if path == STDIN or not file.seekable():  # a pipe, as in -s <(grep milestone old.jsonl)
            with contextlib.nullcontext() if path == STDIN else file:
                file = _held(file, label)
        head = file.read(len(_GZIP))
        file.seek(0)
        return _unzipped(file, label) if head == _GZIP else file
    except OSError as error:
        raise cannot_read(label, error) from error


def read_whole(file: BinaryIO, label: str) -> bytes:
    """All bytes of a stream that can be sought in. Raises StoreError for more than MOST_HELD."""
    if file.seek(0, io.SEEK_END) > MOST_HELD:
        raise too_large(label)
    file.seek(0)
    return file.read()


class Identity(NamedTuple):
    """Which file was read: where it lies, behind all links, and what it changes with."""

    target: str
    device: int
    inode: int
    size: int
    changed: int  # nanoseconds


def read_editable(
    path: str, target: str | None = None, writable: bool = True
) -> tuple[bytes, Identity]:
    """The bytes of a file that is to be changed, as they are, and which it is. Raises StoreError.

    `target` is what `path` led to when it was looked at first, as it may lead elsewhere by now.
    What is gzipped is refused, and so is what may not be written, though to replace it takes no
    more than its folder.
    """
    target, label = target or os.path.realpath(path), named(path)
    try:
        with open_file(target, label, "r+b" if writable else "rb") as file:
            seen = _identity(target, os.fstat(file.fileno()))
            data = read_whole(file, label)
    except OSError as error:
        raise cannot_read(label, error, "written" if writable else "read") from error
    if data.startswith(_GZIP):
        raise StoreError(f"{label} is gzipped, and such a store is read-only; gunzip it first")
    return data, seen


def open_file(path: str, label: str, mode: str = "rb") -> BinaryIO:
    """A file that is one: a pipe or a device in its place is refused, and never waited for."""
    at_once = getattr(os, "O_NONBLOCK", 0)
    file: Any = open(path, mode, opener=lambda name, flags: os.open(name, flags | at_once))  # noqa: SIM115
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise StoreError(f"{label} is a device or a pipe, and no file")
    return file  # type: ignore[no-any-return]


def refuse_device(file: BinaryIO, label: str) -> None:
    """Raise StoreError for a device that may have no end, as /dev/zero; a terminal has one."""
    with contextlib.suppress(io.UnsupportedOperation):  # what is no stream of the system
        found = os.fstat(file.fileno())
        ends = file.isatty() or found.st_rdev == os.stat(os.devnull).st_rdev
        if stat.S_ISCHR(found.st_mode) and not ends:
            raise StoreError(f"{label} is a device, and no file")


def _held(file: BinaryIO, label: str, after: str = "") -> BinaryIO:
    """What a stream gives, in memory. Raises StoreError for more than MOST_HELD."""
    held, size = io.BytesIO(), PIECE
    while size == PIECE:  # less is the end, which a terminal has as often as it is asked
        size = held.write(file.read(PIECE))
        if held.tell() > MOST_HELD:
            raise too_large(label, after)
    held.seek(0)
    return held


def too_large(label: str, after: str = "") -> StoreError:
    """What to raise for more than MOST_HELD."""
    return StoreError(
        f"{label} has more than {MOST_HELD >> 30} GiB{after}, the most that is held in memory",
        "a store may be larger as JSON Lines in a file that is not zipped",
    )


def _unzipped(file: BinaryIO, label: str) -> BinaryIO:
    import gzip
    import zlib

    with file:
        try:
            return _held(gzip.GzipFile(fileobj=file), label, " unzipped")  # type: ignore[arg-type]
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


def identity(path: str) -> Identity | None:
    """The identity of the file that a path leads to; None where there is none."""
    target = os.path.realpath(path)
    try:
        return _identity(target, os.stat(target))
    except OSError:
        return None


def _identity(target: str, found: os.stat_result) -> Identity:
    return Identity(target, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def replace(path: str, chunks: Iterable[_Bytes], expected: Identity | None = None) -> list[str]:
    """Write chunks to a draft beside the file, then put it in the file's place.

    A link stays a link, mode and owner of an existing file stay, and what is no file (a device, a
    pipe) is written to directly. With `expected`, that file is replaced, wherever the path leads by
    now, and must be as it was. Raises HkinnoError; the old file is then as it was, and no draft is
    left. What has to be said of a file that was written comes back, in sentences.
    """
    try:
        target = expected.target if expected else target_of(path)
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as device:
                device.writelines(chunks)
            return []
        return _replace_file(target, chunks, expected, path)
    except OSError as error:
        raise cannot_write(path, error) from error


def target_of(path: str) -> str:
    """The file that a path leads to, in a folder that there is. Raises HkinnoError."""
    try:
        target = os.path.realpath(path)
        os.stat(os.path.join(os.path.dirname(target), ""))  # a folder, and not a file
    except OSError as error:
        raise cannot_write(path, error) from error
    return target


def _replace_file(
    target: str, chunks: Iterable[_Bytes], expected: Identity | None, path: str
) -> list[str]:
    folder, name = os.path.split(target)
    draft = os.path.join(folder, f".{name}.{os.urandom(6).hex()}.draft")
    try:
        with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.writelines(chunks)
            file.flush()
            names = _adopt(draft, target)
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
    why = _settle(folder)
    _sweep(folder, name, now - _STALE)
    lasts = f"what is written may not outlast a power cut: the folder cannot be synced: {why}"
    others = f"{named(path)} has other names (hard links), which keep the old content"
    return [said for said, so in ((lasts, why), (others, names > 1)) if so]


def _adopt(draft: str, target: str) -> int:
    """Give the draft the mode and the owner of the file that it replaces, as far as we may.

    Where its group cannot be kept, the members of another one get the rights that all had. How
    many names the file has is returned.
    """
    try:
        old = os.stat(target)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        return 1
    new, mode = os.stat(draft), stat.S_IMODE(old.st_mode)
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        for user in (old.st_uid, -1):  # only root can give files away; the group, its members
            with contextlib.suppress(PermissionError):
                os.chown(draft, user, old.st_gid)
                break
        else:
            mode = mode & ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    os.chmod(draft, mode)
    return old.st_nlink


def _settle(folder: str) -> str | None:
    """Make the renaming itself last, where folders can be synced; why it may not, if so."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        return _reason(error) if error.errno in _LOST else None
    return None


def _sweep(folder: str, name: str, before: float) -> None:
    """Remove the drafts that writers left which were killed before this time."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            mine = re.fullmatch(_DRAFT, entry.name)
            if mine and mine[1] == name and entry.stat(follow_symlinks=False).st_mtime < before:
                os.unlink(entry.path)


def cannot_write(path: str, error: OSError) -> HkinnoError:
    """What to raise where the system refuses to write a file."""
    why = _reason(error)
    if isinstance(error, FileNotFoundError):
        why = f"there is no folder {named(os.path.dirname(path) or os.curdir)}"
    return HkinnoError(f"{named(path)} cannot be written: {why}")
