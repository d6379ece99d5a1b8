"""Files that are imported: their bytes, what they are called, and which format they have."""

import io
import os
import shlex
import sys
from functools import cache
from types import ModuleType

from hkinno import registry
from hkinno.errors import HkinnoError, UsageError, named, quoted
from hkinno.reader import STDIN


@cache
def readable() -> dict[str, ModuleType]:
    """The formats that can be read, by name."""
    forms = {name: _form(name) for name in registry.names("formats")}
    return {name: form for name, form in forms.items() if form}


def _form(name: str) -> ModuleType | None:
    """The format of this name, if there is one and it can be read."""
    form = registry.load("formats", name) if name in registry.names("formats") else None
    return form if hasattr(form, "read") else None


def label_of(file: str) -> str:
    """What a file is called in sentences."""
    return "standard input" if file == STDIN else named(file)


def format_of(file: str, data: bytes, source: str | None) -> ModuleType:
    """How to read a file: as told, by its suffix, or by its first line."""
    suffix = os.path.splitext(file.removesuffix(".gz"))[1].lower()
    if form := _form(source or suffix[1:]):  # the others need not be imported
        return form
    forms = readable()
    if source:
        raise UsageError(f"--from: no {quoted(source)} is read; there are {', '.join(forms)}")
    if form := next((f for f in forms.values() if suffix in getattr(f, "SUFFIXES", ())), None):
        return form
    head = next((line for line in io.BytesIO(data) if line.strip()), b"").decode("utf-8-sig")
    for form in forms.values():
        if hasattr(form, "recognizes") and form.recognizes(head):
            return form
    raise UsageError(f"what is {label_of(file)}? Say it with --from {' or '.join(forms)}")


def whole(file: str) -> bytes:
    """A file, unzipped. Raises HkinnoError if it cannot be read, or is not UTF-8."""
    try:
        data = _raw(file)
    except FileNotFoundError as error:
        raise HkinnoError(f"there is no file {label_of(file)}") from error
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise HkinnoError(f"{label_of(file)} cannot be read: {why}") from error
    wide = 0 < data[:4].count(0) < 4 or data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        if not wide and (data.isascii() or data.decode() is not None):
            return data
        line = 1
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    name = "" if file == STDIN else f" {shlex.quote(file)}"
    raise HkinnoError(
        f"{label_of(file)}: line {line} is not UTF-8; convert it first, as with "
        f"iconv -f {'UTF-16' if wide else 'WINDOWS-1252'} -t UTF-8{name}"
    )


def _raw(file: str) -> bytes:
    if file == STDIN:
        if sys.stdin is None:
            raise HkinnoError("standard input is closed")
        data = sys.stdin.buffer.read()
    else:
        with open(file, "rb") as opened:
            data = opened.read()
    if not data.startswith(b"\x1f\x8b"):
        return data
    import gzip
    import zlib

    try:
        return gzip.decompress(data)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise HkinnoError(f"{label_of(file)} is no whole gzip file: {error}") from error
