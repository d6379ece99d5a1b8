"""The folder of an index, which is there as a whole or not at all."""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator

from hkinno.errors import HkinnoError, named
from hkinno.files import cannot_write, target_of
from hkinno.index.parts import CLASSES, folder_of, is_part

_STALE = 3600.0  # seconds; a draft into which so long nothing was written has lost its writer
_DRAFT = r"(?s)\.(.*)\.[0-9a-f]{12}\.(draft|old)"  # of an index with this name


def refuse_target(target: str, force: bool) -> None:
    """Raise HkinnoError where no index may be put: none but an index is overwritten, by force."""
    target_of(target)
    if not os.path.lexists(target):
        return
    if not force:
        raise HkinnoError(f"{named(target)} is there already; --force makes an index anew")
    if os.path.islink(target) or not os.path.isdir(target) or not _is_index(target):
        raise HkinnoError(f"{named(target)} is no index of hkinno, and is not overwritten")


def _is_index(target: str) -> bool:
    """Whether a folder has what an index has, of which some may be missing, and nothing else."""
    folders = {folder_of(target, span) for span in CLASSES}
    with os.scandir(target) as entries:
        inside = [entry.path for entry in entries]
    return folders.issuperset(inside) and all(
        os.path.isdir(folder) and all(map(is_part, os.listdir(folder))) for folder in inside
    )


@contextlib.contextmanager
def drafted(target: str, force: bool) -> Iterator[str]:
    """A folder beside the target, with one for each span class; it takes its place at the end.

    If anything fails, what was there stays as it was, and the draft goes. Raises HkinnoError.
    """
    target = target_of(target)
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
        refuse_target(target, force)  # what was not there before may have come
        if os.path.lexists(target):
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
