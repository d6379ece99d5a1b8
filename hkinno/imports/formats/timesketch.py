"""Timesketch and plaso: their CSV and JSON Lines (message, datetime, timestamp_desc)."""

from collections.abc import Collection

import msgspec

from hkinno.imports.guesses import GUESSES
from hkinno.imports.table import ImportTable

_CALLED = {
    "date": ("datetime",),
    "title": ("message",),
    "category": ("timestamp_desc",),
    "tags": ("tag",),
    "sources": ("display_name", "filename"),
    "actors": ("user", "username"),
    "places": ("hostname",),
    "id": (),
}
_NEEDED = {"message", "datetime", "timestampdesc"}


def claims(names: Collection[str]) -> bool:
    """Whether the three columns are there that each of its files has."""
    return set(names) >= _NEEDED


def adapt(table: ImportTable) -> ImportTable:
    """Its rows; what else they say is kept."""
    return msgspec.structs.replace(table, called={**_CALLED, "url": GUESSES["url"]})
