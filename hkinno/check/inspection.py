"""A store read to its end, whatever is wrong with it: its faults, and where they are.

Reading for an answer stops at the first fault. Here, a line of JSON Lines that cannot be read costs
that line alone, and of a document that is broken the events are read that can be told apart.
"""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec

from hkinno.check import likeness
from hkinno.check.dating import new_year
from hkinno.check.rules import Fault, fault, of_event, of_store
from hkinno.check.shape import Finding, Path, Seen, Subject, agrees, locate, sound
from hkinno.check.silence import Silenced, counted, ignored_by, member_faults
from hkinno.dates.edtf import readable
from hkinno.errors import StoreError, quoted
from hkinno.events import Document
from hkinno.files import STDIN
from hkinno.rawjson import recover
from hkinno.rawjson.errors import JSON_FAULTS, UTF_8, UTF_16, JsonError, JsonFault, json_fault
from hkinno.rawjson.scan import BOM, repeated_keys
from hkinno.store.open import BUNDLED, open_reader
from hkinno.store.readers import File as InFile
from hkinno.store.readers import Reader
from hkinno.store.whole import Whole

_UNREADABLE = object()  # what JSON means that is beyond reading


class FaultRow(NamedTuple):
    """A fault and where its event is, or where in the file it is itself."""

    start: int
    fault: Fault
    length: int = 0
    number: int | None = None
    id: str | None = None


class File(NamedTuple):
    """A store and its faults; there is no reader if it cannot be opened.

    `ignored` are the rules that the document silences; `inspect` has taken their faults out of the
    rows, and those of the rules that it was told to ignore, and counted them in `silenced`.
    """

    label: str
    reader: Reader | None
    rows: list[FaultRow]
    ignored: set[str]
    silenced: list[Silenced]


# --- one event


def examine(
    raw: bytes,
    today: int,
    langs: tuple[str, ...] = (),
    margin: int = 0,
    folder: str | None = None,
) -> tuple[Subject, list[Fault]]:
    """What is left of the JSON of one event, and all that is wrong.

    `today` is a day number, `margin` the number of characters before the event in its line,
    `folder` that of its store.
    """
    raw, bytes_at_fault = _utf8(raw)
    value, at_fault = _decoded(raw, margin)
    faults = bytes_at_fault + at_fault
    event: Mapping[str, Any] = value if isinstance(value, dict) else {}
    if not agrees(raw) and value is not _UNREADABLE:
        event, wrong = sound(value)
        faults += (fault("schema", finding) for finding in wrong)
    subject = Subject(event, readable(event.get("date", "")), today, langs, folder)
    if event:
        faults += of_event(subject)
    return subject, faults


