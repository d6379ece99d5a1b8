"""Files of Parquet that hkinno has written: which there are, and what they say of themselves.

A file is a store, or a part of an index, which is many files that are one store. Each part says how
many events the whole index has, so that one of which a file is missing is found, and never answers.
"""

import os
from collections.abc import Sequence

import msgspec

from hkinno.engines._columns import VERSION
from hkinno.errors import NoFileError, StoreError

SUFFIX = ".parquet"
OTHER = "is a Parquet file that hkinno has not written; -o x.parquet writes one"


class Said(msgspec.Struct, omit_defaults=True):
    """What a file says of itself: the version of its columns, the title of the chronology.

    A part of an index says which index that is, and how many events it has.
    """

    version: int
    title: str = ""
    index: str = ""
    events: int = 0


def said(data: bytes | None, label: str) -> Said:
    """What a file says of itself, in JSON. Raises StoreError for one that cannot be read."""
    if data is None:
        raise StoreError(f"{label} {OTHER}")
    try:
        found = msgspec.json.decode(data, type=Said)
    except msgspec.MsgspecError as error:
        raise StoreError(f"{label} {OTHER}") from error
    if found.version != VERSION:
        raise StoreError(
            f"{label} has its columns in version {found.version}, and this hkinno reads {VERSION}; "
            "write it anew"
        )
    return found


def is_index(files: Sequence[Said], events: int, label: str) -> bool:
    """Whether these are all the files of one index, with so many events; else each is a store.

    Raises StoreError where some are of an index, and it is not that alone, or not all of it.
    """
    indexes = {file.index for file in files}
    if indexes == {""}:
        return False
    if len(indexes) > 1:
        raise StoreError(f"{label} has files of an index, and more; name the folder of one")
    if (whole := files[0].events) != events:
        raise StoreError(
            f"{label} is no whole index: {events:,} of its {whole:,} events are there; name its "
            "folder, or make it anew"
        )
    return True


def local_files(address: str, label: str) -> Sequence[str]:
    """The files at a path, in a folder, or of a pattern, sorted. Raises StoreError."""
    if os.path.isfile(address):
        return [os.path.abspath(address)]
    if os.path.exists(address) and not os.path.isdir(address):
        raise StoreError(f"{label} is a device or a pipe, and no file")
    from glob import escape, glob  # few need it

    inside = os.path.isdir(address)
    pattern = os.path.join(escape(address), "**", f"*{SUFFIX}") if inside else address
    found = list(filter(os.path.isfile, glob(pattern, recursive=True)))
    if not found and inside:
        raise StoreError(f"{label} is a folder, and no Parquet file is in it")
    if not found:
        raise NoFileError(f"there is no file {label}")
    return sorted(map(os.path.abspath, found))  # as which engines call them again


def folder_of(files: Sequence[str], indexed: bool) -> str:
    """The folder in which a store lies: an index is a folder with one for each span class."""
    folder = os.path.dirname(files[0])
    return os.path.dirname(os.path.dirname(folder)) if indexed else folder
