"""The questions that a person keeps for a store, as the words of `timeline` that ask them."""

import os
from collections.abc import Sequence

import msgspec

from hkinno.errors import HkinnoError, named
from hkinno.files import read_bytes, replace
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.store.state import state_file

_KIND = "bookmarks"


def read(stores: Sequence[str]) -> list[list[str]]:
    """Those of these stores together, in the order in which they were kept. Raises HkinnoError."""
    path = state_file(_KIND, *stores)
    if not os.path.exists(path):
        return []
    try:
        return msgspec.json.decode(read_bytes(path), type=list[list[str]])
    except JSON_FAULTS as error:
        raise HkinnoError(f"the bookmarks in {named(path)} cannot be read: {error}") from error


def write(stores: Sequence[str], bookmarks: Sequence[Sequence[str]]) -> None:
    """Keep these, and no others. Raises HkinnoError."""
    path = state_file(_KIND, *stores)
    try:
        os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
    except OSError as error:
        raise HkinnoError(f"bookmarks cannot be kept: {error.strerror}") from error
    replace(path, [msgspec.json.format(msgspec.json.encode(bookmarks), indent=2)])
