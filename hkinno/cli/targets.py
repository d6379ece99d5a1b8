"""What `-o` may overwrite: never events that are then nowhere any more."""

import os
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence

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
_KEYS = ("id", "date", "title")


def refuse_loss(
    file: str,
    read: Iterable[str],
    kept: Container[str] | None,
    known: Callable[[], Container[str]],
) -> Identity | None:
    """Raise HkinnoError where events would be lost if `file` were overwritten.

    A store that was `read` is lost but for the events that can be read back from the answer, which
    has `kept` them (None: it is no store), any other file but for those that the stores are `known`
    to have. Returns which file it is, if there is one.
    """
    if not os.path.isfile(file):
        return None
    seen = identity(file)
    held = list(dict.fromkeys(_events_in(file)))
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


def _events_in(file: str) -> Iterator[str]:
    """The ids of the events that a file holds, or their titles where they have none."""
    suffix = os.path.splitext(file)[1].lower()
    for name in registry.having("formats", "read"):
        cells = registry.constant("formats", name, "CELLS", default=False)
        if cells and suffix in registry.suffixes(name):
            yield from _rows_in(name, file)
            return
    if suffix in _STORES or _begins_like_json(file):
        yield from _objects_in(file, suffix in _STORES)


def _begins_like_json(file: str) -> bool:
    with open_bytes(file) as data:
        return data.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _rows_in(name: str, file: str) -> Iterator[str]:
    """Those of tables whose columns are named as in a store."""
    form, data = registry.load("formats", name), read_bytes(file)
    sheets = getattr(form, "SHEETS", False)
    try:
        tables = [(sheet,) for sheet in form.sheet_names(data, named(file))] if sheets else [()]
        for sheet in tables:
            for _, cells in form.read(data, named(file), *sheet):
                if not isinstance(cells, str):
                    yield from _name_of([cells.get(key) for key in _KEYS])
    except HkinnoError as error:
        if sheets and data:  # it may have a password, and be none of ours
            raise _unread(file) from error
        return  # no table, or none any more


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


def _unread(file: str) -> HkinnoError:
    return HkinnoError(f"{named(file)} cannot be read, and may hold events; {ELSE}")


def _name_of(fields: Sequence[object]) -> Iterator[str]:
    """What an event is known by; a header of a table and what has no date are none."""
    event_id, date, title = fields
    if date and date != "date" and (name := event_id or title):
        yield str(name)
