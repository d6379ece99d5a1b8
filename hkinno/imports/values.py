"""What cells say of fields: texts, lists, sources, numbers, JSON, or that there is nothing."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

import msgspec

from hkinno.events import FIELDS, TEXT_LISTS, Source, members
from hkinno.imports.table import Cell, is_list, text_of
from hkinno.rawjson.errors import JSON_FAULTS

_TEXTS = tuple(row.name for row in FIELDS if not row.many)
_OF_OBJECTS = ("sources", "media")  # of which one may stand alone
_NOTHING = frozenset(
    (
        *("n/a", "#n/a", "n.a.", "tbd", "tba", "na", "nan"),
        *("null", "none", "nil", "-", "–", "—", "--", "?"),
    )
)
_EMPTY = [msgspec.Raw(text) for text in (b"null", b'""', b"[]", b"{}")]
_QUOTES = re.compile('(?:"")+').fullmatch
_URLS = re.compile(r"https?://\S+(?:\s+https?://\S+)*").fullmatch
_FOOTNOTES = re.compile(r"\[[0-9]+(?:, ?[0-9]+)*\]").fullmatch
_SENTENCE = re.compile(
    r"(.{12,}?(?<!\b[A-Za-z])(?<!\bDr)(?<!\bMr)(?<!\bSt)(?<!Mrs)[.!?…])(?=\s+[^\sa-z]|\s*$)|(.+?[。！？])"
)
_LONGEST_TITLE = 120  # characters of a title that is made of a text
_raw = msgspec.json.Decoder(msgspec.Raw).decode
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode
_source = msgspec.json.Decoder(Source).decode
_number = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?|-?(?:0|[1-9][0-9]*)\.0").fullmatch


def is_nothing(text: str) -> bool:
    """Whether a text is blank, or a mark that says so: `n/a`, `—`, `?`."""
    return not text or text.casefold() in _NOTHING


def is_number(text: str) -> bool:
    """Whether JSON would write the number so: neither 1.10 nor 007, from which digits get lost."""
    return _number(text) is not None


def is_json(text: str) -> bool:
    """Whether this is an object, a list, or true or false in JSON."""
    if text not in ("true", "false") and text[:1] not in ("{", "["):
        return False
    try:
        return bool(_raw(text))
    except JSON_FAULTS:
        return False


def value_of(field: str, cell: str) -> Any:
    """What a cell that is not empty says of a field: what `fields.plain` has written there, again.

    Beyond that, a source may be a title, or URLs with blanks between them, and a picture a URL.
    """
    if field in _TEXTS:
        return cell[2:] if _QUOTES(cell) else cell
    if field in TEXT_LISTS:
        with suppress(*JSON_FAULTS):
            if cell.startswith("[") and not _FOOTNOTES(cell):
                return _raw(cell)
        if cell.startswith("['") and cell.endswith("']"):  # as Python writes a list
            return re.findall(r"'((?:[^'\\]|\\.)*)'", cell)
        return [item for part in cell.split(";") if (item := part.strip())]
    if field == "media" and cell[:1] not in ("[", "{"):
        return [{"url": cell}]
    is_source = field == "sources"
    with suppress(*JSON_FAULTS):
        if not is_source or (cell.startswith(("[", "{")) and not _FOOTNOTES(cell)):
            value = _raw(cell)
            return [value] if field in _OF_OBJECTS and cell.startswith("{") else value
    return cell if not is_source else _urls(cell) or [{"title": cell}]


def value_of_json(field: str, cell: msgspec.Raw) -> Any:
    """What JSON says of a field: numbers where texts belong are texts, one where many are is one.

    What fits no field stays as it is, for the checks to refuse.
    """
    if field in _TEXTS:
        items = _items(cell) if is_list(cell) else [cell]
        return text_of(items[0]) or items[0] if len(items) == 1 else cell
    if field in TEXT_LISTS and is_list(cell):
        return [text_of(item) or item for item in _items(cell)]
    if field == "sources" and is_list(cell):
        return [_as_source(item) for item in _items(cell)]
    if field == "sources" and bytes(cell).startswith(b"{"):
        return [cell]
    return value_of(field, text) if (text := text_of(cell)) else cell


def _as_source(item: msgspec.Raw) -> Any:
    text = text_of(item)
    return (value_of("sources", text)[0] if text else item) if text else item


def split_list(text: str, separator: str) -> list[str]:
    """The items of a list in one cell, without those that say nothing."""
    items = (part.strip() for part in text.split(separator))
    return [item for item in items if not is_nothing(item)]


def first_sentence(text: str) -> str:
    """The beginning of a text as a title: its first sentence, of a long one the first words."""
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    found = _SENTENCE.match(line)
    said = found[0] if found else line
    if len(said) <= _LONGEST_TITLE:
        return said.rstrip(".") if not said.endswith("..") else said
    cut = said[: _LONGEST_TITLE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def urls_of(cell: Cell) -> list[Any]:
    """The sources that a cell of URLs names, of JSON also with titles; none if it says more."""
    if isinstance(cell, str) and cell.startswith(("[", "{")) and is_json(cell):
        cell = msgspec.Raw(cell.encode())
    if isinstance(cell, str) or not bytes(cell).startswith((b"[", b"{")):
        text = text_of(cell).strip()
        return [] if is_nothing(text) else _urls(text) or [{"url": text}]
    items = [item for item in (_items(cell) if is_list(cell) else [cell]) if item not in _EMPTY]
    found = [_linked(item) for item in items]
    return [] if [] in found else [*chain.from_iterable(found)]


def _linked(item: msgspec.Raw) -> list[Any]:
    """The sources of one item of a list of URLs; none if it is something else."""
    if not bytes(item).startswith(b"{"):
        return _urls(text_of(item)) or []
    try:
        return [item] if (_source(item).url or "").strip() else []
    except (msgspec.ValidationError, *JSON_FAULTS):
        return []


def with_urls(sources: Any, urls: Sequence[Any]) -> Any:
    """Sources and those of a column of URLs; one of each is one source."""
    if sources is None:
        return urls
    known = _items(sources) if isinstance(sources, msgspec.Raw) else sources
    if len(known) == len(urls) == 1 and isinstance(urls[0], dict):
        only = known[0]
        with suppress(*JSON_FAULTS):  # what is no object is for the checks
            only = members(only) if isinstance(only, msgspec.Raw) else only
            if only.get("url") in (None, msgspec.Raw(b"null")):
                return [{**only, **urls[0]}]
    return [*known, *urls]


def with_links(sources: Any, links: Sequence[dict[str, str]]) -> Any:
    """Sources and the links of a text, each URL once."""
    known: list[Any] = []
    if sources is not None:
        known = _items(sources) if isinstance(sources, msgspec.Raw) else list(sources)
    told = {source.get("url") for source in known if isinstance(source, dict)}
    new = {link["url"]: link for link in reversed(links) if link["url"] not in told}
    return [*known, *reversed(new.values())]


def says_nothing(cell: Cell) -> bool:
    """Whether a cell is empty, or says that there is nothing."""
    text = text_of(cell).strip()
    nested = not isinstance(cell, str) and not text and cell not in _EMPTY
    return is_nothing(text) and not nested


def unread(cell: Cell, read: Callable[[Cell], object]) -> str:
    """What a cell says of which nothing can be read, as a text."""
    if says_nothing(cell) or read(cell):
        return ""
    return cell if isinstance(cell, str) else text_of(cell) or bytes(cell).decode(errors="replace")


def all_unread(cells: Iterable[Cell], read: Callable[[Cell], object]) -> bool:
    """Whether cells say something, but none what can be read."""
    told = [cell for cell in cells if not says_nothing(cell)]
    return bool(told) and not any(map(read, told))


def _urls(cell: str) -> list[dict[str, str]] | None:
    """The URLs of a cell, if it has nothing else; a comma or semicolon behind one is none of it."""
    found = cell.strip()
    return [{"url": url.rstrip(",;")} for url in found.split()] if _URLS(found) else None


class KeptType:
    """What all cells of a column are that hkinno does not know: numbers, JSON or text."""

    def __init__(self) -> None:
        self._tests = {"number": is_number, "json": is_json}
        self._filled = False

    def see(self, text: str) -> None:
        """Take note of a cell."""
        if self._tests and not is_nothing(text):
            self._filled = True
            self._tests = {name: test for name, test in self._tests.items() if test(text)}

    def value(self, cell: Cell) -> Any:
        """What a cell says; None for nothing in a column of numbers or JSON."""
        if not isinstance(cell, str):
            return cell
        if not self._tests or not self._filled:
            return cell
        return None if is_nothing(cell) else _raw(cell)


def join_texts(texts: Iterable[str]) -> str:
    """Several remarks as one."""
    return "; ".join(dict.fromkeys(text for text in texts if text))
