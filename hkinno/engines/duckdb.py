"""DuckDB: Parquet that hkinno has written, a file, a folder, a pattern, or in a bucket (s3://)."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from hkinno.engines._columns import KEY
from hkinno.engines._files import SUFFIX, Said, folder_of, is_index, local_files, said
from hkinno.engines._reader import EngineReader
from hkinno.engines._sql import quote
from hkinno.errors import HkinnoError, NoFileError, StoreError, named

SUFFIXES = (".parquet",)
SCHEMES = ("s3://",)
_NEEDS = "reading Parquet needs DuckDB: pip install duckdb"
_AS_THEY_ARE = "hive_partitioning = false"  # else names of folders would be columns
_PIECE = 2_048  # rows that come at a time


def open_reader(address: str, label: str) -> EngineReader:
    """The events at an address. Raises StoreError."""
    files = None if address.startswith(SCHEMES) else local_files(address, label)
    database = _database()
    if files is None:
        files = _remote(database, address, label)
    told = _said(database, files, label)
    try:
        counts = _counts(database, files)
        indexed = is_index(told, sum(counts), label)
        begins = [] if indexed else list(accumulate(counts, initial=0))[:-1]
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

    title = next((each.title for each in told if each.title), "")
    folder = None if address.startswith(SCHEMES) else folder_of(files, indexed)
    unique = indexed or len(files) == 1
    return EngineReader(label, folder, rows, sum(counts), title, unique, in_order=not indexed)


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


def _remote(database: Any, address: str, label: str) -> Sequence[str]:
    """The same in a bucket, of which DuckDB has its own reader."""
    pattern = f"{address}**/*{SUFFIX}" if address.endswith("/") else address
    try:
        found = database.execute("SELECT file FROM glob(?)", [pattern]).fetchall()
    except _fault() as error:
        raise StoreError(f"{label} cannot be read: {_why(error)}") from error
    if not found:
        raise NoFileError(f"there is no file {label}")
    return sorted(file for (file,) in found)


def _said(database: Any, files: Sequence[str], label: str) -> list[Said]:
    """What files say of themselves. Raises StoreError for one that hkinno cannot read."""
    asked = "SELECT file_name, value FROM parquet_kv_metadata(?) WHERE key = ?"
    try:
        found = database.execute(asked, [list(map(_exact, files)), KEY.encode()]).fetchall()
    except _fault() as error:
        if len(files) > 1:  # which of them it is
            return [each for file in files for each in _said(database, [file], named(file))]
        what = "cannot be read" if files[0].startswith(SCHEMES) else "is no whole Parquet file"
        raise StoreError(f"{label} {what}: {_why(error)}") from error
    values = dict(found)
    several = len(files) > 1
    return [said(values.get(file), named(file) if several else label) for file in files]


def _exact(file: str) -> str:
    """The pattern that fits a file of this name alone, whatever characters it has."""
    return re.sub(r"[*?\[]", r"[\g<0>]", file)


def _counts(database: Any, files: Sequence[str]) -> list[int]:
    """How many rows there are in each file."""
    asked = "SELECT file_name, num_rows FROM parquet_file_metadata(?)"
    found = dict(database.execute(asked, [list(map(_exact, files))]).fetchall())
    return [found[file] for file in files]


def _view(files: Sequence[str], begins: Sequence[int]) -> str:
    """The table of events: places are counted through files which begin with these, if any."""
    names, patterns = (", ".join(map(quote, some)) for some in (files, map(_exact, files)))
    if len(begins) < 2:
        return f"CREATE VIEW events AS SELECT * FROM read_parquet([{patterns}], {_AS_THEY_ARE})"
    place = f"place + {list(begins)}[list_position([{names}], filename)] AS place"
    table = f"read_parquet([{patterns}], {_AS_THEY_ARE}, filename = true)"
    return f"CREATE VIEW events AS SELECT {place}, * EXCLUDE (place, filename) FROM {table}"
