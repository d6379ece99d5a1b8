"""An event in $EDITOR."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import click
import msgspec

from hkinno.cli.streams import warn
from hkinno.errors import HkinnoError, StoreError
from hkinno.events import checked, members
from hkinno.files import read_bytes
from hkinno.rawjson.scan import BOM


@contextmanager
def edited_json(raw: bytes) -> Iterator[dict[str, msgspec.Raw | None]]:
    """The fields of an event that the user changes, as they are typed; None if taken out.

    Raises HkinnoError if the text is left as it is, or is no event. If anything goes wrong, here
    or in what is done with the changes, the text is kept, and it is said where.
    """
    shown = msgspec.json.format(raw, indent=2) + b"\n"
    with tempfile.NamedTemporaryFile(prefix="hkinno-", suffix=".json", delete=False) as file:
        file.write(shown)
    path = file.name
    try:
        click.edit(filename=path)
        text = _read_text(path)
        if text == shown:
            raise HkinnoError("the text was not changed, so nothing is written")
        old = members(shown)
        new = checked(text.removeprefix(BOM), members, "the text", "this is no event")
        changed = {n: v for n, v in new.items() if n not in old or bytes(old[n]) != bytes(v)}
        yield {**changed, **dict.fromkeys(old.keys() - new.keys())}
    except BaseException:
        if os.path.exists(path) and _read_text(path) != shown:
            warn(f"your text is kept in {path}")
        else:
            _remove(path)
        raise
    _remove(path)


def _read_text(path: str) -> bytes:
    try:
        return read_bytes(path)
    except StoreError as error:
        raise HkinnoError(f"the editor left no text that can be read: {error}") from error


def _remove(path: str) -> None:
    if os.path.exists(path):
        os.unlink(path)
