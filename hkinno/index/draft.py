"""The folder of an index, which is there as a whole or not at all."""

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator

from hkinno.errors import HkinnoError, named
from hkinno.files import cannot_write, target_of
from hkinno.index.parts import CLASSES, folder_of

_THERE = "{} is there already; --force makes an index anew"
_STALE = 3600.0  # seconds; a draft into which so long nothing was written has lost its writer
_DRAFT = r"(?s)\.(.*)\.[0-9a-f]{12}\.(draft|old)"  # of an index with this name


def refuse_target(target: str, force: bool, is_index: Callable[[str], bool]) -> None:
    """Raise HkinnoError where no index may be put: what is there is overwritten if it is one."""
    target_of(target)
    if not os.path.lexists(target):
        return
    if not force:
        raise HkinnoError(_THERE.format(named(target)))
    try:
        if os.path.isdir(target) and not os.path.islink(target) and is_index(target):
            return
    except HkinnoError:
        pass  # it is none, or not whole, which is looked at below
    if not _is_left_over(target):
        raise HkinnoError(f"{named(target)} is no index of hkinno, and is not overwritten")


def _is_left_over(target: str) -> bool:
    """Whether a folder has nothing but what an index has, of which some may be missing."""
    allowed = {os.path.basename(folder_of(target, span)) for span in CLASSES}
    return (
        os.path.isdir(target) and not os.path.islink(target) and set(os.listdir(target)) <= allowed
    )


@contextlib.contextmanager
def drafted(target: str, force: bool) -> Iterator[str]:
    """A folder beside the target, with one for each span class; it takes its place at the end.

    If anything fails, what was there stays as it was, and the draft goes. Raises HkinnoError.
    """
    target = os.path.join(target_of(target), "").rstrip(os.sep)
    parent, name = os.path.split(target)
    mark = os.urandom(6).hex()
    draft, old = (os.path.join(parent, f".{name}.{mark}.{what}") for what in ("draft", "old"))
    try:
        try:
            os.mkdir(draft)
            for span in CLASSES:
                os.mkdir(folder_of(draft, span))
        except OSError as error:
            raise cannot_write(target, error) from error
        yield draft
        _publish(draft, target, old, force)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sweep(parent, name, os.stat(target).st_mtime - _STALE)


def _publish(draft: str, target: str, old: str, force: bool) -> None:
    """Give a draft its name; what had it goes, if that is what is wanted."""
    for span in CLASSES:
        with contextlib.suppress(OSError):
            os.rmdir(folder_of(draft, span))  # one that is empty
    try:
        if os.path.lexists(target):  # since it was looked for, it may have come
            if not force:
                raise HkinnoError(_THERE.format(named(target)))
            os.rename(target, old)
        os.rename(draft, target)
    except OSError as error:
        if os.path.lexists(old) and not os.path.lexists(target):
            os.rename(old, target)
        raise cannot_write(target, error) from error
    shutil.rmtree(old, ignore_errors=True)


def _sweep(parent: str, name: str, before: float) -> None:
    """Remove what was left by those that were killed before this time."""
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            mine = re.fullmatch(_DRAFT, entry.name)
            if mine and mine[1] == name and _last_written(entry.path) < before:
                shutil.rmtree(entry.path, ignore_errors=True)


def _last_written(folder: str) -> float:
    """When something was written into a folder, or into one in it, for the last time."""
    with os.scandir(folder) as entries:
        inside = [entry.stat(follow_symlinks=False).st_mtime for entry in entries]
    return max([os.stat(folder).st_mtime, *inside])
