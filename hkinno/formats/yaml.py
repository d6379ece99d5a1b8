"""YAML: a store as people like to read it, which all readers of YAML 1.1 and 1.2 read alike.

Texts that some reader takes for a number, a date or a truth are quoted. Numbers keep their digits;
one that some reader takes for a text, as 1E5, has its type before it. What is read are the texts of
scalars, so that 0044 stays a year: in fields of text nothing else, in others a number is what JSON
writes so, and null, true and false are themselves. Needs PyYAML.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from hkinno.errors import HkinnoError, StoreError, quoted
from hkinno.events import PARTS, Event
from hkinno.formats import _yaml_faults, json
from hkinno.formats._yaml_dumper import TAG, Number, dumper, library
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import BOM
from hkinno.render import RenderOptions, Table
from hkinno.store.store import Entry

SUFFIXES = (".yaml", ".yml")
WHOLE = True
RAW = True
_PLAIN = {None, *(f"{TAG}{name}" for name in ("int", "float", "bool", "null"))}
_KNOWN = {*_PLAIN, *(f"{TAG}{name}" for name in ("str", "seq", "map"))}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?").fullmatch
_NULL = re.compile(r"~|null|Null|NULL|").fullmatch
_TRUTH = re.compile(r"true|True|TRUE|false|False|FALSE").fullmatch
_HEAD = "# A chronology of hkinno: dates are EDTF\n"
_BEGINNING = re.compile(r"---\s*$|%YAML |(?:title|events):(?:\s|$)|- (?:[\w-]+:(?:\s|$)|\{)").match
EXAMPLE = "'- date: 1998' and on the next line '  title: Founded'"
_raw = msgspec.json.Decoder(msgspec.Raw).decode
_DEEPEST = 400  # lists and objects in one another


# --- writing


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """The document of a store: a line that says so, its title, then the events."""
    dump = dumper()  # raises before anything is written
    rows = (json.one(entry, options) for entry in entries)
    title = dump({"title": options.title}) if options.title else ""
    return _document(dump, _HEAD + title, rows)


def write_table(table: Table, _: RenderOptions) -> Iterator[str]:
    """A list of the records."""
    dump, rows = dumper(), map(msgspec.json.encode, table.records)
    return iter([*_items(dump, rows)] or ["[]\n"])


def _document(dump: Callable[[object], str], head: str, rows: Iterable[bytes]) -> Iterator[str]:
    lead = f"{head}events:\n"
    for item in _items(dump, rows):
        yield lead + item
        lead = ""
    if lead:
        yield f"{head}events: []\n"


def _items(dump: Callable[[object], str], rows: Iterable[bytes]) -> Iterator[str]:
    """Each row of JSON as an item of a list."""
    from json import JSONDecoder  # slow to load

    decode = JSONDecoder(parse_int=Number, parse_float=Number).decode
    for row in rows:
        try:
            yield dump([decode(row.decode())])
        except RecursionError as error:
            raise HkinnoError("an event has lists that are nested too deeply for YAML") from error


# --- reading


def wrote(data: bytes) -> bool:
    """Whether a file says that hkinno wrote it, also if an editor has its own ends of lines."""
    head = data[: 2 * len(_HEAD)].removeprefix(BOM)
    return head.partition(b"\n")[0].rstrip() == _HEAD.strip().encode()


def recognizes(head: str) -> bool:
    """Whether a line is how a store in YAML begins, or a list of objects."""
    return bool(_BEGINNING(head)) or head.rstrip() == _HEAD.strip()


def read(data: bytes, label: str) -> Iterator[tuple[str, dict[str, msgspec.Raw] | str]]:
    """The events of a store, each field as JSON."""
    return json.read(as_json(data, label), label)


def as_json(data: bytes, label: str) -> bytes:
    """The same document in JSON, its events on the same lines. Raises HkinnoError."""
    yaml = library()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HkinnoError(f"{label} is not UTF-8") from error
    if _is_json(text):  # whose escapes of characters beyond U+FFFF are no YAML
        return data.removeprefix(BOM)
    if odd := yaml.reader.Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise HkinnoError(f"{label}: line {line}: YAML has {quoted(odd[0])} only as an escape")
    parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it is there
    try:
        return _Translation(label, yaml).of(yaml.parse(text, Loader=parser))
    except yaml.MarkedYAMLError as error:
        raise HkinnoError(f"{label}: {_yaml_faults.describe(error, text)}") from error
    except (ValueError, OverflowError) as error:  # the parser has not looked
        raise HkinnoError(f"{label}: not YAML: an escape that is no character") from error


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("[", "{")):
        return False
    try:
        return bool(_raw(text))
    except JSON_FAULTS:
        return False


_ITEM = None  # what stands in a path for an item of a list
_Path = tuple[str | None, ...]


def _text_paths() -> dict[_Path, bool]:
    """Where an event has texts, and whether null may stand there as well."""
    found: dict[_Path, bool] = {}
    for field in msgspec.structs.fields(Event):
        found |= {(field.name,): not field.required, (field.name, _ITEM): False}
        for part in msgspec.structs.fields(PARTS[field.name]) if field.name in PARTS else ():
            if part.name not in ("value", "approximate"):
                found[field.name, _ITEM, part.name] = not part.required
    return found


class _Level:
    """A list or an object that is open; of an object its keys, and the one whose value is next."""

    def __init__(self, is_list: bool) -> None:
        self.is_list = is_list
        self.key: str | None = _ITEM
        self.keys: set[str] = set()
        self.filled = False


class _Translation:
    """From the events of a parser of YAML to JSON."""

    def __init__(self, label: str, yaml: Any) -> None:
        self._label, self._yaml = label, yaml
        self._levels: list[_Level] = []
        self._parts: list[str] = []
        self._lines = 0  # that end in these
        self._paths = _text_paths()

    def of(self, events: Iterable[Any]) -> bytes:
        """The JSON of a document. Raises HkinnoError."""
        for event in events:
            if why := self._refusal(event):
                where = f"{self._label}: line {event.start_mark.line + 1}"
                raise HkinnoError(f"{where}: {why}")
            self._add(event)
        text = "".join(self._parts)
        if text in ("", "null"):
            raise StoreError(f"{self._label} is empty")
        return text.encode()

    def _refusal(self, event: Any) -> str:
        """Why something is not read, if it is not."""
        yaml, level = self._yaml, self._levels[-1] if self._levels else None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return (
                "no anchor & and no alias * is read; write out what it stands for, "
                "and a text that begins so in quotes"
            )
        if (tag := getattr(event, "tag", None)) not in _KNOWN:
            told = quoted(str(tag).replace(TAG, "!!"))
            return f"no tag such as {told} is read; a text that begins so stands in quotes"
        if isinstance(event, yaml.DocumentStartEvent) and self._parts:
            return "a second document begins; import one at a time"
        if not isinstance(event, yaml.NodeEvent):
            return ""
        if len(self._levels) == _DEEPEST:
            return f"more than {_DEEPEST} lists and objects are in one another"
        if level and not level.is_list and level.key is _ITEM:
            if not isinstance(event, yaml.ScalarEvent):
                return "a key is a text, and no list or object"
            if event.value in level.keys:
                return f"the key {quoted(event.value)} stands twice in one object"
        return ""

    def _add(self, event: Any) -> None:
        yaml, level = self._yaml, self._levels[-1] if self._levels else None
        if isinstance(event, yaml.CollectionEndEvent):
            self._parts.append("]" if self._levels.pop().is_list else "}")
            self._end()
        elif isinstance(event, yaml.CollectionStartEvent):
            is_list = isinstance(event, yaml.SequenceStartEvent)
            self._separate(level, event)
            self._parts.append("[" if is_list else "{")
            self._levels.append(_Level(is_list))
        elif isinstance(event, yaml.ScalarEvent):
            self._separate(level, event)
            if level and not level.is_list and level.key is _ITEM:
                level.key = event.value
                level.keys.add(event.value)
                self._parts.append(f"{_text(event.value)}:")
            else:
                self._parts.append(self._scalar(event))
                self._end()

    def _separate(self, level: _Level | None, event: Any) -> None:
        """A comma before all but the first; each event of a list begins on its own line."""
        if level is None or level.key is not _ITEM:
            return
        if level.filled:
            self._parts.append(",")
        level.filled = True
        if level.is_list and sum(above.is_list for above in self._levels) == 1:
            lines = event.start_mark.line - self._lines
            self._parts.append("\n" * lines)
            self._lines += lines

    def _end(self) -> None:
        """A value is written: what comes next in an object is a key."""
        if self._levels:
            self._levels[-1].key = _ITEM

    def _scalar(self, event: Any) -> str:
        value: str = event.value
        if event.tag not in _PLAIN or (event.style and event.tag is None):
            return _text(value)
        is_text = self._paths.get(self._path())
        if _NULL(value) and (is_text is not False or not value):
            return "null"
        if is_text is None and _TRUTH(value):
            return value.lower()
        return value if is_text is None and _NUMBER(value) else _text(value)

    def _path(self) -> _Path:
        """The keys that lead to a value from the event that it is in, or else from the top."""
        levels = self._levels
        places = range(1, len(levels))
        first = next((n for n in places if levels[n - 1].is_list and not levels[n].is_list), 0)
        path = tuple(level.key for level in levels[first:])
        by_language = path[:1] == ("translations",) and len(path) > 1
        return ("translations", _ITEM, *path[2:]) if by_language else path


def _text(value: str) -> str:
    return msgspec.json.encode(value).decode()
