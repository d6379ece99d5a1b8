"""Parquet: a store for very many events, which -s reads through DuckDB. Other tools read it, too.

Its columns are those of `hkinno.engines`: what the date means in whole numbers, the values of the
event as lists and as folded keys, and the event as stored. A store in Parquet is read, not changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from hkinno.dates.date import Date
from hkinno.engines._columns import COLUMNS, KEY, VERSION
from hkinno.engines._files import Said
from hkinno.errors import HkinnoError, named
from hkinno.events import Event, decode
from hkinno.render import RenderOptions
from hkinno.store.store import Entry

BINARY = True
FIXED = True
RAW = True
WHOLE = True
STREAM = True
_GROUP = 8_192  # rows of a row group: to show some, few others have to be unpacked (measured)
_MOST = 32 << 20  # bytes of events in one
_NEEDS = "writing Parquet needs pyarrow: pip install pyarrow"


class _Sink:
    """Takes what pyarrow writes, until it is asked for."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        """What was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def write(entries: Iterable[Entry], options: RenderOptions) -> Iterator[bytes]:
    """The bytes of a file, a group of rows at a time: the events are gone through once."""
    arrow = library()
    schema = schema_of(arrow, Said(VERSION, options.title))
    yield from file_of(_tables(arrow, schema, entries), schema)


def library() -> Any:
    """What writes Parquet. Raises HkinnoError where it is missing."""
    try:
        import pyarrow
    except ImportError as error:
        raise HkinnoError(_NEEDS) from error
    return pyarrow


def file_of(tables: Iterable[Any], schema: Any, group: int | None = None) -> Iterator[bytes]:
    """The bytes of a file: each table is a group of rows, or several, of so many rows."""
    from pyarrow import parquet

    sink = _Sink()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for table in tables:
            writer.write_table(table, row_group_size=group)
            yield sink.taken()
    yield sink.taken()


def _tables(arrow: Any, schema: Any, entries: Iterable[Entry]) -> Iterator[Any]:
    begin = 0
    for some in _groups(entries):
        raws = [entry.raw for entry in some]
        dates = [entry.date for entry in some]
        yield table_of(arrow, schema, list(map(decode, raws)), dates, raws, begin)
        begin += len(some)


def _groups(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The events of each group of rows: many, or few large ones."""
    some, size = list[Entry](), 0
    for entry in entries:
        some.append(entry)
        size += entry.length
        if len(some) == _GROUP or size >= _MOST:
            yield some
            some, size = [], 0
    if some:
        yield some


def holds(file: str) -> Iterator[tuple[str, str, str]]:
    """The id and the date of each event in a file that hkinno wrote. Raises HkinnoError."""
    from hkinno.engines import duckdb

    reader = duckdb.open_reader(file, named(file))
    yield from reader.rows("SELECT id, date, '' FROM events")


def schema_of(arrow: Any, said: Said) -> Any:
    """The columns of a file, and what it says of itself."""
    kinds = {
        "int": arrow.int64(),
        "bool": arrow.bool_(),
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
    }
    fields = [("place", arrow.int64()), *((c.name, kinds[c.kind]) for c in COLUMNS)]
    return arrow.schema([*fields, ("event", arrow.string())], {KEY: msgspec.json.encode(said)})


def table_of(
    arrow: Any,
    schema: Any,
    events: Sequence[Event],
    dates: Sequence[Date | None],
    raws: Sequence[bytes],
    begin: int,
) -> Any:
    """Events, with their dates and their JSON as stored, as rows; the first is at this place."""
    found = (column.of(events, dates) for column in COLUMNS)
    columns = [range(begin, begin + len(raws)), *found, [raw.decode() for raw in raws]]
    arrays = [
        arrow.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)
    ]
    return arrow.table(arrays, schema=schema)
