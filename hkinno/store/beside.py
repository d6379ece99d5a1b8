"""What lies beside a store: the files that paths in it name, as those of its pictures do."""

import os
import re
from urllib.parse import unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:").match
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]").search


def folder_of(path: str) -> str | None:
    """The folder of a store; None if it is no file, but a pipe or a device."""
    return (os.path.dirname(path) or os.curdir) if os.path.isfile(path) else None


def is_path(url: str) -> bool:
    """Whether a URL is a path from where it stands: it has neither a scheme nor a host or root."""
    return bool(url.strip()) and not _SCHEME(url) and not url.startswith(("/", "\\"))


def beside(folder: str, url: str) -> str | None:
    """Where the file would be that a path names; None if it leads out of the folder of the store.

    It may have characters as %XX. Links are followed before it is judged, and what is returned has
    none. The file may be missing, or be none.
    """
    path = unquote(url, errors="surrogateescape")
    if not is_path(url) or not is_path(path) or _CONTROL(path):
        return None
    try:
        root = os.path.realpath(folder)
        target = os.path.realpath(os.path.join(root, path))
        inside = os.path.commonpath((root, target)) == root
    except (OSError, ValueError):  # no name of a file, or on another drive
        return None
    return target if inside and target != root else None
