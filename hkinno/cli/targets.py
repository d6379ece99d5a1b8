"""What `-o` may overwrite: never events that are then nowhere any more."""

import os
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from types import ModuleType

import msgspec

from hkinno import registry
from hkinno.errors import HkinnoError, StoreError, named, quoted
from hkinno.files import STDIN, Identity, identity, open_bytes, read_bytes
from hkinno.rawjson.errors import JSON_FAULTS, JsonError
from hkinno.store.open import BUNDLED, bundled_path, open_reader
from hkinno.text import plural

_SHOWN = 3  # events that a refusal names
_STORES = (".json", ".jsonl", ".ndjson", ".gz")
ELSE = "write to another file, or overwrite it with --force"
_BEGINS = {b"SQLite format 3\0": "sqlite", b"PAR1": "parquet"}  # of files that are no text
_KEYS = ("id", "date", "title")
_Key = Sequence[object]  # what is in these


def refuse_loss(
    file: str,
    read: Iterable[str],
    kept: Container[str] | None,
    known: Callable[[], Container[str]],
    thorough: bool = True,
) -> Identity | None:
    """Raise HkinnoError where events would be lost if `file` were overwritten.

    A store that was `read` is lost but for the events that can be read back from the answer, which
    has `kept` them (None: it is no store), any other file but for those that the stores are `known`
    to have. A `thorough` look finds what `hkinno import` would find; rows of an answer that is no
    events are written over rows like them. Returns which file it is, if there is one.
    """
    if not os.path.isfile(file):
        return None
    seen = identity(file)
    held = list(dict.fromkeys(_events_in(file, thorough)))
    if any(is_same_file(path, file) for path in read):
        if kept is None:
            raise HkinnoError(f"{named(file)} is a store that is read; {ELSE}")
        lost = [name for name in held if name not in kept]
        count = plural(len(held), "event")
        why = f"is a store that is read, and the answer lacks {len(lost):,} of its {count}"
    else:
        present = known() if held else ()
        lost = [name for name in held if name not in present]
        why = f"holds {plural(len(lost), 'event')} that no store that is read has"
    if lost:
        first = ", ".join(map(quoted, lost[:_SHOWN])) + (" …" if len(lost) > _SHOWN else "")
        raise HkinnoError(f"{named(file)} {why} ({first}); {ELSE}")
    return seen


def is_same_file(path: str, file: str) -> bool:
    """Whether a path, as `--store` takes them, leads to a file, if there is that."""
    path = bundled_path() if path == BUNDLED else path
    try:
        read = os.fstat(sys.stdin.fileno()) if path == STDIN and sys.stdin else os.stat(path)
        return os.path.samestat(read, os.stat(file))
    except (OSError, ValueError):  # one is not there; a standard input that is no file
        return False


def _events_in(file: str, thorough: bool) -> Iterator[str]:
    """The ids of the events that a file holds, or their titles where they have none."""
    suffix = os.path.splitext(file)[1].lower()
    head, found = _head_of(file), list[str]()
    if not head:
        return
    own = next((name for begin, name in _BEGINS.items() if head.startswith(begin)), None)
    if name := own or _name_by(suffix):
        found = list(_read_in(registry.load("formats", name), file))
    elif suffix in _STORES or head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        found = list(_objects_in(file, suffix in _STORES))
        suffix = ".json"
    yield from found
    if thorough and not found:
        yield from _imported(file, suffix)


def _head_of(file: str) -> bytes:
    with open_bytes(file) as data:
        return data.read(4096)


def _imported(file: str, suffix: str) -> Iterator[str]:
    """Those that `hkinno import` would find by this suffix, whatever their fields are called."""
    from hkinno.imports.detect import suffixes_read
    from hkinno.imports.gather import ImportItem, parse_gist  # few targets come so far
    from hkinno.imports.reading import ImportFile, ImportOptions

    if suffix not in suffixes_read():
        return
    try:
        for thing in ImportFile(file, ImportOptions(lambda: date.max), _hush).things():
            if isinstance(thing, ImportItem):
                gist = parse_gist(thing.raw)
                yield gist.id or gist.title
    except HkinnoError:
        return  # it is no file of events


def _hush(_: str) -> None:
    """What is guessed of a file that is only looked at is said to nobody."""


def _name_by(suffix: str) -> str | None:
    """The format of a suffix that can be read, and is no store; perhaps of another package."""
    if suffix in _STORES:
        return None
    able = registry.having("formats", "read")
    ours = next((name for name in able if suffix in registry.suffixes(name)), None)
    return ours or (registry.foreign_of(suffix) if suffix and not _is_ours(suffix) else None)


def _is_ours(suffix: str) -> bool:
    return any(suffix in registry.suffixes(name) for name in registry.names("formats"))


def _read_in(form: ModuleType, file: str) -> Iterator[str]:
    """Those of a file in a format that says itself what a file `holds`, or that can be read."""
    if not (hasattr(form, "holds") or hasattr(form, "read")):
        return
    held: Callable[[str], Iterable[_Key]] = getattr(form, "holds", partial(_rows_in, form))
    try:
        for fields in held(file):
            yield from _name_of(fields)
    except StoreError:
        return  # other things than events
    except HkinnoError as error:
        raise _unread(file, f" ({error})") from error


def _rows_in(form: ModuleType, file: str) -> Iterator[_Key]:
    try:
        for _, fields in form.read(read_bytes(file), named(file)):
            if not isinstance(fields, str):
                yield tuple(_plain(fields.get(key)) for key in _KEYS)
    except HkinnoError:
        if not getattr(form, "CELLS", False):
            raise
        return  # no table, or none any more


def _plain(value: object) -> object:
    return msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value


class _Gist(msgspec.Struct):
    id: object = None
    date: object = None
    title: object = None


def _objects_in(file: str, is_store: bool) -> Iterator[str]:
    try:
        for raw, _ in open_reader(file).pieces():
            gist = msgspec.json.decode(raw, type=_Gist)
            yield from _name_of((gist.id, gist.date, gist.title))
    except (JsonError, *JSON_FAULTS) as error:
        if isinstance(error, msgspec.ValidationError):
            return  # what is no object is no event
        if is_store:
            raise _unread(file) from error
    except StoreError:
        return  # other JSON than events


def _unread(file: str, why: str = "") -> HkinnoError:
    return HkinnoError(f"{named(file)} cannot be read, and may hold events{why}; {ELSE}")


def _name_of(fields: Sequence[object]) -> Iterator[str]:
    """What an event is known by; a header of a table and what has no date are none."""
    event_id, date, title = fields
    if date and date != "date" and (name := event_id or title):
        yield str(name)
