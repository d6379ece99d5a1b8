"""An event in $EDITOR."""

import os
import tempfile
from typing import Any

import click
import msgspec

from hkinno.errors import HkinnoError
from hkinno.reader import JSON_FAULTS, json_fault
from hkinno.store import in_words
from hkinno.writer import checked_event


def edited_json(raw: bytes, drop_empty: bool = False) -> dict[str, Any]:
    """What the user makes of an event's JSON; the values stay as they are written.

    Raises HkinnoError if the text is left as it is, or is no event; then it says where it lies.
    """
    handle, path = tempfile.mkstemp(prefix="hkinno-", suffix=".json")
    shown = msgspec.json.format(raw, indent=2) + b"\n"
    with open(handle, "wb") as file:
        file.write(shown)
    click.edit(filename=path)
    with open(path, "rb") as file:
        text = file.read()
    if text == shown:
        os.unlink(path)
        raise HkinnoError("the text was not changed, so nothing is written")
    try:
        event = _read(text)
    except HkinnoError as error:
        raise HkinnoError(f"{error}; your text is kept in {path}") from error
    os.unlink(path)
    empty = (b'""', b"[]", b"{}", b"null")
    return {n: v for n, v in event.items() if not (drop_empty and bytes(v) in empty)}


def _read(text: bytes) -> dict[str, msgspec.Raw]:
    try:
        event = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError as error:
        raise HkinnoError(f"this is no event: {in_words(error)}") from error
    except JSON_FAULTS as error:
        raise json_fault("the text", text, error) from error
    checked_event(msgspec.json.encode({"id": "new"} | event))
    return event
