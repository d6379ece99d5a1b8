"""Which format a file has that is imported: its syntax, and the tool whose table it is."""

import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import NamedTuple

import msgspec

from hkinno import registry
from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.events import members
from hkinno.files import label_of
from hkinno.imports.guesses import folded
from hkinno.imports.table import ImportTable
from hkinno.rawjson.errors import JSON_FAULTS

_TOOLS = "imports/formats"
_HEAD = 4000  # characters, by which a format knows its files
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\{)").match


class ImportFormat(NamedTuple):
    """How a file is read: the module of its syntax, and that of the tool whose table it is."""

    syntax: ModuleType
    tool: ModuleType | None = None  # as said by the user
    guess: bool = True  # which tool it is from

    @property
    def is_syntax_of_its_own(self) -> bool:
        """Whether its reader gives events, and no table."""
        ours = self.syntax.__name__.startswith("hkinno.formats.")
        return getattr(self.syntax, "EVENTS", not (ours or self.has_cells))

    @property
    def has_cells(self) -> bool:
        """Whether it has rows of texts, and no JSON."""
        return getattr(self.syntax, "CELLS", False)

    @property
    def has_sheets(self) -> bool:
        """Whether it may have several tables, each with a name."""
        return getattr(self.syntax, "SHEETS", False)

    @staticmethod
    def _check(tool: ModuleType, names: Sequence[str]) -> None:
        """Raise UsageError if these names cannot be what the tool has."""
        fits = getattr(tool, "fits", tool.claims)
        if not fits({folded(name) for name in names}):
            there = ", ".join(map(quoted, names[:12]))
            raise UsageError(
                f"--from {_plain(tool)}: its columns or keys are not there; there are {there}"
            )

    def adapted(self, table: ImportTable, say: Callable[[str], None]) -> ImportTable:
        """The table as the tool means it that it comes from, if that is known."""
        tool = self.tool
        if tool is None and self.guess and not table.own:
            names = {folded(name) for name in table.names}
            tool = next((t for t in _table_tools() if t.claims(names)), None)
        if tool is None:
            return table
        if self.tool and table.names:  # else nothing of it could be read, and that is told
            self._check(tool, table.names)
        adapted: ImportTable = tool.adapt(table)
        if self.tool is None:
            plain = _plain(self.syntax)
            say(f"it is read as a file of {_plain(tool)}; --from {plain} reads it as any other")
        return adapted


def _plain(syntax: ModuleType) -> str:
    return syntax.__name__.rpartition(".")[2]


def _table_tools() -> Iterator[ModuleType]:
    for name in registry.having(_TOOLS, "claims"):
        yield registry.load(_TOOLS, name)


def readable() -> tuple[str, ...]:
    """The names of the formats that can be read."""
    return tuple(sorted((*registry.having("formats", "read"), *registry.names(_TOOLS))))


def suffixes_read() -> set[str]:
    """The suffixes of all files that can be read."""
    return {
        suffix
        for room in ("formats", _TOOLS)
        for name in registry.having(room, "read")
        for suffix in registry.suffixes(name, room)
    }


def find_binary(file: str, data: bytes, source: str | None) -> ModuleType | None:
    """The format of a file that is no text, by its bytes; None if it is to be read as text.

    Of a format of another package it is known by what that declares. Raises HkinnoError.
    """
    if foreign := _foreign(file, source):
        return foreign if getattr(foreign, "BINARY", False) else None
    tables = registry.having("formats", "read")
    for name in registry.having("formats", "recognizes_bytes"):
        told = source in tables or source in registry.having(_TOOLS, "read")
        if source == name or not told:
            form = registry.load("formats", name)
            if form.recognizes_bytes(data):
                return form
    return None


