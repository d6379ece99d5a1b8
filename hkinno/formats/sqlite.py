"""A SQLite database with a table `events`, a row an event, for SQL and for Datasette.

Its columns are the fields of the store, lists and objects as JSON, and what follows from the date:
`lo` and `hi` as text, `lo_day` and `hi_day` as the numbers of these days, counted as Python's
`date.toordinal` does and on below 1, since text does not sort before the year 0. They are NULL
where the date is open; all that follows from a date is NULL where it cannot be read. A day that
does not fit 64 bits is a REAL just outside of the span, which still compares rightly.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from math import inf, nextafter
from pathlib import Path
from sys import float_info
from typing import Any

import msgspec

from hkinno.errors import HkinnoError, named
from hkinno.events import BY_COLUMN, STORED, members
from hkinno.files import PIECE, open_bytes
from hkinno.query.derived import DERIVED
from hkinno.render import RenderOptions
from hkinno.store.store import Entry

SUFFIXES = (".db", ".sqlite", ".sqlite3")
BINARY = True
TO_FILE = True
FIXED = True
RAW = True
_OURS = 0x686B696E  # its application_id: "hkin"
_VERSION = 1  # its user_version: of the columns
_TEXTS = tuple(row.name for row in BY_COLUMN if not row.many)
_FIRST = ("id", "date", "title", "summary", "category")
_FOLLOWS = {
    "lo": "TEXT",
    "hi": "TEXT",
    "lo_day": "INTEGER",
    "hi_day": "INTEGER",
    "precision": "TEXT",
    "approximate": "INTEGER",
    "uncertain": "INTEGER",
}
_MORE = tuple(name for name in STORED if name not in _FIRST)
_COLUMNS = {
    **dict.fromkeys(_FIRST, "TEXT"),
    **_FOLLOWS,
    **dict.fromkeys((*_MORE, "other"), "TEXT"),
    "id": "TEXT PRIMARY KEY NOT NULL",
}
_INDEXED = ("lo_day", "hi_day", "category")
_LEAST, _MOST = -(1 << 63), (1 << 63) - 1  # of SQLite's whole numbers


def write(entries: Sequence[Entry], _: RenderOptions) -> Iterator[bytes]:
    """The bytes of a database, which is made in a file of its own: it may not fit in memory."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="hkinno-") as folder:
        file = str(Path(folder, "events.db"))
        _make(file, entries)
        with open_bytes(file) as data:
            while piece := data.read(PIECE):
                yield piece


def _library() -> Any:
    try:
        import sqlite3
    except ImportError as error:
        raise HkinnoError("this Python was built without its module sqlite3") from error
    return sqlite3


def _make(file: str, entries: Iterable[Entry]) -> None:
    sqlite3 = _library()
    table, *indexes = _schema()
    holes = ", ".join("?" * len(_COLUMNS))
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = OFF")  # nobody has the file yet
            database.execute("PRAGMA journal_mode = OFF")
            database.execute(f"PRAGMA application_id = {_OURS}")
            database.execute(f"PRAGMA user_version = {_VERSION}")
            database.execute("BEGIN")
            database.execute(table)
            database.executemany(f"INSERT INTO events VALUES ({holes})", map(_row, entries))
            for index in indexes:
                database.execute(index)
            database.execute("COMMIT")
    except sqlite3.Error as error:  # such as a full disk
        raise HkinnoError(f"the database cannot be made: {error}") from error


def _schema() -> list[str]:
    """How the table and its indexes are made, which SQLite keeps word for word."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in _COLUMNS.items())
    indexes = (f"CREATE INDEX events_{name} ON events ({name})" for name in _INDEXED)
    return [f"CREATE TABLE events ({columns})", *indexes]


def _row(entry: Entry) -> list[object]:
    fields, follows = members(entry.raw), _follows(entry)
    other = {name: value for name, value in fields.items() if name not in STORED}
    return [
        *(_value(name, fields) for name in _FIRST),
        *(follows.get(name) for name in _FOLLOWS),
        *(_value(name, fields) for name in _MORE),
        _json(msgspec.json.encode(other)) if other else None,
    ]


def _value(name: str, fields: dict[str, msgspec.Raw]) -> str | None:
    """A field of an event: a text, or JSON as it is written."""
    value = fields.get(name)
    if value is None or value == msgspec.Raw(b"null"):
        return None
    return msgspec.json.decode(value, type=str) if name in _TEXTS else _json(bytes(value))


def _json(data: bytes) -> str:
    return msgspec.json.format(data, indent=0).decode()


def _follows(entry: Entry) -> dict[str, object]:
    """What follows from the date of an event, if it can be read."""
    if (date := entry.date) is None:
        return {}
    told = {name: DERIVED[name](date) for name in _FOLLOWS if name in DERIVED}
    return {**told, "lo_day": _day(date.lo, -inf), "hi_day": _day(date.hi, inf)}


def _day(day: float, outward: float) -> float | None:
    """The number of a day, whole if that fits; None where there is no bound."""
    if day in (-inf, inf):
        return None
    if _LEAST <= day <= _MOST:
        return int(day)
    near = float(max(-float_info.max, min(float_info.max, day)))
    beyond = near > day if outward < 0 else near < day
    return nextafter(near, outward) if beyond and abs(near) < float_info.max else near


# --- what is there already


def holds(file: str) -> list[tuple[str, str, str]]:
    """The id, date and title of each event in a database that hkinno wrote.

    Raises HkinnoError for any other, which has more to lose, as one to which somebody has added
    tables; for a damaged one; and where SQLite has yet to write into it: what stands beside it
    for that would damage the one in its place.
    """
    for other in (os.path.realpath(file) + end for end in ("-wal", "-journal")):
        if os.path.exists(other) and os.path.getsize(other):
            raise HkinnoError(
                f"another program is writing to it, by {named(os.path.basename(other))}"
            )
    sqlite3 = _library()
    address = f"{Path(file).absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            found = {sql for (sql,) in database.execute("SELECT sql FROM sqlite_master") if sql}
            (application,) = database.execute("PRAGMA application_id").fetchone()
            if application != _OURS or found != set(_schema()):
                raise HkinnoError("it is a database with other tables or columns than hkinno's")
            return list(database.execute("SELECT id, date, title FROM events"))
    except sqlite3.Error as error:
        raise HkinnoError(str(error)) from error