def _utf8(raw: bytes) -> tuple[bytes, list[Fault]]:
    """The bytes, those that are no text replaced, and what is wrong with them."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return raw.decode(errors="replace").encode(), [_refused(raw, error)]
    return raw, []


def _decoded(raw: bytes, margin: int = 0) -> tuple[object, list[Fault]]:
    """The value of any JSON, and what is wrong with that."""
    try:
        return _value(raw), list(_repeated(raw))
    except (*JSON_FAULTS, ValueError) as error:
        faults = [_refused(raw.rstrip(), error, margin)]
    try:
        return recover.leniently(raw), faults
    except ValueError:
        return _UNREADABLE, faults


def _refused(raw: bytes, error: Exception, margin: int = 0) -> Fault:
    found = json_fault(raw, error, margin)
    return _not_json(found, raw.count(b"\n", 0, found.offset))


def _not_json(found: JsonFault, lines: int = 0) -> Fault:
    if found.kind in (UTF_8, UTF_16):
        return fault("utf-8", Finding(found.why), lines)
    return fault("json", Finding(found.why, hint=recover.hint(found.kind)), lines)


def _value(raw: bytes) -> object:
    try:
        return msgspec.json.decode(raw)
    except msgspec.ValidationError:  # a number too large for it
        msgspec.json.decode(raw, type=msgspec.Raw)  # raises for what is wrong beside that
        return recover.leniently(raw)


def _repeated(raw: bytes) -> Iterator[Fault]:
    for key in repeated_keys(raw):
        yield fault("repeated-key", Finding(f"{quoted(key)} stands twice in one object"))


def document(shell: bytes) -> tuple[list[Fault], frozenset[str]]:
    """All that is wrong with a document whose events have been taken out; the rules it silences."""
    value, faults = _decoded(shell)
    if not isinstance(value, dict):
        return faults, frozenset()
    faults += member_faults(value, sound(value, Document)[1])
    faults += (fault("field-name", finding) for finding in likeness.slips(value, Document, ()))
    return faults, ignored_by(value)


# --- one file


def inspect(
    paths: Iterable[str],
    today: int,
    langs: tuple[str, ...] = (),
    ignore: Collection[str] = (),
) -> tuple[list[File], int]:
    """All faults of these stores, as one chronology, and how many events it has.

    Without those of the rules to `ignore`, and of those that a document silences for itself.
    """
    files: list[File] = []
    events: list[Seen] = []
    for place, path in enumerate(paths):
        files.append(_opened(path))
        events += _read_events(files[-1], place, today, langs)
    for seen, found in of_store(events):
        row = FaultRow(seen.start, found, seen.length, seen.number, seen.id or None)
        files[seen.file].rows.append(row)
    for file in files:
        file.rows.sort(key=lambda row: row.start)
        _silence(file, set(ignore), "--ignore")
        _silence(file, file.ignored - set(ignore), file.label)
    return files, len(events)


def _silence(file: File, codes: set[str], by: str) -> None:
    """Take the faults of these rules out of a file, and count them."""
    file.silenced.extend(counted(codes, by, (row.fault for row in file.rows)))
    file.rows[:] = [row for row in file.rows if row.fault.code not in codes]


def _opened(path: str) -> File:
    try:
        reader = open_reader(path)
        return File(reader.label if path in (BUNDLED, STDIN) else path, reader, [], set(), [])
    except StoreError as error:
        label = "standard input" if path == STDIN else path
        return File(label, None, [_unread(error)], set(), [])


def _unread(error: StoreError) -> FaultRow:
    """Why a file as a whole is no store."""
    if isinstance(error, JsonError):
        return FaultRow(0, _not_json(error.fault, error.line - 1))
    return FaultRow(0, fault("store", Finding(error.what, hint=error.hint)))


def _read_events(file: File, place: int, today: int, langs: tuple[str, ...]) -> Iterator[Seen]:
    """Note the faults of each event of a file; what the rules on all events need of it."""
    last: list[tuple[int, int]] = []  # the span of the last event, if there is one
    folder = file.reader.folder if file.reader else None
    for number, (raw, offset, margin, _) in enumerate(_pieces(file), 1):
        text = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        start = offset + indent
        subject, faults = examine(text, today, langs, margin + indent, folder)
        if faults:
            name = subject.text("id") or None
            file.rows.extend(FaultRow(start, found, len(text), number, name) for found in faults)
        last = [(start, start + len(text))]
        yield _seen(file.label, place, number, (start, len(text)), subject)
    if isinstance(file.reader, Whole):
        file.rows.extend(_document_faults(file, file.reader, last))


@cache
def _name(field: str, place: int | None, text: str) -> tuple[Path, str]:
    """A category or tag and its path; held once, since the same ones stand in many events."""
    return (field,) if place is None else (field, place), text


def _seen(label: str, file: int, number: int, span: tuple[int, int], subject: Subject) -> Seen:
    date, category = subject.date, subject.text("category")
    names = [_name("category", None, category)] if category else []
    names += [_name("tags", n, tag) for n, tag in subject.items("tags")]
    return Seen(
        *(label, file, number, *span),
        id=subject.text("id"),
        title=subject.text("title"),
        span=(date.lo, date.hi) if date else None,
        daily=date is not None and date.lo == date.hi and not (date.approximate or date.uncertain),
        names=tuple(names),
        new_year=new_year(subject),
    )


def _pieces(file: File) -> Iterator[recover.JsonPiece]:
    """The events of a file; of a broken one, those that can be told apart."""
    if file.reader is None:
        return
    try:
        for raw, start in file.reader.pieces():
            yield recover.JsonPiece(bytes(raw), start)
    except StoreError as error:
        data = file.reader.read(0, sys.maxsize) if isinstance(file.reader, InFile) else b""
        for piece in recover.pieces(data):
            if isinstance(piece, recover.JsonPiece):
                yield piece
            else:
                file.rows.append(FaultRow(piece.offset, _not_json(piece)))
        if not any(row.fault.code in ("json", "utf-8") for row in file.rows):
            file.rows.append(_unread(error))


def _document_faults(file: File, reader: Whole, last: list[tuple[int, int]]) -> Iterator[FaultRow]:
    """What is wrong with the members around the events, given the span of the last one.

    Notes the rules that these members silence.
    """
    try:
        around = reader.around(last)
    except StoreError:
        return  # it is noted already
    data = reader.read(0, sys.maxsize)
    shell = data[: around.open_end] + data[around.close :]
    body = shell.removeprefix(BOM)
    faults, ignored = document(body) if body.lstrip().startswith(b"{") else ((), ())
    file.ignored.update(ignored)
    for found in faults:
        at = len(shell) - len(body) + locate(body, found.path)
        yield FaultRow(at + (around.close - around.open_end) * (at >= around.open_end), found)


def with_lines(file: File, rows: Iterable[FaultRow]) -> Sequence[tuple[int | None, FaultRow]]:
    """Rows with their lines, from 1, in the order of these; None if there is no file."""
    if file.reader is None:
        return [(None, row) for row in rows]
    found: list[tuple[int, FaultRow]] = []
    for row in rows:
        line = file.reader.line(row.start) + row.fault.lines
        if row.fault.path and row.length:
            line += _below(file.reader.read(row.start, row.length), row.fault.path)
        found.append((line, row))
    return sorted(found, key=lambda pair: pair[0])


def _below(raw: bytes, path: Path) -> int:
    """How many lines below the first line of its event a value is."""
    if b"\n" not in raw:
        return 0
    text = raw.decode(errors="replace").encode()
    try:
        return text.count(b"\n", 0, locate(text, path))
    except (*JSON_FAULTS, ValueError, IndexError):  # it cannot be read; the event's line will do
        return 0
