"""One share of events -> files of Parquet, one for each span class, sorted."""

import os
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from hkinno.dates.edtf import readable
from hkinno.engines._columns import UNREADABLE
from hkinno.engines._files import SUFFIX, Said
from hkinno.errors import HkinnoError, StoreError, quoted
from hkinno.events import Event
from hkinno.files import replace
from hkinno.formats.parquet import file_of, library, schema_of, table_of
from hkinno.index.shares import SHARE, Fault, Piece, Share, pieces_in, reader_for
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import repeated_keys
from hkinno.store.faults import TWICE, checked, why_unreadable
from hkinno.store.store import Around, Doubt

_NAME = f"part-{{:06}}-{{:03}}{SUFFIX}"
CLASSES = range(UNREADABLE + 1)
_GROUP = 4_096  # rows of a group, of which a footer tells the days; less of them is read in vain
_AT_ONCE = 4_096  # events that are made rows together
_TOLD = 5  # doubts of a share, of which there may be as many as events
_ORDER = [("lo", "ascending"), ("lo_beyond", "ascending"), ("place", "ascending")]


class Written(msgspec.Struct):
    """What has to be said of a share that was written: its first doubts, and how many it has."""

    doubts: list[Doubt]
    doubtful: int


def is_part(name: str) -> bool:
    """Whether this is what a file of an index is called, or the draft of one."""
    return bool(re.fullmatch(rf"(\.)?part-\d{{6,}}-\d{{3,}}{re.escape(SUFFIX)}(?(1)\..+)", name))


def folder_of(folder: str, span: int) -> str:
    """Where the files of a span class are."""
    return os.path.join(folder, f"span={span}")


def write(folder: str, said: Said, share: Share) -> Written | Fault:
    """Write a share into the folders of an index, which are there; written before, it is replaced.

    The files are named after the share, so that to write it twice is to write it once.
    """
    try:
        return _Writer(folder, said, share).write()
    except HkinnoError as error:
        return Fault(str(error))


class _Writer:
    """The rows of a share, until they are written."""

    def __init__(self, folder: str, said: Said, share: Share) -> None:
        self._folder, self._share = folder, share
        self._arrow = library()
        self._schema = schema_of(self._arrow, said)
        self._written = Written([], 0)
        self._files = 0

    def write(self) -> Written:
        tables, size, place = list[Any](), 0, self._share.place
        for events, raws in self._batches():
            dates = [readable(event.date) for event in events]
            tables.append(table_of(self._arrow, self._schema, events, dates, raws, place))
            place += len(events)
            size += sum(map(len, raws))
            if size >= 2 * SHARE:  # of a document, which is a share as a whole
                self._flush(tables)
                size = 0
        self._flush(tables)
        return self._written

    def _batches(self) -> Iterator[tuple[list[Event], list[bytes]]]:
        """Events, checked whole, and their JSON, some at a time. Raises StoreError."""
        events, raws = list[Event](), list[bytes]()
        for piece in self._share.pieces:
            for event, raw in self._events(piece):
                events.append(event)
                raws.append(raw)
                if len(raws) == _AT_ONCE:
                    yield events, raws
                    events, raws = [], []
        if raws:
            yield events, raws

    def _events(self, piece: Piece) -> Iterator[tuple[Event, bytes]]:
        reader, label, seen = reader_for(piece), piece.label, 0
        try:
            for seen, (found, start) in enumerate(pieces_in(reader, piece), 1):
                event, raw = checked(reader, found, start, piece.before + seen), bytes(found)
                self._doubt(event, raw, f"{label}: event {piece.before + seen} {quoted(event.id)}")
                yield event, raw.strip()
        except JSON_FAULTS as error:
            raise StoreError(f"{label} cannot be read: {error}") from error
        if seen != piece.events:
            raise StoreError(f"{label} was changed while it was read")
        if reader.repeated and not piece.before:
            self._note(label, f"{', '.join(reader.repeated)} {TWICE}")

    def _doubt(self, event: Event, raw: bytes, where: str) -> None:
        if readable(event.date) is None:
            self._note(where, why_unreadable(event))
        if keys := repeated_keys(raw):
            self._note(where, f"{', '.join(keys)} {TWICE}")

    def _note(self, where: str, what: str) -> None:
        self._written.doubtful += 1
        if len(self._written.doubts) < _TOLD:
            self._written.doubts.append(Doubt(Around(where), what))

    def _flush(self, tables: list[Any]) -> None:
        """Write rows, those of each span class into a file; there are none any more then."""
        if not tables:
            return
        import pyarrow.compute as compute

        rows = self._arrow.concat_tables(tables).combine_chunks()
        tables.clear()
        order, spans = compute.sort_indices(rows, _ORDER), rows["span"].combine_chunks()
        rows = rows.drop_columns("span")  # the folder says it
        name = _NAME.format(self._share.number, self._files)
        self._files += 1
        for span in CLASSES:
            found = order.filter(compute.equal(spans.take(order), span))
            if len(found):
                groups = (rows.take(found[at : at + _GROUP]) for at in range(0, len(found), _GROUP))
                path = os.path.join(folder_of(self._folder, span), name)
                replace(path, file_of(groups, rows.schema))
