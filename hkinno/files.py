"""Bytes on disk: replace a file as a whole or not at all."""

import os
import stat
import tempfile
from collections.abc import Iterable

from hkinno.errors import HkinnoError


def replace(path: str, chunks: Iterable[bytes]) -> None:
    """Write chunks to a draft beside the file, then put it in the file's place.

    A link stays a link, the mode of an existing file stays, and what is no file (a device, a
    pipe) is written to directly. Raises HkinnoError; the old file is then as it was.
    """
    target = os.path.realpath(path)
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as device:
                device.writelines(chunks)
            return
        handle, draft = tempfile.mkstemp(prefix=".hkinno-", dir=os.path.dirname(target))
        try:
            with open(handle, "wb") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(draft, _mode(target))
            os.replace(draft, target)
        except BaseException:
            os.unlink(draft)
            raise
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise HkinnoError(f"{path} cannot be written: {why}") from error


def _mode(target: str) -> int:
    """The mode of the file that is there, or what a new file gets."""
    try:
        return stat.S_IMODE(os.stat(target).st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