def find_format(
    file: str, data: bytes, source: str | None, binary: ModuleType | None = None
) -> ImportFormat:
    """How to read a file: as told, as it is `binary`, by its suffix, or by its first lines.

    Raises UsageError.
    """
    if foreign := _foreign(file, source):
        return ImportFormat(foreign)
    if source in registry.having("formats", "read"):
        return ImportFormat(registry.load("formats", source), guess=False)
    if source in registry.having(_TOOLS, "read"):
        return ImportFormat(registry.load(_TOOLS, source))
    tool = registry.load(_TOOLS, source) if source else None
    return ImportFormat(binary or _syntax(file, data, only_tables=tool is not None), tool)


def _foreign(file: str, source: str | None) -> ModuleType | None:
    """The format of another package that reads a file whose name or suffix is none of ours.

    Raises HkinnoError.
    """
    known, suffix = readable(), _suffix(file)
    if source in known or (not source and (not suffix or suffix in suffixes_read())):
        return None
    name = source or registry.foreign_of(suffix)
    there = registry.foreign_names("formats")
    if source and source not in there:
        said = ", ".join([*known, *there])
        raise UsageError(f"--from: no {quoted(source)} is read; there are {said}")
    found = registry.load("formats", name) if name else None
    if source and not hasattr(found, "read"):
        raise UsageError(f"--from: {source} is written alone, by hkinno timeline")
    return found if hasattr(found, "read") else None


def _suffix(file: str) -> str:
    return os.path.splitext(file.removesuffix(".gz"))[1].lower()


def _syntax(file: str, data: bytes, only_tables: bool) -> ModuleType:
    suffix = _suffix(file)
    rooms = ("formats",) if only_tables else ("formats", _TOOLS)
    for room in rooms:
        for name in registry.having(room, "read"):
            if suffix in registry.suffixes(name, room):
                return registry.load(room, "csv" if name == "tsv" and _has_no_tab(data) else name)
    text = data[: _HEAD * 4].decode("utf-8-sig", "replace")[:_HEAD]
    line = next((line for line in text.splitlines() if line.strip()), "")
    for room, head in ((_TOOLS, text), ("formats", line)):
        for name in registry.having(room, "recognizes") if room in rooms else ():
            form = registry.load(room, name)
            if form.recognizes(head):
                return form
    raise UsageError(f"what is {label_of(file)}? Say it with --from {' or '.join(readable())}")


def _has_no_tab(data: bytes) -> bool:
    """Whether a file that calls itself TSV has something else between the names of its columns."""
    head = next((line for line in io.BytesIO(data) if line.strip()), b"")
    return b"\t" not in head and any(mark in head for mark in (b",", b";", b"|"))


def check_shape(form: ModuleType, data: bytes, label: str) -> None:
    """Raise HkinnoError for JSON laid out in a way that its format is not read in.

    That is a document where each line should be an event, and objects over several lines each, as
    jq writes them. All other faults are told by what reads the format.
    """
    found = _OBJECT(data) if form.__name__.endswith((".json", ".jsonl")) else None
    if found is None or (end := data.find(b"\n", found.start(1))) < 0:
        return
    if _find_members(data[found.start(1) : end]) is not None:
        return
    text, lines = data[found.start(1) :], form.__name__.endswith(".jsonl")
    inside = _find_members(text)
    if lines and inside and "events" in inside:
        raise HkinnoError(
            f"{label} is one JSON document, and not an event a line; read it with --from json"
        )
    if (lines and inside) or (inside is None and _is_series(text.decode(errors="replace"))):
        raise HkinnoError(
            f"{label}: an object over several lines that is in no array is no event; "
            "jq -c writes each on a line of its own"
        )


def _find_members(text: bytes) -> dict[str, msgspec.Raw] | None:
    """What is in a JSON object; None if this is none, or more than one."""
    try:
        return members(text)
    except JSON_FAULTS:
        return None


def _is_series(text: str) -> bool:
    """Whether this begins with an object over several lines, and then another one."""
    import json  # slow to load, and needed for what is at fault alone

    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return False
    return "\n" in text[:end] and text[end:].lstrip().startswith("{")
