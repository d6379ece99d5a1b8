"""DuckDB: Parquet that hkinno has written, a file, a folder, a pattern, or in a bucket (s3://)."""

import os
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import msgspec

from hkinno.engines._columns import KEY, VERSION
from hkinno.engines._reader import EngineReader
from hkinno.engines._sql import quote
from hkinno.errors import HkinnoError, NoFileError, StoreError, named

SUFFIXES = (".parquet",)
SCHEMES = ("s3://",)
_NEEDS = "reading Parquet needs DuckDB: pip install duckdb"
_OTHER = "is a Parquet file that hkinno has not written; -o x.parquet writes one"
_AS_THEY_ARE = "hive_partitioning = false"  # else names of folders would be columns
_PIECE = 2_048  # rows that come at a time


class Said(msgspec.Struct):
    """What a file says of itself: the version of its columns, the title of the chronology."""

    version: int
    title: str = ""


def open_reader(address: str, label: str) -> EngineReader:
    """The events at an address. Raises StoreError."""
    files = None if address.startswith(SCHEMES) else _local(address, label)
    database = _database()
    if files is None:
        files = _remote(database, address, label)
    said = [_said(database, file, label if len(files) == 1 else named(file)) for file in files]
    try:
        counts = _counts(database, files)
        begins = list(accumulate(counts, initial=0))[:-1]
        database.execute(_view(files, begins))
    except _fault() as error:
        raise StoreError(f"{label} cannot be read: {_why(error)}") from error

    def rows(sql: str) -> Iterator[tuple[Any, ...]]:
        try:
            answer = database.cursor().execute(sql)
            while some := answer.fetchmany(_PIECE):
                yield from some
        except _fault() as error:
            raise StoreError(f"{label} cannot be read: {_why(error)}") from error

    title = next((each.title for each in said if each.title), "")
    folder = None if address.startswith(SCHEMES) else os.path.dirname(os.path.abspath(files[0]))
    return EngineReader(label, folder, rows, sum(counts), title, len(files) == 1, in_order=True)


def _database() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise HkinnoError(_NEEDS) from error
    return duckdb.connect(":memory:")


def _fault() -> type[Exception]:
    import duckdb

    return duckdb.Error


def _why(error: Exception) -> str:
    """What DuckDB says, in one line."""
    if "httpfs" in str(error):
        return "DuckDB could not load its extension httpfs; INSTALL httpfs in DuckDB says why"
    return str(error).split("\n", 1)[0].rstrip(":")


def _local(address: str, label: str) -> Sequence[str]:
    """The files at a path, in a folder, or of a pattern, sorted. Raises StoreError."""
    if os.path.isfile(address):
        return [os.path.abspath(address)]
    if os.path.exists(address) and not os.path.isdir(address):
        raise StoreError(f"{label} is a device or a pipe, and no file")
    from glob import glob  # few need it

    inside = os.path.isdir(address)
    pattern = os.path.join(address, "**", "*.parquet") if inside else address
    found = list(filter(os.path.isfile, glob(pattern, recursive=True)))
    if not found and inside:
        raise StoreError(f"{label} is a folder, and no Parquet file is in it")
    if not found:
        raise NoFileError(f"there is no file {label}")
    return sorted(map(os.path.abspath, found))  # as which DuckDB calls them again


def _remote(database: Any, address: str, label: str) -> Sequence[str]:
    """The same in a bucket, of which DuckDB has its own reader."""
    pattern = f"{address}**/*.parquet" if address.endswith("/") else address
    try:
        found = database.execute("SELECT file FROM glob(?)", [pattern]).fetchall()
    except _fault() as error:
        raise StoreError(f"{label} cannot be read: {_why(error)}") from error
    if not found:
        raise NoFileError(f"there is no file {label}")
    return sorted(file for (file,) in found)


def _said(database: Any, file: str, label: str) -> Said:
    """What a file says of itself. Raises StoreError for one that hkinno cannot read."""
    try:
        asked = "SELECT value FROM parquet_kv_metadata(?) WHERE key = ?"
        found = database.execute(asked, [_exact(file), KEY.encode()]).fetchone()
    except _fault() as error:
        what = "cannot be read" if file.startswith(SCHEMES) else "is no whole Parquet file"
        raise StoreError(f"{label} {what}: {_why(error)}") from error
    if found is None:
        raise StoreError(f"{label} {_OTHER}")
    try:
        said = msgspec.json.decode(found[0], type=Said)
    except msgspec.MsgspecError as error:
        raise StoreError(f"{label} {_OTHER}") from error
    if said.version != VERSION:
        raise StoreError(
            f"{label} has its columns in version {said.version}, and this hkinno reads {VERSION}; "
            "write it anew with -o"
        )
    return said


def _exact(file: str) -> str:
    """The pattern that fits a file of this name alone, whatever characters it has."""
    return re.sub(r"[*?\[]", r"[\g<0>]", file)


def _counts(database: Any, files: Sequence[str]) -> list[int]:
    """How many rows there are in each file."""
    asked = "SELECT file_name, num_rows FROM parquet_file_metadata(?)"
    found = dict(database.execute(asked, [list(map(_exact, files))]).fetchall())
    return [found[file] for file in files]


def _view(files: Sequence[str], begins: Sequence[int]) -> str:
    """The table of events: places are counted through all files."""
    names, patterns = (", ".join(map(quote, some)) for some in (files, map(_exact, files)))
    if len(files) == 1:
        return f"CREATE VIEW events AS SELECT * FROM read_parquet([{patterns}], {_AS_THEY_ARE})"
    place = f"place + {list(begins)}[list_position([{names}], filename)] AS place"
    table = f"read_parquet([{patterns}], {_AS_THEY_ARE}, filename = true)"
    return f"CREATE VIEW events AS SELECT {place}, * EXCLUDE (place, filename) FROM {table}"
